// What stands under the course: the last week, the next one, two metrics together, weekdays.

import type { Metric } from '@/enums';
import { BandFigure } from '@/kit/charts/band';
import { Figure, type Label, Plot } from '@/kit/charts/figure';
import { line, SIZE, scale, scaleOf, ticks } from '@/kit/charts/scale';
import { DAY_MS, type Day, daysOf, plusDays, wall } from '@/kit/days';
import { SHAPES, useFormat } from '@/kit/format';
import { Say, Sheet } from '@/kit/parts';
import { Amount, MetricAmount } from '@/kit/quantity';
import { useTell } from '@/kit/telling';
import { Sure } from '@/kit/usual';
import { useWords } from '@/kit/words';
import { metricWords } from '@/words/metrics';
import { patternWords } from '@/words/patterns';
import { KeyEntry, recentOf } from './course';
import { type Column, known, mean, spread, stepsOf, together, weekly } from './numbers';
import type { Person } from './trends';
import { trendsWords } from './words';

type Pattern = NonNullable<Person['patterns']>[number];
type Finding = Pattern['findings'][number];

/** The last 7 days against the 23 before. */
export function Week({ metric, values, pattern }: { metric: Metric; values: Column; pattern: Pattern | undefined }) {
  const words = useWords(trendsWords).week;
  const format = useFormat();
  const recent = recentOf(values);
  if (!recent) {
    return (
      <Sheet title={words.title}>
        <Say>{words.few}</Say>
      </Sheet>
    );
  }
  const told = (value: number) => format.text(format.value(metric, value));
  const change = recent.now - recent.before;
  const size = format.size(metric, change);
  const none = format.text(size) === format.text(format.size(metric, 0));
  const sign = none ? '±' : change > 0 ? '+' : '−';
  const x = scale(-0.5, 29.5);
  const y = scaleOf(values, { air: 0.12 });
  const steps = stepsOf(metric, y, 3);
  const dots = values.map((value, index) => (value === null ? '' : `M${x.at(index).toFixed(1)} ${y.at(value).toFixed(1)}h0`)).join('');
  return (
    <Sheet title={words.title}>
      <p className="number">
        {sign}
        <Amount of={size} />
        <span className="of">{words.against}</span>
      </p>
      <Figure says={`${words.says(told(recent.now), told(recent.before))}${pattern ? '' : ` ${words.untested}`}`}>
        <Plot
          height={130}
          gutter={44}
          left={steps.map((each) => ({ at: y.percent(each), text: format.short(metric, each) }))}
          below={[
            { at: '0%', text: words.ago, align: 'start' },
            { at: '100%', text: words.last, align: 'end' },
          ]}
        >
          {steps.map((each) => (
            <path key={each} className="gridline" d={`M0 ${y.at(each)}H${SIZE}`} />
          ))}
          <path className="nowline" d={`M${x.at(22.5)} 0V${SIZE}`} />
          <path className="dots" d={dots} />
          <path className="line other solid" d={`M${x.at(0)} ${y.at(recent.before)}H${x.at(22.5)}`} />
          <path className="line thick" d={`M${x.at(22.5)} ${y.at(recent.now)}H${x.at(29.5)}`} />
        </Plot>
      </Figure>
      {pattern && (
        <p className="after">
          <Sure of={pattern.significance}>{pattern.significance === 'INSUFFICIENT' ? null : words.tested}</Sure>
        </p>
      )}
    </Sheet>
  );
}

type Forecast = NonNullable<Person['forecasts']>[number];

