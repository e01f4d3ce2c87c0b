// What the consent page asks Ursa, and where the browser goes on.

import type { Problem } from '@/kit/ask';
import { post } from '@/kit/post';

export type DataClass = 'sleep' | 'heart' | 'training' | 'profile' | 'location';

/** What `POST /oauth/consent/request` answers about an application that may be let in. */
export interface Request {
  readonly name: string;
  readonly host: string;
  /** Whether the host is known from the application's own document. */
  readonly verified: boolean;
  readonly own_machine: boolean;
  /** Whether it is one of this Ursa's own pages, such as GraphiQL. */
  readonly own_page: boolean;
  readonly back_to: string;
  readonly audience: 'api' | 'mcp';
  readonly classes: readonly DataClass[];
  readonly sync: boolean;
  readonly spans: readonly number[];
  readonly people: readonly { readonly user_id: string; readonly name: string | null }[];
  readonly everybody: boolean;
}

interface Sent {
  readonly leads_to?: string;
}

export type Shown = { readonly request: Request } | { readonly problem: Problem; readonly signedOut: boolean };

/** Who asks and for what; where there is nothing to ask, the browser goes on by itself. */
export async function shown(query: string): Promise<Shown | null> {
  const answer = await post<Request & Sent>('/oauth/consent/request', { query });
  if (answer.ok && answer.body.leads_to) {
    location.replace(answer.body.leads_to);
    return null;
  }
  if (answer.ok) return { request: answer.body };
  return { problem: { message: answer.body.detail ?? '' }, signedOut: answer.status === 401 };
}

export interface Decision {
  readonly allow: boolean;
  readonly user_id: string | null;
  readonly scopes: readonly string[];
  readonly days: number;
}

/** Back to the application; the answer is what went wrong. */
export async function decide(query: string, decision: Decision): Promise<string> {
  const answer = await post<Sent>('/oauth/consent', { query, ...decision });
  if (!answer.ok || !answer.body.leads_to) return answer.body.detail ?? '-';
  location.replace(answer.body.leads_to);
  return '';
}
