// List functions (DMN 1.5, 10.3.4.4) and sort (10.3.4.8). Positions count from 1, negative ones from the end.

import { deeper, spend } from '../budget.ts';
import { type Environment, warn } from '../environment.ts';
import type { FeelFunction } from '../function.ts';
import {
  add,
  canonical,
  compareNumbers,
  Decimal,
  divide,
  type FeelNumber,
  isNumber,
  multiply,
  truncate,
} from '../number.ts';
import { compareValues, equal } from '../operators.ts';
import { kindWord, tell } from '../reason.ts';
import { type Builtins, type Form, form } from './builtin.ts';

const same = (a: unknown, b: unknown) => equal(a, b) === true;

/** A list, or its items as so many arguments. */
const overList = (run: (list: unknown[], environment: Environment) => unknown): Form[] => {
  const call = ([list]: [unknown[]], environment: Environment) => run(list, environment);
  return [
    form('list: list', call),
    form('n1: any, n: any…', ([first, rest]: [unknown, unknown[]], environment: Environment) =>
      run([first, ...rest], environment),
    ),
  ];
};

const overNumbers = (name: string, run: (list: FeelNumber[], environment: Environment) => unknown): Form[] =>
  overList((list, environment) =>
    list.every(isNumber) ? run(list, environment) : warn(environment, tell('list.numbers', { function: name })),
  );

const extreme = (name: string, sign: 1 | -1) =>
  overList((list, environment) => {
    if (list.length === 0) return warn(environment, tell('list.empty', { function: name }));
    let best = list[0];
    if (compareValues(best, best) === null)
      return warn(environment, tell('list.kindOrder', { function: name, kind: kindWord(best) }));
    for (const item of list) {
      const order = compareValues(item, best);
      if (order === null) return warn(environment, tell('list.order', { function: name }));
      if (order * sign > 0) best = item;
    }
    return best;
  });

/** `all`: one false decides; `any`: one true does. */
const quantifier = (decisive: boolean) =>
  overList((list, environment) => {
    if (list.includes(decisive)) return decisive;
    if (list.every((item) => item === !decisive)) return !decisive;
    if (list.some((item) => item !== null && typeof item !== 'boolean'))
      return warn(environment, tell('list.booleans', { function: decisive ? 'any' : 'all' }));
    return null;
  });

const sum = (list: FeelNumber[]) =>
  list.reduce<FeelNumber | null>((total, n) => (total === null ? null : add(total, n)), 0);
const mean = (list: FeelNumber[]) => {
  const total = sum(list);
  return total === null ? null : divide(total, list.length);
};
const sorted = (list: FeelNumber[]) => [...list].sort(compareNumbers);

/** Index from 0; null where the list has no such position. */
function indexIn(list: unknown[], position: FeelNumber): number | null {
  const at = truncate(position);
  if (at === 0 || Math.abs(at) > list.length) return null;
  return at > 0 ? at - 1 : list.length + at;
}

const at = (
  name: string,
  list: unknown[],
  position: FeelNumber,
  environment: Environment,
  change: (index: number) => unknown,
) => {
  const index = indexIn(list, position);
  return index === null
    ? warn(environment, tell('list.position', { function: name, position: String(truncate(position)) }))
    : change(index);
};

function distinct(list: unknown[]) {
  const seen: unknown[] = [];
  const known = new Set<unknown>();
  for (const item of list) {
    // Texts, whole numbers, true and false are equal only to themselves.
    const simple = typeof item === 'string' || typeof item === 'boolean' || Number.isSafeInteger(item);
    if (!simple) spend(seen.length);
    if (simple ? known.has(item) : seen.some((other) => same(other, item))) continue;
    seen.push(item);
    known.add(item);
  }
  return seen;
}

const flatten = (list: unknown[], into: unknown[] = [], depth = 0): unknown[] => {
  const inside = deeper(depth);
  for (const item of list) {
    spend(1);
    if (Array.isArray(item)) flatten(item, into, inside);
    else into.push(item);
  }
  return into;
};

function sort(list: unknown[], precedes: FeelFunction, environment: Environment): unknown {
  if (precedes.parameters.length !== 2) return warn(environment, tell('sort.two'));
  let odd = false;
  const before = (a: unknown, b: unknown) => {
    spend(1);
    const answer = precedes.invoke([a, b], environment);
    if (typeof answer !== 'boolean') odd = true;
    return answer === true;
  };
  // The engine's sort is stable and asks each pair once; a pair that neither precedes keeps its order.
  const result = [...list].sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
  return odd ? warn(environment, tell('list.answer', { function: 'sort' })) : result;
}

