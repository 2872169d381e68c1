// FEEL numbers are decimals of 34 digits (DMN 1.5, 10.3.2.3.1). A number is a double where the shortest decimal that names
// the double is the value itself, so that 0.1 means 0.1, and a Decimal otherwise. The form is unique: equal numbers are equal
// doubles, doubles compare as they are, and whole numbers never leave the fast path.
import { Decimal as Decimals } from 'decimal.js';
import { spend } from './budget.ts';

export const Decimal = Decimals.clone({ precision: 34, rounding: Decimals.ROUND_HALF_EVEN, minE: -6176, maxE: 6144 });
export type Decimal = Decimals.Instance;
export type FeelNumber = number | Decimal;

export const isNumber = (value: unknown): value is FeelNumber => typeof value === 'number' || value instanceof Decimal;

/** null where the result is no number (a division by zero, an overflow). */
export function canonical(value: Decimal): FeelNumber | null {
  spend(10);
  if (!value.isFinite()) return null;
  const double = value.toNumber();
  if (double === 0) return value.isZero() ? 0 : value;
  return Number.isFinite(double) && new Decimal(double).eq(value) ? double : value;
}

const exact = (value: number) => Number.isSafeInteger(value);

/** Powers of ten that are exact as doubles, as far as amounts and rates have digits. */
const TENS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
/** A double holds every decimal of 15 digits, and a whole number below this divided by a power of ten is the nearest to its decimal. */
const DIGITS_15 = 1e15;

/** How many digits a double has after the point; -1 where they are too many to count in whole numbers. */
function places(value: number): number {
  for (let digits = 0; digits < TENS.length; digits++) {
    const ten = TENS[digits] as number;
    const whole = Math.round(value * ten);
    if (whole / ten === value) return Math.abs(whole) < DIGITS_15 ? digits : -1;
  }
  return -1;
}

/** a ± b in whole numbers of their last digit, the way money is added; null where that is not exact. */
function sumOf(a: number, b: number, sign: 1 | -1): number | null {
  if (exact(a) && exact(b)) {
    const sum = a + sign * b;
    return exact(sum) ? sum || 0 : null;
  }
  const digits = Math.max(places(a), places(b));
  if (places(a) < 0 || places(b) < 0) return null;
  const ten = TENS[digits] as number;
  const [left, right] = [Math.round(a * ten), Math.round(b * ten)];
  const sum = left + sign * right;
  const small = Math.max(Math.abs(left), Math.abs(right), Math.abs(sum)) < DIGITS_15;
  return small ? sum / ten || 0 : null;
}

function productOf(a: number, b: number): number | null {
  if (exact(a) && exact(b)) {
    const product = a * b;
    return exact(product) ? product || 0 : null;
  }
  const [left, right] = [places(a), places(b)];
  if (left < 0 || right < 0) return null;
  const product = Math.round(a * (TENS[left] as number)) * Math.round(b * (TENS[right] as number));
  return Math.abs(product) < DIGITS_15 ? product / ((TENS[left] as number) * (TENS[right] as number)) || 0 : null;
}

const doubles = (a: FeelNumber, b: FeelNumber): boolean => typeof a === 'number' && typeof b === 'number';

export const add = (a: FeelNumber, b: FeelNumber): FeelNumber | null =>
  (doubles(a, b) ? sumOf(a as number, b as number, 1) : null) ?? canonical(new Decimal(a).plus(b));

export const subtract = (a: FeelNumber, b: FeelNumber): FeelNumber | null =>
  (doubles(a, b) ? sumOf(a as number, b as number, -1) : null) ?? canonical(new Decimal(a).minus(b));

export const multiply = (a: FeelNumber, b: FeelNumber): FeelNumber | null =>
  (doubles(a, b) ? productOf(a as number, b as number) : null) ?? canonical(new Decimal(a).times(b));

export function divide(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number' && exact(a) && exact(b)) {
    const quotient = a / b;
    if (exact(quotient) && quotient * b === a) return quotient === 0 ? 0 : quotient;
  }
  return canonical(new Decimal(a).div(b));
}

export function power(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  spend(500);
  return canonical(new Decimal(a).pow(b));
}

export const negate = (a: FeelNumber): FeelNumber => (typeof a === 'number' ? (a === 0 ? 0 : -a) : a.neg());

/** Below zero, zero or above zero, as `Array.sort` asks for it. */
export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  spend(2);
  return new Decimal(a).cmp(b);
}

export const isWhole = (a: FeelNumber): boolean => (typeof a === 'number' ? Number.isInteger(a) : a.isInteger());
export const truncate = (a: FeelNumber): number => (typeof a === 'number' ? Math.trunc(a) : a.trunc().toNumber());

const LITERAL = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What a text denotes, if it is a number. */
export function parseNumber(text: string): FeelNumber | null {
  // Of more digits than these the first 34 stand, but reading them takes the square of their number.
  if (text.length > 10_000 || !LITERAL.test(text)) return null;
  const double = Number(text);
  return Number.isSafeInteger(double) && text.length < 16 ? (double === 0 ? 0 : double) : canonical(new Decimal(text));
}

/** Without an exponent. */
export const numberText = (a: FeelNumber): string => new Decimal(a).toFixed();

export type Rounding = Decimals.Rounding;
export const { ROUND_UP, ROUND_DOWN, ROUND_CEIL, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN } =
  Decimals;

/** To so many digits after the point; a negative scale rounds tens, hundreds and so on. */
export function round(value: FeelNumber, scale: number, rounding: Rounding): FeelNumber | null {
  const decimal = new Decimal(value);
  if (scale >= 0) return canonical(decimal.toDecimalPlaces(scale, rounding));
  const unit = new Decimal(10).pow(-scale);
  return canonical(decimal.div(unit).toDecimalPlaces(0, rounding).times(unit));
}
