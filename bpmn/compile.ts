// A definition made ready to run: links instead of ids, expressions parsed, who catches what, what reaches which join.
// Pure and derived: cached by the caller, never stored.

import { builtin } from '../feel/builtins/index.ts';
import { type Feel, feel } from '../feel/expression.ts';
import type {
  Definition,
  Element,
  ElementType,
  EventDefinition,
  Flow,
  Lane,
  LoopCharacteristics,
  Mapping,
  Participants,
} from './definition.ts';
import { HALF, type Mode, type Policy, parseRatio, VERDICTS, type Verdict } from './votes.ts';

/** Text that is FEEL after `=`, itself otherwise. */
export type Expr = { feel: Feel; literal?: undefined } | { feel?: undefined; literal: string };
export type CompiledMapping = { source: Expr; target: string; optional?: boolean; local?: boolean };

export type Link = { id: string; flow: Flow; source: Node; target: Node; condition?: Expr; isDefault: boolean };

export type Trigger =
  | { kind: 'none' }
  | { kind: 'timer'; spec: Expr; form: 'date' | 'duration' | 'cycle'; calendar?: string }
  | { kind: 'message'; name: Expr; key?: Expr; when?: Expr }
  | { kind: 'signal'; name: Expr }
  | { kind: 'error'; message?: Expr; code?: string; codeVariable?: string; messageVariable?: string }
  | { kind: 'escalation'; code?: string; codeVariable?: string }
  | { kind: 'condition'; condition: Expr }
  | { kind: 'link'; name: string }
  | { kind: 'compensate'; activity?: string; wait: boolean }
  | { kind: 'cancel' }
  | { kind: 'terminate'; what: 'scope' | 'repetition' | 'family' };

export type Node = {
  id: string;
  ix: number;
  type: ElementType;
  element: Element;
  /** Where its tokens live. */
  holder: Holder;
  out: Link[];
  in: Link[];
  defaultLink?: Link;
  /** On a cycle of flows: only such nodes can be entered again without end. */
  cyclic: boolean;
  triggers: Trigger[];
  /** Boundary events attached to this activity. */
  boundary: Node[];
  /** Handler of its compensation boundary event. */
  handler?: Node;
  host?: Node;
  /** Into the step's own variables as it begins, and out of them as it ends. */
  input: CompiledMapping[];
  output: CompiledMapping[];
  /** Into the case that it calls, and back from it. */
  call?: { input: CompiledMapping[]; output: CompiledMapping[] };
  /** Results that count as an error. */
  errorMap: { when: Expr; code: string }[];
  /** Who does it: its own participants, else those of the lane it stands in. */
  responsible: Participants[];
  /** Of a step whose people decide, each on his own: how their votes count, what becomes of them. */
  voting?: Voting;
  loop?: Loop;
  /** Tokens that start an activity once, and tokens that it sends down each flow (13.3.1). */
  startQuantity: number;
  completionQuantity: number;
  /** What runs inside, for the sub-process types. */
  inside?: Holder;
  /**
   * Inclusive and complex joins: by node index, the incoming flows that a token there can still reach. One that reaches an empty
   * flow is waited for, also where it would leave by a boundary event; not so if by flows alone it reaches one that is filled.
   */
  reach?: { waiting: Map<number, Uint32Array>; byFlow: Map<number, Uint32Array> };
};

/** `result`: the variable. `ends`: a refusal ends the case. `returnsTo`: or leads back to this step. */
export type Voting = {
  policy: Policy;
  result: string;
  decides: boolean;
  ends: boolean;
  returnsTo?: string;
  dedupe: 'no' | 'consecutive' | 'any' | 'first';
  /** Whoever began the case agrees by himself. */
  starterAgrees: boolean;
  /** Or his head decides in his place. */
  headInstead?: true;
};

export type Loop = (
  | {
      kind: 'multi';
      sequential: boolean;
      cardinality?: Expr;
      collection?: Expr;
      item?: string;
      completion?: Expr;
      collect?: Expr;
      collectInto?: string;
      /** Names that `collect` reads: one that it gives as it is is the run's own from the beginning, others as soon as the run writes them. */
      gives: { name: string; always: boolean }[];
      /** Thrown to the boundary of the activity as a run ends: always, for the first, or where a condition holds (13.3.7). */
      throws: { first?: true; condition?: Expr; trigger: Trigger }[];
    }
  | { kind: 'standard'; testBefore: boolean; maximum?: number; condition?: Expr }
  | { kind: 'people'; sequential: boolean }
) & { counterFrom?: number };

