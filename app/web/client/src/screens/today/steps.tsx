import { Figure, Plot } from '@/kit/charts/figure';
import { scale, scaleOf } from '@/kit/charts/scale';
import { wall } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Sheet } from '@/kit/parts';
import { pointsOf } from '@/kit/series';
import { rangeOf } from '@/kit/usual';
import { useWords } from '@/kit/words';
import { type Person, usualOf } from './person';
import { todayWords } from './words';

const HOUR = 3_600_000;

/** Steps of today, hour by hour; a dashed line marks how far the watch has told. */
export function StepsSheet({ person }: { person: Person }) {
  const words = useWords(todayWords).steps;
  const format = useFormat();
  const midnight = wall(person.today);
  const points = person.hours?.[0] ? pointsOf(person.hours[0]) : [];
  const activity = person.activity?.[0];
  const total = activity?.steps ?? (points.length ? points.reduce((sum, [, value]) => sum + (value ?? 0), 0) : null);
  const end = activity?.endLocal ? wall(activity.endLocal) : points.length ? (points.at(-1)?.[0] ?? 0) + HOUR : null;
  const usual = rangeOf(usualOf(person, 'STEPS'));
  const x = scale(midnight, midnight + 24 * HOUR);
  const y = scaleOf(points.map(([, value]) => value), { zero: true, least: 100 });
  if (total === null) {
    return (
      <Sheet title={words.title}>
        <p className="hint">{words.none}</p>
      </Sheet>
    );
  }
  return (
    <Sheet title={words.title}>
      <p className="number">
        {format.number(total)}
        {end !== null && <span className="of">{words.until(format.clock(end))}</span>}
      </p>
      <Figure
        says={usual && words.half(format.range('STEPS', round(usual.q1), round(usual.q3)))}
        numbers={{
          head: [words.hour, words.title],
          count: points.length,
          row: (index) => [format.hour(points[index]?.[0] ?? 0), format.number(points[index]?.[1])],
        }}
      >
        <Plot
          height={64}
          gutter={0}
          below={[0, 6, 12, 18, 24].map((hour) => ({
            at: `${(hour / 24) * 100}%`,
            text: hour === 24 ? format.hour(midnight) : format.hour(midnight + hour * HOUR),
            align: hour === 0 ? 'start' : hour === 24 ? 'end' : undefined,
          }))}
        >
          {points.map(([at, value]) =>
            value ? (
              <rect
                key={at}
                className="barfill"
                x={x.at(at) + 5}
                width={x.at(at + HOUR) - x.at(at) - 10}
                y={y.at(value)}
                height={1000 - y.at(value)}
              />
            ) : null,
          )}
          <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
          {end !== null && end < midnight + 24 * HOUR && (
            <line className="nowline" x1={x.at(end)} x2={x.at(end)} y1="0" y2="1000" />
          )}
        </Plot>
      </Figure>
    </Sheet>
  );
}

/** To a hundred steps: nobody counts single ones of a range. */
function round(steps: number): number {
  return Math.round(steps / 100) * 100;
}
