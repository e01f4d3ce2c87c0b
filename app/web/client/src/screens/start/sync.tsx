import { useEffect, useState } from 'react';
import { useDeed, Wrong } from '@/kit/deed';
import { Icon } from '@/kit/icons';
import { Button } from '@/kit/parts';
import { SyncState } from '@/kit/rows';
import { watch } from '@/kit/watch';
import { useWords } from '@/kit/words';
import { FEEDS, feedWords } from '@/words/feeds';
import { FirstSync, SyncGoes, type SyncGoesSubscription } from './start.document';
import { type Person, Step } from './steps';
import { startWords } from './words';

type Progress = SyncGoesSubscription['syncProgress'];
type Feed = Progress['feeds'][number];

/** The first sync, live. */
export function SyncStep(given: {
  current: boolean;
  done: boolean;
  person: Person;
  run: string | null;
  ended: () => void;
}) {
  const { sync } = useWords(startWords);
  const [own, setOwn] = useState<string | null>(null);
  const run = own ?? given.run;
  const deed = useDeed(FirstSync);
  const begin = async () => {
    const answer = await deed.run({ person: given.person?.userId ?? '' });
    setOwn(answer?.triggerSync?.run.runId ?? null);
  };
  if (!given.current && !given.done) return <Step title={sync.title} say={sync.why} />;
  if (run) return <Live key={run} run={run} ended={given.ended} again={() => void begin()} />;
  if (given.done) return <Step title={sync.title} say={sync.done} />;
  return (
    <Step title={sync.title} say={sync.why}>
      <div className="row">
        <Button kind="main" icon="sync" busy={deed.busy} onClick={() => void begin()}>
          {sync.go}
        </Button>
        <Wrong problem={deed.problem} />
      </div>
    </Step>
  );
}

function Live({ run, ended, again }: { run: string; ended: () => void; again: () => void }) {
  const { sync } = useWords(startWords);
  const [progress, setProgress] = useState<Progress>();
  useEffect(() => watch(SyncGoes, { run }, (data) => setProgress(data.syncProgress)), [run]);
  const final = progress?.final ?? false;
  const good = progress?.run.state === 'SUCCESS' || progress?.run.state === 'PARTIAL';
  useEffect(() => {
    if (final && good) ended();
  }, [final, good]);
  const feeds = new Map(progress?.feeds.map((feed) => [feed.feed, feed]));
  const failed = progress?.feeds.some(({ state }) => state === 'FAILED') ?? false;
  const nights = (feeds.get('sleep')?.rowsReceived ?? 0) > 0;
  const say = final ? (good ? sync.done : `${sync.failed} ${progress?.run.error ?? ''}`) : sync.state(feeds.size, FEEDS.length);
  return (
    <Step title={sync.title} say={<span role="status">{say}</span>}>
      <div className="meter" aria-hidden="true">
        <i style={{ width: `${(100 * feeds.size) / FEEDS.length}%` }} />
      </div>
      <ul className="feeds">
        {FEEDS.map((name) => (
          <FeedRow key={name} name={name} feed={feeds.get(name)} final={final} />
        ))}
      </ul>
      <div className="row">
        {nights && (
          <a className="button main" href="/night">
            {sync.night}
          </a>
        )}
        {nights && !final && <span className="hint">{sync.nightHint}</span>}
        {final && (!good || failed) && (
          <Button icon="sync" onClick={again}>
            {sync.go}
          </Button>
        )}
      </div>
    </Step>
  );
}

function FeedRow({ name, feed, final }: { name: (typeof FEEDS)[number]; feed: Feed | undefined; final: boolean }) {
  const { sync } = useWords(startWords);
  const names = useWords(feedWords);
  if (!feed) {
    return (
      <li className="waiting">
        <span aria-hidden="true">{final ? '–' : '·'}</span>
        <span>{names[name]}</span>
        <span>{final ? sync.none : sync.waiting}</span>
      </li>
    );
  }
  const failed = feed.state === 'FAILED';
  const told = failed ? (feed.error ?? sync.feedFailed) : feed.rowsReceived ? sync.rows(feed.rowsReceived) : sync.none;
  return (
    <li>
      {failed ? <SyncState kind="bad">{''}</SyncState> : feed.rowsReceived ? <Icon name="check" small /> : <span aria-hidden="true">–</span>}
      <span>{names[name]}</span>
      <span>{told}</span>
    </li>
  );
}
