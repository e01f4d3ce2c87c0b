// The next 7 days, each as a capsule of 80 of 100; what is withheld is a sentence.

import { Figure, Plot } from '@/kit/charts/figure';
import { line, scale, scaleOf, ticks } from '@/kit/charts/scale';
import { daysOf, plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Say, Sheet } from '@/kit/parts';
import { useTell } from '@/kit/telling';
import { useWords } from '@/kit/words';
import { type Forecast, type Person, valuesOf } from './person';
import { insightsWords } from './words';

const BACK = 14;

export function Forecasts({ person }: { person: Person }) {
  const words = useWords(insightsWords).forecasts;
  const tell = useTell();
  const forecasts = person.forecasts ?? [];
  if (!forecasts.length) return null;
  return (
    <Sheet title={words.title}>
      <div className="halves">
        {forecasts.map((forecast) => (
          <div key={forecast.metric}>
            <h3>{tell.title(forecast.metric)}</h3>
            {forecast.days.length ? <Fan person={person} of={forecast} /> : <Withheld of={forecast} />}
          </div>
        ))}
      </div>
    </Sheet>
  );
}

function Withheld({ of }: { of: Forecast }) {
  const words = useWords(insightsWords).forecasts;
  const format = useFormat();
  return (
    <Say>
      {words.withheld} {of.skill === null ? of.reason : words.noBetter(format.number(of.origins))}
    </Say>
  );
}

function Fan({ person, of }: { person: Person; of: Forecast }) {
  const words = useWords(insightsWords).forecasts;
  const format = useFormat();
  const tell = useTell();
  const { metric } = of;
  const values = valuesOf(person, metric);
  const days = daysOf(plusDays(of.asOf, -BACK + 1), plusDays(of.asOf, 7));
  const x = scale(-0.5, days.length - 0.5);
  const past = days.slice(0, BACK).map((day, index) => [index, values.get(day) ?? null] as const);
  const y = scaleOf([...past.map(([, value]) => value), ...of.days.flatMap(({ low, high }) => [low, high])], {
    zero: metric === 'TRAINING_LOAD',
  });
  const [next] = of.days;
  const text = (value: number) => format.text(format.value(metric, value));
  const says = [
    next && words.says(tell.title(metric), format.short(metric, next.low), text(next.high), format.weekday(next.date)),
    of.skill === null ? null : words.skill(format.percent(of.skill), format.number(of.origins)),
    of.coverage === null ? null : words.coverage(format.percent(of.coverage)),
  ];
  return (
    <Figure
      says={says.filter(Boolean).join(' ')}
      numbers={{
        head: [words.day, words.value, words.range],
        count: of.days.length,
        row: (index) => {
          const day = of.days[index];
          if (!day) return [];
          return [
            format.dayLong(day.date),
            text(day.value),
            `${format.short(metric, day.low)} – ${format.short(metric, day.high)}`,
          ];
        },
      }}
    >
      <Plot
        height={120}
        gutter={38}
        left={ticks(y, 3).map((tick) => ({ at: y.percent(tick), text: format.short(metric, tick) }))}
        below={days.flatMap((day, index) =>
          index % 7 === 6 || index === BACK - 1
            ? [{ at: x.percent(index), text: index === BACK - 1 ? words.now : format.dayShort(day), strong: index === BACK - 1 }]
            : [],
        )}
        over={of.days.map(({ date, value }, index) => (
          <i key={date} className="dot-at small" style={{ left: x.percent(BACK + index), top: y.percent(value) }} />
        ))}
      >
        {of.days.map(({ date, low, high }, index) => (
          <rect
            key={date}
            className="fan core"
            x={x.at(BACK + index - 0.3)}
            width={x.at(0.1) - x.at(-0.5)}
            y={y.at(high)}
            height={Math.max(1, y.at(low) - y.at(high))}
          />
        ))}
        <path className="line thin" d={line(past, x, y)} />
        <line className="nowline" x1={x.at(BACK - 0.5)} x2={x.at(BACK - 0.5)} y1="0" y2="1000" />
        <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
      </Plot>
    </Figure>
  );
}
