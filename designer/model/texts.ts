// What parts of a model say in other languages: `zf:text`. What is empty is not there.
/** The plain attributes of a model hold Chinese. */
export const isPlain = (language: string): boolean => language === 'zh';

export function withText<T extends object>(
  text: Record<string, T> | undefined,
  language: string,
  said: T,
): Record<string, T> | undefined {
  const { [language]: own, ...others } = text ?? {};
  const kept = Object.entries({ ...own, ...said }).filter(([, value]) => value !== undefined && value !== '');
  const all = { ...others, ...(kept.length > 0 && { [language]: Object.fromEntries(kept) as T }) };
  return Object.keys(all).length > 0 ? all : undefined;
}

/** Words of a form in one more language, or in one less; Chinese is there always. */
export function withWords<W extends { zh: string; en?: string | undefined }>(
  words: W,
  language: 'zh' | 'en',
  text: string,
): W {
  const said = text.trim();
  if (language === 'zh') return said ? { ...words, zh: said } : words;
  const { en: _, ...rest } = words;
  return { ...rest, ...(said && { en: said }) } as W;
}
