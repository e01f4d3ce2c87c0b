// What is missing, and why: the connection, the last sync, what the watch does not measure, nights.

import { type ReactNode } from 'react';
import type { Metric } from '@/enums';
import { daysOf, plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Say, Sheet } from '@/kit/parts';
import { useTell } from '@/kit/telling';
import { useWords } from '@/kit/words';
import { isFresh, type Person, ROWS, usualOf } from './person';
import { todayWords } from './words';

const LOOKED_AT: readonly Metric[] = [...ROWS, 'SKIN_TEMPERATURE_DEVIATION'];
const FULL = 21;

export function MissingSheet({ person }: { person: Person }) {
  const words = useWords(todayWords).missing;
  const entries = useMissing(person);
  return (
    <Sheet title={words.title}>
      {entries.length === 0 ? (
        <Say>{words.none}</Say>
      ) : (
        <ul className="list">
          {entries.map(([title, say], index) => (
            <li key={index}>
              <h3>{title}</h3>
              <Say>{say}</Say>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function useMissing(person: Person): (readonly [ReactNode, ReactNode])[] {
  const words = useWords(todayWords).missing;
  const format = useFormat();
  const tell = useTell();
  const found: (readonly [ReactNode, ReactNode])[] = [];
  const refused = person.polarConnection?.refusedAt;
  if (refused) found.push([words.refused, words.refusedSay(format.moment(refused))]);
  const feeds = person.syncRuns?.nodes[0]?.feeds.filter(({ state }) => state === 'FAILED') ?? [];
  if (feeds.length) {
    const names = feeds.slice(0, 3).map(({ feed }) => feed.replaceAll('_', ' '));
    found.push([words.feeds, words.feedsSay(format.list(names), feeds.length)]);
  }
  const nights = missingNights(person);
  const [first] = nights;
  const worn = new Set(person.heartRate?.map(({ date }) => date));
  if (nights.length === 1 && first) {
    found.push([words.night(format.day(first)), worn.has(first) ? words.noNight : words.unworn]);
  } else if (nights.length > 1) {
    const shown = format.list(nights.slice(0, 4).map(format.dayShort)) + (nights.length > 4 ? ' …' : '');
    found.push([words.nights(nights.length), words.several(shown)]);
  }
  const device = person.exercises?.nodes[0]?.device ?? words.watch;
  if ((person.sleep?.length ?? 0) >= FULL) {
    for (const metric of LOOKED_AT) {
      if (usualOf(person, metric).sampleCount > 0) continue;
      const named = metric === 'SKIN_TEMPERATURE_DEVIATION' ? 'SKIN_TEMPERATURE' : metric;
      found.push([tell.title(named), words.metricSay(device)]);
    }
  }
  return found;
}

/** Nights of the last four weeks that did not come, since the first of them that did. */
function missingNights(person: Person): string[] {
  const there = new Set(person.sleep?.map(({ date }) => date));
  const first = [...there].sort()[0];
  if (!first || !isFresh(person)) return [];
  return daysOf(first, plusDays(person.today, -1)).filter((day) => !there.has(day)).reverse();
}
