// Data that no form shows, made into fields and back again.
import { describe, expect, it } from 'vitest';
import { editorOf } from '../../web/run/correctable.ts';

const plain = { id: 'x', label: { zh: 'x' }, required: false };
const shapeOf = (value: unknown) => {
  const { field } = editorOf(value, plain);
  return field.type === 'table' ? field.columns.map(({ id, type }) => `${id} ${type}`) : field.type;
};

describe('data without a form', () => {
  it('is a table where it is a list of records, with the columns that occur and the types that all agree on', () => {
    const rows = [
      { sku: 'A', n: 2, gift: true },
      { sku: 7, n: 1, colour: null },
    ];
    expect(shapeOf(rows)).toEqual(['sku text', 'n number', 'gift yesNo', 'colour text']);
  });

  it('is a table of one row where it is a record, and of one column where it is a list', () => {
    expect(shapeOf({ city: '上海', zip: 200_000 })).toEqual(['city text', 'zip number']);
    expect(shapeOf(['a', 'b'])).toEqual(['value text']);
    expect(shapeOf([])).toEqual(['value text']);
  });

  it('is text where it has parts within parts', () => {
    const nested = [{ a: { b: 1 } }, [[1]], [{ tags: ['x'] }], {}, [1, { a: 1 }]];
    for (const value of nested) expect(shapeOf(value)).toBe('longText');
  });

  it.each([
    [[{ sku: 'A', n: 2 }, { n: 1 }]],
    [{ city: '上海', zip: 200_000 }],
    [['a', 'b']],
    [[3, null, 4]],
    [[]],
    [{ a: { b: [1, null] } }],
  ])('comes back as it was: %j', (value) => {
    const { show, read } = editorOf(value, plain);
    expect(read(show(value))).toEqual(value);
  });

  it('is not read where a number or the text cannot be', () => {
    const rows = editorOf([{ n: 2 }], plain);
    expect(rows.read([{ n: 'two' }])).toBeUndefined();
    expect(rows.read([{ n: 3 }, {}])).toEqual([{ n: 3 }, {}]);
    expect(editorOf({ a: { b: 1 } }, plain).read('{"a":')).toBeUndefined();
  });

  it('of plain values loses the rows that were left empty', () => {
    expect(editorOf(['a'], plain).read([{ value: 'a' }, {}, { value: '' }, { value: 'b' }])).toEqual(['a', 'b']);
  });
});
