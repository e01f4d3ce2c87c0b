// The person of the page, and what its parts ask of it.

import type { Metric } from '@/enums';
import { type Stretch, stretchesOf } from '@/kit/charts/hypnogram';
import { type Columns, type Point, pointsOf } from '@/kit/series';
import { rangeOf } from '@/kit/usual';
import type { NightQuery } from './night.document';

export type Person = NonNullable<NightQuery['person']>;
export type Night = NonNullable<Person['night']>;

const NONE = { median: null, lowerBound: null, upperBound: null, q1: null, q3: null, sampleCount: 0 };

/** What was usual on the day of the night. */
export function baselineOf(person: Person, metric: Metric) {
  return person.baselines?.find((each) => each.metric === metric) ?? NONE;
}

export function pointsOfNight(columns: Columns<number> | null | undefined): Point[] {
  return columns ? pointsOf(columns) : [];
}

export function stretches(night: Night): Stretch[] {
  return stretchesOf(night.hypnogram, night.sleep?.sleepEndLocal);
}

/** Whether every sample of the heart rate lay above the range of nightly means. */
export function allAbove(person: Person): boolean {
  const range = rangeOf(baselineOf(person, 'SLEEP_HEART_RATE'));
  const known = pointsOfNight(person.night?.heartRate).flatMap(([, value]) => value ?? []);
  return range !== null && known.length > 0 && Math.min(...known) > range.high;
}
