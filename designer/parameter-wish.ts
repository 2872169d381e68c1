// A number of the drawing that is to become a parameter: what the shop is asked for, filled in from where it stands. Pure.
import { plainDuration } from './words.ts';

export type ParameterWish = {
  name: string;
  /** `order.amount`; the shop may call it otherwise. */
  key: string;
  type: 'integer' | 'number' | 'money';
  currency?: string | undefined;
  unit?: { zh: string; en: string } | undefined;
  value: number;
};
/** The key under which it stands now; undefined: the person has changed their mind. */
export type MakeParameter = (wish: ParameterWish) => Promise<string | undefined>;

const NUMBER = /(?<![\p{L}\p{N}_.])-?\d+(?:\.\d+)?(?![\p{L}\p{N}_.])/gu;

/** The only number outside of quotes, and the text around it. */
export function onlyNumber(text: string): { value: number; put(name: string): string } | undefined {
  const parts = text.split(/("[^"]*")/);
  const found = parts.flatMap((part, at) =>
    at % 2 === 1 ? [] : [...part.matchAll(NUMBER)].map((match) => ({ at, from: match.index, digits: match[0] })),
  );
  const [only] = found;
  if (found.length !== 1 || !only) return undefined;
  const { at, from, digits } = only;
  return {
    value: Number(digits),
    put: (name) =>
      parts
        .map((part, n) => (n === at ? part.slice(0, from) + name + part.slice(from + digits.length) : part))
        .join(''),
  };
}

/** `PT4H` → `="PT" + string(shop.service.replyHours) + "H"` */
export function durationBy(text: string, name: string): string | undefined {
  const [, before, after] = /^(P(?:T)?)\d+(\w)$/.exec(text) ?? [];
  return plainDuration(text) && before && after ? `="${before}" + string(${name}) + "${after}"` : undefined;
}

const camel = (text: string): string => text.replace(/[^A-Za-z0-9]+(.)?/g, (_, next = '') => next.toUpperCase());

/** A key that no parameter has, after the process and what is compared. */
export function freeKey(process: string, about: string, taken: string[]): string {
  const word = (text: string, otherwise: string): string => {
    const plain = camel(text).replace(/^[^A-Za-z]+/, '');
    return plain ? plain[0]!.toLowerCase() + plain.slice(1) : otherwise;
  };
  const stem = `${word(process, 'rules')}.${word(about.split('.').at(-1) ?? '', 'limit')}`;
  const clashes = (key: string): boolean =>
    taken.some((one) => one === key || one.startsWith(`${key}.`) || key.startsWith(`${one}.`));
  for (let n = 1; ; n++) {
    const key = n === 1 ? stem : `${stem}${n}`;
    if (!clashes(key)) return key;
  }
}
