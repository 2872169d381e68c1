// Registers: what is written is held against them, formulas follow, faults of a register are named.
import { describe, expect, it } from 'vitest';
import { EVALUATION, spent } from '../../feel/budget.ts';
import { numberSeries } from '../../feel/number-series.ts';
import type { Variables } from '../../feel/value.ts';
import { checkRecord, titleOf } from '../../records/check.ts';
import { type Choices, mergeInput } from '../../records/merge.ts';
import { registerProblems } from '../../records/problems.ts';
import { Filter, ownSort, Register, View } from '../../records/register.ts';
import { fittingView, mayType, seenFields } from '../../records/rights.ts';
import { dayIn, movementsOf } from '../../records/service.ts';
import { slotted } from '../../records/slots.ts';
import { createWorld } from '../../records/world.ts';
import { barredFrom } from '../../records/write.ts';
import type { Message } from '../../words/message.ts';

const label = (zh: string) => ({ zh, en: zh });
const AT = Date.parse('2026-11-26T01:00:00Z');
const SKU = Register.parse({
  key: 'sku',
  name: label('商品'),
  keyField: 'code',
  title: '=name',
  fields: [
    { type: 'text', id: 'code', label: label('款号'), required: true, find: 'text' },
    { type: 'text', id: 'name', label: label('品名'), required: true },
    { type: 'text', id: 'barcode', label: label('条码'), unique: true },
    {
      type: 'choice',
      id: 'state',
      label: label('状态'),
      find: 'text',
      options: [
        { value: 'on', label: label('在售') },
        { value: 'off', label: label('下架') },
      ],
      by: { who: 'process' },
    },
    { type: 'money', id: 'cost', label: label('成本'), secret: true, see: ['role:finance'] },
    {
      type: 'money',
      id: 'price',
      label: label('售价'),
      find: 'number',
      by: { who: 'process', processes: ['price-change'] },
    },
    {
      type: 'money',
      id: 'floor',
      label: label('底价'),
      see: ['role:sales'],
      by: { who: 'formula', feel: '=cost * shop.floorFactor' },
    },
    {
      type: 'number',
      id: 'margin',
      label: label('毛利'),
      see: ['role:sales'],
      by: { who: 'formula', feel: '=(price - floor) / price' },
    },
    { type: 'date', id: 'launched', label: label('上架日'), find: 'date' },
    {
      type: 'integer',
      id: 'available',
      label: label('可售'),
      by: { who: 'ledger', ledger: 'stock', measure: 'available' },
    },
  ],
});

it('a list comes in the order of the view, else of the register, else with what was last changed first; a tree by its way', () => {
  const newest = { field: 'updated', down: true };
  expect([ownSort(SKU), ownSort({ kind: 'tree' })]).toEqual([newest, undefined]);
  const own = { ...SKU, sort: { field: 'launched', down: true } };
  expect(ownSort(own)).toEqual(own.sort);
  const faults = registerProblems({ ...SKU, sort: { field: 'gone', down: true } }, { registers: [], processes: [] });
  expect(faults).toContainEqual({ code: 'unknownField', field: 'gone', at: 'sort' });
});

