// The core compares cents; people read and write money.
import { describe, expect, it } from 'vitest';
import { moneyNames } from '../../bpmn/money-names.ts';
import { Form } from '../../forms/form.ts';
import { testInCents, testInMoney } from '../../forms/money-in-feel.ts';
import { draw } from '../draw.ts';

describe('tests of money', () => {
  it.each([
    ['> 500', '> 50000', '> ¥500.00'],
    ['<= ¥1,234.50', '<= 123450', '<= ¥1,234.50'],
    ['＞ ５００元', '> 50000', '> ¥500.00'],
    ['≥ 88', '>= 8800', '>= ¥88.00'],
    ['[100..500]', '[10000..50000]', '[¥100.00..¥500.00]'],
    ['(100.50..500)', '(10050..50000)', '(¥100.50..¥500.00)'],
    ['< 1, > 1,000', '< 100, > 100000', '< ¥1.00, > ¥1,000.00'],
    ['not(0)', 'not(0)', 'not(¥0.00)'],
    ['-3', '-300', '-¥3.00'],
  ])('%s is %s', (written, cents, shown) => {
    expect(testInCents(written)).toBe(cents);
    expect(testInMoney(cents, 'CNY')).toBe(shown);
    // What is shown and left alone stays what it is.
    expect(testInCents(shown)).toBe(cents);
  });

  it.each(['> limit', '> 2 * limit', '1.005', '-', '"高"', ''])('%s is no amount and stays FEEL', (text) => {
    expect(testInCents(text)).toBeUndefined();
    if (text !== '1.005') expect(testInMoney(text, 'CNY')).toBeUndefined();
  });
});

it('what is declared, asked or handed on as money is known with its currency', () => {
  const forms = {
    f: Form.parse({
      key: 'f',
      title: { zh: 'f' },
      fields: [{ type: 'money', id: '退款', label: { zh: '退款' }, currency: 'USD' }],
    }),
  };
  const process = draw(
    'p',
    {
      s: { type: 'startEvent', zf: { form: 'f' }, eventDefinitions: [] },
      a: { type: 'serviceTask', zf: { input: [{ source: '=退款', target: 'amount' }] } },
    } as never,
    ['s->a'],
    { zf: { variable: [{ name: 'total', type: 'money' }] } } as never,
  );
  expect([...moneyNames(process, forms)]).toEqual([
    ['total', 'CNY'],
    ['退款', 'USD'],
    ['amount', 'USD'],
  ]);
});
