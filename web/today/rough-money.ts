// Money as one glances at it: ¥19.59 万, ¥195.9K. In cents; to the yuan below ten thousand.
import type { Language } from '../../words/message.ts';

const LARGE = 10_000;

export function roughMoney(cents: number, language: Language): string {
  const yuan = cents / 100;
  const rough = Math.abs(yuan) >= LARGE;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    ...(rough ? { notation: 'compact', maximumFractionDigits: 2 } : { maximumFractionDigits: 0 }),
  }).format(yuan);
}
