// What BPMN itself says about people, data and correlation → Extension, where it says it plainly: resources, assignments of
// data associations, keys of conversations. It is the lowest layer: other engines' extensions and ours go over it.
import type { ModdleElement } from 'bpmn-moddle';
import type { Extension, Mapping, Participants } from '../definition.ts';
import { bpmnType, refId } from './document.ts';
import { keep } from './fates.ts';
import { type Notes, valueText } from './text.ts';

const listOf = (element: ModdleElement, property: string): ModdleElement[] =>
  Object.hasOwn(element, property) ? (element[property] as ModdleElement[]) : [];

export function readStandard(element: ModdleElement, notes: Notes): Extension {
  if (!element.$instanceOf('bpmn:FlowNode') && !element.$instanceOf('bpmn:GlobalTask')) return {};
  const zf: Extension = {};
  const participants = /userTask$/i.test(bpmnType(element))
    ? listOf(element, 'resources').flatMap((role) => people(role, notes))
    : [];
  const given = assignments(element, 'dataInputAssociations', 'dataInputAssociation', notes);
  const output = assignments(element, 'dataOutputAssociations', 'dataOutputAssociation', notes);
  const input = /userTask$/i.test(bpmnType(element)) ? forTheTask(given, participants, zf, notes) : given;
  if (participants.length > 0) zf.participants = amongOthers(participants);
  if (input.length > 0) zf.input = input;
  if (output.length > 0) zf.output = output;
  return zf;
}

/** Inputs by which jBPM's task service learns who, when and how; they are no data of the task. */
const OF_THE_TASK = new Set([
  'TaskName',
  'NodeName',
  'Comment',
  'Description',
  'Content',
  'Locale',
  'Skippable',
  'CreatedBy',
  'SwimlaneActorId',
  'BusinessAdministratorId',
  'BusinessAdministratorGroupId',
  'TaskStakeholderId',
  'ExcludedOwnerId',
  'RecipientId',
  'NotStartedNotify',
  'NotCompletedNotify',
  'NotStartedReassign',
  'NotCompletedReassign',
]);

function forTheTask(list: Mapping[], participants: Participants[], zf: Extension, notes: Notes): Mapping[] {
  return list.filter(({ source, target }) => {
    const rule = target === 'GroupId' ? 'role' : target === 'ActorId' ? 'person' : undefined;
    if (rule)
      for (const value of source.startsWith('=') ? [source] : source.split(',').map((one) => one.trim()))
        if (value) participants.push({ rule: rule === 'person' && value.startsWith('=') ? 'expression' : rule, value });
    if (target === 'Priority') zf.priority = source;
    if (rule || target === 'Priority') notes.report({ ns: 'jbpm', name: target, text: source, state: 'mapped' });
    else if (OF_THE_TASK.has(target)) {
      if (source !== '' && /^Not|Excluded|Administrator|Stakeholder/.test(target)) keep(notes, 'jbpm', target, source);
    } else return true;
    return false;
  });
}

/** jBPM, Drools and Kogito, by the namespace of their settings. */
function isJbpm(element: ModdleElement): boolean {
  let root = element;
  while (root.$parent) root = root.$parent;
  return Object.values(root.$attrs ?? {}).some((value) => /jboss\.org\/drools/.test(String(value)));
}

/** Who has a task is said only where others are named, who could take it over. */
export function amongOthers(participants: Participants[]): Participants[] {
  const [only, ...others] = participants;
  if (!only || others.length > 0) return participants;
  const { holds: _, ...alone } = only;
  return [alone];
}

/** `user(kermit), group(management)`; a bare name is a group for owners, a person for performers and in jBPM. */
function people(role: ModdleElement, notes: Notes): Participants[] {
  const owners = bpmnType(role) === 'potentialOwner' && !isJbpm(role);
  const expression = role.resourceAssignmentExpression?.expression?.body as string | undefined;
  const resource = role.resourceRef as ModdleElement | undefined;
  if (expression === undefined || expression.trim() === '') {
    const name = resource?.name ?? refId(resource);
    return name ? [{ rule: 'role', value: String(name) }] : [];
  }
  const parts = expression
    .split(/,(?![^{(]*[})])/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  // A performer has the task, if it is one.
  const holds = bpmnType(role) === 'humanPerformer' && parts.length === 1;
  return parts.map((part) => {
    const [, kind, inner] = /^(user|group)\((.*)\)$/.exec(part) ?? [];
    const value = valueText(inner ?? part, { ns: 'bpmn', name: bpmnType(role) }, notes);
    if (kind === 'group' || (kind === undefined && owners)) return { rule: 'role', value };
    return { rule: value.startsWith('=') ? 'expression' : 'person', value, ...(holds && { holds }) };
  });
}

export const isVariable = (name: string | undefined): name is string =>
  name !== undefined && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);

