// Personal values go by the names of their variables and as texts wherever they were copied; a state's own words stay.
import { expect, it } from 'vitest';
import { leavesOf, scrub, scrubState } from '../../db/scrub.ts';

const names = new Set(['buyer', 'pictures']);

it('finds texts and files under personal names, in summaries too', () => {
  const found = leavesOf(
    [
      { variables: { buyer: '王芳', other: '李四', pictures: [{ file: 'f1', name: 'face.png' }] } },
      [{ name: 'buyer', value: '王芳芳' }],
      { buyer: 'x' },
    ],
    names,
  );
  expect(found.files).toEqual(['f1']);
  expect(found.texts).toEqual(['face.png', '王芳芳', '王芳', 'f1']);
});

it('takes them out, and leaves the rest', () => {
  expect(
    scrub({ buyer: '王芳', note: '给王芳打电话', rows: [{ name: 'buyer', value: '王芳' }], amount: 1 }, names, [
      '王芳',
    ]),
  ).toEqual({
    buyer: null,
    note: '给×××打电话',
    rows: [{ name: 'buyer', value: null }],
    amount: 1,
  });
  const state = {
    status: 'ended',
    scopes: { a: { kind: 'process', variables: { buyer: 'ended', copy: 'it ended' } } },
  };
  expect(scrubState(state, names, ['ended'])).toEqual({
    status: 'ended',
    scopes: { a: { kind: 'process', variables: { buyer: null, copy: 'it ×××' } } },
  });
});
