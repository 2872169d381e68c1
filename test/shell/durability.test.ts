import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { touchAsleep } from '../../dispatch/watch.ts';
import { packageRoot } from '../../stack/root.ts';
import { workflowBundle } from '../../stack/workflow-bundle.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ slow: async () => ({ slept: true }) }, { rollAfter: 3 });
  await shop.deploy(
    draw(
      'loop',
      {
        s: { type: 'startEvent' },
        m: { type: 'exclusiveGateway' },
        a: { type: 'userTask' },
        x: { type: 'exclusiveGateway', default: 'x_m' },
        e: { type: 'endEvent' },
      },
      ['s->m', 'm->a', 'a->x', 'x->e: =done', 'x->m'],
      { zf: { variable: [{ name: 'done', type: 'boolean' }] } },
    ),
  );
  await shop.deploy(
    draw(
      'pair',
      { s: { type: 'startEvent' }, a: { type: 'userTask' }, b: { type: 'userTask' }, e: { type: 'endEvent' } },
      ['s->a', 'a->b', 'b->e'],
    ),
  );
});
afterAll(() => shop.close());

const runsOf = async (family: string) => {
  const runs: string[] = [];
  for await (const info of shop.client.workflow.list({ query: `WorkflowId = "case/${family}"` })) runs.push(info.runId);
  return runs.length;
};

test('continue-as-new every three turns changes nothing that people see', async () => {
  const { family } = await shop.start('loop');
  for (let turn = 0; turn < 12; turn++)
    expect(await shop.complete(family, 'a', { done: false, turn })).toEqual({ ok: true });
  expect(await shop.complete(family, 'a', { done: true })).toEqual({ ok: true });
  expect(await shop.status(family)).toMatchObject({ status: 'ended', outcome: 'completed' });
  const closed = await shop.sql`select count(*)::int as n from task where family = ${family} and state = 'closed'`;
  expect(closed[0]?.n).toBe(13);
  expect(await shop.until(async () => (await runsOf(family)) >= 4, 'several runs')).toBe(true);
});

test('Postgres is ahead of the host after a crash: the rival is refused, the first answer stands', async () => {
  const { family } = await shop.start('pair');
  const [task] = await shop.tasks(family);
  const wait = task?.wait as string;
  // The turn is committed, and then its host forgets it ever happened: the worker dies before Temporal hears of the turn.
  let died = false;
  await shop.restartWorker({
    wrap: (activities) => ({
      ...activities,
      async record(turn) {
        const recorded = await activities.record(turn);
        if (!died && turn.answers.some((answer) => answer.id === `alice-${family}`)) {
          died = true;
          throw new Error('dies after the commit');
        }
        return recorded;
      },
    }),
  });
  const alice = await shop.occur(
    family,
    { type: 'taskCompleted', task: wait, variables: { who: 'alice' } },
    { by: 'alice', request: `alice-${family}` },
  );
  const bob = await shop.occur(
    family,
    { type: 'taskCompleted', task: wait, variables: { who: 'bob' } },
    { by: 'bob', request: `bob-${family}` },
  );
  expect(died).toBe(true);
  expect(alice).toEqual({ ok: true });
  expect(bob).toMatchObject({ ok: false, code: 'notOpen' });
  expect((await shop.tasks(family)).map((each) => each.element)).toEqual(['b']);
  const [row] = await shop.sql`select state from cases where id = ${family}`;
  expect(row?.state.scopes.k0.variables.who).toBe('alice');
  const rows = await shop.sql`select seq from history where case_id = ${family} order by seq`;
  expect(rows.map((each) => each.seq)).toEqual(rows.map((_, index) => index + 1));
  await shop.restartWorker();
});

test('a host that has been thrown away goes on from Postgres', async () => {
  const { family } = await shop.start('pair');
  await shop.client.workflow.getHandle(`case/${family}`).terminate('lost');
  expect(await shop.complete(family, 'a')).toEqual({ ok: true });
  expect(await shop.complete(family, 'b')).toEqual({ ok: true });
  expect(await shop.status(family)).toMatchObject({ status: 'ended' });
});

test('a host that somebody cancels in Temporal goes on all the same', async () => {
  const { family } = await shop.start('pair');
  const host = shop.client.workflow.getHandle(`case/${family}`);
  await host.cancel();
  await shop.until(
    async () =>
      (await host.fetchHistory()).events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes),
    'the cancellation has come',
  );
  expect(await shop.complete(family, 'a')).toEqual({ ok: true });
  expect(await shop.complete(family, 'b')).toEqual({ ok: true });
  expect(await shop.status(family)).toMatchObject({ status: 'ended', outcome: 'completed' });
  expect((await host.describe()).status.name).toBe('COMPLETED');
});

