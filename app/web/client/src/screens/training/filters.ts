import { isDay } from '@/kit/days';
import type { Language } from '@/kit/words';
import { polarText } from '@/words/sports';

/** What narrows the list, as the address has it. */
export interface Filters {
  readonly sport: readonly string[] | null;
  readonly text: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export function filtersOf(query: URLSearchParams, language: Language): Filters {
  const day = (name: string) => {
    const value = query.get(name) ?? undefined;
    return isDay(value) ? value : null;
  };
  const sport = query.get('sport');
  const from = day('from');
  return {
    sport: sport ? [sport] : null,
    text: polarText(query.get('q') ?? '', language).trim() || null,
    from: from ?? (day('to') ? '1970-01-01' : null),
    to: day('to'),
  };
}
