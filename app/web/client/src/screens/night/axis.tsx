// Stages, heart rate, HRV and breathing over one time axis.

import { type ReactNode } from 'react';
import type { Metric } from '@/enums';
import { Figure, Key, Plot } from '@/kit/charts/figure';
import { Hypnogram, laneOf, useLaneLabels } from '@/kit/charts/hypnogram';
import { type Cursor, LaneHead, Lanes, nearest } from '@/kit/charts/lanes';
import { hours, line, type Scale, scale, scaleOf, ticks } from '@/kit/charts/scale';
import { wall } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Say, Sheet } from '@/kit/parts';
import { Amount } from '@/kit/quantity';
import type { Point } from '@/kit/series';
import { rangeOf, UsualWord } from '@/kit/usual';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import { stageWords } from '@/words/stages';
import { allAbove, baselineOf, type Night, type Person, pointsOfNight, stretches } from './person';
import { nightWords } from './words';

const GUTTER = 44;
const STEP = 60_000;
const FIVE = 5 * STEP;
const GAP = 11 * 60_000;
const NEAR = 6 * 60_000;

export function AxisSheet({ person, night }: { person: Person; night: Night }) {
  const words = useWords(nightWords).axis;
  const stages = useWords(stageWords);
  const format = useFormat();
  const labels = useLaneLabels();
  const says = useSays(person, night);
  const { sleep } = night;
  const found = stretches(night);
  const heart = pointsOfNight(night.heartRate);
  const hrv = pointsOfNight(night.hrv);
  const breathing = pointsOfNight(night.breathing);
  const times = [...heart, ...hrv, ...breathing].map(([at]) => at);
  const from = sleep?.sleepStartLocal ? wall(sleep.sleepStartLocal) : Math.min(...times);
  const to = sleep?.sleepEndLocal ? wall(sleep.sleepEndLocal) : Math.max(...times);
  if (!Number.isFinite(from) || !Number.isFinite(to) || to <= from) {
    return (
      <Sheet title={words.title}>
        <Say>{words.noStages}</Say>
      </Sheet>
    );
  }
  const x = scale(from, to);
  const marks = hours(from, to);
  const stageAt = (at: number | null) => {
    const stretch = at === null ? undefined : found.find((each) => at >= each.from && at < each.to);
    return stretch ? stages[stretch.stage] : '—';
  };
  const reading = (points: Point[], metric: Metric, at: number | null) => {
    const value = nearest(points, at, NEAR);
    return value === null ? '—' : format.short(metric, value);
  };
  const grid = marks.map((at) => <line key={at} className="gridline" x1={x.at(at)} x2={x.at(at)} y1="0" y2="1000" />);
  const below = marks.map((at) => ({ at: x.percent(at), text: format.hour(at) }));
  const rows = [...new Set(times.map((at) => Math.round(at / FIVE) * FIVE))].sort((one, other) => one - other);
  const lanes = [
    { metric: 'SLEEP_HEART_RATE', points: heart, name: words.heart, mean: sleep?.heartRateAvg, height: 120 },
    { metric: 'HRV_RMSSD', points: hrv, name: words.hrv, mean: night.recharge?.hrvRmssdMs, height: 96 },
    { metric: 'BREATHING_RATE', points: breathing, name: words.breathing, mean: night.recharge?.breathingRateAvg, height: 96 },
  ] as const;
  const yours = useYours(night);
  return (
    <Sheet title={words.title} aside={[words.clock(offsetText(sleep?.utcOffsetMinutes)), yours].filter(Boolean).join(' · ')}>
      <Figure
        says={says}
        keys={
          <Key
            entries={[
              ['awake', stages.WAKE],
              ['rem', stages.REM],
              ['light', stages.LIGHT],
              ['deep', stages.DEEP],
              ['band', words.band],
            ]}
          />
        }
        numbers={{
          head: [words.cursor, words.stage, words.heart, words.hrv, words.breathing],
          count: rows.length,
          row: (index) => {
            const at = rows[index] ?? from;
            return [
              format.clock(at),
              stageAt(at),
              reading(heart, 'SLEEP_HEART_RATE', at),
              reading(hrv, 'HRV_RMSSD', at),
              reading(breathing, 'BREATHING_RATE', at),
            ];
          },
        }}
      >
        <Lanes
          x={x}
          gutter={GUTTER}
          label={words.cursor}
          step={STEP}
          says={(at) =>
            [
              format.clock(at),
              stageAt(at),
              ...lanes.map(({ name, points, metric }) => `${name} ${reading(points, metric, at)}`),
            ].join(', ')
          }
        >
          {(cursor) => (
            <>
              {found.length > 0 && (
                <Plot
                  height={150}
                  gutter={GUTTER}
                  left={labels}
                  over={cursor.note(
                    <>
                      <b>{cursor.at !== null && format.clock(cursor.at)}</b> {stageAt(cursor.at)}
                    </>,
                  )}
                >
                  {grid}
                  <Hypnogram of={found} x={x} linked />
                  {cursor.line}
                </Plot>
              )}
              {lanes.map(({ metric, points, name, mean, height }, index) => (
                <div key={metric}>
                  <LaneHead
                    name={name}
                    value={mean == null ? null : <Amount of={format.value(metric, mean)} />}
                    word={points.length ? <UsualWord value={mean} usual={baselineOf(person, metric)} /> : null}
                  />
                  {points.length ? (
                    <Lane
                      {...{ metric, points, x, height, grid, cursor }}
                      person={person}
                      below={index === lanes.length - 1 ? below : []}
                      reading={reading(points, metric, cursor.at)}
                      lowest={index === 0}
                    />
                  ) : (
                    <Say>{index === 0 ? words.noSamples : words.noRecharge}</Say>
                  )}
                </div>
              ))}
            </>
          )}
        </Lanes>
      </Figure>
    </Sheet>
  );
}

