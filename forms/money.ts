// Money in words: whole cents with their currency, grouped.
const SIGNS: Record<string, string> = { CNY: '¥', GBP: '£', USD: '$', EUR: '€', JPY: '¥', HKD: 'HK$' };

export const signOf = (currency: string): string => SIGNS[currency] ?? `${currency} `;
/** `1,234.50`: of cents, exactly. */
export function amountOf(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '−' : ''}${whole}.${digits.slice(-2)}`;
}
/** `¥1,234.50` */
export const moneyOf = (cents: number, currency = 'CNY'): string =>
  `${cents < 0 ? '−' : ''}${signOf(currency)}${amountOf(Math.abs(cents))}`;
