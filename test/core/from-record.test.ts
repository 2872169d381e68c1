// A start form that is about a record begins with it: by its key where the form asks for a text, as a record where it chooses one.
import { expect, it } from 'vitest';
import { Form } from '../../forms/form.ts';
import { fromRecord } from '../../web/start/from-record.ts';

const label = { zh: '项' };
const form = (fields: object[]) => Form.parse({ key: 'f', title: label, fields });
const sku = { key: 'sku', keyField: 'code' };
const scarf = { key: 'QH-1', title: '围巾', rev: 3, values: { code: 'QH-1', price: 100, cost: null } };
const begun = (fields: object[], variable: string | null = 'goods') =>
  fromRecord({ about: { register: 'sku', variable }, form: form(fields) }, sku, scarf);

it('a text has its key, and fields of the same name what stands there', () => {
  const fields = [
    { type: 'text', id: 'goods', label },
    { type: 'money', id: 'price', label },
    { type: 'money', id: 'cost', label },
    { type: 'text', id: 'why', label },
  ];
  expect(begun(fields)).toEqual({ goods: 'QH-1', price: 100 });
  expect(begun([{ type: 'text', id: 'code', label }], null)).toEqual({ code: 'QH-1' });
});

it('a record field of its register has it as it was seen, whatever it is called', () => {
  const record = (id: string, more: object = {}) => ({ type: 'record', id, label, register: 'sku', ...more });
  const seen = { key: 'QH-1', title: '围巾', rev: 3 };
  expect(begun([record('goods'), record('also', { many: true }), record('other', { register: 'supplier' })])).toEqual({
    goods: seen,
    also: [seen],
  });
  expect(begun([record('item', { readOnly: true })])).toEqual({});
});