/** What is expected of the next 7 days, or why nothing is said. */
export function Next(given: { metric: Metric; of: Forecast | null | undefined; values: Column }) {
  const words = useWords(trendsWords).next;
  const format = useFormat();
  const { metric, of, values } = given;
  const tell = useTell();
  if (!of || !of.days.length) {
    return (
      <Sheet title={words.title}>
        <p className="number quiet">{words.withheld}</p>
        <Say>{of ? tell.sentence(of.reasonCode, of.reasonParams, metric, of.reason) || words.reason : of === null ? words.failed : words.notForetold}</Say>
      </Sheet>
    );
  }
  const [low, high] = [Math.min(...of.days.map((each) => each.value)), Math.max(...of.days.map((each) => each.value))];
  const x = scale(-0.5, 13.9 + of.days.length);
  const y = scaleOf([...values, ...of.days.flatMap((each) => [each.low, each.high])], { air: 0.06 });
  const steps = stepsOf(metric, y, 3);
  const days: Label[] = of.days.map((each, index) => ({ at: x.percent(14 + index), text: format.date(wall(each.date), { weekday: 'narrow' }) }));
  const numbers = {
    head: Object.values(words.head),
    count: of.days.length,
    row: (index: number) => {
      const day = of.days[index];
      return [
        day ? format.dayShort(day.date) : '',
        ...[day?.value, day?.low, day?.high].map((each, cell) => <MetricAmount key={cell} metric={metric} value={each} />),
      ];
    },
  };
  const keys = (
    <p className="key" aria-hidden="true">
      <KeyEntry mark="dot small" text={words.keys.day} />
      <KeyEntry mark="fan-mark" text={words.keys.range} />
      <KeyEntry mark="dot" text={words.keys.value} />
    </p>
  );
  const fair = (of.skill ?? 0) >= 0.1 ? 'MEDIUM' : 'LOW';
  const dots = values.map((value, index) => (value === null ? '' : `M${x.at(index).toFixed(1)} ${y.at(value).toFixed(1)}h0`)).join('');
  return (
    <Sheet title={words.title}>
      <p className="number">
        {format.range(metric, low, high) === format.range(metric, low, low) ? null : `${format.short(metric, low)} – `}
        <Amount of={format.value(metric, high)} />
      </p>
      <Figure says={words.says(format.percent(of.skill ?? 0), format.percent(of.coverage ?? 0))} numbers={numbers} keys={keys}>
        <Plot
          height={130}
          gutter={44}
          left={steps.map((each) => ({ at: y.percent(each), text: format.short(metric, each) }))}
          below={[{ at: '0%', text: words.ago, align: 'start' }, ...days]}
          over={of.days.map((each, index) => (
            <span key={each.date}>
              <i
                className="capsule"
                style={{ left: x.percent(14 + index), top: y.percent(each.high), height: `${(y.at(each.low) - y.at(each.high)) / 10}%` }}
              />
              <i className="dot-at" style={{ left: x.percent(14 + index), top: y.percent(each.value) }} />
            </span>
          ))}
        >
          {steps.map((each) => (
            <path key={each} className="gridline" d={`M0 ${y.at(each)}H${SIZE}`} />
          ))}
          <path className="nowline" d={`M${x.at(13.5)} 0V${SIZE}`} />
          <path className="dots" d={dots} />
        </Plot>
      </Figure>
      <p className="after">
        <Sure of={fair} />
      </p>
    </Sheet>
  );
}

/** Two metrics laid over each other, each in its own measure. */
export function Both(given: { one: Metric; other: Metric; first: Day; values: readonly [Column, Column] }) {
  const words = useWords(trendsWords).both;
  const titles = useWords(metricWords);
  const format = useFormat();
  const [one, other] = given.values;
  const found = together(one, other);
  const lines = given.values.map((column) => {
    const [middle, wide] = [mean(column) ?? 0, spread(column) || 1];
    return weekly(column).map((each) => (each === null ? null : (each - middle) / wide));
  });
  const reach = Math.max(1.2, ...lines.flatMap((each) => known(each).map(Math.abs)));
  const days = one.length;
  const x = scale(0, days - 1);
  const y = scale(-1.1 * reach, 1.1 * reach, true);
  const steps = ticks(y, 4);
  const firsts = daysOf(given.first, plusDays(given.first, days - 1)).flatMap((day, index) =>
    (days > 800 ? day.endsWith('-01-01') : days > 45 ? day.endsWith('-01') : new Date(wall(day)).getUTCDay() === 1) ? [{ day, index }] : [],
  );
  const every = days > 250 && days <= 800 ? 2 : 1;
  const below: Label[] = firsts
    .filter((_, index) => index % every === 0)
    .map(({ day, index }) => ({ at: x.percent(index), text: days > 800 ? day.slice(0, 4) : days > 45 ? format.month(day) : format.dayShort(day), align: 'start' }));
  const numbers = {
    head: [words.head, titles[given.one], titles[given.other]],
    count: days,
    row: (index: number) => {
      const place = days - 1 - index;
      return [
        format.dayYear(plusDays(given.first, place)),
        <MetricAmount key="1" metric={given.one} value={one[place]} />,
        <MetricAmount key="2" metric={given.other} value={other[place]} />,
      ];
    },
  };
  const keys = (
    <p className="key" aria-hidden="true">
      <KeyEntry mark="line-mark" text={words.mean(titles[given.one])} />
      <KeyEntry mark="dashed" text={words.mean(titles[given.other])} />
    </p>
  );
  const tie = found.days < 14 ? words.few : words.together(format.signed(found.share, 2));
  return (
    <Sheet title={words.title(titles[given.one], titles[given.other])}>
      <Figure says={`${words.says} ${tie}`} numbers={numbers} keys={keys}>
        <Plot height={170} gutter={34} left={steps.map((each) => ({ at: y.percent(each), text: format.signed(each, each % 1 ? 1 : 0) }))} below={below}>
          {steps.map((each) => (
            <path key={each} className={each === 0 ? 'axis' : 'gridline'} d={`M0 ${y.at(each)}H${SIZE}`} />
          ))}
          <path className="line other" d={line((lines[1] ?? []).map((each, index) => [index, each]), x, y)} />
          <path className="line" d={line((lines[0] ?? []).map((each, index) => [index, each]), x, y)} />
        </Plot>
      </Figure>
    </Sheet>
  );
}

