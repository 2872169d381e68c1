// Text that no store can hold is found wherever it hides in a value, or replaced.
import { expect, it } from 'vitest';
import { defectOf, isWellFormed, wellFormed, wellFormedValue } from '../../feel/well-formed.ts';
import { readOrders } from '../../orders/read-orders.ts';

const HALF = '谢谢\ud83d';
const ZERO = 'a\u0000b';

it('whole emoji are text like any other, halves and zero characters are not', () => {
  expect(['谢谢😀', '', 'a\tb', '\ufffd'].map(isWellFormed)).toEqual([true, true, true, true]);
  expect([HALF, ZERO, '\udc00', '\ude00\ud83d'].map(isWellFormed)).toEqual([false, false, false, false]);
  expect([wellFormed(HALF), wellFormed(ZERO), wellFormed('😀')]).toEqual(['谢谢\ufffd', 'a\ufffdb', '😀']);
});

it('a whole value is mended, names included, and stays the same object where nothing is wrong', () => {
  const good = { a: [{ b: '😀' }], n: null };
  expect(wellFormedValue(good)).toBe(good);
  expect(wellFormedValue({ [HALF]: [1, { note: ZERO }] })).toEqual({ '谢谢\ufffd': [1, { note: 'a\ufffdb' }] });
});

it('a defect is told by its path', () => {
  expect(defectOf({ variables: { lines: [{ note: HALF }] } }, 100)).toEqual({
    path: 'variables.lines.0.note',
    is: 'illFormed',
  });
  expect(defectOf({ [ZERO]: 1 }, 100)).toEqual({ path: 'a\ufffdb', is: 'illFormed' });
  expect(defectOf(JSON.parse('{"x":{"__proto__":1}}'), 100)).toEqual({ path: 'x.__proto__', is: 'reservedName' });
  expect(defectOf({ a: [{ b: '😀' }] }, 100)).toBeUndefined();
});

it('depth is counted without falling into it', () => {
  const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  expect(defectOf(nested(100), 100)).toBeUndefined();
  expect(defectOf(nested(101), 100)?.is).toBe('tooNested');
  expect(defectOf(nested(200_000), 100)?.is).toBe('tooNested');
});

it('a row of an order file with such text is not readable, with the reason; the others come in', async () => {
  const row = (invoice: string, text: string) => `${invoice},A1,${text},1,2011-11-14 08:10:00,2.5,7,France`;
  const { orders, rows } = await readOrders(
    [
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
      row('1', ZERO),
      row('2', 'cup'),
    ].join('\n'),
    { today: '2026-11-23', zone: '+08:00' },
  );
  expect(orders.map(({ invoice }) => invoice)).toEqual(['2']);
  expect(rows[0]).toMatchObject({
    row: 2,
    invoice: '1',
    fate: 'not readable',
    why: { code: 'cell.of', args: { column: 'Description', why: { code: 'cell.characters' } } },
  });
});
