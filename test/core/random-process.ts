// Random sound processes: block-structured, so that every one of them must come to its end whatever happens in it.
import fc from 'fast-check';
import { Definition, type Element, type EventDefinition, type Flow } from '../../bpmn/definition.ts';

export type Block =
  | { is: 'task'; type: 'task' | 'userTask' | 'serviceTask' | 'receiveTask' | 'scriptTask' }
  | { is: 'catch'; kind: 'timer' | 'message' }
  | { is: 'sequence'; parts: Block[] }
  | { is: 'exclusive'; parts: Block[]; pick: number }
  | { is: 'parallel'; parts: Block[] }
  | { is: 'inclusive'; parts: Block[]; picks: boolean[] }
  | { is: 'events'; parts: Block[] }
  | { is: 'loop'; part: Block; turns: number }
  | {
      is: 'sub';
      part: Block;
      boundary: 'none' | 'interrupting' | 'beside';
      repeat: 'none' | 'parallel' | 'sequential';
      terminate: boolean;
    }
  | { is: 'compensated'; part: Block }
  | { is: 'escalated'; part: Block }
  | { is: 'failing'; part: Block; fails: boolean }
  | { is: 'watched'; part: Block; interrupting: boolean }
  | { is: 'adHoc'; parts: Block[] }
  | { is: 'transaction'; part: Block; cancels: boolean }
  | { is: 'repeated'; turns: number; testBefore: boolean }
  | { is: 'signalled'; part: Block }
  | { is: 'conditional'; part: Block }
  | { is: 'first'; parts: Block[]; of: number }
  | { is: 'call'; part: Block };

const leaf: fc.Arbitrary<Block> = fc.oneof(
  fc.constantFrom<Block>(
    { is: 'task', type: 'task' },
    { is: 'task', type: 'userTask' },
    { is: 'task', type: 'userTask' },
    { is: 'task', type: 'serviceTask' },
    { is: 'task', type: 'receiveTask' },
    { is: 'task', type: 'scriptTask' },
    { is: 'catch', kind: 'timer' },
    { is: 'catch', kind: 'message' },
  ),
);

const blocks = (...more: ((part: fc.Arbitrary<Block>) => fc.Arbitrary<Block>)[]): fc.Arbitrary<Block> =>
  fc.letrec<{ block: Block }>((tie) => {
    const parts = (min: number, max: number) => fc.array(tie('block'), { minLength: min, maxLength: max });
    return {
      block: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        fc.record({ is: fc.constant('sequence' as const), parts: parts(1, 3) }),
        fc.record({ is: fc.constant('exclusive' as const), parts: parts(2, 3), pick: fc.nat(2) }),
        fc.record({ is: fc.constant('parallel' as const), parts: parts(2, 3) }),
        fc.record({
          is: fc.constant('inclusive' as const),
          parts: parts(2, 3),
          picks: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        }),
        fc.record({ is: fc.constant('events' as const), parts: parts(2, 3) }),
        fc.record({ is: fc.constant('loop' as const), part: tie('block'), turns: fc.integer({ min: 1, max: 3 }) }),
        fc.record({
          is: fc.constant('sub' as const),
          part: tie('block'),
          boundary: fc.constantFrom('none' as const, 'interrupting' as const, 'beside' as const),
          repeat: fc.constantFrom('none' as const, 'none' as const, 'parallel' as const, 'sequential' as const),
          terminate: fc.boolean(),
        }),
        fc.record({ is: fc.constant('compensated' as const), part: tie('block') }),
        fc.record({ is: fc.constant('escalated' as const), part: tie('block') }),
        fc.record({ is: fc.constant('failing' as const), part: tie('block'), fails: fc.boolean() }),
        fc.record({ is: fc.constant('watched' as const), part: tie('block'), interrupting: fc.boolean() }),
        fc.record({ is: fc.constant('adHoc' as const), parts: parts(1, 3) }),
        fc.record({ is: fc.constant('transaction' as const), part: tie('block'), cancels: fc.boolean() }),
        fc.record({
          is: fc.constant('repeated' as const),
          turns: fc.integer({ min: 1, max: 3 }),
          testBefore: fc.boolean(),
        }),
        fc.record({ is: fc.constant('signalled' as const), part: tie('block') }),
        fc.record({ is: fc.constant('conditional' as const), part: tie('block') }),
        fc.record({ is: fc.constant('first' as const), parts: parts(2, 3), of: fc.integer({ min: 1, max: 2 }) }),
        ...more.map((each) => each(tie('block'))),
      ),
    };
  }).block;

export const block = blocks();
/** With called processes: a family of cases. */
export const family = blocks((part) => fc.record({ is: fc.constant('call' as const), part }));

