// What every rule looks at: a process with its flows by node, lanes by node, and words for its parts.
import type { Definition, Element, Flow, Lane, Model, Problem } from '../definition.ts';
import type { LintContext } from '../lint-context.ts';

export type Survey = {
  model: Model;
  process: Definition;
  context: LintContext;
  elements: Element[];
  flows: Flow[];
  outgoing(id: string): Flow[];
  incoming(id: string): Flow[];
  laneOf(id: string): Lane | undefined;
  /** What a person calls it: its name, else what kind of thing it is. */
  called(element: Element): { zh: string; en: string };
};

/** An edit of the designer, as data: its name and arguments. */
export type Fix = { label: { zh: string; en: string }; edit: unknown };
/** `mild`: where less is at stake than the rule's own severity says. */
export type Finding = { element?: string; zh: string; en: string; fix?: Fix; mild?: Problem['severity'] };
export type Rule = (survey: Survey) => Finding[];

const NONE: Flow[] = [];

export function survey(model: Model, process: Definition, context: LintContext): Survey {
  const elements = Object.values(process.elements);
  const flows = Object.values(process.flows).sort((a, b) => a.order - b.order);
  const bySource = group(flows, 'source');
  const byTarget = group(flows, 'target');
  const lanes = new Map<string, Lane>();
  for (const lane of Object.values(process.lanes)) for (const node of lane.nodes) lanes.set(node, lane);
  const laneOf = (id: string): Lane | undefined => {
    const own = lanes.get(id);
    if (own) return own;
    const scope = process.elements[id]?.scope;
    return scope && scope !== process.processId ? laneOf(scope) : undefined;
  };
  return {
    model,
    process,
    context,
    elements,
    flows,
    outgoing: (id) => bySource.get(id) ?? NONE,
    incoming: (id) => byTarget.get(id) ?? NONE,
    laneOf,
    called: (element) => {
      const name = element.name?.trim();
      if (name) return { zh: `「${name}」`, en: `“${name}”` };
      const kind = KINDS[element.type];
      return { zh: `未命名的${kind.zh}`, en: `the unnamed ${kind.en}` };
    },
  };
}

/** What a way out is called: its own name, else where it leads. */
export function wayTo(flow: Flow, process: Definition, called: Survey['called']): { zh: string; en: string } {
  if (flow.name?.trim()) return { zh: `「${flow.name.trim()}」`, en: `“${flow.name.trim()}”` };
  const target = process.elements[flow.target];
  return target ? called(target) : { zh: '下一步', en: 'the next step' };
}

function group(flows: Flow[], end: 'source' | 'target'): Map<string, Flow[]> {
  const map = new Map<string, Flow[]>();
  for (const flow of flows) {
    const list = map.get(flow[end]);
    if (list) list.push(flow);
    else map.set(flow[end], [flow]);
  }
  return map;
}

const gateway = { zh: '判断', en: 'decision point' };
const event = { zh: '事件', en: 'event' };
/** Work that no connector does here can be done by a person; a message leaves without it. */
export const byPerson = ({ id, type }: Element): { fix?: Fix } =>
  /^(service|send|businessRule)Task$/.test(type)
    ? {
        fix: {
          label: { zh: '改成人办', en: 'Give it to people' },
          edit: { edit: 'changeType', id, type: 'userTask' },
        },
      }
    : type === 'endEvent' || type === 'intermediateThrowEvent'
      ? {
          fix: {
            label: { zh: '不交给程序', en: 'Leave the program out' },
            edit: { edit: 'setExtension', id, zf: { topic: null, connector: null } },
          },
        }
      : {};

/** What each kind of element is called where it has no name. */
export const KINDS: Record<Element['type'], { zh: string; en: string }> = {
  startEvent: { zh: '开始', en: 'start' },
  endEvent: { zh: '结束', en: 'end' },
  intermediateCatchEvent: { zh: '等待', en: 'wait' },
  intermediateThrowEvent: event,
  boundaryEvent: event,
  task: { zh: '步骤', en: 'step' },
  manualTask: { zh: '步骤', en: 'step' },
  userTask: { zh: '人办的步骤', en: 'step of a person' },
  serviceTask: { zh: '系统步骤', en: 'automatic step' },
  sendTask: { zh: '发送的步骤', en: 'sending step' },
  receiveTask: { zh: '等待的步骤', en: 'waiting step' },
  scriptTask: { zh: '计算的步骤', en: 'script' },
  businessRuleTask: { zh: '规则的步骤', en: 'rule step' },
  callActivity: { zh: '调用的步骤', en: 'call' },
  subProcess: { zh: '子流程', en: 'sub-process' },
  transaction: { zh: '事务', en: 'transaction' },
  adHocSubProcess: { zh: '随意做的步骤', en: 'ad-hoc steps' },
  exclusiveGateway: gateway,
  inclusiveGateway: gateway,
  complexGateway: gateway,
  parallelGateway: { zh: '同时', en: 'parallel split' },
  eventBasedGateway: { zh: '先到先走', en: 'wait for the first' },
};