describe('what is written into a record', () => {
  it('is checked, and formulas follow in the order in which they read each other', () => {
    const { values, errors, changed } = checkRecord(
      SKU,
      undefined,
      { code: 'QH-1', name: '围巾', cost: 14_200, price: 26_800 },
      { at: AT },
      { floorFactor: 1.15 },
    );
    expect(errors).toEqual([]);
    expect(values).toMatchObject({ floor: 16_330, price: 26_800 });
    expect(values.margin).toBeCloseTo(0.3907, 4);
    expect(changed).toEqual(['code', 'name', 'cost', 'price', 'floor', 'margin']);
  });

  it('says what is wrong and leaves the rest', () => {
    const { errors } = checkRecord(SKU, undefined, { code: '', name: '围巾', state: 'gone' }, { at: AT }, null);
    expect(errors.map(({ path }) => path)).toEqual(['code', 'state']);
  });

  it('judges what is touched only, and empties what is set to null', () => {
    const before = { code: 'QH-1', name: '围巾', state: 'old-value', barcode: '69' };
    const { values, errors, changed } = checkRecord(SKU, before, { barcode: null }, { at: AT }, null);
    expect([errors, changed]).toEqual([[], ['barcode']]);
    expect(values).toEqual({ code: 'QH-1', name: '围巾', state: 'old-value' });
  });

  it('a record that was emptied is no new one', () => {
    expect(checkRecord(SKU, {}, { barcode: '69' }, { at: AT }, null)).toMatchObject({
      values: { barcode: '69' },
      errors: [],
    });
    expect(checkRecord(SKU, undefined, { barcode: '69' }, { at: AT }, null).errors.map(({ path }) => path)).toContain(
      'code',
    );
  });

  it.each(['a\u001fb', 'a\u0001', 'QH-\u202e1', 'QH-1\u200b', '..', 'a\u2028b', 'x'.repeat(201)])(
    'takes no key with signs that nobody sees, nor of dots only: %j',
    (code) => {
      const { errors } = checkRecord(SKU, undefined, { code, name: 'x' }, { at: AT }, null);
      expect(errors).toMatchObject([{ path: 'code', message: { code: 'keySigns' } }]);
      expect(checkRecord(SKU, { code, name: 'x' }, { name: 'y' }, { at: AT }, null).errors).toEqual([]);
    },
  );
  it.each(['a/b', '围巾 1', '...', 'é😀', ' QH-1 '])('takes a key like %j', (code) => {
    expect(checkRecord(SKU, undefined, { code, name: 'x' }, { at: AT }, null).errors).toEqual([]);
  });

  it('formulas that are each soon done do not take long together: nothing is written, and the field is named', () => {
    const slow = 'count(for i in 1..400 return count(for j in 1..400 return j * i))';
    const fields = Array.from({ length: 58 }, (_, n) => ({
      type: 'number',
      id: `f${n}`,
      label: label('算'),
      by: { who: 'formula', feel: `=${slow} + ${n}` },
    }));
    const register = Register.parse({ ...SKU, fields: [...SKU.fields.slice(0, 2), ...fields] });
    const before = spent();
    const { errors } = checkRecord(register, undefined, { code: 'A', name: 'x' }, { at: AT }, null);
    expect(errors).toMatchObject([{ path: expect.stringMatching(/^f\d+$/), message: { code: 'tooMuch' } }]);
    expect(spent() - before).toBeLessThan(4 * EVALUATION);
    const one = Register.parse({ ...SKU, fields: [...SKU.fields.slice(0, 2), fields[0]] });
    expect(checkRecord(one, undefined, { code: 'A', name: 'x' }, { at: AT }, null)).toMatchObject({
      errors: [],
      values: { f0: 400 },
    });
  });

  it('an amount that a formula gives is whole cents', () => {
    const { values } = checkRecord(
      SKU,
      undefined,
      { code: 'QH-1', name: 'x', cost: 14_203 },
      { at: AT },
      {
        floorFactor: 1.15,
      },
    );
    expect(values.floor).toBe(16_333);
  });

  it('a formula that cannot be computed is empty', () => {
    expect(
      checkRecord(SKU, undefined, { code: 'QH-1', name: 'x', price: 0, cost: 1 }, { at: AT }, null).values,
    ).not.toHaveProperty('margin');
  });

  it('never takes a value for what is computed or booked', () => {
    const { values } = checkRecord(
      SKU,
      undefined,
      { code: 'QH-1', name: 'x', floor: 1, available: 5 },
      { at: AT },
      null,
    );
    expect(values).toEqual({ code: 'QH-1', name: 'x' });
  });

  it('is found by slots: texts, numbers and days in the order of the fields', () => {
    expect(slotted(SKU, { code: 'QH-1', state: 'on', price: 5, launched: '2026-11-19' })).toEqual({
      t1: 'QH-1',
      t2: 'on',
      n1: 5,
      d1: Date.parse('2026-11-19'),
    });
  });

  it('has a title', () => {
    expect([titleOf(SKU, { name: '围巾' }, 'QH-1', { at: AT }), titleOf(SKU, {}, 'QH-1', { at: AT })]).toEqual([
      '围巾',
      'QH-1',
    ]);
  });
});

