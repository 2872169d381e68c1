// The built-in functions by name (DMN 1.5, 10.3.4).

import { spend, weigh } from '../budget.ts';
import { FeelFunction } from '../function.ts';
import { ANY, type FeelType, resolveType } from '../type.ts';
import { type Builtins, callBuiltin } from './builtin.ts';
import { contexts } from './contexts.ts';
import { dates } from './dates.ts';
import { lists } from './lists.ts';
import { numbers } from './numbers.ts';
import { ranges } from './ranges.ts';
import { strings } from './strings.ts';

const FORMS: Builtins = { ...numbers, ...strings, ...lists, ...contexts, ...dates, ...ranges };

const typeOf = (name: string): FeelType => resolveType({ type: 'named', name }, () => undefined) ?? ANY;

const BUILTINS = new Map<string, FeelFunction>(
  Object.entries(FORMS).map(([name, forms]) => [
    name,
    new FeelFunction(
      (forms[0]?.parameters ?? []).map((parameter) => ({
        name: parameter.name,
        type: forms.length === 1 ? typeOf(parameter.type) : ANY,
      })),
      ANY,
      (args, environment, names) => {
        // Each of them reads what it is given about once; those that do more spend it themselves.
        spend(1 + args.reduce<number>((sum, arg) => sum + weigh(arg), 0));
        const result = callBuiltin(name, forms, args, names, environment);
        spend(weigh(result));
        return result;
      },
    ),
  ]),
);

export const builtin = (name: string): FeelFunction | undefined => BUILTINS.get(name);
