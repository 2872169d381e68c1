// What is to happen on the way to a limit, who reads along, and whose clocks stand: an act that nobody carries out, or that reaches nobody, is
// believed in by whoever drew it.
import type { Called, Message } from '../../words/message.ts';
import { votingAt } from '../compile.ts';
import type { DeadlineRule, Element } from '../definition.ts';
import { actOf } from '../ladder.ts';
import { meant } from '../lint-context.ts';
import { type Finding, type Rule, type Survey, tell } from './survey.ts';
import { isExpression, isInstant, isPeriod } from './values.ts';

/** Steps that wait for something outside. */
const WAITS = new Set<Element['type']>(['receiveTask', 'intermediateCatchEvent']);
export const hasLimits = ({ type }: Element): boolean => type === 'userTask' || WAITS.has(type);
/** Where a token can stand for a while. */
const STANDS = new Set<Element['type']>([
  ...WAITS,
  'userTask',
  'callActivity',
  'serviceTask',
  'sendTask',
  'subProcess',
]);
const isTime = (text: string): boolean => isExpression(text) || isPeriod(text) || isInstant(text);
const isRung = (at: string): boolean => /^\d+(\.\d+)?%$/.test(at.trim()) || isPeriod(at.trim().replace(/^[+-]/, ''));

export const ladder: Rule = (seen) => {
  const { process, elements, called } = seen;
  const found: Finding[] = [];
  for (const one of elements) {
    for (const rule of hasLimits(one) ? (one.zf?.deadline ?? []) : []) found.push(...ofLimit(seen, rule, one));
    for (const text of one.zf?.cc ?? []) found.push(...strangers(seen, one.id, called(one), text));
    if ((one.zf?.cc || one.zf?.ccAt) && one.type !== 'userTask')
      found.push({ element: one.id, message: tell('ladder.cc', { step: called(one) }) });
    for (const id of one.zf?.pauses?.split(/[\s,]+/).filter(Boolean) ?? []) {
      const limits = id === 'case' ? process.zf.deadline : process.elements[id]?.zf?.deadline;
      if (!limits?.length)
        found.push({ element: one.id, message: tell('ladder.pauses', { step: called(one), value: id }) });
    }
    if (one.zf?.pauses && !STANDS.has(one.type))
      found.push({ element: one.id, message: tell('ladder.passes', { step: called(one) }) });
  }
  for (const rule of process.zf.deadline ?? []) found.push(...ofLimit(seen, rule));
  return found;
};

/** @param one the step; none: the limit is that of the case */
function ofLimit(seen: Survey, rule: DeadlineRule, one?: Element): Finding[] {
  const { process, called } = seen;
  const step = one ? called(one) : tell('this-process');
  const at = { element: one?.id ?? process.processId };
  const found: Finding[] = [];
  if (one?.type !== 'userTask' && !isTime(rule.target))
    found.push({ ...at, message: tell('user-task-deadline', { step, target: rule.target }) });
  if (rule.cap !== undefined && !isTime(rule.cap))
    found.push({ ...at, message: tell('ladder.cap', { step, value: rule.cap }) });
  if (one?.type !== 'userTask' && rule.kind === 'response')
    found.push({ ...at, message: tell('ladder.response', { step }) });
  for (const { at: when, act: name, to } of rule.steps) {
    if (!isRung(when)) found.push({ ...at, message: tell('ladder.at', { step, value: when }) });
    const act = actOf(name);
    if (!act) {
      found.push({ ...at, message: tell('ladder.act', { step, value: name }) });
      continue;
    }
    found.push(...strangers(seen, at.element, step, to));
    if ('votes' in act && !(one && votingAt(one)?.decides))
      found.push({ ...at, message: tell('ladder.vote', { step }) });
    if ('raises' in act && !isHeard(seen, act.raises))
      found.push({ ...at, message: tell('ladder.unheard', { step, code: act.raises }), mild: 'warning' });
    if (!('act' in act)) continue;
    const needs =
      act.act === 'cc' || act.act === 'reassign' || (act.act === 'remind' && WAITS.has(one?.type ?? 'task'));
    if (needs && !to?.trim()) found.push({ ...at, message: tell('ladder.nobody', { step, at: when }) });
    const isPlace = act.act === 'reassign' && one && votingAt(one) !== undefined && one.zf?.mode !== undefined;
    if (act.act === 'reassign' && (one?.type !== 'userTask' || (isPlace && /^(role|department):/.test(to ?? ''))))
      found.push({ ...at, message: tell('ladder.reassign', { step }) });
  }
  return found;
}

const isHeard = ({ process, elements }: Survey, code: string): boolean =>
  elements.some(
    (one) =>
      (one.type === 'boundaryEvent' || one.type === 'startEvent') &&
      one.eventDefinitions.some(
        (event) =>
          event.type === 'escalationEventDefinition' &&
          (event.escalationRef === undefined || process.escalations[event.escalationRef]?.escalationCode === code),
      ),
  );

/** Roles, departments and people that the shop does not have. */
function strangers({ context }: Survey, element: string, where: Called | Message, text: string | undefined): Finding[] {
  if (!text || isExpression(text.trim())) return [];
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word !== 'starter')
    .flatMap((word): Finding[] => {
      const [, kind = 'person', value = ''] = /^(?:(role|department|person):)?(.+)$/.exec(word) ?? [];
      const entries = { role: context.roles, department: context.departments, person: context.people }[kind as 'role'];
      if (!entries || meant(entries, value)) return [];
      return [{ element, message: tell(`participant-exists.${kind as 'role'}`, { where, value }) }];
    });
}