describe('rights', () => {
  const staff = (...refs: string[]) => ({ refs, manager: false });
  it('a secret is for whom it names, managers or not', () => {
    const sees = (actor: { refs: string[]; manager: boolean }) =>
      seenFields(SKU, actor).some(({ id }) => id === 'cost');
    expect([sees(staff()), sees({ refs: [], manager: true }), sees(staff('role:finance'))]).toEqual([
      false,
      false,
      true,
    ]);
  });
  it('what belongs to a process has no pencil, for managers neither', () => {
    const price = SKU.fields.find(({ id }) => id === 'price');
    const name = SKU.fields.find(({ id }) => id === 'name');
    expect(price && mayType(SKU, price, { refs: [], manager: true })).toBe(false);
    expect(name && mayType(SKU, name, staff())).toBe(true);
  });
});

describe('writing', () => {
  const actor = { refs: [], manager: true };
  it('a key stands once it is written, for managers and processes too', () => {
    for (const writer of [
      { is: 'person', actor },
      { is: 'import', actor },
      { is: 'process', process: 'x' },
    ] as const)
      expect(barredFrom(SKU, writer, { code: 'A' }, { code: 'B' })).toEqual({ why: 'keyStands', field: 'code' });
    expect(barredFrom(SKU, { is: 'person', actor }, { code: 'A' }, { code: 'A', name: 'n' })).toBeUndefined();
  });
  it('of a new record is for who may add, of one that stands for who may change', () => {
    const register = { ...SKU, add: ['role:adder'], change: ['role:changer'] };
    const by = (ref: string, before?: object) =>
      barredFrom(register, { is: 'person', actor: { refs: [ref], manager: false } }, before as never, { name: 'n' })
        ?.why;
    expect([by('role:adder'), by('role:changer')]).toEqual([undefined, 'mayNot']);
    expect([by('role:adder', { code: 'A' }), by('role:changer', { code: 'A' })]).toEqual(['mayNot', undefined]);
  });
  it('no title tells a secret', () => {
    expect(
      titleOf({ ...SKU, title: '=string(cost)' }, { code: 'A', cost: 990, name: '围巾' }, 'A', { at: AT }),
    ).not.toContain('990');
  });
  it('nothing is booked by less than nothing', () => {
    const stock = Register.parse({
      key: 'stock',
      name: label('库存'),
      kind: 'ledger',
      fields: [{ type: 'text', id: 'x', label: label('x') }],
      ledger: {
        account: 'sku',
        measures: [{ key: 'a', name: label('a') }],
        verbs: [{ key: 'in', name: label('in'), moves: { a: 1 } }],
      },
    });
    expect(movementsOf('s', stock, 'in', { lines: [{ sku: 'A', quantity: -1 }] })).toHaveProperty('hopeless');
    expect(movementsOf('s', stock, 'in', { lines: [{ sku: 'A', quantity: 1 }] })).toEqual([
      { account: 'A', measure: 'a', delta: 1 },
    ]);
  });
  it('a scenario finds by conditions, as a shop does', () => {
    const world = createWorld([SKU], { offset: 28_800 }, () => null);
    for (const [code, price] of [
      ['A', 1],
      ['B', 5],
      ['C', 9],
    ] as const)
      world.seed('sku', { code, name: code, price }, AT);
    const ask = {
      topic: 'record.find',
      name: 's',
      key: 'k',
      case: 'c',
      element: 'e',
      process: 'p',
      businessKey: null,
      headers: { register: 'sku' },
      input: { where: [{ field: 'price', is: '>=', value: 5 }] },
    };
    const outcome = world.serve(ask as never, AT);
    expect((outcome as { variables: { records: { key: string }[] } }).variables.records.map(({ key }) => key)).toEqual([
      'B',
      'C',
    ]);
  });
  it.each([
    ['by what is not findable', { where: [{ field: 'note', is: '=', value: 'x' }] }, 'call.notSearchable'],
    ['under what is no tree', { where: [{ field: 'price', is: 'under', value: 'x' }] }, 'call.notSearchable'],
    ['by a day of the shop', { where: [{ field: 'day', is: '<', value: '@today' }] }, ['A']],
    ['by another of its fields', { where: [{ field: 'price', is: '>', value: '@field:least' }] }, ['C']],
    ['by a text where a number stands', { price: '5' }, []],
    ['by its title, at least one', { title: 'B', limit: 0 }, ['B']],
    ['by what is empty', { where: [{ field: 'day', is: 'empty' }] }, ['C']],
  ] as const)('a scenario finds %s as a shop does', (_, input, expected) => {
    const piece = Register.parse({
      key: 'piece',
      name: label('件'),
      keyField: 'code',
      fields: [
        { type: 'text', id: 'code', label: label('号'), required: true },
        { type: 'text', id: 'note', label: label('注') },
        { type: 'money', id: 'price', label: label('价'), find: 'number' },
        { type: 'money', id: 'least', label: label('底'), find: 'number' },
        { type: 'date', id: 'day', label: label('日'), find: 'date' },
      ],
    });
    const world = createWorld([piece], { offset: 28_800 }, () => null);
    // Of the night: in London it is still the day before.
    const night = Date.parse('2026-11-25T17:00:00Z');
    expect(dayIn({ offset: 28_800 }, night)).toBe('2026-11-26');
    world.seed('piece', { code: 'A', price: 1, least: 1, day: '2026-11-25' }, night);
    world.seed('piece', { code: 'B', price: 5, least: 6, day: '2026-11-26' }, night);
    world.seed('piece', { code: 'C', price: 9, least: 6 }, night);
    const ask = { name: 's', key: 'k', case: 'c', element: 'e', process: 'p', businessKey: null };
    const outcome = world.serve(
      { ...ask, topic: 'record.find', headers: { register: 'piece' }, input } as never,
      night,
    );
    const { variables, hopeless } = outcome as { variables?: { records: { key: string }[] }; hopeless?: Message };
    expect(hopeless?.code ?? variables?.records.map(({ key }) => key)).toEqual(expected);
  });
  it('of two that become one nobody chooses what he may not type, and a key is not taken over', () => {
    const merged = (choices: Choices, survivor: object = { code: 'A', cost: 1 }, refs: string[] = []) =>
      mergeInput(SKU, survivor as never, { code: 'B', cost: 2, name: '乙' }, choices, { refs, manager: true });
    expect(merged({ cost: 'other' })).toEqual({ why: 'notYours', field: 'cost' });
    expect(merged({ cost: 'other' }, undefined, ['role:finance'])).toEqual({ input: { cost: 2, name: '乙' } });
    expect(merged({}, { cost: 1 })).toEqual({ input: { name: '乙' } });
  });
  it('a value that only one may have is compared as what it names, in a scenario as in a shop', () => {
    const seat = Register.parse({
      key: 'seat',
      name: label('座位'),
      keyField: 'code',
      fields: [
        { type: 'text', id: 'code', label: label('号'), required: true },
        { type: 'record', id: 'who', label: label('谁'), register: 'buyer', unique: true },
      ],
    });
    const world = createWorld([seat], { offset: 28_800 }, () => null);
    const put = (code: string, who: string) =>
      world.serve(
        {
          topic: 'record.put',
          name: 's',
          key: code,
          case: 'c',
          element: 'e',
          process: 'p',
          businessKey: null,
          headers: { register: 'seat' },
          input: { code, who },
        } as never,
        AT,
      );
    for (const [code, who] of [
      ['1', 'A'],
      ['2', 'B'],
    ] as const)
      expect(put(code, who)).toHaveProperty('variables.record.key', code);
    expect(put('3', 'A')).toMatchObject({ error: { code: 'RECORD_TAKEN', variables: { field: 'who' } } });
    expect(put('1', 'A')).toHaveProperty('variables.record.key', '1');
  });
});

