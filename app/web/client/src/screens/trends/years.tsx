// All years on a canvas: weeks as a line with their middle half, days as dots when they come closer.

import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type uPlotType from 'uplot';
import type { Metric } from '@/enums';
import { Figure } from '@/kit/charts/figure';
import { scale } from '@/kit/charts/scale';
import { type Day, wall } from '@/kit/days';
import { type Format, SHAPES, useFormat } from '@/kit/format';
import { Sheet } from '@/kit/parts';
import { MetricAmount } from '@/kit/quantity';
import { useWords } from '@/kit/words';
import { type Change, KeyEntry, type Span, SpanChoice } from './course';
import { type Column, known, meanOfWeeks, stepsOf, type WeekOf, weeksOf } from './numbers';
import { trendsWords } from './words';

const DAY_S = 86_400;
const MOST_POINTS = 2_000;
const LABEL_PX = 76;
/** Of a span that is told in days, and a Monday to count them from. */
const [SHORT_S, MONDAY_S] = [120 * DAY_S, 4 * DAY_S];
const HALF_YEAR_S = 180 * DAY_S;

export function Years(given: {
  metric: Metric;
  first: Day;
  values: Column;
  /** Weeks that were told; else they are made of the values. */
  told: readonly WeekOf[] | undefined;
  change: Change | undefined;
  choose: ((span: Span) => void) | undefined;
}) {
  const words = useWords(trendsWords).years;
  const format = useFormat();
  const { metric, first, values } = given;
  const weeks = useMemo(() => given.told ?? weeksOf(first, values), [given.told, first, values]);
  const told = format.text(format.value(metric, meanOfWeeks(weeks)));
  const shown = weeks.filter(({ count }) => count > 0).reverse();
  const numbers = {
    head: Object.values(words.head),
    count: shown.length,
    row: (index: number) => {
      const week = shown[index] as WeekOf;
      const cells = [week.mean, week.q1, week.q3];
      return [
        format.dayYear(week.monday),
        ...cells.map((each, cell) => <MetricAmount key={cell} metric={metric} value={each} />),
        week.count,
      ];
    },
  };
  const keys = (
    <p className="key" aria-hidden="true">
      <KeyEntry mark="line-mark" text={words.keys.mean} />
      <KeyEntry mark="core" text={words.keys.core} />
      {values.length > 0 && <KeyEntry mark="dot small" text={words.keys.day} />}
    </p>
  );
  const aside = given.choose ? <SpanChoice span="all" choose={given.choose} /> : words.weeks(shown.length);
  return (
    <Sheet title={words.title} aside={aside}>
      <Figure says={`${words.says(format.dayYear(weeks.find(({ count }) => count > 0)?.monday ?? first), told)} ${words.hint}`} numbers={numbers} keys={keys}>
        <Canvas metric={metric} first={first} values={values} weeks={weeks} change={given.change} format={format} label={words.chart} />
      </Figure>
    </Sheet>
  );
}

