// What people type where FEEL is asked for, as FEEL reads it: signs of a Chinese keyboard, and data by what it is called. Pure.

/** `said`: the label alone, as people would write it. */
export type Name = { value: string; label: string; said?: string | undefined };

const SIGNS: Record<string, string> = {
  '“': '"',
  '”': '"',
  '「': '"',
  '」': '"',
  '＂': '"',
  '（': '(',
  '）': ')',
  '，': ',',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '＋': '+',
  '－': '-',
  '＊': '*',
  '／': '/',
  '×': '*',
  '：': ':',
};
const QUOTES = /[“”「」＂]/g;
const OTHERS = /[（），＞＜＝≥≤≠＋－＊／×：]/g;
const asFeel = (sign: string): string => SIGNS[sign] ?? sign;

/** Only what is typed between straight quotes is left as it is. */
export const plainSigns = (text: string): string =>
  apart(text.replace(QUOTES, asFeel), (part) => part.replace(OTHERS, asFeel));

const WORDS = new Set('and or not if then else true false null in for return some every satisfies between'.split(' '));

export function typedFormula(text: string, names: Name[]): string {
  const ids = new Set(names.map(({ value }) => value));
  const called = names.flatMap(({ value, said }) => {
    const meant = said !== undefined && said !== value && !ids.has(said) && !WORDS.has(said);
    return meant && names.filter((other) => other.said === said).length === 1 ? [{ value, said }] : [];
  });
  // Of labels that begin alike the longer one is meant.
  called.sort((a, b) => b.said.length - a.said.length);
  return apart(plainSigns(text), (part) =>
    called.reduce((so, { said, value }) => so.replace(whole(said), value), part),
  );
}

const whole = (said: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_.])${said.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_]|\\s*\\()`, 'gu');

/** Everything but texts. */
const apart = (text: string, change: (part: string) => string): string =>
  text
    .split(/("(?:[^"\\]|\\.)*"?)/)
    .map((part, at) => (at % 2 ? part : change(part)))
    .join('');

/** The whole text with what is being written at its end completed, for each name that it may become. */
export function completions(text: string, names: Name[]): { value: string; label: string }[] {
  const begun = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(text)?.[0] ?? '';
  const before = text.slice(0, text.length - begun.length);
  if (begun === '' && /[\p{L}\p{N}_")\]]\s*$/u.test(before)) return [];
  const wanted = begun.toLowerCase();
  return names
    .filter(({ value, label }) => value !== begun && `${value} ${label}`.toLowerCase().includes(wanted))
    .map(({ value, label }) => ({ value: before + value, label }));
}
