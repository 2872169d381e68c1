// What cases that were decided of late would come to by another version: the same values of the columns, asked of both tables.
import { decide } from '../dmn/decision-table.ts';
import type { DecisionTable } from '../dmn/schema.ts';
import { typed } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';

/** `inputs`: by the label of the column, as the history keeps them. */
export type Sample = { at: number; inputs: Variables };
export type Outcome = { before: Value; after: Value };

/** undefined: a column has come, or a value was too long to be kept, so that it cannot be said. */
export function tryAnew(
  before: DecisionTable,
  after: DecisionTable,
  { at, inputs }: Sample,
  shop: Value,
): Outcome | undefined {
  const [old, next] = [before, after].map((table) => outcomeOf(table, inputs, at, shop));
  return old === undefined || next === undefined ? undefined : { before: old, after: next };
}

function outcomeOf(table: DecisionTable, inputs: Variables, at: number, shop: Value): Value | undefined {
  const values = new Map<string, unknown>();
  for (const [column, { label, expression, type }] of table.inputs.entries()) {
    const value = inputs[label ?? expression];
    if (value === undefined || isCut(value)) return undefined;
    values.set(nameOf(column), typed(value, type));
  }
  const asked = { ...table, inputs: table.inputs.map((input, column) => ({ ...input, expression: nameOf(column) })) };
  const lookup = (name: string): unknown => (name === 'shop' ? shop : values.get(name));
  const decided = decide(asked, lookup as never, { at });
  return decided.ok ? decided.value : null;
}

const nameOf = (column: number): string => `column${column}`;
const isCut = (value: Value): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'preview' in value && 'length' in value;
