// Every kind of field: what it takes and refuses, its way into a file and back, what expressions take it for. The table names each kind.
import { describe, expect, it } from 'vitest';
import { Field, Form } from '../../forms/form.ts';
import { masked } from '../../forms/kinds/contact.ts';
import type { Find } from '../../forms/kinds/kind.ts';
import { KINDS, kindOf } from '../../forms/kinds.ts';
import { resolved, targetsIn } from '../../forms/lookups.ts';
import { tell } from '../../forms/tell.ts';
import { validate } from '../../forms/validate.ts';
import { telOf } from '../../forms/written-phone.ts';

const label = { zh: '字段', en: 'Field' };
const options = [
  { value: 'a', label: { zh: '甲', en: 'First' } },
  { value: 'b', label: { zh: '乙' } },
];
const file = { file: 'f1', name: 'a.png', size: 1, type: 'image/png' };
const shop = {
  today: '2026-11-23',
  toInstant: (wall: string) => new Date(`${wall}+08:00`).toISOString(),
  toWall: (instant: string) =>
    new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
};

type Case = {
  field?: object;
  good: unknown[];
  bad: unknown[];
  /** Value → cell in zh, en; read again it is the same value. No cell: a file cannot bring it. */
  cells?: [value: unknown, zh: string, en?: string][];
  feel: string | undefined;
};
const CASES: Record<Field['type'], Case> = {
  text: { field: { maxLength: 3 }, good: ['abc', '三个字'], bad: ['abcd', 1], cells: [['甲', '甲']], feel: 'string' },
  longText: { good: ['a\nb'], bad: [1], cells: [['a\nb', 'a\nb']], feel: 'string' },
  integer: { field: { min: 0, max: 9 }, good: [0, 9], bad: [10, -1, 1.5, '3'], cells: [[7, '7']], feel: 'number' },
  number: { field: { decimals: 2 }, good: [1.25], bad: [1.255, '1'], cells: [[-1.25, '-1.25']], feel: 'number' },
  money: {
    field: { min: -123_456 },
    good: [12_800],
    bad: [1.5, '12.80', -200_000],
    cells: [
      [12_800, '128.00'],
      [-123_456, '-1234.56'],
    ],
    feel: 'number',
  },
  date: { good: ['2026-02-28'], bad: ['2026-02-30', 1], cells: [['2026-02-28', '2026-02-28']], feel: 'date' },
  dateTime: {
    good: ['2026-11-23T08:00:00Z'],
    bad: ['2026-11-23', 'soon'],
    cells: [['2026-11-23T08:30:00.000Z', '2026-11-23 16:30']],
    feel: 'date and time',
  },
  choice: { field: { options }, good: ['a'], bad: ['c', ['a']], cells: [['a', '甲', 'First']], feel: 'string' },
  choices: {
    field: { options, min: 2 },
    good: [['a', 'b']],
    bad: [['a'], ['a', 'c'], 'a'],
    cells: [[['a', 'b'], '甲、乙', 'First, 乙']],
    feel: 'list',
  },
  checklist: {
    field: { options, required: true },
    good: [['a', 'b']],
    bad: [['a'], ['c']],
    cells: [[['a', 'b'], '甲、乙', 'First, 乙']],
    feel: 'list',
  },
  yesNo: {
    good: [true, false],
    bad: ['yes', 1],
    cells: [
      [true, '是', 'Yes'],
      [false, '否', 'No'],
    ],
    feel: 'boolean',
  },
  file: {
    field: { images: true, max: 1 },
    good: [[file]],
    bad: [[file, file], [{ ...file, type: 'text/plain' }], ['f1']],
    feel: 'list',
  },
  person: { good: ['p-1'], bad: [1], cells: [['p-1', 'p-1']], feel: 'string' },
  department: { good: ['ops'], bad: [['ops']], cells: [['ops', 'ops']], feel: 'string' },
  record: {
    field: { register: 'sku' },
    good: [{ key: 'QH-1', title: '围巾', rev: 3 }],
    bad: [1, { title: '围巾' }, '  '],
    cells: [['QH-1', 'QH-1']],
    feel: undefined,
  },
  percent: {
    field: { min: 0, max: 0.5, decimals: 1 },
    good: [0.07, 0.125],
    bad: [0.1234, 0.51, '15%', -0.01],
    cells: [
      [0.07, '7%'],
      [0.285, '28.5%'],
    ],
    feel: 'number',
  },
  phone: {
    good: ['13800001111', '021-64001234转12', '+86 138-0000-1111', '138****1234', '13800001234-5678', '021-****1234'],
    bad: [
      '1380000111',
      '12',
      'call me',
      138,
      '***********',
      '1380000123-5678',
      '13800001234-5678901',
      '138****1234 王',
    ],
    cells: [['021-64001234', '021-64001234']],
    feel: 'string',
  },
  url: {
    good: ['https://item.taobao.com/item.htm?id=1', 'http://shop.example:8080/'],
    bad: ['javascript:alert(1)', 'ftp://a.example/', 'https://', 'two words', 'https://a.example/ b', 1],
    cells: [['https://a.example/x', 'https://a.example/x']],
    feel: 'string',
  },
  scan: { field: { pattern: '[0-9]{13}' }, good: ['6901234567892'], bad: ['690'], cells: [['1', '1']], feel: 'string' },
  rating: { field: { max: 4 }, good: [1, 4], bad: [0, 5, 2.5, '3'], cells: [[3, '3']], feel: 'number' },
  signature: {
    good: [[file]],
    bad: [[file, file], [{ ...file, type: 'image/jpeg' }], 'me'],
    feel: 'list',
  },
  location: {
    good: [
      { text: '三号仓' },
      { lat: 31.2304, lng: 121.4737, accuracy: 12 },
      { text: '外滩', lat: 31.24, lng: 121.49 },
    ],
    bad: ['三号仓', {}, { lat: 91, lng: 0 }, { text: '外滩', lat: 31 }, [1], { text: 3 }],
    cells: [
      [{ text: '外滩', lat: 31.24, lng: 121.49 }, '外滩 (31.24,121.49)'],
      [{ lat: -31.24, lng: 121.49 }, '-31.24,121.49'],
      [{ text: '三号仓' }, '三号仓'],
    ],
    feel: undefined,
  },
  block: { field: { text: { zh: '读一读' } }, good: [], bad: [], feel: undefined },
  table: {
    field: { columns: [{ type: 'integer', id: 'n', label, required: true }], max: 2 },
    good: [[{ n: 1 }, { n: 2 }]],
    bad: ['x', [{ n: 'x' }], [{ n: 1 }, { n: 1 }, { n: 1 }]],
    cells: [[[{ n: 1 }], '[{"n":1}]']],
    feel: 'list',
  },
};

