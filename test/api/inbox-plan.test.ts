// The inbox stays on its indexes: at 100,000 open tasks no page reads a table from end to end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillInbox, HOUR, START } from '../../bench/inbox-rows.ts';
import { settleAbsences } from '../../db/absences.ts';
import { listCases, overview } from '../../db/case-lists.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { dueByHour } from '../../db/day-line.ts';
import { listProcesses } from '../../db/drafts.ts';
import { claimablePage, dueBetween, listClaimable, listDone, listOpen, listTodo } from '../../db/tasks.ts';
import { loads } from '../../db/team.ts';
import { daysOfWork, groupsOfWork, stepsWithForms, workAtSteps, workOfToday } from '../../db/today.ts';
import { asHimself } from '../../db/ways.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';
import { rowsRead } from '../rows-read.ts';

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 1 });
  await fillInbox(sql, 100_000);
}, 120_000);
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const REFS = ['person:p7', 'role:customer-service', 'role:order-auditor', 'role:service-lead'];
const WAYS = asHimself('p7', REFS);
const CHIEF = { all: true, person: 'p7', refs: REFS, within: [] };

it('merges the order of each ref from its own index', async () => {
  const plan = await sql<{ 'QUERY PLAN': string }[]>`explain ${claimablePage(sql, WAYS, { limit: 51 })}`;
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toMatch(/Index Only Scan using task_offer_pkey/);
  expect(text).not.toMatch(/Seq Scan/);
});

it('reads few rows for each page of the inbox', async () => {
  const lists = {
    todo: () => listTodo(sql, 'p7', { limit: 51 }),
    'todo, newest first': () => listTodo(sql, 'p7', { limit: 51, newest: true }),
    'todo of a process': () => listTodo(sql, 'p7', { limit: 51, process: 'process-2' }),
    'todo of a month': () => dueBetween(sql, 'p7', { from: START, to: START + 700 * HOUR, limit: 401 }),
    claimable: () => listClaimable(sql, 'p7', WAYS, { limit: 51 }),
    'claimable of a process': () => listClaimable(sql, 'p7', WAYS, { limit: 51, process: 'process-39' }),
    open: () => listOpen(sql, CHIEF, { limit: 51 }),
    done: () => listDone(sql, 'p7', { limit: 51 }),
    'claimable of a step nobody has': () =>
      listClaimable(sql, 'p7', WAYS, { limit: 51, process: 'process-2', element: 'none' }),
    'claimable of a step anywhere': () => listClaimable(sql, 'p7', WAYS, { limit: 51, element: 'step-3' }),
  };
  for (const [name, list] of Object.entries(lists)) {
    await list();
    expect(await rowsRead(sql, list), name).toBeLessThan(6_000);
  }
});

it('the first pages of managers count up to 10,000 and no further', async () => {
  // A process counts its cases, what is late and what is stuck; the team is one pass over what people hold.
  const pages = {
    overview: [50_000, () => overview(sql, CHIEF, START + 100_000 * HOUR, START)],
    processes: [250_000, () => listProcesses(sql, CHIEF, START + 100_000 * HOUR)],
    team: [150_000, () => loads(sql, CHIEF, START + 5 * HOUR)],
  } as const;
  for (const [name, [rows, page]] of Object.entries(pages)) {
    await page();
    expect(await rowsRead(sql, page), name).toBeLessThan(rows);
  }
  expect(await overview(sql, CHIEF, START + 100_000 * HOUR, START)).toMatchObject({ running: 10_000, overdue: 10_000 });
});

