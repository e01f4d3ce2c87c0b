// Several pictures over one time axis, and a cursor through all of them.

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import type { Scale } from './scale';

/** What stands under the cursor; null while there is none. */
export interface Cursor {
  readonly at: number | null;
  /** The cursor's line, to be put into each SVG. */
  readonly line: ReactNode;
  /** A reading beside the line, at the top of a lane. */
  readonly note: (text: ReactNode) => ReactNode;
}

/** Lanes that share `x`; `says` tells a screen reader what stands at a moment. */
export function Lanes(given: {
  x: Scale;
  gutter: number;
  label: string;
  step: number;
  says: (at: number) => string;
  children: (cursor: Cursor) => ReactNode;
}) {
  const { x, step } = given;
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const set = (moment: number) => setAt(Math.min(x.to, Math.max(x.from, Math.round(moment / step) * step)));
  const point = (event: PointerEvent) => {
    const frame = box.current?.getBoundingClientRect();
    if (!frame) return;
    const left = frame.left + given.gutter;
    const share = (event.clientX - left) / (frame.right - left);
    if (share >= -0.02 && share <= 1.02) set(x.from + share * (x.to - x.from));
  };
  const press = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowLeft: -step, ArrowRight: step, PageDown: -12 * step, PageUp: 12 * step };
    const move = moves[event.key];
    if (move !== undefined) set((at ?? x.from) + move);
    else if (event.key === 'Home') set(x.from);
    else if (event.key === 'End') set(x.to);
    else if (event.key === 'Escape') setAt(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const place = at === null ? 0 : x.at(at);
  const cursor: Cursor = {
    at,
    line: at === null ? null : <line className="cursor" x1={place} x2={place} y1="0" y2="1000" />,
    note: (text) =>
      at === null ? null : (
        <span className={place > 700 ? 'reading end' : 'reading'} style={{ left: `${place / 10}%` }}>
          {text}
        </span>
      ),
  };
  return (
    <div
      ref={box}
      className="lanes"
      data-touch
      role="slider"
      tabIndex={0}
      aria-label={given.label}
      aria-valuemin={0}
      aria-valuemax={Math.round((x.to - x.from) / step)}
      aria-valuenow={Math.round(((at ?? x.from) - x.from) / step)}
      aria-valuetext={given.says(at ?? x.from)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => event.pointerType === 'mouse' && setAt(null)}
      onBlur={() => setAt(null)}
      onKeyDown={press}
    >
      {given.children(cursor)}
    </div>
  );
}

/** Name, mean and word above a lane. */
export function LaneHead({ name, value, word }: { name: ReactNode; value?: ReactNode; word?: ReactNode }) {
  return (
    <p className="lane">
      <span>
        <b>{name}</b> {value}
      </span>
      {word}
    </p>
  );
}

/** The sample nearest to a moment, unless it is too far away. */
export function nearest<Value>(
  points: readonly (readonly [number, Value | null])[],
  at: number | null,
  most: number,
): Value | null {
  if (at === null) return null;
  let found: Value | null = null;
  let best = most;
  for (const [moment, value] of points) {
    const away = Math.abs(moment - at);
    if (away <= best) [best, found] = [away, value];
  }
  return found;
}
