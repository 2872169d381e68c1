// What people call a case by.
import { expect, it } from 'vitest';
import { caseNumber } from '../../bpmn/case-number.ts';

it.each([
  ['of a series', 'RK-{yyMMdd}{000}', 'RK-261126001', 'RK-261126001'],
  ['of its form or message', '=orderNo', 'GM-1', 'GM-1'],
  ['deep in what came', '= order.number ', 'GM-2', 'GM-2'],
  ['given by whoever begins it', undefined, 'A-1', 'A-1'],
  ['a key against doubles is none', '="restock/" + sku', 'restock/QH-1001', null],
  ['nor is a chosen one', '=if sku = null then key else sku', 'QH-1', null],
])('%s', (_, businessKey, key, number) => {
  expect(caseNumber(key, { ...(businessKey !== undefined && { businessKey }) } as never)).toBe(number);
});
