// Who is looking: asked once, before anything else.

import { createContext, use, type ReactNode } from 'react';

/** What `GET /session` answers. */
export interface Session {
  readonly role: 'owner' | 'person' | 'setup';
  readonly name: string | null;
  /** User ids; null: everybody. */
  readonly people: readonly string[] | null;
  /** Until when keys, deletion and settings ask for no password. */
  readonly fresh_until: string | null;
  /** What a person told their account; null: the browser says. */
  readonly language: string | null;
  readonly units: string | null;
  readonly hour_cycle: string | null;
  readonly demo: boolean;
}

const Current = createContext<Session | null>(null);

/** Null on the pages that need no session. */
export function useSession(): Session | null {
  return use(Current);
}

/** Whether the owner looks; the server decides what may be done. */
export function useOwner(): boolean {
  return useSession()?.role === 'owner';
}

export function SessionScope({ session, children }: { session: Session | null; children: ReactNode }) {
  return <Current value={session}>{children}</Current>;
}

/** Answers 200 to strangers, too: a page that asks who is there has no fault. */
export const WHO = '/session?quiet';

/** The session, null when nobody is signed in; rejects when the server can not be reached. */
export async function readSession(): Promise<Session | null> {
  const response = await fetch(WHO, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const told = (await response.json()) as Session | { readonly role: null };
  return told.role === null ? null : told;
}

/** To the page to sign in, and back here afterwards. */
export function leaveToSignIn(): void {
  if (location.pathname === '/signin') return;
  const back = location.pathname + location.search;
  location.assign(`/signin?next=${encodeURIComponent(back)}`);
}
