// Kept histories of real runs replay on today's code: order of commands unchanged. UPDATE=1 records them anew, which is
// right only where no run of the old code can be open any more; UPDATE=NAME records one.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { packageRoot } from '../../stack/root.ts';
import { workflowBundle } from '../../stack/workflow-bundle.ts';
import { draw } from '../draw.ts';
import { openShop } from './shop.ts';

const folder = path.join(packageRoot, 'test', 'shell', 'histories');
/** The first three are of hosts that asked for what they need; the last one was given it (0016). */
const names = ['road', 'timer-and-service', 'refused-and-repeated', 'given'];
const { UPDATE = '' } = process.env;

const road = draw(
  'road',
  {
    s: { type: 'startEvent' },
    a: { type: 'userTask' },
    x: { type: 'exclusiveGateway', default: 'x_c' },
    b: { type: 'userTask' },
    c: { type: 'userTask' },
    e: { type: 'endEvent' },
  },
  ['s->a', 'a->x', 'x->b: =amount > 10', 'x->c', 'b->e', 'c->e'],
  {
    zf: { variable: [{ name: 'amount', type: 'integer' }] },
  },
);
const timed = draw(
  'timed-service',
  {
    s: { type: 'startEvent' },
    f: { type: 'parallelGateway' },
    t: { type: 'intermediateCatchEvent', eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT1S' }] },
    v: { type: 'serviceTask', zf: { topic: 'quick' } },
    j: { type: 'parallelGateway' },
    u: { type: 'userTask' },
    e: { type: 'endEvent' },
  },
  ['s->f', 'f->t', 'f->v', 't->j', 'v->j', 'j->u', 'u->e'],
);

async function record() {
  const shop = await openShop({ quick: async () => ({ quick: true }) });
  const keep = async (name: string, family: string) => {
    if (UPDATE !== '1' && UPDATE !== name) return;
    const history = await shop.client.workflow.getHandle(`case/${family}`).fetchHistory();
    writeFileSync(
      path.join(folder, `${name}.json`),
      `${JSON.stringify(temporal.api.history.v1.History.toObject(temporal.api.history.v1.History.fromObject(history), { bytes: String, longs: Number, enums: Number }))}\n`,
    );
  };
  try {
    await shop.deploy(road);
    await shop.deploy(timed);
    const one = (await shop.start('road')).family;
    await shop.complete(one, 'a', { amount: 12 });
    await shop.complete(one, 'b');
    await keep('road', one);
    await keep('given', one);
    const two = (await shop.start('timed-service')).family;
    await shop.until(async () => (await shop.tasks(two)).length > 0, 'the join');
    await shop.complete(two, 'u');
    await keep('timer-and-service', two);
    const three = (await shop.start('road')).family;
    const [task] = await shop.tasks(three);
    const wait = task?.wait as string;
    await shop.occur(three, { type: 'taskCompleted', task: wait, variables: { amount: 1 } }, { by: 'alice' });
    await shop.occur(three, { type: 'taskCompleted', task: wait }, { by: 'bob' });
    await shop.complete(three, 'c');
    await keep('refused-and-repeated', three);
  } finally {
    await shop.close();
  }
}

if (UPDATE) test('records histories', record, 60_000);

test.each(names)('%s replays', async (name) => {
  const kept = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Record<string, unknown>;
  const history = temporal.api.history.v1.History.fromObject(kept);
  await Worker.runReplayHistory({ workflowBundle: { codePath: await workflowBundle(packageRoot) } }, history);
});

test('a core that decides otherwise does not replay', async () => {
  const kept = JSON.parse(readFileSync(path.join(folder, 'road.json'), 'utf8')) as Record<string, unknown>;
  const changed = path.join(os.tmpdir(), `replay-changed-core-${process.pid}.js`);
  writeFileSync(
    changed,
    readFileSync(await workflowBundle(packageRoot), 'utf8').replaceAll('nextId: 1,', 'nextId: 77,'),
  );
  const replay = Worker.runReplayHistory(
    { workflowBundle: { codePath: changed } },
    temporal.api.history.v1.History.fromObject(kept),
  );
  await expect(replay).rejects.toThrow(/core has changed|[Nn]ondeterminism/);
  rmSync(changed);
});

test('every kept history is replayed', () => {
  expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`).sort());
});
