// One pattern: what it says, a picture that proves it, how sure it is, how it is made.

import type { Metric } from '@/enums';
import { plusDays, wall } from '@/kit/days';
import { BandFigure } from '@/kit/charts/band';
import { Figure, Key, Plot } from '@/kit/charts/figure';
import { HistoryPlot, monthLabels, useHistoryNumbers } from '@/kit/charts/history';
import { line, scale, scaleOf, ticks } from '@/kit/charts/scale';
import { useFormat } from '@/kit/format';
import { More, Say, Sheet } from '@/kit/parts';
import { historyOf, mean } from '@/kit/series';
import { useTell } from '@/kit/telling';
import { Sure } from '@/kit/usual';
import { useWords } from '@/kit/words';
import { patternWords } from '@/words/patterns';
import { type Finding, type Pattern, type Person, valuesOf } from './person';
import { insightsWords } from './words';

const SHOWN = 5;

interface Parts {
  person: Person;
  pattern: Pattern;
}

export function PatternSheet({ person, pattern }: Parts) {
  const words = useWords(insightsWords).patterns;
  const [title, what] = useWords(patternWords)[pattern.pattern];
  const format = useFormat();
  const tell = useTell();
  const [first, ...rest] = findingsOf(pattern);
  const sentence = first
    ? tell.sentence(first.code, first.params, metricOf(first), first.interpretation)
    : tell.sentence(pattern.code, pattern.params, pattern.metricsInvolved[0] ?? null, pattern.interpretation);
  const chance = first?.qValue ?? pattern.pValue;
  const more = rest.slice(0, SHOWN - 1);
  return (
    <Sheet title={title}>
      <p className="claim">{sentence}</p>
      <Picture person={person} pattern={pattern} />
      {more.length > 0 && (
        <ul className="list spaced">
          {more.map((finding, index) => (
            <li key={index}>
              <Say>{tell.sentence(finding.code, finding.params, metricOf(finding), finding.interpretation)}</Say>
            </li>
          ))}
          {rest.length > more.length && (
            <li>
              <span className="hint">{words.others(rest.length - more.length)}</span>
            </li>
          )}
        </ul>
      )}
      <p className="foot">
        <Sure of={pattern.significance}>{words.days(format.number(first?.sampleCount ?? pattern.sampleCount))}</Sure>
      </p>
      <More summary={words.how}>
        <Say>
          {what} {chance != null && words.chance(chance < 0.01 ? words.fewer : format.number(chance * 100))}
        </Say>
      </More>
    </Sheet>
  );
}

/** Findings about the person; how often the watch measured says nothing of them. */
function findingsOf({ findings }: Pattern): Finding[] {
  return findings.filter(({ metrics }) => !metrics.includes('HR_SAMPLES'));
}

function metricOf({ metrics }: Finding): Metric | null {
  return metrics[0] ?? null;
}

function Picture({ person, pattern }: Parts) {
  const [finding] = findingsOf(pattern);
  switch (pattern.pattern) {
    case 'ILLNESS_SIGNAL':
      return <Past person={person} metric="RESTING_HR" />;
    case 'HRV_TREND':
      return <TwoMeans person={person} pattern={pattern} metric="HRV_RMSSD" />;
    case 'SLEEP_TREND':
      return <TwoMeans person={person} pattern={pattern} metric="SLEEP_SCORE" />;
    case 'HRV_BAND':
      return pattern.band && <BandFigure of={pattern.band} metric="HRV_RMSSD" />;
    case 'HRV_VARIATION':
      return pattern.band && <BandFigure of={pattern.band} metric="HRV_VARIATION_7D" />;
    case 'READINESS':
    case 'OVERTRAINING_RISK':
    case 'SLEEP_REGULARITY':
      return <Score pattern={pattern} />;
    case 'WEEKDAY_EFFECTS':
      return finding ? <Weekdays person={person} finding={finding} /> : null;
    case 'CROSS_CORRELATIONS':
      return finding ? <Cloud person={person} finding={finding} /> : null;
    case 'CHANGE_POINTS':
      return finding ? <Levels person={person} finding={finding} /> : null;
    case 'SLEEP_HRV_CORRELATION':
      return <Cloud person={person} finding={{ metrics: ['SLEEP_SCORE', 'HRV_RMSSD'], params: {} }} />;
    default:
      return null;
  }
}

