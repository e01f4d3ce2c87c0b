// Zones, splits, recovery, and what else is known of a session.

import { Figure, type Label, Plot } from '@/kit/charts/figure';
import { line, SIZE, scale, ticks } from '@/kit/charts/scale';
import { useFormat } from '@/kit/format';
import { Pairs, Say, Sheet } from '@/kit/parts';
import { Amount } from '@/kit/quantity';
import { useWords } from '@/kit/words';
import { effortWords, hasPace } from '@/words/sports';
import { meanOf, type Session } from './course';
import { exerciseWords } from './words';

export function Zones({ of }: { of: Session }) {
  const words = useWords(exerciseWords).zones;
  const format = useFormat();
  const zones = of.zones.slice(0, 5).map((each, index) => ({ ...each, number: index + 1, seconds: each.inZoneSeconds ?? 0 }));
  if (!zones.length) return null;
  const total = Math.max(of.durationSeconds ?? 0, zones.reduce((sum, { seconds }) => sum + seconds, 0), 1);
  const longest = Math.max(...zones.map(({ seconds }) => seconds), 1);
  const [first, second] = [...zones].sort((a, b) => b.seconds - a.seconds);
  const share = (seconds: number) => format.percent(seconds / total);
  const says =
    !first || first.seconds === 0
      ? words.none
      : second && second.seconds > 0.1 * total
        ? words.two(first.number, share(first.seconds), second.number, share(second.seconds))
        : words.one(first.number, share(first.seconds));
  return (
    <Sheet title={words.title}>
      <Say>{says}</Say>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{words.zone}</th>
            <th scope="col" className="right">
              {words.bpm}
            </th>
            <td />
            <th scope="col" className="right">
              {words.time}
            </th>
          </tr>
        </thead>
        <tbody>
          {zones.reverse().map(({ number, lowerBpm, upperBpm, seconds }) => (
            <tr key={number}>
              <th scope="row">
                <i className={`mark zone-${number}`} aria-hidden="true" /> {words.number(number)}
              </th>
              <td className="right quiet">
                {lowerBpm ?? '—'} – {upperBpm ?? '—'}
              </td>
              <td className="wide" aria-hidden="true">
                <span className="meter">
                  <i className={`zone-${number}`} style={{ width: `${(100 * seconds) / longest}%` }} />
                </span>
              </td>
              <td className="right">
                <Amount of={format.duration(seconds)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

const LEAST_REST = 0.05;

export function Splits({ of, unit }: { of: Session; unit: number }) {
  const words = useWords(exerciseWords).splits;
  const format = useFormat();
  const laps = lapsOf(of);
  const whole = of.splits.filter((each) => each.distanceMetres > LEAST_REST * unit && each.durationSeconds > 0);
  const splits = laps.length > 1 ? laps : whole;
  if (splits.length < 2) return null;
  const pressed = splits === laps;
  const pace = hasPace(of.sportName) || hasPace(of.detailedSport);
  const kmh = (each: (typeof splits)[number]) => (3.6 * each.distanceMetres) / each.durationSeconds;
  const speeds = splits.map(kmh);
  const [slow, fast] = [Math.min(...speeds), Math.max(...speeds)];
  const full = splits.filter(({ distanceMetres }) => distanceMetres >= 0.99 * unit);
  const fastest = Math.min(...full.map(({ durationSeconds }) => durationSeconds));
  const title = pressed ? words.laps : format.imperial ? words.titleMiles : words.title;
  const name = (each: (typeof splits)[number]) =>
    pressed || each.distanceMetres >= 0.99 * unit
      ? each.number
      : `+${format.number(Math.floor((10 * each.distanceMetres) / unit) / 10, 1)}`;
  const told = (speed: number) =>
    pace ? format.pace(speed).pairs[0]?.[0] : format.number(format.imperial ? speed / 1.609344 : speed, 1);
  return (
    <Sheet title={title}>
      <Say>{pressed ? words.pressed : words.says(format.stopwatch(fastest))}</Say>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{pressed ? words.lap : format.imperial ? words.numberMiles : words.number}</th>
            <th scope="col" className="right">
              {pace ? words.pace : format.imperial ? words.speedMiles : words.speed}
            </th>
            <td />
            <th scope="col" className="right">
              {words.bpm}
            </th>
            <th scope="col" className="right">
              {format.imperial ? words.climbFeet : words.climb}
            </th>
          </tr>
        </thead>
        <tbody>
          {splits.map((each, index) => (
            <tr key={each.number}>
              <th scope="row">{name(each)}</th>
              <td className="right">{told(speeds[index] ?? 0)}</td>
              <td className="wide" aria-hidden="true">
                <span className="track">
                  <i style={{ left: `${(100 * ((speeds[index] ?? 0) - slow)) / (fast - slow || 1)}%` }} />
                </span>
              </td>
              <td className="right">{each.heartRateAvg === null ? '–' : format.number(each.heartRateAvg)}</td>
              <td className="right quiet">
                {each.climbMetres === null ? '–' : format.signed(format.imperial ? each.climbMetres / 0.3048 : each.climbMetres)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

const LONGEST_S = 45;

/** Laps that were pressed, as stretches; the watch's own kilometres are the splits. */
function lapsOf(of: Session): Session['splits'] {
  return of.laps
    .filter(({ kind, durationSeconds, distanceMetres }) => kind === 'MANUAL' && durationSeconds && distanceMetres)
    .map((each, index) => ({
      number: index + 1,
      distanceMetres: each.distanceMetres ?? 0,
      durationSeconds: each.durationSeconds ?? 0,
      heartRateAvg: each.heartRateAvg,
      climbMetres: each.ascentMetres === null ? null : each.ascentMetres - (each.descentMetres ?? 0),
    }));
}

/** How heart rate falls when the session is over. */
export function Recovery({ of }: { of: Session }) {
  const words = useWords(exerciseWords).recovery;
  const format = useFormat();
  const found = of.heartRateRecovery;
  const beats = (value: number) => `${format.number(value)} bpm`;
  if (!found?.afterSeconds?.length || !found.heartRate || found.heartRateEnd === null) {
    return (
      <Sheet title={words.title}>
        <Say>{words.unknown}</Say>
      </Sheet>
    );
  }
  const { afterSeconds: after, heartRate: heart, heartRateEnd: end, dropOneMinute: one, dropTwoMinutes: two } = found;
  const [seconds, value] = [after.at(-1) ?? 0, heart.at(-1) ?? 0];
  const late = words.later(format.text(format.duration(seconds)), beats(value), beats(end - value));
  const says =
    one !== null && two !== null ? words.both(beats(one), beats(two)) : one !== null ? words.one(beats(one)) : late;
  const x = scale(0, Math.max(180, seconds));
  const y = scale(Math.min(...heart) - 8, Math.max(end, ...heart) + 6, true);
  const below: Label[] = ticks(scale(0, x.to / 60), 5).map((minute) => ({
    at: x.percent(60 * minute),
    text: minute === 0 ? words.end : `${minute} min`,
    align: minute === 0 ? 'start' : undefined,
  }));
  const steps = ticks(y, 3);
  const numbers = {
    head: Object.values(words.head),
    count: after.length,
    row: (index: number) => [format.stopwatch(after[index]), beats(heart[index] ?? 0)],
  };
  const points = [[0, end] as const, ...after.map((each, index) => [each, heart[index] ?? null] as const)];
  const alone = (place: number) => (points[place]?.[0] ?? 0) - (points[place - 1]?.[0] ?? 0) > LONGEST_S;
  const marks = points.filter(([second], place) => second === 0 || alone(place) || [60, 120].includes(second));
  return (
    <Sheet title={words.title}>
      <Figure says={says} numbers={numbers}>
        <Plot
          height={110}
          gutter={34}
          left={steps.map((each) => ({ at: y.percent(each), text: format.number(each) }))}
          below={below}
          over={marks.map(([second, each]) => (
            <i key={second} className="dot-at" style={{ left: x.percent(second), top: y.percent(each ?? 0) }} />
          ))}
        >
          {steps.map((each) => (
            <path key={each} className="gridline" d={`M0 ${y.at(each)}H${SIZE}`} />
          ))}
          <path className="line" d={line(points, x, y, LONGEST_S)} />
        </Plot>
      </Figure>
    </Sheet>
  );
}

export function Also({ of }: { of: Session }) {
  const words = useWords(exerciseWords).also;
  const efforts = useWords(effortWords);
  const format = useFormat();
  const power = of.samples?.powerW && meanOf(of.samples.powerW);
  const cadence = of.samples?.cadenceRpm && meanOf(of.samples.cadenceRpm);
  const fuel =
    of.fatPercent !== null && of.carbohydratePercent !== null
      ? `, ${words.fuel(format.percent(of.fatPercent / 100), format.percent(of.carbohydratePercent / 100))}`
      : '';
  const rows = [
    of.runningIndex !== null && ([words.runningIndex, format.number(of.runningIndex)] as const),
    power && ([words.power, <Amount key="w" of={{ pairs: [[format.number(power), 'W']] }} />] as const),
    of.muscleLoad !== null && ([words.muscle, format.number(of.muscleLoad)] as const),
    cadence && ([words.cadence, <Amount key="c" of={{ pairs: [[format.number(cadence), '/min']] }} />] as const),
    of.calories !== null &&
      ([words.energy, <span key="e"><Amount of={{ pairs: [[format.number(of.calories), 'kcal']] }} /><span className="quiet">{fuel}</span></span>] as const),
    [words.rating, <span key="r" className={of.userRpe && of.userRpe !== 'UNKNOWN' ? undefined : 'quiet'}>{efforts[of.userRpe ?? 'UNKNOWN']}</span>] as const,
  ].filter((row) => Boolean(row)) as [string, string][];
  const half = Math.ceil(rows.length / 2);
  return (
    <Sheet title={words.title}>
      <div className="halves tight">
        <Pairs rows={rows.slice(0, half)} />
        <Pairs rows={rows.slice(half)} />
      </div>
    </Sheet>
  );
}