function Lane(given: {
  metric: Metric;
  points: Point[];
  x: Scale;
  height: number;
  grid: ReactNode;
  cursor: Cursor;
  person: Person;
  below: readonly { at: string; text: string }[];
  reading: string;
  lowest: boolean;
}) {
  const words = useWords(nightWords).axis;
  const format = useFormat();
  const { metric, points, x, cursor } = given;
  const range = rangeOf(baselineOf(given.person, metric));
  const values = points.map(([, value]) => value);
  const y = scaleOf([...values, range?.low, range?.high], { least: 4, air: 0.12 });
  const low = given.lowest ? lowestOf(points) : null;
  return (
    <Plot
      height={given.height}
      gutter={GUTTER}
      left={ticks(y, 3).map((tick) => ({ at: y.percent(tick), text: format.short(metric, tick) }))}
      below={given.below}
      over={
        <>
          {low && cursor.at === null && (
            <>
              <i className="dot-at" style={{ left: x.percent(low[0]), top: y.percent(low[1]) }} />
              <span
                className={x.at(low[0]) < 200 ? 'note start' : x.at(low[0]) > 800 ? 'note end' : 'note below'}
                style={{ left: x.percent(low[0]), top: `calc(${y.percent(low[1])} + 7px)` }}
              >
                {words.note(format.number(low[1]), format.clock(low[0]))}
              </span>
            </>
          )}
          {cursor.note(<b>{given.reading}</b>)}
        </>
      }
    >
      {range && (
        <>
          <rect className="bandfill" x="0" width="1000" y={y.at(range.high)} height={y.at(range.low) - y.at(range.high)} />
          <line className="bandedge" x1="0" x2="1000" y1={y.at(range.high)} y2={y.at(range.high)} />
          <line className="bandedge" x1="0" x2="1000" y1={y.at(range.low)} y2={y.at(range.low)} />
        </>
      )}
      {given.grid}
      <path className="line" d={line(points, x, y, GAP)} />
      {cursor.line}
    </Plot>
  );
}

/** The night on the viewer's clock, where that is another one. */
function useYours({ sleep }: Night): string | null {
  const kit = useWords(kitWords);
  const format = useFormat();
  if (!sleep?.sleepStartLocal || !sleep.sleepEndLocal) return null;
  const ends = [sleep.sleepStartLocal, sleep.sleepEndLocal].map((end) => format.yours(end, sleep.utcOffsetMinutes));
  return ends.every(Boolean) ? kit.yours(ends.join(' – ')) : null;
}

function lowestOf(points: readonly Point[]): readonly [number, number] | null {
  let found: readonly [number, number] | null = null;
  for (const [at, value] of points) if (value !== null && (!found || value < found[1])) found = [at, value];
  return found;
}

function offsetText(minutes: number | null | undefined): string {
  if (minutes == null) return '';
  const size = Math.abs(minutes);
  const rest = size % 60 ? `:${String(size % 60).padStart(2, '0')}` : '';
  return `${minutes < 0 ? '−' : '+'}${Math.trunc(size / 60)}${rest}`;
}

/** What the picture shows of this person, with figures. */
function useSays(person: Person, night: Night): string {
  const words = useWords(nightWords).axis;
  const format = useFormat();
  const heart = pointsOfNight(night.heartRate);
  const range = rangeOf(baselineOf(person, 'SLEEP_HEART_RATE'));
  const known = heart.flatMap(([, value]) => value ?? []);
  const above = range ? known.filter((value) => value > range.high).length / (known.length || 1) : 0;
  const low = lowestOf(heart);
  const found = stretches(night);
  const said: string[] = [];
  if (allAbove(person)) said.push(words.allAbove);
  else if (above > 0.3) said.push(words.mostAbove(format.percent(above)));
  if (low) said.push(words.lowest(format.text(format.value('HR_MIN', low[1])), format.clock(low[0])));
  if (!found.length) said.push(words.noStages);
  else said.push(deepSays());
  return said.join(' ');

  function deepSays(): string {
    const deep = found.filter(({ stage }) => laneOf(stage) === 'DEEP');
    if (!deep.length) return words.noDeep;
    const longest = Math.max(...deep.map(({ from, to }) => to - from));
    const half = ((found[0]?.from ?? 0) + (found.at(-1)?.to ?? 0)) / 2;
    const total = deep.reduce((sum, { from, to }) => sum + to - from, 0);
    const early = deep.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, half) - Math.min(from, half)), 0);
    return words.deep(deep.length, format.text(format.duration(longest / 1000)), format.percent(early / total));
  }
}
