// What cannot be carried out: it is refused or set aside, where a person can deal with it, and never stops the others.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeUnsent } from '../../db/commands.ts';
import { sayParameter } from '../../db/parameters.ts';
import { activePerson } from '../../db/people.ts';
import { resumeFamily } from '../../db/quarantine.ts';
import { type Hosts, temporalHosts, tendFailing } from '../../dispatch/failing.ts';
import { touchAsleep } from '../../dispatch/watch.ts';
import { packageRoot } from '../../stack/root.ts';
import { workflowBundle } from '../../stack/workflow-bundle.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const user = { type: 'userTask' } as const;
  const start = { type: 'startEvent' } as const;
  const end = { type: 'endEvent' } as const;
  await shop.deploy(draw('pair', { s: start, a: user, b: user, e: end }, ['s->a', 'a->b', 'b->e']));
  await shop.deploy(
    draw(
      'limited',
      { s: start, a: user, x: { type: 'exclusiveGateway', default: 'x_small' } as never, big: user, small: user },
      ['s->a', 'a->x', 'x->big: =shop.orders.limit > 10', 'x->small'],
    ),
  );
});
afterAll(() => shop.close());

const NUL = String.fromCharCode(0);
const incidents = (family: string) =>
  shop.sql<{ id: string; kind: string; closed: boolean }[]>`
    select id, kind, closed_at is not null as closed from incident where case_id = ${family} order by id`;
const setAsideNow = async (family: string) =>
  (await shop.sql`select 1 from quarantine where family = ${family}`).length === 1;

test('what cannot be stored is refused for good, and the case goes on', async () => {
  const { family } = await shop.start('pair');
  for (const bad of [`a${NUL}b`, '谢谢\ud83d']) {
    const answer = await shop.complete(family, 'a', { remark: bad }).catch((error) => error);
    // Postgres does not even take the command in; where it does, its answer is final.
    if (!(answer instanceof Error)) expect(answer).toMatchObject({ ok: false, code: 'notStorable' });
  }
  // Past every rim: the core itself makes it.
  const request = `bad-${family}`;
  const wait = (await shop.tasks(family))[0]?.wait as string;
  const envelope = {
    id: request,
    family,
    case: family,
    by: 'alice',
    body: {
      do: 'occur' as const,
      occurrence: { type: 'taskCompleted' as const, task: wait, variables: { remark: NUL } },
    },
  };
  expect(await shop.door.send(`case/${family}`, envelope)).toMatchObject({ ok: false, code: 'notStorable' });
  expect(await shop.complete(family, 'a', { remark: 'fine' })).toEqual({ ok: true });
  expect(await shop.complete(family, 'b')).toEqual({ ok: true });
  expect(await shop.status(family)).toMatchObject({ status: 'ended' });
});

test('one that cannot be stored does not stop the others of its batch', async () => {
  const [good, bad] = [await shop.start('pair'), await shop.start('pair')];
  const sent = await Promise.all([
    shop.complete(good.family, 'a', { remark: 'fine' }),
    shop.door.send(`case/${bad.family}`, {
      id: `bad-${bad.family}`,
      family: bad.family,
      case: bad.family,
      body: { do: 'occur', occurrence: { type: 'variablesSet', variables: { remark: NUL } } },
    }),
  ]);
  expect(sent).toMatchObject([{ ok: true }, { ok: false, code: 'notStorable' }]);
});

test('a family that is set aside is told so, shows it, and goes on when it is resumed', async () => {
  const { family } = await shop.start('pair');
  await shop.sql`insert into quarantine (family, host, why) values (${family}, ${`case/${family}`}, 'a test')`;
  await shop.client.workflow.getHandle(`case/${family}`).terminate('forgotten');
  const answer = await shop.complete(family, 'a', {}, 'alice', `later-${family}`);
  expect(answer).toMatchObject({ ok: false, code: 'setAside' });
  expect(await resumeFamily(shop.sql, family)).toBe(`case/${family}`);
  await shop.until(async () => (await shop.tasks(family))[0]?.element === 'b', 'the command that had waited');
});