/** The week's HRV against what is usual for the person: what says more than one night. */
export function OwnBand({ of }: { of: NonNullable<Person['own']>[number] }) {
  const [title, what] = useWords(patternWords).HRV_BAND;
  const tell = useTell();
  if (!of.band) return null;
  return (
    <Sheet title={title}>
      <Say>
        {tell.sentence(of.code, of.params, 'HRV_RMSSD', of.interpretation)} {what}
      </Say>
      <BandFigure of={of.band} metric="HRV_RMSSD" height={130} />
      <p className="after">
        <Sure of={of.significance} />
      </p>
    </Sheet>
  );
}

const LEAST_OF_EACH = 4;

/** The mean of each day of the week, over half a year. */
export function Weekdays(given: { metric: Metric; values: Column; today: Day; finding: Finding | undefined }) {
  const words = useWords(trendsWords).weekdays;
  const chance = useWords(trendsWords);
  const format = useFormat();
  const { metric, values, finding } = given;
  const first = wall(given.today) - DAY_MS * (values.length - 1);
  const of = Array.from({ length: 7 }, (_, weekday) =>
    values.filter((_, index) => (new Date(first + DAY_MS * index).getUTCDay() + 6) % 7 === weekday),
  );
  if (of.some((each) => known(each).length < LEAST_OF_EACH)) {
    return (
      <Sheet title={words.title}>
        <Say>{words.few}</Say>
      </Sheet>
    );
  }
  const means = of.map((each) => mean(each) ?? 0);
  const params = finding?.params as { weekday?: number; effect?: number; mean_there?: number; mean?: number } | null | undefined;
  const names = means.map((_, index) => format.weekdayShort(wall('2024-01-01') + DAY_MS * index));
  const told = (value: number) => format.text(format.value(metric, value));
  const chosen = params?.weekday;
  const says =
    chosen === undefined || params?.mean_there == null || params.mean == null
      ? words.none
      : (params.effect ?? 0) > 0
        ? words.most(format.weekday(wall('2024-01-01') + DAY_MS * chosen), told(params.mean_there), told(params.mean))
        : words.least(format.weekday(wall('2024-01-01') + DAY_MS * chosen), told(params.mean_there), told(params.mean));
  // Bars begin at zero where zero is near; else dots, whose axis need not.
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const bars = low >= 0 && high - low > 0.25 * high;
  const y = bars ? scale(0, 1.12 * high, true) : scaleOf(means, { air: 0.25, least: 3 * 10 ** -SHAPES[metric].digits });
  const x = scale(-0.5, 6.5);
  const steps = stepsOf(metric, y, 4);
  const numbers = {
    head: Object.values(words.head),
    count: 7,
    row: (index: number) => [
      names[index],
      <MetricAmount key="m" metric={metric} value={means[index]} />,
      known(of[index] ?? []).length,
    ],
  };
  return (
    <Sheet title={words.title}>
      <Figure says={says} numbers={numbers}>
        <Plot
          height={130}
          gutter={44}
          left={steps.map((each) => ({ at: y.percent(each), text: format.short(metric, each) }))}
          below={names.map((name, index) => ({ at: x.percent(index), text: name, strong: index === chosen }))}
          over={
            !bars &&
            means.map((each, index) => (
              <i key={index} className={index === chosen ? 'dot-at' : 'dot-at plain-dot'} style={{ left: x.percent(index), top: y.percent(each) }} />
            ))
          }
        >
          {steps.map((each) => (
            <path key={each} className={each === 0 ? 'axis' : 'gridline'} d={`M0 ${y.at(each)}H${SIZE}`} />
          ))}
          {bars &&
            means.map((each, index) => (
              <rect
                key={index}
                className={index === chosen ? 'barfill' : 'barfill quiet'}
                x={x.at(index) - 44}
                width={88}
                y={y.at(each)}
                height={SIZE - y.at(each)}
              />
            ))}
        </Plot>
      </Figure>
      <p className="after">
        <Sure of={finding ? (finding.qValue !== null && finding.qValue < 0.01 ? 'HIGH' : 'MEDIUM') : 'INSUFFICIENT'}>
          {finding ? chance.testedTogether : null}
        </Sure>
      </p>
    </Sheet>
  );
}
