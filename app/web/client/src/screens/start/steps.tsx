import { type FormEvent, type ReactNode, useState } from 'react';
import { useDeed, Wrong } from '@/kit/deed';
import { Button, CopyText, Field } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { post } from '@/kit/post';
import type { Session } from '@/kit/session';
import { useWords } from '@/kit/words';
import { CreateOwner, FirstKey, SetPolarClient, StartConnection, type StartQuery } from './start.document';
import { startWords } from './words';

export type Client = StartQuery['polarClient'];
export type Person = NonNullable<StartQuery['people']>['nodes'][number] | undefined;
const POLAR = 'https://admin.polaraccesslink.com';

/** One step: its name, why it is there, and what to do while it is the current one. */
export function Step(given: { title: ReactNode; say: ReactNode; children?: ReactNode }) {
  return (
    <div className="stack">
      <div>
        <h2>{given.title}</h2>
        <p className="say">{given.say}</p>
      </div>
      {given.children}
    </div>
  );
}

export function OwnerStep({ current, session, again }: { current: boolean; session: Session; again: () => void }) {
  const { owner } = useWords(startWords);
  const deed = useDeed(CreateOwner);
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = { name: String(form.get('name')), password: String(form.get('password')) };
    if (!(await deed.run({ input }))) return;
    await post('/session', { password: input.password });
    again();
  };
  if (!current) return <Step title={owner.title} say={owner.done(session.name ?? '')} />;
  return (
    <Step title={owner.title} say={owner.why}>
      <form className="stack" onSubmit={(event) => void make(event)}>
        <Field label={owner.name} name="name" autoComplete="username" required maxLength={100} />
        <Field
          label={owner.password}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={256}
          hint={owner.hint}
        />
        <div className="row">
          <Button kind="main" type="submit" busy={deed.busy}>
            {owner.make}
          </Button>
          <Wrong problem={deed.problem} />
        </div>
      </form>
    </Step>
  );
}

export function PolarStep({ current, client, again }: { current: boolean; client: Client; again: () => void }) {
  const { polar } = useWords(startWords);
  const id = client?.clientId;
  if (id) {
    const say = client.source === 'ENVIRONMENT' ? polar.fromEnvironment(id) : polar.stored(id);
    return <Step title={polar.done} say={say} />;
  }
  return (
    <Step title={polar.title} say={polar.why}>
      {current && client && <PolarForm redirectUrl={client.redirectUrl} again={again} />}
    </Step>
  );
}

function PolarForm({ redirectUrl, again }: { redirectUrl: string; again: () => void }) {
  const { polar } = useWords(startWords);
  const deed = useDeed(SetPolarClient);
  const [spaced, setSpaced] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = { clientId: wordOf(form, 'id'), clientSecret: wordOf(form, 'secret') };
    const broken = /\s/.test(input.clientSecret);
    setSpaced(broken);
    if (!broken && (await deed.run({ input }))) again();
  };
  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <p className="say">
        {polar.open}{' '}
        <a href={POLAR} target="_blank" rel="noreferrer">
          admin.polaraccesslink.com
        </a>{' '}
        {polar.paste}
      </p>
      <CopyText label={polar.redirect}>{redirectUrl}</CopyText>
      <p className="say">{polar.copy}</p>
      <Field label={polar.id} name="id" autoComplete="off" spellCheck={false} required />
      <Field
        label={polar.secret}
        name="secret"
        type="password"
        autoComplete="off"
        required
        wrong={spaced ? polar.space : undefined}
        hint={polar.hint}
      />
      <div className="row">
        <Button kind="main" type="submit" busy={deed.busy}>
          {polar.save}
        </Button>
        <Wrong problem={deed.problem} />
      </div>
    </form>
  );
}

/** Without the space that came along when it was copied. */
function wordOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}

export function ConnectStep({ current, client, person }: { current: boolean; client: Client; person: Person }) {
  const { connect } = useWords(startWords);
  const deed = useDeed(StartConnection);
  const go = async () => {
    const answer = await deed.run({ input: { redirectUri: client?.redirectUrl ?? null } });
    const url = answer?.startConnection?.authorizationUrl;
    if (url) location.assign(url);
  };
  if (person) {
    const name = <Name>{connect.done(person.displayName ?? person.userId)}</Name>;
    return <Step title={name} say={person.polarUserId ? connect.by(person.polarUserId) : ''} />;
  }
  return (
    <Step title={connect.title} say={connect.why}>
      {current && (
        <div className="row">
          <Button kind="main" icon="link" busy={deed.busy} onClick={() => void go()}>
            {connect.go}
          </Button>
          <Wrong problem={deed.problem} />
        </div>
      )}
    </Step>
  );
}

export function KeyStep({ current, person, skip }: { current: boolean; person: Person; skip: () => void }) {
  const { key } = useWords(startWords);
  const deed = useDeed(FirstKey);
  const [secret, setSecret] = useState('');
  const make = async () => {
    const answer = await deed.run({ input: { label: key.label, scopes: ['READ'], userId: person?.userId ?? null } });
    setSecret(answer?.createApiKey?.secret ?? '');
  };
  return (
    <Step title={key.title} say={secret ? key.once : key.why}>
      {current && secret && person && <NewKey secret={secret} person={person.userId} />}
      {current && !secret && (
        <div className="row">
          <Button icon="key" busy={deed.busy} onClick={() => void make()}>
            {key.go}
          </Button>
          <a className="button quiet" href="/today" onClick={skip}>
            {key.skip}
          </a>
          <Wrong problem={deed.problem} />
        </div>
      )}
      {current && secret && (
        <a className="button main" href="/today">
          {key.toToday}
        </a>
      )}
    </Step>
  );
}

function NewKey({ secret, person }: { secret: string; person: string }) {
  const { key } = useWords(startWords);
  const { origin } = location;
  const curl = `curl -H "X-API-Key: ${secret}" "${origin}/api/v1/users/${person}/sleep?days=7"`;
  const body = `{"query":"{ me { sleep(days: 7) { date sleepScore } } }"}`;
  const graphql = `curl -H "X-API-Key: ${secret}" -H "Content-Type: application/json" -d '${body}' "${origin}/graphql"`;
  return (
    <div className="stack">
      <CopyText label={key.secret}>{secret}</CopyText>
      <CopyText label={key.curl}>{curl}</CopyText>
      <CopyText label={key.graphql}>{graphql}</CopyText>
    </div>
  );
}
