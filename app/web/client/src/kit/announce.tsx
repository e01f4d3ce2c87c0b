// What changed, told once: to eyes for some seconds, to screen readers politely.

import { useSyncExternalStore } from 'react';

interface Notice {
  readonly text: string;
  readonly kind: 'quiet' | 'shown';
  readonly number: number;
}

const SHOWN_MS = 6000;
let notice: Notice = { text: '', kind: 'quiet', number: 0 };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Tells; a `quiet` notice is for screen readers alone. */
export function announce(text: string, kind: Notice['kind'] = 'shown'): void {
  notice = { text, kind, number: notice.number + 1 };
  clearTimeout(timer);
  timer = setTimeout(() => announce('', 'quiet'), SHOWN_MS);
  if (!text) clearTimeout(timer);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Stands once, in the shell. */
export function Announcer() {
  const { text, kind } = useSyncExternalStore(subscribe, () => notice);
  return (
    <div role="status" aria-live="polite" className={text && kind === 'shown' ? 'toast' : 'vh'}>
      {text}
    </div>
  );
}
