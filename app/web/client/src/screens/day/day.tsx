import { useEffect } from 'react';
import type { Metric } from '@/enums';
import { daysBetween, isDay, plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Fact, Facts, PageHead, Pairs, Say, Sheet } from '@/kit/parts';
import { Amount, MetricAmount } from '@/kit/quantity';
import { go, Link, withPerson } from '@/kit/router';
import { SessionRow, ZoneBar } from '@/kit/rows';
import { NotFound, PageOf } from '@/kit/states';
import { Swiped, Turner, type Turns, useTurnKeys } from '@/kit/turn';
import { useAsk } from '@/kit/useAsk';
import { isAbove, isOutside, placeOf, rangeOf } from '@/kit/usual';
import { useWords } from '@/kit/words';
import type { PageProps } from '@/routes';
import { within } from '@/words/sentences';
import { sportTitle } from '@/words/sports';
import { DayAxis } from './axis';
import { Day, type DayQuery, WearersToday } from './day.document';
import { hasTests, TestSheet } from './tests';
import { dayWords } from './words';

export type Person = NonNullable<DayQuery['person']>;

/** /day leads to today on the wearer's clock; /day/2026-11-26 is one. */
export default function DayPage({ params, person }: PageProps) {
  const { date } = params;
  if (date === undefined) return <OfToday person={person} />;
  return isDay(date) ? <DayOf person={person} date={date} /> : <NotFound />;
}

function OfToday({ person }: { person: string }) {
  const asked = useAsk(WearersToday, { person });
  const date = asked.data?.person?.today;
  useEffect(() => {
    if (date) go(withPerson(`/day/${date}`, person), { replace: true });
  }, [date, person]);
  return <PageOf asked={asked}>{() => null}</PageOf>;
}

function DayOf({ person, date }: { person: string; date: string }) {
  const asked = useAsk(Day, { person, date, next: plusDays(date, 1) });
  const today = asked.data?.person?.today;
  const last = today !== undefined && date >= today;
  const turns: Turns = {
    before: `/day/${plusDays(date, -1)}`,
    after: last ? null : `/day/${plusDays(date, 1)}`,
  };
  useTurnKeys(turns);
  return (
    <Swiped turns={turns}>
      <PageOf asked={asked}>
        {({ person }) => person && <Shown person={person} date={date} turns={turns} />}
      </PageOf>
    </Swiped>
  );
}

export function baselineOf(person: Person, metric: Metric) {
  const none = { lowerBound: null, upperBound: null, q1: null, q3: null, sampleCount: 0 };
  return person.baselines?.find((each) => each.metric === metric) ?? none;
}

function valueOf(person: Person, metric: Metric): number | null {
  return person.values?.find((each) => each.metric === metric)?.values[0] ?? null;
}

function Shown({ person, date, turns }: { person: Person; date: string; turns: Turns }) {
  const words = useWords(dayWords);
  const format = useFormat();
  const lead = useLead(person);
  const title = useTitle(person, date);
  const far = Math.abs(daysBetween(date, person.today)) > 300;
  const eyebrow = far ? format.dayYear(date) : format.dayLong(date);
  const aside = <Turner turns={turns} labels={{ before: words.before, after: words.after }} />;
  const heart = person.heart?.[0];
  if (!person.day?.activity && !heart?.start && !person.exercises?.nodes.length && !hasTests(person)) {
    return (
      <PageHead
        eyebrow={eyebrow}
        aside={aside}
        title={words.title.none}
        lead={date > person.today ? words.lead.future : words.lead.none}
      />
    );
  }
  return (
    <>
      <PageHead eyebrow={eyebrow} aside={aside} title={title} lead={lead} />
      <DayFacts person={person} date={date} />
      <DayAxis person={person} date={date} />
      <div className="cols">
        <Sessions person={person} />
        <SleepSheet person={person} date={date} />
      </div>
      <TestSheet person={person} />
    </>
  );
}

function useTitle(person: Person, date: string): string {
  const words = useWords(dayWords).title;
  const place = placeOf(person.day?.activity?.steps, baselineOf(person, 'STEPS'));
  if (date === person.today) return words.sofar;
  if (isAbove(place)) return words.feet;
  if (person.exercises?.nodes.length) return words.training;
  if (place === null) return words.plain;
  if (place === 'upper') return words.feet;
  return place === 'usual' ? words.most : words.quiet;
}

