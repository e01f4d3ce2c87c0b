// What was sampled, as places: zones of heart rate, smoothed speed, breaks where nothing was measured.

import type { ExerciseQuery } from './exercise.document';

export type Session = NonNullable<NonNullable<ExerciseQuery['person']>['exercise']>;
export type Samples = NonNullable<Session['samples']>;
export type Column = readonly (number | null)[];

const LEAST_GAP_S = 30;

/** Number of the zone of a heart rate: 0 below them, 1 to 5. */
export function zoneOf(bpm: number | null | undefined, zones: Session['zones']): number | null {
  if (bpm == null) return null;
  return zones.slice(0, 5).filter(({ lowerBpm }) => lowerBpm !== null && bpm >= lowerBpm).length;
}

/** How far apart two moments may lie and still be joined. */
export function longestGap(at: readonly number[]): number {
  const steps = at.slice(1).map((each, index) => each - (at[index] ?? 0)).sort((a, b) => a - b);
  return Math.max(LEAST_GAP_S, 4 * (steps[steps.length >> 1] ?? 0));
}

/** Means over so many neighbours on either side; what is missing stays missing. */
export function smoothed(values: Column, reach: number): Column {
  return values.map((value, index) => {
    if (value === null) return null;
    const near = values.slice(Math.max(0, index - reach), index + reach + 1).filter((each) => each !== null);
    return near.reduce((sum, each) => sum + each, 0) / near.length;
  });
}

/** Value below which such a share of all lies. */
export function quantile(values: Column, share: number): number {
  const known = values.filter((each) => each !== null).sort((a, b) => a - b);
  return known[Math.round(share * (known.length - 1))] ?? 0;
}

export function meanOf(values: Column): number | null {
  const known = values.filter((each) => each !== null);
  return known.length ? known.reduce((sum, each) => sum + each, 0) / known.length : null;
}

/** Place of the moment that is nearest, in an ascending column. */
export function nearest(at: readonly number[], moment: number): number {
  let [low, high] = [0, at.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= moment) low = middle;
    else high = middle;
  }
  return moment - (at[low] ?? 0) <= (at[high] ?? 0) - moment ? low : high;
}

/** All ups of a smoothed altitude. */
export function climbed(altitudes: Column): number {
  let [up, last] = [0, null as number | null];
  for (const each of smoothed(altitudes, 3)) {
    if (each !== null && last !== null && each > last) up += each - last;
    if (each !== null) last = each;
  }
  return up;
}

const HARD_ZONE = 4;
const LEAST_STRETCH_S = 60;

/** Stretches of at least a minute in the upper zones, a few seconds below them forgiven. */
export function hardStretches(samples: Samples, zones: Session['zones']): number {
  let [count, since] = [0, null as number | null];
  const heart = smoothed(samples.heartRate ?? [], 2);
  heart.forEach((bpm, index) => {
    const at = samples.offsetsSeconds[index] ?? 0;
    const hard = (zoneOf(bpm, zones) ?? 0) >= HARD_ZONE;
    if (hard) since ??= at;
    else {
      if (since !== null && at - since >= LEAST_STRETCH_S) count += 1;
      since = null;
    }
  });
  return count;
}
