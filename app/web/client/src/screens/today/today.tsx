import { askAhead } from '@/kit/ask';
import type { Metric } from '@/enums';
import { Hypnogram, StageKey, stretchesOf } from '@/kit/charts/hypnogram';
import { Figure, type Label, Plot } from '@/kit/charts/figure';
import { hours, scale } from '@/kit/charts/scale';
import { useFormat } from '@/kit/format';
import { More, PageHead, Say, Sheet, ToDo } from '@/kit/parts';
import { Link } from '@/kit/router';
import { PageEmpty, PageOf } from '@/kit/states';
import { useTell } from '@/kit/telling';
import { useAsk } from '@/kit/useAsk';
import { isOutside, placeOf, Sure, UsualKey, UsualRow, UsualRows } from '@/kit/usual';
import { useWords } from '@/kit/words';
import type { Ahead, PageProps } from '@/routes';
import { codeWords } from '@/words/codes';
import { LoadSheet } from './load';
import { MissingSheet } from './missing';
import { OutSheet } from './out';
import { StepsSheet } from './steps';
import { isFresh, newestOf, type Pattern, patternOf, type Person, ROWS, usualOf } from './person';
import { Today } from './today.document';
import { bedtimeOf, TonightSheet } from './tonight';
import { todayWords } from './words';

export const ahead: Ahead = (person) => {
  if (person) askAhead(Today, { person });
};

export default function TodayPage({ person }: PageProps) {
  const asked = useAsk(Today, { person });
  return <PageOf asked={asked}>{({ person }) => person && <TodayOf person={person} />}</PageOf>;
}

function TodayOf({ person }: { person: Person }) {
  const words = useWords(todayWords);
  const format = useFormat();
  const days = person.insights?.dataAgeDays ?? 0;
  const steps = person.activity?.[0]?.steps;
  if (!person.night && days === 0 && !steps) {
    return (
      <PageEmpty
        eyebrow={format.dayLong(person.today)}
        title={words.title.empty}
        lead={person.polarConnection ? words.lead.empty : words.lead.notConnected}
      >
        <ComingSheet person={person} />
      </PageEmpty>
    );
  }
  return (
    <>
      <div className="hero">
        <Head person={person} />
        {days < 21 ? <ComingSheet person={person} /> : <ReadinessSheet person={person} />}
      </div>
      {person.night && <NightSheet person={person} night={person.night} />}
      <div className="cols">
        <OutSheet person={person} />
        <LoadSheet person={person} />
      </div>
      <div className="thirds">
        <StepsSheet person={person} />
        <TonightSheet person={person} />
        <MissingSheet person={person} />
      </div>
    </>
  );
}

interface Part {
  readonly metric: Metric;
  readonly rank: number;
  readonly weight: number;
}

/** Parts of the readiness, as the pattern tells them. */
function partsOf(pattern: Pattern | undefined): Part[] {
  const details = pattern?.details as { parts?: Record<string, { rank: number; weight: number }> } | undefined;
  return Object.entries(details?.parts ?? {}).map(([key, part]) => ({
    metric: key.toUpperCase() as Metric,
    ...part,
  }));
}

const LOW = 34;
const HIGH = 67;

