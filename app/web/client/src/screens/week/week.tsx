import { useEffect } from 'react';
import type { Metric } from '@/enums';
import { daysOf, isDay, mondayOf, plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Button, PageHead, Say, Sheet } from '@/kit/parts';
import { Amount } from '@/kit/quantity';
import { go, Link, withPerson } from '@/kit/router';
import { byDay, mean } from '@/kit/series';
import { PageOf } from '@/kit/states';
import { useTell } from '@/kit/telling';
import { Swiped, Turner, type Turns, useTurnKeys } from '@/kit/turn';
import { isAbove, isOutside, placeOf, rangeOf } from '@/kit/usual';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import type { PageProps } from '@/routes';
import { OF_THE_DAY } from '@/words/metrics';
import { sessionTitle } from '@/words/sports';
import { Week, type WeekQuery } from './week.document';
import { weekWords } from './words';

type Person = NonNullable<WeekQuery['person']>;

const ROWS = [
  ...(['SLEEP_HOURS', 'SLEEP_SCORE', 'RESTING_HR', 'HRV_RMSSD', 'BREATHING_RATE'] as const),
  ...(['STEPS', 'ACTIVE_MINUTES', 'TRAINING_LOAD'] as const),
];
const TODAY = () => new Date().toISOString().slice(0, 10);

/** /week leads to this week; /week/2026-11-26 is the week of that day. */
export default function WeekPage({ person, params }: PageProps) {
  const given = params['date'];
  const monday = mondayOf(isDay(given) ? given : TODAY());
  useEffect(() => {
    if (given !== monday) go(withPerson(`/week/${monday}`, person), { replace: true });
  }, [given, monday, person]);
  return <WeekOf person={person} monday={monday} />;
}

function WeekOf({ person, monday }: { person: string; monday: string }) {
  const asked = useAsk(Week, { person, from: monday, to: plusDays(monday, 6) });
  const today = asked.data?.person?.today;
  const turns: Turns = {
    before: `/week/${plusDays(monday, -7)}`,
    after: today !== undefined && plusDays(monday, 7) > today ? null : `/week/${plusDays(monday, 7)}`,
  };
  useTurnKeys(turns);
  return (
    <Swiped turns={turns}>
      <PageOf asked={asked}>
        {({ person }) => person && <Shown person={person} monday={monday} turns={turns} />}
      </PageOf>
    </Swiped>
  );
}

function Shown({ person, monday, turns }: { person: Person; monday: string; turns: Turns }) {
  const words = useWords(weekWords);
  const format = useFormat();
  const days = daysOf(monday, plusDays(monday, 6));
  const hours = days.map((day) => valuesOf(person, 'SLEEP_HOURS').get(day) ?? null);
  const average = mean(hours);
  const sessions = person.exercises?.nodes ?? [];
  const trained = sessions.reduce((sum, { durationSeconds }) => sum + (durationSeconds ?? 0), 0);
  const empty = average === null && sessions.length === 0 && valuesOf(person, 'STEPS').size === 0;
  const lead = [
    average !== null &&
      words.lead(
        format.number(hours.filter((value) => value !== null).length),
        format.text(format.value('SLEEP_HOURS', average)),
      ),
    sessions.length > 0
      ? words.trained(person.exercises?.totalCount ?? sessions.length, format.text(format.duration(trained)))
      : words.rested,
  ];
  return (
    <>
      <PageHead
        eyebrow={words.of(format.dayShort(monday), format.dayYear(plusDays(monday, 6)))}
        aside={<Turner turns={turns} labels={{ before: words.before, after: words.after }} />}
        title={empty ? words.title.none : words.title[titleOf(person, days)]}
        lead={empty ? words.missing : lead.filter(Boolean).join(' ')}
      />
      <Days person={person} days={days} />
      {sessions.length > 0 && <Done sessions={sessions} />}
      <p className="noprint">
        <Button kind="quiet" icon="print" onClick={() => print()}>
          {words.print}
        </Button>
      </p>
    </>
  );
}

function valuesOf(person: Person, metric: Metric) {
  return byDay(person.series?.find((each) => each.metric === metric));
}

function usualOf(person: Person, metric: Metric) {
  return person.baselines?.find((each) => each.metric === metric);
}

/** What a person would say of the week: where its mean lay against the middle half of their nights. */
function titleOf(person: Person, days: readonly string[]): 'same' | 'short' | 'long' | 'fast' | 'slow' {
  const side = (metric: Metric) => {
    const range = rangeOf(usualOf(person, metric));
    const values = valuesOf(person, metric);
    const average = mean(days.map((day) => values.get(day)));
    if (!range || average === null) return 0;
    return average < range.q1 ? -1 : average > range.q3 ? 1 : 0;
  };
  const [sleep, heart] = [side('SLEEP_HOURS'), side('RESTING_HR')];
  if (sleep !== 0) return sleep < 0 ? 'short' : 'long';
  if (heart !== 0) return heart < 0 ? 'slow' : 'fast';
  return 'same';
}

