import { useState } from 'react';
import { useDeed, Wrong } from '@/kit/deed';
import { Icon } from '@/kit/icons';
import { Button, Dialog } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { Link } from '@/kit/router';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { nameOf } from '@/shell/person';
import type { One } from './card';
import { DisconnectOne, WhatGoes } from './people.document';
import { peopleWords } from './words';

interface Given {
  readonly of: One;
  readonly open: boolean;
  readonly close: () => void;
}

export function Disconnect({ of, open, close }: Given) {
  const words = useWords(peopleWords);
  return (
    <Dialog open={open} title={<Name>{words.disconnectTitle(nameOf(of))}</Name>} onClose={close}>
      <Leave of={of} close={close} />
    </Dialog>
  );
}

function Leave({ of, close }: Omit<Given, 'open'>) {
  const words = useWords(peopleWords);
  const deed = useDeed(DisconnectOne);
  const [force, setForce] = useState(false);
  const leave = async () => {
    if (await deed.run({ person: of.userId, force })) close();
  };
  return (
    <div className="stack">
      <p className="say">{words.disconnectSay}</p>
      <Forced problem={deed.problem?.extensions?.code} force={force} setForce={setForce} />
      <Wrong problem={deed.problem} />
      <div className="row ends">
        <Button onClick={close}>{words.keep}</Button>
        <Button kind="danger" busy={deed.busy} onClick={() => void leave()}>
          {words.disconnectGo}
        </Button>
      </div>
    </div>
  );
}

/** Offered once Polar did not answer. */
export function Forced(given: { problem: string | undefined; force: boolean; setForce: (force: boolean) => void }) {
  const words = useWords(peopleWords);
  if (given.problem !== 'polar_unavailable' && !given.force) return null;
  return (
    <label className="check">
      <input type="checkbox" checked={given.force} onChange={(event) => given.setForce(event.target.checked)} />
      <span>{words.force}</span>
    </label>
  );
}

export function Export({ of, open, close }: Given) {
  const words = useWords(peopleWords);
  return (
    <Dialog open={open} title={<Name>{words.exportTitle(nameOf(of))}</Name>} onClose={close}>
      <Files of={of} />
      <div className="row ends">
        <Button onClick={close}>{words.done}</Button>
      </div>
    </Dialog>
  );
}

function Files({ of }: { of: One }) {
  const words = useWords(peopleWords);
  const asked = useAsk(WhatGoes, { person: of.userId });
  return (
    <div className="stack">
      <p className="say">{words.exportSay}</p>
      <ul className="list files">
        {asked.data?.person?.exports?.map(({ file, url }) => (
          <li key={file}>
            <a className="button" href={new URL(url).pathname + new URL(url).search} download>
              <Icon name="file" small />
              {words.file[file as keyof typeof words.file] ?? file}
            </a>
          </li>
        ))}
      </ul>
      <p className="say">
        <Link href={`/account?person=${encodeURIComponent(of.userId)}`}>{words.exportWhole}</Link>
      </p>
    </div>
  );
}
