// Columns that are not for everybody's eyes or hand: what is hidden of a row is laid back under the row that it belongs to, or told.
import { describe, expect, it } from 'vitest';
import { Form } from '../../forms/form.ts';
import { coveredRows, keptBeside, laidBack, namedAgain } from '../../forms/rows.ts';
import { validate } from '../../forms/validate.ts';
import { checkRecord, titleOf, wordsOf } from '../../records/check.ts';
import { factsOfRegister } from '../../records/filters.ts';
import { Register } from '../../records/register.ts';
import { coveredColumns, seenRegister, seenValues, withCoveredColumns } from '../../records/rights.ts';
import { snapshot } from '../../records/service.ts';

const label = (zh: string) => ({ zh });
const columns = [
  { type: 'text', id: 'sku', label: label('款号'), required: true },
  { type: 'integer', id: 'quantity', label: label('数量') },
  { type: 'money', id: 'cost', label: label('成本') },
];
const form = Form.parse({
  key: 'f',
  title: label('单'),
  fields: [{ type: 'table', id: 'lines', label: label('明细'), columns }],
});
const field = form.fields[0] as Extract<Form['fields'][number], { type: 'table' }>;
const covered = { hidden: new Set(['cost']), locked: new Set(['sku']) };
const STANDS = [
  { sku: 'A', quantity: 1, cost: 100 },
  { sku: 'B', quantity: 2, cost: 200 },
  { sku: 'C', quantity: 3, cost: 300 },
];
type Rows = Record<string, unknown>[];
const seen = coveredRows(STANDS, covered, true) as Rows;
const back = (given: Rows) => laidBack(field, STANDS, given as never, covered);

describe('rows of which a column is not seen', () => {
  it('are shown without it, and by a name that tells nothing of it', () => {
    expect(JSON.stringify(seen)).not.toMatch(/cost|100|200|300/);
    const dearer = coveredRows(
      STANDS.map((row) => ({ ...row, cost: row.cost + 1 })),
      covered,
      true,
    );
    expect(dearer, 'the name is of what is seen').toEqual(seen);
    expect(coveredRows(STANDS, covered, false)).toEqual(STANDS.map(({ sku, quantity }) => ({ sku, quantity })));
  });

  it('get it back in whatever order they come, also where one is taken out, changed, or new', () => {
    const [a, , c] = seen as [Rows[0], Rows[0], Rows[0]];
    const { rows, errors } = back([{ ...c, quantity: 9 }, { sku: '', quantity: 5 }, a]);
    expect(errors).toEqual([]);
    expect(rows).toEqual([
      { sku: 'C', quantity: 9, cost: 300 },
      { sku: null, quantity: 5 },
      { sku: 'A', quantity: 1, cost: 100 },
    ]);
  });

  it('are refused where one was changed meanwhile, is sent twice, or holds what its sender may not write', () => {
    const paths = (given: Rows) => back(given).errors.map(({ path, message }) => [path, message.code]);
    const [a, b] = seen as [Rows[0], Rows[0]];
    expect(paths([{ ...a, '#': '0:other' }])).toEqual([['lines.0', 'row.moved']]);
    expect(paths([a, a])).toEqual([['lines.1', 'row.moved']]);
    expect(paths([{ ...b, cost: 1 }])).toEqual([['lines.0.cost', 'column.notYours']]);
    expect(paths([{ ...b, sku: 'X' }])).toEqual([['lines.0.sku', 'column.notYours']]);
    expect(paths([{ sku: 'NEW' }])).toEqual([['lines.0.sku', 'column.notYours']]);
  });

  it('keep what the check was not told of, and their names through a check in the browser', () => {
    const open = { ...form, fields: [{ ...field, columns: field.columns.filter(({ id }) => id === 'quantity') }] };
    const { rows } = back(seen);
    const { values } = validate(open, { lines: rows }, { at: 0 });
    expect(keptBeside(field, values.lines ?? null, rows, covered)).toEqual(STANDS);
    const clean = validate(open, { lines: seen }, { at: 0 }).values.lines;
    expect((namedAgain(clean, seen) as Rows).map((row) => row['#'])).toEqual(seen.map((row) => row['#']));
  });
});

