// A value against the person's own usual.

import type { ReactNode } from 'react';
import type { Metric, Significance } from '@/enums';
import { metricWords } from '@/words/metrics';
import { useFormat } from './format';
import { classes } from './parts';
import { Amount } from './quantity';
import { useWords } from './words';
import { kitWords } from './words.kit';

/** What is usual: the fields of a baseline that a row needs. */
export interface Usual {
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
  readonly sampleCount: number;
}

/** Where a value lies: in the middle half, in a part of the range, outside of it, or far outside. */
export type Place = 'farBelow' | 'below' | 'lower' | 'usual' | 'upper' | 'above' | 'farAbove';

/** A range that can be drawn: with both bounds. */
interface Range {
  readonly low: number;
  readonly high: number;
  readonly q1: number;
  readonly q3: number;
}

const ENOUGH = 21;

export function rangeOf(usual: Usual | null | undefined): Range | null {
  if (!usual || usual.sampleCount < ENOUGH) return null;
  const { lowerBound: low, upperBound: high, q1, q3 } = usual;
  return low == null || high == null || q1 == null || q3 == null ? null : { low, high, q1, q3 };
}

export function placeOf(value: number | null | undefined, usual: Usual | null | undefined): Place | null {
  const range = rangeOf(usual);
  if (value == null || !range) return null;
  const far = 1.5 * (range.q3 - range.q1);
  if (value < range.low) return value < range.low - far ? 'farBelow' : 'below';
  if (value > range.high) return value > range.high + far ? 'farAbove' : 'above';
  if (value < range.q1) return 'lower';
  return value > range.q3 ? 'upper' : 'usual';
}

const OUTSIDE: readonly (Place | null)[] = ['farBelow', 'below', 'above', 'farAbove'];

/** Whether a place is outside of the usual range. */
export function isOutside(place: Place | null): boolean {
  return OUTSIDE.includes(place);
}

/** Whether a place is outside for good, however the day goes on: what grows is never too little before it is over. */
export function isAbove(place: Place | null): boolean {
  return place === 'above' || place === 'farAbove';
}

/** Where things stand on a row of 0 to 100 per cent: the range and the value, with some air. */
function scaleOf(value: number | null | undefined, { low, high }: Range): (at: number) => number {
  const span = high - low || 1;
  const from = Math.min(value ?? low, low) - span * 0.22;
  const to = Math.max(value ?? high, high) + span * 0.22;
  return (at) => (100 * (at - from)) / (to - from);
}

/** The picture: the range, its middle half, and the value on it. */
export function UsualBar({ value, usual }: { value: number | null | undefined; usual: Usual | null | undefined }) {
  const range = rangeOf(usual);
  if (!range) {
    const few = value != null && (usual?.sampleCount ?? 0) > 0;
    return (
      <span className={classes('range', few && 'few')} aria-hidden="true">
        <i className="axisline" />
        {value != null && <i className="dot" style={{ left: '50%' }} />}
      </span>
    );
  }
  const at = scaleOf(value, range);
  const outside = isOutside(placeOf(value, usual));
  const between = (from: number, to: number) => ({ left: `${at(from)}%`, width: `${at(to) - at(from)}%` });
  return (
    <span className="range" aria-hidden="true">
      <i className="axisline" />
      <i className="band" style={between(range.low, range.high)} />
      <i className="core" style={between(range.q1, range.q3)} />
      {value != null && <i className={outside ? 'dot outside' : 'dot'} style={{ left: `${at(value)}%` }} />}
    </span>
  );
}

/** The word for it: "Above usual". */
export function UsualWord({ value, usual }: { value: number | null | undefined; usual: Usual | null | undefined }) {
  const words = useWords(kitWords).usual;
  const place = placeOf(value, usual);
  const text =
    value == null ? words.none : place ? words[place] : usual?.sampleCount ? words.few(usual.sampleCount) : words.noRange;
  return <span className={classes('word', isOutside(place) && 'outside')}>{text}</span>;
}

/** A row: label, value, picture, word, and the range in figures. */
export function UsualRow(given: {
  metric: Metric;
  label?: ReactNode;
  value: number | null | undefined;
  usual: Usual | null | undefined;
  /** Why there is no value. */
  reason?: ReactNode;
}) {
  const format = useFormat();
  const words = useWords(kitWords).usual;
  const titles = useWords(metricWords);
  const { metric, value, usual } = given;
  const range = rangeOf(usual);
  return (
    <li className="usual">
      <span className="label">{given.label ?? titles[metric]}</span>
      <span className="value">
        <Amount of={format.value(metric, value)} />
      </span>
      <UsualBar value={value} usual={usual} />
      <span className="told">
        {value == null && given.reason ? (
          <span className="word">{given.reason}</span>
        ) : (
          <UsualWord value={value} usual={usual} />
        )}
        {range && (
          <span className="figures">
            {words.label} {format.range(metric, range.low, range.high)}
          </span>
        )}
      </span>
    </li>
  );
}

export function UsualRows({ children }: { children: ReactNode }) {
  return <ul className="usuals">{children}</ul>;
}

/** What the marks of the rows mean. */
export function UsualKey() {
  const words = useWords(kitWords).key;
  return (
    <p className="key" aria-hidden="true">
      <span>
        <i className="mark band" />
        {words.range}
      </span>
      <span>
        <i className="mark core" />
        {words.core}
      </span>
      <span>
        <i className="mark dot" />
        {words.inside}
      </span>
      <span>
        <i className="mark diamond" />
        {words.outside}
      </span>
    </p>
  );
}

const TICKS: Readonly<Record<Significance, number>> = { HIGH: 3, MEDIUM: 2, LOW: 1, INSUFFICIENT: 0 };
const SURE = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low', INSUFFICIENT: 'none' } as const;

/** How sure: three ticks, a word, and why. */
export function Sure({ of, children }: { of: Significance; children?: ReactNode }) {
  const words = useWords(kitWords).sure;
  return (
    <span className="sure">
      <span className="ticks" aria-hidden="true">
        {[0, 1, 2].map((tick) => (
          <i key={tick} className={tick < TICKS[of] ? 'on' : undefined} />
        ))}
      </span>
      <span>
        <span className="vh">{words.label} </span>
        {words[SURE[of]]}
        {children && <>: {children}</>}
      </span>
    </span>
  );
}

/** An observation: marker, headline, evidence, picture, how sure. */
export function Observation(given: {
  kind: 'outside' | 'inside' | 'nothing';
  title: ReactNode;
  children?: ReactNode;
  sure?: ReactNode;
}) {
  return (
    <li className="observation">
      <i className={classes('marker', given.kind)} aria-hidden="true" />
      <div>
        <h3>{given.title}</h3>
        {given.children}
        {given.sure}
      </div>
    </li>
  );
}

export function Observations({ children }: { children: ReactNode }) {
  return <ul className="observations">{children}</ul>;
}
