// What becomes of another engine's settings that are not translated: one row a name, so that the report on a file is
// complete. A name without a row is reported as not carried out.

import type { imports } from '../../words/zh/imports.ts';
import type { Problem } from '../definition.ts';
import { tell } from './decode.ts';
import type { Notes } from './text.ts';

type FateCode = Extract<keyof typeof imports, `fate.${string}`>;
type Fate = { severity: Problem['severity']; code: FateCode };

const info = (code: FateCode): Fate => ({ severity: 'info', code });
const warning = (code: FateCode): Fate => ({ severity: 'warning', code });

const durable = info('fate.durable');
const history = info('fate.history');
const priority = info('fate.priority');
const drawing = info('fate.drawing');
const tenant = info('fate.tenant');
const version = info('fate.version');
const code = warning('fate.code');
const listener = warning('fate.listener');
const form = warning('fate.form');
const notice = warning('fate.notice');
const registry = warning('fate.registry');
const script = warning('fate.script');
const rules = warning('fate.rules');
const cmmn = warning('fate.cmmn');
const condition = info('fate.condition');

const data = warning('fate.data');

const FATES: Record<string, Fate> = {
  async: durable,
  asyncBefore: durable,
  asyncAfter: durable,
  asyncLeave: durable,
  completeAsync: durable,
  exclusive: durable,
  noWaitStatesAsyncLeave: durable,
  parallelInSameTransaction: durable,
  isEagerExecutionFetching: durable,
  formRefBinding: version,
  formRefVersion: version,
  asyncLeaveExclusive: durable,
  historyTimeToLive: history,
  historyLevel: history,
  isStartableInTasklist: info('fate.isStartableInTasklist'),
  jobPriority: priority,
  taskPriority: priority,
  diagramRelationId: drawing,
  modelerTemplate: drawing,
  modelerTemplateVersion: drawing,
  modelerTemplateIcon: drawing,
  extensionId: drawing,
  category: drawing,
  properties: drawing,
  property: drawing,
  localization: drawing,
  formFieldValidation: drawing,
  'work-form-field-validation': drawing,
  'task-candidates-type': drawing,
  'element-name': drawing,
  'static-process-key': drawing,
  sourceDockerX: drawing,
  sourceDockerY: drawing,
  targetDockerX: drawing,
  targetDockerY: drawing,
  rotation: drawing,
  calledElementTenantId: tenant,
  decisionRefTenantId: tenant,
  caseTenantId: tenant,
  fallbackToDefaultTenant: tenant,
  variableName: condition,
  variableEvents: condition,
  variableEvent: condition,
  conditionalFilter: condition,
  class: code,
  delegateExpression: code,
  expression: code,
  variableMappingClass: code,
  variableMappingDelegateExpression: code,
  formHandlerClass: code,
  mapException: code,
  httpRequestHandler: code,
  httpResponseHandler: code,
  connector: warning('fate.connector'),
  linkedResources: code,
  type: code,
  topic: code,
  executionListener: listener,
  executionListeners: listener,
  taskListener: listener,
  taskListeners: listener,
  eventListener: listener,
  userTaskForm: form,
  eventType: registry,
  triggerEventType: registry,
  eventOutParameter: registry,
  eventInParameter: registry,
  eventCorrelationParameter: registry,
  channelKey: registry,
  NotStartedNotify: notice,
  NotCompletedNotify: notice,
  NotStartedReassign: notice,
  NotCompletedReassign: notice,
  http: warning('fate.http'),
  timeToLive: warning('fate.timeToLive'),
  startEventCorrelationConfiguration: registry,
  script,
  resource: script,
  inputParameter: script,
  outputParameter: script,
  autoStoreVariables: script,
  rules,
  ruleVariablesInput: rules,
  skipExpression: warning('fate.skipExpression'),
  followUpDate: warning('fate.followUpDate'),
  elementIndexVariable: warning('fate.elementIndexVariable'),
  owner: warning('fate.owner'),
  triggerable: warning('fate.triggerable'),
  signalExpression: warning('fate.signalExpression'),
  messageExpression: warning('fate.messageExpression'),
  scope: warning('fate.scope'),
  caseRef: cmmn,
  caseDefinitionKey: cmmn,
  errorEventDefinition: warning('fate.errorEventDefinition'),
  variableListenerEventDefinition: warning('fate.variableListenerEventDefinition'),
  businessCalendarName: warning('fate.businessCalendarName'),
  calledElementType: warning('fate.calledElementType'),
  'dataInputAssociation.assignment': data,
  'dataOutputAssociation.assignment': data,
  loopDataInputRef: data,
  loopDataOutputRef: data,
  correlationSubscription: warning('fate.correlationSubscription'),
  failedJobRetryTimeCycle: warning('fate.failedJobRetryTimeCycle'),
};

const UNKNOWN = warning('fate.UNKNOWN');

/** Kept in the file, not carried out: noted on the element, and told to the person. */
export function keep(notes: Notes, ns: string, name: string, text: string): void {
  const fate = FATES[name.split(' ')[0]!] ?? UNKNOWN;
  notes.imported.push({ ns, name, text, state: 'kept', why: fate.code });
  notes.report({ ns, name, text, state: 'kept', why: fate.code });
  if (notes.dismissed) return;
  const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  notes.problems.push({
    rule: 'import-kept',
    severity: fate.severity,
    element: notes.element,
    message: tell('import-kept', { name, text: shown, fate: tell(fate.code) }),
  });
}
