// What stands out: values outside of the usual with their history, else what is notable inside.

import type { Metric } from '@/enums';
import { Figure } from '@/kit/charts/figure';
import { HistoryPlot, useHistoryNumbers } from '@/kit/charts/history';
import { daysBetween, plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Say, Sheet } from '@/kit/parts';
import { Link } from '@/kit/router';
import { historyOf, type Run, runsOf } from '@/kit/series';
import { useTell } from '@/kit/telling';
import { isAbove, isOutside, Observation, Observations, type Place, placeOf, rangeOf, Sure } from '@/kit/usual';
import { useWords } from '@/kit/words';
import { goingOn } from '@/words/sentences';
import { kitWords } from '@/kit/words.kit';
import { isFresh, newestOf, patternOf, type Person, ROWS, usualOf, valuesOf } from './person';
import { todayWords } from './words';

const SHOWN_DAYS = 118;
const MOST = 3;
const TELLING = 0.1;

export function OutSheet({ person }: { person: Person }) {
  const words = useWords(todayWords).out;
  const fresh = isFresh(person);
  const placed = ROWS.map((metric) => [metric, placeOf(newestOf(person, metric), usualOf(person, metric))] as const);
  const outside = fresh ? placed.filter(([, place]) => isOutside(place)).map(([metric]) => metric) : [];
  const notable = fresh
    ? placed.filter(([, place]) => place === 'lower' || place === 'upper').map(([metric]) => metric)
    : [];
  const inside = notable.filter((metric) => Math.abs(shareOff(person, metric)) >= TELLING);
  const room = Math.max(0, MOST - Math.min(outside.length, 2) - 1);
  return (
    <Sheet title={words.title} aside={<Link href="/insights">{words.link}</Link>}>
      <Observations>
        {outside.length === 0 && (
          <Observation kind="nothing" title={words.nothing}>
            <Say>{words.nothingSay}</Say>
          </Observation>
        )}
        {outside.slice(0, 2).map((metric, index) => (
          <Outside key={metric} person={person} metric={metric} pictured={index === 0} />
        ))}
        {inside.slice(0, room).map((metric) => (
          <Inside key={metric} person={person} metric={metric} />
        ))}
        <Trends person={person} />
      </Observations>
    </Sheet>
  );
}

/** How far the newest value lies from the mean of 90 days, as a share of it. */
function shareOff(person: Person, metric: Metric): number {
  const [value, mean] = [newestOf(person, metric), usualOf(person, metric).baselineValue];
  return value === null || !mean ? 0 : value / mean - 1;
}

function Outside({ person, metric, pictured }: { person: Person; metric: Metric; pictured: boolean }) {
  const words = useWords(todayWords).out;
  const places = useWords(kitWords).usual;
  const format = useFormat();
  const tell = useTell();
  const value = newestOf(person, metric);
  const usual = usualOf(person, metric);
  const place: Place = placeOf(value, usual) ?? 'usual';
  const range = rangeOf(usual);
  const last = person.night?.date ?? person.today;
  const values = valuesOf(person, metric);
  const first = [...values.keys()].sort()[0] ?? last;
  const begin = plusDays(last, -SHOWN_DAYS + 1);
  const history = historyOf(values, begin < first ? first : begin, last);
  const above = isAbove(place);
  const runs = runsOf(history, (each, index) => {
    const then = history.usual[index] ?? range;
    return then !== null && (above ? each > then.high : each < then.low);
  });
  const before = runs.filter(({ to }) => to < last);
  const newest = before.at(-1);
  const numbers = useHistoryNumbers(metric, history);
  const stretch = ({ from, to }: Run) =>
    from === to ? format.day(from) : `${format.dayShort(from)} – ${format.dayShort(to)}`;
  const past = !newest
    ? words.never(daysBetween(history.days[0] ?? last, last))
    : before.length === 1
      ? words.once(stretch(newest))
      : words.often(before.length, stretch(newest));
  return (
    <Observation
      kind="outside"
      title={words.title_(tell.title(metric), format.text(format.value(metric, value)), goingOn(places[place]))}
    >
      <Say>{range && `${words.usual(format.range(metric, range.low, range.high))} ${past}`}</Say>
      {pictured && history.days.length > 28 && (
        <Figure numbers={numbers}>
          <HistoryPlot metric={metric} history={history} height={120} run={newest} now={words.now} />
        </Figure>
      )}
    </Observation>
  );
}

function Inside({ person, metric }: { person: Person; metric: Metric }) {
  const words = useWords(todayWords).out;
  const format = useFormat();
  const tell = useTell();
  const value = newestOf(person, metric) ?? 0;
  const usual = usualOf(person, metric);
  const range = rangeOf(usual);
  const share = shareOff(person, metric);
  const down = share < 0;
  const last = person.night?.date ?? person.today;
  const from = plusDays(last, -89);
  const known = [...valuesOf(person, metric)].filter(([day]) => day >= from && day <= last).map(([, each]) => each);
  const as = known.filter((each) => (down ? each <= value : each >= value)).length;
  return (
    <Observation
      kind="inside"
      title={words.inside(
        tell.title(metric),
        format.text(format.value(metric, value)),
        format.percent(Math.abs(share)),
        down ? words.under : words.over,
      )}
      sure={<Sure of="LOW">{words.weak}</Sure>}
    >
      <Say>
        {range && words.insideSay(format.range(metric, range.low, range.high), as, known.length, down ? words.low : words.high)}
      </Say>
    </Observation>
  );
}

/** A trend that several mornings told, or that there is none. */
function Trends({ person }: { person: Person }) {
  const words = useWords(todayWords).out;
  const tell = useTell();
  const found = (['HRV_TREND', 'SLEEP_TREND'] as const).flatMap((name) => patternOf(person, name) ?? []);
  const told = found.filter(({ details }) => (details as { told?: unknown }).told);
  const metricOf = (name: string): Metric => (name === 'HRV_TREND' ? 'HRV_RMSSD' : 'SLEEP_SCORE');
  if (told.length) {
    return told.map(({ pattern, significance, params }) => (
      <Observation
        key={pattern}
        kind="inside"
        title={tell.sentence('TREND', params, metricOf(pattern)).split(':')[0]}
        sure={<Sure of={significance}>{words.trend}</Sure>}
      >
        <Say>{tell.sentence('TREND_7D', params, metricOf(pattern))}</Say>
      </Observation>
    ));
  }
  const quiet = found.find(({ code }) => code === 'TREND_7D');
  if (!quiet) return null;
  const what = quiet.pattern === 'HRV_TREND' ? words.hrv : words.sleep;
  const why = tell.sentence(quiet.reasonCode ?? 'COMMON_BY_CHANCE', quiet.reasonParams, null);
  return (
    <Observation kind="nothing" title={words.noTrend(what)}>
      <Say>
        {tell.sentence(quiet.code, quiet.params, metricOf(quiet.pattern))} {why}
      </Say>
    </Observation>
  );
}
