import { announce } from '@/kit/announce';
import { Figure, Plot } from '@/kit/charts/figure';
import { line, scale, scaleOf } from '@/kit/charts/scale';
import { wall } from '@/kit/days';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { Link } from '@/kit/router';
import { PersonCard, SyncState } from '@/kit/rows';
import { useWords } from '@/kit/words';
import { initialOf, nameOf } from '@/shell/person';
import { FEEDS } from '@/words/feeds';
import { metricWords } from '@/words/metrics';
import { Disconnect, Export } from './deeds';
import { Delete } from './delete';
import { useConnect } from './door';
import { type PeopleQuery, SyncPerson } from './people.document';
import { peopleWords } from './words';

export type One = NonNullable<PeopleQuery['people']>['nodes'][number];
export type Asking = 'disconnect' | 'export' | 'delete' | null;

const DAY_MS = 86_400_000;
const NIGHTS = 30;
const KEPT_DAYS = 28;

/** What to say of somebody first: connect again, a sync that runs, something to look at, or nothing. */
export function stateOf(of: One): 'again' | 'first' | 'none' | 'look' | 'fine' {
  if (of.polarConnection?.refusedAt) return 'again';
  const [run] = of.syncRuns?.nodes ?? [];
  if (!of.syncedAt && (run?.state === 'RUNNING' || run?.state === 'QUEUED')) return 'first';
  if (!of.polarConnection) return 'none';
  return (of.anomalies?.length ?? 0) > 0 ? 'look' : 'fine';
}

export function Card({ of, ask }: { of: One; ask: (asking: Asking) => void }) {
  const words = useWords(peopleWords);
  const name = nameOf(of);
  const state = stateOf(of);
  const tag = { again: words.tag.again, first: words.tag.first, look: words.tag.look, none: null, fine: null }[state];
  return (
    <PersonCard
      name={<Name>{name}</Name>}
      initial={initialOf(name)}
      notice={state === 'again' || state === 'look'}
      state={tag && <span className="tag">{tag}</span>}
      deeds={<Deeds of={of} state={state} ask={ask} />}
    >
      <State of={of} />
      {state === 'first' ? <Progress of={of} /> : <Numbers of={of} />}
      <p className="say">
        <Said of={of} state={state} />
      </p>
    </PersonCard>
  );
}

/** What is asked about somebody. It stands beside the cards: theirs is gone before their receipt is read. */
export function Asked(given: { of: One; asking: Asking; ask: (asking: Asking) => void }) {
  const { of, asking, ask } = given;
  const close = () => ask(null);
  return (
    <>
      <Disconnect of={of} open={asking === 'disconnect'} close={close} />
      <Export of={of} open={asking === 'export'} close={close} />
      <Delete of={of} open={asking === 'delete'} close={close} exportFirst={() => ask('export')} />
    </>
  );
}

function State({ of }: { of: One }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const [run] = of.syncRuns?.nodes ?? [];
  const at = (moment: string) => (Date.now() - Date.parse(moment) < DAY_MS ? format.momentClock(moment) : format.ago(moment));
  if (run?.state === 'RUNNING' || run?.state === 'QUEUED') {
    return <SyncState kind="running">{words.state.feeds(run.feeds.length, FEEDS.length)}</SyncState>;
  }
  if (of.polarConnection?.refusedAt) {
    return <SyncState kind="bad">{words.state.stopped(format.ago(of.polarConnection.refusedAt))}</SyncState>;
  }
  if (!of.polarConnection) return <SyncState kind="none">{words.state.none}</SyncState>;
  if (!of.syncedAt) return <SyncState kind="none">{words.state.waiting}</SyncState>;
  return <SyncState kind="fine">{words.state.synced(at(of.syncedAt))}</SyncState>;
}

function Said({ of, state }: { of: One; state: ReturnType<typeof stateOf> }) {
  const words = useWords(peopleWords);
  const titles = useWords(metricWords);
  const format = useFormat();
  const refused = of.polarConnection?.refusedAt;
  if (refused) {
    return words.refused(format.ago(refused), format.dayYear(Date.parse(refused) + KEPT_DAYS * DAY_MS));
  }
  if (state === 'none') return words.notConnected;
  if (state === 'first') return null;
  const out = (of.anomalies ?? []).map(({ metric }) => titles[metric]);
  return out.length > 0 ? words.stands(format.list(out)) : words.nothing;
}

