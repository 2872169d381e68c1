// Who lists cases and who decides about one sees what was asked at its beginning, unless the process says otherwise.
import { expect, it } from 'vitest';
import { factsBefore, listDefaults, withListDefaults } from '../../bpmn/first-form.ts';
import { asked } from '../../designer/model/cure.ts';
import { feel } from '../../feel/expression.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';

const text = (id: string, more: object = {}) => ({ type: 'text', id, label: { zh: id }, required: true, ...more });
const forms = {
  ask: Form.parse({
    key: 'ask',
    title: { zh: '退货' },
    fields: [
      text('订单号', { prefill: true, help: { zh: '在订单页上' } }),
      { type: 'money', id: '金额', label: { zh: '金额' }, required: true },
      text('买家'),
      text('备注', { required: false }),
      text('身份证'),
    ],
  }),
  audit: Form.parse({ key: 'audit', title: { zh: '审' }, fields: [text('结论')] }),
};
const process = draw(
  'returns',
  {
    s: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] },
    a: { type: 'userTask', zf: { form: 'audit' } },
    b: { type: 'userTask', name: '打款' },
  } as never,
  ['s->a', 'a->b'],
  { name: '退货申请', zf: { variable: [{ name: '身份证', type: 'text', secret: true }] } } as never,
);

it('a case is called by what its first form must ask, never by what is secret', () => {
  const { title, summary } = listDefaults(process, forms);
  const held: Record<string, string> = { 订单号: 'RT-20261105', 买家: '王女士' };
  expect(feel((title as string).slice(1)).run((name) => held[name], { at: 0 }).value).toBe(
    '退货申请 RT-20261105 王女士',
  );
  expect(summary).toEqual(['订单号', '金额', '买家']);
});

it('what the process says itself stands', () => {
  const own = { ...process, zf: { ...process.zf, title: '="x"', summary: ['备注'] } };
  expect(withListDefaults(own, forms)).toEqual(own);
  expect(listDefaults(process, {})).toEqual({});
});

it('a new form of a step shows what all before it were asked, only to read', () => {
  const facts = factsBefore(process, forms, 'b');
  expect(facts.map(({ id }) => id)).toEqual(['订单号', '金额', '买家', '备注', '身份证', '结论']);
  expect(facts[0]).toEqual({ type: 'text', id: '订单号', label: { zh: '订单号' }, required: false, readOnly: true });
  const made = asked(
    { model: { id: 'd', processes: [process], diagram: { shapes: {}, edges: {} } } as never, forms },
    { edit: 'askFor', steps: ['b'], name: 'paid', kind: 'yesNo', options: [] },
    'b',
  );
  expect(made?.form.fields.map(({ id }) => id)).toEqual([...facts.map(({ id }) => id), 'paid']);
});
