import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { announce } from '@/kit/announce';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, CopyText, Field, PageHead, Segments, Sheet } from '@/kit/parts';
import { usePreferences } from '@/kit/preferences';
import { Name } from '@/kit/quantity';
import { KeyRow } from '@/kit/rows';
import { useOwner } from '@/kit/session';
import { PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { type Language, LANGUAGES, useWords } from '@/kit/words';
import type { PageProps } from '@/routes';
import { Account, type AccountQuery, EndSession, MakeOwnKey, RevokeOwnKey, SetLikes, type SetLikesMutationVariables, SetOwnPassword } from './account.document';
import { AppsSection } from '../apps/section';
import { Connection } from './connection';
import { Data } from './data';
import { accountWords } from './words';

export type Person = NonNullable<AccountQuery['person']>;

export default function AccountPage({ person }: PageProps) {
  const words = useWords(accountWords);
  const owner = useOwner();
  const asked = useAsk(Account, { person, some: person !== '' });
  return (
    <PageOf asked={asked}>
      {(found) => (
        <>
          <PageHead
            eyebrow={found.person && <Name>{found.person.displayName ?? found.person.userId}</Name>}
            title={owner ? words.ownerTitle : words.title}
            lead={words.lead}
          />
          <div className="halves">
            <div className="stack">
              {found.person && <Connection person={found.person} redirectUrl={found.polarClient?.redirectUrl ?? null} />}
              {found.person && <Data person={found.person} />}
              {found.person && !owner && <Keys person={found.person} />}
            </div>
            <div className="stack">
              <Reading person={owner ? null : found.person} />
              {found.person && <TimeZone person={found.person} />}
              <AppsSection />
              <Sessions sessions={found.sessions ?? []} />
              {owner && <Password />}
            </div>
          </div>
        </>
      )}
    </PageOf>
  );
}

function Sessions({ sessions }: { sessions: NonNullable<AccountQuery['sessions']> }) {
  const { sessions: words } = useWords(accountWords);
  const format = useFormat();
  const deed = useDeed(EndSession);
  const end = async (session: string, current: boolean) => {
    if ((await deed.run({ session })) && current) location.assign('/signin');
  };
  return (
    <Sheet title={words.title}>
      <p className="say">{words.say}</p>
      <ul className="sessions">
        {sessions.map((each) => (
          <KeyRow
            key={each.sessionId}
            name={browserOf(each.agent) ?? words.unknown}
            prefix={each.sessionId.slice(0, 8)}
            state={each.current ? words.current : each.role === 'OWNER' ? words.owner : each.userId}
            facts={words.seen(format.ago(each.seenAt))}
            deeds={
              <Button busy={deed.busy} onClick={() => void end(each.sessionId, each.current)}>
                {words.end}
              </Button>
            }
          />
        ))}
      </ul>
      <Wrong problem={deed.problem} />
    </Sheet>
  );
}

/** A browser by its usual name; what it says of itself is a sentence. */
function browserOf(agent: string | null): string | null {
  const known = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent ?? '')?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent ?? '')?.[1];
  const name = { Edg: 'Edge', OPR: 'Opera' }[known ?? ''] ?? known;
  return name ? [name, system].filter(Boolean).join(', ') : null;
}

function Keys({ person }: { person: Person }) {
  const { keys: words } = useWords(accountWords);
  const format = useFormat();
  const made = useDeed(MakeOwnKey);
  const revoked = useDeed(RevokeOwnKey);
  const [secret, setSecret] = useState('');
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const label = String(new FormData(form).get('label'));
    const answer = await made.run({ input: { label, scopes: ['READ'], userId: person.userId } });
    if (!answer) return;
    setSecret(answer.createApiKey?.secret ?? '');
    form.reset();
  };
  const keys = person.apiKeys ?? [];
  return (
    <Sheet title={words.title}>
      <div className="stack">
        <p className="say">{words.say}</p>
        {secret && <p className="say">{words.once}</p>}
        {secret && <CopyText label={words.secret}>{secret}</CopyText>}
        {keys.length === 0 && <p className="say">{words.none}</p>}
        <ul>
          {keys.map((key) => (
            <KeyRow
              key={key.keyId}
              name={<Name>{key.label}</Name>}
              prefix={key.prefix}
              facts={key.lastUsedAt ? words.used(format.ago(key.lastUsedAt)) : words.unused}
              deeds={
                <Button busy={revoked.busy} onClick={() => void revoked.run({ key: key.keyId })}>
                  {words.revoke}
                </Button>
              }
            />
          ))}
        </ul>
        <form className="stack" onSubmit={(event) => void make(event)}>
          <Field label={words.label} name="label" required maxLength={100} autoComplete="off" />
          <div className="row">
            <Button icon="key" type="submit" busy={made.busy}>
              {words.make}
            </Button>
            <Wrong problem={made.problem ?? revoked.problem} />
          </div>
        </form>
      </div>
    </Sheet>
  );
}

