// The core alone: transitions a second (a token leaving a node), and whole runs of the order process with its decision.
import path from 'node:path';
import type { Definition } from '../bpmn/definition.ts';
import type { Draft } from '../bpmn/draft.ts';
import { apply, begin, create } from '../bpmn/step.ts';
import { loadSop } from '../sops/load.ts';
import { packageRoot } from '../stack/root.ts';
import { straight } from './process.ts';

const LENGTH = 50;

function timed(seconds: number, work: () => number): number {
  for (let warm = 0; warm < 200; warm++) work();
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < seconds * 1_000) done += work();
  return done / ((performance.now() - start) / 1_000);
}

/** Starts the case and does whatever it waits for until it ends; gives the number of nodes left. */
function wholeRun(definition: Definition): number {
  const draft = begin(definition, create(definition, 'bench', 0));
  let left = 0;
  const count = (commands: ReturnType<typeof apply>['commands']) => {
    for (const command of commands)
      if (command.type === 'record') for (const row of command.rows) if (row.kind === 'completed') left += 1;
  };
  count(apply(draft, { type: 'started', at: 0, variables: VARIABLES }).commands);
  for (let next = answer(draft); next; next = answer(draft)) count(apply(draft, next).commands);
  if (draft.meta.status !== 'ended') throw new Error('the bench’s order has not ended');
  return left;
}

const VARIABLES = {
  orderNo: '1',
  buyer: '苏',
  phone: '13800006620',
  address: '上海市徐汇区漕溪北路 398 号',
  country: 'United Kingdom',
  amount: 12_840,
  note: '',
  lines: [{ sku: 'S', quantity: 1 }],
};

function answer(draft: Draft): Parameters<typeof apply>[1] | undefined {
  for (const wait of draft.waits.values()) {
    if (wait.kind === 'job')
      return {
        type: 'serviceCompleted',
        at: 1,
        wait: wait.id,
        variables: { shortage: [], waybillNo: 'SF', carrier: 'SF', margin: 1 },
      };
    if (wait.kind === 'userTask')
      return { type: 'taskCompleted', at: 1, task: wait.id, variables: { shortQuantity: 0 } };
    if (wait.kind === 'message' && (wait.name === 'payment.received' || wait.name === 'logistics.signed'))
      return { type: 'messageReceived', at: 1, wait: wait.id, message: wait.name };
  }
  return undefined;
}

export async function coreBench(): Promise<[string, string][]> {
  const line = straight(LENGTH);
  const transitions = timed(3, () => {
    apply(begin(line, create(line, 'bench', 0)), { type: 'started', at: 0 });
    return LENGTH + 1;
  });
  const { definition } = await loadSop(path.join(packageRoot, 'sops', 'orders', 'order-fulfilment'));
  let nodes = 0;
  const runs = timed(3, () => {
    nodes = wholeRun(definition);
    return 1;
  });
  return [
    ['core: transitions/s, no conditions', Math.round(transitions).toLocaleString('en')],
    ['  goal 100,000', `× ${(transitions / 100_000).toFixed(2)}`],
    [
      `core: whole orders/s (order SOP, ${nodes} nodes left a run, decision table included)`,
      Math.round(runs).toLocaleString('en'),
    ],
  ];
}