test('a host whose task fails again and again is started anew, and then its family is set aside', async () => {
  const { family } = await shop.start('pair');
  const ended: string[] = [];
  const failing: Hosts = {
    failing: async (host) =>
      host === `case/${family}` ? { attempt: 5, why: 'it never ends', changed: false, late: false } : undefined,
    end: async (host) => void ended.push(host),
  };
  await shop.sql`
    insert into command (id, host, family, case_id, body) values (${`poison-${family}`}, ${`case/${family}`}, ${family}, ${family}, '{"do":"touch"}')`;
  const tend = () => tendFailing(shop.sql, failing, { silentMs: -1_000, overdueMs: 1e12 });
  expect(await tend()).toBe(1);
  expect(await tend()).toBe(1);
  expect(await setAsideNow(family)).toBe(false);
  expect(await tend()).toBe(1);
  expect(await setAsideNow(family)).toBe(true);
  expect(await incidents(family)).toEqual([{ id: 'aside', kind: 'quarantined', closed: false }]);
  expect(ended).toEqual(Array(3).fill(`case/${family}`));
  // Nothing of it is sent again meanwhile.
  expect(await tend()).toBe(0);
  await resumeFamily(shop.sql, family);
  expect(await incidents(family)).toEqual([{ id: 'aside', kind: 'quarantined', closed: true }]);
});

test('hosts whose tasks run out of time, all at once or in the first minute of a worker, are started anew and never set aside', async () => {
  const families = await Promise.all(Array.from({ length: 4 }, async () => (await shop.start('pair')).family));
  const tend = async (struck: string[], livedMs: number, more: object = {}): Promise<boolean> => {
    const hosts: Hosts = {
      failing: async (host) =>
        struck.includes(host.slice('case/'.length))
          ? { attempt: 5, why: 'its work is never finished', changed: false, late: true, ...more }
          : undefined,
      end: async () => {},
    };
    for (const family of families)
      await shop.sql`
        insert into command (id, host, family, case_id, body) values (${`slow-${family}`}, ${`case/${family}`}, ${family}, ${family}, '{"do":"touch"}')
        on conflict (id) do update set confirmed = false, answer = null`;
    for (let times = 0; times < 3; times++)
      await tendFailing(shop.sql, hosts, { silentMs: -1_000, overdueMs: 1e12, livedMs });
    return (await Promise.all(families.map(setAsideNow))).some(Boolean);
  };
  const [one = ''] = families;
  expect(await tend(families, 1e9), 'all at once').toBe(false);
  expect(await tend([one], 59_000), 'in a young worker').toBe(false);
  expect(await tend([one], 1e9, { changed: true, late: false }), 'of another core').toBe(false);
  expect(await tend([one], 1e9), 'by itself').toBe(true);
  await resumeFamily(shop.sql, one);
});

/** A bundle whose core would decide otherwise: each replay fails. */
async function changedCore(): Promise<string> {
  const changed = path.join(os.tmpdir(), `changed-core-aside-${process.pid}.js`);
  writeFileSync(
    changed,
    readFileSync(await workflowBundle(packageRoot), 'utf8')
      .replaceAll('0x811c9dc5', '0x811c9dc6')
      .replaceAll('2166136261', '2166136262'),
  );
  return changed;
}

