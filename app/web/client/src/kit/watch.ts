// What changes while a page is open, over server-sent events.

import { type Client, createClient } from 'graphql-sse';
import type { Document } from './document';

let client: Client | undefined;

/** Calls back with each event until the stop that it answers is called, or the server has ended. */
export function watch<Result, Variables extends Record<string, unknown>>(
  document: Document<Result, Variables>,
  variables: Variables,
  next: (data: Result) => void,
  ended: (failed: unknown) => void = () => undefined,
): () => void {
  client ??= createClient({ url: '/graphql', retryAttempts: 8 });
  return client.subscribe<Result>(
    { query: document, variables },
    {
      next: ({ data }) => {
        if (data != null) next(data);
      },
      error: ended,
      complete: () => ended(undefined),
    },
  );
}
