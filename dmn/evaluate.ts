// Evaluating a decision by its requirement graph (DMN 1.5, chapter 6 and 10.4): each element once, seeing only what it requires,
// and telling which rules fired on the way.
import type { Closure } from '../feel/compile.ts';
import { bindArguments } from '../feel/compile.ts';
import { type Clock, type Environment, environmentOf, type Lookup, warn } from '../feel/environment.ts';
import { FeelFunction } from '../feel/function.ts';
import { type Context, isContext } from '../feel/kind.ts';
import { learn, type Names, namesOf } from '../feel/names.ts';
import type { Known } from '../feel/program.ts';
import { ANY, builtInType, coerce, type FeelType } from '../feel/type.ts';
import { compileBoxed, type Fired, functionOf, type Surroundings, typedClosure } from './boxed.ts';
import type { BoxedExpression, DecisionModel, ItemDefinition } from './decision-model.ts';
import { itemType } from './item-type.ts';

/** How one decision came about. */
export type Explained = { id: string; name: string; value: unknown; warnings: string[]; tables: Fired[] };
export type Evaluation = { value: unknown; warnings: string[]; decisions: Explained[] };

type Kind = 'inputData' | 'decision' | 'knowledge' | 'service';
type Element = {
  kind: Kind;
  id: string;
  name: string;
  unit: Unit;
  type: FeelType;
  requires: string[];
  run?: Closure;
  define?: (home: Environment) => FeelFunction;
  service?: DecisionModel['services'][number];
};
/** A model with what its texts know. */
type Unit = { model: DecisionModel; around: Surroundings; elements: Map<string, Element> };
export type Program = { units: Unit[] };

const programs = new WeakMap<DecisionModel[], Program>();

/** @param models the one to evaluate and those that it imports; compiled once per array */
export function link(models: DecisionModel[]): Program {
  const known = programs.get(models);
  if (known) return known;
  const program: Program = { units: [] };
  for (const model of models) program.units.push({ model, around: surroundings(model, models), elements: new Map() });
  for (const unit of program.units) fill(unit);
  for (const unit of program.units) compileLogic(program, unit);
  programs.set(models, program);
  return program;
}

const imported = (model: DecisionModel, models: DecisionModel[]) =>
  model.imports.flatMap(({ name, namespace }) => {
    const found = models.find((other) => other.namespace === namespace && other !== model);
    return found ? [{ name, model: found }] : [];
  });

function surroundings(model: DecisionModel, models: DecisionModel[]): Surroundings {
  const names = namesOf(namesOfTypes(model, models, new Set()));
  const types = new Map<string, FeelType>();
  const find = (name: string): FeelType | undefined => {
    const made = types.get(name);
    if (made) return made;
    const home = homeOf(name, model, models);
    if (!home) return builtInType(name);
    // Put down before it is built, so that a type may speak of itself.
    const type = { is: 'any' } as FeelType;
    types.set(name, type);
    const prefixed = (inner: string) => find(home.prefix + inner) ?? find(inner) ?? ANY;
    return Object.assign(type, itemType(home.item, known, prefixed));
  };
  const known: Known = { names, types: find };
  return { known, typeOf: (typeRef) => (typeRef && find(typeRef)) || ANY };
}

/** The item definition of a name, `import.name` for one of an imported model. */
function homeOf(
  name: string,
  model: DecisionModel,
  models: DecisionModel[],
): { item: ItemDefinition; prefix: string } | undefined {
  const own = model.itemDefinitions.find((item) => item.name === name);
  if (own) return { item: own, prefix: '' };
  for (const { name: prefix, model: other } of imported(model, models)) {
    if (prefix !== '' && !name.startsWith(`${prefix}.`)) continue;
    const inner = homeOf(prefix === '' ? name : name.slice(prefix.length + 1), other, models);
    if (inner) return { item: inner.item, prefix: (prefix && `${prefix}.`) + inner.prefix };
  }
  return undefined;
}

