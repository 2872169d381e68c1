// What differs between two versions of a decision is told cell by cell.
import { expect, it } from 'vitest';
import { cellChanges } from '../../web/content/cell-changes.ts';

const body = {
  inputs: [
    { id: 'i1', label: '低于底价', expression: 'x' },
    { id: 'i2', label: '变动 %', expression: 'y', text: { en: { name: 'Change, %' } } },
  ],
  outputs: [{ id: 'o', name: 'who', label: '谁定' }],
  rules: [],
};

it('a changed row names the columns that have changed, and those alone', () => {
  const change = { path: 'rules.r2.inputs', before: ['-', '<= 5'], after: ['-', '<= 7'] };
  expect(cellChanges([change], [body], 'zh')).toEqual([
    { path: 'rules.r2', head: '变动 %', before: '<= 5', after: '<= 7' },
  ]);
  expect(cellChanges([change], [body], 'en')[0]?.head).toBe('Change, %');
});

it('a row of another shape, and whatever is no row, stays as it is', () => {
  const others = [
    { path: 'rules.r2.inputs', before: ['-'], after: ['-', '<= 7'] },
    { path: 'rules.r3', after: { inputs: ['-', '-'] } },
    { path: 'name', before: 'a', after: 'b' },
  ];
  expect(cellChanges(others, [body], 'zh')).toEqual(others);
});
