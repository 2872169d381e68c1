// Where somebody or something is reached: a telephone number, an address of the web.
import { z } from 'zod';
import { tell } from '../tell.ts';
import type { Read } from '../written.ts';
import { readPhone } from '../written-phone.ts';
import { asText, data, kind } from './kind.ts';

const words = { stored: 'text', find: 'text', feel: 'string', prefill: true } as const;

/** Enough to tell two apart, too little to call. */
export const masked = (value: string): string => {
  const letters = [...value];
  return letters.length < 8
    ? '•'.repeat(letters.length)
    : `${letters.slice(0, 3).join('')}****${letters.slice(-4).join('')}`;
};

export const phone = kind(z.object({ type: z.literal('phone'), ...data }), {
  ...words,
  searched: (value) => [String(value), String(value).replace(/\D/g, '')],
  check(_, value, fail) {
    const read = typeof value === 'string' ? readPhone(value) : { problem: tell('phone', { text: '' }) };
    return 'value' in read ? read.value : fail(read.problem);
  },
  read: (_, text) => readPhone(text),
  write: asText,
});

const LONGEST = 2000;
/** http and https alone: anything else may run in the page of whoever clicks. */
const WEB = /^https?:\/\/(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+(?::\d{1,5})?(?:[/?#][^\s\p{Cc}]*)?$/iu;
const isUrl = (text: string): boolean => text.length <= LONGEST && WEB.test(text);
/** `www.taobao.com/item` has its scheme left out, as people write it. */
const whole = (text: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]*\.[^/]*:\d/.test(text) ? text : `https://${text}`;
const readUrl = (text: string): Read<string> => {
  const url = whole(text.trim());
  return isUrl(url) ? { value: url } : { problem: tell('url', { text }) };
};

export const url = kind(z.object({ type: z.literal('url'), ...data }), {
  ...words,
  check(_, value, fail) {
    const read = typeof value === 'string' ? readUrl(value) : { problem: tell('url', { text: '' }) };
    return 'value' in read ? read.value : fail(read.problem);
  },
  read: (_, text) => readUrl(text),
  write: asText,
});
