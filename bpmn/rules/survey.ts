// What every rule looks at: a process with its flows by node, lanes by node, and words for its parts.
import type { Definition, Element, Flow, Lane, Model } from '../definition.ts';
import type { LintContext } from '../lint.ts';

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
export type Finding = { element?: string; zh: string; en: string; fix?: Fix };
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

function group(flows: Flow[], end: 'source' | 'target'): Map<string, Flow[]> {
  const map = new Map<string, Flow[]>();
  for (const flow of flows) {
    const list = map.get(flow[end]);
    if (list) list.push(flow);
    else map.set(flow[end], [flow]);
  }
  return map;
}

const task = { zh: '步骤', en: 'step' };
const gateway = { zh: '判断', en: 'decision point' };
const event = { zh: '事件', en: 'event' };
const KINDS: Record<Element['type'], { zh: string; en: string }> = {
  startEvent: { zh: '开始', en: 'start' },
  endEvent: { zh: '结束', en: 'end' },
  intermediateCatchEvent: event,
  intermediateThrowEvent: event,
  boundaryEvent: event,
  task,
  manualTask: task,
  userTask: task,
  serviceTask: task,
  sendTask: task,
  receiveTask: task,
  scriptTask: task,
  businessRuleTask: task,
  callActivity: task,
  subProcess: { zh: '子流程', en: 'sub-process' },
  transaction: { zh: '子流程', en: 'sub-process' },
  adHocSubProcess: { zh: '子流程', en: 'sub-process' },
  exclusiveGateway: gateway,
  inclusiveGateway: gateway,
  complexGateway: gateway,
  parallelGateway: { zh: '同时', en: 'parallel split' },
  eventBasedGateway: { zh: '先到先走', en: 'wait for the first' },
};
