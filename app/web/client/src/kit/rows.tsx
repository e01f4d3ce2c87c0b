// Rows of lists: sessions of training, people, keys.

import type { ReactNode } from 'react';
import { classes } from './parts';
import { Link } from './router';

/** One exercise on a line, two and a bar on phones; what was not measured is a dash. */
export function SessionRow(given: {
  href: string;
  name: ReactNode;
  when: ReactNode;
  time: ReactNode;
  distance: ReactNode;
  heartRate: ReactNode;
  load: ReactNode;
  zones?: ReactNode;
}) {
  return (
    <li className="session">
      <Link href={given.href}>
        <span className="name">{given.name}</span>
        <span className="when">{given.when}</span>
        <span className="zones">{given.zones}</span>
        <span className="distance">{given.distance}</span>
        <span className="heart">{given.heartRate}</span>
        <span className="load">{given.load}</span>
        <span className="time">{given.time}</span>
      </Link>
    </li>
  );
}

/** Time in the five zones as one bar. */
export function ZoneBar({ seconds }: { seconds: readonly (number | null)[] }) {
  const total = seconds.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return (
    <span className="zonebar" aria-hidden="true">
      {total > 0 &&
        seconds.map((each, index) =>
          each ? <i key={index} className={`zone-${index + 1}`} style={{ flexGrow: each / total }} /> : null,
        )}
    </span>
  );
}

/** One person of the household. */
export function PersonCard(given: {
  name: ReactNode;
  initial: string;
  state: ReactNode;
  notice?: boolean;
  children?: ReactNode;
  deeds?: ReactNode;
}) {
  return (
    <li className={classes('sheet', 'person', given.notice && 'notice')}>
      <header>
        <span className="avatar" aria-hidden="true">
          {given.initial}
        </span>
        <h3>{given.name}</h3>
        <span className="state">{given.state}</span>
      </header>
      {given.children}
      {given.deeds && <footer>{given.deeds}</footer>}
    </li>
  );
}

/** One key: what it is called, what it may do, how it is used. */
export function KeyRow(given: {
  name: ReactNode;
  /** The beginning of a secret; or what stands there whole. */
  prefix?: string;
  whole?: string;
  facts: ReactNode;
  state?: ReactNode;
  notice?: boolean;
  ended?: boolean;
  children?: ReactNode;
  deeds?: ReactNode;
}) {
  return (
    <li className={classes('keyrow', given.ended && 'ended')}>
      <div>
        <h3>{given.name}</h3>
        <code>{given.whole ?? `${given.prefix}…`}</code>
        {given.state && <span className={classes('word', given.notice && 'outside')}>{given.state}</span>}
      </div>
      <p className="say">{given.facts}</p>
      {given.children}
      {given.deeds && <div className="deeds">{given.deeds}</div>}
    </li>
  );
}

/** How things stand with somebody's sync, in a dot and a word. */
export function SyncState({ kind, children }: { kind: 'fine' | 'running' | 'none' | 'bad'; children: ReactNode }) {
  return <span className={`syncstate ${kind}`}>{children}</span>;
}
