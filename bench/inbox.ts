// The shop with a million open tasks: every page of the inbox within 20 ms, a search within 50, a manager's page within 300;
// driver and rows included.
// `DATABASE_URL=… npx tsx bench/inbox.ts [rows] [--explain]`; makes a database of its own beside the named one and drops it.
import { performance } from 'node:perf_hooks';
import { listCases, overview } from '../db/case-lists.ts';
import { connect, type Sql } from '../db/connect.ts';
import { listProcesses } from '../db/drafts.ts';
import { groupIncidents } from '../db/incidents.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { searchCases } from '../db/search.ts';
import { countTasks, listClaimable, listDone, listOpen, listTodo, searchTasks, type TaskRow } from '../db/tasks.ts';
import { loads, workOf } from '../db/team.ts';
import { SYSTEM } from '../db/viewer.ts';
import { asHimself } from '../db/ways.ts';
import { fillInbox, fillSearch, HOUR, START } from './inbox-rows.ts';

const GOAL_MS = 20;
const SEARCH_MS = 50;
const MANAGER_MS = 300;
const TIMES = 40;
const REFS = ['person:p7', 'role:customer-service', 'role:order-auditor', 'role:service-lead'];
const WAYS = asHimself('p7', REFS);
const CHIEF = { all: true, person: 'p7', refs: REFS, within: [] };
const LIMIT = 51;

type Page = { name: string; goal?: number; run(sql: Sql): Promise<unknown> };
const after = (row: TaskRow | undefined): [number, string] => [row?.due ?? 0, row?.id ?? ''];
const pages: Page[] = [
  { name: 'to do of a person', run: (sql) => listTodo(sql, 'p7', { limit: LIMIT }) },
  { name: 'to do of a person, one process', run: (sql) => listTodo(sql, 'p7', { limit: LIMIT, process: 'process-2' }) },
  {
    name: 'to do of a person, one step',
    run: (sql) => listTodo(sql, 'p7', { limit: LIMIT, process: 'process-2', element: 'step-3' }),
  },
  { name: 'claimable by four refs', run: (sql) => listClaimable(sql, 'p7', WAYS, { limit: LIMIT }) },
  {
    name: 'claimable, one process',
    run: (sql) => listClaimable(sql, 'p7', WAYS, { limit: LIMIT, process: 'process-2' }),
  },
  {
    name: 'claimable, one rare process',
    run: (sql) => listClaimable(sql, 'p7', WAYS, { limit: LIMIT, process: 'process-39' }),
  },
  {
    name: 'claimable, one process and step',
    run: (sql) => listClaimable(sql, 'p7', WAYS, { limit: LIMIT, process: 'process-2', element: 'step-3' }),
  },
  {
    name: 'claimable, far down',
    run: (sql) => listClaimable(sql, 'p7', WAYS, { limit: LIMIT, after: [START + 500 * HOUR, ''] }),
  },
  { name: 'all open work', run: (sql) => listOpen(sql, CHIEF, { limit: LIMIT }) },
  {
    name: 'all overdue of a process',
    run: (sql) => listOpen(sql, CHIEF, { limit: LIMIT, process: 'process-1', overdueAt: START + 5 * HOUR }),
  },
  { name: 'done by a person', run: (sql) => listDone(sql, 'p7', { limit: LIMIT }) },
  {
    name: 'search by number',
    goal: SEARCH_MS,
    run: (sql) => searchTasks(sql, 'claimable', CHIEF, WAYS, 'B12345', { limit: LIMIT }),
  },
  {
    name: 'search by a part of the buyer',
    goal: SEARCH_MS,
    run: (sql) => searchTasks(sql, 'claimable', CHIEF, WAYS, '买家42', { limit: LIMIT }),
  },
  { name: 'cases, newest', run: (sql) => listCases(sql, SYSTEM, 'p7', { limit: LIMIT }) },
  {
    name: 'cases of a process, running',
    run: (sql) => listCases(sql, SYSTEM, 'p7', { limit: LIMIT, process: 'process-2', status: 'open' }),
  },
  { name: 'cases by number', run: (sql) => listCases(sql, SYSTEM, 'p7', { limit: LIMIT, q: 'B54321' }) },
  {
    name: 'cases a member of staff started',
    run: (sql) =>
      listCases(sql, { all: false, person: 'p7', refs: REFS, within: [] }, 'p7', { limit: LIMIT, mine: 'started' }),
  },
  { name: 'counts', run: (sql) => countTasks(sql, 'p7', WAYS, START + 5 * HOUR) },
  ...['B12345', '12345', '买家42号', '买家', '42号', '家9', '01', 'B1'].map((q) => ({
    name: `search ${q}`,
    goal: SEARCH_MS,
    run: (sql: Sql) => searchCases(sql, q),
  })),
  { name: 'who holds how much', goal: MANAGER_MS, run: (sql) => loads(sql, CHIEF, START + 5 * HOUR) },
  { name: 'what one person holds', goal: MANAGER_MS, run: (sql) => workOf(sql, 'p7') },
  { name: 'all processes', goal: MANAGER_MS, run: (sql) => listProcesses(sql, CHIEF, START + 5 * HOUR) },
  { name: 'numbers of the shop', goal: MANAGER_MS, run: (sql) => overview(sql, CHIEF, START + 5 * HOUR, START) },
  { name: 'stuck work by cause', goal: MANAGER_MS, run: (sql) => groupIncidents(sql, CHIEF) },
];

