// Boxed expressions → closures (DMN 1.5, chapter 7). They mean what the FEEL text of the same shape means, plus their types.

import { type Closure, type Environment, warn, within } from '../feel/environment.ts';
import { filter } from '../feel/filter.ts';
import { closureOf, FeelFunction } from '../feel/function.ts';
import { loop, quantified } from '../feel/iteration.ts';
import type { Context } from '../feel/kind.ts';
import { expressionOf, type Known } from '../feel/program.ts';
import { kindWord, tell } from '../feel/reason.ts';
import { ANY, coerce, type FeelType } from '../feel/type.ts';
import type { Message } from '../words/message.ts';
import type { BoxedExpression, BoxedFunction } from './decision-model.ts';
import { compileTable } from './decision-table.ts';

export type Surroundings = { known: Known; typeOf: (typeRef: string | undefined) => FeelType };

/** What a table tells about how it came to its value. */
export type Fired = { table: string; rules: string[]; inputs: { label: string; value: unknown }[] };

export function typedClosure(closure: Closure, type: FeelType, called: Message): Closure {
  if (type.is === 'any') return closure;
  return (environment) => {
    const value = coerce(closure(environment), type);
    return value === undefined ? warn(environment, tell('dmn.valueType', { value: called })) : value;
  };
}

export function compileBoxed(expression: BoxedExpression, around: Surroundings): Closure {
  const closure = (COMPILERS[expression.type] as Compile<BoxedExpression['type']>)(expression as never, around);
  // The type of a function definition is that of its result.
  return expression.type === 'functionDefinition'
    ? closure
    : typedClosure(closure, around.typeOf(expression.typeRef), tell('dmn.expression'));
}

type Compile<T extends BoxedExpression['type']> = (
  expression: Extract<BoxedExpression, { type: T }>,
  around: Surroundings,
) => Closure;

const COMPILERS: { [T in BoxedExpression['type']]: Compile<T> } = {
  literalExpression: ({ text, language }, { known }) => {
    if (language && !/feel/i.test(language))
      return (environment) => warn(environment, tell('dmn.language', { language }));
    return text.trim() === '' ? () => null : expressionOf(text, known);
  },
  decisionTable: ({ table }, { known, typeOf }) => {
    const run = compileTable(table, known, typeOf);
    return (environment) => {
      const { value, rules, inputs, problem } = run(environment, false);
      environment.run.notes ??= [];
      environment.run.notes.push({ table: table.name ?? table.id, rules, inputs } satisfies Fired);
      return problem ? warn(environment, problem.why) : value;
    };
  },
  context: ({ entries }, around) => {
    const steps = entries.map(({ name, typeRef, value }) => ({
      name,
      run: typedClosure(compileBoxed(value, around), around.typeOf(typeRef), tell('dmn.entry', { name: name ?? '' })),
    }));
    return (environment) => {
      const names: Context = {};
      const inner = within(environment, names);
      for (const { name, run } of steps) {
        if (name === undefined) return run(inner);
        names[name] = run(inner);
      }
      return names;
    };
  },
  invocation: ({ function: called, bindings }, around) => {
    const callee = compileBoxed(called, around);
    const names = bindings.map(({ name }) => name);
    const args = bindings.map(({ value }) => compileBoxed(value, around));
    return (environment) => {
      const found = callee(environment);
      if (!(found instanceof FeelFunction)) return warn(environment, tell('noFunction', { kind: kindWord(found) }));
      return found.invoke(
        args.map((arg) => arg(environment)),
        environment,
        names.length ? names : undefined,
      );
    };
  },
  list: ({ items }, around) => {
    const closures = items.map((item) => compileBoxed(item, around));
    return (environment) => closures.map((item) => item(environment));
  },
  relation: ({ columns, rows }, around) => {
    const closures = rows.map((row) => row.map((cell) => compileBoxed(cell, around)));
    const types = columns.map(({ typeRef }) => around.typeOf(typeRef));
    return (environment) =>
      closures.map((row) =>
        Object.fromEntries(
          columns.map(({ name }, index) => {
            const value = coerce(row[index]?.(environment) ?? null, types[index] ?? ANY);
            return [name, value === undefined ? warn(environment, tell('dmn.nameType', { name })) : value];
          }),
        ),
      );
  },
  functionDefinition: (expression, around) => {
    const define = functionOf(expression, around);
    return (environment) => define(environment);
  },
  conditional: (expression, around) => {
    const [test, then, otherwise] = [expression.test, expression.yes, expression.no].map((part) =>
      compileBoxed(part, around),
    ) as [Closure, Closure, Closure];
    return (environment) => {
      const holds = test(environment);
      if (holds === null || typeof holds === 'boolean') return holds ? then(environment) : otherwise(environment);
      return warn(environment, tell('notBoolean', { where: 'if', kind: kindWord(holds) }));
    };
  },
  filter: (expression, around) => {
    const [list, match] = [compileBoxed(expression.in, around), compileBoxed(expression.match, around)];
    return (environment) => filter(list(environment), match, environment, null);
  },
  for: (expression, around) =>
    loop(
      [{ name: expression.iterator, over: compileBoxed(expression.in, around) }],
      compileBoxed(expression.return, around),
    ),
  some: (expression, around) => some(expression, around, true),
  every: (expression, around) => some(expression, around, false),
};

const some = (
  expression: Extract<BoxedExpression, { type: 'some' | 'every' }>,
  around: Surroundings,
  decisive: boolean,
): Closure =>
  quantified(
    [{ name: expression.iterator, over: compileBoxed(expression.in, around) }],
    compileBoxed(expression.satisfies, around),
    decisive,
  );

/** A function definition, closed over where it is evaluated. */
export function functionOf(
  { kind, parameters, body, typeRef }: BoxedFunction,
  around: Surroundings,
  result: FeelType = ANY,
): (home: Environment) => FeelFunction {
  const bound = parameters.map((parameter) => ({ name: parameter.name, type: around.typeOf(parameter.typeRef) }));
  const declared = around.typeOf(typeRef);
  const own = declared.is === 'function' ? declared.result : declared;
  if (kind !== 'FEEL' || !body)
    return () =>
      new FeelFunction(bound, own, (_, caller) =>
        warn(caller, kind === 'FEEL' ? tell('dmn.noBody') : tell('dmn.foreignFunction', { kind })),
      );
  const run = typedClosure(
    typedClosure(compileBoxed(body, around), own, tell('dmn.result')),
    result,
    tell('dmn.result'),
  );
  return (home) => closureOf(bound, own, home, run);
}
