// Where the pages begin: who is looking, then the page of the address.

import {
  Component,
  type ComponentType,
  lazy,
  type ReactNode,
  StrictMode,
  Suspense,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { createRoot } from 'react-dom/client';
import './style/ursa.css';
import { AskFailed } from './kit/ask';
import { FreshScope } from './kit/deed';
import { PreferencesScope } from './kit/preferences';
import { go, matched, onNearing, useAddress } from './kit/router';
import { leaveToSignIn, readSession, type Session, SessionScope, useOwner } from './kit/session';
import { NotFound, PageEmpty, PageFailed, PageOf, PageSkeleton } from './kit/states';
import { useWords } from './kit/words';
import { HOME, type PageProps, type Route, ROUTES, type Screen } from './routes';
import { firstPerson, keepHousehold, usePerson } from './shell/person';
import { Shell } from './shell/shell';
import { shellWords } from './shell/words';

const PAGES = new Map(ROUTES.map((route) => [route.path, lazy(() => loading(route))]));
const loaded = new Map<string, ComponentType<PageProps>>();

async function loading(route: Route): Promise<Screen> {
  const screen = await route.load();
  loaded.set(route.path, screen.default);
  return screen;
}

function found(path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of ROUTES) {
    const params = matched(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}

// What is needed first is asked for at once, and not one after the other.
const firstRoute = found(location.pathname === '/' ? HOME : location.pathname);
const firstSession = readSession();
firstSession.catch(() => undefined);
if (firstRoute)
  loading(firstRoute.route)
    .then(({ ahead }) => ahead?.(firstPerson() ?? '', firstRoute.params))
    .catch(() => undefined);
if (!firstRoute?.route.open) keepHousehold();
onNearing((path) => {
  const near = found(path);
  if (near) loading(near.route).catch(() => undefined);
});

function Page({ route, params, person }: { route: Route; params: Record<string, string>; person: string }) {
  // Whose script is here is shown at once: what React suspends, it holds back for 300 ms.
  const Screen = useMemo(() => loaded.get(route.path) ?? PAGES.get(route.path), [route.path]);
  return (
    <Suspense fallback={<PageSkeleton />}>
      {Screen && <Screen params={params} person={person} />}
    </Suspense>
  );
}

function SignedIn() {
  const { pathname } = useAddress();
  const words = useWords(shellWords);
  const { asked, members, member, person } = usePerson();
  const here = found(pathname);
  useEffect(() => {
    if (pathname === '/' || pathname === '/admin') go(HOME, { replace: true });
  }, [pathname]);
  const owner = useOwner();
  const [title, lead] = words.nobody;
  const page = () => {
    if (!here) return pathname === '/' ? <PageSkeleton /> : <NotFound />;
    if (here.route.group === 'person' && !person) return (
        <PageEmpty title={title ?? ''} lead={lead}>
          {owner && (
            <p>
              <a className="button main" href="/setup">
                {words.page.start}
              </a>
            </p>
          )}
        </PageEmpty>
      );
    // Another person's page begins anew; the household's does not, though the list of people arrives late.
    const key = here.route.group === 'person' ? person : here.route.name;
    return <Page key={key} {...here} person={person} />;
  };
  return (
    <Shell route={here?.route} members={members} member={member} person={person}>
      <Guard key={here?.route.name} at={pathname}>
        {person || !here || here.route.group !== 'person' ? page() : <PageOf asked={asked}>{page}</PageOf>}
      </Guard>
    </Shell>
  );
}

function Pages() {
  const { pathname } = useAddress();
  const [state, setState] = useState<Session | null | Error | undefined>();
  const open = found(pathname)?.route.open ? found(pathname) : undefined;
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    (turn === 0 ? firstSession : readSession()).then(setState, setState);
  }, [turn]);
  useEffect(() => {
    if (state === null && !open) leaveToSignIn();
    if (state && 'role' in state && state.role === 'setup' && !open) location.replace('/setup');
  }, [state, open]);
  const session = state instanceof Error ? null : (state ?? null);
  return (
    <PreferencesScope told={session}>
      <SessionScope session={session}>
        <FreshScope>
          {open ? (
          <main id="main">
            <Page {...open} person="" />
          </main>
        ) : state instanceof Error ? (
          <main id="main">
            <PageFailed failed={new AskFailed('offline', state.message)} again={() => setTurn(turn + 1)} />
          </main>
        ) : session ? (
          <SignedIn />
        ) : null}
        </FreshScope>
      </SessionScope>
    </PreferencesScope>
  );
}

/** A page that broke is told as one that failed; the others still open. */
class Guard extends Component<{ at: string; children: ReactNode }, { failed: Error | null }> {
  override state: { failed: Error | null } = { failed: null };

  static getDerivedStateFromError(failed: Error) {
    return { failed };
  }

  override componentDidUpdate(before: { at: string }) {
    if (this.state.failed && before.at !== this.props.at) this.setState({ failed: null });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const failed = new AskFailed('broken', String(this.state.failed));
    return <PageFailed failed={failed} again={() => location.reload()} />;
  }
}

const root = document.getElementById('app');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Pages />
    </StrictMode>,
  );
}
