// One catalogue in three languages; the compiler asks that each has every word.

import { usePreferences } from './preferences';

export const LANGUAGES = { en: 'English', de: 'Deutsch', fi: 'Suomi' } as const;
export type Language = keyof typeof LANGUAGES;

/** The same keys; a word that takes something takes the same. */
export type Translated<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends (...given: infer Given) => string
    ? (...given: Given) => string
    : Words[Key] extends string
      ? string
      : Translated<Words[Key]>;
};

export interface Catalogue<Words> {
  readonly en: Words;
  readonly de: Translated<Words>;
  readonly fi: Translated<Words>;
}

/** A chapter of the catalogue: the words of a screen, or of a kind of code. */
export function words<const Words>(
  en: Words,
  de: Translated<NoInfer<Words>>,
  fi: Translated<NoInfer<Words>>,
): Catalogue<Words> {
  return { en, de, fi };
}

/** The words in the reader's language. */
export function useWords<Words>(catalogue: Catalogue<Words>): Translated<Words> {
  const { language } = usePreferences();
  return catalogue[language] as Translated<Words>;
}
