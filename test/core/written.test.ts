// How people write numbers, money, days: read as meant, or said what is wrong. Nothing is rounded or dropped in silence.

import { describe, expect, it } from 'vitest';
import { Form } from '../../forms/form.ts';
import { amountOf, moneyOf } from '../../forms/money.ts';
import { validate } from '../../forms/validate.ts';
import { readDay, readMoment, readMoney, readNumber } from '../../forms/written.ts';
import { sizeWords } from '../../web/forms/size-words.ts';
import { plainly } from '../../web/run/plainly.ts';
import { isOwn, ofReal } from '../../web/time/shop-time.ts';
import { sayOfField } from '../../words/fields.ts';

const reader = {
  today: '2026-11-23',
  language: 'zh' as const,
  toInstant: (wall: string) => new Date(`${wall.padEnd(19, ':00')}+08:00`).toISOString(),
};
const value = (read: object) => ('value' in read ? read.value : 'problem');

describe('numbers', () => {
  it.each([
    ['12', 12],
    ['１２３', 123],
    ['-５', -5],
    ['1,234,567', 1_234_567],
    ['１，２３４', 1_234],
    ['007', 7],
    ['12.0', 12],
    ['12.7', 'problem'],
    ['1e2', 'problem'],
    ['一百', 'problem'],
    ['1,2', 'problem'],
    ['99999999999999999', 'problem'],
  ])('%s is %s as a whole number', (text, meant) => expect(value(readNumber(text, 0))).toBe(meant));

  it.each([
    ['0.1', undefined, 0.1],
    ['．5', undefined, 0.5],
    ['1.005', 2, 'problem'],
    ['1.050', 2, 1.05],
  ])('%s with %s decimals is %s', (text, decimals, meant) => expect(value(readNumber(text, decimals))).toBe(meant));
});

describe('money, in cents', () => {
  it.each([
    ['8.16', 816],
    ['2.675', 'problem'],
    ['1.005', 'problem'],
    ['0.29', 29],
    ['1,234.5', 123_450],
    ['¥1,234.50', 123_450],
    ['￥１２', 1_200],
    ['-￡3', -300],
    ['-£3', -300],
    ['12元', 1_200],
    ['90071992547409.91', 9_007_199_254_740_991],
    ['90071992547409.92', 'problem'],
  ])('%s is %s', (text, meant) => expect(value(readMoney(text))).toBe(meant));

  it('is shown with currency and grouping, exactly', () => {
    expect([amountOf(5), amountOf(123_456_789), amountOf(9_007_199_254_740_991)]).toEqual([
      '0.05',
      '1,234,567.89',
      '90,071,992,547,409.91',
    ]);
    expect([moneyOf(-100_000, 'GBP'), moneyOf(1, 'HKD'), moneyOf(1, 'AUD')]).toEqual([
      '−£1,000.00',
      'HK$0.01',
      'AUD 0.01',
    ]);
  });
});

describe('days', () => {
  it.each([
    ['20261105', '2026-11-05'],
    ['2026/11/05', '2026-11-05'],
    ['2026-11-5', '2026-11-05'],
    ['2026.11.5', '2026-11-05'],
    ['２０２６－１１－０５', '2026-11-05'],
    ['2026年11月5日', '2026-11-05'],
    ['11-05', '2026-11-05'],
    ['11/5', '2026-11-05'],
    ['11月5号', '2026-11-05'],
    ['1/5', '2026-01-05'],
    ['今天', '2026-11-23'],
    ['明天', '2026-11-24'],
    ['2028-02-29', '2028-02-29'],
    ['2026-02-30', 'problem'],
    ['13/40', 'problem'],
    ['下周', 'problem'],
  ])('%s is %s', (text, meant) => expect(value(readDay(text, reader))).toBe(meant));

  it('5/11 is read as each language writes it', () => {
    expect(value(readDay('5/11', reader))).toBe('2026-05-11');
    expect(value(readDay('5/11', { ...reader, language: 'en' }))).toBe('2026-11-05');
  });
});

describe('day and time, by the clock of the shop', () => {
  it.each([
    ['2026-11-05 8:30', '2026-11-05T00:30:00.000Z'],
    ['20261105 0830', '2026-11-05T00:30:00.000Z'],
    ['11月5日 下午3点', '2026-11-05T07:00:00.000Z'],
    ['明天8点半', 'problem'],
    ['2026年11月5日16:05', '2026-11-05T08:05:00.000Z'],
    ['11/5 3:00 pm', '2026-11-05T07:00:00.000Z'],
    ['2026-11-05', 'problem'],
    ['2026-11-05 25:00', 'problem'],
  ])('%s is %s', (text, meant) => expect(value(readMoment(text, reader))).toBe(meant));
});

it('a form keeps what cannot be read and says so with the words that were written', () => {
  const form = Form.parse({
    key: 'f',
    title: { zh: 'f' },
    fields: [
      { type: 'integer', id: 'n', label: { zh: 'n' } },
      { type: 'money', id: 'm', label: { zh: 'm' }, max: 100_000_000 },
      { type: 'date', id: 'd', label: { zh: 'd' } },
    ],
  });
  const { errors } = validate(form, { n: '12.7', m: 100_000_001, d: '2026-02-30' }, { at: 0 });
  expect(errors.map(({ message }) => sayOfField(message, 'zh'))).toEqual([
    '「12.7」不是整数',
    '不能大于 ¥1,000,000.00',
    '没有「2026-02-30」这一天',
  ]);
});

it('sizes are told in the units in which limits are said', () => {
  expect([1, 1_500, 20 * 1024 * 1024, 2.5 * 1024 * 1024].map(sizeWords)).toEqual(['1 KB', '1 KB', '20 MB', '2.5 MB']);
});

it('what was noted by the clock on the wall is told by the shop’s clock, also from before it was set', () => {
  const clock = { real: 1_000, shop: 50_000, rate: 60 };
  expect([ofReal(clock, 1_010), ofReal(clock, 1_000), ofReal(clock, 900)]).toEqual([50_600, 50_000, 49_900]);
  expect([isOwn(clock), isOwn({ real: 0, shop: 0, rate: 1 }), isOwn({ real: 0, shop: 5, rate: 1 })]).toEqual([
    true,
    false,
    true,
  ]);
});

it('a datum that nobody has declared is a number where it reads like one, else text', () => {
  expect(['5', '1,680.00', '"5"', '007', 'A4', ''].map(plainly)).toEqual([5, 1_680, '5', '007', 'A4', '']);
});
