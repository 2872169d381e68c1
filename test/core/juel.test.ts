// JUEL → FEEL: every line is a translation that holds, or a refusal that says why.
import { evaluate } from 'feelin';
import { describe, expect, it } from 'vitest';
import { juelToFeel } from '../../bpmn/juel.ts';

const TRANSLATED: [juel: string, feel: string][] = [
  ['${input == 1}', 'input = 1'],
  ['#{!done}', 'not(done)'],
  ['kermit_${loopCounter}', '"kermit_" + string(loopCounter)'],
  ['${a && (b || !c)}', 'a and (b or not(c))'],
  ['${a.b.c ne 3}', 'a.b.c != 3'],
  ["${gender == 'male' ? 'Mr.' : 'Mrs.'}", 'if gender = "male" then "Mr." else "Mrs."'],
  ['${list.size() gt 0}', 'count(list) > 0'],
  ["${execution.getVariable('x')}", 'get or else(x, null)'],
  ["${execution.hasVariable('x') && x > 1}", 'is defined(x) and x > 1'],
  ['${vars:lt(x, 3)}', 'is defined(x) and x < 3'],
  ["${first.concat(' ').concat(last)}", 'first + " " + string(last)'],
  ["${ok == 'true'}", 'string(ok) = "true"'],
  ['${decisionResult.getSingleResult().price}', 'decisionResult[1].price'],
  ['${decisionResult.getSingleEntry()}', 'get entries(decisionResult[1])[1].value'],
  ['${execution.processBusinessKey}', 'case.businessKey'],
  ['${5-2}', '5 - 2'],
  ['${a - (b - c)}', 'a - (b - c)'],
  ['${(a + b) * c}', '(a + b) * c'],
  ['${x % 2 == 0}', 'modulo(x, 2) = 0'],
  ['${items[0].sku}', 'items[1].sku'],
  ['${vars:getOrDefault(x, 3)}', 'get or else(x, 3)'],
  ['${order.getAmount() >= 10}', 'order.amount >= 10'],
  ['${dateTime().plusDays(3).toDate()}', 'now() + duration("P3D")'],
  ['${now().minusWeeks(2)}', 'now() - duration("P14D")'],
  ['${dateTime().plusHours(delay)}', 'now() + duration("PT" + string(delay) + "H")'],
  ["${S(order).prop('total').numberValue() > 5}", 'order.total > 5'],
  ["${S(response).jsonPath('$.lines[0].sku').stringValue()}", 'string(response.lines[1].sku)'],
  ["${JSON(response).elements().get(1).prop('a')}", 'response[2].a'],
  ["${JSON(order).hasProp('vip')}", 'order.vip != null'],
  ["${code.matches('[A-Z]+')}", 'matches(code, "^(?:[A-Z]+)$")'],
  ['${vars:contains(tags, "a", "b")}', 'list contains(tags, "a") and list contains(tags, "b")'],
  ['${not empty x}', 'not(x = null or string(x) = "" or string(x) = "[]")'],
];

describe('juelToFeel', () => {
  for (const [juel, feel] of TRANSLATED) it(`${juel} → ${feel}`, () => expect(juelToFeel(juel)).toEqual({ feel }));

  for (const juel of [
    '${task.assignee}',
    '${if}',
    '${a$b}',
    '${bean.run(x)}',
    '${execution.engineServices}',
    '${a ==}',
    '${fn(x)}',
    '${a',
  ])
    it(`refuses ${juel}`, () => expect(juelToFeel(juel)).toHaveProperty('refused'));

  it('keeps the meaning of “empty” without warnings', () => {
    const result = juelToFeel('${empty x}');
    const feel = 'feel' in result ? result.feel : '';
    for (const [x, empty] of [
      [null, true],
      ['', true],
      ['a', false],
      [[], true],
      [[1], false],
    ] as const)
      expect(evaluate(feel, { x })).toEqual({ value: empty, warnings: [] });
  });
});
