// Names: token locals, then the scopes outwards with the locals of the activities that own them. Reading, writing, evaluating.

import { EVALUATION, spent } from '../feel/budget.ts';
import { typed } from '../feel/expression.ts';
import { beginning } from '../feel/well-formed.ts';
import type { Message } from '../words/message.ts';
import type { CompiledMapping, Expr } from './compile.ts';
import { type Draft, Fault, shown, tell } from './draft.ts';
import {
  ROOT,
  type Scope,
  type ScopeId,
  type Token,
  type TokenId,
  type Value,
  type Variables,
  type Why,
} from './instance.ts';
import { scopeNames, shopAt, storeScope } from './parameters.ts';

/** Where an expression is read: on a token, or in a scope. */
export type Place = {
  token?: Token;
  scope: ScopeId;
  /** These come first; with `only`, nothing else is seen. */
  over?: Variables;
  only?: boolean;
};
export const on = (token: Token): Place => ({ token, scope: token.scope });

const LIMIT_EVALUATIONS = 200;
const has = (variables: Variables | undefined, name: string): variables is Variables =>
  variables !== undefined && Object.hasOwn(variables, name);

/** undefined = no such name; a declared variable without a value is null. */
export function read(d: Draft, place: Place, name: string): Value | undefined {
  if (has(place.over, name)) return place.over[name];
  if (place.only) return name === 'case' ? caseFacts(d) : undefined;
  if (has(place.token?.locals, name)) return place.token.locals[name];
  for (
    let scope: Scope | undefined = d.scopes.get(place.scope);
    scope;
    scope = scope.parent ? d.scopes.get(scope.parent) : undefined
  ) {
    if (has(scope.variables, name)) return scope.variables[name];
    const locals = scope.owner ? d.tokens.get(scope.owner)?.locals : undefined;
    if (has(locals, name)) return locals[name];
  }
  if (name === 'case') return caseFacts(d);
  if (name === 'shop') {
    d.readsShop = true;
    return shopOf(d);
  }
  return d.model.declared.has(name) ? null : undefined;
}

const caseFacts = (d: Draft): Value => ({
  id: d.meta.case,
  businessKey: d.meta.businessKey ?? null,
  startedAt: new Date(d.meta.startedAt).toISOString(),
  starter: d.meta.starter ?? null,
  store: d.meta.store ?? null,
});

/** `shop` as this case sees it: by the instant of what happens, the scopes that the process names (`zf:parameterScope`), and its store. */
function shopOf(d: Draft): Variables {
  const { parameters, dated } = d.env;
  return dated ? shopAt(parameters, dated, d.at, scopesOf(d)) : (parameters ?? {});
}

function scopesOf(d: Draft): string[] {
  const { scope } = d.model;
  const ofStore = storeScope(d.meta.store);
  if (!scope || d.readsScope) return ofStore;
  // The scope may not be read by itself.
  d.readsScope = true;
  try {
    return [...scopeNames(evaluate(d, { scope: ROOT }, scope).value), ...ofStore];
  } finally {
    d.readsScope = false;
  }
}

const PARAMETER = /\bshop(?:\.[\p{L}_][\p{L}\p{N}_]*)+/gu;
/** Which of the shop's parameters an expression reads, as they stand: `shop.returns.days`. */
function parametersRead(shop: Value | undefined, text: string): Variables {
  const found: Variables = {};
  for (const [path] of text.matchAll(PARAMETER)) {
    let at: Value | undefined = shop;
    for (const name of path.split('.').slice(1))
      at =
        typeof at === 'object' && at !== null && !Array.isArray(at) && Object.hasOwn(at, name) ? at[name] : undefined;
    if (at !== undefined) found[path] = preview(at);
  }
  return found;
}

const named = new WeakMap<object, string>();
/** The same of all that a table, or decisions that ask each other, weigh. */
export function parametersWeighed(d: Draft, place: Place, tables: object): Variables {
  let text = named.get(tables);
  if (text === undefined) {
    text = (JSON.stringify(tables).match(PARAMETER) ?? []).join(' ');
    named.set(tables, text);
  }
  return text ? parametersRead(read(d, place, 'shop'), text) : {};
}

