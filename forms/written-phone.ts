// How people write telephone numbers, and how one is dialled.
import { tell } from './tell.ts';
import type { Read } from './written.ts';

/** Digits with what people put between them; an extension after them. */
const PHONE = /^\+?\d[\d -]{3,20}\d(?:转\d{1,6})?$/;
const MOST_DIGITS = 15;
/** As it is kept: plain digits and hyphens, `+86 138-0000-1111` and `０２１（6400）1234` alike. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[−–—‐]/g, '-')
    .replace(/[()\s.]+/g, ' ')
    .replace(/\s*(?:转|分机|ext ?|x)\s*(?=\d{1,6}\s*$)/i, '转')
    .trim()
    .replace(/ ?- ?/g, '-');
function isPhone(text: string): boolean {
  const digits = text.replace(/转.*$/, '').replace(/\D/g, '');
  if (!PHONE.test(text) || digits.length > MOST_DIGITS) return false;
  // A Chinese mobile number has eleven digits, and it is seen when one is missing.
  return !/^1[3-9]/.test(digits) || digits.length === 11;
}
export const readPhone = (text: string): Read<string> =>
  isPhone(plain(text)) ? { value: plain(text) } : { problem: tell('phone', { text }) };

/** What a telephone is given; an extension after a pause. */
export const telOf = (value: string): string => `tel:${value.replace(/[ -]/g, '').replace('转', ',')}`;
