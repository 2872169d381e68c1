// Numbers that become parameters: which number is meant, what is put in its place, what the parameter is called at first.
import { expect, test } from 'vitest';
import { parseDuration } from '../../bpmn/duration.ts';
import { durationBy, freeKey, onlyNumber } from '../../designer/parameter-wish.ts';
import { readConditions, rightOf, writeConditions } from '../../designer/properties/condition.ts';
import { feel } from '../../feel/expression.ts';

test('of a cell the only number, outside of quotes and names', () => {
  const put = (text: string) => onlyNumber(text)?.put('shop.a.b');
  expect(put('<= 5000')).toBe('<= shop.a.b');
  expect(put('> 1.5')).toBe('> shop.a.b');
  expect(put('"A4", 7')).toBe('"A4", shop.a.b');
  expect([put('[1..5]'), put('-'), put('"5"'), put('line2'), put('shop.a.b')]).toEqual(Array(5).fill(undefined));
  expect(onlyNumber('< -3')?.value).toBe(-3);
});

test('a span stays the span that it was', () => {
  for (const text of ['PT4H', 'P2D', 'PT30M', 'P1W']) {
    const by = durationBy(text, 'shop.a.b')!;
    const amount = Number(/\d+/.exec(text)![0]);
    const { value } = feel(by.slice(1)).run((name) => (name === 'shop' ? { a: { b: amount } } : undefined), { at: 0 });
    expect(value).toBe(text);
    expect(parseDuration(String(value))).toEqual(parseDuration(text));
  }
  expect(durationBy('PT1H30M', 'shop.a.b')).toBeUndefined();
});

test('a key is free, also of those that stand within one another', () => {
  expect(freeKey('price-change', 'newPrice', [])).toBe('priceChange.newPrice');
  expect(freeKey('price-change', 'newPrice', ['priceChange.newPrice'])).toBe('priceChange.newPrice2');
  expect(freeKey('price-change', 'x', ['priceChange.x.y'])).toBe('priceChange.x2');
  expect(freeKey('补货', '金额', [])).toBe('rules.limit');
});

test('rows of a condition keep names as names, and what a person types is text', () => {
  const text = '=amount > shop.order.large and kind = "a" and left = right';
  expect(writeConditions(readConditions(text)!)).toBe(text);
  const isName = (one: string) => one === 'known';
  expect(['5', 'true', '"x"', 'known', 'vip', ''].map((typed) => rightOf(typed, isName))).toEqual([
    '5',
    'true',
    '"x"',
    'known',
    '"vip"',
    '',
  ]);
});
