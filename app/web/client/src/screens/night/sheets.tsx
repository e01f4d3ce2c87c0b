// The parts of a night below its axis.

import type { Metric } from '@/enums';
import { Figure, Plot } from '@/kit/charts/figure';
import { laneOf } from '@/kit/charts/hypnogram';
import { hours, scale } from '@/kit/charts/scale';
import { DAY_MS, daysOf, plusDays, wall } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { classes, Pairs, Say, Sheet } from '@/kit/parts';
import { Amount } from '@/kit/quantity';
import { Link } from '@/kit/router';
import { mean } from '@/kit/series';
import { useTell } from '@/kit/telling';
import { placeOf, rangeOf, UsualRow, UsualRows } from '@/kit/usual';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import { codeWords } from '@/words/codes';
import { goingOn } from '@/words/sentences';
import { stageWords } from '@/words/stages';
import { baselineOf, type Night, type Person, stretches } from './person';
import { nightWords } from './words';

interface Parts {
  person: Person;
  night: Night;
}

export function StagesSheet({ person, night }: Parts) {
  const words = useWords(nightWords).stages;
  const stages = useWords(stageWords);
  const places = useWords(kitWords).usual;
  const format = useFormat();
  const { sleep } = night;
  const rows = [
    { mark: 'awake', name: stages.WAKE, seconds: sleep?.interruptionSeconds, metric: null },
    { mark: 'rem', name: stages.REM, seconds: sleep?.remSeconds, metric: 'REM_SLEEP_HOURS' },
    { mark: 'light', name: stages.LIGHT, seconds: sleep?.lightSeconds, metric: null },
    { mark: 'deep', name: stages.DEEP, seconds: sleep?.deepSeconds, metric: 'DEEP_SLEEP_HOURS' },
    { mark: 'unknown', name: stages.UNKNOWN, seconds: sleep?.unrecognizedSeconds || null, metric: null },
  ] as const;
  const shown = rows.filter(({ seconds }) => seconds != null);
  const total = shown.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
  if (sleep?.deepSeconds == null || total === 0) {
    return (
      <Sheet title={words.title}>
        <Say>{words.none}</Say>
      </Sheet>
    );
  }
  const placed = (seconds: number | null, metric: Metric) => {
    const place = placeOf(seconds === null ? null : seconds / 3600, baselineOf(person, metric));
    return place ? goingOn(places[place]) : null;
  };
  const [rem, deep] = [placed(sleep.remSeconds, 'REM_SLEEP_HOURS'), placed(sleep.deepSeconds, 'DEEP_SLEEP_HOURS')];
  const says = rem && deep ? words.says(rem, deep) : '';
  return (
    <Sheet title={words.title}>
      {says && <Say>{says}</Say>}
      <span className="stagebar" aria-hidden="true">
        {shown.map(({ mark, seconds }) => (
          <i key={mark} className={`mark ${mark}`} style={{ flexGrow: seconds ?? 0 }} />
        ))}
      </span>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.stage}</th>
            <th scope="col" className="end">
              {words.time}
            </th>
            <th scope="col" className="end">
              {words.share}
            </th>
            <th scope="col" className="end">
              {words.usual}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ mark, name, seconds, metric }) => {
            const range = metric && rangeOf(baselineOf(person, metric));
            return (
              <tr key={mark}>
                <th scope="row">
                  <span className="withmark">
                    <i className={`mark ${mark}`} aria-hidden="true" />
                    {name}
                  </span>
                </th>
                <td className="end">
                  <Amount of={format.duration(seconds)} />
                </td>
                <td className="end">{format.percent((seconds ?? 0) / total)}</td>
                <td className="end">{range ? format.range(metric, range.low, range.high) : '—'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Sheet>
  );
}

export function ScoreSheet({ person, night }: Parts) {
  const words = useWords(nightWords).score;
  const kit = useWords(kitWords).usual;
  const format = useFormat();
  const { sleep } = night;
  const score = sleep?.sleepScore;
  if (!sleep || score == null) {
    return (
      <Sheet title={words.title}>
        <Say>{words.none}</Say>
      </Sheet>
    );
  }
  const usual = baselineOf(person, 'SLEEP_SCORE');
  const place = placeOf(score, usual);
  const range = rangeOf(usual);
  const time = (seconds: number | null | undefined) => format.text(format.duration(seconds));
  const parts = [
    [
      words.length,
      sleep.totalSeconds != null && sleep.sleepGoalSeconds
        ? words.lengthSay(time(sleep.totalSeconds), time(sleep.sleepGoalSeconds))
        : null,
      sleep.durationScore,
    ],
    [
      words.solidity,
      sleep.interruptionSeconds != null
        ? words.soliditySay(time(sleep.interruptionSeconds), time(sleep.longInterruptionSeconds ?? 0))
        : null,
      sleep.solidityScore,
    ],
    [words.regeneration, words.regenerationSay, sleep.regenerationScore],
  ] as const;
  return (
    <Sheet title={words.title}>
      <p className="number-big">
        {format.number(score)}
        <span className="of">
          {words.of}
          {place && range && ` · ${kit[place]} (${format.range('SLEEP_SCORE', range.low, range.high)})`}
        </span>
      </p>
      <ul className="themes">
        {parts.map(([name, say, value]) => (
          <li key={name}>
            <span>
              {name}
              {say && <span className="word"> · {say}</span>}
            </span>
            <b>{format.number(value)}</b>
            <span className="meter" aria-hidden="true">
              <i style={{ width: `${value ?? 0}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

export function RechargeSheet({ person, night }: Parts) {
  const words = useWords(nightWords).recharge;
  const codes = useWords(codeWords).recharge;
  const { recharge } = night;
  if (!recharge) {
    return (
      <Sheet title={words.title}>
        <Say>{words.none}</Say>
      </Sheet>
    );
  }
  const rows = [
    ['ANS_CHARGE', recharge.ansCharge],
    ['RESTING_HR', recharge.heartRateAvg],
    ['HRV_RMSSD', recharge.hrvRmssdMs],
    ['BREATHING_RATE', recharge.breathingRateAvg],
  ] as const;
  return (
    <Sheet title={words.title}>
      {recharge.nightlyRechargeStatus && <Say>{words.polar(codes[recharge.nightlyRechargeStatus])}</Say>}
      <UsualRows>
        {rows.map(([metric, value]) => (
          <UsualRow key={metric} metric={metric} value={value} usual={baselineOf(person, metric)} />
        ))}
      </UsualRows>
    </Sheet>
  );
}

const HOUR = 3_600_000;

/** The times of seven nights, each against its own day. */
export function WeekSheet({ person, date }: { person: Person; date: string }) {
  const words = useWords(nightWords).week;
  const format = useFormat();
  const tell = useTell();
  const nights = new Map(person.week?.map((night) => [night.date, night]));
  const days = daysOf(plusDays(date, -6), date).reverse();
  const spans = days.map((day) => {
    const night = nights.get(day);
    if (!night?.sleepStartLocal || !night.sleepEndLocal) return null;
    return [wall(night.sleepStartLocal) - wall(day), wall(night.sleepEndLocal) - wall(day)] as const;
  });
  const known = spans.filter((span) => span !== null);
  const from = Math.floor(Math.min(...known.map(([start]) => start)) / HOUR) * HOUR;
  const to = Math.ceil(Math.max(...known.map(([, end]) => end)) / HOUR) * HOUR;
  const x = scale(from, Math.max(to, from + HOUR));
  const average = mean(days.map((day) => nights.get(day)?.totalSeconds));
  const current = date >= plusDays(person.today, -2);
  const told = current ? (person.patterns ?? []).filter(({ code }) => code !== null) : [];
  const says = [
    average === null ? '' : words.says(format.text(format.duration(average))),
    ...told.map(({ code, params }) => tell.sentence(code, params, null)),
  ];
  return (
    <Sheet title={words.title}>
      <Figure
        says={says.filter(Boolean).join(' ')}
        numbers={{
          head: [words.night, words.from, words.until, words.asleep],
          count: days.length,
          row: (index) => {
            const night = nights.get(days[index] ?? '');
            return [
              format.dayLong(days[index] ?? ''),
              night?.sleepStartLocal ? format.clock(night.sleepStartLocal) : words.missing,
              night?.sleepEndLocal ? format.clock(night.sleepEndLocal) : '—',
              format.text(format.duration(night?.totalSeconds)),
            ];
          },
        }}
      >
        <Plot
          height={7 * 22}
          gutter={56}
          left={days.map((day, index) => ({
            at: `${((index + 0.5) / 7) * 100}%`,
            text: <Link href={`/night/${day}`} tabIndex={-1}>{format.weekdayDay(day)}</Link>,
            strong: day === date,
          }))}
          below={hours(from, to, 2).map((at) => ({
            at: x.percent(at),
            text: format.hour(wall(date) + ((at % DAY_MS) + DAY_MS) % DAY_MS),
            align: x.at(at) > 960 ? 'end' : x.at(at) < 40 ? 'start' : undefined,
          }))}
          over={spans.map((span, index) =>
            span ? null : (
              <span key={index} className="gapword" style={{ top: `${((index + 0.5) / 7) * 100}%` }}>
                {words.missing}
              </span>
            ),
          )}
        >
          {hours(from, to, 2).map((at) => (
            <line key={at} className="gridline" x1={x.at(at)} x2={x.at(at)} y1="0" y2="1000" />
          ))}
          {spans.map((span, index) =>
            span ? (
              <rect
                key={index}
                className={classes('barfill', index > 0 && 'quiet')}
                x={x.at(span[0])}
                width={Math.max(2, x.at(span[1]) - x.at(span[0]))}
                y={(index / 7) * 1000 + 40}
                height={1000 / 7 - 80}
              />
            ) : null,
          )}
        </Plot>
      </Figure>
    </Sheet>
  );
}

export function AlsoSheet({ person, night }: Parts) {
  const words = useWords(nightWords).also;
  const format = useFormat();
  const { sleep } = night;
  const awake = stretches(night).filter(({ stage }) => laneOf(stage) === 'WAKE');
  const longest = Math.max(0, ...awake.map(({ from, to }) => to - from));
  const skin = person.skinTemperature?.[0];
  const quiet = (text: string) => <span className="quiet">{text}</span>;
  const naps = person.naps ?? [];
  const device = person.exercises?.nodes[0]?.device ?? words.watch;
  return (
    <Sheet title={words.title}>
      <Pairs
        rows={[
          [words.cycles, sleep?.sleepCycles ?? quiet(words.unknown)],
          [words.longest, awake.length ? <Amount of={format.duration(longest / 1000)} /> : quiet(words.unknown)],
          [words.continuity, sleep?.continuity == null ? quiet(words.unknown) : `${format.number(sleep.continuity, 1)} / 5`],
          [
            words.naps,
            naps.length
              ? naps.map(({ sleepStartLocal, durationSeconds }) => (
                  <span key={sleepStartLocal} className="lines">
                    {words.nap(format.clock(sleepStartLocal), format.text(format.duration(durationSeconds)))}
                  </span>
                ))
              : quiet(words.none),
          ],
          [
            words.skin,
            skin?.temperatureCelsius == null ? (
              quiet(words.notMeasured(device))
            ) : (
              <>
                <Amount of={format.celsius(skin.temperatureCelsius)} />
                {skin.deviationFromBaselineCelsius != null && (
                  <>
                    {' '}
                    <span className="quiet">({format.text(format.degrees(skin.deviationFromBaselineCelsius))})</span>
                  </>
                )}
              </>
            ),
          ],
          [words.rating, sleep?.sleepRating ? words.ratings[sleep.sleepRating - 1] : quiet(words.notGiven)],
        ]}
      />
    </Sheet>
  );
}
