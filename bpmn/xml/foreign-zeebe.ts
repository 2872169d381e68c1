// Camunda 8 (zeebe:) extensions → ours. Its expressions are FEEL after `=` already.
import type { Extension, Mapping } from '../definition.ts';
import { bodyOf, childrenOf, localName } from './document.ts';
import { keep } from './fates.ts';
import { described, type ForeignContext, splitList } from './foreign-camunda.ts';
import { readFormFile } from './foreign-forms.ts';
import { amongOthers } from './standard.ts';
import { HTTP_JSON, httpRequest } from './zeebe-http.ts';
import { zeebeInputs, zeebeOutputs } from './zeebe-mapping.ts';

export function readZeebe(context: ForeignContext): Extension {
  const zf: Extension = {};
  const participants: NonNullable<Extension['participants']> = [];
  const raw: Mapping[] = [];
  const { notes } = context;
  for (const { ns, name, value } of context.attributes) keep(notes, ns, name, value);
  for (const { ns, element } of context.elements) {
    const before = notes.imported.length;
    const value = (name: string): string | undefined => {
      const found = element[name];
      return found === undefined || found === '' ? undefined : String(found);
    };
    switch (localName(element)) {
      case 'taskDefinition': {
        if (value('type') !== undefined) zf.topic = value('type');
        const retries = value('retries');
        if (retries === undefined) break;
        if (Number.isFinite(Number(retries))) zf.retries = Number(retries);
        else keep(notes, ns, 'taskDefinition.retries', retries);
        break;
      }
      case 'taskHeaders':
        zf.header = childrenOf(element, 'header').map((header) => ({
          name: String(header.key ?? ''),
          value: String(header.value ?? ''),
        }));
        break;
      case 'ioMapping': {
        const mappings = (tag: string): Mapping[] =>
          childrenOf(element, tag).map((one) => ({
            source: String(one.source ?? ''),
            target: String(one.target ?? ''),
          }));
        const input = mappings('input');
        const output = mappings('output');
        raw.push(...input);
        if (input.length > 0) zf.input = zeebeInputs(input);
        if (output.length > 0) {
          zf.output = zeebeOutputs(output);
          zf.propagate = 'mapped';
        }
        break;
      }
      case 'assignmentDefinition': {
        const assignee = value('assignee');
        if (assignee !== undefined)
          participants.push({ rule: assignee.startsWith('=') ? 'expression' : 'person', value: assignee, holds: true });
        participants.push(...splitList(value('candidateUsers'), 'person'));
        participants.push(...splitList(value('candidateGroups'), 'role'));
        break;
      }
      case 'taskSchedule':
        if (value('dueDate') !== undefined)
          zf.deadline = [{ kind: 'resolution', target: value('dueDate')!, steps: [] }];
        if (value('followUpDate') !== undefined) keep(notes, ns, 'followUpDate', value('followUpDate')!);
        break;
      case 'priorityDefinition':
        if (value('priority') !== undefined) zf.priority = value('priority');
        break;
      case 'formDefinition': {
        const key = value('formId') ?? value('formKey') ?? value('externalReference');
        if (key === undefined) break;
        const inside = /^camunda-forms:bpmn:(.+)$/.exec(key)?.[1];
        if (inside === undefined) zf.formKey = key;
        else zf.form = inside;
        break;
      }
      case 'calledElement': {
        if (value('processId') !== undefined) zf.process = value('processId');
        const tag = value('versionTag');
        const binding = value('bindingType');
        if (binding === 'deployment' || binding === 'latest' || binding === 'versionTag') zf.binding = binding;
        if (tag !== undefined) zf.version = tag;
        zf.propagateIn = value('propagateAllParentVariables') !== 'false';
        zf.propagateOut = value('propagateAllChildVariables') !== 'false';
        break;
      }
      case 'calledDecision': {
        if (value('decisionId') !== undefined) zf.decision = value('decisionId');
        if (value('resultVariable') !== undefined) zf.resultVariable = value('resultVariable');
        const binding = value('bindingType');
        if (binding === 'deployment' || binding === 'latest' || binding === 'versionTag') zf.binding = binding;
        if (value('versionTag') !== undefined) zf.version = value('versionTag');
        break;
      }
      case 'publishMessage':
        if (value('correlationKey') !== undefined) zf.correlationKey = value('correlationKey');
        if (value('timeToLive') !== undefined) keep(notes, ns, 'timeToLive', value('timeToLive')!);
        if (value('messageId') !== undefined) keep(notes, ns, 'messageId', value('messageId')!);
        break;
      case 'loopCharacteristics':
        if (value('inputCollection') !== undefined) zf.collection = value('inputCollection');
        if (value('inputElement') !== undefined) zf.item = value('inputElement');
        if (value('outputCollection') !== undefined) zf.collectInto = value('outputCollection');
        if (value('outputElement') !== undefined) zf.collect = value('outputElement');
        break;
      case 'subscription':
        if (value('correlationKey') !== undefined) zf.correlationKey = value('correlationKey');
        break;
      case 'adHoc':
        if (value('activeElementsCollection') !== undefined) zf.startWith = value('activeElementsCollection');
        if (value('outputCollection') !== undefined) zf.collectInto = value('outputCollection');
        if (value('outputElement') !== undefined) zf.collect = value('outputElement');
        break;
      case 'script':
        if (value('resultVariable') !== undefined) zf.resultVariable = value('resultVariable');
        break;
      case 'userTask':
        break;
      case 'userTaskForm': {
        const id = value('id');
        const form = id === undefined ? undefined : readFormFile(bodyOf(element), id);
        if (form) notes.form({ ...form, key: id! });
        else keep(notes, ns, 'userTaskForm', id ?? '');
        break;
      }
      case 'versionTag':
        if (value('value') !== undefined) zf.versionTag = value('value');
        break;
      default:
        keep(notes, ns, localName(element), described(element));
    }
    if (notes.imported.length === before)
      notes.report({ ns, name: localName(element), text: described(element), state: 'mapped' });
  }
  if (HTTP_JSON.test(zf.topic ?? '')) {
    delete zf.input;
    httpRequest(zf, raw, (name, text) => keep(notes, 'zeebe', `http ${name}`, text));
  }
  if (participants.length > 0) zf.participants = amongOthers(participants);
  return zf;
}
