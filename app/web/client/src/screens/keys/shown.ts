import type { KeysQuery } from './keys.document';

export type Key = NonNullable<KeysQuery['active']>['nodes'][number];
export type Ended = NonNullable<KeysQuery['ended']>['nodes'][number];

/** A key that was made or renewed just now: the only time that its secret is seen. */
export interface Shown {
  readonly label: string;
  readonly secret: string;
  readonly userId: string | null;
  readonly reads: boolean;
  /** Until when the old secret works. */
  readonly until: string | null;
}

interface Answered {
  readonly secret: string;
  readonly key: {
    readonly label: string;
    readonly userId: string | null;
    readonly scopes: readonly string[];
    readonly previousUntil?: string | null;
  };
}

/** What a mutation answered, to be shown once. */
export function shownOf({ secret, key }: Answered): Shown {
  const { label, userId, scopes, previousUntil = null } = key;
  return { label, secret, userId, reads: scopes.includes('READ'), until: previousUntil };
}
