// What the analysis found, in the reader's language and units.

import type { Metric, SentenceCode } from '@/enums';
import { metricWords } from '@/words/metrics';
import { type Params, type Say, saying, sentenceWords, within } from '@/words/sentences';
import { useFormat } from './format';
import { useWords } from './words';

/** Says codes; `otherwise` is the server's sentence, for codes that are newer than this page. */
export interface Tell {
  readonly sentence: (
    code: SentenceCode | null,
    params: unknown,
    metric: Metric | null,
    otherwise?: string | null,
  ) => string;
  readonly say: (metric: Metric | null) => Say;
  /** A metric's name within a sentence. */
  readonly name: (metric: Metric) => string;
  readonly title: (metric: Metric) => string;
}

export function useTell(): Tell {
  const format = useFormat();
  const titles = useWords(metricWords);
  const sentences = useWords(sentenceWords);
  const say = (metric: Metric | null) => saying(format, titles, metric);
  return {
    say,
    title: (metric) => titles[metric],
    name: (metric) => within(titles[metric], format.language),
    sentence: (code, params, metric, otherwise) => {
      if (code === null || code === 'OTHER' || !(code in sentences)) return otherwise ?? '';
      return sentences[code](say(metric), params as Params);
    },
  };
}
