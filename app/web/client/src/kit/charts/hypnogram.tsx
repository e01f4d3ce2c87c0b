// Stages of sleep over the hours: awake on top, deep at the bottom.

import type { SleepStage } from '@/enums';
import { stageWords } from '@/words/stages';
import { wall } from '../days';
import { type Columns, pointsOf } from '../series';
import { useWords } from '../words';
import { Key, type Label } from './figure';
import type { Scale } from './scale';

/** A stretch of one stage. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly stage: SleepStage;
}

const LANES = ['WAKE', 'REM', 'LIGHT', 'DEEP'] as const;
export type Lane = (typeof LANES)[number];
const HEIGHT = 150;
const STEP = 250;
const TOP = 50;

/** In which lane a stage is drawn: what is unknown stands with light sleep. */
export function laneOf(stage: SleepStage): Lane {
  if (stage === 'WAKE' || stage === 'REM' || stage === 'DEEP') return stage;
  return 'LIGHT';
}

/** The stretches of a night; the last one holds until waking up. */
export function stretchesOf(columns: Columns<SleepStage>, end: string | null | undefined): Stretch[] {
  const points = pointsOf(columns);
  const last = end ? wall(end) : (points.at(-1)?.[0] ?? 0);
  const found: Stretch[] = [];
  for (const [index, [from, told]] of points.entries()) {
    const to = points[index + 1]?.[0] ?? last;
    const stage = told ?? 'UNKNOWN';
    const before = found.at(-1);
    if (to <= from) continue;
    if (before?.stage === stage) found[found.length - 1] = { ...before, to };
    else found.push({ from, to, stage });
  }
  return found;
}

/** The stretches as parts of an SVG on 0 to 1000; `linked` draws hairlines from one to the next. */
export function Hypnogram({ of, x, linked }: { of: readonly Stretch[]; x: Scale; linked: boolean }) {
  const top = (stage: SleepStage) => TOP + STEP * LANES.indexOf(laneOf(stage));
  return (
    <>
      {linked &&
        of.slice(1).map(({ from, stage }, index) => {
          const before = of[index];
          if (!before || laneOf(before.stage) === laneOf(stage)) return null;
          const [one, other] = [top(before.stage), top(stage)];
          const at = x.at(from);
          const y1 = Math.min(one, other) + HEIGHT;
          return <line key={from} className="link" x1={at} x2={at} y1={y1} y2={Math.max(one, other)} />;
        })}
      {of.map(({ from, to, stage }) => (
        <rect
          key={from}
          className={`stage-${stage}`}
          x={x.at(from)}
          width={Math.max(x.at(to) - x.at(from), 0.8)}
          y={top(stage)}
          height={HEIGHT}
        />
      ))}
    </>
  );
}

/** Names of the lanes, for the axis. */
export function useLaneLabels(): Label[] {
  const words = useWords(stageWords);
  return LANES.map((lane, index) => ({ at: `${(TOP + HEIGHT / 2 + STEP * index) / 10}%`, text: words[lane] }));
}

export interface StageSeconds {
  readonly awake: number | null;
  readonly rem: number | null;
  readonly light: number | null;
  readonly deep: number | null;
  readonly unknown: number | null;
}

export function StageKey({ seconds, text }: { seconds: StageSeconds; text: (seconds: number) => string }) {
  const words = useWords(stageWords);
  const entries = [
    ['awake', words.WAKE, seconds.awake],
    ['rem', words.REM, seconds.rem],
    ['light', words.LIGHT, seconds.light],
    ['deep', words.DEEP, seconds.deep],
    ['unknown', words.UNKNOWN, seconds.unknown || null],
  ] as const;
  return (
    <Key
      entries={entries
        .filter(([, , amount]) => amount !== null)
        .map(([mark, name, amount]) => [mark, `${name} ${text(amount ?? 0)}`])}
    />
  );
}
