// The few requests that are not GraphQL: signing in and out.

/** What came: the status, the body, and how long to wait. */
export interface Posted<Body> {
  readonly status: number;
  readonly ok: boolean;
  readonly body: Body & { readonly detail?: string; readonly code?: string };
  readonly waitSeconds: number;
}

/** Sends JSON to Ursa; status 0 when it can not be reached. */
export async function post<Body = unknown>(path: string, sent: unknown): Promise<Posted<Body>> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  try {
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(sent) });
    const body = (await response.json().catch(() => ({}))) as Posted<Body>['body'];
    const waitSeconds = Number(response.headers.get('Retry-After') ?? 0);
    return { status: response.status, ok: response.ok, body, waitSeconds };
  } catch {
    return { status: 0, ok: false, body: {} as Posted<Body>['body'], waitSeconds: 0 };
  }
}

/** To Polar's consent; comes back to a page of ours. The answer is what went wrong. */
export async function goToPolar(invitation?: string): Promise<Posted<{ authorization_url?: string }>> {
  const next = new URLSearchParams(location.search).get('next') ?? undefined;
  const answer = await post<{ authorization_url?: string }>('/session/polar', { invitation, next });
  if (answer.body.authorization_url) location.assign(answer.body.authorization_url);
  return answer;
}