/** The variable behind data: an input's name, the data object that a reference shows, else what the reference is called. */
export function variableOf(data: ModdleElement | undefined): string | undefined {
  const object = (data?.dataObjectRef as ModdleElement | undefined) ?? data;
  const name = object?.name ?? data?.name ?? refId(object);
  return isVariable(name) ? name : undefined;
}

function assignments(element: ModdleElement, property: string, name: string, notes: Notes): Mapping[] {
  if (listOf(element, property).length === 0) return [];
  const inside = new Map<string, ModdleElement>();
  const io = element.ioSpecification as ModdleElement | undefined;
  for (const one of [
    ...(io ? [...listOf(io, 'dataInputs'), ...listOf(io, 'dataOutputs')] : []),
    ...listOf(element, 'dataInputs'),
    ...listOf(element, 'dataOutputs'),
  ])
    if (one.id !== undefined) inside.set(one.id, one);
  const known = (text: string, association: ModdleElement): string | undefined => {
    const ends = [association.targetRef, ...listOf(association, 'sourceRef')] as (ModdleElement | undefined)[];
    const found = inside.get(text) ?? ends.find((one) => refId(one) === text);
    return found ? variableOf(found) : undefined;
  };
  return listOf(element, property).flatMap((association) =>
    listOf(association, 'assignment').flatMap((assignment): Mapping[] => {
      const from = String(assignment.from?.body ?? '').trim();
      const to = String(assignment.to?.body ?? '').trim();
      if (from === '' && to === '') return [];
      const bare = /^[$#]\{\s*([^{}]*?)\s*\}$/.exec(to)?.[1] ?? to.replace(/^=\s*/, '');
      const target = known(bare, association) ?? (isVariable(bare) ? bare : undefined);
      const where = { ns: 'bpmn', name: `${name}.from` };
      const source = known(from, association);
      const foreign =
        /xpath|java|mvel/i.test(String(assignment.from?.language ?? '')) || /\bgetData\w+\(|::/.test(from);
      if (target === undefined || (source === undefined && foreign)) {
        keep(notes, 'bpmn', `${name}.assignment`, `${from} → ${to}`);
        return [];
      }
      return [{ source: source === undefined ? valueText(from, where, notes) : `=${source}`, target }];
    }),
  );
}

/**
 * Context-based correlation (BPMN 2.0.2 8.4.2): by message, the expression over the case's data that a message must meet. Keys of
 * several properties have no counterpart.
 */
export function correlationKeys(process: ModdleElement, root: ModdleElement, notes: Notes): Map<string, string> {
  const keys = new Map<string, string>();
  const properties = (root.get('rootElements') as ModdleElement[]).filter(
    (one) => one.$type === 'bpmn:CorrelationProperty',
  );
  for (const subscription of listOf(process, 'correlationSubscriptions')) {
    const bindings = listOf(subscription, 'correlationPropertyBinding');
    if (bindings.length !== 1) {
      if (bindings.length > 1)
        keep(notes, 'bpmn', 'correlationSubscription', bindings.map((one) => one.dataPath?.body ?? '').join(', '));
      continue;
    }
    const path = String(bindings[0]!.dataPath?.body ?? '').trim();
    const property = properties.find((one) => one.id === refId(bindings[0]!.correlationPropertyRef));
    if (path === '' || !property) continue;
    const value = valueText(path, { ns: 'bpmn', name: 'dataPath' }, notes);
    for (const retrieval of listOf(property, 'correlationPropertyRetrievalExpression')) {
      const message = refId(retrieval.messageRef);
      if (message !== undefined) keys.set(message, value.startsWith('=') ? value : `=${value}`);
    }
  }
  return keys;
}