describe('faults of a register', () => {
  const world = { registers: [], processes: ['price-change'] };
  const of = (change: object) => registerProblems(Register.parse({ ...SKU, ...change }), world).map(({ code }) => code);
  const field = (more: object) => ({ type: 'text', id: 'x', label: label('x'), ...more });
  it.each([
    ['fieldTwice', [field({}), field({})]],
    ['findsNot', [field({ find: 'number' })]],
    ['secretForNobody', [field({ secret: true })]],
    [
      'formulaTells',
      [
        field({ by: { who: 'formula', feel: '=y' } }),
        field({ id: 'y', see: ['role:finance'], by: { who: 'formula', feel: '=cost' } }),
      ],
    ],
    ['formulaUnread', [field({ by: { who: 'formula', feel: '=1 +' } })]],
    ['formulaUnknown', [field({ by: { who: 'formula', feel: '=count([nobody])' } })]],
    [
      'formulaCircle',
      [field({ by: { who: 'formula', feel: '=y' } }), field({ id: 'y', by: { who: 'formula', feel: '=x' } })],
    ],
    ['formulaReadsShop', [field({ find: 'text', by: { who: 'formula', feel: '=shop.a' } })]],
    [
      'formulaReadsShop',
      [
        field({ find: 'text', by: { who: 'formula', feel: '=b' } }),
        field({ id: 'b', by: { who: 'formula', feel: '=shop.a' } }),
      ],
    ],
    ['unknownProcess', [field({ by: { who: 'process', processes: ['nobody'] } })]],
    ['unknownRegister', [field({ by: { who: 'ledger', ledger: 'nowhere', measure: 'm' } })]],
    ['unknownRegister', [field({ type: 'record', register: 'nowhere' })]],
    ['tooManyFinds', ['a', 'b', 'c', 'd', 'e'].map((id) => field({ id, find: 'text' }))],
  ])('%s', (code, fields) => {
    expect(of({ fields, title: undefined, keyField: fields[0] && 'x', views: [] })).toContain(code);
  });
  it('a formula over what only some see may itself be for them, or for others that it names', () => {
    const cost = field({ id: 'y', secret: true, see: ['role:finance'] });
    const over = (more: object) => of({ fields: [field({ by: { who: 'formula', feel: '=y' }, ...more }), cost] });
    expect(over({})).toContain('formulaTells');
    expect(over({ see: ['role:finance', 'role:sales'] })).not.toContain('formulaTells');
  });
  it('what is listed beside a record is found there', () => {
    const orders = (more: object) =>
      Register.parse({
        key: 'order',
        name: label('订单'),
        fields: [field({ id: 'buyer', ...more }), field({ id: 'n' })],
      });
    const beside = { fields: ['gone'], lists: [{ register: 'order', field: 'buyer', columns: ['n', 'm'] }] };
    const said = (register: Register) =>
      registerProblems(Register.parse({ ...SKU, beside }), { ...world, registers: [...world.registers, register] })
        .filter((one) => one.code === 'unknownField' || one.code === 'besideNotFound')
        .map(({ code, field: of }: { code: string; field: string }) => `${code} ${of}`);
    expect(said(orders({}))).toEqual(['unknownField gone', 'unknownField m', 'besideNotFound buyer']);
    expect(said(orders({ find: 'text' }))).toEqual(['unknownField gone', 'unknownField m']);
  });
  it('none in one that is whole', () => {
    const stock = Register.parse({
      key: 'stock',
      name: label('库存'),
      kind: 'ledger',
      fields: [field({})],
      ledger: { account: 'sku', measures: [{ key: 'available', name: label('可售'), floor: 0 }] },
    });
    expect(registerProblems(SKU, { ...world, registers: [stock] })).toEqual([]);
    expect(registerProblems(stock, world)).toEqual([]);
  });
});

