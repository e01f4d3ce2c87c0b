// The person of the page, and what its parts ask of it.

import type { Metric, PatternName } from '@/enums';
import { plusDays } from '@/kit/days';
import { byDay } from '@/kit/series';
import type { Usual } from '@/kit/usual';
import type { TodayQuery } from './today.document';

export type Person = NonNullable<TodayQuery['person']>;
export type Pattern = NonNullable<Person['patterns']>[number];

/** The rows of last night, in the order of the page. */
export const ROWS = ['RESTING_HR', 'BREATHING_RATE', 'HRV_RMSSD', 'SLEEP_HOURS', 'SLEEP_SCORE'] as const;

export function patternOf(person: Person, name: PatternName): Pattern | undefined {
  return person.patterns?.find(({ pattern }) => pattern === name);
}

export function usualOf(person: Person, metric: Metric): Usual & { median: number | null; baselineValue: number | null } {
  const none = { median: null, baselineValue: null, lowerBound: null, upperBound: null, q1: null, q3: null, sampleCount: 0 };
  return person.baselines?.find((each) => each.metric === metric) ?? none;
}

export function valuesOf(person: Person, metric: Metric) {
  return byDay(person.series?.find((each) => each.metric === metric));
}

/** The value of the newest night. */
export function newestOf(person: Person, metric: Metric): number | null {
  return (person.night && valuesOf(person, metric).get(person.night.date)) ?? null;
}

/** Whether the newest night is of today or yesterday: then it may be judged. */
export function isFresh(person: Person): boolean {
  return person.night !== null && person.night.date >= plusDays(person.today, -1);
}
