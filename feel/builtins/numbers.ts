// Numeric functions (DMN 1.5, 10.3.4.5) and conversions to numbers.

import { spend } from '../budget.ts';
import { type Environment, warn } from '../environment.ts';
import {
  canonical,
  compareNumbers,
  Decimal,
  divide,
  type FeelNumber,
  isWhole,
  multiply,
  negate,
  parseNumber,
  ROUND_CEIL,
  ROUND_DOWN,
  ROUND_FLOOR,
  ROUND_HALF_DOWN,
  ROUND_HALF_EVEN,
  ROUND_HALF_UP,
  ROUND_UP,
  type Rounding,
  round,
  subtract,
  truncate,
} from '../number.ts';
import { tell } from '../reason.ts';
import { FeelDuration, FeelMonths } from '../temporal.ts';
import { type Builtins, form } from './builtin.ts';

const rounding = (name: string, how: Rounding, scale: 'scale' | 'scale?') =>
  form(`n: number, ${scale}: number`, ([n, digits]: [FeelNumber, FeelNumber?], environment: Environment) => {
    const places = digits === undefined ? 0 : truncate(digits);
    if (places < -6111 || places > 6176)
      return warn(environment, tell('scale', { function: name, places: String(places) }));
    return round(n, places, how);
  });

const parity = (rest: number) =>
  form('number: number', ([n]: [FeelNumber], environment: Environment) =>
    isWhole(n) ? new Decimal(n).mod(2).abs().eq(rest) : warn(environment, tell('whole')),
  );

/** What goes through a series of terms. */
function slow(value: () => Decimal, cost = 400): FeelNumber | null {
  spend(cost);
  return canonical(value());
}

export const numbers: Builtins = {
  decimal: [rounding('decimal', ROUND_HALF_EVEN, 'scale')],
  floor: [rounding('floor', ROUND_FLOOR, 'scale?')],
  ceiling: [rounding('ceiling', ROUND_CEIL, 'scale?')],
  'round up': [rounding('round up', ROUND_UP, 'scale?')],
  'round down': [rounding('round down', ROUND_DOWN, 'scale?')],
  'round half up': [rounding('round half up', ROUND_HALF_UP, 'scale?')],
  'round half down': [rounding('round half down', ROUND_HALF_DOWN, 'scale?')],
  abs: [
    form('n: number', ([n]: [FeelNumber]) => (compareNumbers(n, 0) < 0 ? negate(n) : n)),
    form('n: days and time duration', ([n]: [FeelDuration]) => (n.nanos < 0n ? new FeelDuration(-n.nanos) : n)),
    form('n: years and months duration', ([n]: [FeelMonths]) => (n.months < 0 ? new FeelMonths(-n.months) : n)),
  ],
  modulo: [
    form('dividend: number, divisor: number', ([a, b]: [FeelNumber, FeelNumber], environment: Environment) => {
      if (b === 0) return warn(environment, tell('modulo'));
      const quotient = divide(a, b);
      const product = quotient === null ? null : multiply(b, round(quotient, 0, ROUND_FLOOR) ?? 0);
      return product === null ? null : subtract(a, product);
    }),
  ],
  sqrt: [
    form('number: number', ([n]: [FeelNumber], environment: Environment) =>
      compareNumbers(n, 0) < 0 ? warn(environment, tell('sqrt')) : slow(() => new Decimal(n).sqrt(), 30),
    ),
  ],
  log: [
    form('number: number', ([n]: [FeelNumber], environment: Environment) =>
      compareNumbers(n, 0) <= 0 ? warn(environment, tell('log')) : slow(() => new Decimal(n).ln()),
    ),
  ],
  exp: [form('number: number', ([n]: [FeelNumber]) => slow(() => new Decimal(n).exp()))],
  odd: [parity(1)],
  even: [parity(0)],
  number: [
    form('from: number', ([from]: [FeelNumber]) => from),
    form('from: string', ([from]: [string], environment: Environment) => toNumber(from, null, null, environment)),
    form(
      'from: string, grouping separator: any, decimal separator: any',
      ([from, grouping, point]: [string, unknown, unknown], environment: Environment) =>
        toNumber(from, grouping, point, environment),
    ),
  ],
};

function toNumber(from: string, grouping: unknown, point: unknown, environment: Environment): FeelNumber | null {
  const wrong = () => warn(environment, tell('number', { text: String(from) }));
  if (grouping !== null && grouping !== ' ' && grouping !== ',' && grouping !== '.') return wrong();
  if (point !== null && point !== '.' && point !== ',') return wrong();
  if (grouping !== null && grouping === point) return wrong();
  let text = from;
  if (grouping !== null) text = text.replaceAll(grouping, '');
  if (point === ',') {
    if (text.includes('.')) return wrong();
    text = text.replace(',', '.');
  }
  return parseNumber(text) ?? wrong();
}
