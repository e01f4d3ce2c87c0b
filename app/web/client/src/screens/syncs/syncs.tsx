import { useState } from 'react';
import type { RunState } from '@/enums';
import { announce } from '@/kit/announce';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, PageHead, Segments, Sheet, ToDo } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { Link, useQuery } from '@/kit/router';
import { SyncState } from '@/kit/rows';
import { useOwner } from '@/kit/session';
import { PageOf } from '@/kit/states';
import { useUnderWay } from '@/kit/underWay';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { FEEDS } from '@/words/feeds';
import { RunRow } from './run';
import { SyncNow, Syncs, type SyncsQuery } from './syncs.document';
import { pageWords } from './words';

type Person = NonNullable<SyncsQuery['people']>['nodes'][number];
type UnderWay = NonNullable<SyncsQuery['underWay']>['nodes'][number];

const PROBLEMS: readonly RunState[] = ['PARTIAL', 'FAILED', 'INTERRUPTED'];
const ENDED: readonly RunState[] = ['SUCCESS', ...PROBLEMS];
const SOON_MS = 30_000;

export default function SyncsPage() {
  const [of, setOf] = useQuery('of');
  const [which, setWhich] = useQuery('which');
  const [after, setAfter] = useState<string | null>(null);
  const states = which === 'problems' ? PROBLEMS : ENDED;
  const owner = useOwner();
  const asked = useAsk(Syncs, { owner, person: of, states, after });
  useUnderWay((asked.data?.underWay?.nodes.length ?? 0) > 0);
  const choose = (set: (value: string | null) => void) => (value: string) => {
    setAfter(null);
    set(value || null);
  };
  return (
    <PageOf asked={asked}>
      {(data) => (
        <Page
          data={data}
          of={of}
          which={which}
          after={after}
          setOf={choose(setOf)}
          setWhich={choose(setWhich)}
          setAfter={setAfter}
        />
      )}
    </PageOf>
  );
}

function Page(given: {
  data: SyncsQuery;
  of: string | null;
  which: string | null;
  after: string | null;
  setOf: (value: string) => void;
  setWhich: (value: string) => void;
  setAfter: (value: string | null) => void;
}) {
  const { data, of, which, after } = given;
  const words = useWords(pageWords);
  const people = data.people?.nodes ?? [];
  const names = new Map(people.map((each) => [each.userId, called(each)]));
  const underWay = data.underWay?.nodes ?? [];
  const ended = data.ended?.nodes ?? [];
  const connected = people.filter(({ polarConnection }) => polarConnection && !polarConnection.refusedAt);
  const chosen = connected.filter(({ userId }) => userId === of);
  return (
    <>
      <Head data={data} connected={connected.length} />
      <div className="row tools">
        {people.length > 1 && (
          <div className="field">
            <label htmlFor="of">{words.who}</label>
            <select id="of" value={of ?? ''} onChange={(event) => given.setOf(event.target.value)}>
              <option value="">{words.everybody}</option>
              {people.map((each) => (
                <option key={each.userId} value={each.userId}>
                  {called(each)}
                </option>
              ))}
            </select>
          </div>
        )}
        <Segments
          label={words.state}
          value={which === 'problems' ? 'problems' : ''}
          options={[['', words.all] as const, ['problems', words.problems] as const]}
          onChoose={given.setWhich}
        />
        <SyncThem people={of ? chosen : connected} />
      </div>
      {underWay.length > 0 && (
        <Sheet title={words.underWay} aside={underWay.length}>
          <ul className="list" aria-live="polite">
            {underWay.map((run) => (
              <Running key={run.runId} run={run} name={names.get(run.userId) ?? run.userId} />
            ))}
          </ul>
        </Sheet>
      )}
      <Sheet title={words.list}>
        {ended.length === 0 && (
          <p className="say">
            {words.nothing} {(of || which) && words.nothingLead}
          </p>
        )}
        <ul className="list runs">
          {ended.map((run) => (
            <RunRow key={run.runId} run={run} name={names.get(run.userId) ?? run.userId} />
          ))}
        </ul>
        <div className="row pager">
          {after && <Button onClick={() => given.setAfter(null)}>{words.newest}</Button>}
          {data.ended?.pageInfo.hasNextPage && (
            <Button onClick={() => given.setAfter(data.ended?.pageInfo.endCursor ?? null)}>{words.older}</Button>
          )}
        </div>
      </Sheet>
    </>
  );
}

