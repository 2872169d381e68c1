// Evaluating a decision table (DMN 1.5, chapter 8): which rules hold, what they give, and why.

import { withinBudget } from '../feel/budget.ts';
import { builtin } from '../feel/builtins/index.ts';
import { type Clock, type Closure, type Environment, environmentOf, type Lookup } from '../feel/environment.ts';
import { plain } from '../feel/expression.ts';
import type { FeelFunction } from '../feel/function.ts';
import { namesOf } from '../feel/names.ts';
import { equal } from '../feel/operators.ts';
import { expressionOf, type Known, unaryTestsOf } from '../feel/program.ts';
import { kindWord, tell } from '../feel/reason.ts';
import { ANY, builtInType, coerce, type FeelType, namedType } from '../feel/type.ts';
import type { Test } from '../feel/unary-test.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Message } from '../words/message.ts';
import type { DecisionTable } from './schema.ts';

export type Decided =
  | { ok: true; value: Value; hits: Variables[]; rules: string[]; inputs: Variables }
  | { ok: false; why: Message; detail: Value };

/** What a table says about one evaluation; values are FEEL values. */
export type TableOutcome = {
  value: unknown;
  hits: Outputs[];
  rules: string[];
  inputs: { label: string; value: unknown }[];
  /** Why there is no value although there should be one. */
  problem?: { why: Message; detail: Value };
};
type Outputs = Record<string, unknown>;
/** `told`: without the outputs that the rule leaves empty. */
type Hit = { rule: string; index: number; outputs: Outputs; told: Outputs };

export type CompiledTable = (environment: Environment, strict: boolean) => TableOutcome;

type Input = { label: string; read: Closure; allowed: Test | undefined; type: FeelType };
type Rule = { id: string; tests: Test[]; outputs: (Closure | null)[] };

/** @param typeOf the type of a clause's typeRef; ANY where it is not to be checked */
export function compileTable(
  table: DecisionTable,
  known: Known,
  typeOf: (typeRef: string | undefined) => FeelType,
): CompiledTable {
  const inputs: Input[] = table.inputs.map((input) => ({
    label: input.label ?? input.expression,
    read: expressionOf(input.expression, known),
    allowed: input.values?.trim() ? unaryTestsOf(input.values, known) : undefined,
    type: typeOf(input.type),
  }));
  const rules: Rule[] = table.rules.map((rule) => ({
    id: rule.id,
    tests: table.inputs.map((_, column) => unaryTestsOf(rule.inputs[column] ?? '-', known)),
    outputs: table.outputs.map((_, column) => {
      const text = rule.outputs[column]?.trim() ?? '';
      return text === '' ? null : expressionOf(text, known);
    }),
  }));
  const types = table.outputs.map((output) => typeOf(output.type));
  const listed = table.outputs.map(({ values }) => (values?.trim() ? unaryTestsOf(values, known) : undefined));
  const defaults = table.outputs.map((output) =>
    output.default?.trim() ? expressionOf(output.default, known) : undefined,
  );
  const ranks = table.outputs.map((output) => rankOf(output.values, known));

  return (environment, strict) => {
    const seen: TableOutcome['inputs'] = [];
    const stop = (why: Message, detail: Value): TableOutcome => ({
      value: null,
      hits: [],
      rules: [],
      inputs: seen,
      problem: { why, detail },
    });
    /** Runs a part by itself, so that its warnings can be told by the place they come from. */
    const part = (where: Message, closure: Closure): { value: unknown; stopped?: TableOutcome } => {
      const before = environment.run.warnings?.length ?? 0;
      const value = closure(environment);
      const warnings = environment.run.warnings?.slice(before) ?? [];
      return strict && warnings.length
        ? { value, stopped: stop(tell('part', { where, why: warnings[0]! }), plain(warnings)) }
        : { value };
    };

    for (const { label, read, allowed, type } of inputs) {
      const where = tell('part.input', { label });
      const { value: found, stopped } = part(where, read);
      if (stopped) return stopped;
      const value = coerce(found, type);
      if (value === undefined) return stop(offType(where, found), plain(found));
      seen.push({ label, value });
      if (allowed && value !== null && allowed(value, { ...environment, input: value }) !== true)
        return stop(tell('unlisted', { label }), plain(value));
    }
    const hits: Hit[] = [];
    const quiet: Environment = { ...environment, run: { ...environment.run, warnings: null } };
    for (const [index, rule] of rules.entries()) {
      // A test that cannot be said of a value does not hold; that is no fault.
      if (!rule.tests.every((test, column) => test(seen[column]?.value, quiet) === true)) continue;
      const outputs: Outputs = {};
      const told: Outputs = {};
      for (const [column, output] of table.outputs.entries()) {
        const closure = rule.outputs[column];
        if (!closure) {
          outputs[output.name] = null;
          continue;
        }
        const where = tell('part.rule', { rule: index + 1, column: output.label ?? output.name });
        const { value, stopped } = part(where, closure);
        if (stopped) return stopped;
        const typed = coerce(value, types[column] ?? ANY);
        if (typed === undefined) return stop(offType(where, value), plain(value));
        if (typed !== null && listed[column]?.(typed, { ...quiet, input: typed }) === false)
          return stop(tell('part', { where, why: tell('unlistedOutput') }), plain(typed));
        outputs[output.name] = typed;
        told[output.name] = typed;
      }
      hits.push({ rule: rule.id, index, outputs, told });
      if (table.hitPolicy === 'FIRST') break;
    }
    if (hits.length === 0) {
      const outputs: Outputs = {};
      for (const [column, output] of table.outputs.entries()) {
        const closure = defaults[column];
        if (!closure) continue;
        const where = tell('part.default', { column: output.label ?? output.name });
        const { value, stopped } = part(where, closure);
        if (stopped) return stopped;
        const typed = coerce(value, types[column] ?? ANY);
        if (typed === undefined) return stop(offType(where, value), plain(value));
        outputs[output.name] = typed;
      }
      return { ...unmatched(table, outputs), inputs: seen };
    }
    let concluded: Conclusion | undefined;
    const { stopped } = part(tell('part.rules', { rules: numbersOf(hits) }), () => {
      concluded = conclude(table, hits, ranks, environment);
    });
    return stopped ?? { ...(concluded as unknown as Conclusion), inputs: seen };
  };
}

