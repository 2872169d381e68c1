// Forms held against what people type: only declared fields pass, each error names its place.
import { describe, expect, it } from 'vitest';
import { Form } from '../../forms/form.ts';
import { validate } from '../../forms/validate.ts';
import { sayOfField } from '../../words/fields.ts';

const label = { zh: '字段' };
const options = [
  { value: 'a', label },
  { value: 'b', label },
];
const check = (field: object, value: unknown) =>
  validate(
    Form.parse({ key: 'f', title: { zh: '表' }, fields: [{ id: 'x', label, ...field }] }),
    value === undefined ? {} : { x: value },
    { at: 0 },
  );
const file = { file: 'f1', name: 'a.png', size: 1, type: 'image/png' };

describe('one field', () => {
  const cases: [what: string, field: object, good: unknown[], bad: unknown[]][] = [
    ['text', { type: 'text', maxLength: 3 }, ['abc', '三个字'], ['abcd', 1]],
    ['pattern', { type: 'text', pattern: '1\\d{10}' }, ['13800001111'], ['1380000', 'x13800001111']],
    ['an unreadable pattern', { type: 'text', pattern: '(' }, ['anything'], []],
    ['integer', { type: 'integer', min: 0, max: 9 }, [0, 9], [10, -1, 1.5, '3']],
    ['number', { type: 'number', decimals: 2 }, [1.25, 0.1], [1.255, Number.NaN, '1']],
    ['money', { type: 'money', min: 1 }, [1, 12_800], [0, 1.5, '12.80']],
    ['date', { type: 'date' }, ['2026-02-28'], ['2026-02-30', '28.2.2026', 1]],
    ['dateTime', { type: 'dateTime' }, ['2026-11-23T08:00:00Z'], ['2026-11-23', 'soon']],
    ['choice', { type: 'choice', options }, ['a'], ['c', ['a']]],
    ['choices', { type: 'choices', options, min: 2 }, [['a', 'b']], [['a'], ['a', 'c'], 'a']],
    ['checklist', { type: 'checklist', options, required: true }, [['a', 'b']], [['a'], []]],
    ['yesNo', { type: 'yesNo' }, [true, false], ['yes', 1]],
    [
      'file',
      { type: 'file', images: true, max: 1 },
      [[file]],
      [[file, file], [{ ...file, type: 'text/plain' }], ['f1']],
    ],
  ];
  for (const [what, field, good, bad] of cases) {
    it(what, () => {
      for (const value of good) expect(check(field, value)).toEqual({ values: { x: value }, errors: [] });
      for (const value of bad) expect([value, check(field, value).errors.length]).toEqual([value, 1]);
    });
  }
});

const form = Form.parse({
  key: 'f',
  title: { zh: '表' },
  fields: [
    { type: 'choice', id: 'result', label, required: true, options },
    { type: 'text', id: 'reason', label, required: true, visibleWhen: 'result = "b"' },
    { type: 'integer', id: 'shown', label, readOnly: true },
    {
      type: 'table',
      id: 'lines',
      label,
      columns: [
        { type: 'text', id: 'sku', label, required: true },
        { type: 'integer', id: 'quantity', label, min: 1 },
      ],
    },
  ],
});

it('drops what is not declared, not asked, or only to read', () => {
  expect(validate(form, { result: 'a', reason: 'hidden', shown: 3, stranger: 1 }, { at: 0 })).toEqual({
    values: { result: 'a' },
    errors: [],
  });
});

it('names the row and the column of a table', () => {
  const { errors } = validate(
    form,
    { result: 'b', lines: [{ sku: 'A', quantity: 1, more: 1 }, { quantity: 0 }] },
    { at: 0 },
  );
  expect(errors.map(({ path }) => path)).toEqual(['reason', 'lines.1.sku', 'lines.1.quantity']);
});

it('lets conditions read what the case holds', () => {
  const asks = Form.parse({
    key: 'f',
    title: { zh: '表' },
    fields: [{ type: 'text', id: 'why', label, required: true, visibleWhen: 'amount > 100' }],
  });
  expect(validate(asks, {}, { at: 0 }, { amount: 500 }).errors).toHaveLength(1);
  expect(validate(asks, {}, { at: 0 }, { amount: 5 }).errors).toHaveLength(0);
});

