// Storage that is slow or away for a moment leaves histories that still replay: a killed worker must be able to go on.
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostActivities } from '../../activities/contract.ts';
import { packageRoot } from '../../stack/root.ts';
import { workflowBundle } from '../../stack/workflow-bundle.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ quick: async () => ({ quick: true }) });
  await shop.deploy(
    draw(
      'pair',
      {
        s: { type: 'startEvent' },
        a: { type: 'userTask' },
        v: { type: 'serviceTask', zf: { topic: 'quick' } },
        t: {
          type: 'intermediateCatchEvent',
          eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT1S' }],
        },
        b: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      ['s->a', 'a->v', 'v->t', 't->b', 'b->e'],
    ),
  );
});
afterAll(() => shop.close());

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  [2_500, 'waits'],
  [0, 'fails'],
] as const)('storage that takes %i ms and then %s', async (delay, how) => {
  let left = 0;
  const slow =
    <A, R>(work: (ask: A) => Promise<R>) =>
    async (ask: A): Promise<R> => {
      if (left > 0) {
        left -= 1;
        const first = how === 'waits' ? await work(ask) : undefined;
        await sleep(delay);
        if (how === 'fails') throw new Error('storage is away');
        return first as R;
      }
      return work(ask);
    };
  await shop.restartWorker({
    wrap: (activities): HostActivities => ({
      ...activities,
      open: slow(activities.open),
      record: slow(activities.record),
    }),
  });
  const { family } = await shop.start('pair');
  left = 2;
  await shop.complete(family, 'a', { n: 1 });
  left = 3;
  await shop.until(async () => (await shop.tasks(family)).length > 0, 'the second task');
  const history = await shop.client.workflow.getHandle(`case/${family}`).fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: { codePath: await workflowBundle(packageRoot) } }, history);
  left = 2;
  await shop.restartWorker();
  expect(await shop.complete(family, 'b')).toEqual({ ok: true });
  const whole = await shop.client.workflow.getHandle(`case/${family}`).fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: { codePath: await workflowBundle(packageRoot) } }, whole);
  expect(await shop.status(family)).toMatchObject({ status: 'ended' });
});