const rows = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const server = process.env.DATABASE_URL;
if (!server) throw new Error('Set DATABASE_URL to a Postgres where a scratch database may be made.');
const name = `zhangfa_inbox_${process.pid}`;
const url = new URL(server);
url.pathname = `/${name}`;
const admin = connect(server, { max: 1 });
await admin`create database ${admin(name)}`;
const sql = connect(url.href, { max: 3 });
const missed: string[] = [];
try {
  await migrate(sql, readMigrations(new URL('../db/migrations', import.meta.url).pathname));
  console.log(`filling ${rows.toLocaleString('en')} open tasks …`);
  await fillInbox(sql, rows);
  await fillSearch(sql);
  console.log(`${'page'.padEnd(34)}    p50 ms   p95 ms`);
  for (const page of pages) {
    await page.run(sql);
    const times: number[] = [];
    for (let round = 0; round < TIMES; round++) {
      const start = performance.now();
      await page.run(sql);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const [p50 = 0, p95 = 0] = [times[TIMES / 2], times[Math.floor(TIMES * 0.95)]];
    const goal = page.goal ?? GOAL_MS;
    if (p95 > goal) missed.push(page.name);
    console.log(
      `${page.name.padEnd(34)} ${p50.toFixed(1).padStart(9)} ${p95.toFixed(1).padStart(8)}   ≤ ${goal}${p95 > goal ? ' MISSED' : ''}`,
    );
  }
  const first = await listClaimable(sql, 'p7', WAYS, { limit: LIMIT });
  const second = await listClaimable(sql, 'p7', WAYS, { limit: LIMIT, after: after(first.at(-1)) });
  if (first.some(({ id }) => second.some((row) => row.id === id))) throw new Error('two pages overlap');
  if (process.argv.includes('--explain')) await explain();
  console.log(missed.length === 0 ? 'all met' : `${missed.length} missed: ${missed.join(', ')}`);
} finally {
  await sql.end();
  await admin`drop database ${admin(name)} with (force)`;
  await admin.end();
}
process.exitCode = missed.length === 0 ? 0 : 1;

/** The plans of the two queries that people wait for most. */
async function explain(): Promise<void> {
  const { claimablePage } = await import('../db/tasks.ts');
  const lines = await sql<
    { 'QUERY PLAN': string }[]
  >`explain (analyze, buffers) ${claimablePage(sql, WAYS, { limit: LIMIT })}`;
  console.log(lines.map((line) => line['QUERY PLAN']).join('\n'));
  const todo = await sql<
    { 'QUERY PLAN': string }[]
  >`explain (analyze, buffers) select id from task where state = 'open' and assignee = 'p7' and (due, id) > (-1, '') order by due, id limit ${LIMIT}`;
  console.log(todo.map((line) => line['QUERY PLAN']).join('\n'));
}