describe('a register with fields and columns for some', () => {
  const SUPPLIER = Register.parse({
    key: 'supplier',
    name: label('供应商'),
    keyField: 'code',
    fields: [
      { type: 'text', id: 'secretName', label: label('内部名'), see: ['role:buyer'] },
      { type: 'text', id: 'code', label: label('编号'), required: true },
      { type: 'text', id: 'name', label: label('名称') },
      {
        type: 'table',
        id: 'prices',
        label: label('报价'),
        columns: [columns[0], { ...columns[2], see: ['role:buyer'] }, { ...columns[1], change: ['role:buyer'] }],
      },
    ],
  });
  const values = { code: 'S1', name: '云织', secretName: '老王', prices: STANDS };
  const staff = { refs: ['role:warehouse'], manager: false };
  const buyer = { refs: ['role:buyer'], manager: false };

  it('is shown, and written, by each as his rights are', () => {
    expect(Object.keys(seenValues(SUPPLIER, values, staff))).toEqual(['code', 'name', 'prices']);
    expect(JSON.stringify(seenValues(SUPPLIER, values, staff, true))).not.toContain('cost');
    expect(seenValues(SUPPLIER, values, buyer, true)).toEqual(values);
    const shown = seenRegister(SUPPLIER, staff).fields.find(({ id }) => id === 'prices');
    expect(shown && 'columns' in shown && shown.columns.map(({ id, readOnly }) => [id, readOnly])).toEqual([
      ['sku', undefined],
      ['quantity', true],
    ]);
    const mine = (seenValues(SUPPLIER, values, staff, true).prices as Rows).slice(1);
    const { values: whole, errors } = withCoveredColumns(SUPPLIER, values, { prices: mine as never }, staff);
    expect([whole.prices, errors]).toEqual([STANDS.slice(1), []]);
    const sly = withCoveredColumns(SUPPLIER, values, { prices: [{ ...mine[0], quantity: 99 }] as never }, staff);
    expect(sly.errors.map(({ path }) => path)).toEqual(['prices.0.quantity']);
    const prices = SUPPLIER.fields.at(-1);
    expect(prices && coveredColumns(prices, { refs: [], manager: true }).hidden.size, 'managers').toBe(0);
  });

  it('is not lost by a process that has rows without it: they are refused, unless its step has named the table', () => {
    const { prices } = snapshot(SUPPLIER, { key: 'S1', rev: 1, title: '云织', values }, { headers: {} });
    const put = (rows: Rows | []) => withCoveredColumns(SUPPLIER, values, { prices: rows as never }, undefined).errors;
    expect(put(prices as Rows).map(({ path, message }) => [path, message.code])).toEqual([
      ['prices.0.cost', 'column.notYours'],
    ]);
    expect([put(STANDS as Rows), put([])]).toEqual([[], []]);
  });

  it('leaks nothing by title, search or case, where the step does not name it', () => {
    expect(titleOf(SUPPLIER, values, 'S1', { at: 0 })).toBe('云织');
    expect(wordsOf(SUPPLIER, values, 'S1', '云织')).not.toContain('老王');
    const taken = snapshot(SUPPLIER, { key: 'S1', rev: 1, title: '云织', values }, { headers: {} });
    expect(JSON.stringify(taken)).not.toMatch(/老王|cost/);
    const named = snapshot(SUPPLIER, { key: 'S1', rev: 1, title: '云织', values }, { headers: { secrets: 'prices' } });
    expect(named.prices).toEqual(STANDS);
    expect(factsOfRegister('supplier', SUPPLIER).secrets, 'lint tells who takes it').toEqual(['secretName']);
    expect(checkRecord(SUPPLIER, undefined, values, { at: 0 }, null).errors).toEqual([]);
  });
});
