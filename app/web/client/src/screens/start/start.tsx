import { useEffect, useState } from 'react';
import { PageHead, Steps } from '@/kit/parts';
import { useAddress } from '@/kit/router';
import { leaveToSignIn, readSession, type Session } from '@/kit/session';
import { PageOf, PageSkeleton } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { type Translated, useWords } from '@/kit/words';
import { Door } from '../signin/door';
import { Start, type StartQuery } from './start.document';
import { ConnectStep, KeyStep, OwnerStep, PolarStep } from './steps';
import { SyncStep } from './sync';
import { startWords } from './words';

/** What is there already; the first step that is not done is the current one. */
export type Known = Pick<StartQuery, 'polarClient' | 'people'>;

export default function StartPage() {
  const words = useWords(startWords);
  const [session, setSession] = useState<Session | null>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    readSession().then(setSession, () => setSession(null));
  }, [turn]);
  useEffect(() => {
    if (session === null) leaveToSignIn();
    if (session?.role === 'person') location.replace('/today');
  }, [session]);
  if (!session || session.role === 'person') return <PageSkeleton />;
  return (
    <Door where={words.where}>
      {session.role === 'setup' ? (
        <Way session={session} again={() => setTurn(turn + 1)} />
      ) : (
        <KnownWay session={session} />
      )}
    </Door>
  );
}

function KnownWay({ session }: { session: Session }) {
  const asked = useAsk(Start, {});
  return <PageOf asked={asked}>{(known) => <Way session={session} known={known} again={asked.again} />}</PageOf>;
}

function Way({ session, known, again }: { session: Session; known?: Known; again: () => void }) {
  const words = useWords(startWords);
  const address = useAddress();
  const [skipped, setSkipped] = useState(false);
  const person = known?.people?.nodes[0];
  const run = address.searchParams.get('run') ?? person?.syncRuns?.nodes[0]?.runId ?? null;
  const [ended, setEnded] = useState(false);
  const synced = person?.syncedAt != null || ended;
  const done = [session.role === 'owner', known?.polarClient?.clientId != null, person != null, synced, skipped];
  const current = done.indexOf(false);
  const [title, lead] = headOf(words, current);
  return (
    <>
      <PageHead title={title} lead={lead} />
      <div className="sheet">
        <Steps current={current}>
          <OwnerStep current={current === 0} session={session} again={again} />
          <PolarStep current={current === 1} client={known?.polarClient ?? null} again={again} />
          <ConnectStep current={current === 2} client={known?.polarClient ?? null} person={person} />
          <SyncStep current={current === 3} done={synced} person={person} run={run} ended={() => setEnded(true)} />
          <KeyStep current={current >= 4 || skipped} person={person} skip={() => setSkipped(true)} />
        </Steps>
      </div>
      <p className="say">{words.leave}</p>
    </>
  );
}

function headOf(words: Translated<(typeof startWords)['en']>, current: number): [string, string] {
  if (current === 3) return [words.arriving, words.arrivingLead];
  return current < 3 && current >= 0 ? [words.title, words.lead] : [words.ready, words.readyLead];
}
