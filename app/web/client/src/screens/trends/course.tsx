import type { Metric } from '@/enums';
import { Figure, type Label, Plot } from '@/kit/charts/figure';
import { area, line, SIZE, scale, scaleOf } from '@/kit/charts/scale';
import { DAY_MS, type Day, dayOf, plusDays, wall } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Segments, Sheet } from '@/kit/parts';
import { MetricAmount } from '@/kit/quantity';
import { useWords } from '@/kit/words';
import { OF_THE_DAY } from '@/words/metrics';
import { gaps, known, mean, stepsOf, weekly } from './numbers';
import type { Person } from './trends';
import { trendsWords } from './words';

const ENOUGH = 28;
const NAMED_GAP = 14;
const AIR_DAYS = 3;
const NARROW = 700;
const NO_DAYS: readonly never[] = [];
type Days = NonNullable<Person['metricDays']>[number];
type Forecast = NonNullable<Person['forecasts']>[number];

export interface Change {
  readonly since: Day;
  readonly before: number;
  readonly after: number;
}

export type Span = '30' | '120' | '365' | 'all';

export function SpanChoice({ span, choose }: { span: Span; choose: (span: Span) => void }) {
  const words = useWords(trendsWords);
  const options = (['30', '120', '365', 'all'] as const).map((each) => [each, words.spans[each]] as const);
  return <Segments label={words.span} value={span} options={options} onChoose={choose} />;
}

/** Days, their mean of a week, the range that was usual on each of them, and what is expected. */
export function Course(given: {
  metric: Metric;
  of: Days;
  today: Day;
  forecast: Forecast | undefined;
  change: Change | undefined;
  span: Span;
  choose: (span: Span) => void;
}) {
  const words = useWords(trendsWords).course;
  const format = useFormat();
  const { metric, of, change } = given;
  const count = of.values.length;
  const days = count - 1;
  const outside = outsideOf(of).filter(Boolean).length;
  const told = (value: number) => format.text(format.value(metric, value));
  const [low, high] = [of.lowerBound.at(-1) ?? null, of.upperBound.at(-1) ?? null];
  const floor = format.floor(metric);
  const rangeSaid = (from: number, to: number) =>
    from > floor ? words.range(told(from), told(to)) : words.upTo(told(Math.max(floor, to)));
  const enough = (of.count.at(-1) ?? 0) >= ENOUGH && low !== null && high !== null;
  const says = [
    enough ? rangeSaid(low, high) : words.noRange(of.count.at(-1) ?? 0),
    enough && (outside ? words.outside(outside) : words.inside),
    change && change.since > of.first && words.since(format.day(change.since), told(change.after), told(change.before)),
  ];
  const numbers = {
    head: Object.values(words.head),
    count,
    row: (index: number) => {
      const place = count - 1 - index;
      const cells = [of.values[place], raised(of.lowerBound[place], floor), of.upperBound[place]];
      return [
        format.dayYear(plusDays(of.first, place)),
        ...cells.map((each, cell) => <MetricAmount key={cell} metric={metric} value={each} />),
      ];
    },
  };
  const keys = (
    <p className="key" aria-hidden="true">
      <KeyEntry mark="dot small" text={words.keys.day} />
      <KeyEntry mark="line-mark" text={words.keys.mean} />
      <KeyEntry mark="band" text={words.keys.range} />
      <KeyEntry mark="core" text={words.keys.core} />
      {outside > 0 && <KeyEntry mark="diamond" text={words.keys.outside} />}
      {of.values.includes(null) && <KeyEntry mark="tick" text={words.keys.missing} />}
      {given.forecast?.days.length ? <KeyEntry mark="fan-mark" text={words.keys.forecast} /> : null}
      {change && change.since > of.first && <KeyEntry mark="dashed ink" text={words.keys.level} />}
    </p>
  );
  return (
    <Sheet title={words.title(days)} aside={<SpanChoice span={given.span} choose={given.choose} />}>
      <Figure says={says.filter(Boolean).join(' ')} numbers={numbers} keys={keys}>
        <Drawing {...given} />
      </Figure>
    </Sheet>
  );
}

