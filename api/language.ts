// Which of our languages the reader wants: Accept-Language, Chinese where nothing is said.
import type { Context } from 'hono';
import { type Language, languageOfTag } from '../words/message.ts';

export function languageOf(c: Context): Language {
  const wanted = (c.req.header('accept-language') ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';');
    const q = parameters.find((each) => each.trim().startsWith('q='));
    return { tag: tag.toLowerCase(), q: q ? Number(q.trim().slice(2)) || 0 : 1 };
  });
  const best = wanted.filter(({ tag, q }) => q > 0 && languageOfTag(tag)).sort((a, b) => b.q - a.q)[0];
  return languageOfTag(best?.tag) ?? 'zh';
}
