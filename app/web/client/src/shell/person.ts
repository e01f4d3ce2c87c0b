// Whose data is shown: ?person= of the address, else the one looked at last, else the first.

import { useEffect } from 'react';
import { askAhead } from '@/kit/ask';
import { useQuery } from '@/kit/router';
import { useAsk } from '@/kit/useAsk';
import { Household, type HouseholdQuery } from './household.document';

export type Member = NonNullable<HouseholdQuery['people']>['nodes'][number];

const LAST = 'ursa.person';

/** Asks who is there before anything is shown. */
export function keepHousehold(): void {
  askAhead(Household, {});
}

/** Whom a page will most likely be about, before anybody has answered. */
export function firstPerson(): string | null {
  return new URL(location.href).searchParams.get('person') ?? localStorage.getItem(LAST);
}

export function usePerson() {
  const asked = useAsk(Household, {});
  const [wanted] = useQuery('person');
  const members = asked.data?.people?.nodes ?? [];
  const last = localStorage.getItem(LAST);
  const known = (id: string | null) => members.find(({ userId }) => userId === id);
  const member = known(wanted) ?? (wanted ? undefined : (known(last) ?? members[0]));
  // Who is not among the first hundred is looked at all the same; the server says whether they may be.
  // Before it is known who is there, the one looked at last is asked for.
  const person = wanted ?? member?.userId ?? (asked.data ? null : last) ?? '';
  useEffect(() => {
    if (person) localStorage.setItem(LAST, person);
  }, [person]);
  return { asked, members, member, person };
}

/** What a person is called. */
export function nameOf(member: Pick<Member, 'displayName' | 'userId'>): string {
  return member.displayName?.trim() || member.userId;
}

/** The first letter of a name, for a disc. */
export function initialOf(name: string): string {
  const [first = ''] = new Intl.Segmenter().segment(name.trim());
  return (typeof first === 'string' ? first : first.segment).toLocaleUpperCase();
}