export type Read = {
  value: Value;
  warnings: Message[];
  reads: Variables /** Names that were read and are empty. */;
  missing: string[];
};

/** @param reading collect what was read, for the history */
export function evaluate(d: Draft, place: Place, expression: Expr): Read {
  if (!expression.feel) return { value: expression.literal, warnings: [], reads: {}, missing: [] };
  d.evaluations += 1;
  const { feel } = expression;
  if (feel.error) throw new Fault('expression', tell('expression.of', { expression: feel.text, why: feel.error }));
  const reads: Variables = {};
  const missing: string[] = [];
  const lookup = (name: string) => {
    const value = read(d, place, name);
    if ((value === undefined || value === null) && !missing.includes(name)) missing.push(name);
    if (name === 'shop') Object.assign(reads, parametersRead(value, feel.text));
    else if (value !== undefined && name !== 'case') reads[name] = preview(value);
    return typed(value, d.model.types[name]);
  };
  const { value, warnings } = feel.run(lookup, { at: d.at, ...(d.env.zone && { offset: d.env.zone }) });
  return { value, warnings, reads, missing };
}

/** The rest of the agenda is for the next turn. */
export const overBudget = (d: Draft) => d.evaluations >= LIMIT_EVALUATIONS || spent() - d.spentBefore >= EVALUATION;

/** A condition is exactly true or false: null, any other type or a warning is a fault (core-semantics §7). */
export function condition(d: Draft, place: Place, expression: Expr): { value: boolean; reads: Variables } {
  const { value, warnings, reads, missing } = evaluate(d, place, expression);
  if (typeof value === 'boolean' && warnings.length === 0) return { value, reads };
  const text = expression.feel?.text ?? expression.literal;
  const shownText = String(text);
  throw new Fault(
    'expression',
    warnings.length
      ? tell('expression.undecided', { condition: shownText, why: warnings[0]! })
      : tell('expression.notBoolean', { condition: shownText, value: shown(value) }),
    { condition: text, value, reads, warnings, missing },
  );
}

/** Value of a mapping, script or attribute: any value, but no warning. */
export const value = (d: Draft, place: Place, expression: Expr, lenient = false): Value =>
  checked(evaluate(d, place, expression), expression, lenient);

/** @throws Fault where there was a warning, unless `lenient`. */
export function checked(result: Read, expression: Expr, lenient = false): Value {
  if (result.warnings.length && !lenient) {
    throw new Fault(
      'mapping',
      tell('expression.of', { expression: expression.feel?.text ?? '', why: result.warnings[0]! }),
      {
        expression: expression.feel?.text ?? null,
        reads: result.reads,
        warnings: result.warnings,
        missing: result.missing,
      },
    );
  }
  return result.value;
}

/** Mappings in order, later ones see earlier ones. */
export function mapInto(d: Draft, place: Place, list: CompiledMapping[], start: Variables, lenient = false): Variables {
  const mapped = { ...start };
  for (const { source, target, optional } of list)
    mapped[target] = value(d, { ...place, over: { ...place.over, ...mapped } }, source, lenient || optional);
  return mapped;
}

/** All that is visible at the token, nearest first. */
export function visible(d: Draft, token: Token): Variables {
  const chain: Variables[] = [token.locals ?? {}];
  for (let scope = d.scopes.get(token.scope); scope; scope = scope.parent ? d.scopes.get(scope.parent) : undefined) {
    chain.unshift(scope.variables);
    const locals = scope.owner ? d.tokens.get(scope.owner)?.locals : undefined;
    if (locals) chain.unshift(locals);
  }
  return Object.assign({}, ...chain) as Variables;
}

/** Writes by the one rule: the nearest scope that has or declares the name, else the root of the case; with `run`, the run at the latest.
 * What parallel runs of a sub-process write without anybody having or declaring it stays with each, and reaches the case when all are done. */