/** A metric of the last 60 days on what was usual. */
function Past({ person, metric }: { person: Person; metric: Metric }) {
  const history = historyOf(valuesOf(person, metric), plusDays(person.today, -59), person.today);
  const numbers = useHistoryNumbers(metric, history);
  return (
    <Figure numbers={numbers}>
      <HistoryPlot metric={metric} history={history} height={110} />
    </Figure>
  );
}

/** The last 7 days and the 23 before, each with its mean. */
function TwoMeans({ person, pattern, metric }: Parts & { metric: Metric }) {
  const words = useWords(insightsWords).pictures;
  const format = useFormat();
  const end = pattern.asOf;
  const history = historyOf(valuesOf(person, metric), plusDays(end, -29), end);
  const numbers = useHistoryNumbers(metric, history);
  const { days, values } = history;
  const x = scale(-0.5, 29.5);
  const y = scaleOf(values, { air: 0.15 });
  const week = mean(values.slice(23));
  const before = mean(values.slice(0, 23));
  return (
    <Figure numbers={numbers} keys={<Key entries={[['dot', words.value], ['mean-mark', words.means]]} />}>
      <Plot
        height={110}
        gutter={38}
        left={ticks(y, 3).map((tick) => ({ at: y.percent(tick), text: format.short(metric, tick) }))}
        below={[
          { at: x.percent(11), text: words.before },
          { at: x.percent(26), text: words.week },
        ]}
        over={days.map((day, index) => {
          const value = values[index];
          return value == null ? null : (
            <i key={day} className="dot-at small" style={{ left: x.percent(index), top: y.percent(value) }} />
          );
        })}
      >
        {before !== null && <line className="meanline" x1={x.at(0)} x2={x.at(22)} y1={y.at(before)} y2={y.at(before)} />}
        {week !== null && <line className="meanline" x1={x.at(23)} x2={x.at(29)} y1={y.at(week)} y2={y.at(week)} />}
        <line className="nowline" x1={x.at(22.5)} x2={x.at(22.5)} y1="0" y2="1000" />
        <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
      </Plot>
    </Figure>
  );
}

function Score({ pattern }: { pattern: Pattern }) {
  const words = useWords(insightsWords).pictures;
  const format = useFormat();
  if (pattern.score === null) return null;
  return (
    <div className="score">
      <span className="meter" aria-hidden="true">
        <i style={{ width: `${Math.max(1, pattern.score)}%` }} />
      </span>
      <b>{words.score(format.number(pattern.score))}</b>
    </div>
  );
}

/** Means of the weekdays. */
function Weekdays({ person, finding }: { person: Person; finding: Finding }) {
  const words = useWords(insightsWords).pictures;
  const format = useFormat();
  const metric = finding.metrics[0];
  const values = valuesOf(person, metric);
  if (!metric || values.size < 14) return null;
  const monday = wall('2024-01-01');
  const names = Array.from({ length: 7 }, (_, index) => format.weekdayShort(monday + index * 86_400_000));
  const means = names.map((_, index) =>
    mean([...values].filter(([day]) => (new Date(wall(day)).getUTCDay() + 6) % 7 === index).map(([, value]) => value)),
  );
  const special = Number((finding.params as { weekday?: number }).weekday);
  const x = scale(0, 7);
  const y = scaleOf(means, { zero: true, air: 0.12 });
  return (
    <Figure
      numbers={{
        head: [words.weekday, words.mean],
        count: 7,
        row: (index) => [names[index], format.text(format.value(metric, means[index]))],
      }}
    >
      <Plot
        height={96}
        gutter={44}
        left={ticks(y, 2).map((tick) => ({ at: y.percent(tick), text: format.short(metric, tick) }))}
        below={names.map((text, index) => ({ at: x.percent(index + 0.5), text, strong: index === special }))}
      >
        {means.map((value, index) =>
          value === null ? null : (
            <rect
              key={index}
              className={index === special ? 'barfill' : 'barfill quiet'}
              x={x.at(index + 0.2)}
              width={x.at(0.6)}
              y={y.at(value)}
              height={y.at(0) - y.at(value)}
            />
          ),
        )}
        <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
      </Plot>
    </Figure>
  );
}

