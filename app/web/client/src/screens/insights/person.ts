// The person of the page, and what its parts ask of it.

import type { Metric, Significance } from '@/enums';
import { byDay } from '@/kit/series';
import type { InsightsQuery } from './insights.document';

export type Person = NonNullable<InsightsQuery['person']>;
export type Pattern = NonNullable<Person['patterns']>[number];
export type Finding = Pattern['findings'][number];
export type Forecast = NonNullable<Person['forecasts']>[number];

/** The surest first. */
export const SURER: Readonly<Record<Significance, number>> = { HIGH: 0, MEDIUM: 1, LOW: 2, INSUFFICIENT: 3 };

export function isTold({ significance }: Pattern): boolean {
  return significance !== 'INSUFFICIENT';
}

/** Daily values of a metric; empty for one that the page did not ask for. */
export function valuesOf(person: Person, metric: Metric | undefined): Map<string, number> {
  return byDay([...(person.series ?? []), ...(person.more ?? [])].find((each) => each.metric === metric));
}
