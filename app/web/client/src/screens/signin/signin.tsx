import { type FormEvent, useEffect, useState } from 'react';
import { saidOf } from '@/kit/deed';
import { deedWords } from '@/kit/deed.words';
import { Button, Field, PageHead, Sheet } from '@/kit/parts';
import { goToPolar, post } from '@/kit/post';
import { WHO } from '@/kit/session';
import { PageSkeleton } from '@/kit/states';
import { useWords } from '@/kit/words';
import { Door } from './door';
import { signInWords } from './words';

/** What `GET /session` tells who is not signed in. */
interface Stranger {
  readonly setup?: boolean;
  readonly polar?: boolean;
  readonly demo?: boolean;
}

/** Where to go afterwards: an address of ours, and never one of elsewhere. */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '';
  const url = new URL(next || '/', location.origin);
  return url.origin === location.origin ? url.pathname + url.search : '/';
}

export default function SignInPage() {
  const words = useWords(signInWords);
  const [stranger, setStranger] = useState<Stranger>();
  const [invitation] = useState(() => location.hash.slice(1));
  useEffect(() => {
    void whoIsThere().then(setStranger);
    if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  }, []);
  if (!stranger) return <PageSkeleton />;
  const [noOwner, howTo] = words.noOwner;
  if (stranger.setup) {
    return (
      <Door where={words.where}>
        <PageHead title={noOwner ?? ''} lead={howTo} />
      </Door>
    );
  }
  return (
    <Door where={words.where}>
      {invitation ? <Invited invitation={invitation} /> : <Everybody stranger={stranger} />}
    </Door>
  );
}

async function whoIsThere(): Promise<Stranger> {
  try {
    const response = await fetch(WHO, { headers: { Accept: 'application/json' } });
    const told = (await response.json()) as Stranger & { readonly role?: string | null };
    if (told.role) location.replace(nextOf(location.search));
    return told;
  } catch {
    return {};
  }
}

function Everybody({ stranger }: { stranger: Stranger }) {
  const words = useWords(signInWords);
  return (
    <>
      <PageHead title={words.title} lead={stranger.demo ? words.demo : words.lead} />
      <Sheet title={words.owner}>
        <PasswordForm />
      </Sheet>
      {stranger.polar && (
        <Sheet title={words.person}>
          <div className="stack">
            <p className="say">{words.polarSays}</p>
            <PolarButton label={words.polar} />
          </div>
        </Sheet>
      )}
    </>
  );
}

function Invited({ invitation }: { invitation: string }) {
  const words = useWords(signInWords);
  return (
    <>
      <PageHead title={words.invitedTitle} lead={words.invitedLead} />
      <Sheet>
        <div className="stack">
          <p className="say">{words.polarSays}</p>
          <PolarButton label={words.join} invitation={invitation} main />
        </div>
      </Sheet>
    </>
  );
}

function PasswordForm() {
  const words = useWords(signInWords);
  const said = useWords(deedWords);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    const answer = await post('/session', { password });
    if (answer.ok) return location.replace(nextOf(location.search));
    setBusy(false);
    setWrong(saidOf(answer, said));
  };
  return (
    <form className="stack" onSubmit={(event) => void send(event)}>
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
        wrong={wrong}
        hint={words.forgotten}
      />
      <div className="row">
        <Button kind="main" type="submit" busy={busy}>
          {words.signIn}
        </Button>
      </div>
    </form>
  );
}

function PolarButton({ label, invitation, main = false }: { label: string; invitation?: string; main?: boolean }) {
  const said = useWords(deedWords);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    const answer = await goToPolar(invitation);
    if (answer.ok) return;
    setBusy(false);
    setWrong(answer.body.detail ?? said.offline);
  };
  return (
    <div className="row">
      <Button kind={main ? 'main' : 'other'} icon="link" busy={busy} onClick={() => void go()}>
        {label}
      </Button>
      <p className="wrong" role="alert">
        {wrong}
      </p>
    </div>
  );
}
