import { useId, useState } from 'react';
import { renew } from '@/kit/ask';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, Dialog, Field } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { nameOf } from '@/shell/person';
import type { One } from './card';
import { Forced } from './deeds';
import { DeleteOne, type DeleteOneMutation, WhatGoes } from './people.document';
import { peopleWords } from './words';

type Receipt = NonNullable<DeleteOneMutation['deletePerson']>;

/** What goes, what stays, and the name to be typed; afterwards the receipt. */
export function Delete(given: { of: One; open: boolean; close: () => void; exportFirst: () => void }) {
  const words = useWords(peopleWords);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const name = nameOf(given.of);
  const close = () => {
    given.close();
    if (receipt) renew();
  };
  return (
    <Dialog
      open={given.open}
      title={receipt ? words.gone : <Name>{words.deleteTitle(name)}</Name>}
      onClose={close}
    >
      {receipt ? (
        <Left receipt={receipt} close={close} />
      ) : (
        <Goes of={given.of} keep={close} exportFirst={given.exportFirst} gone={setReceipt} />
      )}
    </Dialog>
  );
}

function Goes(given: { of: One; keep: () => void; exportFirst: () => void; gone: (receipt: Receipt) => void }) {
  const { of } = given;
  const words = useWords(peopleWords);
  const id = useId();
  const deed = useDeed(DeleteOne, { last: true });
  const [typed, setTyped] = useState('');
  const [force, setForce] = useState(false);
  const name = nameOf(of);
  const remove = async () => {
    const answer = await deed.run({ person: of.userId, force });
    if (answer?.deletePerson) given.gone(answer.deletePerson);
  };
  return (
    <form
      className="stack"
      aria-describedby={id}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === name) void remove();
      }}
    >
      <p className="say" id={id}>
        {words.deleteSay}
      </p>
      <Counts of={of} />
      <p className="say">{words.left}</p>
      <p>
        <Button kind="quiet" icon="file" onClick={given.exportFirst}>
          {words.exportFirst}
        </Button>
      </p>
      <Field
        label={words.typeName}
        placeholder={name}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Forced problem={deed.problem?.extensions?.code} force={force} setForce={setForce} />
      <Wrong problem={deed.problem} />
      <div className="row ends">
        <Button onClick={given.keep}>{words.keep}</Button>
        <Button kind="danger" type="submit" busy={deed.busy} disabled={typed.trim() !== name}>
          {words.deleteGo}
        </Button>
      </div>
    </form>
  );
}

function Counts({ of }: { of: One }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const asked = useAsk(WhatGoes, { person: of.userId });
  const counts = asked.data?.person?.recordCounts;
  const keys = asked.data?.apiKeys?.nodes.length;
  const rows = [
    [counts?.sleep, words.goes.sleep],
    [counts?.exercises, words.goes.exercises],
    [counts?.activity, words.goes.activity],
    [counts?.recharge, words.goes.recharge],
    [keys, words.goes.keys],
    [of.polarConnection ? 1 : 0, words.goes.polar],
  ] as const;
  return (
    <>
      <dl className="goes" aria-busy={asked.loading}>
        {rows.map(([count, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="say">{words.goes.all}</p>
    </>
  );
}

function Left({ receipt, close }: { receipt: Receipt; close: () => void }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  return (
    <div className="stack">
      <p role="status">{words.receipt(receipt.receiptId, format.number(receipt.deletedRows))}</p>
      <p className="say">{receipt.deregistered ? words.deregistered : words.notDeregistered}</p>
      <div className="row ends">
        <Button kind="main" onClick={close}>
          {words.done}
        </Button>
      </div>
    </div>
  );
}
