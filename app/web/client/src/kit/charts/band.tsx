// A week's value against the person's own band, morning by morning.

import type { Metric } from '@/enums';
import { wall } from '../days';
import { useFormat } from '../format';
import { useWords } from '../words';
import { kitWords } from '../words.kit';
import { Figure, Key, Plot } from './figure';
import { area, line, scale, scaleOf, ticks } from './scale';

/** As `PatternResult.band` tells it: of HRV_BAND each morning has its own band, of HRV_VARIATION all have one. */
export interface Band {
  readonly side: 'BELOW' | 'WITHIN' | 'ABOVE';
  readonly low: number;
  readonly high: number;
  readonly dates: readonly string[];
  readonly weeks: readonly (number | null)[];
  readonly lows: readonly (number | null)[];
  readonly highs: readonly (number | null)[];
}

export function BandFigure({ of, metric, height = 110 }: { of: Band; metric: Metric; height?: number }) {
  const { band: words, ...kit } = useWords(kitWords);
  const format = useFormat();
  const last = of.dates.length - 1;
  const mornings = of.dates.map((day, index) => ({
    day,
    at: wall(day),
    week: of.weeks[index] ?? null,
    low: of.lows.length ? (of.lows[index] ?? null) : of.low,
    high: of.highs.length ? (of.highs[index] ?? null) : of.high,
  }));
  const x = scale(mornings[0]?.at ?? 0, mornings[last]?.at ?? 1);
  const y = scaleOf(mornings.flatMap(({ week, low, high }) => [week, low, high]), { air: 0.15 });
  const now = mornings[last];
  const days = [0, Math.floor(last / 2), last].flatMap((index) => mornings[index] ?? []);
  return (
    <Figure
      keys={
        <Key
          entries={[
            ['line-mark', words.week],
            ['band', words.own],
            [of.side === 'WITHIN' ? 'dot' : 'diamond', words.now],
          ]}
        />
      }
      numbers={{
        head: [kit.day, words.week, words.own],
        count: mornings.length,
        row: (index) => {
          const { day, week, low, high } = mornings[last - index] ?? { day: '', week: null, low: null, high: null };
          return [
            format.dayYear(day),
            week === null ? kit.missing : format.text(format.value(metric, week)),
            low === null || high === null ? '—' : format.range(metric, low, high),
          ];
        },
      }}
    >
      <Plot
        height={height}
        gutter={38}
        left={ticks(y, 3).map((tick) => ({ at: y.percent(tick), text: format.short(metric, tick) }))}
        below={days.map(({ day, at }, index) => ({
          at: x.percent(at),
          text: format.dayShort(day),
          align: (['start', undefined, 'end'] as const)[index],
        }))}
        over={
          now?.week != null && (
            <i
              className={of.side === 'WITHIN' ? 'dot-at' : 'diamond-at'}
              style={{ left: x.percent(now.at), top: y.percent(now.week) }}
            />
          )
        }
      >
        <path className="bandfill" d={area(mornings.map(({ at, low, high }) => [at, low, high] as const), x, y)} />
        <path className="bandedge" d={line(mornings.map(({ at, low }) => [at, low] as const), x, y)} />
        <path className="bandedge" d={line(mornings.map(({ at, high }) => [at, high] as const), x, y)} />
        <path className="line" d={line(mornings.map(({ at, week }) => [at, week] as const), x, y)} />
      </Plot>
    </Figure>
  );
}