/** The sentence: what runs, what needs a look, or that everything comes in. */
function Head({ data, connected }: { data: SyncsQuery; connected: number }) {
  const words = useWords(pageWords);
  const format = useFormat();
  const owner = useOwner();
  const { nextSyncAt, workersAlive, polarBudget } = data.server;
  const running = data.underWay?.nodes.length ?? 0;
  const newest = newestOfEach(data.ended?.nodes ?? []);
  const bad = newest.filter(({ state }) => state === 'FAILED' || state === 'PARTIAL').length;
  const title = () => {
    if (running > 0) return words.title.running(running);
    if (connected === 0) return words.title.nobody;
    if (bad > 0) return words.title.look(bad);
    return newest.length > 0 ? words.title.fine : words.title.none;
  };
  const short = polarBudget?.[0];
  return (
    <PageHead
      eyebrow={words.eyebrow}
      title={title()}
      lead={
        connected === 0
          ? words.nobodyLead
          : [
              nextSyncAt &&
                (Date.parse(nextSyncAt) > Date.now() + SOON_MS ? words.next(format.ago(nextSyncAt)) : words.nextNow),
              short &&
                Date.parse(short.resetsAt) > Date.now() &&
                words.budget(format.number(short.left), format.number(short.allowed), words.budgetSpan(short.span)),
            ]
              .filter(Boolean)
              .join(' ')
      }
    >
      {!workersAlive && (
        <ToDo icon="alert" notice>
          {words.asleep}
        </ToDo>
      )}
      {connected === 0 && (
        <p>
          <Link className="button main" href={owner ? '/people' : '/account'}>
            {owner ? words.toPeople : words.toAccount}
          </Link>
        </p>
      )}
    </PageHead>
  );
}

function newestOfEach<Run extends { userId: string }>(runs: readonly Run[]): Run[] {
  const seen = new Set<string>();
  return runs.filter(({ userId }) => !seen.has(userId) && seen.add(userId));
}

function SyncThem({ people }: { people: readonly Person[] }) {
  const words = useWords(pageWords);
  const deed = useDeed(SyncNow);
  const [first] = people;
  if (!first) return null;
  const sync = async () => {
    for (const each of people) {
      const answer = await deed.run({ person: each.userId, days: null });
      if (answer) announce(words.asked(called(each)));
    }
  };
  return (
    <>
      <Button
        kind="main"
        icon="sync"
        busy={deed.busy}
        onClick={() => void sync()}
        aria-label={people.length === 1 ? words.nowOf(called(first)) : undefined}
      >
        {words.now}
      </Button>
      <Wrong problem={deed.problem} />
    </>
  );
}

/** A run as it goes on: how many feeds are done, and which was the last. */
function Running({ run, name }: { run: UnderWay; name: string }) {
  const words = useWords(pageWords);
  const done = run.feeds.length;
  return (
    <li>
      <div className="row apart">
        <h3>
          <Name>{name}</Name>
        </h3>
        <SyncState kind="running">{run.state === 'QUEUED' ? words.waits : words.feeds(done, FEEDS.length)}</SyncState>
      </div>
      <div
        className="progress"
        role="progressbar"
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={FEEDS.length}
        aria-label={name}
      >
        <i style={{ width: `${(100 * done) / FEEDS.length}%` }} />
      </div>
    </li>
  );
}

function called({ displayName, userId }: { displayName: string | null; userId: string }): string {
  return displayName?.trim() || userId;
}
