// The kinds of FEEL values (DMN 1.5, 10.3.2.2). Null, booleans, strings, lists and contexts are those of JSON; numbers are in
// number.ts; what JSON lacks is a class here.
import { Decimal } from './number.ts';

export type Kind =
  | 'Null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration'
  | 'list'
  | 'context'
  | 'range'
  | 'function'
  | 'unary test';

export abstract class FeelValue {
  abstract readonly kind: Kind;
  /** At the border to JSON, what has no form there becomes its text. */
  toJSON(): string {
    return this.toString();
  }
}

export type Context = { [name: string]: unknown };

const OF_TYPE: Record<string, Kind> = { boolean: 'boolean', number: 'number', string: 'string', undefined: 'Null' };

export function kindOf(value: unknown): Kind {
  const simple = OF_TYPE[typeof value];
  if (simple) return simple;
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'list';
  if (value instanceof FeelValue) return value.kind;
  if (value instanceof Decimal) return 'number';
  return 'context';
}

export const isContext = (value: unknown): value is Context => kindOf(value) === 'context';

/** An entry that the context has of its own; undefined where it has none. */
export const entryOf = (context: Context, name: string): unknown =>
  Object.hasOwn(context, name) ? context[name] : undefined;
