// Functions as values (DMN 1.5, 10.3.2.13): built-in, written in an expression, or a business knowledge model.

import { spend } from './budget.ts';
import { type Closure, type Environment, warn, within } from './environment.ts';
import { type Context, FeelValue } from './kind.ts';
import { tell } from './reason.ts';
import { coerce, type FeelType } from './type.ts';

export type Invoke = (args: unknown[], environment: Environment, names?: string[]) => unknown;

export class FeelFunction extends FeelValue {
  readonly kind = 'function';
  readonly parameters: { name: string; type: FeelType }[];
  /** Takes positional arguments, or named ones where `names` are given. */
  readonly invoke: Invoke;
  readonly result: FeelType;
  constructor(parameters: { name: string; type: FeelType }[], result: FeelType, invoke: Invoke) {
    super();
    this.parameters = parameters;
    this.result = result;
    this.invoke = invoke;
  }
  override toString() {
    return `function(${this.parameters.map(({ name }) => name).join(', ')})`;
  }
}

/** Arguments in the order of the parameters, each converted to its type; null where they do not fit. */
export function bindArguments(
  parameters: { name: string; type: FeelType }[],
  args: unknown[],
  names: string[] | undefined,
  environment: Environment,
): Context | null {
  if (args.length !== parameters.length)
    return warn(environment, tell('arguments', { given: args.length, asked: parameters.length }));
  if (names?.some((name) => !parameters.some((parameter) => parameter.name === name)))
    return warn(environment, tell('noParameter', { names }));
  const bound: Context = {};
  for (const [index, { name, type }] of parameters.entries()) {
    const value = coerce(names ? args[names.indexOf(name)] : args[index], type);
    if (value === undefined) return warn(environment, tell('argumentType', { name }));
    bound[name] = value;
  }
  return bound;
}

/** Calls in calls, as far as the stack of the host surely reaches. */
const DEPTH = 500;

/** A function with what it saw where it was written. */
export function closureOf(
  parameters: { name: string; type: FeelType }[],
  result: FeelType,
  home: Environment,
  run: Closure,
): FeelFunction {
  return new FeelFunction(parameters, result, (args, caller, names) => {
    const bound = bindArguments(parameters, args, names, caller);
    if (!bound) return null;
    spend(3);
    const depth = caller.depth + 1;
    if (depth > DEPTH) return warn(caller, tell('tooDeep'));
    return run({ ...within(home, bound), run: caller.run, depth });
  });
}
