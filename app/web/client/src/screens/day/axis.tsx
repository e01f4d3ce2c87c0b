// 24 hours: heart rate with sleep, sessions and zones in it, activity, steps by the hour, alertness.

import type { ReactNode } from 'react';
import type { ActivityZone, AlertnessLevel } from '@/enums';
import { Figure, Key, Plot } from '@/kit/charts/figure';
import { type Cursor, LaneHead, Lanes, nearest } from '@/kit/charts/lanes';
import { area, hours, line, type Scale, scale, scaleOf, ticks } from '@/kit/charts/scale';
import { DAY_MS, wall } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Say, Sheet } from '@/kit/parts';
import { type Point, pointsOf } from '@/kit/series';
import { useWords } from '@/kit/words';
import type { Person } from './day';
import { dayWords } from './words';

const GUTTER = 44;
const STEP = 300_000;
const HOUR = 3_600_000;
const GAP = 11 * 60_000;

/** How high an activity stands in its lane. */
const HEIGHTS: Readonly<Record<ActivityZone, number>> = {
  SLEEP: 0,
  SEDENTARY: 0.12,
  LIGHT: 0.4,
  MODERATE: 0.7,
  VIGOROUS: 1,
  NON_WEAR: 0,
  OTHER: 0,
};
const LEVELS: readonly AlertnessLevel[] = ['MINIMAL', 'VERY_LOW', 'LOW', 'HIGH', 'VERY_HIGH'];

interface Span {
  readonly from: number;
  readonly to: number;
}

export function DayAxis({ person, date }: { person: Person; date: string }) {
  const words = useWords(dayWords).axis;
  const format = useFormat();
  const midnight = wall(date);
  const x = scale(midnight, midnight + DAY_MS);
  const heart = person.heart?.[0];
  const means = heart ? pointsOf(heart) : [];
  const steps = person.hours?.[0] ? pointsOf(person.hours[0]) : [];
  const marks = hours(midnight, midnight + DAY_MS, 3);
  const below = marks.map((at, index) => ({
    at: x.percent(at),
    text: format.hour(at),
    align: index === 0 ? ('start' as const) : index === marks.length - 1 ? ('end' as const) : undefined,
  }));
  const grid = marks.map((at) => <line key={at} className="gridline" x1={x.at(at)} x2={x.at(at)} y1="0" y2="1000" />);
  const end = person.day?.activity?.endLocal;
  const now = date === person.today && end ? wall(end) : null;
  const nowLine = now && <line className="nowline" x1={x.at(now)} x2={x.at(now)} y1="0" y2="1000" />;
  const read = {
    heart: (at: number | null) => {
      const value = nearest(means, at, STEP);
      return value === null ? '—' : format.text(format.value('HR_MEAN', value));
    },
    activity: (at: number | null) => words.zones[activityAt(person, at, midnight)],
    steps: (at: number | null) => {
      const value = at === null ? null : (steps.find(([hour]) => at >= hour && at < hour + HOUR)?.[1] ?? null);
      return format.number(value);
    },
  };
  return (
    <Sheet title={words.title} aside={words.clock}>
      <Figure
        says={useSays(person, means)}
        keys={<Keys />}
        numbers={{
          head: [words.cursor, words.heart, words.activity, words.steps],
          count: means.length,
          row: (index) => {
            const at = means[index]?.[0] ?? midnight;
            return [format.clock(at), read.heart(at), read.activity(at), at % HOUR ? '' : read.steps(at)];
          },
        }}
      >
        <Lanes
          x={x}
          gutter={GUTTER}
          label={words.cursor}
          step={STEP}
          says={(at) => [format.clock(at), `${words.heart} ${read.heart(at)}`, read.activity(at)].join(', ')}
        >
          {(cursor) => (
            <>
              <LaneHead name={words.heart} />
              <HeartLane {...{ person, x, means, cursor, grid, nowLine }} reading={read.heart(cursor.at)} />
              <LaneHead name={words.activity} />
              <Plot height={48} gutter={GUTTER} over={cursor.note(read.activity(cursor.at))}>
                {grid}
                <Activity person={person} x={x} midnight={midnight} />
                <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
                {nowLine}
                {cursor.line}
              </Plot>
              <LaneHead name={words.steps} />
              {steps.length ? (
                <StepsLane {...{ x, steps, cursor, grid, nowLine }} reading={read.steps(cursor.at)} below={person.alertness?.length ? [] : below} />
              ) : (
                <Say>{words.noSteps}</Say>
              )}
              {person.alertness && person.alertness.length > 0 && (
                <>
                  <LaneHead name={words.alertness} value={words.foretold} />
                  <Alertness {...{ person, x, cursor, grid, below }} />
                </>
              )}
            </>
          )}
        </Lanes>
      </Figure>
    </Sheet>
  );
}