/** Names that are known all over a model: of types and their components, and of imports with what is in them. */
function namesOfTypes(model: DecisionModel, models: DecisionModel[], seen: Set<DecisionModel>): string[] {
  if (seen.has(model)) return [];
  seen.add(model);
  const items = (list: ItemDefinition[]): string[] =>
    list.flatMap((item) => [item.name, ...items(item.components ?? [])]);
  return [
    ...items(model.itemDefinitions),
    ...imported(model, models).flatMap(({ name, model: other }) => [
      name,
      ...[...other.inputData, ...other.decisions, ...other.knowledge, ...other.services].map((one) => one.name),
      ...namesOfTypes(other, models, seen),
    ]),
  ];
}

/** Names that boxed expressions bind: entries, parameters, columns, iterators, outputs. */
function namesInLogic(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(namesInLogic);
  if (typeof part !== 'object' || part === null) return [];
  const { type, name, iterator } = part as { type?: unknown; name?: unknown; iterator?: unknown };
  // The parameters of what is invoked are known there, not here.
  if (type === 'invocation') {
    const { function: called, bindings } = part as Extract<BoxedExpression, { type: 'invocation' }>;
    return [...namesInLogic(called), ...bindings.flatMap(({ value }) => namesInLogic(value))];
  }
  return [
    ...[name, iterator].filter((one): one is string => typeof one === 'string'),
    ...Object.values(part).flatMap(namesInLogic),
  ];
}

/** What the texts of one element know: the names in its own logic and of all that it requires. */
function aroundOf(program: Program, unit: Unit, requires: string[], logic: BoxedExpression | undefined): Surroundings {
  const names: Names = new Map(unit.around.known.names);
  for (const href of requires) {
    const required = resolve(program, unit, href);
    if (required) learn(names, required.name);
  }
  for (const name of namesInLogic(logic)) learn(names, name);
  return { ...unit.around, known: { ...unit.around.known, names } };
}

/** Elements first, logic then: a text knows the names of what it requires, also from models further on. */
function fill(unit: Unit): void {
  const { model, around, elements } = unit;
  const base = (kind: Kind, { id, name, typeRef }: { id: string; name: string; typeRef?: string | undefined }) => ({
    kind,
    id,
    name,
    unit,
    type: around.typeOf(typeRef),
    requires: [],
  });
  for (const input of model.inputData) elements.set(input.id, base('inputData', input));
  for (const decision of model.decisions)
    elements.set(decision.id, { ...base('decision', decision), requires: decision.requires });
  for (const knowledge of model.knowledge)
    elements.set(knowledge.id, { ...base('knowledge', knowledge), requires: knowledge.requires });
  for (const service of model.services) elements.set(service.id, { ...base('service', service), service });
}

function compileLogic(program: Program, unit: Unit): void {
  for (const { id, requires, logic } of unit.model.decisions) {
    const element = unit.elements.get(id);
    if (element && logic) element.run = compileBoxed(logic, aroundOf(program, unit, requires, logic));
  }
  for (const { id, requires, logic } of unit.model.knowledge) {
    const element = unit.elements.get(id);
    if (!element || !logic) continue;
    const result = element.type.is === 'function' ? element.type.result : element.type;
    element.define = functionOf(logic, aroundOf(program, unit, requires, logic), result);
  }
}

function resolve(program: Program, unit: Unit, href: string): Element | undefined {
  const hash = href.indexOf('#');
  const namespace = href.slice(0, Math.max(0, hash));
  const home = namespace === '' ? unit : program.units.find(({ model }) => model.namespace === namespace);
  return (home ?? unit).elements.get(href.slice(hash + 1));
}

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
  warnings: string[];
};

