// Numbers, units, days and clocks as the reader likes them.

import { useMemo } from 'react';
import type { Metric } from '@/enums';
import { wall } from './days';
import { type Preferences, usePreferences } from './preferences';

const EN_SPACE_DASH = ' – ';
const MINUS = '−';
/** Nobody has a negative number of steps: a range that would begin there has an upper end alone. */
const UP_TO = '≤ ';
const NONE = '—';

/** A number and its unit, to be set in two sizes; `pairs` has several for hours and minutes. */
export interface Quantity {
  readonly pairs: readonly (readonly [number: string, unit: string])[];
}

interface Shape {
  readonly digits: number;
  readonly unit: string;
  /** How far from zero it can be. */
  readonly limit?: number;
  readonly kind?: 'hours' | 'minutes' | 'kilometres' | 'celsius' | 'difference' | 'signed';
}

/** How each metric is written. */
export const SHAPES: Readonly<Record<Metric, Shape>> = {
  HRV_RMSSD: { digits: 0, unit: 'ms' },
  SLEEP_SCORE: { digits: 0, unit: '', limit: 100 },
  RESTING_HR: { digits: 0, unit: 'bpm' },
  TRAINING_LOAD: { digits: 0, unit: '' },
  TRAINING_LOAD_RATIO: { digits: 2, unit: '' },
  STRAIN: { digits: 0, unit: '' },
  TOLERANCE: { digits: 0, unit: '' },
  SLEEP_HOURS: { digits: 1, unit: 'h', kind: 'hours' },
  DEEP_SLEEP_HOURS: { digits: 1, unit: 'h', kind: 'hours' },
  REM_SLEEP_HOURS: { digits: 1, unit: 'h', kind: 'hours' },
  SLEEP_EFFICIENCY: { digits: 0, unit: '%' },
  SLEEP_CONTINUITY: { digits: 1, unit: '' },
  SLEEP_HEART_RATE: { digits: 0, unit: 'bpm' },
  BREATHING_RATE: { digits: 1, unit: '/min' },
  ANS_CHARGE: { digits: 1, unit: '', kind: 'signed', limit: 10 },
  HRV_LN_7D: { digits: 2, unit: '' },
  HRV_VARIATION_7D: { digits: 1, unit: '%' },
  STEPS: { digits: 0, unit: '' },
  ACTIVE_CALORIES: { digits: 0, unit: 'kcal' },
  ACTIVE_MINUTES: { digits: 0, unit: 'min', kind: 'minutes' },
  DISTANCE_KM: { digits: 1, unit: 'km', kind: 'kilometres' },
  ACTIVITY_PERCENT: { digits: 0, unit: '%' },
  HR_MIN: { digits: 0, unit: 'bpm' },
  HR_MEAN: { digits: 0, unit: 'bpm' },
  HR_MAX: { digits: 0, unit: 'bpm' },
  HR_SAMPLES: { digits: 0, unit: '' },
  SKIN_TEMPERATURE: { digits: 1, unit: '°C', kind: 'celsius' },
  SKIN_TEMPERATURE_DEVIATION: { digits: 1, unit: '°C', kind: 'difference' },
};

const HOURS = { en: ['h', 'min'], de: ['h', 'min'], fi: ['h', 'min'] } as const;
const KM_PER_MILE = 1.609344;

export type Format = ReturnType<typeof formatter>;

/** Formats for the reader's preferences. */
export function useFormat(): Format {
  const preferences = usePreferences();
  return useMemo(() => formatter(preferences), [preferences]);
}

