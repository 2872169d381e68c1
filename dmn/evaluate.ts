// Evaluating a decision by its requirement graph (DMN 1.5, chapter 6 and 10.4): each element once, seeing only what it requires,
// and telling which rules fired on the way.

import { withinBudget } from '../feel/budget.ts';
import { type Clock, type Environment, environmentOf, type Lookup, warn } from '../feel/environment.ts';
import { bindArguments, FeelFunction } from '../feel/function.ts';
import { type Context, isContext } from '../feel/kind.ts';
import { tell } from '../feel/reason.ts';
import { coerce } from '../feel/type.ts';
import type { Message } from '../words/message.ts';
import { type Fired, typedClosure } from './boxed.ts';
import { type Element, findElement, type Kind, type Program, pathTo, prefixOf, resolve, type Unit } from './link.ts';

/** How one decision came about. */
export type Explained = { id: string; name: string; value: unknown; warnings: Message[]; tables: Fired[] };
export type Evaluation = { value: unknown; warnings: Message[]; decisions: Explained[] };

/** One evaluation of one element and what it requires. */
type Session = {
  program: Program;
  clock: Clock;
  root: Unit;
  inputs: Context;
  /** Names that no requirement brings; undefined where only requirements count. */
  around: Lookup | undefined;
  /** Values that are given instead of evaluated: the input decisions of a service. */
  given: Map<Element, unknown>;
  values: Map<Element, unknown>;
  busy: Set<Element>;
  decisions: Explained[];
  warnings: Message[];
};

function resultOf(session: Session, element: Element): unknown {
  const known = session.values.get(element);
  if (known !== undefined) return known;
  if (session.busy.has(element)) {
    session.warnings.push(tell('dmn.itself', { name: element.name }));
    return null;
  }
  session.busy.add(element);
  const value = EVALUATE[element.kind](session, element);
  session.busy.delete(element);
  session.values.set(element, value);
  return value;
}

const environmentFor = (session: Session, element: Element): Environment =>
  environmentOf(lookupFor(session, element), session.clock);

const EVALUATE: Record<Kind, (session: Session, element: Element) => unknown> = {
  inputData: (session, element) => {
    const given = session.given.has(element) ? session.given.get(element) : inputOf(session, element);
    const value = coerce(given ?? null, element.type);
    if (value === undefined) session.warnings.push(tell('dmn.inputType', { name: element.name }));
    return value ?? null;
  },
  decision: (session, element) => {
    const environment = environmentFor(session, element);
    const given = session.given.get(element);
    const run = given !== undefined ? () => given : (element.run ?? (() => null));
    const value = typedClosure(run, element.type, tell('dmn.valueOf', { name: element.name }))(environment) ?? null;
    const warnings = environment.run.warnings ?? [];
    session.warnings.push(...warnings);
    session.decisions.push({
      id: element.id,
      name: element.name,
      value,
      warnings,
      tables: (environment.run.notes ?? []) as Fired[],
    });
    return value;
  },
  knowledge: (session, element) => element.define?.(environmentFor(session, element)) ?? null,
  service: (session, element) => {
    const inputs = serviceInputs(session.program, element);
    const parameters = inputs.map(({ name, type }) => ({ name, type }));
    return new FeelFunction(parameters, element.type, (args, caller, names) => {
      const bound = bindArguments(parameters, args, names, caller);
      if (!bound) return null;
      if (caller.depth > 100) return warn(caller, tell('dmn.tooDeep'));
      const { value, warnings } = runService(session, element, bound);
      for (const message of warnings) warn(caller, message);
      return value;
    });
  },
};

/** Parameters of a service as a function: its input data, then its input decisions. */
function serviceInputs(program: Program, { service, unit }: Element): Element[] {
  const hrefs = service ? [...service.inputData, ...service.inputDecisions] : [];
  return hrefs.flatMap((href) => resolve(program, unit, href) ?? []);
}

function runService(outer: Session, element: Element, args: Context): Evaluation {
  const inner: Session = {
    ...outer,
    given: new Map(serviceInputs(outer.program, element).map((input) => [input, args[input.name] ?? null])),
    values: new Map(),
    busy: new Set(),
    warnings: [],
  };
  const outputs = (element.service?.outputDecisions ?? []).flatMap(
    (href) => resolve(outer.program, element.unit, href) ?? [],
  );
  const values = outputs.map((output) => resultOf(inner, output));
  const found =
    outputs.length === 1 ? values[0] : Object.fromEntries(outputs.map(({ name }, index) => [name, values[index]]));
  const result = element.type.is === 'function' ? element.type.result : element.type;
  const value = coerce(found, result);
  if (value === undefined)
    inner.warnings.push(tell('dmn.valueType', { value: tell('dmn.valueOf', { name: element.name }) }));
  return { value: value ?? null, warnings: inner.warnings, decisions: inner.decisions };
}

