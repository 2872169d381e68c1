// Context functions (DMN 1.5, 10.3.4.10) and `not`.

import { spend, weigh } from '../budget.ts';
import { type Environment, warn } from '../environment.ts';
import { type Context, isContext } from '../kind.ts';
import { tell } from '../reason.ts';
import { type Builtins, form } from './builtin.ts';

const entry = (key: string, value: unknown): Context => ({ [key]: value });
const isEntry = (value: unknown): value is { key: string; value: unknown } =>
  isContext(value) && typeof value.key === 'string' && Object.hasOwn(value, 'value');

function put(context: Context, [key, ...rest]: string[], value: unknown, environment: Environment): Context | null {
  if (key === undefined) return null;
  spend(weigh(context));
  if (rest.length === 0) return { ...context, ...entry(key, value) };
  const inner = Object.hasOwn(context, key) ? context[key] : null;
  if (!isContext(inner)) return warn(environment, tell('context.noContext', { key }));
  const changed = put(inner, rest, value, environment);
  return changed && { ...context, ...entry(key, changed) };
}

export const contexts: Builtins = {
  not: [
    form('negand: any', ([negand]: [unknown], environment: Environment) =>
      typeof negand === 'boolean' ? !negand : negand === null ? null : warn(environment, tell('not')),
    ),
  ],
  'get value': [
    form('m: context, key: string', ([m, key]: [Context, string]) => (Object.hasOwn(m, key) ? m[key] : null)),
    form('context: context, key: string', ([m, key]: [Context, string]) => (Object.hasOwn(m, key) ? m[key] : null)),
  ],
  'get entries': [
    form('m: context', ([m]: [Context]) => Object.keys(m).map((key) => ({ key, value: m[key] }))),
    form('context: context', ([m]: [Context]) => Object.keys(m).map((key) => ({ key, value: m[key] }))),
  ],
  context: [
    form('entries: list', ([entries]: [unknown[]], environment: Environment) => {
      const result: Context = {};
      for (const one of entries) {
        if (!isEntry(one)) return warn(environment, tell('context.entry'));
        if (Object.hasOwn(result, one.key)) return warn(environment, tell('context.twice', { key: one.key }));
        Object.assign(result, entry(one.key, one.value));
      }
      return result;
    }),
  ],
  'context put': [
    form('context: context, key: string, value: any', ([context, key, value]: [Context, string, unknown]) => ({
      ...context,
      ...entry(key, value),
    })),
    form(
      'context: context, keys: list, value: any',
      ([context, keys, value]: [Context, unknown[], unknown], environment: Environment) =>
        keys.length && keys.every((key) => typeof key === 'string')
          ? put(context, keys, value, environment)
          : warn(environment, tell('context.key')),
    ),
  ],
  'context merge': [
    form('contexts: list', ([all]: [unknown[]], environment: Environment) => {
      if (!all.every(isContext)) return warn(environment, tell('context.merge'));
      spend(all.reduce((sum, one) => sum + Object.keys(one).length, 0));
      return Object.assign({}, ...all);
    }),
  ],
};
