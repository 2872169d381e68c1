// How a built-in function is described: a signature in words, e.g. `string: string, start position: number, length?: number`,
// and what it does with arguments that fit. Several signatures stand for several forms of one function.

import { type Environment, warn } from '../environment.ts';
import { kindOf } from '../kind.ts';
import { tell } from '../reason.ts';
import { FeelDate, FeelDateTime } from '../temporal.ts';

export type Run = (args: never[], environment: Environment) => unknown;
export type Form = { parameters: BuiltinParameter[]; variadic: boolean; run: Run };
export type BuiltinParameter = { name: string; type: string; optional: boolean };
export type Builtins = Record<string, Form[]>;

/** A last parameter with `…` takes any number of arguments, which arrive as one list. */
export function form<Args extends readonly unknown[]>(
  signature: string,
  run: (args: Args, environment: Environment) => unknown,
): Form {
  const variadic = signature.endsWith('…');
  const parameters = signature
    .replace('…', '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [name = '', type = ''] = part.split(':').map((word) => word.trim());
      return { name: name.replace('?', ''), type, optional: name.endsWith('?') };
    });
  return { parameters, variadic, run: run as unknown as Run };
}

const ONE_OF: Record<string, string[]> = {
  duration: ['days and time duration', 'years and months duration'],
  day: ['date', 'date and time'],
  moment: ['date', 'date and time', 'time'],
};

/** The argument, converted where DMN converts, or undefined where it does not fit. `any` takes null as well, the rest does not. */
function converted(value: unknown, type: string): unknown {
  if (type === 'any') return value ?? null;
  const kind = kindOf(value);
  if (kind === 'Null') return undefined;
  if (kind === type || ONE_OF[type]?.includes(kind)) return value;
  if (type === 'list') return [value];
  if (kind === 'list' && (value as unknown[]).length === 1) return converted((value as unknown[])[0], type);
  if (type === 'date and time' && value instanceof FeelDate) return new FeelDateTime(value.day, 0, { offset: 0 });
  return undefined;
}

/** Arguments in the order of the parameters; undefined where they are not those of this form. */
function arrange({ parameters, variadic }: Form, args: unknown[], names: string[] | undefined): unknown[] | undefined {
  if (names) {
    if (names.some((name) => !parameters.some((parameter) => parameter.name === name))) return undefined;
    if (new Set(names).size !== names.length) return undefined;
    const placed = parameters.map(({ name, optional }) => {
      const index = names.indexOf(name);
      return index < 0 ? (optional ? ABSENT : null) : (args[index] ?? null);
    });
    if (!variadic) return placed;
    const last = placed.at(-1);
    return [...placed.slice(0, -1), ...(Array.isArray(last) ? last : [last])];
  }
  const least = parameters.filter(({ optional }) => !optional).length;
  if (args.length < least || (!variadic && args.length > parameters.length)) return undefined;
  return variadic ? args : [...args, ...Array(parameters.length - args.length).fill(ABSENT)];
}

const ABSENT = Symbol('argument not given');

function fitAll(form: Form, args: unknown[]): unknown[] | undefined {
  const { parameters, variadic } = form;
  const fitted: unknown[] = [];
  for (const [index, arg] of args.entries()) {
    const { type } = (parameters[index] ?? parameters.at(-1)) as BuiltinParameter;
    const value = arg === ABSENT ? undefined : converted(arg, type);
    if (value === undefined && arg !== ABSENT) return undefined;
    fitted.push(value);
  }
  if (!variadic) return fitted;
  const fixed = parameters.length - 1;
  return [...fitted.slice(0, fixed), fitted.slice(fixed)];
}

export function callBuiltin(
  name: string,
  forms: Form[],
  args: unknown[],
  names: string[] | undefined,
  environment: Environment,
): unknown {
  for (const one of forms) {
    const arranged = arrange(one, args, names);
    const fitted = arranged && fitAll(one, arranged);
    if (fitted) return one.run(fitted as never[], environment);
  }
  const given = args.map((arg, index) => `${names ? `${names[index]}: ` : ''}${kindOf(arg)}`).join(', ');
  const wanted = forms
    .map(({ parameters }) => parameters.map((one) => `${one.name}: ${one.type}`).join(', '))
    .join(' | ');
  return warn(environment, tell('noForm', { function: name, wanted, given: String(given) }));
}