/** Names that an element sees: what it requires, under the name of the import where it comes from another model. */
function lookupFor(session: Session, element: Element): Lookup {
  const direct = new Map<string, Element>();
  const through = new Map<string, Element[]>();
  for (const href of element.requires) {
    const required = resolve(session.program, element.unit, href);
    if (!required) continue;
    const prefix = prefixOf(element.unit, required.unit);
    if (prefix === '') direct.set(required.name, required);
    else through.set(prefix, [...(through.get(prefix) ?? []), required]);
  }
  const contexts = new Map<string, Context>();
  return (name) => {
    const required = direct.get(name);
    if (required) return resultOf(session, required);
    const group = through.get(name);
    if (!group) return outputOf(session, [...direct.values()], name) ?? session.around?.(name);
    let context = contexts.get(name);
    if (!context) {
      context = Object.fromEntries(group.map((one) => [one.name, resultOf(session, one)]));
      contexts.set(name, context);
    }
    return context;
  };
}

/** Camunda and Flowable hand on what a table gives under the names of its outputs; undefined where none of the tables has such a one. */
function outputOf(session: Session, required: Element[], name: string): unknown {
  for (const element of required) {
    const names = element.outputs ?? [];
    if (!names.includes(name)) continue;
    const value = resultOf(session, element);
    if (names.length === 1) return value;
    const one = (item: unknown) => (isContext(item) && Object.hasOwn(item, name) ? item[name] : null);
    return Array.isArray(value) ? value.map(one) : one(value);
  }
  return undefined;
}

/** An input of an imported model is given under the name of the import, or, where there is no doubt, under its own. */
function inputOf({ root, program, inputs }: Session, element: Element): unknown {
  const path = pathTo(program, root, element.unit, new Set());
  let at: unknown = inputs;
  for (const step of path ?? []) {
    if (step === '') continue;
    at = isContext(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  if (isContext(at) && Object.hasOwn(at, element.name)) return at[element.name];
  const dotted = [...(path ?? []), element.name].join('.');
  return Object.hasOwn(inputs, dotted) ? inputs[dotted] : inputs[element.name];
}

const sessionOf = (program: Program, root: Unit, inputs: Context, clock: Clock, around?: Lookup): Session => ({
  program,
  clock,
  root,
  inputs,
  around,
  given: new Map(),
  values: new Map(),
  busy: new Set(),
  decisions: [],
  warnings: [],
});

/**
 * A decision of the first model, by id or name; undefined where there is none.
 * @param around reads what no requirement brings, for models whose authors left requirements out
 */
export function evaluateDecision(
  program: Program,
  ref: string,
  inputs: Context,
  clock: Clock,
  around?: Lookup,
): Evaluation | undefined {
  const element = findElement(program, ref, ['decision']);
  if (!element) return undefined;
  const session = sessionOf(program, element.unit, inputs, clock, around);
  return withinBudget(
    () => {
      const value = resultOf(session, element);
      return { value, warnings: session.warnings, decisions: session.decisions };
    },
    (why) => ({ value: null, warnings: [why], decisions: [] }),
  );
}

/** A decision service or business knowledge model of the first model with its arguments by name. */
export function evaluateInvocable(
  program: Program,
  ref: string,
  inputs: Context,
  clock: Clock,
): Evaluation | undefined {
  const element = findElement(program, ref, ['service', 'knowledge']);
  if (!element) return undefined;
  const session = sessionOf(program, element.unit, inputs, clock);
  if (element.kind === 'service') {
    const args: Context = {};
    for (const input of serviceInputs(program, element)) {
      const value = coerce(inputs[input.name] ?? null, input.type);
      if (value === undefined)
        return { value: null, warnings: [tell('dmn.inputType', { name: input.name })], decisions: [] };
      args[input.name] = value;
    }
    return runService(session, element, args);
  }
  const environment = environmentOf(() => undefined, clock);
  const called = resultOf(session, element) as FeelFunction | null;
  const names = called?.parameters.map(({ name }) => name) ?? [];
  const value = called?.invoke(
    names.map((name) => inputs[name] ?? null),
    environment,
    names,
  );
  const warnings = [...session.warnings, ...(environment.run.warnings ?? [])];
  return { value: value ?? null, warnings, decisions: session.decisions };
}
