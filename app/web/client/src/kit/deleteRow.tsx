// What was measured or brought, deleted for good: asked twice, because nothing brings it back.

import { useState } from 'react';
import { announce } from './announce';
import { renew } from './ask';
import { useDeed, Wrong } from './deed';
import type { Document } from './document';
import { Button, Dialog } from './parts';

interface Words {
  readonly open: string;
  readonly sure: string;
  readonly goes: string;
  readonly keep: string;
  readonly go: string;
  readonly gone: string;
}

export interface Given<Variables> {
  readonly document: Document<unknown, Variables>;
  readonly variables: Variables;
  readonly words: Words;
  readonly kind?: 'other' | 'quiet';
  /** Where the page goes when what it showed is gone. */
  readonly leave?: () => void;
}

export function DeleteRow<Variables>({ document, variables, words, kind = 'quiet', leave }: Given<Variables>) {
  const deed = useDeed(document, { last: true });
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    if (!(await deed.run(variables))) return;
    setAsking(false);
    announce(words.gone);
    leave?.();
    renew();
  };
  return (
    <>
      <Button kind={kind} icon="trash" onClick={() => setAsking(true)}>
        {words.open}
      </Button>
      <Dialog open={asking} title={words.sure} onClose={() => setAsking(false)}>
        <div className="stack">
          <p className="say">{words.goes}</p>
          <Wrong problem={deed.problem} />
          <div className="row ends">
            <Button onClick={() => setAsking(false)}>{words.keep}</Button>
            <Button kind="danger" busy={deed.busy} onClick={() => void remove()}>
              {words.go}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
