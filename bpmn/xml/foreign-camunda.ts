// Camunda 7, Operaton, Flowable and Activiti share their extension words; this maps them to ours.
import type { ModdleElement } from 'bpmn-moddle';
import type { Extension, Mapping, Participants } from '../definition.ts';
import { isJuel } from '../juel.ts';
import { headerLines } from './context-entries.ts';
import { bodyOf, childrenOf, localName, plainAttributes } from './document.ts';
import { keep } from './fates.ts';
import { formOf } from './foreign-forms.ts';
import { amongOthers } from './standard.ts';
import { conditionText, type Notes, valueText, variableText } from './text.ts';

export type ForeignContext = {
  type: string;
  notes: Notes;
  /** Variables that hold the starter (`camunda:initiator`). */
  initiators: Set<string>;
  attributes: { ns: string; name: string; value: string }[];
  /** A connector of ours does the work already. */
  bound: boolean;
  elements: { ns: string; element: ModdleElement }[];
};

export function splitList(text: string | undefined, rule: 'person' | 'role'): Participants[] {
  if (!text) return [];
  const parts = text.startsWith('=') ? [text] : text.split(/,(?![^{]*\})/).map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('=') && rule === 'person' ? { rule: 'expression', value: part } : { rule, value: part },
    );
}

const BINDINGS = ['latest', 'version', 'versionTag', 'deployment'] as const;

/** Fields of Flowable's HTTP task → headers of ours. */
const HTTP: Record<string, string> = { requestUrl: 'url', requestMethod: 'method', responseVariableName: 'answer' };

export function readCamunda(context: ForeignContext): Extension {
  if (context.attributes.length === 0 && context.elements.length === 0) return {};
  const zf: Extension = {};
  const participants: Participants[] = [];
  const { notes } = context;
  const kind = context.attributes.find(({ name }) => name === 'type')?.value;

  for (const { ns, name, value } of context.attributes) {
    const text = (): string => valueText(value, { ns, name }, notes);
    const kept = (): void => keep(notes, ns, name, value);
    const mapped = (): void => notes.report({ ns, name, text: value, state: 'mapped' });
    switch (name) {
      case 'assignee':
        participants.unshift({ ...person(text(), context.initiators), holds: true });
        break;
      case 'candidateUsers':
        participants.push(...listed(value, 'person', { ns, name }, notes));
        break;
      case 'candidateGroups':
        participants.push(...listed(value, 'role', { ns, name }, notes));
        break;
      case 'candidateStarterGroups':
      case 'candidateStarterUsers':
        zf.starters = [...(zf.starters ?? []), ...starters(value, name === 'candidateStarterUsers')];
        break;
      case 'initiator':
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
        if (value === 'http') zf.connector = 'http.request';
        else if (value === 'mail') zf.connector = 'mail';
        else if (value !== 'external' && value !== 'external-worker' && value !== 'dmn') {
          kept();
          continue;
        }
        break;
      case 'topic':
        if (kind !== 'external' && kind !== 'external-worker') {
          kept();
          continue;
        }
        zf.topic = text();
        break;
      case 'class':
      case 'delegateExpression':
      case 'expression':
        keep(context.bound ? { ...notes, problems: [] } : notes, ns, name, value);
        continue;
      case 'resultVariable':
      case 'resultVariableName':
        zf.resultVariable = value;
        break;
      case 'decisionRef':
        zf.decision = text();
        break;
      case 'decisionRefBinding':
      case 'calledElementBinding':
        zf.binding = BINDINGS.find((known) => known === value) ?? 'version';
        break;
      case 'sameDeployment':
        if (value === 'true') zf.binding = 'deployment';
        break;
      case 'versionTag':
        zf.versionTag = value;
        break;
      case 'errorMessage':
        zf.errorMessage = text();
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
        else {
          kept();
          continue;
        }
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
      case 'calledElementType':
        if (value !== 'key') {
          kept();
          continue;
        }
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
        kept();
        continue;
    }
    mapped();
  }
  for (const { ns, element } of context.elements) {
    const before = notes.imported.filter(({ state }) => state === 'kept').length;
    readElement(ns, element, zf, context);
    const told = localName(element) === 'inputOutput' && element.$children !== undefined;
    if (!told && notes.imported.filter(({ state }) => state === 'kept').length === before)
      notes.report({ ns, name: localName(element), text: described(element), state: 'mapped' });
  }
  const form = formOf(
    notes.element,
    notes.title,
    context.elements.map(({ element }) => element),
  );
  if (form) {
    notes.form(form);
    zf.form = form.key;
  }
  if (kind === 'http') httpHeaders(zf);
  if (participants.length > 0) zf.participants = amongOthers(participants);
  if (/[tT]ask$|ubProcess$|^transaction$/.test(context.type)) zf.propagate ??= 'all';
  return zf;
}

