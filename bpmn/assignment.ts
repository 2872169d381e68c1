// Whom a user task is for (core-semantics §3.1): references to people, roles and departments, which the directory resolves where the
// task is recorded.
import type { Message } from '../words/message.ts';
import { expr, type Node } from './compile.ts';
import type { Participants } from './definition.ts';
import { calledNode, type Draft, Fault, tell } from './draft.ts';
import { type HeadsAsked, parseHead, parseUntil } from './heads.ts';
import { type Asked, type Occurrence, ROOT, type Token, type Value } from './instance.ts';
import { type FactsAsked, type Spread, STICKY } from './spread.ts';
import { on, type Place, value } from './variables.ts';

/** `person`: who has it from its beginning. `offers`: everyone who may take it, `role:…`, `department:…`, `person:…`. */
export type Assignment = { person?: string; offers: string[]; excluded: string[] };

/** @param slot whose turn it is, of several. @throws Fault where the step says whom it is for, and that is nobody. */
export function assignmentOf(d: Draft, token: Token, node: Node, slot?: string): Assignment {
  const excluded = excludedFrom(d, token, node);
  const given = token.assigned ?? (slot || undefined);
  if (given !== undefined) return { person: given, offers: [`person:${given}`], excluded };
  const { responsible } = node;
  if (responsible.length === 0) return { offers: [], excluded };
  const isOut = (ref: string): boolean => excluded.some((person) => ref === `person:${person}`);
  const found = [...(token.found ?? [])];
  const asked = responsible.map((rule) => {
    const refs = isForDirectory(rule, node)
      ? (found.shift() ?? []).map((one) => `person:${one}`)
      : refsOf(d, token, rule);
    return { rule, refs: refs.filter((ref) => !isOut(ref)) };
  });
  const offers = [...new Set(asked.flatMap(({ refs }) => refs))];
  if (offers.length === 0) {
    const why = { step: calledNode(node), asked: responsible.map(said) };
    const courses = node.element.zf?.certificates ?? [];
    throw new Fault(
      'assignment',
      courses.length ? tell('assignment.uncertified', { ...why, courses }) : tell('assignment.nobody', why),
      { asked: responsible.map(said) },
    );
  }
  const chosen = token.found?.flat()[0];
  // One has it, and the others to whom the step is offered could take it over.
  if (node.element.zf?.spread !== undefined && chosen !== undefined) {
    const able = token.found?.flat().map((one) => `person:${one}`) ?? [];
    const all = needsAble(node)
      ? able
      : responsible.flatMap((rule) => (isHead(rule) ? [] : refsOf(d, token, rule))).filter((ref) => !isOut(ref));
    return { person: chosen, offers: [...new Set([...all, `person:${chosen}`])], excluded };
  }
  // One person has it; several are a pool, unless one of them holds it.
  const holders = asked.find(({ rule }) => rule.holds)?.refs ?? offers;
  const [only] = holders.length === 1 ? holders : [];
  return { ...(only?.startsWith('person:') && { person: only.slice('person:'.length) }), offers, excluded };
}

/** Whom each rule of a step for several people names; who they are is for the directory to say. */
export function askedFor(d: Draft, token: Token, node: Node): Asked[] {
  if (token.assigned !== undefined) return [{ refs: [`person:${token.assigned}`] }];
  const asked = node.responsible.map(
    (rule): Asked => ({
      ...asking(d, token, node, rule),
      ...(rule.weight !== undefined && { weight: rule.weight }),
      ...(rule.veto && { veto: rule.veto === 'pass' ? ('pass' as const) : ('refuse' as const) }),
    }),
  );
  return [...asked, ...beside(d, token, node)];
}

function asking(d: Draft, token: Token, node: Node, rule: Participants): Asked {
  const facts = factsFor(d, token, node);
  return {
    ...(isHead(rule) ? { refs: [], heads: headsOf(d, token, node, rule) } : { refs: refsOf(d, token, rule) }),
    ...(facts && { facts }),
  };
}

/** Who does it where the rules name nobody, and who decides in the place of the starter. */
function beside(d: Draft, token: Token, node: Node): Asked[] {
  const { empty = 'block' } = node.element.zf ?? {};
  const facts = factsFor(d, token, node);
  const known = { refs: [], ...(facts && { facts }) };
  const heads: HeadsAsked = { of: { person: d.meta.starter ?? '' }, from: 1, to: 1 };
  const spare: Asked[] = REF.test(empty)
    ? [{ ...known, refs: [empty], spare: true }]
    : empty === 'owner'
      ? [{ ...known, owner: d.meta.definition.key, spare: true }]
      : empty === 'head'
        ? [{ ...known, heads, spare: true }]
        : [];
  return [...spare, ...(node.voting?.headInstead ? [{ refs: [], heads, instead: true as const }] : [])];
}

