// A new engine beside open cases: they go on from Postgres, and nothing of theirs is rewritten.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporalHosts } from '../../dispatch/failing.ts';
import { adoptCore } from '../../dispatch/rebuild.ts';
import { packageRoot } from '../../stack/root.ts';
import { coreOf, workflowBundle } from '../../stack/workflow-bundle.ts';
import { draw } from '../draw.ts';
import { openShop } from './shop.ts';

test('open cases of every kind go on with a changed core', async () => {
  const shop = await openShop({ slow: async () => ({ slept: true }) });
  const now = await workflowBundle(packageRoot);
  const next = path.join(os.tmpdir(), `next-core-${process.pid}.js`);
  try {
    const due = {
      type: 'intermediateCatchEvent',
      eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT3S' }],
    };
    await shop.deploy(
      draw(
        'all',
        {
          s: { type: 'startEvent' },
          f: { type: 'parallelGateway' },
          a: { type: 'userTask' },
          t: due as never,
          j: { type: 'parallelGateway' },
          b: { type: 'userTask' },
          v: { type: 'serviceTask', zf: { topic: 'slow' } },
          e: { type: 'endEvent' },
        },
        ['s->f', 'f->a', 'f->t', 'a->j', 't->j', 'j->b', 'b->v', 'v->e'],
      ),
    );
    const hosts = temporalHosts(shop.client);
    expect(await adoptCore(shop.sql, hosts, coreOf(now))).toBeUndefined();
    const families = await Promise.all([1, 2, 3, 4].map(async () => (await shop.start('all')).family));
    await shop.complete(families[0] as string, 'a');
    const history = () => shop.sql<{ case_id: string; seq: number; kind: string; at: number }[]>`
      select case_id, seq, kind, at from history where case_id = any(${families}) order by case_id, seq`;
    const before = await history();
    await shop.stopWorker();

    // Version N + 1 decides otherwise: it counts its rows from another number on, and its digests differ.
    writeFileSync(
      next,
      readFileSync(now, 'utf8')
        .replaceAll('nextId: 1,', 'nextId: 77,')
        .replaceAll('2166136261', '2166136262')
        .replaceAll('0x811c9dc5', '0x811c9dc6'),
    );
    expect(coreOf(next)).not.toBe(coreOf(now));
    expect(await adoptCore(shop.sql, hosts, coreOf(next))).toBe(4);
    expect(await adoptCore(shop.sql, hosts, coreOf(next))).toBeUndefined();
    await shop.restartWorker({ bundlePath: next });

    // Not touched by anybody: the timer is due, and its host looked after.
    await shop.until(
      async () => (await shop.tasks(families[0] as string))[0]?.element === 'b',
      'the timer of the first',
    );
    for (const family of families) {
      if (family !== families[0]) await shop.complete(family, 'a');
      await shop.until(async () => (await shop.tasks(family))[0]?.element === 'b', 'what follows the timer');
      await shop.complete(family, 'b');
      await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the end');
    }
    const after = await history();
    for (const row of before)
      expect(after.find(({ case_id, seq }) => case_id === row.case_id && seq === row.seq)).toEqual(row);
  } finally {
    await shop.close();
    rmSync(next, { force: true });
  }
});
