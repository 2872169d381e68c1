// Camunda 7, Operaton, Flowable and Activiti share their extension words; this maps them to ours.
import type { ModdleElement } from 'bpmn-moddle';
import type { Extension, Mapping, Participants } from '../definition.ts';
import { isJuel } from '../juel.ts';
import { bodyOf, childrenOf, localName, plainAttributes } from './document.ts';
import { type Notes, valueText, variableText } from './text.ts';

export type ForeignContext = {
  type: string;
  notes: Notes;
  /** Variables that hold the starter (`camunda:initiator`). */
  initiators: Set<string>;
  attributes: { ns: string; name: string; value: string }[];
  elements: { ns: string; element: ModdleElement }[];
};

/** Attributes that change nothing here: they steer the other engine's machinery. */
const IGNORED = new Set([
  'asyncBefore',
  'asyncAfter',
  'async',
  'asyncLeave',
  'exclusive',
  'historyTimeToLive',
  'isStartableInTasklist',
  'versionTag',
  'diagramRelationId',
  'initiator',
  'modelerTemplate',
  'modelerTemplateVersion',
  'jobPriority',
  'taskPriority',
  'variableName',
  'variableEvents',
  'parallelInSameTransaction',
  'sameDeployment',
  'formFieldValidation',
]);
const CODE: Record<string, string> = {
  class: 'a Java class',
  delegateExpression: 'a Java delegate',
  expression: 'a Java expression',
};

export function keep(context: ForeignContext, ns: string, name: string, text: string, why?: string): void {
  context.notes.imported.push({ ns, name, text, state: 'kept', ...(why && { why }) });
}

export function splitList(text: string | undefined, rule: 'person' | 'role'): Participants[] {
  if (!text) return [];
  const parts = text.startsWith('=') ? [text] : text.split(/,(?![^{]*\})/).map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('=') && rule === 'person' ? { rule: 'expression', value: part } : { rule, value: part },
    );
}

export function readCamunda(context: ForeignContext): Extension {
  if (context.attributes.length === 0 && context.elements.length === 0) return {};
  const zf: Extension = {};
  const participants: Participants[] = [];
  const { notes } = context;
  const kind = context.attributes.find(({ name }) => name === 'type')?.value;

  for (const { ns, name, value } of context.attributes) {
    const text = (): string => valueText(value, { ns, name }, notes);
    switch (name) {
      case 'assignee':
        participants.push(person(text(), context.initiators));
        break;
      case 'candidateUsers':
        participants.push(...listed(value, 'person', { ns, name }, notes));
        break;
      case 'candidateGroups':
        participants.push(...listed(value, 'role', { ns, name }, notes));
        break;
      case 'candidateStarterUsers':
      case 'candidateStarterGroups':
        zf.starters = [...(zf.starters ?? []), ...splitList(value, 'role').map((one) => one.value)];
        break;
      case 'dueDate':
        zf.deadline = [{ kind: 'resolution', target: text(), steps: [] }];
        break;
      case 'priority':
        zf.priority = text();
        break;
      case 'formKey':
      case 'formRef':
        zf.formKey = value;
        break;
      case 'type':
        if (value === 'http' || value === 'mail') zf.connector = value;
        else if (value !== 'external' && value !== 'external-worker' && value !== 'dmn') keep(context, ns, name, value);
        break;
      case 'topic':
        if (kind === 'external' || kind === 'external-worker') zf.topic = text();
        else keep(context, ns, name, value);
        break;
      case 'class':
      case 'delegateExpression':
      case 'expression':
        keep(context, ns, name, value, CODE[name]);
        break;
      case 'resultVariable':
      case 'resultVariableName':
        zf.resultVariable = value;
        break;
      case 'decisionRef':
        zf.decision = text();
        break;
      case 'decisionRefBinding':
      case 'calledElementBinding':
        zf.binding = value === 'deployment' || value === 'latest' ? value : 'version';
        break;
      case 'decisionRefVersion':
      case 'decisionRefVersionTag':
      case 'calledElementVersion':
      case 'calledElementVersionTag':
        zf.version = text();
        break;
      case 'mapDecisionResult':
        if (value === 'singleEntry' || value === 'singleResult' || value === 'collectEntries' || value === 'resultList')
          zf.resultMapping = value;
        break;
      case 'businessKey':
        zf.businessKey = text();
        break;
      case 'inheritBusinessKey':
        if (value === 'true') zf.businessKey = '=case.businessKey';
        break;
      case 'inheritVariables':
        if (value === 'true') zf.propagateIn = true;
        break;
      case 'collection':
        zf.collection = variableText(value, { ns, name }, notes);
        break;
      case 'elementVariable':
        zf.item = value;
        break;
      case 'errorCodeVariable':
      case 'errorMessageVariable':
      case 'escalationCodeVariable':
        break;
      default:
        if (!IGNORED.has(name)) keep(context, ns, name, value);
    }
  }
  for (const { ns, element } of context.elements) readElement(ns, element, zf, context);
  if (participants.length > 0) zf.participants = participants;
  if (/[tT]ask$|ubProcess$|^transaction$/.test(context.type)) zf.propagate = 'all';
  return zf;
}

