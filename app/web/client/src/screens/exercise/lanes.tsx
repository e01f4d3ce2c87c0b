import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Figure, type Label, Plot } from '@/kit/charts/figure';
import { area, line, SIZE, type Scale, scale, ticks } from '@/kit/charts/scale';
import { wall } from '@/kit/days';
import { type Format, useFormat } from '@/kit/format';
import { Say, Segments, Sheet } from '@/kit/parts';
import { useQuery } from '@/kit/router';
import { type Translated, useWords } from '@/kit/words';
import { hasPace } from '@/words/sports';
import { ZoneKey } from '../training/weeks';
import { climbed, type Column, hardStretches, longestGap, meanOf, nearest, quantile, type Samples, type Session, smoothed, zoneOf } from './course';
import { exerciseWords } from './words';

interface Lane {
  readonly name: string;
  readonly height: number;
  readonly values: Column;
  readonly y: Scale;
  readonly told: (value: number | null | undefined) => string;
  /** Where the mean of the values is not the mean of the session: of pace it is that of speed. */
  readonly mean?: number | null;
  readonly axis: (value: number) => string;
  readonly kind: 'zones' | 'line' | 'area';
  readonly steps: readonly number[];
}

/** Where the cursor stands among the samples. */
export type Cursor = readonly [place: number | null, move: (place: number | null) => void];

export function Lanes({ of, cursor }: { of: Session; cursor: Cursor }) {
  const words = useWords(exerciseWords).lanes;
  const format = useFormat();
  const [by, setBy] = useQuery('by');
  const samples = of.samples;
  if (!samples || samples.offsetsSeconds.length < 2) {
    return (
      <Sheet title={words.title}>
        <Say>{words.none}</Say>
      </Sheet>
    );
  }
  const byDistance = by === 'distance' && samples.distanceMetres !== null;
  const lanes = lanesOf(of, samples, format, words);
  const aside = samples.distanceMetres && (
    <Segments
      label={words.by}
      value={byDistance ? 'distance' : 'time'}
      options={[
        ['time', words.time],
        ['distance', words.distance],
      ]}
      onChoose={(value) => setBy(value === 'time' ? null : value)}
    />
  );
  const numbers = {
    head: [words.time, ...lanes.map(({ name }) => name)],
    count: samples.offsetsSeconds.length,
    row: (index: number) => [
      format.stopwatch(samples.offsetsSeconds[index]),
      ...lanes.map(({ told, values }) => told(values[index])),
    ],
  };
  return (
    <Sheet title={words.title} aside={aside}>
      <Figure says={sentence(of, samples, format, words)} numbers={numbers} keys={samples.heartRate && <ZoneKey />}>
        <Together of={of} samples={samples} lanes={lanes} byDistance={byDistance} cursor={cursor} />
      </Figure>
    </Sheet>
  );
}

type Words = Translated<(typeof exerciseWords)['en']>['lanes'];

function sentence(of: Session, samples: Samples, format: Format, words: Words): string {
  const heart = (samples.heartRate ?? []).filter((each) => each !== null);
  const parts: string[] = [];
  if (heart.length) parts.push(words.says(`${Math.min(...heart)}`, bpm(Math.max(...heart))));
  const stretches = hardStretches(samples, of.zones);
  if (stretches >= 3) parts.push(words.stretches(stretches));
  const up = samples.altitudeMetres && climbed(samples.altitudeMetres);
  if (up && up > 5) parts.push(words.climbed(format.text(format.altitude(up))));
  return [...parts, words.hint].join(' ');
}

const bpm = (value: number | null | undefined) => (value == null ? '—' : `${Math.round(value)} bpm`);

function lanesOf(of: Session, samples: Samples, format: Format, words: Words): Lane[] {
  const lanes: Lane[] = [];
  const add = (values: Column | null, lane: Omit<Lane, 'values' | 'steps'>, most = 3) => {
    if (values?.some((each) => each !== null)) lanes.push({ ...lane, values, steps: ticks(lane.y, most) });
  };
  const heart = samples.heartRate;
  const whole = (value: number) => format.number(value);
  add(heart, { name: words.heart, height: 190, y: around(heart), told: bpm, axis: whole, kind: 'zones' }, 4);
  const speed = samples.speedKmh && smoothed(samples.speedKmh, 2);
  if (speed?.some((each) => each !== null && each > 0)) addSpeed(add, of, speed, format, words);
  const power = samples.powerW && smoothed(samples.powerW, 2);
  const watt = (value: number | null | undefined) => `${format.number(value)} W`;
  add(power, { name: words.power, height: 90, y: around(power, 0.02), told: watt, axis: whole, kind: 'line' }, 2);
  // Axes stand at round numbers of the reader's own units.
  const foot = format.imperial ? 0.3048 : 1;
  const altitude = samples.altitudeMetres && samples.altitudeMetres.map((each) => (each === null ? null : each / foot));
  const metres = (value: number | null | undefined) => format.text(format.altitude(value == null ? null : value * foot));
  add(altitude, { name: words.elevation, height: 80, y: around(altitude, 0, 12 / foot), told: metres, axis: whole, kind: 'area' }, 2);
  return lanes;
}

