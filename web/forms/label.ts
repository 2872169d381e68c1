// The words of a field in the reader's language.
import type { Language } from '../../words/message.ts';

type Words = { zh: string; en?: string | undefined };

export const wordsIn = (words: Words, language: Language): string => (language === 'en' && words.en) || words.zh;
export const labelIn = ({ label }: { label: Words }, language: Language): string => wordsIn(label, language);
