// Evaluating a decision table (DMN 1.5 section 8): which rules hold, what they give, and why.

import { type Clock, feel, type Lookup, plain, unaryTest } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { DecisionTable } from './schema.ts';

export type Decided =
  | { ok: true; value: Value; hits: Variables[]; rules: string[]; inputs: Variables }
  | { ok: false; message: string; detail: Value };

/** One value for a table with one output, an object by output name for several; null where no rule holds and no default is set. */
export function decide(table: DecisionTable, lookup: Lookup, clock: Clock): Decided {
  const inputs: Variables = {};
  const seen: unknown[] = [];
  for (const input of table.inputs) {
    const { value, warnings } = feel(input.expression).run(lookup, clock);
    if (warnings.length)
      return { ok: false, message: `input "${input.label ?? input.expression}": ${warnings[0]}`, detail: warnings };
    seen.push(value);
    inputs[input.label ?? input.expression] = value;
  }
  const hits: { rule: string; index: number; outputs: Variables }[] = [];
  for (const [index, rule] of table.rules.entries()) {
    if (!table.inputs.every((_, column) => unaryTest(rule.inputs[column] ?? '-', seen[column], lookup).value === true))
      continue;
    const outputs: Variables = {};
    for (const [column, output] of table.outputs.entries()) {
      const text = rule.outputs[column]?.trim() ?? '';
      if (text === '') {
        outputs[output.name] = null;
        continue;
      }
      const { value, warnings } = feel(text).run(lookup, clock);
      if (warnings.length)
        return {
          ok: false,
          message: `rule ${index + 1}, "${output.label ?? output.name}": ${warnings[0]}`,
          detail: warnings,
        };
      outputs[output.name] = plain(value);
    }
    hits.push({ rule: rule.id, index, outputs });
    if (table.hitPolicy === 'FIRST') break;
  }
  return conclude(table, hits, inputs, lookup, clock);
}

type Hit = { rule: string; index: number; outputs: Variables };

function conclude(table: DecisionTable, hits: Hit[], inputs: Variables, lookup: Lookup, clock: Clock): Decided {
  const shape = (outputs: Variables): Value =>
    table.outputs.length === 1 ? (Object.values(outputs)[0] ?? null) : outputs;
  const done = (value: Value, used: Hit[]): Decided => ({
    ok: true,
    value,
    hits: used.map((hit) => hit.outputs),
    rules: used.map((hit) => hit.rule),
    inputs,
  });
  const numbers = hits.map((hit) => hit.index + 1).join(', ');
  if (hits.length === 0) {
    const defaults: Variables = {};
    for (const output of table.outputs)
      if (output.default) defaults[output.name] = plain(feel(output.default).run(lookup, clock).value);
    if (Object.keys(defaults).length) return { ok: true, value: shape(defaults), hits: [defaults], rules: [], inputs };
    return {
      ok: true,
      value:
        table.hitPolicy === 'COLLECT' || table.hitPolicy.endsWith('ORDER')
          ? table.aggregation === 'COUNT'
            ? 0
            : table.aggregation
              ? null
              : []
          : null,
      hits: [],
      rules: [],
      inputs,
    };
  }
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (hits.length > 1)
        return {
          ok: false,
          message: `rules ${numbers} hold at once, but only one may`,
          detail: { rules: numbers, inputs },
        };
      return done(shape((hits[0] as Hit).outputs), hits);
    case 'ANY':
      if (hits.some((hit) => JSON.stringify(hit.outputs) !== JSON.stringify(hits[0]?.outputs)))
        return { ok: false, message: `rules ${numbers} hold at once and disagree`, detail: { rules: numbers, inputs } };
      return done(shape((hits[0] as Hit).outputs), hits.slice(0, 1));
    case 'FIRST':
      return done(shape((hits[0] as Hit).outputs), hits.slice(0, 1));
    case 'PRIORITY': {
      const best = byPriority(table, hits)[0] as Hit;
      return done(shape(best.outputs), [best]);
    }
    case 'OUTPUT ORDER': {
      const sorted = byPriority(table, hits);
      return done(
        sorted.map((hit) => shape(hit.outputs)),
        sorted,
      );
    }
    case 'RULE ORDER':
      return done(
        hits.map((hit) => shape(hit.outputs)),
        hits,
      );
    case 'COLLECT':
      return done(
        aggregate(
          table.aggregation,
          hits.map((hit) => shape(hit.outputs)),
        ),
        hits,
      );
    default:
      return table.hitPolicy satisfies never;
  }
}

/** Order of the output's listed values; the first output counts first. */
function byPriority(table: DecisionTable, hits: Hit[]): Hit[] {
  const ranks = table.outputs.map((output) => (output.values ?? '').split(',').map((text) => text.trim()));
  const rank = (hit: Hit, column: number) => {
    const at = ranks[column]?.indexOf(JSON.stringify(hit.outputs[table.outputs[column]?.name ?? ''])) ?? -1;
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return [...hits].sort((a, b) => {
    for (const column of table.outputs.keys()) {
      const difference = rank(a, column) - rank(b, column);
      if (difference) return difference;
    }
    return a.index - b.index;
  });
}

function aggregate(aggregation: DecisionTable['aggregation'], values: Value[]): Value {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  switch (aggregation) {
    case undefined:
      return values;
    case 'COUNT':
      return new Set(values.map((value) => JSON.stringify(value))).size;
    case 'SUM':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'MIN':
      return numbers.length ? Math.min(...numbers) : null;
    case 'MAX':
      return numbers.length ? Math.max(...numbers) : null;
    default:
      return aggregation satisfies never;
  }
}
