// A cell with a word that is neither quoted nor a name is null; `${…}` and `== x` of other tools never hold.

import type { BoxedExpression, DecisionModel, ItemDefinition } from '../../dmn/decision-model.ts';
import type { DecisionTable } from '../../dmn/schema.ts';
import { builtin } from '../../feel/builtins/index.ts';
import { readsOf } from '../../feel/calls.ts';
import { freeNames } from '../../feel/free-names.ts';
import { namesOf } from '../../feel/names.ts';
import { parseUnaryTests } from '../../feel/parse.ts';
import type { Message } from '../../words/message.ts';
import { knownNames } from './known-names.ts';
import { type Finding, type Fix, type Rule, tell } from './survey.ts';

export const decisionCell: Rule = (seen) => {
  const { process, elements } = seen;
  const known = knownNames(seen);
  const inModels = (process.decisionModels ?? []).flatMap((model) =>
    tablesOf(model).map((table) => ({ table, names: namesIn(model) })),
  );
  const covered = new Set(inModels.map(({ table }) => table.id));
  const alone = Object.values(process.decisions)
    .filter(({ id }) => !covered.has(id))
    .map((table) => ({ table, names: [] as string[], isAlone: true }));
  return [...alone, ...inModels.map((one) => ({ ...one, isAlone: false }))].flatMap(({ table, names, isAlone }) => {
    const asked = elements.find(({ zf }) => zf?.decision === table.id);
    return cellsOf(table, (name) => known.has(name) || names.includes(name)).map(
      ({ message, word }): Finding => ({
        ...(asked && { element: asked.id }),
        message,
        ...(isAlone && word && { fix: quote(table, word) }),
      }),
    );
  });
};

/** Wherever the table has it, so that the same cure twice is the same. */
function quote(table: DecisionTable, word: string): Fix {
  const quoted = (cell: string): string => (cell.trim() === word ? JSON.stringify(word) : cell);
  const rules = table.rules.map((rule) => ({
    ...rule,
    inputs: rule.inputs.map(quoted),
    outputs: rule.outputs.map(quoted),
  }));
  return { label: tell('fix.quote', { word }), edit: { edit: 'setDecision', table: { ...table, rules } } };
}

/** `word`: what stands there is nothing but a word that nobody knows. */
type Strange = { message: Message; word?: string };

function cellsOf(table: DecisionTable, isKnown: (name: string) => boolean): Strange[] {
  const own = new Set(table.inputs.flatMap(({ expression }) => readsOf(expression)?.variables ?? []));
  const name = table.name || table.id;
  const strange = (text: string): string | undefined => {
    const free = freeIn(text);
    return free === undefined ? '' : free.find((each) => !own.has(each) && !isKnown(each) && !builtin(each));
  };
  const found: Strange[] = [];
  const look = (text: string | undefined, row: number, column: string): void => {
    const cell = text?.trim();
    if (!cell || cell === '-') return;
    const wrong = strange(cell);
    if (wrong === undefined) return;
    const at = row < 0 ? tell('decision-cell.default') : tell('decision-cell.row', { row: row + 1 });
    const code = wrong ? 'decision-cell' : /^\$|^==/.test(cell) ? 'decision-cell.foreign' : 'decision-cell.unreadable';
    found.push({
      message: tell(code, { name, at, column, cell: wrong || cell }),
      ...(wrong === cell && row >= 0 && { word: cell }),
    });
  };
  for (const [row, rule] of table.rules.entries()) {
    for (const [at, input] of table.inputs.entries()) look(rule.inputs[at], row, input.label || input.expression);
    for (const [at, output] of table.outputs.entries()) look(rule.outputs[at], row, output.label || output.name);
  }
  for (const output of table.outputs) look(output.default, -1, output.label || output.name);
  return found;
}

const NAMES = namesOf([]);

/** undefined = not FEEL. */
function freeIn(cell: string): string[] | undefined {
  if (/^\$\{|^==/.test(cell)) return undefined;
  try {
    return freeNames(parseUnaryTests(cell, NAMES));
  } catch {
    return undefined;
  }
}

/** Names that texts of a model may mean; those of several words are known to its own parser only. */
const namesIn = (model: DecisionModel): string[] => [
  ...[...model.inputData, ...model.decisions, ...model.knowledge, ...model.services].flatMap(({ name, id }) => [
    name,
    id,
  ]),
  ...model.imports.map(({ name }) => name),
];

const partsOf = ({ name, components }: ItemDefinition): string[] => [name, ...(components ?? []).flatMap(partsOf)];

function tablesOf(model: DecisionModel): DecisionTable[] {
  const parts = model.itemDefinitions.flatMap(partsOf);
  const simple = [...namesIn(model), ...parts].every((name) => /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name));
  const logic = model.decisions.map((one): BoxedExpression | undefined => one.logic);
  return simple ? logic.flatMap((one) => (one?.type === 'decisionTable' ? [one.table] : [])) : [];
}
