// Columns of an answer as points, and what was usual on each day.

import { type Day, DAY_MS, dayOf, daysOf, wall } from './days';

/** Columns as the schema has them, with moments as seconds since the first. */
export interface Columns<Value> {
  readonly start: string | null;
  readonly offsetsSeconds: readonly number[];
  readonly values: readonly (Value | null)[];
}

/** A moment on the wearer's clock, and what was measured. */
export type Point<Value = number> = readonly [at: number, value: Value | null];

export function pointsOf<Value>({ start, offsetsSeconds, values }: Columns<Value>): Point<Value>[] {
  const first = start === null ? Number.NaN : wall(start);
  return offsetsSeconds.map((offset, index) => [first + offset * 1000, values[index] ?? null]);
}

/** Daily values by their day. */
export function byDay(columns: Columns<number> | null | undefined): Map<Day, number> {
  const found = new Map<Day, number>();
  if (columns) for (const [at, value] of pointsOf(columns)) if (value !== null) found.set(dayOf(at), value);
  return found;
}

/** Means of several samples, none without any. */
export function mean(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value): value is number => value != null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

/** Quantile of sorted values, by linear interpolation as the server has it. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** What was usual on one day: its last 90 days; none before 28 of them have a value. */
export interface UsualThen {
  readonly low: number;
  readonly q1: number;
  readonly q3: number;
  readonly high: number;
}

const WINDOW = 90;
const LEAST = 28;

/** A metric's days, each with the usual range that it had. */
export interface History {
  readonly days: readonly Day[];
  readonly values: readonly (number | null)[];
  readonly usual: readonly (UsualThen | null)[];
}

/** Days from `from` to `to`; earlier values of the map count for what was usual. */
export function historyOf(values: ReadonlyMap<Day, number>, from: Day, to: Day): History {
  const days = daysOf(from, to);
  return {
    days,
    values: days.map((day) => values.get(day) ?? null),
    usual: days.map((day) => usualOn(values, day)),
  };
}

function usualOn(values: ReadonlyMap<Day, number>, day: Day): UsualThen | null {
  const last = wall(day);
  const found: number[] = [];
  for (let back = 0; back < WINDOW; back += 1) {
    const value = values.get(dayOf(last - back * DAY_MS));
    if (value !== undefined) found.push(value);
  }
  if (found.length < LEAST) return null;
  found.sort((one, other) => one - other);
  const [q1, q3] = [quantile(found, 0.25), quantile(found, 0.75)];
  return { low: q1 - 1.5 * (q3 - q1), q1, q3, high: q3 + 1.5 * (q3 - q1) };
}

/** A stretch of days, both ends included. */
export interface Run {
  readonly from: Day;
  readonly to: Day;
  readonly days: number;
}

/** Stretches of days on which something held; a day without a value ends none. */
export function runsOf(history: History, holds: (value: number, index: number) => boolean): Run[] {
  const runs: Run[] = [];
  let open: Run | undefined;
  for (const [index, value] of history.values.entries()) {
    const day = history.days[index];
    if (value === null || day === undefined) continue;
    if (holds(value, index)) {
      if (open) runs.pop();
      open = { from: open?.from ?? day, to: day, days: (open?.days ?? 0) + 1 };
      runs.push(open);
    } else open = undefined;
  }
  return runs;
}