export function write(d: Draft, place: Place, values: Variables, why?: Why, run?: TokenId) {
  const names = Object.keys(values).filter((name) => name !== 'loopCounter');
  if (names.length === 0) return;
  const shown: Variables = {};
  for (const name of names) {
    const given = values[name] as Value;
    shown[name] = preview(given);
    const token = place.token && d.tokens.get(place.token.id);
    const own = token && (token.id === run || has(token.locals, name));
    writeIn(d, own ? { token } : homeOf(d, place, name, run), name, given);
  }
  d.progress += 1;
  d.row('written', {
    scope: place.scope,
    ...(why && { why }),
    ...(place.token && { token: place.token.id, element: place.token.node }),
    data: shown,
  });
  d.todo({ do: 'conditions', scope: place.scope, names });
}

/** `given`: what the run gives to the case in the end. */
type Home = { scope: Scope } | { token: Token; given?: true };
/** @param run goes no further out than this one; neither does what a run writes and its repetition gathers */
function homeOf(d: Draft, place: Place, name: string, run?: TokenId): Home {
  if (place.token && gathers(d, place.token, name)) return { token: d.tokens.must(place.token.id) };
  let scope = d.scopes.must(place.scope);
  let parallel: Token | undefined;
  for (;;) {
    if (has(scope.variables, name) || d.model.holders[scope.element]?.declared.has(name)) return { scope };
    const owner = scope.owner ? d.tokens.get(scope.owner) : undefined;
    const around = owner && d.scopes.get(owner.scope);
    if (owner && (owner.id === run || has(owner.locals, name) || gathers(d, owner, name)))
      return { token: owner, ...(has(around?.body?.answers, name) && { given: true }) };
    if (owner && around?.body && !around.body.sequential && around.element === owner.node) parallel ??= owner;
    if (!scope.parent) return parallel ? { token: parallel, given: true } : { scope };
    scope = d.scopes.must(scope.parent);
  }
}

/** A run of a repetition that collects what it calls so. */
function gathers(d: Draft, { scope, node }: Token, name: string): boolean {
  const body = d.scopes.get(scope);
  const { loop } = d.node(node);
  return (
    body?.kind === 'body' &&
    body.element === node &&
    loop?.kind === 'multi' &&
    loop.gives.some((one) => one.name === name)
  );
}

function writeIn(d: Draft, home: Home, name: string, given: Value) {
  if ('token' in home) {
    d.tokens.set({ ...home.token, locals: { ...home.token.locals, [name]: given } });
    const body = home.given && d.scopes.must(home.token.scope);
    if (body?.body) d.scopes.set({ ...body, body: { ...body.body, answers: { ...body.body.answers, [name]: given } } });
    return;
  }
  writeLocal(d, home.scope.id, { [name]: given });
}

/** The run of a multi-instance activity that the token is, or stands in; the innermost. */
export function runOf(d: Draft, token: Token): TokenId | undefined {
  for (let at: Token | undefined = token; at; ) {
    let scope: Scope | undefined = d.scopes.must(at.scope);
    if (scope.kind === 'body' && scope.element === at.node && d.node(at.node).loop?.kind === 'multi') return at.id;
    while (scope && !scope.owner) scope = scope.parent ? d.scopes.must(scope.parent) : undefined;
    at = scope?.owner ? d.tokens.get(scope.owner) : undefined;
  }
  return undefined;
}

/** Writes in exactly this scope. */
export function writeLocal(d: Draft, id: ScopeId, values: Variables) {
  const scope = d.scopes.must(id);
  const variables = d.own(scope.variables);
  if (variables !== scope.variables) d.scopes.set({ ...scope, variables });
  for (const name of Object.keys(values)) d.write(variables, name, values[name] as Value);
}

/** Long values stand in the history as their beginning and their size; values never change, so each is written out once. */
export function preview(given: Value): Value {
  if (typeof given !== 'object' || given === null)
    return typeof given === 'string' && given.length > 200 ? shortened(given) : given;
  const known = previews.get(given);
  if (known !== undefined) return known;
  const text = JSON.stringify(given);
  if (text.length <= 200) return given;
  const shown = shortened(text);
  previews.set(given, shown);
  return shown;
}
const previews = new WeakMap<object, Value>();
const shortened = (text: string): Value => ({ preview: beginning(text, 120), length: text.length });
