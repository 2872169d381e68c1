// Processes of any size for bench/sizes.ts, drawn in code: N branches, N runs, N levels, N waits.
import { Definition } from '../bpmn/definition.ts';

type Node = { id: string; type: string; scope?: string; [attribute: string]: unknown };
type Way = [source: string, target: string, condition?: string];

const PROCESS = 'p';
const range = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A process of these nodes and ways; a way lies in the scope of its source. */
export function drawn(nodes: Node[], ways: Way[], more: object = {}): Definition {
  const elements = Object.fromEntries(nodes.map((node) => [node.id, { scope: PROCESS, ...node }]));
  const flows = Object.fromEntries(
    ways.map(([source, target, condition], order) => [
      `f${order}`,
      {
        id: `f${order}`,
        source,
        target,
        order,
        scope: elements[source]?.scope,
        ...(condition !== undefined && { condition }),
      },
    ]),
  );
  return Definition.parse({
    key: 'size',
    version: 1,
    sha256: 'bench',
    processId: PROCESS,
    elements,
    flows,
    messages: { news: { id: 'news', name: 'news' } },
    signals: { all: { id: 'all', name: 'all' } },
    ...more,
  });
}

const START: Node = { id: 'start', type: 'startEvent' };
const END: Node = { id: 'end', type: 'endEvent' };

/** start → split → N × `branch` → join → end. */
export function branches(
  count: number,
  gateway: 'parallelGateway' | 'inclusiveGateway',
  branch: (index: number) => Omit<Node, 'id'>,
): Definition {
  const condition = gateway === 'inclusiveGateway' ? ['=amount > 0'] : [];
  return drawn(
    [
      START,
      { id: 'split', type: gateway },
      ...range(count, (index) => ({ id: `b${index}`, type: 'task', ...branch(index) })),
      { id: 'join', type: gateway },
      END,
    ],
    [
      ['start', 'split'],
      ...range(count, (index) => ['split', `b${index}`, ...condition] as Way),
      ...range(count, (index) => [`b${index}`, 'join'] as Way),
      ['join', 'end'],
    ],
  );
}

/** start → one activity → end, with boundary events and handlers beside it. */
export const single = (activity: Omit<Node, 'id'>, beside: Node[] = [], ways: Way[] = []): Definition =>
  drawn([START, { id: 'it', type: 'task', ...activity }, END, ...beside], [['start', 'it'], ['it', 'end'], ...ways]);

/** Several runs of one user task. */
export function runs(isSequential: boolean, rich: boolean): Definition {
  const loop = { type: 'multiInstanceLoopCharacteristics', isSequential };
  if (!rich) return single({ type: 'userTask', loopCharacteristics: { ...loop, loopCardinality: '=n' } });
  return single(
    {
      type: 'userTask',
      loopCharacteristics: {
        ...loop,
        completionCondition: '=nrOfCompletedInstances >= n',
        zf: { collection: '=items', item: 'item', collect: '=item', collectInto: 'all' },
      },
    },
    [
      {
        id: 'stop',
        type: 'boundaryEvent',
        attachedToRef: 'it',
        eventDefinitions: [{ type: 'conditionalEventDefinition', condition: '=halt = true' }],
      },
    ],
    [['stop', 'end']],
  );
}

/** Counts to n, by the loop of the activity or by a gateway that leads back. */
export const standardLoop = (): Definition =>
  single({
    type: 'scriptTask',
    script: '=count + 1',
    zf: { resultVariable: 'count' },
    loopCharacteristics: { type: 'standardLoopCharacteristics', loopCondition: '=count < n' },
  });

export const gatewayLoop = (condition = '=count < n'): Definition =>
  drawn(
    [
      START,
      { id: 'merge', type: 'exclusiveGateway' },
      { id: 'it', type: 'scriptTask', script: '=count + 1', zf: { resultVariable: 'count' } },
      { id: 'again', type: 'exclusiveGateway', default: 'f4' },
      END,
    ],
    [
      ['start', 'merge'],
      ['merge', 'it'],
      ['it', 'again'],
      ['again', 'merge', condition],
      ['again', 'end'],
    ],
  );

