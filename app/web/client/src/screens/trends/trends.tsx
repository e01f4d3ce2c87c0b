import { useMemo, useState } from 'react';
import type { Metric } from '@/enums';
import { SHAPES, useFormat } from '@/kit/format';
import { classes, PageHead } from '@/kit/parts';
import { useQuery } from '@/kit/router';
import { PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import type { PageProps } from '@/routes';
import { metricWords } from '@/words/metrics';
import { type Change, Course, overOf, recentOf, type Span } from './course';
import { Both, Next, OwnBand, Week, Weekdays } from './sheets';
import { type Column, weeksTold } from './numbers';
import { Trends, type TrendsQuery } from './trends.document';
import { trendsWords } from './words';
import { Years } from './years';

export type Person = NonNullable<TrendsQuery['person']>;

const METRICS = Object.keys(SHAPES) as Metric[];
const FIRST: readonly Metric[] = [
  ...(['HRV_RMSSD', 'RESTING_HR', 'SLEEP_SCORE', 'SLEEP_HOURS', 'BREATHING_RATE'] as const),
  ...(['TRAINING_LOAD', 'STEPS'] as const),
];
const SPANS: Readonly<Record<string, Span>> = { '30': '30', '120': '120', '365': '365', all: 'all' };

/** Days that are asked for: enough for what is drawn, so that an answer stays under 60 kB. */
const [MONTH, HALF_YEAR, THREE_YEARS, EVER] = [30, 180, 1095, 3660];

export default function TrendsPage({ person }: PageProps) {
  const [asked, setMetric] = useQuery('metric');
  const [other, setOther] = useQuery('with');
  const [spanned, setSpan] = useQuery('span');
  const metric = METRICS.find((each) => each === asked?.toUpperCase()) ?? 'HRV_RMSSD';
  const second = METRICS.find((each) => each === other?.toUpperCase() && each !== metric);
  const span = SPANS[spanned ?? ''] ?? '120';
  const all = span === 'all';
  const days = all ? MONTH : Number(span);
  const answer = useAsk(Trends, {
    person,
    metric,
    days,
    every: all ? EVER : Math.max(days, HALF_YEAR),
    weekly: !all,
    other: second ? [second] : [],
    beside: all ? THREE_YEARS : days,
    compared: second !== undefined,
    banded: metric === 'HRV_RMSSD',
  });
  const choice = (
    <Choice
      metric={metric}
      second={second}
      choose={(value) => setMetric(value.toLowerCase())}
      compare={(value) => setOther(value?.toLowerCase() ?? null)}
    />
  );
  return (
    <PageOf asked={answer}>
      {({ person: of }) =>
        of && (
          <Shown of={of} metric={metric} second={second} span={span} choose={(value) => setSpan(value === '120' ? null : value)}>
            {choice}
          </Shown>
        )
      }
    </PageOf>
  );
}

/** Which metric, and beside which other one. */
function Choice(given: {
  metric: Metric;
  second: Metric | undefined;
  choose: (metric: Metric) => void;
  compare: (metric: Metric | null) => void;
}) {
  const words = useWords(trendsWords);
  const titles = useWords(metricWords);
  const [all, setAll] = useState(!FIRST.includes(given.metric));
  const shown = all ? METRICS : FIRST;
  return (
    <div className="metricchoice">
      <div className={classes('chips', all && 'wrapped')} role="group" aria-label={words.metric}>
        {shown.map((each) => (
          <button key={each} type="button" className="chip" aria-pressed={each === given.metric} onClick={() => given.choose(each)}>
            {titles[each]}
          </button>
        ))}
        <button type="button" className="chip more-chip" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.fewer : words.all(METRICS.length)}
        </button>
      </div>
      <label className="compare">
        {words.compare}{' '}
        <select className="input" value={given.second ?? ''} onChange={(event) => given.compare((event.target.value || null) as Metric | null)}>
          <option value="">{words.noComparison}</option>
          {METRICS.filter((each) => each !== given.metric).map((each) => (
            <option key={each} value={each}>
              {titles[each]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Shown(given: {
  of: Person;
  metric: Metric;
  second: Metric | undefined;
  span: Span;
  choose: (span: Span) => void;
  children: React.ReactNode;
}) {
  const { of, metric, second, span } = given;
  const words = useWords(trendsWords);
  const titles = useWords(metricWords);
  const every = of.every?.[0];
  const days = of.metricDays?.[0];
  const told = useMemo(() => of.weeks?.[0] && weeksTold(of.weeks[0]), [of]);
  const first = every?.values.findIndex((each) => each !== null) ?? -1;
  const whole = useMemo(() => every?.values.slice(Math.max(0, first)) ?? [], [every, first]);
  if (!every || !days || (first < 0 && !told?.length)) {
    return (
      <>
        <PageHead eyebrow={words.eyebrow} title={words.noneOf(titles[metric])} lead={words.noneOfLead} />
        {given.children}
      </>
    );
  }
  const change = changeOf(of, metric);
  const start = dayAt(every.first, Math.max(0, first));
  const beside = second && of.beside?.[0];
  const forecast = of.forecasts?.find((each) => each.metric === metric);
  const years = <Years metric={metric} first={start} values={span === 'all' ? whole : NO_VALUES} told={told} change={change} choose={span === 'all' ? given.choose : undefined} />;
  return (
    <>
      <Head of={of} metric={metric} values={whole} />
      {given.children}
      {span === 'all' ? (
        years
      ) : (
        <Course metric={metric} of={days} today={of.today} forecast={forecast} change={change} span={span} choose={given.choose} />
      )}
      {second && beside && <Both one={metric} other={second} {...bothOf(every, beside.values)} />}
      <div className="halves">
        <Week metric={metric} values={overOf(metric, every.values.slice(-30))} pattern={weekPattern(of, metric)} />
        <Next metric={metric} of={of.forecasts === null ? null : forecast} values={every.values.slice(-14)} />
      </div>
      {of.own?.[0] && <OwnBand of={of.own[0]} />}
      {(told?.length ?? 0) > YEAR_OF_WEEKS && years}
      <Weekdays metric={metric} values={whole.slice(-HALF_YEAR)} today={of.today} finding={findingOf(of, 'WEEKDAY_EFFECTS', metric)} />
    </>
  );
}

const YEAR_OF_WEEKS = 53;
const NO_VALUES: Column = [];

/** The same last days of two metrics, from the first one that either has. */
function bothOf(of: { first: string; values: Column }, beside: Column): { first: string; values: readonly [Column, Column] } {
  const days = Math.min(of.values.length, beside.length);
  const [one, other] = [of.values.slice(-days), beside.slice(-days)];
  const skipped = Math.max(0, one.findIndex((each, index) => each !== null || (other[index] ?? null) !== null));
  const first = dayAt(of.first, of.values.length - one.length + skipped);
  return { first, values: [one.slice(skipped), other.slice(skipped)] };
}

function dayAt(first: string, places: number): string {
  return new Date(Date.parse(`${first}T00:00:00Z`) + 86_400_000 * places).toISOString().slice(0, 10);
}

type Pattern = NonNullable<Person['patterns']>[number];

/** What a pattern that tests all metrics found about this one. */
export function findingOf(of: Person, pattern: Pattern['pattern'], metric: Metric): Pattern['findings'][number] | undefined {
  return of.patterns?.find((each) => each.pattern === pattern)?.findings.find(({ metrics }) => metrics.includes(metric));
}

function weekPattern(of: Person, metric: Metric): Pattern | undefined {
  const name = ({ HRV_RMSSD: 'HRV_TREND', SLEEP_SCORE: 'SLEEP_TREND' } as Partial<Record<Metric, string>>)[metric];
  return of.patterns?.find((each) => each.pattern === name);
}

function changeOf(of: Person, metric: Metric): Change | undefined {
  const found = findingOf(of, 'CHANGE_POINTS', metric);
  const params = found?.params as { mean_before?: number; mean_after?: number } | null | undefined;
  if (!found?.since || params?.mean_before == null || params.mean_after == null) return undefined;
  return { since: found.since, before: params.mean_before, after: params.mean_after };
}

/** One sentence: where it goes, told only as far as it was tested. */
function Head({ of, metric, values }: { of: Person; metric: Metric; values: readonly (number | null)[] }) {
  const words = useWords(trendsWords);
  const title = useWords(metricWords)[metric];
  const format = useFormat();
  const told = (value: number) => format.text(format.value(metric, value));
  const slow = findingOf(of, 'SLOW_TRENDS', metric);
  const week = weekPattern(of, metric);
  const recent = recentOf(values);
  const sure = week && week.significance !== 'INSUFFICIENT' && week.score;
  const heading = (up: boolean) => (up ? words.up(title) : words.down(title));
  if (sure && recent) {
    return <PageHead eyebrow={words.eyebrow} title={heading(sure > 0)} lead={words.weekLead(told(recent.now), told(recent.before))} />;
  }
  if (slow?.effect) {
    const change = format.text(format.size(metric, slow.effect));
    return <PageHead eyebrow={words.eyebrow} title={heading(slow.effect > 0)} lead={words.slowLead(change)} />;
  }
  const early = values.filter((each) => each !== null).length < 28;
  return early ? (
    <PageHead eyebrow={words.eyebrow} title={words.early(title)} lead={words.earlyLead} />
  ) : (
    <PageHead eyebrow={words.eyebrow} title={words.steady(title)} lead={words.steadyLead} />
  );
}
