// Once a field was changed: what was said of it is gone, and so is a rule over several fields, whichever of them was changed.
import { expect, it } from 'vitest';
import { errorsAfter } from '../../forms/after-change.ts';
import { Form } from '../../forms/form.ts';
import { validate } from '../../forms/validate.ts';

const label = (zh: string) => ({ zh });
const money = (id: string, more: object = {}) => ({ type: 'money', id, label: label(id), ...more });
const form = Form.parse({
  key: 'f',
  title: label('f'),
  fields: [
    money('price'),
    money('cost'),
    money('gain', { formula: 'price - cost' }),
    { type: 'text', id: 'note', label: label('note'), required: true },
    {
      type: 'table',
      id: 'lines',
      label: label('lines'),
      columns: [{ type: 'integer', id: 'n', label: label('n'), required: true }],
    },
  ],
  rules: [
    { when: 'gain < 0', say: label('亏本') },
    { when: 'note = "x" and price > 1', say: label('不行') },
  ],
});
const errors = validate(form, { price: 5, cost: 9, lines: [{}] }, { at: 0 }).errors;
const left = (changed: string, of = form as Form | null) => errorsAfter(errors, of, changed).map(({ path }) => path);

it('goes with each field that its rule reads, by formulas too, and with no other', () => {
  expect(errors.map(({ path, message }) => [path, message.code])).toEqual([
    ['note', 'missing'],
    ['lines.0.n', 'missing'],
    ['', 'rule'],
  ]);
  expect(left('price')).toEqual(['note', 'lines.0.n']);
  expect(left('cost')).toEqual(['note', 'lines.0.n']);
  expect(left('note'), 'its own; not of the other rule').toEqual(['lines.0.n', '']);
  expect(left('lines')).toEqual(['note', '']);
});

it('goes with any, where only the server knows what the rule reads', () => {
  expect(left('lines', { ...form, rules: [] })).toEqual(['note']);
});