describe('one of a list', () => {
  // As a shop's database answers: test/api/record-connectors.test.ts.
  it.each([
    ['numbers', { price: [100, 300] }, ['A', 'C']],
    ['what ledgers hold', { available: [0] }, ['A', 'B', 'C']],
    ['texts', { state: ['on', 'off'] }, ['A', 'B']],
    ['days', { launched: ['2026-11-01'] }, ['A']],
    ['none', { price: [] }, []],
  ])('is found among %s', (_, input, keys) => {
    const stock = { kind: 'ledger', fields: [{ type: 'text', id: 'slip', label: label('单据') }] };
    const measures = [{ key: 'available', name: label('可售') }];
    const ledger = Register.parse({
      ...stock,
      key: 'stock',
      name: label('库存'),
      ledger: { account: 'sku', measures },
    });
    const world = createWorld([SKU, ledger], { offset: 0 }, () => ({ floorFactor: 1 }));
    const rows: Variables[] = [
      { code: 'A', name: 'a', price: 100, state: 'on', launched: '2026-11-01' },
      { code: 'B', name: 'b', price: 200, state: 'off' },
      { code: 'C', name: 'c', price: 300 },
    ];
    for (const row of rows) world.seed('sku', row, AT);
    const keysFound = (asked: Variables) => {
      const ask = {
        topic: 'record.find',
        name: 's',
        headers: { register: 'sku' },
        key: JSON.stringify(asked),
        case: 'c',
      };
      const found = world.serve({ ...ask, input: asked } as never, AT) as { variables: { records: { key: string }[] } };
      return found.variables.records.map(({ key }) => key);
    };
    expect(keysFound(input as unknown as Variables)).toEqual(keys);
    const where = Object.entries(input).map(([field, value]) => Filter.parse({ field, is: 'in', value }));
    expect(keysFound({ where } as unknown as Variables)).toEqual(keys);
  });
});