it('each block of today is one statement that no number of tasks makes long', async () => {
  const [now, dayStart] = [START + 5 * HOUR, START];
  await sql`update task set form = 'some' where state = 'open'`;
  await sql`vacuum analyze task`;
  const steps = await stepsWithForms(sql);
  expect(steps.length).toBeGreaterThan(20);
  const blocks = {
    'work of all': () => workOfToday(sql, { of: { seenBy: CHIEF }, now, dayStart }),
    'work of mine': () => workOfToday(sql, { of: { person: 'p7' }, now, dayStart }),
    days: () => daysOfWork(sql, { of: { person: 'p7' }, from: START, days: 8 }),
    steps: () => stepsWithForms(sql),
    decisions: () => workAtSteps(sql, { person: 'p7', ways: WAYS, steps }),
    'line of all': () => dueByHour(sql, { of: { seenBy: CHIEF }, now, until: dayStart + 24 * HOUR }),
    'line of mine': () => dueByHour(sql, { of: { person: 'p7', ways: WAYS }, now, until: dayStart + 24 * HOUR }),
    groups: () => groupsOfWork(sql, CHIEF, now),
  };
  for (const [name, block] of Object.entries(blocks)) {
    await block();
    expect(await rowsRead(sql, block), name).toBeLessThan(30_000);
  }
  expect(await workOfToday(sql, { of: { seenBy: CHIEF }, now: START + 100_000 * HOUR, dayStart })).toMatchObject({
    due: 0,
    late: 10_000,
    done: 10_000,
  });
  // Nobody is in a department here: one row, of each process the most urgent.
  const groups = await groupsOfWork(sql, CHIEF, now);
  expect(groups).toHaveLength(1);
  expect(groups[0]?.open).toBeLessThanOrEqual(40 * 1_000);
});

it('a department is seen without reading the work of the others', async () => {
  await sql`insert into department (id, name) values ('few', '少数') on conflict do nothing`;
  await sql`update process set department = '少数' where key in ('process-2', 'process-30')`;
  await sql`update person set department = 'few' where id in ('p11', 'p12', 'p13')`;
  await sql`insert into role (id, name) values ('finance', '财务') on conflict do nothing`;
  await sql`insert into person_role (person, role) values ('p11', 'finance') on conflict do nothing`;
  const head = { all: false, person: 'p9', refs: ['person:p9'], within: ['few'] };
  const lists = {
    open: () => listOpen(sql, head, { limit: 51 }),
    'open of a process that is not theirs': () => listOpen(sql, head, { limit: 51, process: 'process-31' }),
    cases: () => listCases(sql, head, 'p9', { limit: 51 }),
    'cases of a process that is theirs': () => listCases(sql, head, 'p9', { limit: 51, process: 'process-30' }),
  };
  for (const [name, list] of Object.entries(lists)) {
    await list();
    expect(await rowsRead(sql, list), name).toBeLessThan(8_000);
  }
  const [open, cases] = [await lists.open(), await lists.cases()];
  expect([open.length, cases.length]).toEqual([51, 51]);
  const urgent = await sql<{ id: string }[]>`
    select t.id from task t where t.state = 'open' and (t.key in ('process-2', 'process-30') or t.assignee in ('p11', 'p12', 'p13')
      or exists (select 1 from task_offer o where o.task_id = t.id and o.ref = 'role:finance')) order by t.due, t.id limit 51`;
  expect(open.map(({ id }) => id)).toEqual(urgent.map(({ id }) => id));
  // Newest first, and nothing newer of theirs left out, but for what waits far down in a pool.
  const newest = await sql<{ id: string; at: number }[]>`
    select id, started_at as at from cases c where key in ('process-2', 'process-30')
      or exists (select 1 from task t where t.case_id = c.id and t.state = 'open' and t.assignee in ('p11', 'p12', 'p13'))
      or starter in ('p9', 'p11', 'p12', 'p13') order by started_at desc limit 51`;
  const oldest = cases.at(-1)?.startedAt ?? 0;
  expect(newest.filter(({ id, at }) => at > oldest && !cases.some((one) => one.id === id))).toEqual([]);
});

it('who is away is looked for twice a second, and never through all work', async () => {
  const now = START + 5 * HOUR;
  await sql`insert into absence (id, person, proxy, from_at, to_at) values ('a1', 'p21', 'p22', ${now - HOUR}, ${now + HOUR})`;
  expect(await settleAbsences(sql, now)).toBe(100);
  const look = () => settleAbsences(sql, now);
  await look();
  expect(await rowsRead(sql, look)).toBeLessThan(1_000);
  // Something of his comes meanwhile: what moves is read, and no more.
  await sql`update task set assignee = 'p21' where id = (select id from task where assignee = 'p23' and state = 'open' limit 1)`;
  expect(await rowsRead(sql, async () => expect(await look()).toBe(1))).toBeLessThan(3_000);
});
