// Deep links: each screen has an address, and the person stands in it as ?person=.

import {
  type AnchorHTMLAttributes,
  type MouseEvent,
  startTransition,
  useSyncExternalStore,
} from 'react';

const moved = new Set<() => void>();
addEventListener('popstate', () => tell());

function tell(): void {
  startTransition(() => {
    for (const listener of moved) listener();
  });
}

/** Opens an address; the history keeps the one before, unless it is replaced. */
export function go(to: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  tell();
}

function subscribe(listener: () => void): () => void {
  moved.add(listener);
  return () => moved.delete(listener);
}

/** The address now. */
export function useAddress(): URL {
  const href = useSyncExternalStore(subscribe, () => location.href);
  return new URL(href);
}

/** A parameter of the address: its value, and how to set it (null takes it away). */
export function useQuery(name: string): [string | null, (value: string | null) => void] {
  const address = useAddress();
  const set = (value: string | null) => {
    const next = new URL(location.href);
    if (value === null) next.searchParams.delete(name);
    else next.searchParams.set(name, value);
    go(next.pathname + next.search, { replace: true });
  };
  return [address.searchParams.get(name), set];
}

/** A path with the person of this address in it. */
export function withPerson(path: string, person?: string | null): string {
  const id = person ?? new URL(location.href).searchParams.get('person');
  if (!id || path.includes('person=')) return path;
  return `${path}${path.includes('?') ? '&' : '?'}person=${encodeURIComponent(id)}`;
}

type Anchor = AnchorHTMLAttributes<HTMLAnchorElement>;

const nearing = new Set<(path: string) => void>();

/** Calls back with the path of a link that somebody is about to open. */
export function onNearing(listener: (path: string) => void): void {
  nearing.add(listener);
}

/** A link inside of the pages; it keeps the person. */
export function Link({ href, onClick, ...rest }: Anchor & { href: string }) {
  useAddress();
  const to = withPerson(href);
  const near = () => {
    const { pathname } = new URL(to, location.href);
    for (const listener of nearing) listener(pathname);
  };
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return <a {...rest} href={to} onClick={open} onPointerEnter={near} onFocus={near} />;
}

/** The parameters when a path fits a pattern such as /night/:date?, else null. */
export function matched(pattern: string, path: string): Record<string, string> | null {
  const parts = path.split('/').filter(Boolean);
  const wanted = pattern.split('/').filter(Boolean);
  if (parts.length > wanted.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = parts[index];
    if (!part.startsWith(':')) {
      if (value !== part) return null;
    } else if (value !== undefined) found[part.replace(/[:?]/g, '')] = decodeURIComponent(value);
    else if (!part.endsWith('?')) return null;
  }
  return found;
}
