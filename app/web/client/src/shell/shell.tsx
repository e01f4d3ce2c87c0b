// Around every page: the rail of a desk, the bar of a phone, whose data it is, and how fresh.

import { type ReactNode, useId, useState } from 'react';
import { Announcer } from '@/kit/announce';
import { forget } from '@/kit/ask';
import { useFormat } from '@/kit/format';
import { Icon, Stars } from '@/kit/icons';
import { Button, Dialog } from '@/kit/parts';
import { type Theme, usePreferences } from '@/kit/preferences';
import { Name } from '@/kit/quantity';
import { go, Link, useAddress, withPerson } from '@/kit/router';
import { SyncState } from '@/kit/rows';
import { useOwner, useSession } from '@/kit/session';
import { useWords } from '@/kit/words';
import { HOME, type Route, ROUTES } from '@/routes';
import { type Listened, useLive } from './live';
import { initialOf, type Member, nameOf } from './person';
import { shellWords } from './words';

/** Pages that show how far each sync of everybody has come. */
const EVERYBODYS: readonly string[] = ['people', 'syncs'];

/** Whose changes a page shows at once; of the other pages of the house nobody's. */
function listened(route: Route | undefined, person: string): Listened | null {
  if (EVERYBODYS.includes(route?.name ?? '')) return 'everybody';
  return route?.group === 'person' && person ? { person } : null;
}

export function Shell(given: {
  route: Route | undefined;
  members: readonly Member[];
  member: Member | undefined;
  person: string;
  children: ReactNode;
}) {
  const words = useWords(shellWords);
  const session = useSession();
  const owner = useOwner();
  const { route, member, members } = given;
  useLive(listened(route, given.person));
  const pages = ROUTES.filter(({ group, within }) => group === 'person' && !within);
  const household = ROUTES.filter(({ group, everybodys }) => group === 'household' && (owner || everybodys));
  const account = ROUTES.filter(({ name }) => name === 'account');
  const who = <Who members={members} member={member} owner={owner} />;
  return (
    <>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <div className="frame">
        <aside className="rail">
          <Link className="brand" href={HOME}>
            <Stars />
            Ursa
          </Link>
          {who}
          <nav aria-label={words.pages}>
            <Pages routes={pages} current={route} />
            {owner && <h2 className="group">{words.household}</h2>}
            <Pages routes={[...household, ...account]} current={route} />
          </nav>
          <footer>
            {session?.demo && <p className="hint">{words.demo}</p>}
            <Fresh member={member} />
            <ThemeChoice />
            {session && <SignOut />}
          </footer>
        </aside>
        <header className="top">
          {who}
          <Fresh member={member} />
        </header>
        <main id="main" tabIndex={-1}>
          {given.children}
        </main>
        <Bar routes={pages} rest={[...household, ...account]} current={route} />
      </div>
      <Announcer />
    </>
  );
}

function Pages({ routes, current }: { routes: readonly Route[]; current: Route | undefined }) {
  const words = useWords(shellWords);
  return routes.map((route) => (
    <Link key={route.name} href={baseOf(route)} aria-current={currentOf(route, current)}>
      {route.icon && <Icon name={route.icon} />}
      {words.page[route.name]}
    </Link>
  ));
}

/** Whether a line of the navigation is the page that is open, or leads to it. */
function currentOf(route: Route, current: Route | undefined): 'page' | 'true' | undefined {
  if (route === current) return 'page';
  return current?.within === route.name ? 'true' : undefined;
}

/** The address of a page without what follows it: /night of /night/:date?. */
function baseOf({ path }: Route): string {
  return path.replace(/\/:.*/, '');
}

