// Amounts in tests of FEEL: the core compares whole cents, people read and write `> ¥500.00`. What is richer than a comparison, an
// interval or a list of them stays FEEL, in cents.
import { moneyOf } from './money.ts';
import { readMoney } from './written.ts';

const testsOf = (amount: string): RegExp => {
  const single = `(?:[<>]=?|!?=)?\\s*${amount}|[\\[(\\]]\\s*${amount}\\s*\\.\\.\\s*${amount}\\s*[\\])\\[]`;
  const list = `\\s*(?:${single})(?:\\s*,\\s*(?:${single}))*\\s*`;
  return new RegExp(`^(?:${list}|\\s*not\\(${list}\\)\\s*)$`);
};
const CENTS = '-?\\d+(?!\\.\\d)';
const AMOUNT =
  '(?:-\\s*)?(?:HK\\$|[¥£$€]|(?:RMB|CNY|GBP|USD|EUR)\\s*)?\\d+(?:,\\d{3})*(?:\\.\\d{1,2}(?!\\d))?(?:\\u5143)?';
const IN_CENTS = testsOf(CENTS);
const IN_MONEY = testsOf(AMOUNT);

/** `> 50000` → `> ¥500.00`; undefined where it is more than that. */
export const testInMoney = (test: string, currency: string): string | undefined =>
  IN_CENTS.test(test)
    ? test.replace(new RegExp(CENTS, 'g'), (cents) => moneyOf(Number(cents), currency).replace('−', '-'))
    : undefined;

/** `> 500`, `> ¥500.00`, `＞ 500元` → `> 50000`; undefined where it is more than that. */
export function testInCents(written: string): string | undefined {
  const test = written.normalize('NFKC').replaceAll('≤', '<=').replaceAll('≥', '>=').replaceAll('−', '-').trim();
  if (!IN_MONEY.test(test)) return undefined;
  return test.replace(new RegExp(AMOUNT, 'g'), (amount) => {
    const read = readMoney(amount.replace(/\s/g, ''));
    return 'value' in read ? String(read.value) : amount;
  });
}
