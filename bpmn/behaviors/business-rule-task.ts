// Business rule task: a decision table of the same deployment, evaluated here, so that the choice is part of the case's history.
import { decide } from '../../dmn/decision-table.ts';
import { typed } from '../../feel/expression.ts';
import { Fault } from '../draft.ts';
import type { Value, Variables } from '../instance.ts';
import { on, preview, read, write } from '../variables.ts';
import type { Behavior } from './index.ts';
import { invoke, topicOf } from './service-task.ts';

export const businessRuleTask: Behavior = {
  act(d, token, node) {
    const topic = topicOf(node);
    if (topic) return invoke(d, token, node, topic);
    const ref = node.element.zf?.decision;
    if (!ref) return d.todo({ do: 'complete', token: token.id });
    const table = d.model.definition.decisions[ref];
    if (!table) throw new Fault('decision', `the decision "${ref}" is not part of this process`);
    const place = on(token);
    d.evaluations += 1;
    const result = decide(table, (name) => typed(read(d, place, name), d.model.types[name]), {
      at: d.at,
      ...(d.env.zone && { offset: d.env.zone }),
    });
    if (!result.ok) throw new Fault('decision', `"${table.name ?? ref}": ${result.message}`, result.detail as Value);
    const target = node.element.zf?.resultVariable;
    const outcome = shape(node.element.zf?.resultMapping, result.hits, table.outputs.length, result.value);
    const variables: Variables = target ? { [target]: outcome } : isObject(outcome) ? outcome : {};
    d.row('decided', {
      element: node.id,
      token: token.id,
      why: {
        is: 'rule',
        decision: ref,
        rules: result.rules,
        inputs: Object.fromEntries(Object.entries(result.inputs).map(([name, seen]) => [name, preview(seen)])),
        outputs: preview(outcome),
      },
    });
    if (node.output.length) d.tokens.patch(token.id, { locals: { ...token.locals, ...variables } });
    else write(d, { scope: token.scope, token }, variables);
    d.todo({ do: 'complete', token: token.id });
  },
};

const isObject = (value: Value): value is { [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How the hits become one value; the names are Camunda's, for imported models. */
function shape(
  mapping: string | undefined,
  hits: { [name: string]: Value }[],
  outputs: number,
  otherwise: Value,
): Value {
  const single = () => {
    if (hits.length > 1)
      throw new Fault('decisionResultMapping', `${hits.length} rules apply where one result is asked for`, hits);
    return hits[0] ?? null;
  };
  switch (mapping) {
    case 'singleResult':
      return single();
    case 'singleEntry': {
      const hit = single();
      if (hit && Object.keys(hit).length > 1)
        throw new Fault('decisionResultMapping', 'the result has several outputs where one value is asked for', hit);
      return hit ? (Object.values(hit)[0] as Value) : null;
    }
    case 'collectEntries':
      if (outputs > 1)
        throw new Fault(
          'decisionResultMapping',
          'the result has several outputs where a list of single values is asked for',
          hits,
        );
      return hits.map((hit) => Object.values(hit)[0] as Value);
    case 'resultList':
      return hits;
    default:
      return otherwise;
  }
}
