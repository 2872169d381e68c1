// How people write telephone numbers, and how one is dialled. A platform gives a buyer's covered (`138****1234`) or lends one
// with an extension of its own (`13800001234-5678`): both are kept as they came.
import { tell } from './tell.ts';
import type { Read } from './written.ts';

/** Digits, some of them covered, with what people put between them; an extension after them. */
const PHONE = /^(\+?[\d*][\d* -]{3,28}[\d*])(?:转\d{1,6})?$/;
/** A Chinese mobile number, and behind it the extension of a lent one. */
const LENT = /^(\+?1[ -]?[3-9*](?:[ -]?[\d*]){9})-\d{1,6}$/;
const MOST_DIGITS = 15;
/** As it is kept: plain digits and hyphens, `+86 138-0000-1111` and `０２１（6400）1234` alike. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[−–—‐]/g, '-')
    .replace(/•/g, '*')
    .replace(/[()\s.]+/g, ' ')
    .replace(/\s*(?:转|分机|ext ?|x)\s*(?=\d{1,6}\s*$)/i, '转')
    .trim()
    .replace(/ ?- ?/g, '-');
const isCovered = (value: string): boolean => value.includes('*');

function isPhone(text: string): boolean {
  const number = LENT.exec(text)?.[1] ?? PHONE.exec(text)?.[1];
  if (number === undefined) return false;
  const digits = number.replace(/[^\d*]/g, '');
  if (digits.length > MOST_DIGITS || !/\d/.test(digits)) return false;
  // A Chinese mobile number has eleven digits, and it is seen when one is missing.
  return isCovered(digits) || !/^1[3-9]/.test(digits) || digits.length === 11;
}
export const readPhone = (text: string): Read<string> =>
  isPhone(plain(text)) ? { value: plain(text) } : { problem: tell('phone', { text }) };

/** What a telephone is given; an extension after a pause. undefined where nobody can dial it. */
export function telOf(value: string): string | undefined {
  if (isCovered(value) || !isPhone(value)) return undefined;
  return `tel:${value
    .replace(LENT, (all, number: string) => `${number},${all.slice(number.length + 1)}`)
    .replace(/[ -]/g, '')
    .replace('转', ',')}`;
}
