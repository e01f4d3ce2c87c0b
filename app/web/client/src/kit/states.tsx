// Empty, loading and failed: every page says what to do.

import { type ReactNode, useEffect, useState } from 'react';
import type { AskFailed } from './ask';
import { Button, PageHead } from './parts';
import { Link } from './router';
import type { Asked } from './useAsk';
import { useWords } from './words';
import { kitWords } from './words.kit';

const PATIENCE_MS = 300;

/** True after a moment: what loads quickly shows no skeleton. */
export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}

/** The shape of what comes. */
export function PageSkeleton() {
  const words = useWords(kitWords);
  if (!useLate()) return <div className="page" aria-busy="true" />;
  return (
    <div className="page" aria-busy="true">
      <p className="vh" role="status">
        {words.loading}
      </p>
      <div className="head" aria-hidden="true">
        <i className="skeleton" style={{ width: '9rem' }} />
        <i className="skeleton tall" style={{ width: '60%' }} />
        <i className="skeleton" style={{ width: '90%' }} />
      </div>
      <div className="sheet skeletons" aria-hidden="true">
        <i className="skeleton" style={{ width: '30%' }} />
        <i className="skeleton box" />
      </div>
      <div className="sheet skeletons" aria-hidden="true">
        <i className="skeleton" style={{ width: '40%' }} />
        <i className="skeleton box" />
      </div>
    </div>
  );
}

/** What failed, what still holds, one way on. */
export function PageFailed({ failed, again }: { failed: AskFailed; again: () => void }) {
  const words = useWords(kitWords);
  const [title, lead] = words.failed[failed.kind];
  return (
    <div className="page">
      <PageHead title={title ?? ''} lead={lead}>
        <p>
          <Button kind="main" icon="sync" onClick={again}>
            {words.again}
          </Button>
        </p>
        {failed.problems.length > 0 && <p className="eyebrow">{failed.message}</p>}
      </PageHead>
    </div>
  );
}

/** Nothing to show, and what to do about it. */
export function PageEmpty(given: { eyebrow?: ReactNode; title: string; lead: ReactNode; children?: ReactNode }) {
  return (
    <div className="page">
      <PageHead eyebrow={given.eyebrow} title={given.title} lead={given.lead}>
        {given.children}
      </PageHead>
    </div>
  );
}

export function NotFound() {
  const words = useWords(kitWords);
  const [title, lead] = words.notFound;
  return (
    <PageEmpty title={title ?? ''} lead={lead}>
      <p>
        <Link className="button main" href="/today">
          {words.toToday}
        </Link>
      </p>
    </PageEmpty>
  );
}

/** A person who is not there, or not the reader's to see. */
function Nobody() {
  const words = useWords(kitWords);
  const [title, lead] = words.nobody;
  return (
    <PageEmpty title={title ?? ''} lead={lead}>
      <p>
        <a className="button main" href="/today">
          {words.toToday}
        </a>
      </p>
    </PageEmpty>
  );
}

/** Whether a page asked for a person and was answered that there is none. */
function isNobody(data: object): boolean {
  return 'person' in data && data.person === null;
}

/** A page of what was asked: the skeleton, the failure, or what `children` make of the data. */
export function PageOf<Result>({
  asked,
  children,
}: {
  asked: Asked<Result>;
  children: (data: Result) => ReactNode;
}) {
  const words = useWords(kitWords);
  if (asked.data === undefined) {
    return asked.failed ? <PageFailed failed={asked.failed} again={asked.again} /> : <PageSkeleton />;
  }
  if (isNobody(asked.data as object)) return <Nobody />;
  const partly = asked.problems.length > 0 && !asked.retrying && !asked.loading;
  const stale = asked.failed ?? (partly ? 'partly' : undefined);
  return (
    <div className="page" aria-busy={asked.loading}>
      {stale !== undefined && (
        <div className="stale" role="status">
          <span>{stale === 'partly' ? words.partly : words.failed[stale.kind].join(' ')}</span>
          <Button kind="quiet" onClick={asked.again}>
            {words.again}
          </Button>
        </div>
      )}
      {children(asked.data)}
    </div>
  );
}