/** The same without a component. */
export function formatter({ locale, language, units, clock: dial }: Omit<Preferences, 'choose'>) {
  const imperial = units === 'imperial';
  const hour12 = dial === 'locale' ? undefined : dial === '12';
  const numbers = new Map<string, Intl.NumberFormat>();
  const dates = new Map<string, Intl.DateTimeFormat>();

  const number = (value: number | null | undefined, digits = 0): string => {
    if (value == null || !Number.isFinite(value)) return NONE;
    const key = String(digits);
    const made = numbers.get(key) ?? new Intl.NumberFormat(locale, fixed(digits));
    numbers.set(key, made);
    const rounded = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
    return made.format(rounded).replace('-', MINUS);
  };
  const signed = (value: number | null | undefined, digits = 0): string =>
    value != null && value > 0 && number(value, digits) !== number(0, digits)
      ? `+${number(value, digits)}`
      : number(value, digits);

  const date = (milliseconds: number, options: Intl.DateTimeFormatOptions, zone = 'UTC'): string => {
    if (Number.isNaN(milliseconds)) return NONE;
    const key = JSON.stringify([options, zone]);
    const made =
      dates.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone, ...only(hour12) });
    dates.set(key, made);
    return made.format(milliseconds);
  };
  const at = (moment: string | number): number => (typeof moment === 'number' ? moment : wall(moment));

  /** Wall clocks and days of the wearer: `2026-11-26`, `2026-11-26T06:30:00`, or milliseconds of them. */
  const clock = (moment: string | number): string =>
    date(at(moment), { hour: '2-digit', minute: '2-digit' });
  const hours = new Intl.DateTimeFormat(locale, { hour: '2-digit', timeZone: 'UTC', ...only(hour12) });
  /** The hour alone, for axes: 06, or 6 AM. */
  const hour = (moment: string | number): string =>
    hours
      .formatToParts(at(moment))
      .filter(({ type }) => type === 'hour' || type === 'dayPeriod')
      .map(({ value }) => value)
      .join(' ');
  const day = (moment: string | number): string => date(at(moment), { day: 'numeric', month: 'long' });
  const dayShort = (moment: string | number): string => date(at(moment), { day: 'numeric', month: 'short' });
  const dayLong = (moment: string | number): string =>
    date(at(moment), { weekday: 'long', day: 'numeric', month: 'long' });
  const dayYear = (moment: string | number): string =>
    date(at(moment), { day: 'numeric', month: 'short', year: 'numeric' });
  const weekday = (moment: string | number): string => date(at(moment), { weekday: 'long' });
  const weekdayShort = (moment: string | number): string => date(at(moment), { weekday: 'short' });
  const weekdayDay = (moment: string | number): string =>
    date(at(moment), { weekday: 'short', day: 'numeric' });
  const month = (moment: string | number): string => date(at(moment), { month: 'short' });
  const monthYear = (moment: string | number): string => date(at(moment), { month: 'short', year: 'numeric' });

  /** Absolute moments, on the viewer's own clock. */
  const moment = (instant: string | number): string => {
    const milliseconds = typeof instant === 'number' ? instant : Date.parse(instant);
    const far = Math.abs(Date.now() - milliseconds) > FAR_MS;
    return date(milliseconds, far ? { ...MOMENT, year: 'numeric' } : MOMENT, viewersZone());
  };
  /** A moment of the wearer's clock on the viewer's own, where that shows another time; else null. */
  const yours = (moment: string | number, offsetMinutes: number | null | undefined): string | null => {
    if (offsetMinutes == null) return null;
    const here = date(at(moment) - offsetMinutes * 60_000, CLOCK, viewersZone());
    return here === clock(moment) ? null : here;
  };
  const momentClock = (instant: string | number): string =>
    date(typeof instant === 'number' ? instant : Date.parse(instant), CLOCK, viewersZone());

  /** How long ago, or until when: "3 hours ago". */
  const ago = (instant: string, now = Date.now()): string => {
    const seconds = (Date.parse(instant) - now) / 1000;
    const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.round(seconds / size), unit);
  };

  const [h, min] = HOURS[language];
  /** Hours and minutes: 6 h 53 min. */
  const duration = (seconds: number | null | undefined): Quantity => {
    if (seconds == null) return { pairs: [[NONE, '']] };
    const minutes = Math.round(seconds / 60);
    const whole = Math.trunc(minutes / 60);
    if (whole === 0) return { pairs: [[number(minutes), min]] };
    const rest = Math.abs(minutes % 60);
    return { pairs: rest === 0 ? [[number(whole), h]] : [[number(whole), h], [number(rest), min]] };
  };
  /** The same on one line, as 6:53. */
  const hoursMinutes = (seconds: number | null | undefined): string => {
    if (seconds == null) return NONE;
    const minutes = Math.round(seconds / 60);
    return `${Math.trunc(minutes / 60)}:${String(Math.abs(minutes % 60)).padStart(2, '0')}`;
  };
  /** Minutes and seconds of an exercise, or hours: 42:17, 1:42:17. */
  const stopwatch = (seconds: number | null | undefined): string => {
    if (seconds == null) return NONE;
    const whole = Math.round(seconds);
    const two = (value: number) => String(value).padStart(2, '0');
    const hours = Math.trunc(whole / 3600);
    const rest = `${hours ? two(Math.trunc(whole / 60) % 60) : Math.trunc(whole / 60) % 60}:${two(whole % 60)}`;
    return hours ? `${hours}:${rest}` : rest;
  };

  const distance = (metres: number | null | undefined, digits = 1): Quantity => {
    if (metres == null) return { pairs: [[NONE, '']] };
    const size = imperial ? metres / 1000 / KM_PER_MILE : metres / 1000;
    return { pairs: [[number(size, digits), imperial ? 'mi' : 'km']] };
  };
  /** Minutes for a kilometre or a mile, from km/h. */
  const pace = (kmh: number | null | undefined): Quantity => {
    if (!kmh) return { pairs: [[NONE, '']] };
    const seconds = 3600 / (imperial ? kmh / KM_PER_MILE : kmh);
    return { pairs: [[stopwatch(seconds), imperial ? '/mi' : '/km']] };
  };
  const speed = (kmh: number | null | undefined): Quantity =>
    kmh == null
      ? { pairs: [[NONE, '']] }
      : { pairs: [[number(imperial ? kmh / KM_PER_MILE : kmh, 1), imperial ? 'mph' : 'km/h']] };
  const altitude = (metres: number | null | undefined): Quantity =>
    metres == null
      ? { pairs: [[NONE, '']] }
      : { pairs: [[number(imperial ? metres / 0.3048 : metres), imperial ? 'ft' : 'm']] };
  const degree = imperial ? '°F' : '°C';
  const warmer = (difference: number): number => (imperial ? difference * 1.8 : difference);
  const celsius = (degrees: number, digits = 1): Quantity => ({
    pairs: [[number(imperial ? warmer(degrees) + 32 : degrees, digits), degree]],
  });
  const degrees = (difference: number, digits = 1): Quantity => ({
    pairs: [[signed(warmer(difference), digits), degree]],
  });

  /** A metric's value with its unit. */
  const value = (metric: Metric, amount: number | null | undefined): Quantity => {
    const { digits, unit, kind } = SHAPES[metric];
    if (amount == null) return { pairs: [[NONE, '']] };
    if (kind === 'hours') return duration(amount * 3600);
    if (kind === 'minutes') return duration(amount * 60);
    if (kind === 'kilometres') return distance(amount * 1000);
    if (kind === 'celsius') return celsius(amount, digits);
    if (kind === 'difference') return degrees(amount, digits);
    return { pairs: [[kind === 'signed' ? signed(amount, digits) : number(amount, digits), unit]] };
  };
  /** How far two values of a metric lie apart, without a sign: degrees apart have no freezing point. */
  const size = (metric: Metric, difference: number): Quantity => {
    const { digits, unit, kind } = SHAPES[metric];
    const apart = Math.abs(difference);
    if (kind === 'signed') return { pairs: [[number(apart, digits), unit]] };
    if (kind !== 'celsius' && kind !== 'difference') return value(metric, apart);
    return { pairs: [[number(warmer(apart), digits), degree]] };
  };
  /** The bare number of a metric, short enough for an axis. */
  const short = (metric: Metric, amount: number): string => {
    const { digits, kind } = SHAPES[metric];
    if (kind === 'hours') return hoursMinutes(amount * 3600);
    if (kind === 'minutes') return number(amount);
    if (kind === 'kilometres') return number(imperial ? amount / KM_PER_MILE : amount, digits);
    if (kind === 'celsius') return number(imperial ? amount * 1.8 + 32 : amount, digits);
    if (kind === 'difference') return signed(warmer(amount), digits);
    return kind === 'signed' ? signed(amount, digits) : number(amount, digits);
  };
  /** The lowest that a metric can be: most know nothing below 0. */
  const floor = (metric: Metric): number => (SIGNED.includes(SHAPES[metric].kind) ? -Infinity : 0);
  /** A range as the whole numbers inside of it: 42.5 to 54.5 is 43 – 54. */
  const range = (metric: Metric, lowest: number, highest: number): string => {
    const { digits, kind, limit = Infinity } = SHAPES[metric];
    const [low, high] = [Math.max(lowest, -limit), Math.min(highest, limit)];
    const power = kind === 'hours' ? 60 : 10 ** digits;
    const [from, to] = [Math.ceil(low * power - 1e-9) / power, Math.floor(high * power + 1e-9) / power];
    if (from <= floor(metric)) return UP_TO + short(metric, Math.max(0, to));
    return short(metric, from) + EN_SPACE_DASH + short(metric, Math.max(from, to));
  };
  /** Text of a quantity, for sentences. */
  const text = ({ pairs }: Quantity): string =>
    pairs.map(([amount, unit]) => glued(amount, unit)).join(' ');
  /** A list in words: a, b and c. */
  const list = (words: readonly string[]): string =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(words);
  const percent = (share: number, digits = 0): string =>
    new Intl.NumberFormat(locale, { style: 'percent', ...fixed(digits) }).format(share).replace('-', MINUS);

  return {
    ...{ locale, language, imperial, number, signed, percent, value, size, short, floor, range, text, list },
    ...{ clock, hour, day, dayShort, dayLong, dayYear, weekday, weekdayShort, weekdayDay, month, monthYear },
    ...{ moment, momentClock, yours, ago, duration, hoursMinutes, stopwatch },
    ...{ distance, pace, speed, altitude, celsius, degrees, date },
  };
}

const SIGNED: readonly (string | undefined)[] = ['signed', 'difference', 'celsius'];

const MOMENT: Intl.DateTimeFormatOptions = {
  ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
};
/** From so far away on the year is told. */
const FAR_MS = 300 * 86_400_000;
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const STEPS = [
  ...[['year', 31_536_000] as const, ['month', 2_592_000] as const, ['day', 86_400] as const],
  ...[['hour', 3600] as const, ['minute', 60] as const],
];

/** IANA name of the viewer's zone. */
export function viewersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function fixed(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

function only(hour12: boolean | undefined): Intl.DateTimeFormatOptions {
  if (hour12 === undefined) return {};
  return hour12 ? { hour12 } : { hour12, hourCycle: 'h23' };
}

function glued(amount: string, unit: string): string {
  if (!unit) return amount;
  return unit.startsWith('/') || unit === '%' ? `${amount}${unit}` : `${amount} ${unit}`;
}
