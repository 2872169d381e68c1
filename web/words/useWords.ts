// Words of the app by typed key, and the language they are in.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { zh } from '../locales/zh.ts';
import type { Language } from './language.ts';

type Paths<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Paths<T[K], `${P}${K}.`>;
}[keyof T & string];
export type Key = Paths<typeof zh>;
export type Say = (key: Key, values?: Record<string, string | number>) => string;

export function useWords(): { t: Say; language: Language } {
  const { t, i18n } = useTranslation('web');
  const say = useCallback<Say>((key, values) => t(key, values ?? {}) as string, [t]);
  return { t: say, language: i18n.language === 'en' ? 'en' : 'zh' };
}

/** A name with other languages beside it. */
export const named = (
  { name, texts }: { name: string; texts?: Record<string, { name?: string | undefined }> | null },
  language: Language,
): string => (language !== 'zh' && texts?.[language]?.name) || name;
