// How the reader likes it: language, units, theme. Kept in this browser; of a person also with their account.

import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { LANGUAGES, type Language } from './words';

export type Units = 'metric' | 'imperial';
export type Theme = 'system' | 'light' | 'dark';
export type Clock = 'locale' | '24' | '12';

interface Chosen {
  readonly language?: Language | undefined;
  readonly units?: Units | undefined;
  readonly clock?: Clock | undefined;
  readonly theme?: Theme | undefined;
}

export interface Preferences {
  readonly language: Language;
  /** A locale of the language, with the reader's region. */
  readonly locale: string;
  readonly units: Units;
  readonly clock: Clock;
  readonly theme: Theme;
  /** What was chosen here, without what follows from the browser. */
  readonly chosen: Chosen;
  readonly choose: (change: Chosen) => void;
}

const KEY = 'ursa.preferences';
const FEET_AND_MILES = /-(US|LR|MM)\b/;

const Current = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const current = use(Current);
  if (!current) throw new Error('PreferencesScope is missing');
  return current;
}

function stored(): Chosen {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Chosen;
  } catch {
    return {};
  }
}

function isLanguage(word: string | null | undefined): word is Language {
  return word != null && word in LANGUAGES;
}

/** What the account of who is signed in says of it. */
export interface Told {
  readonly language: string | null;
  readonly units: string | null;
  readonly hour_cycle: string | null;
}

function choiceOf(told: Told | null): Chosen {
  const found: { -readonly [Name in keyof Chosen]: Chosen[Name] } = {};
  if (isLanguage(told?.language)) found.language = told.language;
  if (told?.units === 'metric' || told?.units === 'imperial') found.units = told.units;
  if (told?.hour_cycle) found.clock = told.hour_cycle === 'h12' ? '12' : '24';
  return found;
}

function settled(chosen: Chosen): Omit<Preferences, 'choose'> {
  const theirs = navigator.languages.length ? navigator.languages : ['en'];
  const first = theirs.map((each) => each.slice(0, 2)).find(isLanguage);
  const wanted = [chosen.language, first].find(isLanguage) ?? 'en';
  const locale = theirs.find((each) => each.slice(0, 2) === wanted) ?? wanted;
  const units = chosen.units ?? (FEET_AND_MILES.test(theirs[0] ?? '') ? 'imperial' : 'metric');
  const { clock = 'locale', theme = 'system' } = chosen;
  return { language: wanted, locale, units, clock, theme, chosen };
}

/** What was chosen on this page goes first, then what the account says, then what this browser remembers. */
export function PreferencesScope({ told, children }: { told: Told | null; children: ReactNode }) {
  const [kept] = useState(stored);
  const [now, setNow] = useState<Chosen>({});
  const choose = useCallback((change: Chosen) => {
    localStorage.setItem(KEY, JSON.stringify({ ...stored(), ...change }));
    setNow((before) => ({ ...before, ...change }));
  }, []);
  const chosen = useMemo(() => ({ ...kept, ...choiceOf(told), ...now }), [kept, told, now]);
  const value = useMemo(() => ({ ...settled(chosen), choose }), [chosen, choose]);
  useEffect(() => {
    document.documentElement.lang = value.language;
    if (value.theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = value.theme;
    dispatchEvent(new Event('ursa:theme'));
  }, [value.language, value.theme]);
  return <Current value={value}>{children}</Current>;
}