/** By which rule one of them gets it. undefined: it is offered to all. */
export function spreadOf(d: Draft, token: Token, { element: { zf }, loop }: Node): Spread | undefined {
  const text = zf?.spread;
  if (text === undefined || loop?.kind === 'people') return undefined;
  if (!text.startsWith(STICKY)) return { by: text === 'roundRobin' ? 'roundRobin' : 'leastOpen' };
  const of = text.slice(STICKY.length);
  const key = value(d, on(token), expr(of.startsWith('=') ? of : `=${of}`), true);
  return { by: 'sticky', ...((typeof key === 'string' || typeof key === 'number') && { key: String(key) }) };
}

export function factsFor(d: Draft, token: Token, node: Node): FactsAsked | undefined {
  const { zf } = node.element;
  const spread = spreadOf(d, token, node);
  if (!spread && !zf?.skills?.length && !zf?.certificates?.length && !zf?.onShift) return undefined;
  const step = `${d.meta.definition.key}/${node.id}`;
  return { step, ...(spread?.key !== undefined && { key: spread.key }) };
}

const isHead = ({ rule }: Participants): boolean => rule === 'head' || rule === 'headsUntil';
/** Also a person, where it matters whether it is one who has agreed before or began it: the model may name him as it likes. */
const isForDirectory = (one: Participants, node: Node): boolean =>
  isHead(one) || asksForAll(node) || isAskedOnce(one, node);
const isAskedOnce = (one: Participants, { voting }: Node): boolean =>
  one.rule === 'person' && voting !== undefined && (voting.dedupe !== 'no' || voting.starterAgrees);

/** Not everybody whom the rules name may do it. */
export const needsAble = ({ element: { zf = {} } }: Node): boolean =>
  (zf.skills?.length ?? 0) > 0 || (zf.certificates?.length ?? 0) > 0;

/** Who each of them is decides whose it is: one is chosen, or somebody else does it. */
const asksForAll = (node: Node): boolean => asksForOne(node) || needsAble(node);
const asksForOne = ({ element: { zf = {} }, voting }: Node): boolean =>
  zf.spread !== undefined ||
  zf.onShift === true ||
  voting?.headInstead === true ||
  (zf.empty !== undefined && zf.empty !== 'block' && zf.empty !== 'pass');

/** What a step that one person does, or several may take, has to ask the directory before anybody is offered it. */
export function headsAsked(d: Draft, token: Token, node: Node): Asked[] {
  const asked = node.responsible
    .filter((rule) => isForDirectory(rule, node))
    .map((rule) => asking(d, token, node, rule));
  return asked.length > 0 ? [...asked, ...beside(d, token, node)] : asked;
}

/** @throws Fault where it is nobody's head that is meant */
function headsOf(d: Draft, token: Token, node: Node, { rule, value: text }: Participants): HeadsAsked {
  const starter = { person: d.meta.starter ?? '' };
  if (rule === 'headsUntil') {
    const to = parseUntil(text);
    if (to !== undefined) return { of: starter, from: 1, to };
  } else {
    const head = parseHead(text);
    if (head && 'starter' in head) return { of: starter, from: head.starter, to: head.starter };
    const department = head ? head.department : value(d, on(token), expr(text.startsWith('=') ? text : `=${text}`));
    if (typeof department === 'string' && department !== '') return { of: { department }, from: 1, to: 1 };
  }
  throw new Fault('assignment', tell('assignment.nobody', { step: calledNode(node), asked: [`${rule} ${text}`] }));
}

/** Said of several: the directory knows none of these who may do it. */
export const nobodyFor = (node: Node): Fault => {
  const asked = node.responsible.map(said);
  const courses = node.element.zf?.certificates ?? [];
  const why = courses.length
    ? tell('assignment.uncertified', { step: calledNode(node), asked, courses })
    : unknownTo(node, asked);
  return new Fault('assignment', why, { asked });
};

/** Four eyes: the starter, whoever did another step of this case, whom a variable names. */
export const excludedFrom = (d: Draft, token: Token, node: Node): string[] => excludedAt(d, on(token), node);

