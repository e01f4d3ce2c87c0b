import { useState } from 'react';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, Dialog, Pairs, Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import type { Person } from './account';
import { ConnectAgain, Disconnect } from './account.document';
import { accountWords } from './words';

/** How the person is connected to Polar, and how that is changed. */
export function Connection({ person, redirectUrl }: { person: Person; redirectUrl: string | null }) {
  const { connection: words } = useWords(accountWords);
  const format = useFormat();
  const link = person.polarConnection;
  const connect = useDeed(ConnectAgain);
  const [asking, setAsking] = useState(false);
  const go = async () => {
    const answer = await connect.run({ input: { userId: person.userId, redirectUri: redirectUrl } });
    const url = answer?.startConnection?.authorizationUrl;
    if (url) location.assign(url);
  };
  const state = !link ? words.none : link.refusedAt ? words.dead(format.moment(link.refusedAt)) : words.fine(format.moment(link.connectedAt));
  return (
    <Sheet title={words.title}>
      <div className="stack">
        <p className="say">{state}</p>
        <Pairs
          rows={[
            [words.synced, person.syncedAt ? format.moment(person.syncedAt) : words.never],
            [words.number, person.polarUserId ?? '–'],
          ]}
        />
        <div className="row">
          {(!link || link.refusedAt) && (
            <Button kind="main" icon="link" busy={connect.busy} onClick={() => void go()}>
              {link ? words.again : words.connect}
            </Button>
          )}
          {link && <Button onClick={() => setAsking(true)}>{words.disconnect}</Button>}
          <Wrong problem={connect.problem} />
        </div>
      </div>
      <Dialog open={asking} title={words.sure} onClose={() => setAsking(false)}>
        <Leaving person={person} done={() => setAsking(false)} />
      </Dialog>
    </Sheet>
  );
}

function Leaving({ person, done }: { person: Person; done: () => void }) {
  const { connection: words } = useWords(accountWords);
  const deed = useDeed(Disconnect);
  const leave = async () => {
    if (await deed.run({ person: person.userId, force: false })) done();
  };
  return (
    <div className="stack">
      <p className="say">{words.goes}</p>
      <div className="row">
        <Button kind="danger" busy={deed.busy} onClick={() => void leave()}>
          {words.disconnect}
        </Button>
        <Button onClick={done}>{words.keep}</Button>
      </div>
      <Wrong problem={deed.problem} />
    </div>
  );
}
