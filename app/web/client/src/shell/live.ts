// What came in while a page is open stands on it within seconds, without a reload.

import { useEffect } from 'react';
import type { PersonChange } from '@/enums';
import { announce } from '@/kit/announce';
import { renew } from '@/kit/ask';
import { useWords } from '@/kit/words';
import { Changed } from './changed.document';
import { shellWords } from './words';

/** Data and findings are drawn soon; of a sync that goes on, its end. */
const SOON_MS = 1000;
const QUIET_MS = 3000;
/** A day that begins is told by nobody. */
const LOOK_MS = 600_000;
/** A browser keeps six connections to a server: a page that nobody looks at gives its own back. */
const HIDDEN_MS = 30_000;
const PAUSE_MS = 4000;
const LONGEST_PAUSE_MS = 60_000;

type Stop = () => void;

/** Whose changes: a person's, or everybody's, then with each step of a sync. */
export type Listened = 'everybody' | { readonly person: string };

/**
 * While somebody looks at the page: asks anew what it shows when something changed. What was missed
 * while nobody looked, or while the connection was broken, is asked for when they come back.
 */
export function useLive(listened: Listened | null): void {
  const { news } = useWords(shellWords);
  const steps = listened === 'everybody';
  const person = listened === 'everybody' ? null : listened?.person;
  useEffect(() => {
    if (person === undefined) return;
    const [changed, end] = renewals(steps, () => announce(news, 'quiet'));
    const looking = setInterval(() => document.hidden || renew(), LOOK_MS);
    const stop = whileLookedAt(() => listening(person, changed));
    return () => {
      clearInterval(looking);
      stop();
      end();
    };
  }, [person, steps, news]);
}

/** How a change is taken, and how the waiting ends. */
function renewals(steps: boolean, data: () => void): [(parts: readonly PersonChange[]) => void, Stop] {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [soon, days] = [false, false];
  const done = () => {
    renew();
    if (days) data();
    [soon, days] = [false, false];
  };
  const changed = (parts: readonly PersonChange[]) => {
    days ||= parts.includes('DAYS');
    if (soon) return;
    clearTimeout(timer);
    soon = steps || parts.some((part) => part !== 'SYNC');
    timer = setTimeout(done, soon ? SOON_MS : QUIET_MS);
  };
  return [changed, () => clearTimeout(timer)];
}

/** Begins now, ends some time after the page was left, and begins again when somebody comes back. */
function whileLookedAt(begin: () => Stop): Stop {
  let stop: Stop | undefined = begin();
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const turned = () => {
    clearTimeout(leaving);
    if (document.hidden) {
      leaving = setTimeout(() => {
        stop?.();
        stop = undefined;
      }, HIDDEN_MS);
    } else if (!stop) {
      stop = begin();
      renew();
    }
  };
  document.addEventListener('visibilitychange', turned);
  return () => {
    document.removeEventListener('visibilitychange', turned);
    clearTimeout(leaving);
    stop?.();
  };
}

/** Listens, and again after a pause when the server ended it. */
function listening(person: string | null, changed: (parts: readonly PersonChange[]) => void): Stop {
  let stop: Stop = () => undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  let pause = PAUSE_MS;
  const begin = async () => {
    const { watch } = await import('@/kit/watch'); // No part of the first screen.
    if (gone) return;
    const heard = ({ personChanged }: { personChanged: { parts: readonly PersonChange[] } }) => {
      pause = PAUSE_MS;
      changed(personChanged.parts);
    };
    stop = watch(Changed, { person }, heard, () => {
      if (gone) return;
      again = setTimeout(() => {
        renew();
        void begin().catch(() => undefined);
      }, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  };
  void begin().catch(() => undefined);
  return () => {
    gone = true;
    clearTimeout(again);
    stop();
  };
}
