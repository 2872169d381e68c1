// What is wrong with a decision of the shop: with the table itself, as the designer judges one, and with the processes that ask it, which
// would read what it no longer gives, or not have what it now looks at.

import { columnsOf } from '../bpmn/decision-columns.ts';
import { decisionProcess } from '../bpmn/decision-process.ts';
import type { Model, Problem } from '../bpmn/definition.ts';
import { lint } from '../bpmn/lint.ts';
import { ALONE, type DecisionFacts, type LintContext } from '../bpmn/lint-context.ts';
import { wordsOf } from '../dmn/decision-version.ts';
import type { SharedDecision } from '../dmn/shared-decision.ts';
import type { Form } from '../forms/form.ts';
import type { Texts } from '../words/message.ts';

/** A published process that asks it in the version that holds. */
export type Asker = { key: string; name: Texts; model: Model; forms: Record<string, Form> };
export type AroundDecision = {
  askers: Asker[];
  parameters: { key: string; blank: boolean }[];
  /** As it stands before this version; undefined: there is none. */
  before: DecisionFacts | undefined;
};
export type DecisionProblem = { severity: 'error' | 'warning'; code: string; args: Record<string, unknown> };

const OF_TABLES = ['decision-cell', 'decision-table', 'parameter-exists', 'expression-syntax', 'unknown-function'];

export function decisionProblems(body: SharedDecision, around: AroundDecision): DecisionProblem[] {
  return [...inRows(body), ...ofTable(body, around), ...ofAskers(body, around)];
}

function inRows({ inputs, outputs, rules }: SharedDecision): DecisionProblem[] {
  const error = (code: string, args: Record<string, unknown> = {}): DecisionProblem => ({
    severity: 'error',
    code,
    args,
  });
  const ragged = rules.flatMap((rule, at) =>
    rule.inputs.length === inputs.length && rule.outputs.length === outputs.length
      ? []
      : [error('rowCells', { row: at + 1 })],
  );
  const twice = outputs.find(({ name }, at) => outputs.findIndex((one) => one.name === name) < at);
  return [
    ...(rules.length === 0 ? [error('noRules')] : []),
    ...ragged,
    ...(twice ? [error('outputTwice', { name: twice.name })] : []),
    ...outputs.flatMap(({ name }) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? [] : [error('outputName', { name })])),
  ];
}

function ofTable(body: SharedDecision, { parameters }: AroundDecision): DecisionProblem[] {
  const model = decisionProcess({ decisions: { [body.id]: body } });
  if (!model) return [];
  return lint(model, { ...ALONE, parameters })
    .filter(({ rule }) => OF_TABLES.includes(rule))
    .map(problemOf);
}

function ofAskers(body: SharedDecision, { askers, before }: AroundDecision): DecisionProblem[] {
  if (!before) return [];
  const next = { version: 0, from: 0, ...columnsOf(body) };
  const after: DecisionFacts = { ...before, current: next.version, versions: [next, ...before.versions] };
  return askers.flatMap(({ key, name, model, forms }) => {
    const judge = (decision: DecisionFacts): Problem[] => {
      const context: LintContext = { ...ALONE, forms, decisions: [decision] };
      return lint(model, context, key).filter(({ severity }) => severity !== 'info');
    };
    const known = new Set(judge(before).map(nameOf));
    return judge(after)
      .filter((problem) => !known.has(nameOf(problem)))
      .map(({ severity, message }) => ({
        severity: severity === 'error' ? ('error' as const) : ('warning' as const),
        code: 'askedBy',
        args: { process: name, why: message, decision: wordsOf(body) },
      }));
  });
}
const nameOf = ({ element, message }: Problem): string => JSON.stringify([element, message]);

const problemOf = ({ severity, message: { code, args } }: Problem): DecisionProblem => ({
  severity: severity === 'error' ? 'error' : 'warning',
  code,
  args,
});
