// Registers of kind tree: what may stand where, in which order a file's rows come, and the same in the world of a scenario.
import { describe, expect, it } from 'vitest';
import { registerProblems } from '../../records/problems.ts';
import { Register } from '../../records/register.ts';
import { DEEPEST, parentsFirst, treeFault } from '../../records/tree.ts';
import { createWorld } from '../../records/world.ts';
import { goods, label, CATEGORY as TREE } from '../goods.ts';

const CATEGORY = Register.parse(TREE);
const SKU = goods([{ type: 'record', id: 'category', label: label('类目'), register: 'category', find: 'text' }]);

describe('a tree', () => {
  it('is published with one record of itself as parent, seen by all; anything else is told', () => {
    const codes = (more: object) =>
      registerProblems(Register.parse({ ...TREE, ...more }), { registers: [CATEGORY], processes: [] }).map(
        ({ code }) => code,
      );
    expect(codes({})).toEqual([]);
    expect(codes({ parentField: undefined })).toEqual(['noParent']);
    expect(codes({ parentField: 'name' })).toEqual(['parentNot']);
    expect(codes({ rows: 'own' })).toEqual(['treeOfSome']);
    const parent = (more: object) => codes({ fields: [...TREE.fields.slice(0, 2), { ...TREE.fields[2], ...more }] });
    expect(parent({ many: true }), 'several').toEqual(['parentNot']);
    expect(parent({ see: ['role:finance'] }), 'hidden').toEqual(['parentNot']);
    expect(parent({ by: { who: 'formula', feel: '=name' } }), 'computed').toContain('parentNot');
  });

  it('has no circles, no unknown parents, and a depth', () => {
    const stands = new Map([
      ['a', ''],
      ['b', 'a'],
      ['c', 'b'],
    ]);
    const fault = (key: string, parent: string | undefined, below = 0) =>
      treeFault(key, parent, (one) => stands.get(one), below);
    expect(fault('d', 'c')).toBeUndefined();
    expect(fault('a', undefined)).toBeUndefined();
    expect(fault('a', 'c')).toBe('circle');
    expect(fault('a', 'a')).toBe('circle');
    expect(fault('d', 'nobody')).toBe('noParent');
    expect(fault('d', 'c', DEEPEST - 4), 'exactly').toBeUndefined();
    expect(fault('d', 'c', DEEPEST - 3), 'with what is below it').toBe('tooDeep');
  });

  it('takes the rows of a file in an order in which each comes after its parent, circles last', () => {
    const rows = [
      ['leaf', 'branch'],
      ['x', 'y'],
      ['y', 'x'],
      ['branch', 'root'],
      ['other', 'elsewhere'],
      ['root', ''],
    ].map(([key, parent]) => ({ key, parent: parent || undefined }));
    expect(parentsFirst(rows, (row) => row).map(({ key }) => key)).toEqual([
      'other',
      'root',
      'branch',
      'leaf',
      'x',
      'y',
    ]);
  });

  it('is the same in a scenario: refused where a shop refuses, found by its branch', () => {
    const world = createWorld([CATEGORY, SKU], { offset: 28_800 }, () => null);
    const put = (code: string, parent: string | null) => world.putRecord('category', code, { parent }, 0);
    for (const [code, parent] of [
      ['bed', null],
      ['quilt', 'bed'],
      ['winter', 'quilt'],
      ['bath', null],
    ] as const)
      expect(put(code, parent), code).toBeUndefined();
    expect(put('bed', 'winter')).toBe('invalid');
    expect(put('lamp', 'light')).toBe('invalid');
    expect(put('quilt', 'bath')).toBeUndefined();
    world.putRecord('sku', 'S1', { category: 'winter' }, 0);
    world.putRecord('sku', 'S2', { category: 'bed' }, 0);
    const ask = { name: 'find', key: 'k', case: 'c', element: 'e', process: 'p', businessKey: null };
    const where = [{ field: 'category', is: 'under', value: 'bath' }];
    const found = world.serve({ ...ask, topic: 'record.find', headers: { register: 'sku' }, input: { where } }, 0);
    expect(found).toMatchObject({ variables: { records: [{ key: 'S1' }] } });
  });
});