it('each kind has its cases', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(KINDS).sort());
  for (const [type, { good, bad }] of Object.entries(CASES))
    expect([type, good.length > 0, bad.length > 0]).toEqual([type, type !== 'block', type !== 'block']);
});

describe('options from a register', () => {
  const from = { register: 'reason', label: 'name' };
  const fields = [
    { type: 'choice', id: 'why', label, from },
    { type: 'choices', id: 'also', label, from },
  ].map((field) => Field.parse(field));
  const find: Find = ({ id }) => (id.startsWith('R') ? { key: id, title: id } : undefined);
  it('are keys of records, looked up by the server', () => {
    const form = { key: 'f', title: label, fields };
    expect(validate(form, { why: 'R1', also: ['R1', 'R2', 'R1'] }, { at: 0 })).toEqual({
      values: { why: 'R1', also: ['R1', 'R2'] },
      errors: [],
    });
    expect(validate(form, { why: 1, also: 'R1' }, { at: 0 }).errors).toHaveLength(2);
    expect(resolved(fields, { why: 'R1', also: ['R1', 'x'] }, {}, find)).toEqual({
      values: { why: 'R1', also: ['R1', 'x'] },
      errors: [{ path: 'also', message: tell('record.none', { text: 'x', register: 'reason' }) }],
    });
    expect(targetsIn(fields, { why: 'R1', also: ['R2'] }, { why: 'R1' })).toEqual([
      { to: 'record', register: 'reason', id: 'R2' },
    ]);
  });
  it('stand for options of its own, of which there must be some', () => {
    expect(Field.safeParse({ type: 'choice', id: 'x', label }).success).toBe(false);
    expect(Field.safeParse({ type: 'choices', id: 'x', label, options: [] }).success).toBe(false);
  });
});