describe('a view', () => {
  it('is no larger than what can be asked for with it', () => {
    const view = (more: object) => View.safeParse({ key: 'v', title: label('v'), ...more }).success;
    const filter = { field: 'price', is: '=', value: 1 };
    expect(view({ where: Array(8).fill(filter), columns: ['name'] })).toBe(true);
    for (const more of [
      { where: Array(9).fill(filter) },
      { where: [{ ...filter, value: 'x'.repeat(501) }] },
      { where: [{ ...filter, is: 'in', value: Array(501).fill('x') }] },
      { columns: Array(101).fill('name') },
      { title: label('x'.repeat(201)) },
    ])
      expect(view(more), JSON.stringify(more).slice(0, 60)).toBe(false);
  });
  const by = (...where: object[]) =>
    fittingView(
      SKU,
      { key: 'v', title: label('v'), kind: 'table', columns: ['name', 'cost'], where: where as never },
      { refs: ['role:warehouse'], manager: true },
    );
  it('that looks at what its reader does not see is not his, whichever side of the comparison it stands on', () => {
    expect(by({ field: 'price', is: '>', value: 5 })?.columns).toEqual(['name']);
    expect(by({ field: 'cost', is: '>', value: 5 })).toBeUndefined();
    expect(by({ field: 'price', is: '>', value: '@field:cost' })).toBeUndefined();
  });
});

describe('numbers in a series', () => {
  it('count anew by the period that the text has, in the shop’s day', () => {
    const late = Date.parse('2026-11-26T16:30:00Z');
    const { period, numberOf } = numberSeries('TS-{yyMMdd}{000}', late, { offset: 28_800 });
    expect([period, numberOf(7), numberOf(1234)]).toEqual(['261127', 'TS-261127007', 'TS-2611271234']);
    expect(numberSeries('GYS-{yyyy}-{0000}', late, { offset: 28_800 }).numberOf(3)).toBe('GYS-2026-0003');
    expect(numberSeries('A{000}', late, { offset: 28_800 }).period).toBe('');
  });
});
