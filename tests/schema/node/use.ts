// A front end's code against the generated types: this file compiles, or the contract is broken.
import type { DashboardQuery, DashboardQueryVariables } from './generated/operations';

export const variables: DashboardQueryVariables = { id: '12345' };

export function scores(answer: DashboardQuery): { date: string; score: number | null }[] {
  const nights = answer.person?.sleep ?? [];
  return nights.map((night) => ({ date: night.date, score: night.sleepScore ?? null }));
}

export function charged(answer: DashboardQuery): boolean {
  return answer.person?.recharge?.[0]?.ansChargeStatus === 'MUCH_ABOVE_USUAL';
}
