// Business rule task: a decision of the same deployment or of the shop, evaluated here, so that the choice is part of the case's history.

import { decide, namesTypes } from '../../dmn/decision-table.ts';
import { wordsOf } from '../../dmn/decision-version.ts';
import { evaluateDecision } from '../../dmn/evaluate.ts';
import { asksOthers, type Element, findElement, inputNames, programFor } from '../../dmn/link.ts';
import type { DecisionTable } from '../../dmn/schema.ts';
import { plain, typed } from '../../feel/expression.ts';
import type { Message } from '../../words/message.ts';
import { expr, type Node } from '../compile.ts';
import { isOwn, sharedDecision, versionNamed } from '../decision-asked.ts';
import { type Draft, Fault, tell } from '../draft.ts';
import type { SharedRule, Token, Value, Variables } from '../instance.ts';
import { on, parametersWeighed, preview, read, value as valueAt, write } from '../variables.ts';
import type { Behavior } from './index.ts';
import { invoke, topicOf } from './service-task.ts';

/** What a decision says, whether it is a table alone or one of a model. */
type Answer = {
  value: Value;
  hits: Variables[];
  rules: string[];
  inputs: Variables;
  shared?: SharedRule;
  /** Parameters of the shop that it weighs. */
  reads?: Variables;
};

export const businessRuleTask: Behavior = {
  act(d, token, node) {
    const topic = topicOf(node);
    if (topic) return invoke(d, token, node, topic);
    const named = node.element.zf?.decision;
    if (!named) return d.todo({ do: 'complete', token: token.id });
    const ref = String(valueAt(d, on(token), expr(named)));
    d.evaluations += 1;
    const {
      value,
      hits,
      rules,
      inputs,
      shared,
      reads = {},
    } = isOwn(d.model.definition, ref) ? answer(d, token, ref) : sharedAnswer(d, token, node, ref);
    const target = node.element.zf?.resultVariable;
    const outcome = shape(node.element.zf?.resultMapping, hits, value);
    const variables: Variables = target ? { [target]: outcome } : isObject(outcome) ? outcome : {};
    d.row('decided', {
      element: node.id,
      token: token.id,
      why: {
        is: 'rule',
        decision: ref,
        rules,
        inputs: Object.fromEntries(Object.entries(inputs).map(([name, seen]) => [name, preview(seen)])),
        outputs: preview(outcome),
        ...(shared && { shared }),
        ...(Object.keys(reads).length > 0 && { reads }),
      },
    });
    // What imported mappings read when they take the result apart themselves.
    const seen: Variables = target ? {} : { decisionResult: hits };
    if (node.output.length) d.tokens.patch(token.id, { locals: { ...token.locals, ...seen, ...variables } });
    else write(d, { scope: token.scope, token }, variables);
    d.todo({ do: 'complete', token: token.id });
  },
};

function answer(d: Draft, token: Token, ref: string): Answer {
  const { decisions, decisionModels } = d.model.definition;
  const { lookup, clock } = seenBy(d, token);
  const table = decisions[ref];
  const program =
    decisionModels && (!table || asksOthers(decisionModels, ref) || namesTypes(table))
      ? programFor(decisionModels, ref)
      : undefined;
  if (program) {
    const names = inputNames(program);
    const inputs = Object.fromEntries(names.map((name) => [name, lookup(name) ?? null]));
    const found = evaluateDecision(program, ref, inputs, clock, lookup);
    const [warning] = found?.warnings ?? [];
    if (!found || warning)
      throw new Fault('decision', aboutDecision(ref, warning ?? tell('decision.missing')), found?.warnings ?? []);
    const value = plain(found.value);
    const hits = hitsOf(value, ref, findElement(program, ref, ['decision']));
    return {
      value,
      hits,
      rules: found.decisions.flatMap(({ tables }) => tables.flatMap((fired) => fired.rules)),
      inputs: plain(inputs) as Variables,
      reads: parametersWeighed(d, on(token), decisionModels ?? []),
    };
  }
  if (!table) throw new Fault('decision', aboutDecision(ref, tell('decision.missing')));
  return decided(d, token, table);
}

/** By what the shop has published; a change of it reaches the case as one of a parameter does. */
function sharedAnswer(d: Draft, token: Token, node: Node, ref: string): Answer {
  d.readsShop = true;
  const named = versionNamed(node.element);
  const wanted = named === undefined ? undefined : String(valueAt(d, on(token), expr(named)));
  const found = sharedDecision(d.env, ref, d.at, wanted);
  if (!found)
    throw new Fault(
      'decision',
      aboutDecision(
        ref,
        wanted === undefined ? tell('decision.missing') : tell('decision.version', { version: wanted }),
      ),
    );
  const { table, version } = found;
  const answer = decided(d, token, table);
  const rows = answer.rules.map((rule) => table.rules.findIndex(({ id }) => id === rule) + 1);
  return { ...answer, shared: { name: wordsOf(table), version, rows } };
}

function decided(d: Draft, token: Token, table: DecisionTable): Answer {
  const { lookup, clock } = seenBy(d, token);
  const result = decide(table, lookup, clock);
  if (!result.ok) throw new Fault('decision', aboutDecision(table.name ?? table.id, result.why), result.detail);
  return { ...result, reads: parametersWeighed(d, on(token), table) };
}

const seenBy = (d: Draft, token: Token) => ({
  lookup: (name: string) => typed(read(d, on(token), name), d.model.types[name]),
  clock: { at: d.at, ...(d.env.zone && { offset: d.env.zone }) },
});

const aboutDecision = (decision: string, why: Message): Message => tell('decision.of', { decision, why });
const isObject = (value: Value): value is { [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a decision of a graph gives, as the hits of its table. Only of several outputs an empty one can no longer be told from nothing. */
function hitsOf(value: Value, ref: string, element: Element | undefined): Variables[] {
  const { outputs, several = Array.isArray(value) } = element ?? {};
  const listed = several && Array.isArray(value) ? value : value === null ? [] : [value];
  const [only, ...others] = outputs ?? [];
  return listed.map((hit) => {
    if (only !== undefined && others.length === 0) return { [only]: hit };
    return isObject(hit) ? filled(hit) : { [ref]: hit };
  });
}
const filled = (hit: Variables): Variables =>
  Object.fromEntries(Object.entries(hit).filter(([, entry]) => entry !== null));

/** How the hits become one value; the names are Camunda's, for imported models. */
function shape(mapping: string | undefined, hits: Variables[], otherwise: Value): Value {
  const wrong = (what: Message, seen: Value): never => {
    throw new Fault('decisionResultMapping', what, seen);
  };
  const single = () =>
    hits.length > 1 ? wrong(tell('decisionResultMapping.rules', { count: hits.length }), hits) : (hits[0] ?? null);
  switch (mapping) {
    case 'singleResult':
      return single();
    case 'singleEntry': {
      const hit = single() as Variables | null;
      const [entry, ...others] = Object.values(hit ?? {});
      return others.length ? wrong(tell('decisionResultMapping.value'), hit) : (entry ?? null);
    }
    case 'collectEntries': {
      const names = new Set(hits.flatMap((hit) => Object.keys(hit)));
      if (names.size > 1) wrong(tell('decisionResultMapping.values'), hits);
      return hits.flatMap((hit) => Object.values(hit));
    }
    case 'resultList':
      return hits;
    default:
      return otherwise;
  }
}
