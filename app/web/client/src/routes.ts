// The table of pages. A page is a line here, a file with its component, and a document beside it.

import type { ComponentType } from 'react';
import type { IconName } from './kit/icons';
import type { shellWords } from './shell/words';

/** What a page is given. */
export interface PageProps {
  /** Of the address: /night/:date is `date`. */
  readonly params: Readonly<Record<string, string>>;
  /** User id of the person who is looked at; empty on pages of the household. */
  readonly person: string;
}

export type PageName = keyof (typeof shellWords)['en']['page'];

/** Asks for what a screen shows, while it is not known yet who looks. */
export type Ahead = (person: string, params: Readonly<Record<string, string>>) => void;

export interface Screen {
  readonly default: ComponentType<PageProps>;
  readonly ahead?: Ahead;
}

export interface Route {
  readonly name: PageName;
  /** /night/:date? */
  readonly path: string;
  readonly load: () => Promise<Screen>;
  /** Where it stands in the navigation: about one person, or of the household (owner). */
  readonly group?: 'person' | 'household';
  readonly icon?: IconName;
  /** Of the household, and each person's too: they see what is theirs. */
  readonly everybodys?: true;
  /** In the bar of phones. */
  readonly bar?: true;
  /** The page that leads to it, which stands in the navigation instead. */
  readonly within?: PageName;
  /** Needs no session, and stands without the shell. */
  readonly open?: true;
}

export const ROUTES: readonly Route[] = [
  { name: 'signin', path: '/signin', open: true, load: () => import('./screens/signin/signin') },
  { name: 'signin', path: '/enter', open: true, load: () => import('./screens/enter/enter') },
  { name: 'consent', path: '/consent', open: true, load: () => import('./screens/consent/consent') },
  { name: 'start', path: '/setup', open: true, load: () => import('./screens/start/start') },
  {
    ...{ name: 'people', path: '/people', group: 'household', icon: 'people' },
    load: () => import('./screens/people/people'),
  },
  {
    ...{ name: 'syncs', path: '/syncs', group: 'household', icon: 'sync', everybodys: true },
    load: () => import('./screens/syncs/syncs'),
  },
  {
    ...{ name: 'keys', path: '/keys', group: 'household', icon: 'key' },
    load: () => import('./screens/keys/keys'),
  },
  {
    ...{ name: 'system', path: '/system', group: 'household', icon: 'server' },
    load: () => import('./screens/system/system'),
  },
  {
    ...{ name: 'today', path: '/today', group: 'person', icon: 'sun', bar: true },
    load: () => import('./screens/today/today'),
  },
  {
    ...{ name: 'night', path: '/night/:date?', group: 'person', icon: 'moon', bar: true },
    load: () => import('./screens/night/night'),
  },
  {
    ...{ name: 'day', path: '/day/:date?', group: 'person', icon: 'clock' },
    load: () => import('./screens/day/day'),
  },
  {
    ...{ name: 'week', path: '/week/:date?', group: 'person', icon: 'week' },
    load: () => import('./screens/week/week'),
  },
  {
    ...{ name: 'trends', path: '/trends', group: 'person', icon: 'trend', bar: true },
    load: () => import('./screens/trends/trends'),
  },
  {
    ...{ name: 'training', path: '/training', group: 'person', icon: 'bars', bar: true },
    load: () => import('./screens/training/training'),
  },
  {
    ...{ name: 'exercise', path: '/exercise/:id', group: 'person', within: 'training' },
    load: () => import('./screens/exercise/exercise'),
  },
  {
    ...{ name: 'insights', path: '/insights', group: 'person', icon: 'speech' },
    load: () => import('./screens/insights/insights'),
  },
  {
    ...{ name: 'past', path: '/past', group: 'person', within: 'account' },
    load: () => import('./screens/past/past'),
  },
  { name: 'apps', path: '/apps', within: 'account', load: () => import('./screens/apps/apps') },
  { name: 'assistants', path: '/assistants', within: 'account', load: () => import('./screens/assistants/assistants') },
  { name: 'account', path: '/account', icon: 'person', load: () => import('./screens/account/account') },
];

export const HOME = '/today';