/** A process or sub-process as a place where tokens live. */
export type Holder = {
  id: string;
  element?: Element;
  nodes: Node[];
  starts: Node[];
  entries: Node[];
  eventSubProcesses: Node[];
  /** Event sub-process that handles the compensation of this scope. */
  compensation?: Node;
  joins: Node[];
  declared: Set<string>;
};

export type Compiled = {
  definition: Definition;
  nodes: Record<string, Node>;
  root: Holder;
  holders: Record<string, Holder>;
  types: Record<string, string>;
  declared: Set<string>;
  /** Some step wants to know who has agreed before. */
  asksOnce: boolean;
  /** From some step work may be sent back. */
  sendsBack: boolean;
  /** Steps of people whose doers others exclude, or take on again. */
  remembered: Set<string>;
  /** Steps during which the clocks of others stand, and which: ids, or `case`. */
  pauses: Map<string, string[]>;
  /** Of parameters, before those of the shop. */
  scope?: Expr;
};

const HOLDERS = new Set<ElementType>(['subProcess', 'transaction', 'adHocSubProcess']);
const ACTIVITIES = /Task$|^task$|^callActivity$|rocess$|^transaction$/;
const byDefinition = new WeakMap<Definition, Compiled>();

export const isActivity = (node: Node) => ACTIVITIES.test(node.type);

/** @throws nothing: what cannot run shows as an incident when a token gets there, and earlier in lint. */
export function compile(definition: Definition): Compiled {
  const known = byDefinition.get(definition);
  if (known) return known;
  const compiled = build(definition);
  byDefinition.set(definition, compiled);
  return compiled;
}

export const expr = (text: string): Expr =>
  text.startsWith('=') ? { feel: feel(text.slice(1).trim()) } : { literal: text };

function build(definition: Definition): Compiled {
  const holder = (id: string, element?: Element): Holder => ({
    id,
    ...(element && { element }),
    nodes: [],
    starts: [],
    entries: [],
    eventSubProcesses: [],
    joins: [],
    declared: new Set(
      Object.values(definition.dataObjects)
        .filter((object) => object.scope === id)
        .map((object) => object.name ?? object.id),
    ),
  });
  const root = holder(definition.processId);
  const holders: Record<string, Holder> = { [root.id]: root };
  for (const element of Object.values(definition.elements)) {
    if (HOLDERS.has(element.type)) holders[element.id] = holder(element.id, element);
  }
  const nodes: Record<string, Node> = {};
  const lanes = laneByNode(definition);
  for (const [ix, element] of Object.values(definition.elements).entries()) {
    const home = holders[element.scope] ?? root;
    const node = buildNode(definition, element, home, ix, lanes.get(element.id));
    if (holders[element.id]) node.inside = holders[element.id];
    nodes[element.id] = node;
    home.nodes.push(node);
  }
  for (const flow of Object.values(definition.flows).sort((a, b) => a.order - b.order)) {
    const source = nodes[flow.source];
    const target = nodes[flow.target];
    if (!source || !target) continue;
    const isDefault = 'default' in source.element && source.element.default === flow.id;
    const link: Link = {
      id: flow.id,
      flow,
      source,
      target,
      isDefault,
      ...(flow.condition !== undefined && !isDefault && { condition: expr(flow.condition) }),
    };
    source.out.push(link);
    target.in.push(link);
    if (isDefault) source.defaultLink = link;
  }
  for (const node of Object.values(nodes)) attach(node, nodes);
  for (const home of Object.values(holders)) {
    markCycles(home);
    for (const node of home.nodes) {
      if ((node.type === 'inclusiveGateway' || node.type === 'complexGateway') && node.in.length > 1) {
        node.reach = { waiting: reachability(node, true), byFlow: reachability(node, false) };
        home.joins.push(node);
      }
    }
  }
  const declared = new Set((definition.zf.variable ?? []).map((variable) => variable.name));
  const types = Object.fromEntries((definition.zf.variable ?? []).map((variable) => [variable.name, variable.type]));
  const { parameterScope } = definition.zf;
  const named = new Set(
    Object.values(nodes).flatMap(({ responsible }) =>
      responsible.flatMap(({ rule, value, exclude = [] }) => (rule === 'handlerOf' ? [...exclude, value] : exclude)),
    ),
  );
  const remembered = new Set([...named].filter((id) => nodes[id]?.type === 'userTask'));
  return {
    definition,
    nodes,
    root,
    holders,
    types,
    declared,
    asksOnce: Object.values(nodes).some(({ voting }) => voting && voting.dedupe !== 'no'),
    sendsBack: Object.values(nodes).some(
      ({ element, voting }) =>
        (element.type === 'userTask' && (offersVerb(element, 'return') || voting?.returnsTo !== undefined)) ||
        (element.type === 'callActivity' && element.zf?.returnAcrossCall),
    ),
    remembered,
    pauses: new Map(
      Object.values(definition.elements).flatMap(({ id, zf }) =>
        zf?.pauses ? [[id, zf.pauses.split(/[\s,]+/).filter(Boolean)] as const] : [],
      ),
    ),
    ...(parameterScope && { scope: expr(parameterScope) }),
  };
}