function Password() {
  const { password: words } = useWords(accountWords);
  const deed = useDeed(SetOwnPassword);
  const set = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(await deed.run({ password: String(new FormData(form).get('password')) }))) return;
    form.reset();
    announce(words.done);
  };
  return (
    <Sheet title={words.title}>
      <form className="stack" onSubmit={(event) => void set(event)}>
        <p className="say">{words.say}</p>
        <Field
          label={words.field}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={256}
          hint={words.hint}
        />
        <div className="row">
          <Button type="submit" busy={deed.busy}>
            {words.set}
          </Button>
          <Wrong problem={deed.problem} />
        </div>
      </form>
    </Sheet>
  );
}

type Likes = Omit<SetLikesMutationVariables['input'], 'userId'>;

/** Kept in this browser; of a person who is signed in also with their account, for the next one. */
function Reading({ person }: { person: Person | null | undefined }) {
  const { reading: words } = useWords(accountWords);
  const { language, units, clock, choose } = usePreferences();
  const deed = useDeed(SetLikes, { last: true });
  const languages = Object.entries(LANGUAGES) as [Language, string][];
  const keep = (likes: Likes) => person && void deed.run({ input: { userId: person.userId, ...likes } });
  return (
    <Sheet title={words.title}>
      <div className="stack">
        <Choice label={words.language}>
          <Segments
            label={words.language}
            value={language}
            options={languages}
            onChoose={(value) => {
              choose({ language: value });
              keep({ language: LANGUAGE_WORDS[value] });
            }}
          />
        </Choice>
        <Choice label={words.units}>
          <Segments
            label={words.units}
            value={units}
            options={[
              ['metric', words.metric],
              ['imperial', words.imperial],
            ]}
            onChoose={(value) => {
              choose({ units: value });
              keep({ units: value === 'metric' ? 'METRIC' : 'IMPERIAL' });
            }}
          />
        </Choice>
        <Choice label={words.clock}>
          <Segments
            label={words.clock}
            value={clock}
            options={[
              ['locale', words.locale],
              ['24', words.h24],
              ['12', words.h12],
            ]}
            onChoose={(value) => {
              choose({ clock: value });
              keep({ hourCycle: CLOCK_WORDS[value] });
            }}
          />
        </Choice>
        <Wrong problem={deed.problem} />
      </div>
    </Sheet>
  );
}

const LANGUAGE_WORDS = { en: 'EN', de: 'DE', fi: 'FI' } as const;
const CLOCK_WORDS = { locale: null, '24': 'H23', '12': 'H12' } as const;

/** Where the person's days begin; the data say it unless they do. */
function TimeZone({ person }: { person: Person }) {
  const { zone: words } = useWords(accountWords);
  const deed = useDeed(SetLikes);
  const id = useId();
  const set = (zone: string) => void deed.run({ input: { userId: person.userId, timeZone: zone || null } });
  return (
    <Sheet title={words.title}>
      <div className="field">
        <label htmlFor={id}>{words.label}</label>
        <select id={id} value={person.timeZone ?? ''} disabled={deed.busy} onChange={(event) => set(event.target.value)}>
          <option value="">{words.data}</option>
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </select>
        <p className="hint">{words.say}</p>
      </div>
      <Wrong problem={deed.problem} />
    </Sheet>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="stack">
      <h3>{label}</h3>
      {children}
    </div>
  );
}
