import { useState } from 'react';
import { announce } from '@/kit/announce';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, Dialog, Pairs, Sheet } from '@/kit/parts';
import { SyncState } from '@/kit/rows';
import { useWords } from '@/kit/words';
import type { House } from './system';
import { EndWebhook, MakeWebhook } from './system.document';
import { systemWords } from './words';

const LOCAL = /^http:|\/\/(localhost|127\.|\[::1\])/;

/** Whether Polar tells Ursa what is new, and how that is changed. */
export function Webhook({ house }: { house: House }) {
  const { webhook: words } = useWords(systemWords);
  const { polarWebhook: hook } = house;
  const make = useDeed(MakeWebhook);
  const [asking, setAsking] = useState(false);
  const begin = async () => {
    if (await make.run({})) announce(words.made);
  };
  return (
    <Sheet title={words.title} aside={hook && <SyncState kind={kindOf(hook)}>{words.state[kindOf(hook)]}</SyncState>}>
      <div className="stack">
        <p className="say">{hook ? words.there : words.none}</p>
        {hook && <Facts hook={hook} />}
        {!hook && LOCAL.test(house.publicUrl) && !house.demo && <p className="say notice">{words.local(house.publicUrl)}</p>}
        <div className="row">
          {hook ? (
            <Button onClick={() => setAsking(true)}>{words.end}</Button>
          ) : (
            <Button icon="link" busy={make.busy} disabled={!house.polarClient} onClick={() => void begin()}>
              {words.make}
            </Button>
          )}
          <Wrong problem={make.problem} />
        </div>
      </div>
      <Dialog open={asking} title={words.sure} onClose={() => setAsking(false)}>
        <Ending done={() => setAsking(false)} />
      </Dialog>
    </Sheet>
  );
}

type Hook = NonNullable<House['polarWebhook']>;

function kindOf({ active, error }: Hook): 'fine' | 'bad' | 'none' {
  if (error || active === false) return 'bad';
  return active ? 'fine' : 'none';
}

function Facts({ hook }: { hook: Hook }) {
  const { webhook: words } = useWords(systemWords);
  const format = useFormat();
  return (
    <>
      {hook.error && (
        <p className="say notice" lang="en">
          {hook.error}
        </p>
      )}
      <Pairs
        rows={[
          [words.url, <code key="url">{hook.url}</code>],
          [words.inADay, format.number(hook.noticesInADay)],
          [words.last, hook.lastNoticeAt ? format.ago(hook.lastNoticeAt) : words.never],
          [words.looked, hook.checkedAt ? format.ago(hook.checkedAt) : words.never],
          ...(hook.reactivatedAt ? [[words.again, format.ago(hook.reactivatedAt)] as const] : []),
        ]}
      />
    </>
  );
}

function Ending({ done }: { done: () => void }) {
  const { webhook: words } = useWords(systemWords);
  const deed = useDeed(EndWebhook);
  const end = async () => {
    if (await deed.run({})) done();
  };
  return (
    <div className="stack">
      <p className="say">{words.goes}</p>
      <Wrong problem={deed.problem} />
      <div className="row ends">
        <Button onClick={done}>{words.keep}</Button>
        <Button kind="danger" busy={deed.busy} onClick={() => void end()}>
          {words.end}
        </Button>
      </div>
    </div>
  );
}