const mappings = (list: Mapping[] | undefined): CompiledMapping[] =>
  (list ?? []).map(({ source, ...rest }) => ({ source: expr(source), ...rest }));

/** The process that a call names, or FEEL that computes it. */
export const calledProcess = (element: Element): string | undefined =>
  element.type === 'callActivity' ? (element.zf?.process ?? element.calledElement) : undefined;

/** A call of a global task is that task at this place (10.3.6). */
function resolved(definition: Definition, element: Element): Element {
  if (element.type !== 'callActivity') return element;
  const task = definition.globalTasks?.[calledProcess(element) ?? ''];
  if (!task) return element;
  const { calledElement: _called, type: _type, zf, ...rest } = element;
  const { process: _process, ...own } = zf ?? {};
  const { id: _id, name: _name, zf: taskZf, ...work } = task;
  return { ...rest, ...work, zf: { ...taskZf, ...own } } as Element;
}

type MultiInstance = Extract<LoopCharacteristics, { type: 'multiInstanceLoopCharacteristics' }>;
function behaviorOf(definition: Definition, element: Element, loop: MultiInstance) {
  const thrown = (event: EventDefinition | undefined, more: { first?: true; condition?: Expr } = {}) =>
    event ? [{ ...more, trigger: triggerOf(definition, element, event) }] : [];
  switch (loop.behavior) {
    case 'None':
      return thrown(loop.noneBehaviorEvent);
    case 'One':
      return thrown(loop.oneBehaviorEvent, { first: true });
    case 'Complex':
      return (loop.complexBehavior ?? []).flatMap(({ condition, event }) =>
        thrown(event, condition ? { condition: expr(condition) } : {}),
      );
    default:
      return [];
  }
}

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}\p{N}_]+)*$/u;
function givenBy({ zf }: MultiInstance) {
  const { feel } = zf?.collect ? expr(zf.collect) : {};
  const names = (feel?.names ?? []).filter((name) => name !== zf?.item && name !== 'loopCounter' && !builtin(name));
  const always = PLAIN_NAME.test(feel?.text ?? '');
  return names.map((name) => ({ name, always }));
}

