import { useState } from 'react';
import { daysBetween, mondayOf } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Chips, PageHead } from '@/kit/parts';
import { useQuery } from '@/kit/router';
import { PageEmpty, PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import type { PageProps } from '@/routes';
import { sportTitle } from '@/words/sports';
import { filtersOf, type Filters } from './filters';
import { Form } from './form';
import { List } from './list';
import { ThisWeek } from './thisWeek';
import { Training, type TrainingQuery } from './training.document';
import { type Week, Weeks, weeksOf } from './weeks';
import { trainingWords } from './words';

type Person = NonNullable<TrainingQuery['person']>;
const YEAR = 363;

export default function TrainingPage({ person }: PageProps) {
  const { language } = useFormat();
  const [first] = useState(() => filtersOf(new URL(location.href).searchParams, language));
  const asked = useAsk(Training, { person, weeks: YEAR, ...first });
  return (
    <PageOf asked={asked}>
      {({ person: of }) => (of ? <Trained of={of} person={person} first={first} /> : null)}
    </PageOf>
  );
}

function Trained({ of, person, first }: { of: Person; person: string; first: Filters }) {
  const words = useWords(trainingWords);
  const format = useFormat();
  const [sport, setSport] = useQuery('sport');
  if (!of.sports?.length) {
    const [title, lead] = words.none;
    return <PageEmpty eyebrow={words.eyebrow} title={title ?? ''} lead={lead} />;
  }
  const weeks = weeksOf(of.trainingWeeks ?? [], of.today, sport);
  const choices = of.sports.slice(0, 8).map((each) => [each.sportName, sportTitle(each.sportName, format.language)] as const);
  return (
    <>
      <Head today={of.today} weeks={weeksOf(of.trainingWeeks ?? [], of.today, null)} />
      {of.sports.length > 1 && (
        <Chips
          label={words.sport}
          chosen={[sport ?? '']}
          options={[['', words.all], ...choices]}
          onToggle={(value) => setSport(value === '' || value === sport ? null : value)}
        />
      )}
      <Weeks weeks={weeks} />
      <div className="halves">
        <Form of={of.trainingForm} />
        <ThisWeek today={of.today} sessions={of.week?.nodes ?? []} />
      </div>
      <List person={person} first={first} known={of.exercises} today={of.today} />
    </>
  );
}

/** The week so far against the four before, in a sentence: by load, else by time. */
function Head({ today, weeks }: { today: string; weeks: readonly Week[] }) {
  const words = useWords(trainingWords);
  const format = useFormat();
  const now = weeks.at(-1);
  const before = weeks.slice(-5, -1);
  const byLoad = before.some(({ load }) => load !== null);
  const amount = (week: Week) => (byLoad ? (week.load ?? 0) : week.time.total);
  const told = (value: number) =>
    byLoad ? format.number(value) : format.text(format.duration(value));
  if (!now) return null;
  const known = weeks.filter(({ sessions }) => sessions > 0);
  const few = known.length < 3 || before.every(({ sessions }) => sessions === 0);
  const amounts = before.map(amount);
  const pace = (7 * amount(now)) / (daysBetween(mondayOf(today), today) + 1);
  const mean = amounts.reduce((sum, each) => sum + each, 0) / 4;
  const title = few
    ? words.titles.few
    : now.sessions === 0
      ? words.titles.nothing
      : pace < 0.7 * mean
        ? words.titles.light
        : pace > 1.3 * mean
          ? words.titles.heavy
          : words.titles.usual;
  const soFar = byLoad ? words.load(told(amount(now))) : told(amount(now));
  const lead = few
    ? words.leadFew(words.sessions(now.sessions), format.text(format.duration(now.time.total)))
    : words.lead(soFar, told(Math.min(...amounts)), told(Math.max(...amounts)));
  return <PageHead eyebrow={words.eyebrow} title={title} lead={lead} />;
}