function httpHeaders(zf: Extension): void {
  if (zf.header) zf.header = zf.header.map(({ name, value }) => ({ name: HTTP[name] ?? name, value }));
  const answer = zf.header?.find(({ name }) => name === 'answer')?.value;
  if (answer) Object.assign(zf, { output: [{ source: `=${answer}`, target: answer }], propagate: 'mapped' });
}

const starters = (text: string, people: boolean): string[] =>
  splitList(text, 'role').map(({ value }) => (people ? `person:${value}` : value));

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

/** Flowable's events say `out` for what they send and `in` for what they take; elsewhere `in` is what goes in. */
const handsOver = (type: string, name: string): boolean =>
  /^(intermediateThrow|end)Event$/.test(type) ||
  (name === 'in' && !/^(intermediateCatchEvent|boundaryEvent|startEvent)$/.test(type));

function readElement(ns: string, element: ModdleElement, zf: Extension, context: ForeignContext): void {
  const { notes } = context;
  const name = localName(element);
  const attribute = (key: string): string | undefined =>
    element[key] === undefined ? undefined : String(element[key]);
  const text = (value: string, key: string): string => valueText(value, { ns, name: `${name}.${key}` }, notes);
  const isCall = context.type === 'callActivity';
  const add = (list: 'input' | 'output' | 'prepare' | 'conclude', mapping: Mapping): void => {
    zf[list] = [...(zf[list] ?? []), mapping];
  };
  switch (name) {
    case 'in':
    case 'out': {
      const list = handsOver(context.type, name) ? 'input' : 'output';
      if (attribute('businessKey') !== undefined) zf.businessKey = text(attribute('businessKey')!, 'businessKey');
      if (attribute('variables') === 'all') {
        if (name === 'in') zf.propagateIn = true;
        else zf.propagateOut = true;
      }
      const target = attribute('target');
      if (target === undefined) return;
      const source = attribute('source');
      const expression = attribute('sourceExpression');
      const local = name === 'out' && attribute('local') === 'true' ? { local: true } : {};
      if (source !== undefined && isJuel(source)) add(list, { source: text(source, 'source'), target, ...local });
      else if (source !== undefined) add(list, { source: `=${source}`, target, optional: true, ...local });
      else if (expression !== undefined) add(list, { source: text(expression, 'sourceExpression'), target, ...local });
      return;
    }
    case 'inputOutput':
      for (const child of element.$children ?? []) {
        const isInput = localName(child) === 'inputParameter';
        const list = isCall ? (isInput ? 'prepare' : 'conclude') : isInput ? 'input' : 'output';
        const source = parameter(child, ns, notes);
        if (source === undefined) keep(notes, ns, `${localName(child)} ${child.name ?? ''}`, scriptText(child));
        else {
          add(list, { source, target: String(child.name ?? '') });
          notes.report({
            ns,
            name: `${localName(child)} ${child.name ?? ''}`,
            text: described(child),
            state: 'mapped',
          });
        }
      }
      return;
    case 'connector':
      readConnector(ns, element, zf, context);
      return;
    case 'potentialStarter':
      for (const part of namesIn(element)) zf.starters = [...(zf.starters ?? []), part];
      return;
    case 'failedJobRetryTimeCycle': {
      const cycle = /^R(\d+)\/(.+)$/.exec(bodyOf(element).trim());
      if (cycle) {
        zf.retries = Number(cycle[1]);
        zf.backoff = cycle[2];
      } else if (/^R\d*\/?$|^$/.test(bodyOf(element).trim())) return;
      else keep(notes, ns, name, bodyOf(element));
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
    case 'errorEventDefinition': {
      const when = attribute('expression')?.trim() ?? '';
      // how a try went is known to the other engine only; without an expression nothing is ever an error
      if (/\bexternalTask\b/.test(when)) keep(notes, ns, name, described(element));
      else if (when !== '' && attribute('errorRef') !== undefined)
        zf.errorMap = [
          ...(zf.errorMap ?? []),
          {
            when: conditionText(when, { ns, name: `${name}.expression` }, notes),
            code: errorCode(attribute('errorRef')!, element),
          },
        ];
      return;
    }
    case 'variableAggregation': {
      const variables = childrenOf(element, 'variable');
      if (attribute('target') !== undefined) zf.collectInto = attribute('target');
      const parts = variables.map((one) => {
        const source = one.source !== undefined ? String(one.source) : undefined;
        const value =
          source !== undefined ? `get or else(${source}, null)` : writtenJuel(one.sourceExpression, notes, ns);
        return `${JSON.stringify(String(one.target ?? source ?? ''))}: ${value}`;
      });
      if (parts.length > 0) zf.collect = `={${parts.join(', ')}}`;
      return;
    }
    case 'formProperty':
    case 'formData':
      // read as a whole, see formOf
      return;
    default:
      keep(notes, ns, name, described(element));
  }
}

const writtenJuel = (text: unknown, notes: Notes, ns: string): string => {
  const value = valueText(String(text ?? ''), { ns, name: 'variable.sourceExpression' }, notes);
  return value.startsWith('=') ? value.slice(1) : JSON.stringify(value);
};

/** The code of an error of the file, else its reference. */
function errorCode(reference: string, element: ModdleElement): string {
  const id = reference.slice(reference.indexOf(':') + 1);
  let root = element;
  while (root.$parent) root = root.$parent;
  const errors = (root.rootElements as ModdleElement[] | undefined)?.filter(({ $type }) => $type === 'bpmn:Error');
  return errors?.find((error) => error.id === id)?.errorCode ?? id;
}

/** What Camunda's outputs read: the whole answer, and its `statusCode`. */
const WHOLE = { name: 'answer', value: 'response' };

/** Camunda's connectors: HTTP is one of ours, others must be bound. */
function readConnector(ns: string, element: ModdleElement, zf: Extension, context: ForeignContext): void {
  const { notes } = context;
  const id = bodyOf(childrenOf(element, 'connectorId')[0] ?? element).trim();
  const parameters = childrenOf(element, 'inputOutput').flatMap((one) => one.$children ?? []);
  const read = parameters.map((one) => ({
    list: localName(one),
    name: String(one.name ?? ''),
    value: parameter(one, ns, notes),
    one,
  }));
  if (id !== 'http-connector') {
    keep(context.bound ? { ...notes, problems: [] } : notes, ns, 'connector', id || described(element));
    return;
  }
  zf.connector = 'http.request';
  for (const { list, name, value, one } of read) {
    if (value === undefined) keep(notes, ns, `${list} ${name}`, scriptText(one));
    else if (list === 'inputParameter' && name === 'headers') {
      const { lines, left } = headerLines(value);
      if (lines) zf.header = [...(zf.header ?? []), { name, value: lines }];
      for (const line of left) keep(notes, ns, `${list} ${name}`, line);
    } else if (list === 'inputParameter') zf.header = [...(zf.header ?? []), { name, value }];
    else zf.output = [...(zf.output ?? []), { source: value, target: name }];
  }
  if (zf.output?.length) Object.assign(zf, { propagate: 'mapped', header: [...(zf.header ?? []), WHOLE] });
}

/** `user(kermit), group(management), sales`: a bare name is a group. */
const namesIn = (element: ModdleElement): string[] =>
  texts(element)
    .join(',')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, kind, name] = /^(user|group)\((.*)\)$/.exec(part) ?? [];
      return kind === 'user' ? `person:${name}` : (name ?? part);
    });