describe('a field that is not asked', () => {
  const text = (id: string, visibleWhen?: string) => ({ type: 'text', id, label, required: true, visibleWhen });
  const asking = (...fields: object[]) => Form.parse({ key: 'f', title: { zh: '表' }, fields });
  const paths = (form: Form, input: object, known = {}) =>
    validate(form, input as Record<string, unknown>, { at: 0 }, known).errors.map(({ path }) => path);
  // github.com/pluginsGLPI/formcreator/pull/1442, github.com/jcchavezs/cmb2-conditionals/pull/14, github.com/verbb/formie/issues/2104
  const chain = asking(
    text('damaged'),
    text('how', 'damaged = "yes"'),
    text('photo', 'how = "broken"'),
    text('why', 'photo = null and damaged = "no"'),
  );

  it('takes along what hangs on it, however long the chain, though something is still typed there', () => {
    expect(paths(chain, { damaged: 'yes', how: 'broken' })).toEqual(['photo']);
    const { values, errors } = validate(chain, { damaged: 'no', how: 'broken', photo: 'p', why: 'w' }, { at: 0 });
    expect([values, errors]).toEqual([{ damaged: 'no', why: 'w' }, []]);
  });

  it('leaves what the case holds under its name', () => {
    expect(paths(chain, { damaged: 'no', how: 'scratched', why: 'w' }, { how: 'broken' })).toEqual(['photo']);
  });

  it('counts in no formula and in no rule', () => {
    const sums = Form.parse({
      ...asking(text('gift')),
      fields: [
        { type: 'text', id: 'gift', label },
        { type: 'integer', id: 'wrapping', label, visibleWhen: 'gift = "yes"' },
        { type: 'integer', id: 'due', label, formula: '10 + (if wrapping = null then 0 else wrapping)' },
      ],
      rules: [{ when: 'wrapping > 3', say: { zh: '太贵' } }],
    });
    expect(validate(sums, { gift: 'no', wrapping: 5 }, { at: 0 })).toEqual({
      values: { gift: 'no', due: 10 },
      errors: [],
    });
    expect(validate(sums, { gift: 'yes', wrapping: 2 }, { at: 0 }).values).toEqual({
      gift: 'yes',
      wrapping: 2,
      due: 12,
    });
  });

  it('may hang on itself, and two on each other, and there is an end to it', () => {
    expect(paths(asking(text('own', 'own != null')), { own: 'x' })).toEqual([]);
    const circle = asking(text('a', 'b = null'), text('b', 'a = null'));
    expect(validate(circle, { a: 'x' }, { at: 0 })).toEqual({ values: { a: 'x' }, errors: [] });
    expect(validate(circle, { a: 'x', b: 'y' }, { at: 0 })).toEqual({ values: {}, errors: [] });
  });
});

describe('formulas', () => {
  const order = Form.parse({
    key: 'f',
    title: { zh: '表' },
    fields: [
      {
        type: 'table',
        id: 'lines',
        label,
        columns: [
          { type: 'integer', id: 'quantity', label },
          { type: 'money', id: 'price', label },
          { type: 'money', id: 'sum', label, formula: '=quantity * price * (1 - off)' },
        ],
      },
      { type: 'percent', id: 'off', label },
      { type: 'money', id: 'all', label, required: true, formula: 'sum(lines.sum)' },
      { type: 'money', id: 'due', label, formula: 'all + freight' },
      { type: 'text', id: 'word', label, formula: 'if due > 100 then "much" else "little"' },
      { type: 'integer', id: 'round', label, formula: 'round' },
    ],
  });
  const lines = [
    { quantity: 3, price: 333, sum: 1 },
    { quantity: 1, price: 1 },
  ];
  it('are computed in the order in which they read each other, rows first, and whole cents', () => {
    expect(
      validate(order, { lines, off: 0.1, all: 5, word: 'sent', due: 'x' }, { at: 0 }, { freight: 7, off: 0.5 }),
    ).toEqual({
      values: {
        lines: [
          { quantity: 3, price: 333, sum: 899 },
          { quantity: 1, price: 1, sum: 1 },
        ],
        off: 0.1,
        all: 900,
        due: 907,
        word: 'much',
        round: null,
      },
      errors: [],
    });
  });
  it('that cannot be computed are empty, required or not, and hold nobody up', () => {
    const { values, errors } = validate(order, { lines: [{ quantity: 'three', price: 1 }], off: 0 }, { at: 0 });
    expect(errors.map(({ path }) => path)).toEqual(['lines.0.quantity']);
    expect([values.all, values.due, values.word]).toEqual([null, null, 'little']);
  });
});

describe('rules over several fields', () => {
  const span = Form.parse({
    key: 'f',
    title: { zh: '表' },
    fields: [
      { type: 'date', id: 'from', label },
      { type: 'date', id: 'to', label },
      { type: 'integer', id: 'n', label, readOnly: true },
    ],
    rules: [
      { when: '=to < from', say: { zh: '结束早于开始', en: 'It ends before it begins' } },
      { when: 'n > most', say: { zh: '太多' } },
      { when: 'not read )', say: { zh: '看不懂的规矩' } },
    ],
  });
  it('tell beneath the last field that they are about, and of the whole form where there is none', () => {
    const { errors } = validate(span, { from: '2026-11-05', to: '2026-11-03' }, { at: 0 }, { n: 9, most: 8 });
    expect(errors.map(({ path, message }) => [path, sayOfField(message, 'en')])).toEqual([
      ['to', 'It ends before it begins'],
      ['', '太多'],
    ]);
  });
  it('say nothing where nothing is wrong, or nothing is known', () => {
    expect(validate(span, { from: '2026-11-05', to: '2026-11-05' }, { at: 0 }, { n: 8, most: 8 }).errors).toEqual([]);
    expect(validate(span, { to: '2026-11-05' }, { at: 0 }).errors).toEqual([]);
  });
});

it('today is the day of the shop: in conditions, formulas and rules, at six in the morning of China too', () => {
  const form = Form.parse({
    key: 'f',
    title: { zh: '表' },
    fields: [
      { type: 'date', id: 'day', label },
      { type: 'text', id: 'late', label, visibleWhen: 'date(day) < today()', required: true },
      { type: 'integer', id: 'left', label, formula: '=(date(day) - today()) / duration("P1D")' },
    ],
    rules: [{ when: 'date(day) > today()', say: { zh: '还没到' } }],
  });
  const now = { at: Date.UTC(2026, 10, 30, 22), offset: '+08:00' };
  const of = (day: string) => {
    const { values, errors } = validate(form, { day }, now);
    return [values.left, ...errors.map(({ path, message }) => `${path}: ${message.code}`)];
  };
  expect(of('2026-11-30')).toEqual([-1, 'late: missing']);
  expect(of('2026-12-01')).toEqual([0]);
  expect(of('2026-12-02')).toEqual([1, 'day: rule']);
});