function addSpeed(
  add: (values: Column | null, lane: Omit<Lane, 'values' | 'steps'>, most?: number) => void,
  of: Session,
  speed: Column,
  format: Format,
  words: Words,
): void {
  const mile = format.imperial ? 1.609344 : 1;
  if (!hasPace(of.sportName) && !hasPace(of.detailedSport)) {
    const shown = speed.map((each) => (each === null ? null : each / mile));
    const told = (value: number | null | undefined) => format.text(format.speed(value == null ? null : value * mile));
    const axis = (value: number) => format.number(value);
    add(shown, { name: words.speed, height: 100, y: around(shown, 0.02), told, axis, kind: 'line' });
    return;
  }
  // Seconds of a kilometre or a mile, so that the axis stands at whole minutes; slower than a walk is a stop.
  const pace = speed.map((each) => (each === null || each < 2.5 ? null : (3600 * mile) / each));
  const [fast, slow] = [quantile(pace, 0.02), quantile(pace, 0.985)];
  const y = scale(slow + 0.12 * (slow - fast), fast - 0.12 * (slow - fast), true);
  const told = (value: number | null | undefined) => format.text(format.pace(value ? (3600 * mile) / value : null));
  const axis = (value: number) => format.stopwatch(value);
  const speedMean = meanOf(speed.filter((each) => each !== null && each >= 2.5));
  add(pace, { name: words.pace, height: 110, y, told, axis, kind: 'line', mean: speedMean && (3600 * mile) / speedMean });
}

/** Whole half minutes inside of a scale that runs downwards. */
function paceSteps(y: Scale): number[] {
  const [fast, slow] = [Math.min(y.from, y.to), Math.max(y.from, y.to)];
  const step = [15, 30, 60, 120, 300].find((each) => (slow - fast) / each <= 4) ?? 600;
  const first = Math.ceil(fast / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((slow - first) / step) + 1) }, (_, index) => first + index * step);
}

function around(values: Column | null, outside = 0, least = 4): Scale {
  const column = values ?? [];
  const [low, high] = [quantile(column, outside), quantile(column, 1 - outside)];
  const room = Math.max(0.08 * (high - low), (least - (high - low)) / 2, 1);
  return scale(low - room, high + room, true);
}

/** All lanes over the same axis, and one hairline through them. */
function Together(given: {
  of: Session;
  samples: Samples;
  lanes: readonly Lane[];
  byDistance: boolean;
  cursor: Cursor;
}) {
  const { of, samples, lanes, byDistance } = given;
  const words = useWords(exerciseWords).lanes;
  const format = useFormat();
  const [place, move] = given.cursor;
  const [touched, setTouched] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const seconds = samples.offsetsSeconds;
  const at = byDistance ? filled(samples.distanceMetres ?? []) : seconds;
  const x = scale(0, at.at(-1) ?? 1);
  const gap = longestGap(seconds);
  const below = byDistance ? distances(x, format) : minutes(x);
  const clock = (index: number) => format.clock(wall(of.startLocal) + 1000 * (seconds[index] ?? 0));
  const time = (index: number) => words.at(format.stopwatch(seconds[index]), clock(index));
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const plot = box.current?.querySelector('.area')?.getBoundingClientRect();
    if (!plot) return;
    const share = Math.min(1, Math.max(0, (event.clientX - plot.left) / plot.width));
    move(nearest(at, share * x.to));
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = Math.max(1, Math.round(seconds.length / 100));
    const now = place ?? 0;
    const to = { ArrowLeft: now - step, ArrowRight: now + step, Home: 0, End: seconds.length - 1 }[event.key];
    if (event.key === 'Escape') move(null);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(Math.min(seconds.length - 1, Math.max(0, to)));
  };
  const valueText = (index: number) =>
    [time(index), ...lanes.map(({ name, told, values }) => `${name} ${told(values[index])}`)].join(', ');
  return (
    <div
      ref={box}
      className="courses"
      role="slider"
      tabIndex={0}
      aria-label={words.cursor}
      aria-valuemin={0}
      aria-valuemax={Math.round(seconds.at(-1) ?? 0)}
      aria-valuenow={Math.round(seconds[place ?? 0] ?? 0)}
      aria-valuetext={valueText(place ?? 0)}
      onKeyDown={press}
      onPointerDown={(event) => {
        setTouched(event.pointerType === 'touch');
        point(event);
      }}
      onPointerMove={point}
      onPointerLeave={() => touched || move(null)}
      onBlur={() => move(null)}
    >
      {lanes.map((lane, index) => (
        <div key={lane.name}>
          <p className="lane" aria-hidden="true">
            <span>
              <b>{lane.name}</b> {place === null ? words.mean(lane.told(lane.mean ?? meanOf(lane.values))) : lane.told(lane.values[place])}
            </span>
            {index === 0 && <span>{place === null ? lane.kind === 'zones' && words.byZone : time(place)}</span>}
          </p>
          <Plot
            height={lane.height}
            gutter={44}
            left={(lane.y.from > lane.y.to ? paceSteps(lane.y) : lane.steps).map((value) => ({
              at: lane.y.percent(value),
              text: lane.axis(value),
            }))}
            below={index === lanes.length - 1 ? below : []}
            over={lane.kind === 'zones' && <ZoneNames of={of} y={lane.y} />}
          >
            <Drawn lane={lane} at={at} seconds={seconds} x={x} gap={gap} zones={of.zones} />
            {place !== null && <path className="cursor" d={`M${x.at(at[place] ?? 0)} 0V${SIZE}`} />}
          </Plot>
        </div>
      ))}
    </div>
  );
}