const offType = (where: Message, value: unknown): Message =>
  tell('part', { where, why: tell('columnType', { kind: kindWord(value) }) });

type Conclusion = Omit<TableOutcome, 'inputs'>;

const shape = (table: DecisionTable, outputs: Outputs): unknown =>
  table.outputs.length === 1 ? (Object.values(outputs)[0] ?? null) : outputs;

/** Whether a column is of a type that only the model around the table knows. */
export const namesTypes = ({ inputs, outputs }: DecisionTable): boolean =>
  [...inputs, ...outputs].some(({ type }) => type !== undefined && columnType(type) === ANY && !/^any$/i.test(type));

/** Gives a list, whatever number of rules hold. */
export const isMultiple = ({ hitPolicy }: DecisionTable) => hitPolicy === 'COLLECT' || hitPolicy.endsWith('ORDER');

/** @param defaults by output, of those that have one */
function unmatched(table: DecisionTable, defaults: Outputs): Conclusion {
  if (Object.keys(defaults).length) return { value: shape(table, defaults), hits: [defaults], rules: [] };
  if (table.aggregation === 'COUNT') return { value: 0, hits: [{ [table.outputs[0]?.name ?? '']: 0 }], rules: [] };
  return { value: isMultiple(table) && !table.aggregation ? [] : null, hits: [], rules: [] };
}

const numbersOf = (hits: Hit[]) => hits.map((hit) => hit.index + 1).join(', ');

