// Whom a step may be for, as people choose it: by role or name, from the starter upwards, by the form, by who did another step; and the
// whole of it as one sentence.
import { isSeveral } from '../bpmn/compile.ts';
import type { Definition, Element, ElementOf, Participants } from '../bpmn/definition.ts';
import { STICKY } from '../bpmn/spread.ts';
import { listed } from '../words/say.ts';
import type { Say, Shop } from './context.ts';
import { participantWords } from './words.ts';

type Option = { value: string; label: string };
type Group = { label: string; options: Option[] };
export const keyOf = ({ rule, value }: Participants): string => `${rule}:${value}`;
export function ruleOf(key: string): Participants {
  const at = key.indexOf(':');
  return { rule: key.slice(0, at) as Participants['rule'], value: key.slice(at + 1) };
}

const LEVELS = ['starter+1', 'starter+2', 'starter+3'];
const CHAINS = ['2', '3', 'top'];

export function groupsFor(element: ElementOf<'userTask'>, process: Definition, shop: Shop, t: Say): Group[] {
  const option = (one: Participants): Option => ({ value: keyOf(one), label: participantWords(one, process, shop, t) });
  const departments = shop.facts?.departments ?? [];
  const fields = Object.values(shop.forms).flatMap((form) => form.fields);
  const ofType = (type: string) => [...new Set(fields.flatMap((field) => (field.type === type ? [field.id] : [])))];
  const steps = Object.values(process.elements).filter(
    (one: Element) => one.type === 'userTask' && one.id !== element.id,
  );
  return [
    { label: t('who.roles'), options: shop.roles.map(({ id }) => option({ rule: 'role', value: id })) },
    {
      label: t('who.heads'),
      options: [
        ...LEVELS.map((value) => option({ rule: 'head', value })),
        ...CHAINS.map((value) => option({ rule: 'headsUntil', value })),
        ...shop.roles.map(({ id }) => option({ rule: 'headsUntil', value: `role:${id}` })),
        ...ofType('department').map((value) => option({ rule: 'head', value })),
        ...departments.map(({ id }) => option({ rule: 'head', value: `department:${id}` })),
      ],
    },
    {
      label: t('who.others'),
      options: [
        option({ rule: 'starter', value: '' }),
        ...ofType('person').map((value) => option({ rule: 'field', value })),
        ...steps.map(({ id }) => option({ rule: 'handlerOf', value: id })),
      ],
    },
    { label: t('who.departments'), options: departments.map(({ id }) => option({ rule: 'department', value: id })) },
    { label: t('who.people'), options: shop.people.map(({ id }) => option({ rule: 'person', value: id })) },
  ].filter(({ options }) => options.length > 0);
}

/** Who gets it, in one sentence. undefined: nobody is chosen. */
export function sentenceFor(
  element: ElementOf<'userTask'>,
  process: Definition,
  shop: Shop,
  t: Say,
): string | undefined {
  const { participants = [], skills = [], certificates = [], onShift, spread, mode = 'pool' } = element.zf ?? {};
  if (participants.length === 0) return undefined;
  const who = listed(
    participants.map((one) => participantWords(one, process, shop, t)),
    shop.language,
  );
  const able = skills.length > 0 ? t('who.say.able', { who, skills: listed(skills, shop.language) }) : who;
  const titles = certificates.map((key) => {
    const name = shop.facts?.pages.find((one) => one.key === key)?.name;
    return name?.[shop.language] ?? name?.zh ?? key;
  });
  const certified =
    titles.length > 0 ? t('who.say.certified', { who: able, courses: listed(titles, shop.language) }) : able;
  const there = onShift ? t('who.say.onShift', { who: certified }) : certified;
  if (isSeveral(element)) return t(`who.say.${mode === 'order' ? 'order' : 'each'}`, { who: there });
  if (spread === undefined) {
    const holder = participants.find(({ holds }) => holds);
    if (holder) return t('who.say.holds', { who: participantWords(holder, process, shop, t) });
    const [only, ...more] = participants;
    const isOne = more.length === 0 && only && ONE.has(only.rule);
    return t(isOne ? 'who.say.one' : 'who.say.pool', { who: there });
  }
  if (spread.startsWith(STICKY))
    return t('who.say.sticky', { who: there, key: dataName(spread.slice(STICKY.length), process, shop) });
  return t(spread === 'roundRobin' ? 'who.say.roundRobin' : 'who.say.leastOpen', { who: there });
}
const ONE = new Set<Participants['rule']>(['person', 'starter', 'handlerOf', 'head']);

/** As people call data of the process, or a field that is filled in. */
function dataName(name: string, process: Definition, shop: Shop): string {
  const declared = process.zf.variable?.find((one) => one.name === name);
  const field = Object.values(shop.forms)
    .flatMap((form) => form.fields)
    .find(({ id }) => id === name);
  return declared?.label ?? field?.label?.[shop.language] ?? field?.label?.zh ?? name;
}

/** Data by which the same one may get it again. */
export function keysIn(process: Definition, shop: Shop): Option[] {
  const names = new Set([
    ...(process.zf.variable ?? []).map(({ name }) => name),
    ...Object.values(shop.forms).flatMap((form) => form.fields.flatMap(({ id, type }) => (KEYS.has(type) ? [id] : []))),
  ]);
  return [...names].map((name) => ({ value: name, label: dataName(name, process, shop) }));
}
const KEYS = new Set<string>(['text', 'phone', 'email', 'record', 'select', 'scan', 'integer', 'person']);
