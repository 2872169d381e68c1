// FEEL types (DMN 1.5, 10.3.2.2 and .9): what conforms to what, and the three implicit conversions.
import type { TypeNode } from './ast.ts';
import { FeelFunction } from './function.ts';
import { type Context, type Kind, kindOf } from './kind.ts';
import { namesOf } from './names.ts';
import { FeelSyntaxError, parseType } from './parse.ts';
import { FeelRange } from './range.ts';
import { FeelDate, FeelDateTime } from './temporal.ts';

export type FeelType =
  | { is: 'any' }
  | { is: 'kind'; kind: Kind }
  | { is: 'list'; of: FeelType }
  | { is: 'range'; of: FeelType }
  | { is: 'context'; entries: Record<string, FeelType> }
  | { is: 'function'; parameters: FeelType[] | null; result: FeelType }
  /** A type narrowed by the allowed values of an item definition. */
  | { is: 'allowed'; of: FeelType; holds: (value: unknown) => boolean };

export const ANY: FeelType = { is: 'any' };
export type Types = (name: string) => FeelType | undefined;

const kind = (of: Kind): FeelType => ({ is: 'kind', kind: of });
const BUILT_IN: Record<string, FeelType> = {
  Any: ANY,
  any: ANY,
  Null: kind('Null'),
  boolean: kind('boolean'),
  number: kind('number'),
  string: kind('string'),
  date: kind('date'),
  time: kind('time'),
  'date and time': kind('date and time'),
  dateTime: kind('date and time'),
  'days and time duration': kind('days and time duration'),
  'day-time duration': kind('days and time duration'),
  dayTimeDuration: kind('days and time duration'),
  'years and months duration': kind('years and months duration'),
  'year-month duration': kind('years and months duration'),
  yearMonthDuration: kind('years and months duration'),
  list: { is: 'list', of: ANY },
  context: { is: 'context', entries: {} },
  range: { is: 'range', of: ANY },
  function: { is: 'function', parameters: null, result: ANY },
};

export const builtInType = (name: string): FeelType | undefined =>
  Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;

/** A type as a column names it: by its name, or as `list<number>`. undefined where it is none that is known. */
export function namedType(text: string, types: Types): FeelType | undefined {
  const plainly = types(text) ?? builtInType(text);
  if (plainly || !text.includes('<')) return plainly;
  try {
    return resolveType(parseType(text, NO_NAMES), types);
  } catch (problem) {
    if (problem instanceof FeelSyntaxError) return undefined;
    throw problem;
  }
}
const NO_NAMES = namesOf([]);

/** undefined where a name in it is unknown. */
export function resolveType(node: TypeNode, types: Types): FeelType | undefined {
  switch (node.type) {
    case 'named':
      return types(node.name) ?? builtInType(node.name);
    case 'list':
    case 'range': {
      const of = resolveType(node.of, types);
      return of && { is: node.type, of };
    }
    case 'context': {
      const entries: Record<string, FeelType> = {};
      for (const { name, of } of node.entries) {
        const type = resolveType(of, types);
        if (!type) return undefined;
        entries[name] = type;
      }
      return { is: 'context', entries };
    }
    case 'function': {
      const parameters = node.parameters.map((parameter) => resolveType(parameter, types));
      const result = resolveType(node.result, types);
      if (!result || !parameters.every((parameter) => parameter !== undefined)) return undefined;
      return { is: 'function', parameters, result };
    }
    default:
      return node satisfies never;
  }
}

/**
 * Null conforms to every type.
 * @param allowed whether the allowed values of item definitions count
 */
export function conforms(value: unknown, type: FeelType, allowed = true): boolean {
  if (value === null || value === undefined || type.is === 'any') return true;
  switch (type.is) {
    case 'kind':
      return kindOf(value) === type.kind;
    case 'list':
      return Array.isArray(value) && value.every((item) => conforms(item, type.of, allowed));
    case 'range':
      return (
        value instanceof FeelRange && conforms(value.start, type.of, allowed) && conforms(value.end, type.of, allowed)
      );
    case 'context':
      return (
        kindOf(value) === 'context' &&
        Object.entries(type.entries).every(
          ([name, of]) => Object.hasOwn(value as Context, name) && conforms((value as Context)[name], of, allowed),
        )
      );
    case 'function':
      return (
        value instanceof FeelFunction &&
        (type.parameters === null ||
          (type.parameters.length === value.parameters.length &&
            type.parameters.every((parameter, index) => fits(parameter, value.parameters[index]?.type ?? ANY)))) &&
        fits(value.result, type.result)
      );
    case 'allowed':
      return conforms(value, type.of, allowed) && (!allowed || type.holds(value));
    default:
      return type satisfies never;
  }
}

/** Whether every value of the one type is of the other. */
function fits(one: FeelType, other: FeelType): boolean {
  if (other.is === 'any' || one.is === 'any') return true;
  if (one.is === 'allowed') return fits(one.of, other);
  if (other.is === 'allowed') return fits(one, other.of);
  if (one.is === 'kind') return one.kind === 'Null' || (other.is === 'kind' && one.kind === other.kind);
  if ((one.is === 'list' && other.is === 'list') || (one.is === 'range' && other.is === 'range'))
    return fits(one.of, other.of);
  if (one.is === 'context' && other.is === 'context')
    return Object.entries(other.entries).every(([name, of]) => one.entries[name] && fits(one.entries[name], of));
  if (one.is === 'function' && other.is === 'function') {
    const [given, wanted] = [one.parameters, other.parameters];
    if (given && wanted && (given.length !== wanted.length || !wanted.every((type, i) => fits(type, given[i] ?? ANY))))
      return false;
    return fits(one.result, other.result);
  }
  return false;
}

/** By type alone: values that an item definition does not allow are of it all the same. */
export const instanceOf = (value: unknown, type: FeelType): boolean =>
  value === null || value === undefined ? type.is === 'kind' && type.kind === 'Null' : conforms(value, type, false);

/** Conforming, converted, or undefined: a list of one and its item stand for each other, a date for its midnight in UTC. */
export function coerce(value: unknown, type: FeelType): unknown {
  if (conforms(value, type)) return value ?? null;
  if (Array.isArray(value) && value.length === 1 && conforms(value[0], type)) return value[0];
  if (!Array.isArray(value) && conforms([value], type)) return [value];
  if (value instanceof FeelDate) {
    const midnight = new FeelDateTime(value.day, 0, { offset: 0 });
    if (conforms(midnight, type)) return midnight;
  }
  return undefined;
}