function useLead(person: Person): string {
  const words = useWords(dayWords).lead;
  const format = useFormat();
  const sessions = person.exercises?.nodes ?? [];
  const [first] = sessions;
  const steps = person.day?.activity?.steps;
  const [low, high] = [valueOf(person, 'HR_MIN'), valueOf(person, 'HR_MAX')];
  const time = (seconds: number) => format.text(format.duration(seconds));
  const total = sessions.reduce((sum, { durationSeconds }) => sum + (durationSeconds ?? 0), 0);
  const found = [
    steps == null ? '' : words.steps(format.number(steps)),
    sessions.length > 1
      ? words.sessions(format.number(sessions.length), time(total))
      : first
        ? words.session(within(sportTitle(first.sportName, format.language), format.language), time(total))
        : '',
    low !== null && high !== null ? words.heart(format.number(low), format.number(high)) : '',
  ];
  return found.filter(Boolean).join(' ');
}

function DayFacts({ person, date }: { person: Person; date: string }) {
  const words = useWords(dayWords).facts;
  const format = useFormat();
  const activity = person.day?.activity;
  const over = date < person.today;
  const mean = valueOf(person, 'HR_MEAN');
  const [low, high] = [valueOf(person, 'HR_MIN'), valueOf(person, 'HR_MAX')];
  const usual = (metric: Metric) => {
    const range = rangeOf(baselineOf(person, metric));
    return range ? words.usual(format.range(metric, Math.max(range.low, 0), range.high)) : null;
  };
  const outside = (metric: Metric, value: number | null | undefined) =>
    over && isOutside(placeOf(value, baselineOf(person, metric)));
  return (
    <Facts>
      <Fact label={words.steps} notice={outside('STEPS', activity?.steps)} more={activity ? usual('STEPS') : words.none}>
        <MetricAmount metric="STEPS" value={activity?.steps} />
      </Fact>
      <Fact
        label={words.active}
        more={
          activity?.dailyActivityPercent == null
            ? null
            : words.goal(format.percent(activity.dailyActivityPercent / 100))
        }
      >
        <Amount of={format.duration(activity?.activeSeconds)} />
      </Fact>
      <Fact
        label={words.energy}
        more={activity?.caloriesTotal == null ? null : words.total(format.number(activity.caloriesTotal))}
      >
        <MetricAmount metric="ACTIVE_CALORIES" value={activity?.caloriesActive} />
      </Fact>
      <Fact
        label={words.heart}
        notice={outside('HR_MEAN', mean)}
        more={low === null || high === null ? words.none : words.range(format.number(low), format.number(high))}
      >
        <MetricAmount metric="HR_MEAN" value={mean} />
      </Fact>
    </Facts>
  );
}

function Sessions({ person }: { person: Person }) {
  const words = useWords(dayWords).sessions;
  const format = useFormat();
  const sessions = [...(person.exercises?.nodes ?? [])].reverse();
  return (
    <Sheet title={words.title} aside={<Link href="/training">{words.all}</Link>}>
      {sessions.length === 0 ? (
        <Say>{words.none}</Say>
      ) : (
        <ul>
          {sessions.map((each) => (
            <SessionRow
              key={each.exerciseId}
              href={`/exercise/${each.exerciseId}`}
              name={sportTitle(each.sportName, format.language)}
              when={format.clock(each.startLocal)}
              time={<Amount of={format.duration(each.durationSeconds)} />}
              distance={<Amount of={format.distance(each.distanceMetres)} />}
              heartRate={<MetricAmount metric="HR_MEAN" value={each.heartRateAvg} />}
              load={each.cardioLoad == null ? '' : words.load(format.number(each.cardioLoad))}
              zones={<ZoneBar seconds={each.zones.map(({ inZoneSeconds }) => inZoneSeconds)} />}
            />
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function SleepSheet({ person, date }: { person: Person; date: string }) {
  const words = useWords(dayWords).sleep;
  const format = useFormat();
  const quiet = (text: string) => <span className="quiet">{text}</span>;
  const night = (day: string) => person.sleep?.find((each) => each.date === day);
  const [before, after] = [night(date), night(plusDays(date, 1))];
  const naps = person.naps ?? [];
  return (
    <Sheet title={words.title} aside={<Link href={`/night/${date}`}>{words.night}</Link>}>
      <Pairs
        rows={[
          [words.until, before?.sleepEndLocal ? format.clock(before.sleepEndLocal) : quiet(words.none)],
          [
            words.naps,
            naps.length
              ? naps.map(({ sleepStartLocal, sleepEndLocal }) => (
                  <span key={sleepStartLocal} className="lines">
                    {format.clock(sleepStartLocal)} – {sleepEndLocal ? format.clock(sleepEndLocal) : '—'}
                  </span>
                ))
              : quiet(words.none),
          ],
          [words.from, after?.sleepStartLocal ? format.clock(after.sleepStartLocal) : quiet('—')],
        ]}
      />
    </Sheet>
  );
}