const texts = (element: ModdleElement): string[] => [
  String(element.$body ?? element.body ?? ''),
  ...(element.$children ?? []).flatMap(texts),
  ...[element.expression ?? []].flat().flatMap((one: ModdleElement) => (typeof one === 'object' ? texts(one) : [])),
];

const scriptText = (element: ModdleElement): string => texts(element).join(' ').trim() || summary(element);

/** Everything that an element says, in one line. */
export const described = (element: ModdleElement): string =>
  [
    summary(element),
    bodyOf(element).trim(),
    ...(element.$children ?? []).map((child) => `${localName(child)}(${described(child)})`),
  ]
    .filter((part) => part !== '')
    .join(' ');

/** A parameter's value: text, or a list or map of texts. Scripts are kept, not run. */
function parameter(element: ModdleElement, ns: string, notes: Notes): string | undefined {
  const child = element.$children?.[0];
  if (!child)
    return bodyOf(element) === ''
      ? '=null'
      : valueText(bodyOf(element), { ns, name: `parameter ${element.name ?? ''}` }, notes);
  const written = (text: string, name: string): string => {
    const value = valueText(text, { ns, name }, notes);
    return value.startsWith('=') ? value.slice(1) : JSON.stringify(value);
  };
  const item = (one: ModdleElement): string => written(bodyOf(one), localName(one));
  if (localName(child) === 'list') return `=[${(child.$children ?? []).map(item).join(', ')}]`;
  if (localName(child) === 'map') {
    const entries = childrenOf(child, 'entry').map((entry) => ({ key: String(entry.key ?? ''), value: item(entry) }));
    if (!entries.some(({ key }) => isJuel(key)))
      return `={${entries.map(({ key, value }) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`;
    const pairs = entries.map(({ key, value }) => `{key: ${written(key, 'entry')}, value: ${value}}`);
    return `=context([${pairs.join(', ')}])`;
  }
  return undefined;
}

/** The attributes of a foreign element in one line, for the note that it was kept. */
const summary = (element: ModdleElement): string =>
  plainAttributes(element)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
