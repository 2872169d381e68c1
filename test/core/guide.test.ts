// What stands beside a form: what comes next, and texts with values in them.
import { expect, it } from 'vitest';
import { cellsOf, paste } from '../../web/forms/paste.ts';
import { fill } from '../../web/inbox/fill.ts';
import { stepsAfter } from '../../web/inbox/steps-after.ts';
import { draw } from '../draw.ts';

const definition = draw(
  'p',
  {
    audit: { type: 'userTask', name: '人工审单' },
    pass: { type: 'exclusiveGateway' },
    cancelled: { type: 'endEvent', name: '审单取消', eventDefinitions: [] },
    both: { type: 'parallelGateway' },
    pick: { type: 'userTask', name: '拣货' },
    bill: { type: 'serviceTask', name: '开票' },
    pack: { type: 'userTask', name: '打包' },
  } as never,
  ['audit->pass', 'pass->cancelled: =no', 'pass->pick', 'pick->both', 'both->bill', 'both->pack'],
);

it('next are the ways that may be taken, one of them or all together, and nothing behind them', () => {
  expect(stepsAfter(definition, 'audit')).toEqual({ steps: ['cancelled', 'pick'], together: false });
  expect(stepsAfter(definition, 'pick')).toEqual({ steps: ['bill', 'pack'], together: true });
  expect(stepsAfter(definition, 'pack')).toEqual({ steps: [], together: true });
});

it('a text takes the values there are; what has none is a gap with its name, never the bare braces', () => {
  const read = (name: string) => ({ value: name === 'a' ? '成都' : '', label: name === 'price' ? '价格' : name });
  expect(fill('寄到 {a}，{price}，{ x }', read)).toEqual([
    { text: '寄到 ', is: 'plain' },
    { text: '成都', is: 'filled' },
    { text: '，', is: 'plain' },
    { text: '〔价格〕', is: 'gap' },
    { text: '，{ x }', is: 'plain' },
  ]);
  expect(
    fill('{{a}}。{{price}', read)
      .map(({ text }) => text)
      .join(''),
  ).toBe('成都。{〔价格〕');
});

it('cells of a spreadsheet fall on the columns from the cell on, read as if typed; what has no room is counted', () => {
  const base = { label: { zh: 'x' }, required: false };
  const columns = [
    { ...base, type: 'text' as const, id: 'sku' },
    { ...base, type: 'integer' as const, id: 'n' },
    { ...base, type: 'text' as const, id: 'fixed', readOnly: true },
    {
      ...base,
      type: 'choice' as const,
      id: 'kind',
      options: [{ value: 'a', label: { zh: '甲' } }],
    },
  ];
  const reader = { today: '2026-11-23', language: 'zh' as const, toInstant: (wall: string) => wall };
  expect(cellsOf('one cell')).toBeUndefined();
  const cells = cellsOf('12\tno\t甲\r\nx\t\t乙\n"3"\t\ta\n');
  expect(cells).toEqual([
    ['12', 'no', '甲'],
    ['x', '', '乙'],
    ['3', '', 'a'],
  ]);
  expect(paste({ rows: [{ sku: 'S' }], cells: cells ?? [], columns, at: 0, column: 'n', most: 2, reader })).toEqual({
    rows: [
      { sku: 'S', n: 12, kind: 'a' },
      // Kept as it was written: the field says why.
      { n: 'x', kind: '乙' },
    ],
    left: 1,
  });
});
