import { useEffect, useState } from 'react';
import { announce } from '@/kit/announce';
import { renew } from '@/kit/ask';
import { bytesOf } from '@/kit/bytes';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Icon } from '@/kit/icons';
import { Button } from '@/kit/parts';
import { useUnderWay } from '@/kit/underWay';
import { watch } from '@/kit/watch';
import { useWords } from '@/kit/words';
import type { Person } from './account';
import { ExportGoes, MakeExport } from './account.document';
import { accountWords } from './words';

type Made = NonNullable<Person['takeouts']>[number];

const STEPS = ['waiting', 'rows', 'samples', 'documents'] as const;

/** Everything about the person as one file: ordered here, made by a worker, and here when somebody comes back. */
export function Takeout({ person }: { person: Person }) {
  const { data: words } = useWords(accountWords);
  const deed = useDeed(MakeExport);
  const [newest] = person.takeouts ?? [];
  const working = newest && isUnderWay(newest) ? newest : undefined;
  const make = async () => {
    // Another tab may have begun one: then it is shown here, too.
    if (!(await deed.run({ person: person.userId }))) renew();
  };
  return (
    <div className="stack takeout">
      <h3>{words.whole}</h3>
      <p className="say">{words.wholeSay}</p>
      {working ? (
        <Going key={working.runId} made={working} />
      ) : (
        <>
          {newest && <Last made={newest} />}
          <div className="row">
            {newest?.path && <Fetch made={newest} path={newest.path} />}
            <Button icon="file" kind={newest?.path ? 'quiet' : 'main'} busy={deed.busy} onClick={() => void make()}>
              {newest?.path ? words.again : words.make}
            </Button>
          </div>
          <Wrong problem={deed.problem} />
        </>
      )}
    </div>
  );
}

function isUnderWay({ state }: Made): boolean {
  return state === 'QUEUED' || state === 'RUNNING';
}

/** What a worker does at the moment, as it tells it; what was missed is looked for. */
function Going({ made }: { made: Made }) {
  const { data: words } = useWords(accountWords);
  const [phase, setPhase] = useState<string>();
  useUnderWay(true);
  useEffect(
    () =>
      watch(ExportGoes, { run: made.runId }, ({ takeoutProgress: { takeout, final } }) => {
        setPhase(takeout.phase);
        if (!final) return;
        if (takeout.state === 'SUCCESS') announce(words.made);
        renew();
      }),
    [made.runId, words],
  );
  const at = STEPS.indexOf(stepOf(phase ?? made.phase));
  return (
    <>
      <p className="say">{words.working}</p>
      <ol className="feeds">
        {STEPS.map((step, index) => (
          <li key={step} className={index > at ? 'waiting' : undefined} aria-current={index === at ? 'step' : undefined}>
            {index < at ? <Icon name="check" small /> : <span aria-hidden="true">{index === at ? '…' : '·'}</span>}
            <span>{words.steps[step]}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** A phase is a relation by its name in SQL, or what comes before and after them. */
function stepOf(phase: string): (typeof STEPS)[number] {
  if (phase === 'waiting' || phase === 'queued') return 'waiting';
  if (phase === 'documents' || phase === 'done') return 'documents';
  return phase.endsWith('_sample') || phase === 'metric_daily' ? 'samples' : 'rows';
}

function Last({ made }: { made: Made }) {
  const { data: words } = useWords(accountWords);
  const format = useFormat();
  if (made.state === 'GONE') return <p className="say">{words.wasGone}</p>;
  if (!made.path) {
    return (
      <p className="say notice">
        {words.failed} <span lang="en">{made.error}</span>
      </p>
    );
  }
  return (
    <p className="say" role="status">
      {words.ready(format.ago(made.endedAt ?? ''), format.moment(made.expiresAt ?? ''))}{' '}
      {words.inIt(format.number(made.toldRows), format.number(made.documents))}
    </p>
  );
}

function Fetch({ made, path }: { made: Made; path: string }) {
  const { data: words } = useWords(accountWords);
  const format = useFormat();
  return (
    <a className="button main" href={path} download>
      <Icon name="file" small />
      {words.fetch(bytesOf(made.fileBytes, format.locale))}
    </a>
  );
}