export function KeyEntry({ mark, text }: { mark: string; text: string }) {
  return (
    <span>
      <i className={`mark ${mark}`} />
      {text}
    </span>
  );
}

function Drawing(given: Parameters<typeof Course>[0]) {
  const { metric, of, today, change } = given;
  const words = useWords(trendsWords).course;
  const format = useFormat();
  const at = (index: number) => wall(of.first) + index * DAY_MS;
  const coming = given.forecast?.days ?? NO_DAYS;
  const last = at(of.values.length - 1);
  const end = coming.length ? wall(coming.at(-1)?.date ?? today) + DAY_MS / 2 : last;
  const begin = Math.max(wall(of.first), wall(firstOf(of)) - AIR_DAYS * DAY_MS);
  const x = scale(begin - DAY_MS / 2, end + 0.01 * (end - begin));
  const ranged = of.count.map((each) => each >= ENOUGH);
  const banded = (column: readonly (number | null)[]) => column.map((each, index) => (ranged[index] ? each : null));
  const floor = format.floor(metric);
  const [low, high] = [banded(of.lowerBound).map((each) => raised(each, floor)), banded(of.upperBound)];
  const all = [...of.values, ...low, ...high, ...coming.flatMap((each) => [each.low, each.high])];
  const y = scaleOf(all, { air: 0.05, zero: metric === 'STEPS' || metric === 'TRAINING_LOAD' });
  const steps = stepsOf(metric, y, 4);
  const marks = monthsOf(dayOf(begin), end, format);
  const free = marks.filter(({ at: place }) => place < last && x.at(last) - x.at(place) > (innerWidth < NARROW ? 230 : 110));
  const below: Label[] = free.map(({ at: place, text }) => ({ at: x.percent(place), text, align: 'start' }));
  below.push({ at: x.percent(last), text: words.today, strong: true, align: 'end' });
  const left: Label[] = steps.map((value) => ({ at: y.percent(value), text: format.short(metric, value) }));
  const smooth = weekly(of.values).map((each, index) => [at(index), each] as const);
  const sides = outsideOf(of);
  const points = of.values.map((value, index) => ({ value, index, side: sides[index] ?? null }));
  const inside = points.filter(({ value, side }) => value !== null && side === null);
  const outside = points.filter(({ value, side }) => value !== null && side !== null);
  const dots = inside.map(({ value, index }) => `M${x.at(at(index)).toFixed(1)} ${y.at(value ?? 0).toFixed(1)}h0`).join('');
  const long = gaps(of.values, NAMED_GAP);
  const absent = points.filter(({ value, index }) => value === null && index < of.values.length - 1 && at(index) >= wall(firstOf(of)));
  const dash = absent.map(({ index }) => `M${x.at(at(index)).toFixed(1)} 975V1000`).join('');
  const newest = points.findLast(({ value }) => value !== null);
  const band = (one: readonly (number | null)[], other: readonly (number | null)[]) =>
    area(one.map((each, index) => [at(index), each, other[index] ?? null]), x, y);
  const edge = (column: readonly (number | null)[]) => line(column.map((each, index) => [at(index), each]), x, y);
  const over = (
    <>
      {outside.map(({ value, index }) => (
        <i key={index} className="diamond-at" style={{ left: x.percent(at(index)), top: y.percent(value ?? 0) }} />
      ))}
      {newest && newest.side === null && (
        <i className="dot-at newest" style={{ left: x.percent(at(newest.index)), top: y.percent(newest.value ?? 0) }} />
      )}
      {long.filter(({ from }) => at(from) > wall(firstOf(of))).map(({ from, to }) => (
        <span key={from} className="note" style={{ left: x.percent((at(from) + at(to)) / 2), top: '96%' }}>
          {words.noWatch}
        </span>
      ))}
      {change && change.since > of.first && (
        <span className="note" style={{ left: x.percent(wall(change.since)), top: '7%' }}>
          {format.dayShort(change.since)}
        </span>
      )}
    </>
  );
  const fan = coming.map((each) => [wall(each.date), each.low, each.high] as const);
  return (
    <Plot height={260} gutter={44} left={left} below={below} over={over}>
      {steps.map((value) => (
        <path key={value} className="gridline" d={`M0 ${y.at(value)}H${SIZE}`} />
      ))}
      {marks.map(({ at: place }) => (
        <path key={place} className="gridline" d={`M${x.at(place)} 0V${SIZE}`} />
      ))}
      <path className="bandfill" d={band(low, high)} />
      <path className="corefill" d={band(banded(of.q1), banded(of.q3))} />
      <path className="bandedge" d={edge(low)} />
      <path className="bandedge" d={edge(high)} />
      {coming.length > 0 && <path className="nowline" d={`M${x.at(last + DAY_MS / 2)} 0V${SIZE}`} />}
      <path className="fan" d={area(fan, x, y)} />
      <path className="line other thin fan-line" d={line(coming.map((each) => [wall(each.date), each.value]), x, y)} />
      <path className="missing" d={dash} />
      <path className="dots" d={dots} />
      <path className="line" d={line(smooth, x, y)} />
      {change && change.since > of.first && (
        <>
          <path className="changeline" d={`M${x.at(wall(change.since))} 0V${SIZE}`} />
          <path className="meanline" d={`M0 ${y.at(change.before)}H${x.at(wall(change.since))}`} />
          <path className="meanline" d={`M${x.at(wall(change.since))} ${y.at(change.after)}H${x.at(last)}`} />
        </>
      )}
    </Plot>
  );
}

