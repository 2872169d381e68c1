// The inbox stays on its indexes: at 100,000 open tasks no page reads a table from end to end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillInbox, HOUR, START } from '../../bench/inbox-rows.ts';
import { overview } from '../../db/case-lists.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { dueByHour } from '../../db/day-line.ts';
import { listProcesses } from '../../db/drafts.ts';
import { claimablePage, listClaimable, listDone, listOpen, listTodo } from '../../db/tasks.ts';
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
const CHIEF = { all: true, person: 'p7', refs: REFS };

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
    overview: [50_000, () => overview(sql, START + 100_000 * HOUR, START)],
    processes: [250_000, () => listProcesses(sql, START + 100_000 * HOUR)],
    team: [150_000, () => loads(sql, START + 5 * HOUR)],
  } as const;
  for (const [name, [rows, page]] of Object.entries(pages)) {
    await page();
    expect(await rowsRead(sql, page), name).toBeLessThan(rows);
  }
  expect(await overview(sql, START + 100_000 * HOUR, START)).toMatchObject({ running: 10_000, overdue: 10_000 });
});

it('each block of today is one statement that no number of tasks makes long', async () => {
  const [now, dayStart] = [START + 5 * HOUR, START];
  await sql`update task set form = 'some' where state = 'open'`;
  await sql`vacuum analyze task`;
  const steps = await stepsWithForms(sql);
  expect(steps.length).toBeGreaterThan(20);
  const blocks = {
    'work of all': () => workOfToday(sql, { person: null, now, dayStart }),
    'work of mine': () => workOfToday(sql, { person: 'p7', now, dayStart }),
    days: () => daysOfWork(sql, { person: 'p7', from: START, days: 8 }),
    steps: () => stepsWithForms(sql),
    decisions: () => workAtSteps(sql, { person: 'p7', ways: WAYS, steps }),
    'line of all': () => dueByHour(sql, { person: 'p7', ways: null, now, until: dayStart + 24 * HOUR }),
    'line of mine': () => dueByHour(sql, { person: 'p7', ways: WAYS, now, until: dayStart + 24 * HOUR }),
    groups: () => groupsOfWork(sql, CHIEF, now),
  };
  for (const [name, block] of Object.entries(blocks)) {
    await block();
    expect(await rowsRead(sql, block), name).toBeLessThan(30_000);
  }
  expect(await workOfToday(sql, { person: null, now: START + 100_000 * HOUR, dayStart })).toMatchObject({
    due: 0,
    late: 10_000,
    done: 10_000,
  });
  // Nobody is in a department here: one row, of each process the most urgent.
  const groups = await groupsOfWork(sql, CHIEF, now);
  expect(groups).toHaveLength(1);
  expect(groups[0]?.open).toBeLessThanOrEqual(40 * 1_000);
});
