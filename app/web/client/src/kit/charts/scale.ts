// From values to places; charts are drawn on 0 to 1000 both ways and stretched to their box.

export const SIZE = 1000;

export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Place on 0 to 1000; y runs upwards with `flip`. */
  readonly at: (value: number) => number;
  /** The same in per cent. */
  readonly percent: (value: number) => string;
}

export function scale(from: number, to: number, flip = false): Scale {
  const span = to - from || 1;
  const at = (value: number) => {
    const place = (SIZE * (value - from)) / span;
    return flip ? SIZE - place : place;
  };
  return { from, to, at, percent: (value) => `${(at(value) / SIZE) * 100}%` };
}

/** A scale of y that holds all values, with some air, or begins at zero. */
export function scaleOf(
  values: readonly (number | null | undefined)[],
  { zero = false, air = 0.08, least = 0 } = {},
): Scale {
  const known = values.filter((value): value is number => value != null && Number.isFinite(value));
  let low = zero ? 0 : Math.min(...known);
  let high = Math.max(...known, ...(zero ? [0] : []));
  if (!known.length) [low, high] = [0, 1];
  if (high - low < least) [low, high] = [(low + high - least) / 2, (low + high + least) / 2];
  const room = (high - low || Math.abs(high) || 1) * air;
  return scale(zero ? 0 : low - room, high + room, true);
}

/** At most `most` round numbers inside of a scale. */
export function ticks({ from, to }: Scale, most = 4): number[] {
  const rough = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => (to - from) / each <= most);
  if (!step || !Number.isFinite(step)) return [];
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(6)));
}

/** Points as a path; a missing value breaks the line, and so does a gap in x. */
export function line(
  points: readonly (readonly [x: number, y: number | null | undefined])[],
  x: Scale,
  y: Scale,
  longestGap = Infinity,
): string {
  let path = '';
  let before: number | null = null;
  for (const [at, value] of points) {
    if (value == null) before = null;
    else {
      const joined = before !== null && at - before <= longestGap;
      path += `${joined ? 'L' : 'M'}${x.at(at).toFixed(1)} ${y.at(value).toFixed(1)}`;
      before = at;
    }
  }
  return path;
}

/** An area between two lines over the same x; missing values part it. */
export function area(
  points: readonly (readonly [x: number, low: number | null, high: number | null])[],
  x: Scale,
  y: Scale,
): string {
  let path = '';
  let run: (readonly [number, number, number])[] = [];
  const close = () => {
    if (run.length > 1) {
      const up = run.map(([at, , high]) => `${x.at(at).toFixed(1)} ${y.at(high).toFixed(1)}`);
      const down = run.map(([at, low]) => `${x.at(at).toFixed(1)} ${y.at(low).toFixed(1)}`).reverse();
      path += `M${[...up, ...down].join('L')}Z`;
    }
    run = [];
  };
  for (const [at, low, high] of points) {
    if (low == null || high == null) close();
    else run.push([at, low, high]);
  }
  close();
  return path;
}

/** Full hours inside of a window of wall clocks, every `every` hours. */
export function hours(from: number, to: number, every = 1): number[] {
  const step = every * 3_600_000;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}