function excludedAt(d: Draft, place: Place, { responsible }: Node, lenient = false): string[] {
  const words = new Set(responsible.flatMap(({ exclude = [] }) => exclude));
  return [
    ...new Set(
      [...words].flatMap((word) => {
        if (word === 'starter') return d.meta.starter ?? [];
        if (d.model.remembered.has(word)) return d.meta.doers?.[word] ?? [];
        return named(value(d, place, expr(`=${word}`), lenient), 'person').map((ref) => ref.replace(/^person:/, ''));
      }),
    ),
  ];
}

/** Of an open task: who was excluded as it was opened, and who has done the other step since, for both may be open at once. */
export const mayNotDo = (d: Draft, { responsible }: Node, person: string, excluded: string[] = []): boolean =>
  excluded.includes(person) ||
  responsible.some(({ exclude = [] }) => exclude.some((step) => d.meta.doers?.[step]?.includes(person)));

/** Whom a step of this case shuts out, as it was opened or as the case stands. */
const isShutOut = (d: Draft, node: Node, person: string): boolean =>
  node.responsible.some(({ exclude = [] }) => exclude.length > 0) &&
  ([...d.waits.values()].some(
    (wait) => wait.kind === 'userTask' && wait.element === node.id && wait.excluded?.includes(person),
  ) ||
    excludedAt(d, { scope: ROOT }, node, true).includes(person));

/**
 * What would lead round a step that is another's to decide: whoever it shuts out neither moves the case nor corrects its data, and of
 * what is stuck there only tries again.
 */
export function leadsRound(d: Draft, occurrence: Occurrence): boolean {
  const { type, by } = occurrence;
  if (by === undefined) return false;
  const shutOut = (nodes: Node[]): boolean => nodes.some((node) => isShutOut(d, node, by));
  if (type === 'moved' || type === 'variablesSet') return shutOut(Object.values(d.model.nodes));
  if (type !== 'incidentResolved') return false;
  if (occurrence.variables) return shutOut(Object.values(d.model.nodes));
  const element = d.incidents.get(occurrence.incident)?.element;
  const node = element === undefined ? undefined : d.model.nodes[element];
  return occurrence.action !== 'retry' && node !== undefined && shutOut([node]);
}

/** Said of nobody: the directory knows none of these. */
export const unknownTo = (node: Node, asked: string[]): Message =>
  tell('assignment.gone', { step: calledNode(node), asked });

const said = ({ rule, value: text }: Participants): string => (text ? `${rule} ${text}` : rule);

function refsOf(d: Draft, token: Token, { rule, value: text }: Participants): string[] {
  switch (rule) {
    case 'starter':
      return d.meta.starter === undefined ? [] : [`person:${d.meta.starter}`];
    case 'handlerOf':
      return d.meta.doers?.[text]?.slice(-1).map((person) => `person:${person}`) ?? [];
    case 'field':
    case 'variable':
    case 'expression':
      return named(value(d, on(token), expr(text.startsWith('=') ? text : `=${text}`)), 'person');
    case 'role':
    case 'department':
    case 'person':
      return named(value(d, on(token), expr(text)), rule);
    // For the directory to say.
    case 'head':
    case 'headsUntil':
      return [];
    default:
      return rule satisfies never;
  }
}

/** People who are told something: references, `starter`, names, or FEEL that gives them; one after the other. */
export function refsFrom(d: Draft, text: string | undefined, place: Place = { scope: ROOT }): string[] {
  const whole = text?.trim() ?? '';
  const words = whole.startsWith('=') ? [whole] : whole.split(/[\s,]+/).filter(Boolean);
  const found = words.flatMap((word) => {
    if (word === 'starter') return d.meta.starter === undefined ? [] : [`person:${d.meta.starter}`];
    return named(value(d, place, expr(word), true), 'person');
  });
  return [...new Set(found)];
}

const REF = /^(?:person|role|department):./;
/** No directory has a longer name. */
const LONGEST = 200;
/** One name or a list of them; a reference says itself what it is. */
function named(found: Value, kind: 'person' | 'role' | 'department'): string[] {
  const list = Array.isArray(found) ? found : [found];
  return list.flatMap((one) => {
    const name = typeof one === 'string' || typeof one === 'number' ? String(one).trim() : '';
    return name === '' || name.length > LONGEST ? [] : [REF.test(name) ? name : `${kind}:${name}`];
  });
}