function Canvas(given: { metric: Metric; first: Day; values: Column; weeks: readonly WeekOf[]; change: Change | undefined; format: Format; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlotType | null>(null);
  const { metric, first, values, weeks, format } = given;
  const change = useRef(given.change);
  useEffect(() => {
    const at = box.current;
    if (!at) return;
    let gone = false;
    let stop = () => {};
    void import('uplot').then(({ default: UPlot }) => {
      if (gone) return;
      const made = draw(UPlot, at, metric, wall(first) / 1000, values, weeks, change.current, format);
      plot.current = made;
      stop = followed(made, at);
    });
    return () => {
      gone = true;
      stop();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [metric, first, values, weeks, format]);
  const press = (event: KeyboardEvent) => {
    const made = plot.current;
    const step = { ArrowLeft: [-0.15, 1], ArrowRight: [0.15, 1], '+': [0, 0.7], '=': [0, 0.7], '-': [0, 1.4], '0': [0, 1e6] }[event.key];
    if (!made || !step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    look(made, step[0] ?? 0, step[1] ?? 1, 0.5);
  };
  return <div ref={box} className="years" role="group" tabIndex={0} aria-label={given.label} onKeyDown={press} />;
}

/** Moves by a share of the span, and brings it closer or farther around a place; never past the ends. */
function look(plot: uPlotType, move: number, zoom: number, around: number): void {
  const [whole, end] = [plot.data[0][0] ?? 0, plot.data[0].at(-1) ?? 1];
  const { min = whole, max = end } = plot.scales['x'] ?? {};
  const [from, to] = [min ?? whole, max ?? end];
  const span = Math.min(end - whole, Math.max(28 * DAY_S, (to - from) * zoom));
  const centre = from + around * (to - from) + move * (to - from);
  const start = Math.min(end - span, Math.max(whole, centre - around * span));
  plot.setScale('x', { min: start, max: start + span });
}

/** Pointer and wheel, the box's size, and the theme; answers how to stop. */
function followed(plot: uPlotType, box: HTMLElement): () => void {
  let grabbed: { x: number; min: number; max: number } | null = null;
  const down = (event: PointerEvent) => {
    const { min, max } = plot.scales['x'] ?? {};
    grabbed = { x: event.clientX, min: min ?? 0, max: max ?? 1 };
    box.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent) => {
    if (!grabbed) return;
    const [whole, end] = [plot.data[0][0] ?? 0, plot.data[0].at(-1) ?? 1];
    const span = grabbed.max - grabbed.min;
    const moved = ((grabbed.x - event.clientX) * span) / plot.over.clientWidth;
    const start = Math.min(end - span, Math.max(whole, grabbed.min + moved));
    plot.setScale('x', { min: start, max: start + span });
  };
  const up = () => (grabbed = null);
  const wheel = (event: WheelEvent) => {
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return look(plot, event.deltaX / 1000, 1, 0.5);
    if (!box.matches(':focus, :focus-within') && !event.ctrlKey) return;
    event.preventDefault();
    const place = plot.over.getBoundingClientRect();
    look(plot, 0, event.deltaY > 0 ? 1.15 : 0.87, (event.clientX - place.left) / place.width);
  };
  const repaint = () => plot.redraw(false, true);
  const size = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: 230 }));
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stops = new AbortController();
  const { signal } = stops;
  box.addEventListener('pointerdown', down, { signal });
  box.addEventListener('pointermove', drag, { signal });
  box.addEventListener('pointerup', up, { signal });
  box.addEventListener('pointercancel', up, { signal });
  box.addEventListener('wheel', wheel, { signal, passive: false });
  addEventListener('ursa:theme', repaint, { signal });
  dark.addEventListener('change', repaint, { signal });
  size.observe(box);
  return () => {
    stops.abort();
    size.disconnect();
  };
}

function token(name: string): string {
  const probe = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const pair = /^light-dark\((.*),\s*(#\w+|rgb.*)\)$/.exec(probe);
  if (!pair) return probe;
  const theme = document.documentElement.dataset['theme'];
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  return (dark ? pair[2] : pair[1]) ?? probe;
}

function draw(
  UPlot: typeof uPlotType,
  box: HTMLElement,
  metric: Metric,
  start: number,
  values: Column,
  weeks: readonly WeekOf[],
  change: Change | undefined,
  format: Format,
): uPlotType {
  const columns = [
    weeks.map(({ at }) => at),
    weeks.map(({ q1 }) => q1),
    weeks.map(({ q3 }) => q3),
    weeks.map(({ mean }) => mean),
  ] as uPlotType.AlignedData;
  const all = values.length ? known(values) : weeks.flatMap(({ mean, q1, q3 }) => known([mean, q1, q3]));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(0.05 * (most - least), 2 * 10 ** -SHAPES[metric].digits);
  const reach: [number, number] = [least - room, most + room];
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: () => token('--ink-3'), font, grid: { stroke: () => token('--grid'), width: 1 }, ticks: { show: false } };
  const label = (seconds: number, span: number) =>
    span > 3 * 365 * DAY_S ? yearOf(seconds) : span > SHORT_S ? format.monthYear(1000 * seconds) : format.dayShort(1000 * seconds);
  return new UPlot(
    {
      width: box.clientWidth,
      height: 230,
      tzDate: (seconds) => UPlot.tzDate(new Date(1000 * seconds), 'UTC'),
      padding: [8, 4, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: () => reach } },
      series: [
        {},
        { stroke: 'transparent', points: { show: false } },
        { stroke: 'transparent', points: { show: false } },
        { stroke: () => token('--accent'), width: 1.6, points: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: () => token('--band-core') }],
      axes: [
        { ...axis, size: 26, splits: (plot, _, from, to) => firsts(from, to, plot.width / LABEL_PX), values: (plot, places) => places.map((each) => label(each, span(plot))) },
        { ...axis, size: 46, splits: (_, __, low, high) => stepsOf(metric, scale(low, high), 4), values: (_, places) => places.map((each) => format.short(metric, each)) },
      ],
      hooks: { drawSeries: [(plot, series) => void (series === 2 && days(plot, start, values, change))] },
    },
    columns,
    box,
  );
}

function yearOf(seconds: number): string {
  return String(new Date(1000 * seconds).getUTCFullYear());
}

/** Firsts of years or months, or every so many days: at most so many. */
function firsts(from: number, to: number, most: number): number[] {
  if (to - from <= SHORT_S) {
    const step = DAY_S * ([1, 2, 7, 14].find((each) => (to - from) / DAY_S / each <= most) ?? 28);
    const first = MONDAY_S + Math.ceil((from - MONDAY_S) / step) * step;
    return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
  }
  const months = (to - from) / (30.44 * DAY_S);
  const least = to - from > 3 * 365 * DAY_S ? 12 : 1;
  const step = [1, 2, 3, 6, 12, 24, 60].find((each) => each >= least && months / each <= most) ?? 120;
  const start = new Date(1000 * from).getUTCFullYear();
  const all = Array.from({ length: Math.ceil((months + 24) / step) }, (_, index) => Date.UTC(start, index * step) / 1000);
  return all.filter((each) => each >= from && each <= to);
}

function span(plot: uPlotType): number {
  const { min, max } = plot.scales['x'] ?? {};
  return (max ?? 0) - (min ?? 0);
}

/** Days as dots; above 2,000 in sight the lowest and the highest of each pixel. */
function days(plot: uPlotType, start: number, values: Column, change: Change | undefined): void {
  const { min, max } = plot.scales['x'] ?? {};
  const from = Math.max(0, Math.floor(((min ?? 0) - start) / DAY_S));
  const to = Math.min(values.length, Math.ceil(((max ?? 0) - start) / DAY_S) + 1);
  const { ctx } = plot;
  const near = (to - from) * 4 < plot.bbox.width / devicePixelRatio;
  const size = (near ? 4 : 2) * devicePixelRatio;
  const put = (x: number, value: number) => ctx.fillRect(x - size / 2, plot.valToPos(value, 'y', true) - size / 2, size, size);
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
  ctx.clip();
  if (change) levels(plot, change);
  ctx.fillStyle = token('--accent');
  ctx.globalAlpha = near ? 0.75 : 0.4;
  let [pixel, low, high] = [-1, Infinity, -Infinity];
  const thin = to - from > MOST_POINTS;
  for (let index = from; index < to; index += 1) {
    const value = values[index];
    if (value == null) continue;
    const x = Math.round(plot.valToPos(start + index * DAY_S, 'x', true));
    if (!thin) put(x, value);
    else if (x === pixel) [low, high] = [Math.min(low, value), Math.max(high, value)];
    else {
      if (pixel >= 0) put(pixel, low);
      if (pixel >= 0 && high > low) put(pixel, high);
      [pixel, low, high] = [x, value, value];
    }
  }
  if (thin && pixel >= 0) put(pixel, low);
  ctx.restore();
}

/** Where the level changed, and what it was on either side in the half year that was looked at. */
function levels(plot: uPlotType, change: Change): void {
  const { ctx, bbox } = plot;
  const at = wall(change.since) / 1000;
  const x = (seconds: number) => plot.valToPos(seconds, 'x', true);
  const stroke = (dashes: number[], from: [number, number], to: [number, number]) => {
    ctx.setLineDash(dashes.map((each) => each * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(...from);
    ctx.lineTo(...to);
    ctx.stroke();
  };
  ctx.strokeStyle = token('--ink-2');
  ctx.lineWidth = devicePixelRatio;
  stroke([], [x(at), bbox.top], [x(at), bbox.top + bbox.height]);
  const [before, after] = [plot.valToPos(change.before, 'y', true), plot.valToPos(change.after, 'y', true)];
  stroke([4, 3], [x(at - HALF_YEAR_S), before], [x(at), before]);
  stroke([4, 3], [x(at), after], [x(at + HALF_YEAR_S), after]);
  ctx.setLineDash([]);
}
