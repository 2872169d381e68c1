// What a file is, told by its bytes; of an archive also by its ending.
import { expect, it } from 'vitest';
import { sniff } from '../../api/sniff.ts';

const bytes = (...first: number[]) => new Uint8Array([...first, 0, 0, 0, 0, 0, 0, 0, 0]);
it.each([
  ['a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['a.zip', 'application/zip'],
  ['a.constructor', undefined],
  ['a.valueOf', undefined],
])('of an archive %s: %s', (name, type) => {
  expect(sniff(bytes(0x50, 0x4b, 3, 4), name)).toBe(type);
});