test('a changed core: the host is started anew from Postgres, and the case goes on with nothing rewritten', async () => {
  const { family } = await shop.start('pair');
  await shop.complete(family, 'a');
  const before = await shop.sql`select seq, kind from history where case_id = ${family} order by seq`;
  const changed = await changedCore();
  await shop.restartWorker({ bundlePath: changed });
  const late = shop.complete(family, 'b', {}, 'alice', `late-${family}`);
  const hosts = temporalHosts(shop.client);
  await shop.until(async () => (await hosts.failing(`case/${family}`))?.changed, 'the failure shows');
  await shop.until(
    async () =>
      (await tendFailing(shop.sql, hosts, { silentMs: -1_000, overdueMs: 1e12 })) ||
      (await shop.status(family))?.status === 'ended',
    'it is ended',
  );
  expect(await late).toMatchObject({ ok: true });
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the case goes on');
  const after = await shop.sql`select seq, kind from history where case_id = ${family} order by seq`;
  expect(after.slice(0, before.length)).toEqual(before);
  await shop.restartWorker();
  rmSync(changed);
});

test('a host that fails is found, too, where its case waits for the answer of a service call alone', {
  timeout: 120_000,
}, async () => {
  await shop.deploy(
    draw(
      'asks',
      { s: { type: 'startEvent' }, v: { type: 'serviceTask', zf: { topic: 'echo' } }, a: { type: 'userTask' } },
      ['s->v', 'v->a'],
    ),
  );
  await shop.restartWorker({ role: 'engine' });
  const { family } = await shop.start('asks');
  const changed = await changedCore();
  await shop.restartWorker({ role: 'engine', bundlePath: changed });
  const hosts = temporalHosts(shop.client);
  const look = async () => {
    const { deaf } = await touchAsleep(shop.sql, shop.door, 1e12, -1_000);
    return tendFailing(shop.sql, hosts, { silentMs: 1e12, overdueMs: 1e12, deaf });
  };
  let ended = 0;
  for (let times = 0; times < 6 && ended === 0; times++) ended = await look();
  expect(ended).toBe(1);
  await shop.restartWorker({ connectors: { echo: async () => ({}) } });
  await look();
  await shop.until(async () => (await shop.tasks(family)).length === 1, 'what follows the call');
  await shop.restartWorker();
  rmSync(changed);
});

test('a changed parameter reaches a case that runs, and the story tells its value', async () => {
  const say = (value: number) =>
    sayParameter(shop.sql, { key: 'orders.limit', value, from: 0, by: null, reason: '试' });
  await say(5);
  const { family } = await shop.start('limited');
  await say(50);
  await shop.complete(family, 'a');
  expect((await shop.tasks(family)).map(({ element }) => element)).toEqual(['big']);
  const [row] = await shop.sql<{ reads: object }[]>`
    select why->'reads' as reads from history where case_id = ${family} and why->>'is' = 'flow'`;
  expect(row?.reads).toEqual({ 'shop.orders.limit': 50 });
});

test('a task for somebody who is not there is an incident, and can be given to a person', async () => {
  await shop.sql`insert into person (id, name, username) values ('p1', '何静', 'hejing'), ('p2', '马超', 'machao')`;
  await shop.sql`insert into role (id, name) values ('service', '客服')`;
  await shop.sql`insert into person_role (person, role) values ('p1', 'service')`;
  const step = (value: string, rule: 'role' | 'person' | 'expression') => ({
    type: 'userTask' as const,
    zf: { participants: [{ rule, value }] },
  });
  await shop.deploy(
    draw(
      'for',
      {
        s: { type: 'startEvent' },
        role: step('客服', 'role'),
        who: step('=who', 'expression'),
        nobody: step('财务', 'role'),
      },
      ['s->role', 'role->who', 'who->nobody'],
    ),
  );
  const { family } = await shop.start('for', { who: ['hejing', '马超'] });
  const open = async () =>
    (
      await shop.sql<{ element: string; assignee: string | null; offers: string[] }[]>`
      select element, assignee, offers from task where family = ${family} and state = 'open'`
    )[0];
  expect(await open()).toEqual({ element: 'role', assignee: null, offers: ['role:service'] });
  await shop.complete(family, 'role', {}, 'p1');
  expect(await open()).toEqual({ element: 'who', assignee: null, offers: ['person:p1', 'person:p2'] });
  await shop.complete(family, 'who', {}, 'p1');
  const stuck = await shop.until(
    async () => (await incidents(family)).find(({ kind }) => kind === 'assignment'),
    'the incident',
  );
  expect(await open()).toBeUndefined();
  await shop.occur(family, { type: 'incidentResolved', incident: stuck.id, action: 'retry', person: 'p2' });
  expect(await open()).toEqual({ element: 'nobody', assignee: 'p2', offers: ['person:p2'] });
  // Whoever has it is offered nothing.
  expect(
    await shop.sql`select 1 from task_offer o join task t on t.id = o.task_id where t.case_id = ${family}`,
  ).toEqual([]);
});

