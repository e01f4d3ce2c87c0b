import { Figure } from '@/kit/charts/figure';
import { useFormat } from '@/kit/format';
import { Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import { longestGap, nearest, type Session, zoneOf } from './course';
import { exerciseWords } from './words';

const EARTH_M = 6_371_008.8;
const NEAR_S = 20;
const LOOP_M = 150;

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The way on the ground, without a map: its own scale, north, distance, and colour by heart rate. */
export function RouteSheet({ of, at }: { of: Session; at: number | null }) {
  const words = useWords(exerciseWords).route;
  const format = useFormat();
  const { route, samples } = of;
  if (route.latitude.length < 2) return null;
  const coloured = Boolean(samples?.heartRate && of.zones.length);
  const spots = flat(route.latitude, route.longitude);
  const frame = framed(spots);
  const [first, last] = [spots[0] as Spot, spots.at(-1) as Spot];
  const loop = Math.hypot(first.x - last.x, first.y - last.y) < LOOP_M;
  const pieces = piecesOf(of, spots);
  const broken = pieces.some(({ kind }) => kind === 'gap');
  const units = format.imperial
    ? coloured ? words.colourMiles : words.plainMiles
    : coloured ? words.colour : words.plain;
  const says = [loop ? words.loop : words.way, units, broken && words.gap].filter(Boolean).join(' ');
  const place = (spot: Spot) => ({
    left: `${(100 * (spot.x - frame.left)) / frame.width}%`,
    top: `${(100 * (frame.top - spot.y)) / frame.height}%`,
  });
  const path = (run: readonly Spot[]) =>
    run.map(({ x, y }, index) => `${index ? 'L' : 'M'}${(x - frame.left).toFixed(1)} ${(frame.top - y).toFixed(1)}`).join('');
  const bar = scaleBar(frame.width, format.imperial);
  const cursor = at === null ? null : spots[nearest(route.offsetsSeconds, at - startsAt(of))];
  return (
    <Sheet title={words.title}>
      <Figure says={says}>
        <div className="route" style={{ aspectRatio: `${frame.width} / ${frame.height}` }} aria-hidden="true">
          <svg viewBox={`0 0 ${frame.width.toFixed(1)} ${frame.height.toFixed(1)}`}>
            {pieces.map(({ kind, run }, index) => (
              <path key={index} className={`way ${kind}`} d={path(run)} />
            ))}
          </svg>
          {marks(of, spots, format.imperial ? 1609.344 : 1000).map(({ number, spot }) => (
            <span key={number} className="km" style={place(spot)}>
              {number}
            </span>
          ))}
          <i className="place" style={place(first)} />
          <span className="note start" style={place(first)}>
            {loop ? words.both : words.start}
          </span>
          {!loop && (
            <>
              <i className="place end" style={place(last)} />
              <span className="note start" style={place(last)}>
                {words.end}
              </span>
            </>
          )}
          {cursor && <i className="here" style={place(cursor)} />}
          <span className="north">
            N<br />↑
          </span>
          <span className="scalebar" style={{ width: `${(100 * bar.metres) / frame.width}%` }}>
            {bar.text}
          </span>
        </div>
      </Figure>
    </Sheet>
  );
}

/** Seconds from the exercise's first sample to the route's first point. */
function startsAt(of: Session): number {
  const start = of.route.start ? Date.parse(`${of.route.start}Z`) : 0;
  return (start - Date.parse(`${of.startLocal}Z`)) / 1000 || 0;
}

/** Degrees as metres east and north of the first point. */
function flat(latitude: readonly number[], longitude: readonly number[]): Spot[] {
  const radians = Math.PI / 180;
  const [lat, lon] = [latitude[0] ?? 0, longitude[0] ?? 0];
  const across = EARTH_M * Math.cos(lat * radians) * radians;
  return latitude.map((each, index) => ({
    x: ((longitude[index] ?? lon) - lon) * across,
    y: (each - lat) * EARTH_M * radians,
  }));
}

function framed(spots: readonly Spot[]) {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let width = Math.max(east - west, 50) * 1.16;
  let height = Math.max(north - south, 50) * 1.22;
  if (width / height > 2) height = width / 2;
  if (width / height < 0.85) width = height * 0.85;
  const [x, y] = [(east + west) / 2, (north + south) / 2];
  return { left: x - width / 2, top: y + height / 2, width, height };
}

/** The way in pieces of one zone each; `gap` where the fix was lost. */
function piecesOf(of: Session, spots: readonly Spot[]): { kind: string; run: Spot[] }[] {
  const { route, samples, zones } = of;
  const gap = longestGap(route.offsetsSeconds);
  const shift = startsAt(of);
  const kindAt = (index: number) => {
    const seconds = route.offsetsSeconds[index] ?? 0;
    if (seconds - (route.offsetsSeconds[index - 1] ?? seconds) > gap) return 'gap';
    if (!samples?.heartRate || !zones.length) return 'plain';
    const near = nearest(samples.offsetsSeconds, seconds + shift);
    if (Math.abs((samples.offsetsSeconds[near] ?? 0) - seconds - shift) > NEAR_S) return 'plain';
    return `zone-line-${zoneOf(samples.heartRate[near], zones) ?? 0}`;
  };
  const pieces: { kind: string; run: Spot[] }[] = [];
  for (let index = 1; index < spots.length; index += 1) {
    const [before, here, kind] = [spots[index - 1] as Spot, spots[index] as Spot, kindAt(index)];
    const last = pieces.at(-1);
    if (last?.kind === kind) last.run.push(here);
    else pieces.push({ kind, run: [before, here] });
  }
  return pieces;
}

/** Whole kilometres or miles along the way, at most eight of them. */
function marks(of: Session, spots: readonly Spot[], unit: number): { number: number; spot: Spot }[] {
  const along = of.route.distanceMetres;
  const all = Math.floor((along.at(-1) ?? 0) / unit);
  const every = [1, 2, 5, 10, 20, 50].find((each) => all / each <= 8) ?? 100;
  return Array.from({ length: Math.floor(all / every) }, (_, index) => {
    const number = every * (index + 1);
    return { number, spot: spots[nearest(along, number * unit)] as Spot };
  });
}

/** A round length of about a quarter of the picture. */
function scaleBar(width: number, imperial: boolean): { metres: number; text: string } {
  const [unit, small, name, smallName] = imperial ? [1609.344, 0.3048, 'mi', 'ft'] : [1000, 1, 'km', 'm'];
  const rounds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].map((each) => each * unit);
  const metres = rounds.filter((each) => each <= 0.3 * width).at(-1) ?? 0.1 * unit;
  const text = metres < unit ? `${Math.round(metres / small)} ${smallName}` : `${metres / unit} ${name}`;
  return { metres, text: imperial && metres < unit ? `${metres / unit} mi` : text };
}