function conclude(table: DecisionTable, hits: Hit[], ranks: Rank[], environment: Environment): Conclusion {
  const done = (value: unknown, used: Hit[]): Conclusion => ({
    value,
    hits: used.map((hit) => hit.told),
    rules: used.map((hit) => hit.rule),
  });
  const numbers = numbersOf(hits);
  const clash = (code: 'clash.unique' | 'clash.any'): Conclusion => ({
    ...done(null, hits),
    problem: { why: tell(code, { rules: numbers }), detail: { rules: numbers } },
  });
  const [first] = hits as [Hit, ...Hit[]];
  switch (table.hitPolicy) {
    case 'UNIQUE':
      return hits.length > 1 ? clash('clash.unique') : done(shape(table, first.outputs), hits);
    case 'ANY':
      return hits.some((hit) => equal(hit.outputs, first.outputs) !== true)
        ? clash('clash.any')
        : done(shape(table, first.outputs), [first]);
    case 'FIRST':
      return done(shape(table, first.outputs), [first]);
    case 'PRIORITY': {
      const best = byPriority(table, hits, ranks)[0] as Hit;
      return done(shape(table, best.outputs), [best]);
    }
    case 'OUTPUT ORDER': {
      const sorted = byPriority(table, hits, ranks);
      return done(
        sorted.map((hit) => shape(table, hit.outputs)),
        sorted,
      );
    }
    case 'RULE ORDER':
      return done(
        hits.map((hit) => shape(table, hit.outputs)),
        hits,
      );
    case 'COLLECT': {
      const values = hits.map((hit) => shape(table, hit.outputs));
      if (!table.aggregation) return done(values, hits);
      // One result comes of all the rules.
      const value = aggregate(table.aggregation, values, environment);
      return { ...done(value, hits), hits: [{ [table.outputs[0]?.name ?? '']: value }] };
    }
    default:
      return table.hitPolicy satisfies never;
  }
}

type Rank = (value: unknown) => number;

/** The place of a value among the listed output values; behind them where it is not listed. */
function rankOf(values: string | undefined, known: Known): Rank {
  if (!values?.trim()) return () => 0;
  let listed: unknown[] | null = null;
  const read = expressionOf(`[${values}]`, known);
  return (value) => {
    if (!listed) {
      const found = read(environmentOf(() => undefined, { at: 0 }));
      listed = Array.isArray(found) ? found : [];
    }
    const at = listed.findIndex((one) => equal(one, value) === true);
    return at < 0 ? listed.length : at;
  };
}

/** The first output counts first. */
function byPriority(table: DecisionTable, hits: Hit[], ranks: Rank[]): Hit[] {
  const rank = (hit: Hit, column: number) => ranks[column]?.(hit.outputs[table.outputs[column]?.name ?? '']) ?? 0;
  return [...hits].sort((a, b) => {
    for (const column of table.outputs.keys()) {
      const difference = rank(a, column) - rank(b, column);
      if (difference) return difference;
    }
    return a.index - b.index;
  });
}

/** FEEL's own sum, min and max: null with a warning over what cannot be added or compared (8.2.10, 10.3.4.4). */
function aggregate(
  aggregation: NonNullable<DecisionTable['aggregation']>,
  values: unknown[],
  environment: Environment,
): unknown {
  if (aggregation === 'COUNT') return values.length;
  return (builtin(aggregation.toLowerCase()) as FeelFunction).invoke([values], environment) ?? null;
}

const compiled = new WeakMap<DecisionTable, CompiledTable>();
const KNOWN: Known = { names: namesOf([]), types: () => undefined };

/** Types of FEEL, and those of Camunda and Flowable that are numbers; others are not checked here. */
const columnType = (typeRef: string | undefined): FeelType =>
  (typeRef &&
    namedType(typeRef, (name) => (/^(integer|long|double)$/.test(name) ? builtInType('number') : undefined))) ||
  ANY;

/**
 * One value for a table with one output, an object by output name for several; null where no rule holds and no default is set.
 * Whatever is wrong in an input or output of a rule that holds is a failure: here a process depends on the answer.
 */
export function decide(table: DecisionTable, lookup: Lookup, clock: Clock): Decided {
  let run = compiled.get(table);
  if (!run) {
    run = compileTable(table, KNOWN, columnType);
    compiled.set(table, run);
  }
  const compiledTable = run;
  const { value, hits, rules, inputs, problem } = withinBudget<TableOutcome>(
    () => {
      const outcome = compiledTable(environmentOf(lookup, clock), true);
      return { ...outcome, value: plain(outcome.value), hits: outcome.hits.map((hit) => plain(hit) as Variables) };
    },
    (why) => ({ value: null, hits: [], rules: [], inputs: [], problem: { why, detail: null } }),
  );
  const seen = Object.fromEntries(inputs.map((input) => [input.label, plain(input.value)]));
  if (problem) {
    const detail = problem.detail;
    const clash = typeof detail === 'object' && detail !== null && !Array.isArray(detail);
    return { ok: false, why: problem.why, detail: clash ? { ...detail, inputs: seen } : detail };
  }
  return { ok: true, value: value as Value, hits: hits as Variables[], rules, inputs: seen };
}