interface LaneParts {
  readonly x: Scale;
  readonly cursor: Cursor;
  readonly grid: ReactNode;
}

function HeartLane({
  person,
  x,
  means,
  cursor,
  grid,
  nowLine,
  reading,
}: LaneParts & { person: Person; means: Point[]; nowLine: ReactNode; reading: string }) {
  const words = useWords(dayWords).axis;
  const format = useFormat();
  const heart = person.heart?.[0];
  if (!heart || !means.length) return <Say>{words.says.none}</Say>;
  const [lows, highs] = [heart.low ?? [], heart.high ?? []];
  const band = means.map(([at], index) => [at, lows[index] ?? null, highs[index] ?? null] as const);
  const y = scaleOf([...lows, ...highs, 40, 120], { air: 0.05 });
  const limits = limitsOf(person).filter(({ bpm }) => bpm < y.to);
  const sessions = sessionsOf(person);
  return (
    <Plot
      height={190}
      gutter={GUTTER}
      left={ticks(y, 4).map((tick) => ({ at: y.percent(tick), text: format.number(tick) }))}
      over={
        <>
          {limits.map(({ zone, bpm }) => (
            <span key={zone} className="zonename" style={{ top: y.percent(bpm) }}>
              {words.zone(zone)}
            </span>
          ))}
          {cursor.note(
            <>
              <b>{cursor.at !== null && format.clock(cursor.at)}</b> {reading}
            </>,
          )}
        </>
      }
    >
      {asleepOf(person).map(({ from, to }) => (
        <rect key={from} className="bandfill" x={Math.max(0, x.at(from))} width={Math.min(1000, x.at(to)) - Math.max(0, x.at(from))} y="0" height="1000" />
      ))}
      {grid}
      {sessions.map(({ from, to }) => (
        <rect key={from} className="fan" x={x.at(from)} width={Math.max(2, x.at(to) - x.at(from))} y="0" height="1000" />
      ))}
      {sessions.length > 0 &&
        limits.map(({ zone, bpm }) => (
          <line key={zone} className="bandedge" x1="0" x2="1000" y1={y.at(bpm)} y2={y.at(bpm)} />
        ))}
      <path className="rangefill" d={area(broken(band, GAP), x, y)} />
      <path className="line thin" d={line(means, x, y, GAP)} />
      {sessions.flatMap((session) => coloured(session, means, limits, x, y))}
      {nowLine}
      {cursor.line}
    </Plot>
  );
}

/** Pieces of the line within a session, each in the colour of its zone. */
function coloured(session: Span, means: Point[], limits: readonly Limit[], x: Scale, y: Scale) {
  const inside = means.filter(([at]) => at >= session.from - STEP && at <= session.to);
  return inside.slice(1).flatMap(([at, value], index) => {
    const before = inside[index];
    if (!before || value === null || before[1] === null || at - before[0] > GAP) return [];
    const zone = limits.findLast(({ bpm }) => value >= bpm)?.zone;
    if (!zone) return [];
    return (
      <line
        key={at}
        className={`zoneline zone-line-${zone}`}
        x1={x.at(before[0])}
        y1={y.at(before[1])}
        x2={x.at(at)}
        y2={y.at(value)}
      />
    );
  });
}

interface Limit {
  readonly zone: number;
  readonly bpm: number;
}

/** Where zones begin, as the day's sessions have it. */
function limitsOf(person: Person): Limit[] {
  const zones = person.exercises?.nodes.find(({ zones }) => zones.length === 5)?.zones ?? [];
  return zones.flatMap(({ zoneIndex, lowerBpm }) => (lowerBpm ? [{ zone: zoneIndex + 1, bpm: lowerBpm }] : []));
}

function sessionsOf(person: Person): Span[] {
  return (person.exercises?.nodes ?? []).map(({ startLocal, durationSeconds }) => {
    const from = wall(startLocal);
    return { from, to: from + (durationSeconds ?? 0) * 1000 };
  });
}

function asleepOf(person: Person): Span[] {
  return [...(person.sleep ?? []), ...(person.naps ?? [])].flatMap(({ sleepStartLocal, sleepEndLocal }) =>
    sleepStartLocal && sleepEndLocal ? [{ from: wall(sleepStartLocal), to: wall(sleepEndLocal) }] : [],
  );
}

/** A band with holes where nothing was measured for long. */
function broken(
  band: readonly (readonly [number, number | null, number | null])[],
  gap: number,
): (readonly [number, number | null, number | null])[] {
  return band.flatMap((each, index) => {
    const before = band[index - 1];
    return before && each[0] - before[0] > gap ? [[each[0] - 1, null, null] as const, each] : [each];
  });
}

interface Stretch extends Span {
  readonly zone: ActivityZone;
}

