// A decision writes its results under their names: one that it looks at itself answers otherwise the second time, and one that hides
// `shop` or `case` takes them from the whole case.
import { readsOf } from '../../feel/calls.ts';
import { decisionNamed } from '../decision-asked.ts';
import { type Columns, columnsAsked } from '../decision-columns.ts';
import type { Element } from '../definition.ts';
import { type Rule, tell } from './survey.ts';

const OF_THE_CASE = ['case', 'shop'];

export const resultName: Rule = ({ process, context, elements, called }) =>
  elements.flatMap((one) => {
    if (decisionNamed(one) === undefined) return [];
    const asked = columnsAsked(process, context, one);
    const read = (asked?.inputs ?? []).flatMap(({ expression }) => readsOf(expression)?.variables ?? []);
    return resultsOf(one, asked).flatMap((name) => {
      const args = { step: called(one), name };
      if (OF_THE_CASE.includes(name)) return [{ element: one.id, message: tell('result-name.hides', args) }];
      return read.includes(name) ? [{ element: one.id, message: tell('result-name', args) }] : [];
    });
  });

function resultsOf({ zf }: Element, asked: Columns | undefined): string[] {
  if (zf?.output?.length) return [];
  return zf?.resultVariable ? [zf.resultVariable] : (asked?.outputs ?? []).map(({ name }) => name);
}