/** Four pages and the rest, at the bottom of a phone. */
function Bar(given: { routes: readonly Route[]; rest: readonly Route[]; current: Route | undefined }) {
  const words = useWords(shellWords);
  const session = useSession();
  const [open, setOpen] = useState(false);
  const bar = given.routes.filter(({ bar }) => bar);
  const rest = [...given.routes.filter(({ bar }) => !bar), ...given.rest];
  const inRest = given.current !== undefined && rest.includes(given.current);
  return (
    <nav className="bar" aria-label={words.pages}>
      <Pages routes={bar} current={given.current} />
      <button
        type="button"
        aria-haspopup="dialog"
        aria-current={inRest ? 'true' : undefined}
        onClick={() => setOpen(true)}
      >
        <Icon name="more" />
        {words.more}
      </button>
      <Dialog open={open} title={words.more} onClose={() => setOpen(false)}>
        <div className="rest" onClickCapture={(event) => (event.target as Element).closest('a') && setOpen(false)}>
          <Pages routes={rest} current={given.current} />
        </div>
        <ThemeChoice />
        <div className="row">
          {session && <SignOut />}
          <Button onClick={() => setOpen(false)}>{words.close}</Button>
        </div>
        {session?.demo && <p className="hint">{words.demo}</p>}
      </Dialog>
    </nav>
  );
}

/** Whose data: a name, or a choice of several. */
function Who({
  members,
  member,
  owner,
}: {
  members: readonly Member[];
  member: Member | undefined;
  owner: boolean;
}) {
  const words = useWords(shellWords);
  const id = useId();
  const { pathname } = useAddress();
  if (!member) return <span className="who" />;
  const name = nameOf(member);
  const avatar = (
    <span className="avatar" aria-hidden="true">
      {initialOf(name)}
    </span>
  );
  if (members.length < 2 && !owner) {
    return (
      <span className="who">
        {avatar}
        <Name>{name}</Name>
      </span>
    );
  }
  const turn = (person: string) => {
    const route = ROUTES.find(({ group, path }) => group === 'person' && pathname.startsWith(path.replace(/\/:.*/, '')));
    const leading = ROUTES.find(({ name }) => name === route?.within);
    go(withPerson(leading ? baseOf(leading) : route ? pathname : HOME, person));
  };
  return (
    <span className="who choice">
      {avatar}
      <label className="vh" htmlFor={id}>
        {words.person}
      </label>
      <select id={id} value={member.userId} onChange={(event) => turn(event.target.value)}>
        {members.map((each) => (
          <option key={each.userId} value={each.userId}>
            {nameOf(each)}
          </option>
        ))}
      </select>
      <Icon name="down" small />
    </span>
  );
}

/** When data last came in, or what stands in the way. */
function Fresh({ member }: { member: Member | undefined }) {
  const words = useWords(shellWords);
  const format = useFormat();
  if (!member) return <span />;
  if (member.polarConnection?.refusedAt) return <SyncState kind="bad">{words.again}</SyncState>;
  if (!member.syncedAt) return <SyncState kind="none">{words.noSync}</SyncState>;
  const old = Date.now() - Date.parse(member.syncedAt) > 20 * 3_600_000;
  const when = old ? format.moment(member.syncedAt) : format.momentClock(member.syncedAt);
  return <SyncState kind="fine">{words.synced(when)}</SyncState>;
}

function ThemeChoice() {
  const words = useWords(shellWords);
  const { theme, choose } = usePreferences();
  const options = (Object.keys(words.themes) as Theme[]).map((name) => [name, words.themes[name]] as const);
  return (
    <label className="theme">
      <span className="vh">{words.theme}</span>
      <select value={theme} onChange={(event) => choose({ theme: event.target.value as Theme })}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function SignOut() {
  const words = useWords(shellWords);
  const leave = async () => {
    await fetch('/session', { method: 'DELETE', headers: { 'Content-Type': 'application/json' } });
    forget();
    location.assign('/signin');
  };
  return (
    <button type="button" className="button quiet" onClick={() => void leave()}>
      <Icon name="out" small />
      {words.signOut}
    </button>
  );
}