/** A bound, where it is not below what can be. */
function raised(bound: number | null | undefined, floor: number): number | null {
  return bound == null ? null : Math.max(bound, floor);
}

/** On which side of its range a day lay, from where a range is drawn. */
function outsideOf(of: Days): readonly (string | null)[] {
  return of.outside.map((side, index) => ((of.count[index] ?? 0) >= ENOUGH ? side : null));
}

/** Day of the first value. */
function firstOf(of: Days): Day {
  const place = of.values.findIndex((value) => value !== null);
  return plusDays(of.first, Math.max(0, place));
}

/** Firsts of months, or Mondays of a short span. */
function monthsOf(first: Day, end: number, format: ReturnType<typeof useFormat>): { at: number; text: string }[] {
  const days = Math.round((end - wall(first)) / DAY_MS);
  const all = Array.from({ length: days + 1 }, (_, index) => plusDays(first, index));
  if (days > 45) {
    const firsts = all.filter((day) => day.endsWith('-01'));
    const every = days > 250 ? 2 : 1;
    return firsts.filter((_, index) => index % every === 0).map((day) => ({ at: wall(day), text: format.month(day) }));
  }
  const mondays = all.filter((day) => new Date(wall(day)).getUTCDay() === 1);
  return mondays.map((day) => ({ at: wall(day), text: format.dayShort(day) }));
}

/** Days that end today, without today where the metric may still change. */
export function overOf(metric: Metric, values: readonly (number | null)[]): readonly (number | null)[] {
  return OF_THE_DAY.includes(metric) ? [...values.slice(0, -1), null] : values;
}

/** Means of the last 7 days and of the 23 before, when there are values enough. */
export function recentOf(values: readonly (number | null)[]): { now: number; before: number } | null {
  const [late, early] = [values.slice(-7), values.slice(-30, -7)];
  if (known(late).length < 3 || known(early).length < 7) return null;
  return { now: mean(late) ?? 0, before: mean(early) ?? 0 };
}