function buildNode(definition: Definition, drawn: Element, holder: Holder, ix: number, lane: Lane | undefined): Node {
  const element = resolved(definition, drawn);
  const zf = element.zf;
  const isCall = element.type === 'callActivity';
  const loop = 'loopCharacteristics' in element ? element.loopCharacteristics : undefined;
  const node: Node = {
    id: element.id,
    ix,
    type: element.type,
    element,
    holder,
    out: [],
    in: [],
    cyclic: false,
    startQuantity: ('startQuantity' in element && element.startQuantity) || 1,
    completionQuantity: ('completionQuantity' in element && element.completionQuantity) || 1,
    triggers: triggersOf(definition, element),
    boundary: [],
    input: mappings(isCall ? zf?.prepare : zf?.input),
    output: mappings(isCall ? zf?.conclude : zf?.output),
    errorMap: (zf?.errorMap ?? []).map(({ when, code }) => ({ when: expr(when), code })),
    ...(isCall && { call: { input: mappings(zf?.input), output: mappings(zf?.output) } }),
    responsible: zf?.participants?.length ? zf.participants : standsFor(lane, element),
  };
  if (loop?.type === 'multiInstanceLoopCharacteristics') {
    node.loop = {
      kind: 'multi',
      sequential: loop.isSequential,
      ...(loop.loopCardinality && { cardinality: expr(loop.loopCardinality) }),
      ...(loop.completionCondition && { completion: expr(loop.completionCondition) }),
      ...(loop.zf?.collection && { collection: expr(loop.zf.collection) }),
      ...(loop.zf?.item && { item: loop.zf.item }),
      ...(loop.zf?.collect && { collect: expr(loop.zf.collect) }),
      ...(loop.zf?.collectInto && { collectInto: loop.zf.collectInto }),
      gives: givenBy(loop),
      throws: behaviorOf(definition, element, loop),
      ...(loop.zf?.counterFrom !== undefined && { counterFrom: loop.zf.counterFrom }),
    };
  } else if (loop) {
    node.loop = {
      kind: 'standard',
      testBefore: loop.testBefore,
      ...(loop.loopMaximum !== undefined && { maximum: loop.loopMaximum }),
      ...(loop.loopCondition && { condition: expr(loop.loopCondition) }),
      ...(loop.zf?.counterFrom !== undefined && { counterFrom: loop.zf.counterFrom }),
    };
  }
  const voting = votingAt(element);
  if (voting) node.voting = voting;
  if (!loop && isSeveral(element)) node.loop = { kind: 'people', sequential: zf?.mode === 'order' };
  return node;
}

/** Several people are asked, each on his own. */
export const isSeveral = ({ type, zf }: Element): boolean =>
  type === 'userTask' && zf?.mode !== undefined && zf.mode !== 'pool';

export const BACK_TO = 'return:';
/** undefined: nobody decides anything here, and nobody is asked beside others. */
export function votingAt(element: Element): Voting | undefined {
  const { mode = 'pool', ratio, onRefusal, refusal, result, dedupe = 'no', starterApproves } = element.zf ?? {};
  if (element.type !== 'userTask' || (mode === 'pool' && refusal === undefined)) return undefined;
  // Who decides alone decides with the first verdict.
  const how: Mode = mode === 'pool' ? 'any' : mode;
  return {
    policy: {
      mode: how,
      ratio: (ratio === undefined ? undefined : parseRatio(ratio)) ?? HALF,
      waits: onRefusal === 'wait',
    },
    result: result ?? `${element.id}_result`,
    decides: refusal !== undefined,
    ends: refusal === 'end',
    ...(refusal?.startsWith(BACK_TO) && { returnsTo: refusal.slice(BACK_TO.length) }),
    dedupe: refusal === undefined ? 'no' : dedupe,
    starterAgrees: refusal !== undefined && starterApproves === 'auto',
    ...(refusal !== undefined && starterApproves === 'head' && { headInstead: true }),
  };
}

/** What whoever decides here may say: as the step offers it, else to abstain only where there are others. */
export const verdictsAt = (element: Element): Verdict[] =>
  votingAt(element)?.decides
    ? VERDICTS.filter((one) => element.zf?.verbs?.includes(one) ?? (one !== 'abstain' || isSeveral(element)))
    : [];

/** Whether this has to be said with words. */
export const wantsOpinion = ({ zf }: Element, said: Verdict | 'complete'): boolean =>
  zf?.opinion?.includes(said) ?? false;
/** What is said to it lacks the opinion that it wants. No verdict where one is asked for is to agree. */
export const lacksOpinion = (element: Element, verdict: Verdict | undefined, comment: string | undefined): boolean =>
  !comment?.trim() && wantsOpinion(element, verdict ?? (verdictsAt(element).length > 0 ? 'agree' : 'complete'));

/** What can be done with a task beside completing it: as the step says, else everything, and where people decide also to send it back. */
export const VERBS = ['return', 'transfer', 'delegate', 'addSigners', 'removeSigners', 'takeBack'] as const;
export type Verb = (typeof VERBS)[number];
export const offersVerb = (element: Element, verb: Verb): boolean =>
  element.zf?.verbs?.includes(verb) ?? (!OF_DECISIONS.has(verb) || element.zf?.refusal !== undefined);
