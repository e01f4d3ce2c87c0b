import { useWords } from '@/kit/words';
import { feedWords } from './feeds';

/** What a feed brings, in the reader's words; one that is new here keeps its own name. */
export function useFeedName(): (feed: string) => string {
  const known: Readonly<Record<string, string>> = useWords(feedWords);
  return (feed) => known[feed] ?? feed;
}
