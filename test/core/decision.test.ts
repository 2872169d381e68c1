// What of a form can be answered without opening it.
import { describe, expect, it } from 'vitest';
import { decisionOf, mayDecide } from '../../forms/decision.ts';
import { Form } from '../../forms/form.ts';

const label = { zh: '—' };
const verdict = {
  type: 'choice',
  id: 'verdict',
  label,
  required: true,
  options: [
    { value: 'yes', label },
    { value: 'no', label },
  ],
};
const price = { type: 'money', id: 'price', label, readOnly: true };
const remark = { type: 'longText', id: 'remark', label };
const of = (fields: object[], shown: Record<string, unknown> = { price: 100 }, known = shown) =>
  decisionOf(Form.parse({ key: 'f', title: label, fields }), shown, known, { at: 0 });
const here = (...given: Parameters<typeof of>) => of(...given)?.answers.map(({ value, here }) => [value, here]);

describe('a form that asks for one choice', () => {
  it('is decided in place, with a remark where it has one', () => {
    const decision = of([price, verdict, remark]);
    expect(decision?.answers.map(({ value, here, remark }) => [value, here, remark?.id])).toEqual([
      ['yes', true, 'remark'],
      ['no', true, 'remark'],
    ]);
    expect(decision?.facts.map(({ id }) => id)).toEqual(['price']);
    expect(of([price, verdict])?.answers.map(({ remark }) => remark)).toEqual([null, null]);
  });

  it('asks for its reason with the answer that needs one', () => {
    const why = { type: 'text', id: 'why', label, required: true, visibleWhen: 'verdict = "no"' };
    const answers = of([price, verdict, why])?.answers;
    expect(answers?.map(({ value, here, remark }) => [value, here, remark?.id ?? null])).toEqual([
      ['yes', true, null],
      ['no', true, 'why'],
    ]);
  });

  it('asks for its words with every answer where they are needed', () => {
    const why = { ...remark, required: true };
    expect(here([price, verdict, why])).toEqual([
      ['yes', true],
      ['no', true],
    ]);
    expect(of([price, verdict, why])?.answers.map(({ remark }) => remark?.required)).toEqual([true, true]);
    expect(of([price, verdict, why, { ...why, id: 'more' }])).toBeUndefined();
  });

  it('is opened for an answer that asks for more', () => {
    const until = { type: 'date', id: 'until', label, required: true, visibleWhen: 'verdict = "yes"' };
    expect(here([price, verdict, until])).toEqual([
      ['yes', false],
      ['no', true],
    ]);
    expect(here([price, verdict, remark, { ...remark, id: 'more' }])).toEqual([
      ['yes', false],
      ['no', false],
    ]);
    expect(here([price, verdict, { ...remark, prefill: true }])).toEqual([
      ['yes', false],
      ['no', false],
    ]);
  });

  it('is opened where what decides is not all in sight', () => {
    const lines = {
      type: 'table',
      id: 'lines',
      label,
      readOnly: true,
      columns: [{ type: 'text', id: 'a', label }],
    };
    const none = [
      ['yes', false],
      ['no', false],
    ];
    expect(here([lines, verdict], { lines: [{ a: 'x' }] })).toEqual(none);
    expect(here([lines, verdict], { lines: [] })?.[0]).toEqual(['yes', true]);
    const many = Array.from({ length: 13 }, (_, n) => ({ ...price, id: `p${n}` }));
    expect(here([...many, verdict], Object.fromEntries(many.map(({ id }) => [id, 1])))).toEqual(none);
  });

  it('is none where more is asked, or too much is offered', () => {
    expect(of([verdict, { ...price, readOnly: false, required: true }])).toBeUndefined();
    expect(of([price, remark])).toBeUndefined();
    const four = ['a', 'b', 'c', 'd'].map((value) => ({ value, label }));
    expect(of([{ ...verdict, options: four }])).toBeUndefined();
  });

  it('is looked for without data: what depends on the case is let through', () => {
    const may = (fields: object[]) => mayDecide(Form.parse({ key: 'f', title: label, fields }));
    expect(may([price, verdict, { ...remark, required: true }])).toBe(true);
    expect(may([{ ...verdict, visibleWhen: 'price > 5' }])).toBe(true);
    expect(may([verdict, { ...price, readOnly: false, required: true, visibleWhen: 'price > 5' }])).toBe(true);
    expect(may([verdict, { ...price, readOnly: false, required: true }])).toBe(false);
    expect(may([verdict, { ...verdict, id: 'other' }])).toBe(false);
    expect(may([price, remark])).toBe(false);
  });
});
