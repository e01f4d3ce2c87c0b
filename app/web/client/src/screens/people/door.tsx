import { type FormEvent, useState } from 'react';
import { ask, type Problem } from '@/kit/ask';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, CopyText, Dialog, Field, Segments } from '@/kit/parts';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { ConnectPerson, InvitePerson, LetJoin, WhereBack, WhoMayJoin } from './people.document';
import { peopleWords } from './words';

/** Sends this browser to Polar, to connect somebody. */
export function useConnect(): { go: (userId: string) => Promise<void>; busy: boolean; problem: Problem | null } {
  const deed = useDeed(ConnectPerson);
  const go = async (userId: string) => {
    const { data } = await ask(WhereBack, {});
    const redirectUri = data.polarClient?.redirectUrl ?? null;
    const answer = await deed.run({ input: { userId, redirectUri } });
    const url = answer?.startConnection?.authorizationUrl;
    if (url) location.assign(url);
  };
  return { go, busy: deed.busy, problem: deed.problem };
}

export function Connect({ open, close }: { open: boolean; close: () => void }) {
  const words = useWords(peopleWords);
  return (
    <Dialog open={open} title={words.connectTitle} onClose={close}>
      <ConnectForm close={close} />
    </Dialog>
  );
}

function ConnectForm({ close }: { close: () => void }) {
  const words = useWords(peopleWords);
  const connect = useConnect();
  const [userId, setUserId] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    void connect.go(userId.trim());
  };
  return (
    <form className="stack" onSubmit={send}>
      <p className="say">{words.connectSay}</p>
      <Field
        label={words.connectId}
        hint={words.connectHint}
        value={userId}
        required
        autoFocus
        maxLength={128}
        pattern="[A-Za-z0-9._@:\-]{1,128}"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setUserId(event.target.value)}
      />
      <Wrong problem={connect.problem} />
      <div className="row ends">
        <Button onClick={close}>{words.cancel}</Button>
        <Button kind="main" type="submit" icon="link" busy={connect.busy}>
          {words.connectGo}
        </Button>
      </div>
    </form>
  );
}

export function Invite({ open, close }: { open: boolean; close: () => void }) {
  const words = useWords(peopleWords);
  return (
    <Dialog open={open} title={words.inviteTitle} onClose={close}>
      <InviteForm close={close} />
      {open && <MayJoin />}
    </Dialog>
  );
}

function InviteForm({ close }: { close: () => void }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const deed = useDeed(InvitePerson);
  const [label, setLabel] = useState('');
  const [made, setMade] = useState<{ url: string; expiresAt: string } | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await deed.run({ label: label.trim() || null });
    if (answer?.invitePerson) setMade(answer.invitePerson);
  };
  if (made) {
    return (
      <div className="stack">
        <p className="say">{words.inviteLink}</p>
        <CopyText label={words.inviteLink}>{made.url}</CopyText>
        <p className="hint">{words.inviteUntil(format.moment(made.expiresAt))}</p>
        <div className="row ends">
          <Button kind="main" onClick={close}>
            {words.done}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form className="stack" onSubmit={(event) => void send(event)}>
      <p className="say">{words.inviteSay}</p>
      <Field
        label={words.inviteFor}
        hint={words.inviteHint}
        value={label}
        autoFocus
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setLabel(event.target.value)}
      />
      <Wrong problem={deed.problem} />
      <div className="row ends">
        <Button onClick={close}>{words.cancel}</Button>
        <Button kind="main" type="submit" busy={deed.busy}>
          {words.inviteGo}
        </Button>
      </div>
    </form>
  );
}

/** Whether strangers may come in through Polar without an invitation. */
function MayJoin() {
  const words = useWords(peopleWords);
  const asked = useAsk(WhoMayJoin, {});
  const deed = useDeed(LetJoin);
  const { joiningOpen } = asked.data ?? {};
  if (joiningOpen === undefined || joiningOpen === null) return null;
  return (
    <div className="stack mayjoin">
      <h3>{words.mayJoin}</h3>
      <Segments
        label={words.mayJoin}
        value={joiningOpen ? 'OPEN' : 'CLOSED'}
        options={[['CLOSED', words.joinInvited] as const, ['OPEN', words.joinOpen] as const]}
        onChoose={(joining) => void deed.run({ joining })}
      />
      <p className="hint">{joiningOpen ? words.joinOpenSay : words.joinInvitedSay}</p>
      <Wrong problem={deed.problem} />
    </div>
  );
}
