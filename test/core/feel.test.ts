// FEEL as processes use it: time, warnings, decimals; and compared with feelin, which knows the language from elsewhere.
import fc from 'fast-check';
import * as feelin from 'feelin';
import { describe, expect, test } from 'vitest';
import { feel, plain, unaryTest } from '../../feel/expression.ts';
import { add, Decimal, type FeelNumber, multiply, subtract } from '../../feel/number.ts';
import type { Variables } from '../../feel/value.ts';

const evaluate = (text: string, variables: Variables) =>
  feel(text).run((name) => variables[name], { at: Date.UTC(2026, 0, 5, 8), offset: '+08:00' });

test('time is the occurrence’s, in the shop’s zone', () => {
  expect(evaluate('string(today())', {}).value).toBe('2026-01-05');
  expect(feel('string(today())').run(() => undefined, { at: Date.UTC(2026, 0, 5, 20), offset: '+08:00' }).value).toBe(
    '2026-01-06',
  );
  expect(
    feel('string(today())').run(() => undefined, { at: Date.UTC(2026, 6, 5, 22), offset: '@Europe/Berlin' }).value,
  ).toBe('2026-07-06');
  expect(evaluate('now() + duration("P2D")', {}).value).toBe('2026-01-07T08:00:00Z');
});

describe('values without an order are nothing, and say so', () => {
  for (const [text, variables] of [
    ['amount <= 10', { amount: 'many' }],
    ['amount > 10', { amount: null }],
    ['amount >= "a"', { amount: 3 }],
    ['flag < true', { flag: false }],
  ] as [string, Variables][]) {
    test(text, () => {
      const { value, warnings } = evaluate(text, variables);
      expect(value).toBe(null);
      expect(warnings).toHaveLength(1);
    });
  }
});

test('what need not be there is asked for without a warning', () => {
  for (const [text, value] of [
    ['is defined(nothing)', false],
    ['is defined(there)', true],
    ['get or else(nothing.at.all, 7)', 7],
    ['get or else(there, 7)', 2],
    ['is defined(nothing) and nothing > 3', false],
  ] as const)
    expect(evaluate(text, { there: 2 })).toMatchObject({ value, warnings: [] });
});

test('an unknown name warns, a known one without value does not', () => {
  expect(evaluate('missing = 1', {}).warnings).toHaveLength(1);
  expect(evaluate('known = null', { known: null })).toEqual({ value: true, warnings: [] });
});

test('what is no FEEL says where', () => {
  expect(feel('a >').error).toEqual({ code: 'notFeel', args: { at: 4, text: 'a >' } });
});

describe('numbers are decimals', () => {
  const amount = fc
    .tuple(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.integer({ min: 0, max: 8 }))
    .map(([digits, scale]) => new Decimal(digits).div(10 ** scale).toNumber());
  const rules: [string, (a: FeelNumber, b: FeelNumber) => FeelNumber | null, 'plus' | 'minus' | 'times'][] = [
    ['sum', add, 'plus'],
    ['difference', subtract, 'minus'],
    ['product', multiply, 'times'],
  ];
  for (const [name, fast, slow] of rules)
    test(`the ${name} is the decimal one, and a double where that is exact`, () => {
      fc.assert(
        fc.property(amount, amount, (a, b) => {
          const expected = new Decimal(a)[slow](b);
          const found = fast(a, b);
          expect(new Decimal(found ?? Number.NaN).eq(expected), `${a} ${name} ${b}`).toBe(true);
          expect(typeof found === 'number').toBe(new Decimal(expected.toNumber()).eq(expected));
        }),
        { numRuns: 5_000 },
      );
    });
  for (const [text, value] of [
    ['0.1 + 0.2 = 0.3', true],
    ['1 / 3 * 3 = 1', false],
    ['decimal(1 / 3 * 3, 20) = 1', true],
    ['9007199254740992 + 1 = 9007199254740993', true],
    ['1.1 * 1.1', 1.21],
    ['100 * 19.99', 1999],
    ['decimal(2.675, 2)', 2.68],
    ['round half up(1.005, 2)', 1.01],
  ] as const)
    test(text, () => expect(evaluate(text, {}).value).toBe(value));
});

const number = fc.integer({ min: -50, max: 50 });
const scalar = fc
  .oneof(number, fc.constantFrom('"a"', '"b"', 'true', 'false', 'null', 'x', 'y', 's', 'o.n'))
  .map(String);
const expression: fc.Arbitrary<string> = fc.letrec<{ e: string }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc
      .tuple(tie('e'), fc.constantFrom('=', '!=', '+', '-', '*', 'and', 'or'), tie('e'))
      .map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
    fc
      .tuple(number, fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom('x', 'y', '3'))
      .map(([a, operator, b]) => `${a} ${operator} ${b}`),
    tie('e').map((a) => `not(${a})`),
    fc.tuple(tie('e'), tie('e'), tie('e')).map(([a, b, c]) => `if (${a}) = true then ${b} else ${c}`),
    fc
      .tuple(fc.constantFrom('x', 's'), fc.array(number, { minLength: 1, maxLength: 3 }))
      .map(([a, list]) => `${a} in [${list.join(', ')}]`),
  ),
})).e;

/**
 * Where the two differ, the standard is with us: an `if` takes `then` for true only (feelin for whatever is not false or null), so the
 * expressions here ask `= true`; decimals (0.1 + 0.2); a comparison of two kinds is null.
 */
test('feelin says the same', () => {
  fc.assert(
    fc.property(expression, number, number, (text, x, y) => {
      const variables: Variables = { x, y, s: 'a', o: { n: 7 } };
      const ours = evaluate(text, variables);
      const theirs = feelin.evaluate(text, { ...variables });
      const other = plain(theirs.value);
      // Decimals have no negative zero.
      expect(ours.value, text).toEqual(other === 0 ? 0 : other);
    }),
    { numRuns: 3_000 },
  );
});

describe('cells of a decision table', () => {
  for (const [cell, input, expected] of [
    ['-', 1, true],
    ['> 5', 6, true],
    ['> 5', 5, false],
    ['<= -1.5', -1.5, true],
    ['"a", "b"', 'b', true],
    ['"a", "b"', 'c', false],
    ['1, 2', 2, true],
    ['[1..3]', 2, true],
    ['not("a")', 'b', true],
    ['matches(?, "^x")', 'xy', true],
    ['null, "a"', null, true],
    ['null', null, true],
    ['true', false, false],
    ['not(true)', false, true],
    ['? > 5', 6, true],
  ] as [string, Variables[string], boolean][]) {
    test(`${cell} against ${JSON.stringify(input)}`, () => {
      expect(unaryTest(cell, input, () => undefined).value).toBe(expected);
      expect(feelin.unaryTest(cell === '-' ? '-' : cell, { '?': input }).value).toBe(expected);
    });
  }
});
