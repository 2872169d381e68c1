// What becomes of another engine's settings that are not translated: one row a name, so that the report on a file is
// complete. A name without a row is reported as not carried out.
import type { Problem } from '../definition.ts';
import type { Notes } from './text.ts';

type Fate = { severity: Problem['severity']; zh: string; en: string };

const info = (zh: string, en: string): Fate => ({ severity: 'info', zh, en });
const warning = (zh: string, en: string): Fate => ({ severity: 'warning', zh, en });

const durable = info(
  '这里每一步都可靠保存，不用设置',
  'every step is stored here before the next, so there is nothing to set',
);
const history = info('保存多久由本系统的设置决定', 'how long cases are kept is a setting of this system');
const priority = info('自动任务在这里不分先后', 'automatic work has no priority here');
const drawing = info('只与原来的建模工具有关', 'it matters to the original modeler only');
const tenant = info('这里没有租户', 'there are no tenants here');
const version = info('版本由发布时决定', 'publishing decides on versions here');
const code = warning(
  '这里不运行别的系统的程序；请接一个连接器',
  'code of another engine does not run here; bind a connector',
);
const listener = warning(
  '监听程序在这里不运行；需要的话画成步骤',
  'listeners do not run here; draw what they do as steps',
);
const form = warning(
  '表单字段保留在文件里；请在这里做一张表单',
  'the form’s fields stay in the file; make a form for them here',
);
const notice = warning(
  '催办和改派在这里不这样设；请画成边上的计时',
  'draw reminders and reassignments as timers at the edge of the step',
);
const registry = warning('事件注册表在这里没有；请改用消息', 'there is no event registry here; use a message instead');
const script = warning('脚本在这里不运行；请改写成 FEEL', 'scripts do not run here; write it in FEEL');
const rules = warning('规则引擎在这里没有；请做成决策表', 'there is no rule engine here; make a decision table of it');
const cmmn = warning('这里不运行 CMMN', 'CMMN cases do not run here');
const condition = info('变量一变，条件就会重新判断，不用设置', 'conditions are looked at whenever a variable changes');

const data = warning(
  '这里的数据按变量名传递；请在步骤上写明传什么',
  'data is handed over by variable name here; say on the step what is handed over',
);

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
  isStartableInTasklist: info('谁能发起由“谁可以发起”决定', '“who may start it” decides'),
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
  connector: warning(
    '原来的连接器在这里没有；请接一个连接器',
    'the original connector does not exist here; bind one of ours',
  ),
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
  http: warning(
    '调用网址的这项设置在这里没有；需要的话在步骤上改',
    'the call to a web address has no such setting here; set on the step what is needed',
  ),
  responseVariableName: warning(
    '回答里的各项直接成为数据，名字不变；要别的名字就在步骤上写明',
    'the fields of the answer become data under their own names; say on the step where another is meant',
  ),
  timeToLive: warning('消息在这里没有有效期', 'messages have no lifetime here'),
  startEventCorrelationConfiguration: registry,
  script,
  resource: script,
  inputParameter: script,
  outputParameter: script,
  autoStoreVariables: script,
  rules,
  ruleVariablesInput: rules,
  skipExpression: warning(
    '步骤在这里不能按条件跳过；请画一个网关',
    'steps are not skipped by a condition here; draw a gateway',
  ),
  followUpDate: warning('这里没有“稍后处理”的日期', 'there are no follow-up dates here'),
  elementIndexVariable: warning('这里叫 loopCounter', 'it is called loopCounter here'),
  owner: warning('任务在这里没有所有人，只有办理人', 'tasks have no owner here, only people who do them'),
  triggerable: warning('服务任务在这里等连接器的结果', 'a service task waits for its connector’s result here'),
  signalExpression: warning('信号的名字在这里不能是表达式', 'the name of a signal cannot be computed here'),
  messageExpression: warning('消息的名字在这里不能是表达式', 'the name of a message cannot be computed here'),
  scope: warning('信号在这里总是发给所有流程', 'signals reach all cases here'),
  caseRef: cmmn,
  caseDefinitionKey: cmmn,
  errorEventDefinition: warning(
    '这里看不到执行失败的经过；请由执行工作的程序直接报出业务错误',
    'how a try failed is not visible here; let whoever does the work report the BPMN error',
  ),
  variableListenerEventDefinition: warning(
    '请改用条件事件：变量一变就会重新判断',
    'use a conditional event: it looks whenever a variable changes',
  ),
  businessCalendarName: warning('请在这里选一个工作日历', 'choose a calendar of this shop here'),
  calledElementType: warning('子流程在这里按编号调用', 'called processes are named by their key here'),
  'dataInputAssociation.assignment': data,
  'dataOutputAssociation.assignment': data,
  loopDataInputRef: data,
  loopDataOutputRef: data,
  correlationSubscription: warning(
    '这里一条消息只按一个值找到流程',
    'a message finds its case by one value here; choose one',
  ),
  failedJobRetryTimeCycle: warning('重试间隔请写成 R3/PT5M', 'write the retries as R3/PT5M'),
};

const UNKNOWN = warning('这里没有对应的功能', 'there is nothing like it here');

/** Kept in the file, not carried out: noted on the element, and told to the person. */
export function keep(notes: Notes, ns: string, name: string, text: string): void {
  const fate = FATES[name.split(' ')[0]!] ?? UNKNOWN;
  notes.imported.push({ ns, name, text, state: 'kept', why: fate.en });
  notes.report({ ns, name, text, state: 'kept', why: fate.en });
  if (notes.dismissed) return;
  const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  notes.problems.push({
    rule: 'import-kept',
    severity: fate.severity,
    element: notes.element,
    message: {
      zh: `设置「${name}: ${shown}」保留，但不执行：${fate.zh}`,
      en: `The setting “${name}: ${shown}” is kept but not carried out: ${fate.en}`,
    },
  });
}
