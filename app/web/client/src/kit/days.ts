// Days and wall clocks of the wearer. They have no zone: here they are kept as if in UTC.

/** A day, `2026-11-26`. */
export type Day = string;
export const DAY_MS = 86_400_000;

/** Milliseconds of a wall clock or a day; NaN for what is neither. */
export function wall(text: string): number {
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text.slice(0, 19)}Z`);
}

/** The day of a wall clock. */
export function dayOf(milliseconds: number): Day {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** The day so many days later. */
export function plusDays(day: Day, days: number): Day {
  return dayOf(wall(day) + days * DAY_MS);
}

/** Days from one to the other. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((wall(to) - wall(from)) / DAY_MS);
}

/** Every day of a window, both ends included. */
export function daysOf(from: Day, to: Day): Day[] {
  const count = Math.max(0, daysBetween(from, to) + 1);
  return Array.from({ length: count }, (_, index) => plusDays(from, index));
}

/** Monday of the day's week. */
export function mondayOf(day: Day): Day {
  const weekday = new Date(wall(day)).getUTCDay();
  return plusDays(day, -((weekday + 6) % 7));
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string | undefined): text is Day {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(wall(text));
}

/** An absolute moment on the wearer's wall clock. */
export function onWall(moment: string, offsetMinutes: number | null | undefined): number {
  return Date.parse(moment) + (offsetMinutes ?? 0) * 60_000;
}