function settle(session: Session, element: Element): unknown {
  const known = session.values.get(element);
  if (known !== undefined) return known;
  if (session.busy.has(element)) {
    session.warnings.push(`"${element.name}" requires itself`);
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
    if (value === undefined) session.warnings.push(`the input "${element.name}" is not of its type`);
    return value ?? null;
  },
  decision: (session, element) => {
    const environment = environmentFor(session, element);
    const given = session.given.get(element);
    const run = given !== undefined ? () => given : (element.run ?? (() => null));
    const value = typedClosure(run, element.type, `the value of "${element.name}"`)(environment) ?? null;
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
      if (caller.depth > 100) return warn(caller, 'decision services call each other too deep');
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
  const values = outputs.map((output) => settle(inner, output));
  const found =
    outputs.length === 1 ? values[0] : Object.fromEntries(outputs.map(({ name }, index) => [name, values[index]]));
  const result = element.type.is === 'function' ? element.type.result : element.type;
  const value = coerce(found, result);
  if (value === undefined) inner.warnings.push(`the value of "${element.name}" is not of its type`);
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
    if (required) return settle(session, required);
    const group = through.get(name);
    if (!group) return session.around?.(name);
    let context = contexts.get(name);
    if (!context) {
      context = Object.fromEntries(group.map((one) => [one.name, settle(session, one)]));
      contexts.set(name, context);
    }
    return context;
  };
}

const prefixOf = (from: Unit, to: Unit): string =>
  from === to ? '' : (from.model.imports.find(({ namespace }) => namespace === to.model.namespace)?.name ?? '');

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

function pathTo(program: Program, from: Unit, to: Unit, seen: Set<Unit>): string[] | null {
  if (from === to) return [];
  if (seen.has(from)) return null;
  seen.add(from);
  for (const { name, namespace } of from.model.imports) {
    const next = program.units.find(({ model }) => model.namespace === namespace);
    const rest = next && pathTo(program, next, to, seen);
    if (rest) return [name, ...rest];
  }
  return null;
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

const chosen = new WeakMap<DecisionModel[], Map<string, Program | undefined>>();

/** The models with the one first that has the decision, by id or name; undefined where none has. */
export function programFor(models: DecisionModel[], ref: string): Program | undefined {
  const known = chosen.get(models) ?? new Map<string, Program | undefined>();
  chosen.set(models, known);
  if (!known.has(ref)) {
    const home = models.find(({ decisions }) => decisions.some(({ id, name }) => id === ref || name === ref));
    known.set(ref, home && link([home, ...models.filter((other) => other !== home)]));
  }
  return known.get(ref);
}

/** Whether a decision asks others, so that its own logic alone does not tell what it says. */
export const asksOthers = (models: DecisionModel[], ref: string): boolean =>
  models.some(({ decisions, inputData }) =>
    decisions.some(
      ({ id, name, requires }) =>
        (id === ref || name === ref) &&
        requires.some((href) => !inputData.some((input) => href.endsWith(`#${input.id}`))),
    ),
  );

/** Names of the input data of all models. */
export const inputNames = ({ units }: Program): string[] => [
  ...new Set(units.flatMap(({ model }) => model.inputData.map(({ name }) => name))),
];

/** An element of the first model, by id or name. */
function findElement({ units }: Program, ref: string, kinds: Kind[]): Element | undefined {
  const [unit] = units;
  const elements = [...(unit?.elements.values() ?? [])].filter(({ kind }) => kinds.includes(kind));
  return elements.find(({ id }) => id === ref) ?? elements.find(({ name }) => name === ref);
}

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
  const value = settle(session, element);
  return { value, warnings: session.warnings, decisions: session.decisions };
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
        return { value: null, warnings: [`the input "${input.name}" is not of its type`], decisions: [] };
      args[input.name] = value;
    }
    return runService(session, element, args);
  }
  const environment = environmentOf(() => undefined, clock);
  const called = settle(session, element) as FeelFunction | null;
  const names = called?.parameters.map(({ name }) => name) ?? [];
  const value = called?.invoke(
    names.map((name) => inputs[name] ?? null),
    environment,
    names,
  );
  const warnings = [...session.warnings, ...(environment.run.warnings ?? [])];
  return { value: value ?? null, warnings, decisions: session.decisions };
}