/** N sub-processes in each other. The innermost writes a variable; with `error` it throws one that only the outermost catches. */
export function nested(count: number, error: boolean): Definition {
  const scope = (level: number) => (level === 0 ? PROCESS : `s${level - 1}`);
  const last = count - 1;
  const nodes: Node[] = range(count, (level) => [
    { id: `start${level}`, type: 'startEvent', scope: scope(level) },
    { id: `s${level}`, type: 'subProcess', scope: scope(level) },
    { id: `end${level}`, type: 'endEvent', scope: scope(level) },
  ]).flat();
  const ways = range(count, (level): Way[] => [
    [`start${level}`, `s${level}`],
    [`s${level}`, `end${level}`],
  ]).flat();
  const inside = `s${last}`;
  nodes.push(
    { id: 'first', type: 'startEvent', scope: inside },
    { id: 'write', type: 'scriptTask', script: '=1', zf: { resultVariable: 'x' }, scope: inside },
    {
      id: 'last',
      type: 'endEvent',
      scope: inside,
      ...(error && { eventDefinitions: [{ type: 'errorEventDefinition', errorRef: 'oh' }] }),
    },
  );
  ways.push(['first', 'write'], ['write', 'last']);
  if (error) {
    nodes.push({
      id: 'caught',
      type: 'boundaryEvent',
      attachedToRef: 's0',
      eventDefinitions: [{ type: 'errorEventDefinition', errorRef: 'oh' }],
    });
    ways.push(['caught', 'end0']);
  }
  return drawn(nodes, ways, { errors: { oh: { id: 'oh', errorCode: 'OH' } } });
}

/** A user task that comes back for ever; each completion may write. */
export const again = (): Definition =>
  drawn(
    [START, { id: 'merge', type: 'exclusiveGateway' }, { id: 'it', type: 'userTask' }],
    [
      ['start', 'merge'],
      ['merge', 'it'],
      ['it', 'merge'],
    ],
  );

const catching = (event: object) => ({ type: 'intermediateCatchEvent', eventDefinitions: [event] });
const message = { type: 'messageEventDefinition', messageRef: 'news' };
const signal = { type: 'signalEventDefinition', signalRef: 'all' };
const timer = { type: 'timerEventDefinition', timeDuration: 'PT1H' };
const conditional = (condition: string) => ({ type: 'conditionalEventDefinition', condition });

/** N waits of a kind at once; `conditions` read a variable each, `condition` all the same one. */
export function waits(count: number, kind: 'message' | 'signal' | 'timer' | 'condition' | 'conditions'): Definition {
  const event = {
    message: () => message,
    signal: () => signal,
    timer: () => timer,
    condition: () => conditional('=go = true'),
    conditions: (index: number) => conditional(`=go${index} = true`),
  }[kind];
  return branches(count, 'parallelGateway', (index) => catching(event(index)));
}

/** N finished activities, each with a handler, then one event that undoes them all; in a row or as runs of one activity. */
export function compensated(count: number, how: 'row' | 'runs'): Definition {
  const undo: Node = {
    id: 'undo',
    type: 'endEvent',
    eventDefinitions: [{ type: 'compensateEventDefinition' }],
  };
  const handled = (id: string): Node[] => [
    {
      id: `${id}-b`,
      type: 'boundaryEvent',
      attachedToRef: id,
      handler: `${id}-h`,
      eventDefinitions: [{ type: 'compensateEventDefinition' }],
    },
    { id: `${id}-h`, type: 'task', isForCompensation: true },
  ];
  if (how === 'runs') {
    const loopCharacteristics = { type: 'multiInstanceLoopCharacteristics', loopCardinality: '=n' };
    return drawn(
      [START, { id: 'it', type: 'task', loopCharacteristics }, ...handled('it'), undo],
      [
        ['start', 'it'],
        ['it', 'undo'],
      ],
    );
  }
  const steps = range(count, (index) => `t${index}`);
  const all = ['start', ...steps, 'undo'];
  return drawn(
    [START, ...steps.flatMap((id) => [{ id, type: 'task' }, ...handled(id)]), undo],
    all.slice(1).map((id, index) => [all[index] as string, id]),
  );
}

/** N called cases of one caller; `undone`: afterwards all of them are undone. */
export function caller(undone: boolean): Definition {
  const end: Node = undone ? { ...END, eventDefinitions: [{ type: 'compensateEventDefinition' }] } : END;
  return drawn(
    [
      START,
      {
        id: 'call',
        type: 'callActivity',
        calledElement: 'callee',
        loopCharacteristics: { type: 'multiInstanceLoopCharacteristics', loopCardinality: '=n' },
      },
      end,
    ],
    [
      ['start', 'call'],
      ['call', 'end'],
    ],
  );
}

export const callee = (undoable: boolean): Definition => {
  const work = single(
    { type: 'userTask' },
    undoable
      ? [
          {
            id: 'b',
            type: 'boundaryEvent',
            attachedToRef: 'it',
            handler: 'h',
            eventDefinitions: [{ type: 'compensateEventDefinition' }],
          },
          { id: 'h', type: 'task', isForCompensation: true },
        ]
      : [],
  );
  return { ...work, key: 'callee' };
};