function Progress({ of }: { of: One }) {
  const words = useWords(peopleWords);
  const done = of.syncRuns?.nodes[0]?.feeds.length ?? 0;
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={words.tag.first}
      aria-valuemin={0}
      aria-valuemax={FEEDS.length}
      aria-valuenow={done}
    >
      <i style={{ width: `${(100 * done) / FEEDS.length}%` }} />
    </div>
  );
}

/** Readiness, and the resting heart rate of the last nights in its usual range. */
function Numbers({ of }: { of: One }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const score = of.patterns?.[0]?.score ?? null;
  return (
    <div className="numbers">
      <div>
        <span className="hint">{words.readiness}</span>
        {score === null ? (
          <p className="hint">{words.noReadiness}</p>
        ) : (
          <p className="number">
            {format.number(score)}
            <span className="of">{words.of100}</span>
          </p>
        )}
      </div>
      <Sparkline of={of} />
    </div>
  );
}

function Sparkline({ of }: { of: One }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const [series] = of.series ?? [];
  const [baseline] = of.baselines ?? [];
  const values = series?.values ?? [];
  const times = (series?.timestamps ?? []).map(wall);
  const points = times.map((at, index) => [at, values[index] ?? null] as const);
  const last = wall(of.today);
  const low = baseline?.lowerBound ?? null;
  const high = baseline?.upperBound ?? null;
  if (!values.some((value) => value !== null)) return <p className="hint">{words.sparkNone}</p>;
  const x = scale(last - (NIGHTS - 1) * DAY_MS, last);
  const y = scaleOf([...values, low, high]);
  const out = (value: number) => (low !== null && value < low) || (high !== null && value > high);
  return (
    <Figure
      says={words.spark(NIGHTS)}
      numbers={{
        head: [words.night, words.bpm],
        count: points.length,
        row: (index) => [format.dayShort(points[index]?.[0] ?? 0), format.number(points[index]?.[1])],
      }}
    >
      <Plot
        height={44}
        gutter={0}
        over={points.map(([at, value], index) =>
          value !== null && (out(value) || index === points.length - 1) ? (
            <i
              key={at}
              className={out(value) ? 'diamond-at' : 'dot-at'}
              style={{ left: x.percent(at), top: y.percent(value) }}
            />
          ) : null,
        )}
      >
        {low !== null && high !== null && (
          <>
            <path className="bandfill" d={`M0 ${y.at(high)}H1000V${y.at(low)}H0Z`} />
            <path className="bandedge" d={`M0 ${y.at(high)}H1000M0 ${y.at(low)}H1000`} />
          </>
        )}
        <path className="line thin" d={line(points, x, y, 1.5 * DAY_MS)} />
      </Plot>
    </Figure>
  );
}

function Deeds({ of, state, ask }: { of: One; state: ReturnType<typeof stateOf>; ask: (asking: Asking) => void }) {
  const words = useWords(peopleWords);
  const name = nameOf(of);
  const connect = useConnect();
  const sync = useDeed(SyncPerson);
  const now = async () => {
    if (await sync.run({ person: of.userId })) announce(words.asked(name));
  };
  const connecting = state === 'again' ? words.connectAgain : words.connectFirst;
  const label = (what: string) => ({ 'aria-label': words.ofPerson(what.replace('…', ''), name) });
  return (
    <>
      {(state === 'again' || state === 'none') && (
        <Button
          kind={state === 'again' ? 'main' : 'quiet'}
          busy={connect.busy}
          {...label(connecting)}
          onClick={() => void connect.go(of.userId)}
        >
          {connecting}
        </Button>
      )}
      {state === 'first' ? (
        <Link className="button quiet" href="/syncs">
          {words.watch}
        </Link>
      ) : (
        <Link className="button quiet" href={`/today?person=${encodeURIComponent(of.userId)}`} {...label(words.open)}>
          {words.open}
        </Link>
      )}
      {(state === 'fine' || state === 'look') && (
        <Button kind="quiet" busy={sync.busy} {...label(words.sync)} onClick={() => void now()}>
          {words.sync}
        </Button>
      )}
      <Button kind="quiet" {...label(words.exportIt)} onClick={() => ask('export')}>
        {words.exportIt}
      </Button>
      {of.polarConnection && (
        <Button kind="quiet" {...label(words.disconnect)} onClick={() => ask('disconnect')}>
          {words.disconnect}
        </Button>
      )}
      <Button kind="quiet" className="subdued" {...label(words.remove)} onClick={() => ask('delete')}>
        {words.remove}
      </Button>
      <Wrong problem={sync.problem ?? connect.problem} />
    </>
  );
}