function Head({ person }: { person: Person }) {
  const words = useWords(todayWords);
  const format = useFormat();
  const tell = useTell();
  const eyebrow = format.dayLong(person.today);
  const bed = bedtimeOf(person);
  const bedBy = bed && words.todo.bed(format.clock(bed.start));
  const days = person.insights?.dataAgeDays ?? 0;
  const illness = patternOf(person, 'ILLNESS_SIGNAL');
  const readiness = patternOf(person, 'READINESS');
  const overtraining = patternOf(person, 'OVERTRAINING_RISK');
  const signs = useSigns(partsOf(readiness));
  if (!isFresh(person)) {
    const since = person.night && format.dayLong(person.night.date);
    return <PageHead eyebrow={eyebrow} title={words.title.stale} lead={since ? words.lead.stale(since) : words.lead.empty} />;
  }
  if (days < 21) {
    return <PageHead eyebrow={eyebrow} title={words.title.early} lead={words.lead.early(days, 21 - days)} />;
  }
  const late = person.night && person.night.date < person.today ? words.lead.noNightYet(format.dayLong(person.night.date)) : null;
  if (illness?.code === 'ILLNESS_SIGNAL') {
    const joined = (illness.params as { joined?: string[] }).joined ?? [];
    const median = usualOf(person, 'RESTING_HR').median;
    const bpm = format.text(format.value('RESTING_HR', median));
    return (
      <PageHead
        eyebrow={eyebrow}
        title={words.title.rest}
        lead={`${tell.sentence(illness.code, illness.params, 'RESTING_HR')} ${words.lead.illness}`}
      >
        <ToDo icon="bed">{[words.todo.illness(bpm), bedBy].filter(Boolean).join(' ')}</ToDo>
        <Sure of={illness.significance}>
          {joined.length ? words.sure.both(tell.say(null).list(joined)) : words.sure.alone}
        </Sure>
      </PageHead>
    );
  }
  const score = readiness?.score ?? null;
  const strained = overtraining?.significance === 'HIGH';
  const title = strained ? words.title.easy : titleOf(score, words.title);
  const debt = Number((patternOf(person, 'SLEEP_DEBT')?.params as { debt_hours?: number } | undefined)?.debt_hours ?? 0);
  const light = strained || (score !== null && score < LOW);
  const short = debt >= 5 ? words.todo.debt(format.text(format.duration(debt * 3600))) : null;
  const todo = light ? [words.todo.light, bedBy] : short ? [short, bedBy] : [];
  return (
    <PageHead
      eyebrow={eyebrow}
      title={title}
      lead={[late, strained ? tell.sentence('OVERTRAINING_RISK', overtraining.params, null) : null, signs].filter(Boolean).join(' ')}
    >
      {todo.filter(Boolean).length > 0 && <ToDo icon="bed">{todo.filter(Boolean).join(' ')}</ToDo>}
      {score !== null && <Sure of="LOW">{words.sure.rank}</Sure>}
    </PageHead>
  );
}

function titleOf(score: number | null, titles: { gentle: string; ready: string; usual: string }): string {
  if (score === null || (score >= LOW && score < HIGH)) return titles.usual;
  return score < LOW ? titles.gentle : titles.ready;
}

/** Which signs stand near the top or the bottom of the last 60 days. */
function useSigns(parts: readonly Part[]): string {
  const words = useWords(todayWords).lead;
  const format = useFormat();
  const tell = useTell();
  const names = (found: readonly Part[]) => format.list(found.map(({ metric }) => tell.name(metric)));
  const top = parts.filter(({ rank }) => rank >= 75);
  const bottom = parts.filter(({ rank }) => rank <= 25);
  if (!parts.length) return '';
  if (!top.length && !bottom.length) return words.middle;
  return [top.length ? words.top(names(top)) : '', bottom.length ? words.bottom(names(bottom)) : ''].filter(Boolean).join(' ');
}

function ReadinessSheet({ person }: { person: Person }) {
  const words = useWords(todayWords).readiness;
  const format = useFormat();
  const tell = useTell();
  const readiness = patternOf(person, 'READINESS');
  if (readiness?.score == null) {
    return (
      <Sheet title={words.title}>
        <p>{words.none}</p>
        <Say>{tell.sentence(readiness?.reasonCode ?? null, readiness?.reasonParams, null)}</Say>
      </Sheet>
    );
  }
  const { score } = readiness;
  return (
    <Sheet title={words.title} className="readiness">
      <p className="number-big">
        {format.number(score)}
        <span className="of">{words.of}</span>
      </p>
      <Say>{score < LOW ? words.low : score < HIGH ? words.middle : words.high}</Say>
      <ul className="meters">
        {partsOf(readiness).map(({ metric, rank, weight }) => (
          <li key={metric}>
            <span>
              {tell.title(metric)} <span className="unit">{format.percent(weight)}</span>
            </span>
            <span className="meter" aria-hidden="true">
              <i style={{ width: `${Math.max(rank, 1.5)}%` }} />
            </span>
            <b>{format.number(rank)}</b>
          </li>
        ))}
      </ul>
      <More summary={words.how}>
        <Say>{words.more}</Say>
      </More>
    </Sheet>
  );
}

