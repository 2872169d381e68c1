// Expressions of other people's bug reports: the report, and what DMN 1.5 chapter 10 says of it.
import { expect, it } from 'vitest';
import { feel } from '../../feel/expression.ts';

it.each([
  [
    'facebookincubator/velox#10163',
    'string(@"2026-03-29T01:30:00@Europe/Berlin" + @"PT1H")',
    '2026-03-29T03:30:00@Europe/Berlin',
  ],
  ['frappe/gantt#605', 'string(@"2026-03-29T03:30:00@Europe/Berlin" - @"2026-03-29T01:30:00@Europe/Berlin")', 'PT1H'],
  [
    'hapifhir/hapi-fhir#3979',
    'string(@"2026-01-01T00:00:00@Europe/Warsaw" + @"P9M")',
    '2026-10-01T00:00:00@Europe/Warsaw',
  ],
  ['nikku/feelin#20', 'count([{x: 1}, {x: null}, {y: 1}][x < 2])', 1],
  ['dmn-tck/tck#396', '5 between null and 10', null],
  ['dmn-tck/tck#396', 'null between 1 and 2', null],
  ['camunda/feel-scala#150', 'if absent.name = null then "none" else "some"', 'none'],
  ['handsontable/hyperformula#4', '0.1 + 0.2 = 0.3', true],
  ['apache/druid#6082', '[null and false, null or true, null and true, not(null)]', [false, true, null, null]],
])('%s: %s', (_, text, expected) => {
  expect(feel(text).run(() => null, { at: 0 }).value).toEqual(expected);
});
