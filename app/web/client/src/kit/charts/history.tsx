// A metric over weeks, on the band of what was usual on each of its days.

import type { Metric } from '@/enums';
import { wall } from '../days';
import { useFormat } from '../format';
import type { History, Run } from '../series';
import { useWords } from '../words';
import { kitWords } from '../words.kit';
import { type Label, Plot } from './figure';
import { area, line, scale, scaleOf, ticks } from './scale';

/** The picture alone; the sentence and the table stand around it. */
export function HistoryPlot(given: {
  metric: Metric;
  history: History;
  height: number;
  /** A stretch to name in the picture. */
  run?: Run | undefined;
  /** A mark at the last value. */
  now?: string | undefined;
}) {
  const { metric, history } = given;
  const format = useFormat();
  const { days, values, usual } = history;
  const times = days.map(wall);
  const x = scale(times[0] ?? 0, times.at(-1) ?? 1);
  const y = scaleOf([...values, ...usual.flatMap((then) => (then ? [then.low, then.high] : []))]);
  const outside = days.flatMap((day, index) => {
    const [value, then] = [values[index], usual[index]];
    const out = value != null && then && (value < then.low || value > then.high);
    return out ? [{ day, value }] : [];
  });
  const last = days.length - 1;
  const lastValue = values[last];
  return (
    <Plot
      height={given.height}
      gutter={38}
      left={ticks(y, 4).map((tick) => ({ at: y.percent(tick), text: format.short(metric, tick) }))}
      below={monthLabels(days, x.percent, format.month)}
      over={
        <>
          {outside.map(({ day, value }) => (
            <i key={day} className="diamond-at" style={{ left: x.percent(wall(day)), top: y.percent(value) }} />
          ))}
          {given.run && (
            <RunNote
              run={given.run}
              left={x.percent((wall(given.run.from) + wall(given.run.to)) / 2)}
              top={y.percent(extremeOf(history, given.run))}
            />
          )}
          {given.now && lastValue != null && (
            <span className="note end outside" style={{ left: '98%', top: `calc(${y.percent(lastValue)} - 7px)` }}>
              {given.now}
            </span>
          )}
        </>
      }
    >
      <path className="bandfill" d={area(pairs(times, usual, 'low', 'high'), x, y)} />
      <path className="bandedge" d={line(column(times, usual, 'low'), x, y)} />
      <path className="bandedge" d={line(column(times, usual, 'high'), x, y)} />
      {times.map((at, index) =>
        values[index] == null ? (
          <line key={at} className="missing" x1={x.at(at)} x2={x.at(at)} y1={965} y2={1000} />
        ) : null,
      )}
      <path className="line thin" d={line(times.map((at, index) => [at, values[index]]), x, y)} />
    </Plot>
  );
}

function RunNote({ run, left, top }: { run: Run; left: string; top: string }) {
  const format = useFormat();
  const text = run.from === run.to ? format.dayShort(run.from) : `${format.dayShort(run.from)} – ${format.dayShort(run.to)}`;
  const place = Number.parseFloat(left);
  const side = place < 15 ? 'note first' : place > 85 ? 'note end last' : 'note';
  return (
    <span className={side} style={{ left, top: `calc(${top} - 9px)` }}>
      {text}
    </span>
  );
}

function extremeOf({ days, values, usual }: History, run: Run): number {
  const inside = days.flatMap((day, index) => {
    const value = values[index];
    return day >= run.from && day <= run.to && value != null ? [value] : [];
  });
  const then = usual.find((each) => each !== null);
  const above = then ? inside.some((value) => value > then.high) : true;
  return above ? Math.max(...inside) : Math.min(...inside);
}

type Usual = History['usual'];
type Bound = 'low' | 'high' | 'q1' | 'q3';

function column(times: readonly number[], usual: Usual, bound: Bound) {
  return times.map((at, index) => [at, usual[index]?.[bound] ?? null] as const);
}

function pairs(times: readonly number[], usual: Usual, low: Bound, high: Bound) {
  return times.map((at, index) => [at, usual[index]?.[low] ?? null, usual[index]?.[high] ?? null] as const);
}

/** The first of each month, where there is room for its name. */
export function monthLabels(
  days: readonly string[],
  place: (at: number) => string,
  name: (day: string) => string,
): Label[] {
  const firsts = days.filter((day) => day.endsWith('-01'));
  const shown = firsts.length > 8 ? firsts.filter((_, index) => index % Math.ceil(firsts.length / 8) === 0) : firsts;
  return shown.map((day) => ({ at: place(wall(day)), text: name(day) }));
}

/** Head and rows of the table behind the picture. */
export function useHistoryNumbers(metric: Metric, history: History) {
  const format = useFormat();
  const words = useWords(kitWords);
  return {
    head: [words.day, words.value, words.usual.label],
    count: history.days.length,
    row: (index: number) => {
      const place = history.days.length - 1 - index;
      const [value, then] = [history.values[place], history.usual[place]];
      return [
        format.dayYear(history.days[place] ?? ''),
        value == null ? words.missing : format.text(format.value(metric, value)),
        then ? format.range(metric, then.low, then.high) : '—',
      ];
    },
  };
}
