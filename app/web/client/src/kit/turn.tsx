// From one night to the next: buttons, arrow keys, and a swipe that follows the finger.

import { useEffect, useRef, type ReactNode } from 'react';
import { classes } from './parts';
import { Icon } from './icons';
import { go, withPerson } from './router';

const FAR = 70;
const STEEP = 1.6;

/** Addresses of the one before and the one after; null where there is none. */
export interface Turns {
  readonly before: string | null;
  readonly after: string | null;
}

const TAKES_KEYS = 'input, select, textarea, [role="slider"], [contenteditable], dialog[open]';
const TAKES_TOUCH = '[data-touch], .chips, .scroll, .segments, dialog[open], .bar';

function turn(to: string | null): void {
  if (to !== null) go(withPerson(to));
}

/** Arrow keys of the whole page, unless something that has the focus takes them. */
export function useTurnKeys({ before, after }: Turns): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS)) return;
      if (event.key === 'ArrowLeft') turn(before);
      if (event.key === 'ArrowRight') turn(after);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [before, after]);
}

/** What can be swiped away to the one before (to the right) or after (to the left). */
export function Swiped({ turns, children }: { turns: Turns; children: ReactNode }) {
  const page = useRef<HTMLDivElement>(null);
  const { before, after } = turns;
  useEffect(() => {
    const element = page.current;
    if (!element) return;
    let start: Touch | undefined;
    let sideways = false;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const place = (x: number) => {
      element.style.transform = x && !still ? `translateX(${x}px)` : '';
    };
    const began = (event: TouchEvent) => {
      const target = event.target as Element;
      start = event.touches.length === 1 && !target.closest(TAKES_TOUCH) ? event.touches[0] : undefined;
      sideways = false;
    };
    const movedOn = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!start || !touch) return;
      const [x, y] = [touch.clientX - start.clientX, touch.clientY - start.clientY];
      if (!sideways && Math.abs(y) > 12 && Math.abs(x) < STEEP * Math.abs(y)) start = undefined;
      else if (Math.abs(x) > 12 && Math.abs(x) > STEEP * Math.abs(y)) sideways = true;
      if (sideways) place((x > 0 ? before : after) === null ? x / 5 : x);
    };
    const ended = (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      place(0);
      if (!start || !touch || !sideways) return;
      const x = touch.clientX - start.clientX;
      if (Math.abs(x) > FAR) turn(x > 0 ? before : after);
    };
    element.addEventListener('touchstart', began, { passive: true });
    element.addEventListener('touchmove', movedOn, { passive: true });
    element.addEventListener('touchend', ended);
    element.addEventListener('touchcancel', () => place(0));
    return () => {
      element.removeEventListener('touchstart', began);
      element.removeEventListener('touchmove', movedOn);
      element.removeEventListener('touchend', ended);
    };
  }, [before, after]);
  return (
    <div ref={page} className="swiped">
      {children}
    </div>
  );
}

/** The two buttons; a tooltip tells of the arrow keys. */
export function Turner({ turns, labels }: { turns: Turns; labels: { before: string; after: string } }) {
  return (
    <span className="turner">
      {(['before', 'after'] as const).map((side) => (
        <button
          key={side}
          type="button"
          className={classes('button', 'square')}
          aria-label={labels[side]}
          title={`${labels[side]} (${side === 'before' ? '←' : '→'})`}
          disabled={turns[side] === null}
          onClick={() => turn(turns[side])}
        >
          <Icon name={side === 'before' ? 'left' : 'right'} />
        </button>
      ))}
    </span>
  );
}
