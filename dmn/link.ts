// Decision models → a program: elements found by reference across imports, texts compiled with the names that are known to each
// (DMN 1.5, 6.3 and 7.3).
import type { Closure, Environment } from '../feel/environment.ts';
import type { FeelFunction } from '../feel/function.ts';
import { learn, type Names, namesOf } from '../feel/names.ts';
import type { Known } from '../feel/program.ts';
import { ANY, type FeelType, namedType } from '../feel/type.ts';
import { compileBoxed, functionOf, type Surroundings } from './boxed.ts';
import type { BoxedExpression, DecisionModel, ItemDefinition } from './decision-model.ts';
import { isMultiple } from './decision-table.ts';
import { itemType } from './item-type.ts';

export type Kind = 'inputData' | 'decision' | 'knowledge' | 'service';
export type Element = {
  kind: Kind;
  id: string;
  name: string;
  unit: Unit;
  type: FeelType;
  requires: string[];
  /** Of a table: the names of its outputs, and whether it gives a list of them. */
  outputs?: string[];
  several?: boolean;
  run?: Closure;
  define?: (home: Environment) => FeelFunction;
  service?: DecisionModel['services'][number];
};
/** A model with what its texts know. */
export type Unit = { model: DecisionModel; around: Surroundings; elements: Map<string, Element> };
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
    if (!home) return namedType(name, (inner) => (inner === name ? undefined : find(inner)));
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
    for (const name of required ? [required.name, ...(required.outputs ?? [])] : []) learn(names, name);
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
    elements.set(decision.id, {
      ...base('decision', decision),
      requires: decision.requires,
      ...(decision.logic?.type === 'decisionTable' && {
        outputs: decision.logic.table.outputs.map((output) => output.name),
        several: isMultiple(decision.logic.table) && !decision.logic.table.aggregation,
      }),
    });
  for (const knowledge of model.knowledge)
    elements.set(knowledge.id, {
      ...base('knowledge', knowledge),
      // A function knows itself, whether its model says so or not.
      requires: [...knowledge.requires, `#${knowledge.id}`],
    });
  for (const service of model.services) elements.set(service.id, { ...base('service', service), service });
}

function compileLogic(program: Program, unit: Unit): void {
  for (const { id, requires, logic } of unit.model.decisions) {
    const element = unit.elements.get(id);
    if (element && logic) element.run = compileBoxed(logic, aroundOf(program, unit, requires, logic));
  }
  for (const { id, logic } of unit.model.knowledge) {
    const element = unit.elements.get(id);
    if (!element || !logic) continue;
    const result = element.type.is === 'function' ? element.type.result : element.type;
    element.define = functionOf(logic, aroundOf(program, unit, element.requires, logic), result);
  }
}

export function resolve(program: Program, unit: Unit, href: string): Element | undefined {
  const hash = href.indexOf('#');
  const namespace = href.slice(0, Math.max(0, hash));
  const home = namespace === '' ? unit : program.units.find(({ model }) => model.namespace === namespace);
  return (home ?? unit).elements.get(href.slice(hash + 1));
}

export const prefixOf = (from: Unit, to: Unit): string =>
  from === to ? '' : (from.model.imports.find(({ namespace }) => namespace === to.model.namespace)?.name ?? '');

export function pathTo(program: Program, from: Unit, to: Unit, seen: Set<Unit>): string[] | null {
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
export function findElement({ units }: Program, ref: string, kinds: Kind[]): Element | undefined {
  const [unit] = units;
  const elements = [...(unit?.elements.values() ?? [])].filter(({ kind }) => kinds.includes(kind));
  return elements.find(({ id }) => id === ref) ?? elements.find(({ name }) => name === ref);
}