export const PROCESS = 'random';

/** The process that a block describes, first, and the processes that it calls. */
export function buildAll(root: Block, key = PROCESS): Definition[] {
  const called: Definition[] = [];
  const elements: Record<string, Element> = {};
  const flows: Record<string, Flow> = {};
  let counter = 0;
  const id = (prefix: string) => `${prefix}${++counter}`;
  const add = (element: { type: Element['type']; scope: string; [attribute: string]: unknown }, prefix = 'n') => {
    const name = id(prefix);
    elements[name] = { id: name, ...element } as Element;
    return name;
  };
  const link = (source: string, target: string, condition?: string) => {
    const name = id('f');
    flows[name] = {
      id: name,
      source,
      target,
      scope: elements[source]?.scope ?? PROCESS,
      order: counter,
      ...(condition !== undefined && { condition }),
    };
    return name;
  };
  const timer: EventDefinition = { type: 'timerEventDefinition', timeDuration: 'PT1H' };
  const message = (name: string): EventDefinition => ({ type: 'messageEventDefinition', messageRef: name });

  /** Draws the block inside `scope`; gives its first and last node. */
  function draw(part: Block, scope: string): [string, string] {
    switch (part.is) {
      case 'task': {
        const more =
          part.type === 'serviceTask'
            ? { zf: { topic: 't' } }
            : part.type === 'scriptTask'
              ? { script: '=case.id', zf: { resultVariable: 'seen' } }
              : {};
        const node = add({ type: part.type, scope, ...more });
        return [node, node];
      }
      case 'catch': {
        const name = id('m');
        const node = add({
          type: 'intermediateCatchEvent',
          scope,
          eventDefinitions: [part.kind === 'timer' ? timer : message(name)],
        });
        return [node, node];
      }
      case 'sequence': {
        const drawn = part.parts.map((each) => draw(each, scope));
        for (let index = 1; index < drawn.length; index++)
          link(drawn[index - 1]?.[1] as string, drawn[index]?.[0] as string);
        return [drawn[0]?.[0] as string, drawn[drawn.length - 1]?.[1] as string];
      }
      case 'exclusive': {
        const split = add({ type: 'exclusiveGateway', scope });
        const merge = add({ type: 'exclusiveGateway', scope });
        const chosen = part.pick % part.parts.length;
        for (const [index, each] of part.parts.entries()) {
          const [first, last] = draw(each, scope);
          link(split, first, index === chosen ? '=1 = 1' : '=1 = 2');
          link(last, merge);
        }
        return [split, merge];
      }
      case 'parallel': {
        const split = add({ type: 'parallelGateway', scope });
        const join = add({ type: 'parallelGateway', scope });
        for (const each of part.parts) {
          const [first, last] = draw(each, scope);
          link(split, first);
          link(last, join);
        }
        return [split, join];
      }
      case 'inclusive': {
        const split = add({ type: 'inclusiveGateway', scope });
        const join = add({ type: 'inclusiveGateway', scope });
        let fallback = '';
        for (const [index, each] of part.parts.entries()) {
          const [first, last] = draw(each, scope);
          const flow = link(split, first, index === 0 ? undefined : part.picks[index] ? '=true' : '=false');
          if (index === 0) fallback = flow;
          link(last, join);
        }
        elements[split] = { ...(elements[split] as Element), default: fallback } as Element;
        return [split, join];
      }
      case 'events': {
        const split = add({ type: 'eventBasedGateway', scope, eventGatewayType: 'Exclusive' });
        const merge = add({ type: 'exclusiveGateway', scope });
        for (const [index, each] of part.parts.entries()) {
          const name = id('m');
          const event = add({
            type: 'intermediateCatchEvent',
            scope,
            eventDefinitions: [index === 0 ? timer : message(name)],
          });
          const [first, last] = draw(each, scope);
          link(split, event);
          link(event, first);
          link(last, merge);
        }
        return [split, merge];
      }
      case 'loop': {
        const merge = add({ type: 'exclusiveGateway', scope });
        const [first, last] = draw(part.part, scope);
        const counterName = id('turns');
        const count = add({
          type: 'scriptTask',
          scope,
          script: `=if ${counterName} = null then 1 else ${counterName} + 1`,
          zf: { resultVariable: counterName },
        });
        const split = add({ type: 'exclusiveGateway', scope });
        counters.push(counterName);
        link(merge, first);
        link(last, count);
        link(count, split);
        const out = add({ type: 'task', scope });
        link(split, out, `=${counterName} >= ${part.turns}`);
        elements[split] = { ...(elements[split] as Element), default: link(split, merge) } as Element;
        return [merge, out];
      }
      case 'sub': {
        const repeat =
          part.repeat === 'none'
            ? {}
            : {
                loopCharacteristics: {
                  type: 'multiInstanceLoopCharacteristics' as const,
                  isSequential: part.repeat === 'sequential',
                  loopCardinality: '2',
                },
              };
        const sub = add({ type: 'subProcess', scope, triggeredByEvent: false, ...repeat });
        const start = add({ type: 'startEvent', scope: sub, eventDefinitions: [], isInterrupting: true });
        const [first, last] = draw(part.part, sub);
        const end = add({
          type: 'endEvent',
          scope: sub,
          eventDefinitions: part.terminate ? [{ type: 'terminateEventDefinition' }] : [],
        });
        link(start, first);
        link(last, end);
        const merge = add({ type: 'exclusiveGateway', scope });
        link(sub, merge);
        if (part.boundary !== 'none') {
          const event = add({
            type: 'boundaryEvent',
            scope,
            attachedToRef: sub,
            cancelActivity: part.boundary === 'interrupting',
            eventDefinitions: [timer],
          });
          const after = add({ type: 'userTask', scope });
          link(event, after);
          if (part.boundary === 'interrupting') link(after, merge);
          else link(after, add({ type: 'endEvent', scope, eventDefinitions: [] }));
        }
        return [sub, merge];
      }
      case 'compensated': {
        const work = add({ type: 'serviceTask', scope, zf: { topic: 't' } });
        undoable(work, scope);
        const [first, last] = draw(part.part, scope);
        const undo = add({
          type: 'intermediateThrowEvent',
          scope,
          eventDefinitions: [{ type: 'compensateEventDefinition', activityRef: work }],
        });
        link(work, first);
        link(last, undo);
        return [work, undo];
      }
      case 'escalated': {
        const [sub, start, end] = open('subProcess', scope);
        const raise = add({
          type: 'intermediateThrowEvent',
          scope: sub,
          eventDefinitions: [{ type: 'escalationEventDefinition', escalationRef: 'E' }],
        });
        const [first, last] = draw(part.part, sub);
        link(start, raise);
        link(raise, first);
        link(last, end);
        dock(sub, { type: 'escalationEventDefinition', escalationRef: 'E' }, false);
        return [sub, sub];
      }
      case 'failing': {
        const [sub, start, end] = open('subProcess', scope);
        const [first, last] = draw(part.part, sub);
        link(start, first);
        if (part.fails) {
          const failure = { type: 'errorEventDefinition', errorRef: 'F' } as const;
          elements[end] = { ...(elements[end] as Element), eventDefinitions: [failure] } as Element;
        }
        link(last, end);
        const merge = add({ type: 'exclusiveGateway', scope });
        link(sub, merge);
        link(dock(sub, { type: 'errorEventDefinition', errorRef: 'F' }, true), merge);
        return [sub, merge];
      }
      case 'watched': {
        const [sub, start, end] = open('subProcess', scope);
        const [first, last] = draw(part.part, sub);
        link(start, first);
        link(last, end);
        const watch = add({ type: 'subProcess', scope: sub, triggeredByEvent: true });
        const begin = add({
          type: 'startEvent',
          scope: watch,
          isInterrupting: part.interrupting,
          eventDefinitions: [message(id('m'))],
        });
        const work = add({ type: 'userTask', scope: watch });
        link(begin, work);
        link(work, add({ type: 'endEvent', scope: watch, eventDefinitions: [] }));
        return [sub, sub];
      }
      case 'adHoc': {
        const sub = add({ type: 'adHocSubProcess', scope, triggeredByEvent: false, ordering: 'Parallel' });
        const firsts = part.parts.map((each) => {
          const first = add({ type: 'task', scope: sub });
          link(first, draw(each, sub)[0]);
          return first;
        });
        elements[sub] = {
          ...(elements[sub] as Element),
          cancelRemainingInstances: true,
          zf: { startWith: `=[${firsts.map((first) => JSON.stringify(first)).join(', ')}]` },
        } as Element;
        return [sub, sub];
      }
      case 'transaction': {
        const [sub, start, end] = open('transaction', scope);
        const [work] = draw({ is: 'task', type: 'serviceTask' }, sub);
        undoable(work, sub);
        const [first, last] = draw(part.part, sub);
        link(start, work);
        link(work, first);
        if (part.cancels) {
          const cancel = { type: 'cancelEventDefinition' } as const;
          elements[end] = { ...(elements[end] as Element), eventDefinitions: [cancel] } as Element;
        }
        link(last, end);
        const merge = add({ type: 'exclusiveGateway', scope });
        link(sub, merge);
        link(dock(sub, { type: 'cancelEventDefinition' }, true), merge);
        return [sub, merge];
      }
      case 'repeated': {
        const node = add({
          type: 'userTask',
          scope,
          loopCharacteristics: {
            type: 'standardLoopCharacteristics',
            testBefore: part.testBefore,
            loopMaximum: part.turns,
            loopCondition: '=true',
          },
        });
        return [node, node];
      }
      case 'signalled': {
        // Of this process alone: a signal reaches every case of the shop.
        const name = id(`${key}_s`);
        const signal = { type: 'signalEventDefinition', signalRef: name } as const;
        return beside(
          scope,
          add({ type: 'intermediateCatchEvent', scope, eventDefinitions: [signal] }),
          add({ type: 'intermediateThrowEvent', scope, eventDefinitions: [signal] }),
          part.part,
        );
      }
      case 'conditional': {
        const name = id('v');
        counters.push(name);
        const definition = { type: 'conditionalEventDefinition', condition: `=${name} = 1` } as const;
        return beside(
          scope,
          add({ type: 'intermediateCatchEvent', scope, eventDefinitions: [definition] }),
          add({ type: 'scriptTask', scope, script: '=1', zf: { resultVariable: name } }),
          part.part,
        );
      }
      case 'first': {
        const split = add({ type: 'parallelGateway', scope });
        const join = add({
          type: 'complexGateway',
          scope,
          activationCondition: `=activationCount >= ${Math.min(part.of, part.parts.length)}`,
        });
        for (const each of part.parts) {
          const [first, last] = draw(each, scope);
          link(split, first);
          link(last, join);
        }
        return [split, join];
      }
      case 'call': {
        const calledElement = id(`${key}_`);
        called.push(...buildAll(part.part, calledElement));
        const node = add({ type: 'callActivity', scope, calledElement });
        return [node, node];
      }
      default:
        return part satisfies never;
    }
  }

  /** A sub-process with its start and its end. */
  function open(type: 'subProcess' | 'transaction', scope: string): [string, string, string] {
    const sub = add({ type, scope, triggeredByEvent: false });
    return [
      sub,
      add({ type: 'startEvent', scope: sub, eventDefinitions: [], isInterrupting: true }),
      add({ type: 'endEvent', scope: sub, eventDefinitions: [] }),
    ];
  }
  /** A boundary event with a task behind it; gives that task, or ends there beside. */
  function dock(host: string, definition: EventDefinition, cancelActivity: boolean): string {
    const scope = elements[host]?.scope ?? PROCESS;
    const event = add({
      type: 'boundaryEvent',
      scope,
      attachedToRef: host,
      cancelActivity,
      eventDefinitions: [definition],
    });
    const after = add({ type: 'userTask', scope });
    link(event, after);
    if (!cancelActivity) link(after, add({ type: 'endEvent', scope, eventDefinitions: [] }));
    return after;
  }
  function undoable(work: string, scope: string) {
    const handler = add({ type: 'serviceTask', scope, isForCompensation: true, zf: { topic: 't' } });
    add({
      type: 'boundaryEvent',
      scope,
      attachedToRef: work,
      cancelActivity: true,
      handler,
      eventDefinitions: [{ type: 'compensateEventDefinition' }],
    });
  }
  /** One branch waits for what the other, after a person, brings about. */
  function beside(scope: string, waits: string, brings: string, rest: Block): [string, string] {
    const split = add({ type: 'parallelGateway', scope });
    const join = add({ type: 'parallelGateway', scope });
    const person = add({ type: 'userTask', scope });
    const [first, last] = draw(rest, scope);
    link(split, waits);
    link(waits, join);
    link(split, person);
    link(person, brings);
    link(brings, first);
    link(last, join);
    return [split, join];
  }

  const counters: string[] = [];
  const start = add({ type: 'startEvent', scope: PROCESS, eventDefinitions: [], isInterrupting: true });
  const [first, last] = draw(root, PROCESS);
  const end = add({ type: 'endEvent', scope: PROCESS, eventDefinitions: [] });
  link(start, first);
  link(last, end);
  const definition = Definition.parse({
    key,
    version: 1,
    sha256: 'random',
    processId: PROCESS,
    elements,
    flows,
    errors: { F: { id: 'F', errorCode: 'F' } },
    escalations: { E: { id: 'E', escalationCode: 'E' } },
    zf: { variable: counters.map((name) => ({ name, type: 'integer' })) },
  });
  return [definition, ...called];
}

export const build = (root: Block, key = PROCESS): Definition => buildAll(root, key)[0] as Definition;
