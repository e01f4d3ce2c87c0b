// Asking Ursa over GraphQL, and remembering what it said.

import type { Document } from './document';

/** Why there is no answer; `failed.tsx` has the words. */
export type Cause = 'offline' | 'busy' | 'signed-out' | 'not-allowed' | 'broken';

/** One error of an answer, as GraphQL tells it. */
export interface Problem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** No answer came, or none that can be shown. */
export class AskFailed extends Error {
  constructor(
    readonly kind: Cause,
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

/** What came: the data, and what of it failed. */
export interface Answer<Result> {
  readonly data: Result;
  readonly problems: readonly Problem[];
  readonly at: number;
}

const CAUSES: Readonly<Record<number, Cause>> = {
  401: 'signed-out',
  403: 'not-allowed',
  429: 'busy',
  502: 'busy',
  503: 'busy',
  504: 'busy',
};

/** One question; rejects with AskFailed. */
export async function ask<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  options: { signal?: AbortSignal; once?: string } = {},
): Promise<Answer<Result>> {
  const response = await sent(document, variables, options);
  const body = await read<Result>(response);
  const problems = body.errors ?? [];
  if (body.data == null) throw failed(response.status, problems);
  return { data: body.data, problems, at: Date.now() };
}

async function sent(
  query: string,
  variables: unknown,
  { signal, once }: { signal?: AbortSignal; once?: string },
): Promise<Response> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Accept: 'application/graphql-response+json, application/json',
  };
  if (once) headers['Idempotency-Key'] = once;
  const body = JSON.stringify({ query, variables });
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AskFailed('offline', String(error));
  }
}

async function read<Result>(
  response: Response,
): Promise<{ data?: Result | null; errors?: readonly Problem[] }> {
  try {
    return await response.json();
  } catch {
    throw new AskFailed(CAUSES[response.status] ?? 'broken', response.statusText);
  }
}

function failed(status: number, problems: readonly Problem[]): AskFailed {
  const first = problems[0];
  const code = first?.extensions?.code ?? '';
  const cause = CAUSES[status] ?? (code === 'unauthenticated' ? 'signed-out' : 'broken');
  return new AskFailed(cause, first?.message ?? `HTTP ${status}`, problems);
}

// What was answered is shown at once when it is asked for again, and asked for anew when it is old.

const FRESH_MS = 60_000;
const KEPT = 60;
const kept = new Map<string, Answer<unknown>>();
const underWay = new Map<string, Promise<Answer<unknown>>>();
const listeners = new Set<() => void>();

/** Names a question among all. */
export function named(document: string, variables: unknown): string {
  return `${document}\n${JSON.stringify(variables)}`;
}

/** What was answered before, however long ago. */
export function known<Result>(name: string): Answer<Result> | undefined {
  return kept.get(name) as Answer<Result> | undefined;
}

/** Whether an answer is new enough to ask nothing. */
export function fresh(answer: Answer<unknown> | undefined): boolean {
  return answer !== undefined && Date.now() - answer.at < FRESH_MS;
}

/** The same question asked twice at a time is asked once; the answer is kept. */
export function asked<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
): Promise<Answer<Result>> {
  const name = named(document, variables);
  const waiting = underWay.get(name) ?? askAndKeep(name, document, variables);
  return waiting as Promise<Answer<Result>>;
}

/** Asks for what will be asked for soon; what fails is asked again by who shows it. */
export function askAhead<Result, Variables>(document: Document<Result, Variables>, variables: Variables): void {
  asked(document, variables).catch(() => undefined);
}

function askAndKeep<Result, Variables>(
  name: string,
  document: Document<Result, Variables>,
  variables: Variables,
): Promise<Answer<Result>> {
  const waiting: Promise<Answer<Result>> = ask(document, variables)
    .then((answer) => {
      // What was asked before something changed is not what is kept.
      if (underWay.get(name) !== waiting) return answer;
      kept.delete(name);
      kept.set(name, answer);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return answer;
    })
    .finally(() => {
      if (underWay.get(name) === waiting) underWay.delete(name);
    });
  underWay.set(name, waiting);
  return waiting;
}

/** Something changed: every page that is open asks anew; what is kept, or on its way, is old. */
export function renew(): void {
  underWay.clear();
  for (const [name, answer] of kept) kept.set(name, { ...answer, at: 0 });
  for (const listener of listeners) listener();
}

/** Forgets everything: another person signs in. */
export function forget(): void {
  kept.clear();
  underWay.clear();
}

/** Calls back at each `renew`; answers how to stop. */
export function onRenewal(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