test('a department is for all below it, and who has left is nobody', async () => {
  await shop.sql`insert into department (id, name) values ('ops', '运营部'), ('empty', '空部门')`;
  await shop.sql`insert into department (id, name, parent) values ('ops.web', '网店组', 'ops')`;
  await shop.sql`
    insert into person (id, name, username, department, active) values ('p3', '林晓雯', 'linxiaowen', 'ops.web', true), ('p4', '刘洋', 'liuyang', 'empty', false)`;
  expect((await activePerson(shop.sql, 'p3'))?.refs).toEqual(['person:p3', 'department:ops.web', 'department:ops']);
  const refs = async (...asked: string[]) =>
    (await shop.sql<{ refs: string[] }[]>`select directory_refs(${asked}) as refs`)[0]?.refs;
  expect(await refs('department:运营部')).toEqual(['department:ops']);
  expect(await refs('department:empty', 'person:liuyang', 'person:刘洋', 'role:nobody')).toEqual([]);
  await shop.sql`insert into person (id, name, username) values ('p5', '林晓雯', 'lxw2')`;
  // A name that two have is nobody's; an id and a username are always one's.
  expect(await refs('person:林晓雯')).toEqual([]);
  expect(await refs('person:lxw2', 'person:p3')).toEqual(['person:p5', 'person:p3']);
  await shop.sql`update person set active = false where id = 'p5'`;
  expect(await refs('person:林晓雯')).toEqual(['person:p3']);
});

test('what is set aside is not sent again until it is resumed', async () => {
  const { family } = await shop.start('pair');
  await shop.sql`insert into quarantine (family, host, why) values (${family}, ${`case/${family}`}, 'a test')`;
  await shop.sql`
    insert into command (id, host, family, case_id, body, created_at) values (${`kept-${family}`}, ${`case/${family}`}, ${family}, ${family}, '{"do":"touch"}', now() - interval '1 hour')`;
  expect((await takeUnsent(shop.sql, 0, 100)).map(({ id }) => id)).not.toContain(`kept-${family}`);
  await resumeFamily(shop.sql, family);
  expect((await takeUnsent(shop.sql, 0, 100)).map(({ id }) => id)).toContain(`kept-${family}`);
});

test('a family that never agrees with what is stored is set aside, and the others of its host go on', async () => {
  const [one, other] = [await shop.start('pair'), await shop.start('pair')];
  await shop.sql.unsafe(`
    alter function record_turn(jsonb) rename to record_turn_as_it_is;
    create function record_turn(turn jsonb) returns jsonb language sql as $$
      select case when exists (select 1 from jsonb_array_elements(turn->'cases') c where c->>'family' = '${one.family}')
        then jsonb_build_object('lost', jsonb_build_array('${one.family}'), 'taken', '[]'::jsonb, 'unassigned', '[]'::jsonb, 'answers', '{}'::jsonb)
        else record_turn_as_it_is(turn) end $$`);
  try {
    expect(await shop.complete(one.family, 'a')).toMatchObject({ ok: false, code: 'setAside' });
    expect(await setAsideNow(one.family)).toBe(true);
    expect(await shop.complete(other.family, 'a')).toEqual({ ok: true });
  } finally {
    await shop.sql.unsafe(
      `drop function record_turn(jsonb); alter function record_turn_as_it_is(jsonb) rename to record_turn`,
    );
  }
});
