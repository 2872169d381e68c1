// What to do about a name that nothing fills: ask those who come before. A verdict is asked anew before each place that reads it,
// other data once, where somebody begins the case.
import { readsOf } from '../../feel/calls.ts';
import { columnsAsked } from '../decision-columns.ts';
import type { Definition, Element } from '../definition.ts';
import { type Expression, expressionsOf } from './expressions.ts';
import { type Fix, type Survey, tell } from './survey.ts';

type Option = { value: string; label: string };
type Kind = 'choice' | 'yesNo' | 'number' | 'dateTime' | 'text';

/** Lists, times and things with parts are nothing that a form can ask in one field: those come with the start. */
const UNASKED = new Set(['collection', 'timeDate', 'timeDuration', 'timeCycle', 'target', 'anchor', 'correlationKey']);

export function askFor(seen: Survey, at: string, field: string, name: string): Fix | undefined {
  const flow = seen.process.flows[at];
  const source = flow?.source ?? at;
  const element = seen.process.elements[source];
  const answers = !flow && element?.type === 'userTask' && field === 'source' ? [element] : undefined;
  const { readers, starts, columns } = lookupsOf(seen);
  const texts = readers.get(name) ?? [];
  if (
    texts.some(
      (one) =>
        (UNASKED.has(one.field) && !isInstant(one, name)) || new RegExp(`${BARE(name)}\\s*[.[]`, 'u').test(one.text),
    )
  )
    return undefined;
  const options = flow ? optionsOf(seen, source, name) : [];
  const kind = kindOf(columns.get(name), options, texts, name);
  const isVerdict = kind === 'choice' || kind === 'yesNo';
  const before = answers ?? askedBefore(seen, source);
  const askers = before.length > 0 && !isVerdict && !answers && starts.length > 0 ? starts : before;
  return askers.length > 0 ? askFix(askers, { name, kind, options }) : undefined;
}

type Lookups = { readers: Map<string, Expression[]>; starts: Element[]; columns: Map<string, string | undefined> };
/** Who reads each name, where people begin, what decisions read: many problems of one process ask. */
function lookupsOf(seen: Survey): Lookups {
  const { process, elements } = seen;
  const before = lookups.get(process);
  if (before) return before;
  const readers = new Map<string, Expression[]>();
  for (const one of expressionsOf(process))
    for (const name of readsOf(one.text)?.variables ?? []) {
      const list = readers.get(name);
      if (list) list.push(one);
      else readers.set(name, [one]);
    }
  const inputs = elements.flatMap((one) => columnsAsked(process, seen.context, one)?.inputs ?? []);
  const found = {
    readers,
    starts: elements.filter((one) => isPlainStart(seen, one)),
    columns: new Map(inputs.map(({ expression, type }) => [expression.trim(), type])),
  };
  lookups.set(process, found);
  return found;
}
const lookups = new WeakMap<Definition, Lookups>();

/** Lets those who come before ask. */
export function askFix(askers: Element[], question: { name: string; options: Option[]; [more: string]: unknown }): Fix {
  const steps = askers.map(({ type, name }) => ({ kind: type, ...(name?.trim() && { name: name.trim() }) }));
  return {
    label: tell('fix.ask', { steps }),
    edit: { edit: 'askFor', steps: askers.map(({ id }) => id), ...question },
  };
}

/** On each way that leads here the person's step that comes last, or the start where somebody begins a case. */
export function askedBefore(survey: Survey, to: string): Element[] {
  const { process, incoming } = survey;
  const seen = new Set<string>();
  const found = new Set<Element>();
  const queue = [to];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const one = process.elements[id];
    if (!one || seen.has(id)) continue;
    seen.add(id);
    if ((one.type === 'userTask' && id !== to) || isPlainStart(survey, one)) found.add(one);
    else queue.push(...incoming(id).map(({ source }) => source));
  }
  return [...found];
}

const isPlainStart = ({ process }: Survey, one: Element): boolean =>
  one.type === 'startEvent' && one.scope === process.processId && one.eventDefinitions.length === 0;

/** A date that is waited for and is nothing but what somebody says. */
const isInstant = ({ field, text }: Expression, name: string): boolean => field === 'timeDate' && text.trim() === name;

const BARE = (name: string): string => `(?<![\\p{L}\\p{N}_.])${name}`;

function kindOf(type: string | undefined, options: Option[], texts: Expression[], name: string): Kind {
  if (options.length > 0) return 'choice';
  if (texts.some((one) => isInstant(one, name))) return 'dateTime';
  if (type === 'number' || type === 'boolean') return type === 'number' ? 'number' : 'yesNo';
  const said = (pattern: string): boolean => texts.some(({ text }) => new RegExp(pattern, 'u').test(text));
  const bare = BARE(name);
  if (said(`string\\(${name}\\)\\s*!?=\\s*"(?:true|false)"|${bare}\\s*!?=\\s*(?:true|false)|not\\(\\s*${name}\\s*\\)`))
    return 'yesNo';
  if (said(`${bare}\\s*(?:[<>]=?|!?=|[-*/])\\s*-?\\d|\\d\\s*(?:[<>]=?|=|[-+*/])\\s*${name}`)) return 'number';
  const isTruth = texts.some(
    ({ field, text }) =>
      field === 'condition' &&
      new RegExp(`^=?\\s*${name}\\s*$|${bare}\\s+(?:and|or)\\b|\\b(?:and|or)\\s+${name}\\s*(?:$|and|or|\\))`, 'u').test(
        text,
      ),
  );
  return isTruth ? 'yesNo' : 'text';
}

/** Ways out of a gateway that compare the name with texts say themselves what there is to choose from. */
function optionsOf({ outgoing }: Survey, gateway: string, name: string): Option[] {
  const options: Option[] = [];
  for (const way of outgoing(gateway)) {
    const text = way.condition?.slice(1) ?? '';
    const label = way.name?.trim();
    const pairs = [
      ...[...text.matchAll(/([\p{L}_][\p{L}\p{N}_]*)\s*!?=\s*"([^"]*)"/gu)].map(([, left, value]) => [left, value]),
      ...[...text.matchAll(/"([^"]*)"\s*!?=\s*([\p{L}_][\p{L}\p{N}_]*)/gu)].map(([, value, left]) => [left, value]),
    ];
    for (const [left, value] of pairs)
      if (left === name && value && !options.some((one) => one.value === value))
        options.push({ value, label: label && !text.includes(' and ') ? label : value });
  }
  const others = outgoing(gateway).filter((way) => !way.condition && way.name?.trim());
  for (const way of others) {
    const value = way.name!.trim();
    if (options.length > 0 && !options.some((one) => one.value === value || one.label === value))
      options.push({ value, label: value });
  }
  return options;
}
