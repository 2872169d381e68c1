// Words of the app by typed key, and the language they are in.
import { useCallback } from 'react';
import type { Language } from '../../words/message.ts';
import { type Key, sayOfWeb } from '../../words/web.ts';
import { useLanguage } from './language.ts';

export type { Key };
export type Say = (key: Key, values?: Record<string, string | number>) => string;

export function useWords(): { t: Say; language: Language } {
  const language = useLanguage();
  const t = useCallback<Say>((key, values = {}) => sayOfWeb({ code: key, args: values }, language), [language]);
  return { t, language };
}

/** A name with other languages beside it. */
export const named = (
  { name, texts }: { name: string; texts?: Record<string, { name?: string | undefined }> | null },
  language: Language,
): string => (language !== 'zh' && texts?.[language]?.name) || name;