/** A list may mix names and expressions; an expression with a comma inside stays whole. */
function listed(value: string, rule: 'person' | 'role', where: { ns: string; name: string }, notes: Notes) {
  return value.split(/,(?![^{]*\})/).flatMap((part) => splitList(valueText(part, where, notes), rule));
}

function person(text: string, initiators: Set<string>): Participants {
  if (!text.startsWith('=')) return { rule: 'person', value: text };
  const name = text.slice(1).trim();
  if (initiators.has(name)) return { rule: 'starter', value: '' };
  return { rule: 'expression', value: text };
}

function readElement(ns: string, element: ModdleElement, zf: Extension, context: ForeignContext): void {
  const { notes } = context;
  const name = localName(element);
  const attribute = (key: string): string | undefined =>
    element[key] === undefined ? undefined : String(element[key]);
  const text = (value: string, key: string): string => valueText(value, { ns, name: `${name}.${key}` }, notes);
  const add = (list: 'input' | 'output', mapping: Mapping): void => {
    zf[list] = [...(zf[list] ?? []), mapping];
  };
  switch (name) {
    case 'in':
    case 'out': {
      const list = name === 'in' ? 'input' : 'output';
      if (attribute('businessKey') !== undefined) zf.businessKey = text(attribute('businessKey')!, 'businessKey');
      if (attribute('variables') === 'all') {
        if (name === 'in') zf.propagateIn = true;
        else zf.propagateOut = true;
      }
      const target = attribute('target');
      if (target === undefined) return;
      const source = attribute('source');
      const expression = attribute('sourceExpression');
      if (source !== undefined) add(list, { source: isJuel(source) ? text(source, 'source') : `=${source}`, target });
      else if (expression !== undefined) add(list, { source: text(expression, 'sourceExpression'), target });
      return;
    }
    case 'inputOutput':
      for (const child of element.$children ?? []) {
        const list = localName(child) === 'inputParameter' ? 'input' : 'output';
        const source = parameter(child, ns, notes);
        if (source === undefined) keep(context, ns, `${localName(child)} ${child.name ?? ''}`, bodyOf(child));
        else add(list, { source, target: String(child.name ?? '') });
      }
      return;
    case 'failedJobRetryTimeCycle': {
      const cycle = /^R(\d+)\/(.+)$/.exec(bodyOf(element).trim());
      if (cycle) {
        zf.retries = Number(cycle[1]);
        zf.backoff = cycle[2];
      } else keep(context, ns, name, bodyOf(element));
      return;
    }
    case 'field': {
      const key = attribute('name') ?? '';
      const value =
        attribute('stringValue') ??
        attribute('expression') ??
        (element.$children ?? []).map(bodyOf).find((body) => body !== '') ??
        '';
      if (key === 'decisionTableReferenceKey' || key === 'decisionServiceReferenceKey') zf.decision = text(value, key);
      else if (key === 'decisionTaskThrowErrorOnNoHits' || key === 'fallbackToDefaultTenant') return;
      else zf.header = [...(zf.header ?? []), { name: key, value: text(value, key) }];
      return;
    }
    case 'variableAggregation': {
      const variable = childrenOf(element, 'variable')[0];
      if (attribute('target') !== undefined) zf.collectInto = attribute('target');
      if (variable?.source !== undefined) zf.collect = `=${variable.source}`;
      return;
    }
    default:
      keep(context, ns, name, bodyOf(element) || summary(element));
  }
}

/** A parameter's value: text, or a list or map of texts. Scripts are kept, not run. */
function parameter(element: ModdleElement, ns: string, notes: Notes): string | undefined {
  const child = element.$children?.[0];
  if (!child) return valueText(bodyOf(element), { ns, name: `parameter ${element.name ?? ''}` }, notes);
  const item = (one: ModdleElement): string => {
    const value = valueText(bodyOf(one), { ns, name: localName(one) }, notes);
    return value.startsWith('=') ? value.slice(1) : JSON.stringify(value);
  };
  if (localName(child) === 'list') return `=[${(child.$children ?? []).map(item).join(', ')}]`;
  if (localName(child) === 'map')
    return `={${childrenOf(child, 'entry')
      .map((entry) => `${JSON.stringify(String(entry.key ?? ''))}: ${item(entry)}`)
      .join(', ')}}`;
  return undefined;
}

/** The attributes of a foreign element in one line, for the note that it was kept. */
export const summary = (element: ModdleElement): string =>
  plainAttributes(element)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
