// Names and keys by which messages and cases find each other.
import { expect, it } from 'vitest';
import { keyOf } from '../../bpmn/keys.ts';

it('a key is a text or a number of at most 300 letters; anything else is told with what was seen', () => {
  expect(keyOf('x'.repeat(300), 'order')).toHaveLength(300);
  expect(keyOf(7, 'order')).toBe('7');
  expect(() => keyOf('x'.repeat(301), 'order')).toThrow(
    expect.objectContaining({
      kind: 'correlation',
      why: { code: 'correlation.long', args: { expression: 'order', count: 301, most: 300 } },
    }),
  );
  expect(() => keyOf(null, 'order')).toThrow(
    expect.objectContaining({ why: { code: 'correlation.kind', args: { expression: 'order', value: 'null' } } }),
  );
});