/** Where only work is done, these are there only if the step says so. */
const OF_DECISIONS = new Set<Verb>(['return', 'addSigners', 'removeSigners']);

function laneByNode({ lanes }: Definition): Map<string, Lane> {
  const found = new Map<string, Lane>();
  for (const lane of Object.values(lanes)) for (const id of lane.nodes) if (!found.has(id)) found.set(id, lane);
  return found;
}

/** A lane without participants of its own stands for the role that bears its name. */
function standsFor(lane: Lane | undefined, element: Element): Participants[] {
  if (element.type !== 'userTask' || !lane) return [];
  return lane.zf?.participants ?? (lane.name ? [{ rule: 'role', value: lane.name }] : []);
}

function triggersOf(definition: Definition, element: Element): Trigger[] {
  if (element.type === 'receiveTask')
    return element.messageRef ? [messageTrigger(definition, element, element.messageRef)] : [];
  if (!('eventDefinitions' in element)) return [];
  return element.eventDefinitions.map((event): Trigger => triggerOf(definition, element, event));
}

function messageTrigger(definition: Definition, element: Element, ref: string | undefined): Trigger {
  const key = element.zf?.correlationKey;
  return {
    kind: 'message',
    name: expr((ref && (definition.messages[ref]?.name ?? ref)) || ''),
    ...((key ?? (ref ? definition.messages[ref]?.zf?.correlationKey : undefined)) && {
      key: expr((key ?? (ref ? definition.messages[ref]?.zf?.correlationKey : '')) as string),
    }),
    ...(element.zf?.when && { when: expr(element.zf.when) }),
  };
}

function triggerOf(definition: Definition, element: Element, event: EventDefinition): Trigger {
  switch (event.type) {
    case 'timerEventDefinition': {
      const form = event.timeDate !== undefined ? 'date' : event.timeCycle !== undefined ? 'cycle' : 'duration';
      return {
        kind: 'timer',
        form,
        spec: expr(event.timeDate ?? event.timeCycle ?? event.timeDuration ?? ''),
        ...(element.zf?.calendar && { calendar: element.zf.calendar }),
      };
    }
    case 'messageEventDefinition':
      return messageTrigger(definition, element, event.messageRef);
    case 'signalEventDefinition':
      return {
        kind: 'signal',
        name: expr((event.signalRef && (definition.signals[event.signalRef]?.name ?? event.signalRef)) || ''),
      };
    case 'errorEventDefinition': {
      const error = event.errorRef ? definition.errors[event.errorRef] : undefined;
      return {
        kind: 'error',
        ...(error?.errorCode && { code: error.errorCode }),
        ...(error?.zf?.errorMessage && { message: expr(error.zf.errorMessage) }),
        ...(event.errorCodeVariable && { codeVariable: event.errorCodeVariable }),
        ...(event.errorMessageVariable && { messageVariable: event.errorMessageVariable }),
      };
    }
    case 'escalationEventDefinition': {
      const code = event.escalationRef ? definition.escalations[event.escalationRef]?.escalationCode : undefined;
      return {
        kind: 'escalation',
        ...(code && { code }),
        ...(event.escalationCodeVariable && { codeVariable: event.escalationCodeVariable }),
      };
    }
    case 'conditionalEventDefinition':
      return { kind: 'condition', condition: expr(event.condition ?? '=false') };
    case 'linkEventDefinition':
      return { kind: 'link', name: event.name ?? '' };
    case 'compensateEventDefinition':
      return {
        kind: 'compensate',
        wait: event.waitForCompletion ?? true,
        ...(event.activityRef && { activity: event.activityRef }),
      };
    case 'cancelEventDefinition':
      return { kind: 'cancel' };
    case 'terminateEventDefinition':
      return {
        kind: 'terminate',
        what: event.terminateAll ? 'family' : event.terminateMultiInstance ? 'repetition' : 'scope',
      };
    default:
      return event satisfies never;
  }
}