export const lists: Builtins = {
  'list contains': [
    form('list: list, element: any', ([list, element]: [unknown[], unknown]) =>
      list.some((item) => same(item, element)),
    ),
  ],
  count: [form('list: list', ([list]: [unknown[]]) => list.length)],
  min: extreme('min', -1),
  max: extreme('max', 1),
  sum: overNumbers('sum', (list, environment) =>
    list.length ? sum(list) : warn(environment, tell('list.empty', { function: 'sum' })),
  ),
  mean: overNumbers('mean', (list, environment) =>
    list.length ? mean(list) : warn(environment, tell('list.empty', { function: 'mean' })),
  ),
  product: overNumbers('product', (list, environment) =>
    list.length
      ? list.reduce<FeelNumber | null>((total, n) => (total === null ? null : multiply(total, n)), 1)
      : warn(environment, tell('list.empty', { function: 'product' })),
  ),
  median: overNumbers('median', (list) => {
    if (list.length === 0) return null;
    const ordered = sorted(list);
    const middle = ordered.length / 2;
    return Number.isInteger(middle) ? mean(ordered.slice(middle - 1, middle + 1)) : ordered[Math.floor(middle)];
  }),
  stddev: overNumbers('stddev', (list, environment) => {
    spend(list.length * 15);
    if (list.length < 2) return warn(environment, tell('stddev'));
    const average = new Decimal(mean(list) ?? 0);
    const squares = list.reduce<Decimal>(
      (total, n) => total.plus(new Decimal(n).minus(average).pow(2)),
      new Decimal(0),
    );
    return canonical(squares.div(list.length - 1).sqrt());
  }),
  mode: overNumbers('mode', (list) => {
    const values = distinct(list);
    spend(values.length * list.length);
    const counts = values.map((value) => ({ value, count: list.filter((item) => same(item, value)).length }));
    const most = Math.max(0, ...counts.map(({ count }) => count));
    return sorted(counts.filter(({ count }) => count === most).map(({ value }) => value as FeelNumber));
  }),
  all: quantifier(false),
  any: quantifier(true),
  sublist: [
    form(
      'list: list, start position: number, length?: number',
      ([list, start, length]: [unknown[], FeelNumber, FeelNumber?], environment: Environment) =>
        at('sublist', list, start, environment, (from) => {
          if (length === undefined) return list.slice(from);
          const count = truncate(length);
          return count < 1 || from + count > list.length
            ? warn(environment, tell('sublist', { count: String(count) }))
            : list.slice(from, from + count);
        }),
    ),
  ],
  append: [form('list: list, item: any…', ([list, items]: [unknown[], unknown[]]) => [...list, ...items])],
  concatenate: [form('list: list…', ([all]: [unknown[][]]) => all.flat(1))],
  union: [form('list: list…', ([all]: [unknown[][]]) => distinct(all.flat(1)))],
  'insert before': [
    form(
      'list: list, position: number, newItem: any',
      ([list, position, item]: [unknown[], FeelNumber, unknown], environment: Environment) =>
        at('insert before', list, position, environment, (index) => list.toSpliced(index, 0, item)),
    ),
  ],
  remove: [
    form('list: list, position: number', ([list, position]: [unknown[], FeelNumber], environment: Environment) =>
      at('remove', list, position, environment, (index) => list.toSpliced(index, 1)),
    ),
  ],
  'list replace': [
    form(
      'list: list, position: number, newItem: any',
      ([list, position, item]: [unknown[], FeelNumber, unknown], environment: Environment) =>
        at('list replace', list, position, environment, (index) => list.toSpliced(index, 1, item)),
    ),
    form(
      'list: list, match: function, newItem: any',
      ([list, match, item]: [unknown[], FeelFunction, unknown], environment: Environment) => {
        if (match.parameters.length !== 2) return warn(environment, tell('listReplace.two'));
        const hits = list.map((one) => match.invoke([one, item], environment));
        return hits.every((hit) => typeof hit === 'boolean')
          ? list.map((one, index) => (hits[index] ? item : one))
          : warn(environment, tell('list.answer', { function: 'list replace' }));
      },
    ),
  ],
  reverse: [form('list: list', ([list]: [unknown[]]) => list.toReversed())],
  'index of': [
    form('list: list, match: any', ([list, match]: [unknown[], unknown]) =>
      list.flatMap((item, index) => (same(item, match) ? [index + 1] : [])),
    ),
  ],
  'distinct values': [form('list: list', ([list]: [unknown[]]) => distinct(list))],
  flatten: [form('list: list', ([list]: [unknown[]]) => flatten(list))],
  sort: [
    form('list: list, precedes: function', ([list, precedes]: [unknown[], FeelFunction], environment: Environment) =>
      sort(list, precedes, environment),
    ),
    form('list: list', ([list]: [unknown[]], environment: Environment) =>
      list.every((item) => compareValues(item, list[0]) !== null)
        ? [...list].sort((a, b) => compareValues(a, b) ?? 0)
        : warn(environment, tell('list.order', { function: 'sort' })),
    ),
  ],
};