/** A row a metric, a column a day. */
function Days({ person, days }: { person: Person; days: readonly string[] }) {
  const words = useWords(weekWords);
  const kit = useWords(kitWords);
  const format = useFormat();
  const tell = useTell();
  return (
    <Sheet title={words.table}>
      <Say>{words.says}</Say>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${words.table}: ${kit.numbers}`}>
        <table className="weektable">
          <thead>
            <tr>
              <th scope="col">{words.metric}</th>
              {days.map((day) => (
                <th key={day} scope="col" className="end">
                  <Link href={`/night/${day}`}>{format.weekdayDay(day)}</Link>
                </th>
              ))}
              <th scope="col" className="end">
                {words.mean}
              </th>
              <th scope="col" className="end">
                {words.usual}
              </th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map((metric) => {
              const values = valuesOf(person, metric);
              const usual = usualOf(person, metric);
              const range = rangeOf(usual);
              const grows = OF_THE_DAY.includes(metric);
              const over = grows ? days.filter((day) => day < person.today) : days;
              return (
                <tr key={metric}>
                  <th scope="row">{tell.title(metric)}</th>
                  {days.map((day) => (
                    <Cell key={day} metric={metric} value={values.get(day)} out={(grows && day === person.today ? isAbove : isOutside)(placeOf(values.get(day), usual))} />
                  ))}
                  <td className="end about" data-label={words.mean}>
                    <b>{shortOf(format, metric, mean(over.map((day) => values.get(day))))}</b>
                  </td>
                  <td className="end about" data-label={words.usual}>
                    {range ? rangeText(format, metric, range.low, range.high) : '–'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

function shortOf(format: ReturnType<typeof useFormat>, metric: Metric, value: number | null | undefined): string {
  if (value == null) return '–';
  return metric === 'ACTIVE_MINUTES' ? format.hoursMinutes(value * 60) : format.short(metric, value);
}

function rangeText(format: ReturnType<typeof useFormat>, metric: Metric, low: number, high: number): string {
  if (metric !== 'ACTIVE_MINUTES') return format.range(metric, low, high);
  return [low, high].map((minutes) => shortOf(format, metric, Math.max(0, minutes))).join(' – ');
}

function Cell({ metric, value, out }: { metric: Metric; value: number | undefined; out: boolean }) {
  const words = useWords(weekWords);
  const format = useFormat();
  return (
    <td className={out ? 'end out' : 'end'}>
      {out && (
        <>
          <i className="mark diamond" aria-hidden="true" />
          <span className="vh">{words.outside}: </span>
        </>
      )}
      {shortOf(format, metric, value)}
    </td>
  );
}

type Session = NonNullable<Person['exercises']>['nodes'][number];

function Done({ sessions }: { sessions: readonly Session[] }) {
  const words = useWords(weekWords);
  const kit = useWords(kitWords);
  const format = useFormat();
  return (
    <Sheet title={words.sessions} aside={<Link href="/training">{format.number(sessions.length)}</Link>}>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${words.sessions}: ${kit.numbers}`}>
        <table className="donetable">
          <thead>
            <tr>
              <th scope="col">{words.sessions}</th>
              <th scope="col">{words.when}</th>
              <th scope="col" className="end">
                {words.time}
              </th>
              <th scope="col" className="end">
                {words.distance}
              </th>
              <th scope="col" className="end">
                {words.heart}
              </th>
              <th scope="col" className="end">
                {words.load}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...sessions].reverse().map((each) => (
              <tr key={each.exerciseId}>
                <th scope="row">
                  <Link href={`/exercise/${each.exerciseId}`}>{sessionTitle(each, format.language)}</Link>
                </th>
                <td>{`${format.weekdayShort(each.startLocal)}, ${format.clock(each.startLocal)}`}</td>
                <td className="end" data-label={words.time}>
                  <Amount of={format.duration(each.durationSeconds)} />
                </td>
                <td className="end" data-label={words.distance}>
                  {each.distanceMetres === null ? '–' : <Amount of={format.distance(each.distanceMetres)} />}
                </td>
                <td className="end" data-label={words.heart}>
                  {each.heartRateAvg === null ? '–' : format.number(each.heartRateAvg)}
                </td>
                <td className="end" data-label={words.load}>
                  {each.cardioLoad === null ? '–' : format.number(each.cardioLoad)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}
