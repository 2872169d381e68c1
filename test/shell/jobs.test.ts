// Jobs of workers outside on a real host: never two holders, and a job outlives the host that made it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerJob, extendLock, type Job, noteTopics, takeJobs } from '../../db/jobs.ts';
import { sendStored } from '../../dispatch/send.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

const TOPIC = 'weigh';
const RUNS = 60;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await noteTopics(shop.sql, [TOPIC], 'test');
  await shop.deploy(
    draw(
      'weighing',
      {
        s: { type: 'startEvent' },
        w: {
          type: 'serviceTask',
          zf: { topic: TOPIC, output: [{ source: '=grams', target: 'grams' }] },
          loopCharacteristics: {
            type: 'multiInstanceLoopCharacteristics',
            isSequential: false,
            loopCardinality: `=runs`,
          },
        },
        e: { type: 'endEvent' },
      },
      ['s->w', 'w->e'],
      { zf: { variable: [{ name: 'runs', type: 'number' }] } },
    ),
  );
});
afterAll(() => shop.close());

const jobsThere = (n: number) =>
  shop.until(async () => {
    const [row] = await shop.sql<{ n: number }[]>`select count(*)::int as n from job where not answered`;
    return row?.n === n;
  }, `${n} jobs`);
const take = (max: number, lockMs = 60_000, lock: string = randomUUID()) =>
  takeJobs(shop.sql, { lock, worker: lock, topics: [TOPIC], max, lockMs });
async function answer({ id, lock }: Pick<Job, 'id' | 'lock'>) {
  const standing = await answerJob(shop.sql, {
    id,
    lock,
    by: 'key:test',
    content: 'done',
    occurrence: (wait) => ({ type: 'serviceCompleted', at: 0, wait, variables: { grams: 5 } }),
  });
  return standing && sendStored(shop.door, standing, 20_000);
}

test('whoever fetches at the same time, each job has one holder, and is done once', async () => {
  const { family } = await shop.start('weighing', { runs: RUNS });
  await jobsThere(RUNS);
  const held: Job[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (;;) {
        const jobs = await take(3);
        if (jobs.length === 0) return;
        held.push(...jobs);
      }
    }),
  );
  expect(new Set(held.map(({ id }) => id)).size).toBe(RUNS);
  expect(held).toHaveLength(RUNS);
  // Several answer each at once; a stranger's lock answers nothing.
  const said = await Promise.all(
    held.flatMap((job) => [answer(job), answer(job), answer({ id: job.id, lock: 'another' })]),
  );
  expect(said.filter((one) => one?.ok).length).toBe(RUNS * 2);
  expect(said.filter((one) => one === null).length).toBe(RUNS);
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the end');
  const [rows] = await shop.sql`
    select count(*)::int as n from history where case_id = ${family} and kind = 'completed' and element = 'w'`;
  expect(rows?.n).toBe(RUNS);
  expect(await shop.sql`select 1 from job`).toHaveLength(0);
});

test('locks that run out are taken over, those that are extended are not', async () => {
  const { family } = await shop.start('weighing', { runs: 2 });
  await jobsThere(2);
  const [kept, lost] = await take(2, 300);
  if (!kept || !lost) throw new Error('two jobs');
  expect(await extendLock(shop.sql, kept.id, kept.lock, 60_000)).toBeInstanceOf(Date);
  const again = await shop.until(async () => {
    const jobs = await take(5);
    return jobs.length > 0 && jobs;
  }, 'the lost job');
  expect(again.map(({ id }) => id)).toEqual([lost.id]);
  expect(await answer(lost)).toBeNull();
  for (const job of [kept, again[0]!]) expect(await answer(job)).toEqual({ ok: true });
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the end');
});

test('a worker of the engine that is started anew makes no second job, and takes the answer', async () => {
  const { family } = await shop.start('weighing', { runs: 1 });
  await jobsThere(1);
  const [job] = await take(1);
  await shop.restartWorker();
  const host = { id: randomUUID(), family, case: family, body: { do: 'touch' as const }, again: true };
  const [row] = await shop.sql<{ host: string }[]>`select host from cases where id = ${family}`;
  await shop.door.send(row!.host, host, 20_000);
  expect(await shop.sql`select id from job`).toEqual([{ id: job!.id }]);
  expect(await answer(job!)).toEqual({ ok: true });
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the end');
});
