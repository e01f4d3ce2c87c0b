// Arithmetic of daily columns; what is missing stays missing.

import type { Metric } from '@/enums';
import type { Scale } from '@/kit/charts/scale';
import { type Day, plusDays, wall } from '@/kit/days';
import { SHAPES } from '@/kit/format';

/** Values for an axis that are round as the metric is written: no two are told alike. */
export function stepsOf(metric: Metric, { from, to }: Scale, most: number): number[] {
  const { digits, kind } = SHAPES[metric];
  const unit = kind === 'hours' ? 0.25 : 10 ** -digits;
  const rounds = kind === 'hours' ? [1, 2, 4, 8, 16, 32] : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4];
  const step = unit * (rounds.find((each) => (to - from) / (each * unit) <= most) ?? 1e5);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toFixed(6)));
}

export type Column = readonly (number | null)[];

export function known(values: Column): number[] {
  return values.filter((each) => each !== null);
}

export function mean(values: Column): number | null {
  const all = known(values);
  return all.length ? all.reduce((sum, each) => sum + each, 0) / all.length : null;
}

export function spread(values: Column): number {
  const [all, middle] = [known(values), mean(values) ?? 0];
  return Math.sqrt(all.reduce((sum, each) => sum + (each - middle) ** 2, 0) / Math.max(1, all.length - 1));
}

const LEAST = 4;
const HALF_WEEK_S = 3.5 * 86_400;

/** Mean of each day and the six before; of fewer than four values nothing is said. */
export function weekly(values: Column): Column {
  let [sum, count] = [0, 0];
  return values.map((value, index) => {
    const gone = values[index - 7] ?? null;
    if (gone !== null && index >= 7) [sum, count] = [sum - gone, count - 1];
    if (value !== null) [sum, count] = [sum + value, count + 1];
    return count >= LEAST ? sum / count : null;
  });
}

/** Correlation of days that have both. */
export function together(one: Column, other: Column): { share: number; days: number } {
  const pairs = one.flatMap((each, index) => {
    const there = other[index] ?? null;
    return each !== null && there !== null ? [[each, there] as const] : [];
  });
  const [xs, ys] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
  const [mx, my] = [mean(xs) ?? 0, mean(ys) ?? 0];
  const product = pairs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / Math.max(1, pairs.length - 1);
  const share = product / (spread(xs) * spread(ys) || 1);
  return { share, days: pairs.length };
}

/** A value below which such a share of a sorted list lies, by linear interpolation. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below] ?? 0, sorted[below + 1] ?? sorted[below] ?? 0];
  return low + (place - below) * (high - low);
}

export interface WeekOf {
  readonly monday: Day;
  readonly at: number;
  readonly mean: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
  readonly count: number;
}

/** Weeks as the server remembers them. */
export function weeksTold(of: {
  readonly start: string | null;
  readonly offsetsSeconds: readonly number[];
  readonly values: Column;
  readonly q1: Column | null;
  readonly q3: Column | null;
  readonly count: Column | null;
}): WeekOf[] {
  const start = of.start ? wall(of.start) / 1000 : 0;
  return of.offsetsSeconds.map((offset, index) => {
    const count = of.count?.[index] ?? 0;
    const some = count >= LEAST;
    const monday = new Date(1000 * (start + offset)).toISOString().slice(0, 10);
    const at = start + offset + HALF_WEEK_S;
    return { monday, at, mean: of.values[index] ?? null, q1: some ? (of.q1?.[index] ?? null) : null, q3: some ? (of.q3?.[index] ?? null) : null, count };
  });
}

/** Mean of all days that weeks have. */
export function meanOfWeeks(weeks: readonly WeekOf[]): number | null {
  const days = weeks.reduce((sum, { count }) => sum + count, 0);
  return days ? weeks.reduce((sum, each) => sum + (each.mean ?? 0) * each.count, 0) / days : null;
}

/** Weeks from Monday on: mean and middle half of their days. */
export function weeksOf(first: Day, values: Column): WeekOf[] {
  const weekday = (new Date(wall(first)).getUTCDay() + 6) % 7;
  const weeks: WeekOf[] = [];
  for (let start = -weekday; start < values.length; start += 7) {
    const days = known(values.slice(Math.max(0, start), start + 7)).sort((a, b) => a - b);
    const some = days.length >= LEAST;
    const monday = plusDays(first, start);
    weeks.push({
      monday,
      at: wall(monday) / 1000 + HALF_WEEK_S,
      mean: days.length ? mean(days) : null,
      q1: some ? quantile(days, 0.25) : null,
      q3: some ? quantile(days, 0.75) : null,
      count: days.length,
    });
  }
  return weeks;
}

/** Runs of days without a value that are longer than so many. */
export function gaps(values: Column, longest: number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = -1;
  values.forEach((value, index) => {
    if (value === null && from < 0) from = index;
    if (value !== null && from >= 0) {
      if (index - from > longest) found.push({ from, to: index - 1 });
      from = -1;
    }
  });
  return found;
}
