import { useState } from 'react';
import { useFormat } from '@/kit/format';
import { classes } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { SyncState } from '@/kit/rows';
import { useLate } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import { useFeedName } from '@/words/feedName';
import { syncWords } from '@/words/syncs';
import { SyncInDepth, type SyncInDepthQuery, type SyncsQuery } from './syncs.document';
import { pageWords } from './words';

type Run = NonNullable<SyncsQuery['ended']>['nodes'][number];
type InDepth = Extract<NonNullable<SyncInDepthQuery['node']>, { feeds: unknown }>;
type Feed = InDepth['feeds'][number];

const KINDS = {
  SUCCESS: 'fine',
  PARTIAL: 'bad',
  FAILED: 'bad',
  INTERRUPTED: 'none',
  QUEUED: 'running',
  RUNNING: 'running',
} as const;

/** One run: a line, and feed by feed once it is opened. */
export function RunRow({ run, name }: { run: Run; name: string }) {
  const words = useWords(pageWords);
  const codes = useWords(syncWords);
  const feedName = useFeedName();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const rows = run.feeds.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
  const wrong = run.feeds.filter(({ state }) => state === 'FAILED' || state === 'PARTIAL');
  const took =
    run.startedAt && run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : null;
  const facts = [
    codes.origin[run.origin],
    words.whole(run.days),
    took !== null && took >= 1 && words.took(format.stopwatch(took)),
    rows > 0 ? words.wrote(format.number(rows)) : words.nothingNew,
  ];
  return (
    <li className="run">
      <div className="row apart">
        <h3>
          <Name>{name}</Name>
        </h3>
        <SyncState kind={KINDS[run.state]}>{codes.run[run.state]}</SyncState>
      </div>
      <p className="say">
        <time dateTime={run.queuedAt}>{format.moment(run.queuedAt)}</time>, {facts.filter(Boolean).join(', ')}.
      </p>
      {run.errorCode && <Advice code={run.errorCode} said={run.error} />}
      {!run.errorCode && wrong.length > 0 && (
        <p className="say">
          <b>{format.list(wrong.map(({ feed }) => feedName(feed)))}.</b> {words.allThere}
        </p>
      )}
      <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{words.inDepth}</summary>
        {open && <Depth run={run} />}
      </details>
    </li>
  );
}

/** What to do about a problem, in the reader's language; else what the server says. */
function Advice({ code, said }: { code: string; said: string | null }) {
  const { advice } = useWords(syncWords);
  return (
    <p className="say notice">
      {advice[code] ?? <span lang="en">{said ?? code}</span>}
    </p>
  );
}

function Depth({ run }: { run: Run }) {
  const words = useWords(pageWords);
  const kit = useWords(kitWords);
  const format = useFormat();
  const asked = useAsk(SyncInDepth, { run: run.id });
  const late = useLate();
  const found = asked.data?.node as InDepth | null | undefined;
  if (!found) {
    if (asked.failed) return <p className="wrong">{kit.failed[asked.failed.kind].join(' ')}</p>;
    return late ? <p className="hint">{kit.loading}</p> : null;
  }
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={words.inDepth}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.feed}</th>
              <th scope="col">{words.state_}</th>
              <th scope="col" className="end">
                {words.asks}
              </th>
              <th scope="col" className="end">
                {words.has}
              </th>
              <th scope="col" className="end">
                {words.came}
              </th>
              <th scope="col" className="end">
                {words.stored}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.feeds.map((feed) => (
              <FeedRow key={feed.feed} feed={feed} />
            ))}
          </tbody>
        </table>
      </div>
      <Problems feeds={found.feeds} />
      <Notes feeds={found.feeds} />
      <p className="hint">{words.requests(format.number(found.requestCount))}</p>
    </>
  );
}

function FeedRow({ feed }: { feed: Feed }) {
  const codes = useWords(syncWords);
  const feedName = useFeedName();
  const format = useFormat();
  const wrong = feed.state === 'FAILED' || feed.state === 'PARTIAL';
  const days =
    feed.daysAsked !== null && feed.daysAnswered !== null && feed.daysAnswered < feed.daysAsked
      ? `${format.number(feed.daysAnswered)}/${format.number(feed.daysAsked)}`
      : format.number(feed.daysAsked);
  const ends = [...new Set([feed.firstDay, feed.lastDay])].filter((day) => day !== null);
  const span = ends.map((day) => format.dayYear(day)).join(' – ');
  return (
    <tr>
      <th scope="row">{feedName(feed.feed)}</th>
      <td className={classes('word', wrong && 'outside')}>{codes.feedState[feed.state]}</td>
      <td className="end">{days}</td>
      <td className="end">{span}</td>
      <td className="end">{format.number(feed.rowsReceived)}</td>
      <td className="end">{format.number(feed.rowsWritten)}</td>
    </tr>
  );
}

/** Feed by feed what did not come, and what to do about it. */
function Problems({ feeds }: { feeds: readonly Feed[] }) {
  const feedName = useFeedName();
  const words = useWords(pageWords);
  const wrong = feeds.filter(({ errorCode, problems }) => errorCode || problems.length > 0);
  if (wrong.length === 0) return null;
  return (
    <section aria-label={words.toDo} className="stack problems">
      {wrong.map((feed) => (
        <div key={feed.feed}>
          <h4>{feedName(feed.feed)}</h4>
          {feed.errorCode && <Advice code={feed.errorCode} said={feed.error} />}
          {feed.problems.length > 0 && (
            <ul className="hint" lang="en" aria-label={words.inWords}>
              {feed.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}

/** What looked odd and was settled: nothing is missing, and nothing needs to be done. */
function Notes({ feeds }: { feeds: readonly Feed[] }) {
  const words = useWords(pageWords);
  const notes = feeds.flatMap((feed) => feed.notes);
  if (notes.length === 0) return null;
  return (
    <section className="stack">
      <h4>{words.did}</h4>
      <ul className="hint" lang="en" aria-label={words.did}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}