test('what stands in order comes back in order', async () => {
  await shop.deploy(
    draw(
      'order',
      {
        s: { type: 'startEvent' },
        a: { type: 'userTask' },
        t: { type: 'scriptTask', script: '=get entries(box).key', zf: { resultVariable: 'keys' } },
        b: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      ['s->a', 'a->t', 't->b', 'b->e'],
      {
        zf: {
          variable: [
            { name: 'box', type: 'context' },
            { name: 'keys', type: 'list<string>' },
          ],
        },
      },
    ),
  );
  const { family } = await shop.start('order', { box: { zz: 1, a: 2, m: 3 } });
  await shop.client.workflow.getHandle(`case/${family}`).terminate('lost');
  expect(await shop.complete(family, 'a')).toEqual({ ok: true });
  const [row] = await shop.sql`select state from cases where id = ${family}`;
  expect(row?.state.scopes.k0.variables.keys).toEqual(['zz', 'a', 'm']);
});

test('the time limit of a task stands still while its case is held', async () => {
  const limit = { kind: 'resolution' as const, target: 'PT2H', steps: [] };
  await shop.deploy(
    draw(
      'held',
      {
        s: { type: 'startEvent' },
        a: { type: 'userTask', zf: { deadline: [limit], participants: [{ rule: 'role', value: 'packer' }] } },
        e: { type: 'endEvent' },
      },
      ['s->a', 'a->e'],
    ),
  );
  const { family } = await shop.start('held');
  const due = async () => {
    const rows = await shop.sql<{ task: number; offer: number }[]>`
      select t.due as task, o.due as offer from task t join task_offer o on o.task_id = t.id where t.family = ${family}`;
    expect(rows.map(({ task, offer }) => task - offer)).toEqual([0]);
    return rows[0]?.task as number;
  };
  const at = async (kind: string) =>
    (await shop.sql<{ at: number }[]>`select at from history where case_id = ${family} and kind = ${kind}`)[0]?.at ?? 0;
  const before = await due();
  expect(await shop.occur(family, { type: 'suspended' })).toEqual({ ok: true });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await shop.occur(family, { type: 'resumed' })).toEqual({ ok: true });
  const held = (await at('resumed')) - (await at('suspended'));
  expect(held).toBeGreaterThan(40);
  expect(await due()).toBe(before + held);
});

test('a definition that is gone is said aloud, and nothing is rewritten', async () => {
  await shop.deploy(
    draw('gone', { s: { type: 'startEvent' }, a: { type: 'userTask' }, e: { type: 'endEvent' } }, ['s->a', 'a->e']),
  );
  const { family } = await shop.start('gone');
  const before = await shop.status(family);
  const [row] = await shop.sql`delete from definition where key = 'gone' returning *`;
  const { starters: _computed, ...kept } = row as Record<string, unknown>;
  await shop.client.workflow.getHandle(`case/${family}`).terminate('lost');
  await shop.restartWorker();
  const answer = await shop.complete(family, 'a', {}, 'alice', `gone-${family}`);
  expect(answer).toMatchObject({ ok: false, code: 'missingDefinition' });
  expect(await shop.status(family)).toEqual(before);
  await shop.sql`insert into definition ${shop.sql(kept)}`;
  await shop.until(
    async () => (await shop.status(family))?.status === 'ended',
    'the stored command is carried out once the definition is back',
  );
});

test('a changed core on an open case is loud and rewrites nothing', async () => {
  const { family } = await shop.start('pair');
  await shop.complete(family, 'a');
  const before = await shop.status(family);
  const changed = path.join(os.tmpdir(), `changed-core-${process.pid}.js`);
  // Another core: it counts rows from another number on.
  writeFileSync(
    changed,
    readFileSync(await workflowBundle(packageRoot), 'utf8').replaceAll('nextId: 1,', 'nextId: 77,'),
  );
  await shop.restartWorker({ bundlePath: changed });
  const late = shop.complete(family, 'b', {}, 'alice', `late-${family}`);
  const failed = await shop.until(async () => {
    const description = await shop.client.workflow.getHandle(`case/${family}`).fetchHistory();
    return description.events?.some((event) =>
      event.workflowTaskFailedEventAttributes?.failure?.message?.includes('core has changed'),
    );
  }, 'the workflow task fails');
  expect(failed).toBe(true);
  expect(await shop.status(family)).toEqual(before);
  await shop.restartWorker();
  rmSync(changed);
  expect(await late).toEqual({ ok: true });
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the old core goes on');
});

test('a host that is gone while its case waits for a timer and a call is found and goes on', async () => {
  await shop.deploy(
    draw(
      'asleep',
      {
        s: { type: 'startEvent' },
        f: { type: 'parallelGateway' },
        v: { type: 'serviceTask', zf: { topic: 'slow' } },
        t: {
          type: 'intermediateCatchEvent',
          eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT2S' }],
        },
        j: { type: 'parallelGateway' },
        a: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      ['s->f', 'f->v', 'f->t', 'v->j', 't->j', 'j->a', 'a->e'],
    ),
  );
  await shop.stopWorker();
  const starting = shop.start('asleep');
  await shop.restartWorker({ role: 'engine' });
  const { family } = await starting;
  // Nobody makes the call, and Temporal forgets the host.
  await shop.client.workflow.getHandle(`case/${family}`).terminate('forgotten');
  await shop.restartWorker();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await shop.tasks(family)).length).toBe(0);
  expect((await touchAsleep(shop.sql, shop.door, 0, 0)).touched).toBe(1);
  await shop.until(async () => (await shop.tasks(family)).length === 1, 'the task after both');
  expect((await touchAsleep(shop.sql, shop.door, 0, 0)).touched).toBe(0);
});
