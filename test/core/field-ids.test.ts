// Names under which a case keeps what people answer: as the field is called, and as nothing else in the process is.
import { describe, expect, it } from 'vitest';
import { fieldOf } from '../../api/case-values.ts';
import { freeId, namesTaken } from '../../bpmn/field-ids.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';

describe('ids of fields', () => {
  it.each([
    ['退款金额', [], '退款金额'],
    ['Order no.', [], 'Orderno'],
    ['退款金额', ['退款金额'], '退款金额2'],
    ['', [], 'field1'],
    ['1号', ['field1'], 'field2'],
    ['then', [], 'field1'],
  ])('of “%s” with %j taken is %s', (label, taken, id) => expect(freeId(label, new Set(taken))).toBe(id));

  it('are taken by every form, variable, result and output of the process', () => {
    const form = (key: string, id: string) =>
      Form.parse({ key, title: { zh: key }, fields: [{ type: 'text', id, label: { zh: id } }] });
    const process = draw(
      'p',
      {
        s: { type: 'startEvent', zf: { form: 'one' }, eventDefinitions: [] },
        a: { type: 'userTask', zf: { form: 'two', output: [{ source: '=x', target: 'out' }] } },
        b: { type: 'serviceTask', zf: { resultVariable: 'result' } },
      } as never,
      ['s->a', 'a->b'],
      { zf: { variable: [{ name: 'declared', type: 'any' }] } } as never,
    );
    const taken = namesTaken(process, {
      one: form('one', 'field1'),
      two: form('two', 'field2'),
      far: form('far', 'far'),
    });
    expect([...taken]).toEqual(expect.arrayContaining(['declared', 'field1', 'field2', 'out', 'result', 'case']));
    expect(taken.has('far')).toBe(false);
    expect(freeId('', taken)).toBe('field3');
  });
});

it('what the case holds is called as the form calls it that can have asked it', () => {
  const forms = {
    a: Form.parse({ key: 'a', title: { zh: 'a' }, fields: [{ type: 'text', id: 'field1', label: { zh: '订单号' } }] }),
    b: Form.parse({
      key: 'b',
      title: { zh: 'b' },
      fields: [
        { type: 'choice', id: 'field1', label: { zh: '结论' }, options: [{ value: 'option1', label: { zh: '同意' } }] },
      ],
    }),
  };
  expect(fieldOf(forms, 'field1', undefined, 'RT-20261105')?.label.zh).toBe('订单号');
  expect(fieldOf(forms, 'field1', undefined, 'option1')?.label.zh).toBe('结论');
});