/** Distance without holes: where it was not measured it stays. */
function filled(values: Column): number[] {
  let last = 0;
  return values.map((each) => {
    last = Math.max(last, each ?? last);
    return last;
  });
}

function minutes(x: Scale): Label[] {
  const all = x.to / 60;
  const step = [1, 2, 5, 10, 15, 30, 60, 120].find((each) => all / each <= 7) ?? 240;
  return Array.from({ length: Math.floor(all / step) + 1 }, (_, index) => ({
    at: x.percent(index * step * 60),
    text: index === 0 ? '0 min' : step >= 60 ? `${(index * step) / 60} h` : String(index * step),
    align: index === 0 ? 'start' : undefined,
  }));
}

function distances(x: Scale, format: Format): Label[] {
  const unit = format.imperial ? 1609.344 : 1000;
  const steps = ticks(scale(0, x.to / unit), 7);
  return steps.map((value, index) => ({
    at: x.percent(value * unit),
    text: index === 0 ? `0 ${format.imperial ? 'mi' : 'km'}` : format.number(value, value % 1 ? 1 : 0),
    align: index === 0 ? 'start' : undefined,
  }));
}

function ZoneNames({ of, y }: { of: Session; y: Scale }) {
  const words = useWords(exerciseWords).zones;
  return of.zones.slice(0, 5).map(({ lowerBpm }, index) =>
    lowerBpm !== null && lowerBpm > y.from && lowerBpm < y.to ? (
      <span key={index} className="note zonename" style={{ top: y.percent(lowerBpm) }}>
        {words.short(index + 1)}
      </span>
    ) : null,
  );
}

function Drawn(given: {
  lane: Lane;
  at: readonly number[];
  seconds: readonly number[];
  x: Scale;
  gap: number;
  zones: Session['zones'];
}) {
  const { lane, at, seconds, x, gap, zones } = given;
  const points = at.map((each, index) => {
    const broken = index > 0 && (seconds[index] ?? 0) - (seconds[index - 1] ?? 0) > gap;
    return [each, lane.values[index] ?? null, broken] as const;
  });
  const bounds = zones.slice(0, 5).map(({ lowerBpm }) => lowerBpm).filter((each) => each !== null && each > lane.y.from && each < lane.y.to);
  const rules = lane.kind === 'zones' ? bounds : lane.y.from > lane.y.to ? paceSteps(lane.y) : lane.steps;
  return (
    <>
      {rules.map((value) => (
        <path key={value} className="gridline" d={`M0 ${lane.y.at(value as number)}H${SIZE}`} />
      ))}
      {lane.kind === 'area' && (
        <path className="corefill" d={area(points.map(([place, value]) => [place, value === null ? null : lane.y.from, value]), x, lane.y)} />
      )}
      {lane.kind === 'zones' && zones.length > 0
        ? inZones(points, x, lane.y, zones).map((path, zone) => path && <path key={zone} className={`line zone-line-${zone}`} d={path} />)
        : <path className={lane.kind === 'area' ? 'line quiet' : 'line thin'} d={line(points.map(([place, value, broken]) => [place, broken ? null : value]), x, lane.y)} />}
    </>
  );
}

/** The line in pieces, one path a zone. */
function inZones(
  points: readonly (readonly [at: number, value: number | null, broken: boolean])[],
  x: Scale,
  y: Scale,
  zones: Session['zones'],
): string[] {
  const paths = ['', '', '', '', '', ''];
  let before: { text: string; zone: number } | null = null;
  for (const [at, value, broken] of points) {
    const zone = zoneOf(value, zones);
    if (value === null || zone === null) {
      before = null;
      continue;
    }
    const text = `${x.at(at).toFixed(1)} ${y.at(value).toFixed(1)}`;
    if (before && !broken) paths[zone] += before.zone === zone && paths[zone]?.endsWith(before.text) ? `L${text}` : `M${before.text}L${text}`;
    before = { text, zone };
  }
  return paths;
}