function activityOf(person: Person, midnight: number): Stretch[] {
  const points = person.day ? pointsOf<ActivityZone>(person.day.zones) : [];
  const end = person.day?.activity?.endLocal;
  const last = end ? wall(end) : midnight + DAY_MS;
  return points.map(([from, zone], index) => ({ from, to: points[index + 1]?.[0] ?? last, zone: zone ?? 'OTHER' }));
}

function activityAt(person: Person, at: number | null, midnight: number): ActivityZone {
  const found = at === null ? undefined : activityOf(person, midnight).find(({ from, to }) => at >= from && at < to);
  return found?.zone ?? 'OTHER';
}

function Activity({ person, x, midnight }: { person: Person; x: Scale; midnight: number }) {
  return activityOf(person, midnight).map(({ from, to, zone }) => {
    const height = HEIGHTS[zone] * 1000;
    const still = zone === 'SLEEP' || zone === 'NON_WEAR';
    return (
      <rect
        key={from}
        className={zone === 'SLEEP' ? 'bandfill' : zone === 'NON_WEAR' ? 'offfill' : 'barfill'}
        x={x.at(from)}
        width={Math.max(0.6, x.at(to) - x.at(from))}
        y={still ? 0 : 1000 - height}
        height={still ? 1000 : height}
      />
    );
  });
}

function StepsLane({
  x,
  steps,
  cursor,
  grid,
  nowLine,
  reading,
  below,
}: LaneParts & { steps: Point[]; nowLine: ReactNode; reading: string; below: { at: string; text: string }[] }) {
  const format = useFormat();
  const y = scaleOf(steps.map(([, value]) => value), { zero: true, least: 200 });
  return (
    <Plot
      height={84}
      gutter={GUTTER}
      left={ticks(y, 2).map((tick) => ({ at: y.percent(tick), text: format.number(tick) }))}
      below={below}
      over={cursor.note(reading)}
    >
      {grid}
      {steps.map(([at, value]) =>
        value ? (
          <rect
            key={at}
            className="barfill"
            x={x.at(at) + 5}
            width={x.at(at + HOUR) - x.at(at) - 10}
            y={y.at(value)}
            height={1000 - y.at(value)}
          />
        ) : null,
      )}
      <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
      {nowLine}
      {cursor.line}
    </Plot>
  );
}

function Alertness({ person, x, cursor, grid, below }: LaneParts & { person: Person; below: { at: string; text: string }[] }) {
  const words = useWords(dayWords).axis;
  const rows = (person.alertness ?? []).map(({ startLocal, endLocal, alertnessLevel }) => ({
    from: wall(startLocal),
    to: wall(endLocal),
    level: alertnessLevel ?? ('OTHER' as const),
  }));
  const now = rows.find(({ from, to }) => cursor.at !== null && cursor.at >= from && cursor.at < to);
  return (
    <Plot height={56} gutter={GUTTER} below={below} over={cursor.note(now ? words.levels[now.level] : '—')}>
      {grid}
      {rows.map(({ from, to, level }) => {
        const height = ((LEVELS.indexOf(level) + 1) / LEVELS.length) * 1000;
        return (
          <rect
            key={from}
            className="barfill quiet"
            x={x.at(from) + 1.5}
            width={Math.max(1, x.at(to) - x.at(from) - 3)}
            y={1000 - height}
            height={height}
          />
        );
      })}
      <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
      {cursor.line}
    </Plot>
  );
}

function Keys() {
  const words = useWords(dayWords).axis.keys;
  return (
    <Key
      entries={[
        ['line-mark', words.mean],
        ['range-mark', words.range],
        ['band', words.asleep],
        ['session-mark', words.session],
        ['off-mark', words.off],
      ]}
    />
  );
}

function useSays(person: Person, means: Point[]): string {
  const words = useWords(dayWords).axis.says;
  const format = useFormat();
  const heart = person.heart?.[0];
  if (!heart || !means.length) return words.none;
  const extreme = (values: readonly (number | null)[], better: (one: number, other: number) => boolean) => {
    let found: readonly [number, number] | null = null;
    for (const [index, value] of values.entries()) {
      const at = means[index]?.[0];
      if (value !== null && at !== undefined && (!found || better(value, found[1]))) found = [at, value];
    }
    return found;
  };
  const high = extreme(heart.high ?? [], (one, other) => one > other);
  const low = extreme(heart.low ?? [], (one, other) => one < other);
  const bpm = (value: number) => format.text(format.value('HR_MAX', value));
  return [
    high && words.highest(bpm(high[1]), format.clock(high[0])),
    low && words.lowest(bpm(low[1]), format.clock(low[0])),
    words.worn(format.text(format.duration(means.length * 300))),
  ]
    .filter(Boolean)
    .join(' ');
}
