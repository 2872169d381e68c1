// People write formulas with the keyboard they have, and call data what the form calls it.
import { describe, expect, it } from 'vitest';
import { completions, plainSigns, typedFormula } from '../../designer/properties/typed-formula.ts';

const names = [
  { value: 'field3', label: '退款金额（field3）', said: '退款金额' },
  { value: 'field1', label: '金额（field1）', said: '金额' },
  { value: '买家', label: '买家' },
  { value: 'orderNo', label: 'Order number（orderNo）', said: 'Order number' },
  { value: 'a', label: '备注（a）', said: '备注' },
  { value: 'b', label: '备注（b）', said: '备注' },
  { value: 'amount', label: '数（amount）', said: 'count' },
];

describe('a formula as it is typed', () => {
  it.each([
    ['退款金额', 'field3'],
    ['退款金额 ＞ 金额 ＊ 2', 'field3 > field1 * 2'],
    ['Order number', 'orderNo'],
    ['if 退款金额 ≥ 500 then “要，审” else 「自动」', 'if field3 >= 500 then "要，审" else "自动"'],
    ['max（退款金额，金额）', 'max(field3,field1)'],
    ['买家 + "退款金额"', '买家 + "退款金额"'],
    // Two are called so, or it is part of something longer, or a function: nobody knows which is meant.
    ['备注', '备注'],
    ['退款金额2 + x.退款金额', '退款金额2 + x.退款金额'],
    ['count(list)', 'count(list)'],
    ['field3 > 500', 'field3 > 500'],
    ['"没写完 ＞', '"没写完 ＞'],
  ])('%s means %s', (typed, meant) => expect(typedFormula(typed, names)).toBe(meant));

  it('has the quotes of cells, too', () => expect(plainSigns('“自动”，“人工”')).toBe('"自动","人工"'));

  it('offers what may be meant by what is being written, by id and by label', () => {
    const offered = (text: string) => completions(text, names).map(({ value }) => value);
    expect(offered('退')).toEqual(['field3']);
    expect(offered('field1 + order')).toEqual(['field1 + orderNo']);
    expect(offered('')).toHaveLength(names.length);
    expect(offered('field3 > ')).toHaveLength(names.length);
    // After a whole name or value no other one can stand.
    expect(offered('field3 ')).toEqual([]);
  });
});