describe('what stands elsewhere', () => {
  const fields = [
    { type: 'person', id: 'owner', label },
    { type: 'record', id: 'item', label, register: 'sku', snapshot: ['price'] },
    { type: 'record', id: 'more', label, register: 'sku', many: true },
    { type: 'table', id: 'lines', label, columns: [{ type: 'record', id: 'sku', label, register: 'sku' }] },
  ].map((field) => Field.parse(field));
  const find: Find = ({ to, id }) =>
    id === 'gone' ? undefined : { key: id, title: `${to} ${id}`, rev: 7, values: { price: 5, cost: 1 } };
  const of = (key: string, rev = 7) => ({ key, rev, title: `record ${key}`, ref: `sku/${key}` });
  it('is filled in from what is there, whatever was sent with it', () => {
    const sent = { owner: 'p', item: { key: 'a', price: 1, rev: 99 }, more: ['a', 'b'], lines: [{ sku: 'a' }] };
    expect(resolved(fields, sent, {}, find)).toEqual({
      values: { owner: 'p', item: { ...of('a'), price: 5 }, more: [of('a'), of('b')], lines: [{ sku: of('a') }] },
      errors: [],
    });
    expect(targetsIn(fields, sent, {}).map(({ to, id }) => `${to} ${id}`)).toEqual([
      'person p',
      'record a',
      'record b',
    ]);
  });
  it('and is not there, is told with its place', () => {
    const sent = { owner: 'gone', item: 'gone', more: ['a', 'gone'], lines: [{ sku: 'a' }, { sku: 'gone' }] };
    const { errors } = resolved(fields, sent, {}, find);
    expect(errors.map(({ path, message }) => [path, message.code])).toEqual([
      ['owner', 'person.none'],
      ['item', 'record.none'],
      ['more', 'record.none'],
      ['lines.1.sku', 'record.none'],
    ]);
  });
  it('stays as it was seen while the same is named, until somebody says to have seen it anew', () => {
    const before = { owner: 'gone', item: of('a', 3) };
    expect(targetsIn(fields, { owner: 'gone', item: 'a' }, before)).toEqual([]);
    expect(resolved(fields, { owner: 'gone', item: 'a' }, before, find)).toEqual({ values: before, errors: [] });
    expect(resolved(fields, { item: { key: 'a', rev: 7 } }, before, find).values.item).toEqual({
      ...of('a'),
      price: 5,
    });
  });
});

describe.each(Object.entries(CASES))('%s', (type, { field: more = {}, good, bad, cells = [], feel }) => {
  const field = Field.parse({ type, id: 'x', label, ...more });
  const form = Form.parse({ key: 'f', title: label, fields: [field] });
  const check = (value: unknown) => validate(form, { x: value }, { at: 0 });
  it('takes what is right and refuses what is not', () => {
    for (const value of good) expect(check(value)).toEqual({ values: { x: value }, errors: [] });
    for (const value of bad) expect([value, check(value).errors.length]).toEqual([value, 1]);
  });
  it('comes out of a file as it went in', () => {
    const { read, write } = kindOf(field);
    for (const [value, zh, en = zh] of cells)
      for (const [language, cell] of [['zh', zh] as const, ['en', en] as const]) {
        expect(write(field, value, { language, toWall: shop.toWall })).toBe(cell);
        expect(read(field, cell, { ...shop, language })).toEqual({ value });
      }
    if (cells.length === 0 && type !== 'block')
      expect(read(field, 'x', { ...shop, language: 'zh' })).toHaveProperty('problem');
  });
  it('is for expressions what it is', () => expect(kindOf(field).feel).toBe(feel));
});

it('a block of text asks nothing and takes nothing', () => {
  const form = Form.parse({
    key: 'f',
    title: label,
    fields: [{ type: 'block', id: 'x', label, text: label, required: true }],
  });
  expect(validate(form, { x: 'sent' }, { at: 0 })).toEqual({ values: {}, errors: [] });
  expect(Field.safeParse({ type: 'table', id: 't', label, columns: form.fields }).success).toBe(false);
});

describe('written as people write it', () => {
  const read = (type: string, text: string) =>
    kindOf(Field.parse({ type, id: 'x', label })).read(Field.parse({ type, id: 'x', label }), text, {
      ...shop,
      language: 'zh',
    });
  it.each([
    ['percent', '１５％', 0.15],
    ['percent', '7', 0.07],
    ['percent', '-12.5 %', -0.125],
    ['phone', '（０２１） 6400 1234', '021 6400 1234'],
    ['phone', '138 0000 1111', '138 0000 1111'],
    ['phone', '021-64001234 分机 12', '021-64001234转12'],
    ['phone', '138＊＊＊＊1234', '138****1234'],
    ['phone', '138••••1234', '138****1234'],
    ['phone', '13800001234 － 5678', '13800001234-5678'],
    ['url', 'www.taobao.com/x', 'https://www.taobao.com/x'],
    ['url', 'shop.example:8080/x', 'https://shop.example:8080/x'],
    ['rating', '4 星', 4],
  ])('%s %s', (type, text, value) => expect(read(type, text)).toEqual({ value }));
  it('percent with letters is told', () => expect(read('percent', '一成五')).toHaveProperty('problem'));
});

it('a telephone number is dialled whole and covered where it is secret', () => {
  expect([telOf('021-6400 1234转12'), telOf('+86 138-0000-1111')]).toEqual([
    'tel:02164001234,12',
    'tel:+8613800001111',
  ]);
  expect([telOf('13800001234-5678'), telOf('138****1234'), telOf('未留电话')]).toEqual([
    'tel:13800001234,5678',
    undefined,
    undefined,
  ]);
  expect([masked('13800001111'), masked('12345')]).toEqual(['138****1111', '•••••']);
});
