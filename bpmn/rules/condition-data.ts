// A conditional event is looked at when data of its case change; one that reads none is looked at once, as it is reached.
import { builtin } from '../../feel/builtins/index.ts';
import { expr } from '../compile.ts';
import { type Rule, tell } from './survey.ts';

/** What a condition may read that no change of a case announces. */
const BESIDE = new Set(['shop', 'case']);

export const conditionData: Rule = ({ elements, called }) =>
  elements
    .filter((one) =>
      ('eventDefinitions' in one ? one.eventDefinitions : []).some((each) => {
        if (each.type !== 'conditionalEventDefinition' || !each.condition) return false;
        const { feel } = expr(each.condition);
        return feel !== undefined && !feel.error && feel.names.every((name) => BESIDE.has(name) || builtin(name));
      }),
    )
    .map((one) => ({ element: one.id, message: tell('condition-data', { step: called(one) }) }));