/** Two metrics against each other, a point a day. */
function Cloud({ person, finding }: { person: Person; finding: Pick<Finding, 'metrics' | 'params'> }) {
  const words = useWords(insightsWords).pictures;
  const format = useFormat();
  const tell = useTell();
  const [first, second] = finding.metrics;
  const lag = Number((finding.params as { lag_days?: number }).lag_days ?? 0);
  if (!first || !second) return null;
  const others = valuesOf(person, second);
  const points = [...valuesOf(person, first)].flatMap(([day, value]) => {
    const other = others.get(plusDays(day, lag));
    return other === undefined ? [] : [[day, value, other] as const];
  });
  if (points.length < 14) return null;
  const x0 = scaleOf(points.map(([, value]) => value));
  const x = scale(x0.from, x0.to);
  const y = scaleOf(points.map(([, , other]) => other));
  return (
    <Figure
      numbers={{
        head: [words.day, tell.title(first), tell.title(second)],
        count: points.length,
        row: (index) => {
          const [day, value, other] = points[points.length - 1 - index] ?? ['', 0, 0];
          return [format.dayYear(day), format.short(first, value), format.short(second, other)];
        },
      }}
    >
      <p className="lane">
        <span>{tell.title(second)} ↑</span>
        <span>{tell.title(first)} →</span>
      </p>
      <Plot
        height={150}
        gutter={44}
        left={ticks(y, 3).map((tick) => ({ at: y.percent(tick), text: format.short(second, tick) }))}
        below={ticks(x0, 4).map((tick) => ({ at: x.percent(tick), text: format.short(first, tick) }))}
        over={points.map(([day, value, other]) => (
          <i key={day} className="dot-at small" style={{ left: x.percent(value), top: y.percent(other) }} />
        ))}
      >
        {ticks(y, 3).map((tick) => (
          <line key={tick} className="gridline" x1="0" x2="1000" y1={y.at(tick)} y2={y.at(tick)} />
        ))}
        <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
      </Plot>
    </Figure>
  );
}

/** A metric with the levels before and since a day. */
function Levels({ person, finding }: { person: Person; finding: Finding }) {
  const format = useFormat();
  const metric = finding.metrics[0];
  const values = valuesOf(person, metric);
  const from = plusDays(person.today, -118);
  const history = historyOf(values, from, person.today);
  const numbers = useHistoryNumbers(metric ?? 'RESTING_HR', history);
  const since = finding.since;
  if (!metric || values.size < 14 || !since) return null;
  const { mean_before: before, mean_after: after } = finding.params as { mean_before?: number; mean_after?: number };
  const times = history.days.map(wall);
  const x = scale(times[0] ?? 0, times.at(-1) ?? 1);
  const y = scaleOf(history.values);
  const at = Math.max(x.at(wall(since)), 0);
  return (
    <Figure numbers={numbers}>
      <Plot
        height={110}
        gutter={38}
        left={ticks(y, 3).map((tick) => ({ at: y.percent(tick), text: format.short(metric, tick) }))}
        below={monthLabels(history.days, x.percent, format.month)}
        over={
          <span className={at > 800 ? 'note end' : 'note start'} style={{ left: `${at / 10}%`, top: '-4px' }}>
            {format.dayShort(since)}
          </span>
        }
      >
        <path className="line thin" d={line(times.map((time, index) => [time, history.values[index]]), x, y)} />
        <line className="cursor" x1={at} x2={at} y1="0" y2="1000" />
        {before !== undefined && <line className="meanline" x1="0" x2={at} y1={y.at(before)} y2={y.at(before)} />}
        {after !== undefined && <line className="meanline" x1={at} x2="1000" y1={y.at(after)} y2={y.at(after)} />}
      </Plot>
    </Figure>
  );
}