/** What unlocks with more days. */
function ComingSheet({ person }: { person: Person }) {
  const words = useWords(todayWords).coming;
  const names = useWords(codeWords).feature;
  const days = person.insights?.dataAgeDays ?? 0;
  const features = person.insights?.featureAvailability ?? [];
  return (
    <Sheet title={words.title}>
      <dl className="pairs">
        {features.map(({ feature, available, unlockAtDays }) => (
          <div key={feature}>
            <dt>{names[feature]}</dt>
            <dd className="quiet">
              {available ? words.there : days ? words.in((unlockAtDays ?? 0) - days) : words.days(unlockAtDays ?? 0)}
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

function NightSheet({ person, night }: { person: Person; night: NonNullable<Person['night']> }) {
  const words = useWords(todayWords).night;
  const format = useFormat();
  const tell = useTell();
  const { sleep } = night;
  const outside = ROWS.filter((metric) => isOutside(placeOf(newestOf(person, metric), usualOf(person, metric))));
  const judged = ROWS.some((metric) => placeOf(newestOf(person, metric), usualOf(person, metric)));
  const device = person.exercises?.nodes[0]?.device;
  const says = [
    sleep?.sleepStartLocal && sleep.sleepEndLocal
      ? words.times(format.clock(sleep.sleepStartLocal), format.clock(sleep.sleepEndLocal))
      : null,
    judged ? (outside.length ? words.outside(format.list(outside.map(tell.name))) : words.inside) : null,
  ];
  return (
    <Sheet
      title={night.date === person.today ? words.title : words.of(format.dayLong(night.date))}
      aside={<Link href={`/night/${night.date}`}>{words.link}</Link>}
    >
      <div className="duo">
        <Figure says={says.filter(Boolean).join(' ')}>
          <NightPicture night={night} />
        </Figure>
        <div>
          <UsualRows>
            {ROWS.map((metric) => (
              <UsualRow
                key={metric}
                metric={metric}
                value={newestOf(person, metric)}
                usual={usualOf(person, metric)}
                reason={device && usualOf(person, metric).sampleCount === 0 ? words.device(device) : words.notMeasured}
              />
            ))}
          </UsualRows>
          <UsualKey />
        </div>
      </div>
    </Sheet>
  );
}

function NightPicture({ night }: { night: NonNullable<Person['night']> }) {
  const format = useFormat();
  const stretches = stretchesOf(night.hypnogram, night.sleep?.sleepEndLocal);
  const [first, last] = [stretches[0], stretches.at(-1)];
  const { sleep } = night;
  if (!first || !last || !sleep) return null;
  const x = scale(first.from, last.to);
  const below: Label[] = hours(first.from, last.to, 2).map((at) => ({ at: x.percent(at), text: format.hour(at) }));
  return (
    <Link href={`/night/${night.date}`} className="picture" aria-hidden="true" tabIndex={-1}>
      <Plot height={132} gutter={0} below={below}>
        <Hypnogram of={stretches} x={x} linked />
      </Plot>
      <StageKey
        seconds={{
          awake: sleep.interruptionSeconds,
          rem: sleep.remSeconds,
          light: sleep.lightSeconds,
          deep: sleep.deepSeconds,
          unknown: sleep.unrecognizedSeconds,
        }}
        text={(seconds) => format.text(format.duration(seconds))}
      />
    </Link>
  );
}