function attach(node: Node, nodes: Record<string, Node>) {
  const { element, holder } = node;
  if (element.type === 'boundaryEvent') {
    const host = nodes[element.attachedToRef];
    if (!host) return;
    node.host = host;
    if (node.triggers[0]?.kind !== 'compensate') host.boundary.push(node);
    else if (element.handler && nodes[element.handler]) host.handler = nodes[element.handler] as Node;
    return;
  }
  if ('triggeredByEvent' in element && element.triggeredByEvent) {
    const start = node.inside?.nodes.find((inner) => inner.type === 'startEvent');
    if (start?.triggers[0]?.kind === 'compensate') holder.compensation = node;
    else holder.eventSubProcesses.push(node);
    return;
  }
  if (element.type === 'startEvent') holder.starts.push(node);
  const isHandler = 'isForCompensation' in element && element.isForCompensation;
  const isLinkCatch = element.type === 'intermediateCatchEvent' && node.triggers[0]?.kind === 'link';
  if (node.in.length === 0 && !isHandler && !isLinkCatch && element.type !== 'startEvent') holder.entries.push(node);
}

/** Tarjan on the flows of one scope, links included; iterative, models can be long. */
function markCycles(holder: Holder) {
  const index = new Map<Node, number>();
  const low = new Map<Node, number>();
  const onStack = new Set<Node>();
  const stack: Node[] = [];
  let counter = 0;
  for (const root of holder.nodes) {
    if (index.has(root)) continue;
    const work: { node: Node; next: Node[]; at: number }[] = [];
    const open = (node: Node) => {
      index.set(node, counter);
      low.set(node, counter++);
      stack.push(node);
      onStack.add(node);
      work.push({ node, next: successors(node), at: 0 });
    };
    open(root);
    while (work.length) {
      const frame = work[work.length - 1] as { node: Node; next: Node[]; at: number };
      const next = frame.next[frame.at++];
      if (next) {
        if (!index.has(next)) open(next);
        else if (onStack.has(next))
          low.set(frame.node, Math.min(low.get(frame.node) as number, index.get(next) as number));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low.set(parent.node, Math.min(low.get(parent.node) as number, low.get(frame.node) as number));
      if (low.get(frame.node) !== index.get(frame.node)) continue;
      const component: Node[] = [];
      let member: Node;
      do {
        member = stack.pop() as Node;
        onStack.delete(member);
        component.push(member);
      } while (member !== frame.node);
      if (component.length > 1 || successors(frame.node).includes(frame.node))
        for (const each of component) each.cyclic = true;
    }
  }
}

/** The catch event that a link throw goes to. */
export const linkTarget = (node: Node): Node | undefined => {
  const link = node.triggers.find((trigger) => trigger.kind === 'link');
  return (
    link &&
    node.holder.nodes.find(
      (other) =>
        other.type === 'intermediateCatchEvent' &&
        other.triggers.some((trigger) => trigger.kind === 'link' && trigger.name === link.name),
    )
  );
};

function successors(node: Node): Node[] {
  const next = node.out.map((link) => link.target);
  for (const boundary of node.boundary) next.push(boundary);
  if (node.type === 'intermediateThrowEvent') {
    const target = linkTarget(node);
    if (target) next.push(target);
  }
  return next;
}

/** For each incoming flow of `gateway`, walk back without passing it; a boundary event is reached from its host (BPMN 2.0.2 13.4.3). */
export function reachability(gateway: Node, boundaries = true): Map<number, Uint32Array> {
  const words = Math.ceil(gateway.in.length / 32);
  const reach = new Map<number, Uint32Array>();
  for (const [bit, link] of gateway.in.entries()) {
    const seen = new Set<Node>([link.source]);
    const queue = [link.source];
    for (let node = queue.pop(); node; node = queue.pop()) {
      if (node === gateway) continue;
      const bits = reach.get(node.ix) ?? new Uint32Array(words);
      reach.set(node.ix, bits);
      bits[bit >> 5] = (bits[bit >> 5] as number) | (1 << (bit & 31));
      const before = node.in.map((incoming) => incoming.source);
      if (node.host && boundaries) before.push(node.host);
      if (node.type === 'intermediateCatchEvent')
        for (const other of node.holder.nodes)
          if (other.type === 'intermediateThrowEvent' && linkTarget(other) === node) before.push(other);
      for (const each of before) if (!seen.has(each)) seen.add(each) && queue.push(each);
    }
  }
  return reach;
}
