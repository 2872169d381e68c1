// What an entry was booked as and for: its verb, then its document.
import type { Texts } from '../../words/message.ts';
import { wordsIn } from '../forms/label.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';

type Booked = { verb: Texts | null; doc: Record<string, unknown> };

export function useEntryWords(): (entry: Booked) => string {
  const { language } = useWords();
  const reads = useValueReader();
  return ({ verb, doc }) =>
    [verb && wordsIn(verb, language), ...Object.values(doc).map((value) => valueWords(value, { type: 'any' }, reads))]
      .filter(Boolean)
      .join(' · ');
}

/** `+3`, `−1,200`. */
export const moved = (delta: number): string => `${delta > 0 ? '+' : '−'}${Math.abs(delta).toLocaleString('en-US')}`;
