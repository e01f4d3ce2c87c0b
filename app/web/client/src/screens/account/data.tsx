import { useState } from 'react';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Icon } from '@/kit/icons';
import { Button, Dialog, Pairs, Sheet } from '@/kit/parts';
import { Link } from '@/kit/router';
import { useWords } from '@/kit/words';
import type { Person } from './account';
import { DeleteMe, type DeleteMeMutation } from './account.document';
import { Takeout } from './takeout';
import { accountWords } from './words';

const DAYS = 365;
const FILES = [
  ['sleep', 'sleep'],
  ['activity', 'activity'],
  ['recharge', 'recharge'],
  ['cardioLoad', 'cardio-load'],
] as const;
const COUNTED = ['sleep', 'activity', 'recharge', 'cardioLoad', 'heartRate', 'exercises'] as const;

/** What is here of the person: to take along, and to delete. */
export function Data({ person }: { person: Person }) {
  const { data: words } = useWords(accountWords);
  const [asking, setAsking] = useState(false);
  const [receipt, setReceipt] = useState<Receipt>();
  const address = `/api/v1/users/${encodeURIComponent(person.userId)}/export`;
  const close = () => (receipt ? location.assign('/') : setAsking(false));
  return (
    <Sheet title={words.title}>
      <div className="stack">
        <Takeout person={person} />
        <p className="say">{words.say}</p>
        <div className="row">
          {FILES.map(([name, file]) => (
            <a key={file} className="button" href={`${address}/${file}.csv?days=${DAYS}`} download>
              <Icon name="file" small />
              <span className="vh">{words.download}: </span>
              {words[name]}
            </a>
          ))}
        </div>
        <p className="say">
          {words.past} <Link href="/past">{words.toPast}</Link>
        </p>
        <div className="row">
          <Button icon="trash" onClick={() => setAsking(true)}>
            {words.remove}
          </Button>
        </div>
      </div>
      <Dialog open={asking} title={receipt ? words.gone : words.sure} onClose={close}>
        {receipt ? <Gone receipt={receipt} /> : <Deleting person={person} done={setReceipt} keep={close} />}
      </Dialog>
    </Sheet>
  );
}

type Receipt = NonNullable<DeleteMeMutation['deletePerson']>;

function Deleting(given: { person: Person; done: (receipt: Receipt) => void; keep: () => void }) {
  const { data: words } = useWords(accountWords);
  const format = useFormat();
  const [understood, setUnderstood] = useState(false);
  const [force, setForce] = useState(false);
  const deed = useDeed(DeleteMe, { last: true });
  const counts = given.person.recordCounts;
  const silent = deed.problem?.extensions?.code === 'polar_unavailable';
  const remove = async () => {
    const answer = await deed.run({ person: given.person.userId, force });
    if (answer?.deletePerson) given.done(answer.deletePerson);
  };
  return (
    <div className="stack">
      <p className="say">{words.goes}</p>
      {counts && <p className="say">{words.last365}</p>}
      {counts && <Pairs rows={COUNTED.map((name) => [words[name], format.number(counts[name])] as const)} />}
      <label className="check">
        <input type="checkbox" checked={understood} onChange={(event) => setUnderstood(event.target.checked)} />
        <span>{words.understood}</span>
      </label>
      {(silent || force) && (
        <label className="check">
          <input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} />
          <span>{words.force}</span>
        </label>
      )}
      <div className="row">
        <Button kind="danger" icon="trash" disabled={!understood} busy={deed.busy} onClick={() => void remove()}>
          {words.remove}
        </Button>
        <Button onClick={given.keep}>{words.keep}</Button>
      </div>
      <Wrong problem={deed.problem} />
    </div>
  );
}

function Gone({ receipt }: { receipt: Receipt }) {
  const { data: words } = useWords(accountWords);
  const format = useFormat();
  return (
    <div className="stack">
      <p role="status">{words.receipt(receipt.receiptId, format.number(receipt.deletedRows))}</p>
      <p className="say">{receipt.deregistered ? words.atPolar : words.notAtPolar}</p>
      <div className="row">
        <a className="button main" href="/">
          {words.leave}
        </a>
      </div>
    </div>
  );
}
