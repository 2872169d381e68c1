// Imports at work: looked at, written, taken back, part by part, by whichever API process has time. A part, or of slow rows as many as
// fit into a second, is one transaction with the note that it is done, so nothing is written twice, and who takes over goes on there.

import { type Expr, expr } from '../bpmn/compile.ts';
import { zoneOf } from '../bpmn/duration.ts';
import { isHeard } from '../bpmn/population.ts';
import { breather } from '../db/breather.ts';
import { isAway, type Sql, type Transaction } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import {
  allOutcomes,
  type Counts,
  checkAnew,
  type Found,
  failImport,
  type ImportJob,
  importById,
  lockImport,
  lookAnew,
  NO_COUNTS,
  NOTHING_FOUND,
  noteOutcomes,
  noteProgress,
  noteUndone,
  orderRows,
  partRows,
  type StoredRow,
  strandedImports,
  tidyImports,
} from '../db/import-jobs.ts';
import { type Brought, takeBack } from '../db/import-undo.ts';
import { balancesBeside } from '../db/ledgers.ts';
import { activePerson } from '../db/people.ts';
import { processNames } from '../db/processes.ts';
import { type ImportRow, type ImportWrite, importRecords, inTreeOrder, nothingSeen } from '../db/record-imports.ts';
import { readShop } from '../db/settings.ts';
import { messageStarts } from '../db/start-subscriptions.ts';
import { withoutData } from '../db/without-data.ts';
import type { Variables } from '../feel/value.ts';
import { instantOf } from '../orders/read-row.ts';
import { readCells } from '../records/read-table.ts';
import type { Register } from '../records/register.ts';
import { type Actor, seenValues, seesField } from '../records/rights.ts';
import { dayIn } from '../records/service.ts';
import { isTree } from '../records/tree.ts';
import { languageOfTag, toText } from '../words/message.ts';
import { tellRecord } from '../words/records.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Deps } from './deps.ts';
import { actorOf } from './record-rights.ts';

type Needs = Pick<Deps, 'sql' | 'log'>;
const working = new Map<string, Promise<void>>();

/** Works until there is nothing more to do. Safe to call again, here and in other processes. */
export function workImport(deps: Needs, id: string): Promise<void> {
  const going = working.get(id) ?? work(deps, id).finally(() => working.delete(id));
  working.set(id, going);
  return going;
}

/** What a process has left behind goes on. */
export async function resumeImports(deps: Needs): Promise<void> {
  await tidyImports(deps.sql);
  for (const id of await strandedImports(deps.sql, [...working.keys()])) void workImport(deps, id);
}

async function work({ sql, log }: Needs, id: string): Promise<void> {
  try {
    for (;;) {
      const job = await importById(sql, id);
      if (!job || !STEPS[job.status]) return;
      await again(() => STEPS[job.status]?.(sql, job));
    }
  } catch (error) {
    log.warn({ import: id, error: withoutData(error) }, 'an import');
    // What is only away comes back, and the work with it.
    if (!isAway(error)) await failImport(sql, id);
  }
}

/** Two that wait for each other: Postgres has let the other one go first. */
async function again<T>(step: () => Promise<T> | undefined): Promise<void> {
  for (let left = 5; ; left--)
    try {
      await step();
      return;
    } catch (error) {
      if (left === 0 || !/^40(001|P01)$/.test(String((error as { code?: unknown }).code))) throw error;
    }
}

const STEPS: Partial<Record<ImportJob['status'], (sql: Sql, job: ImportJob) => Promise<void>>> = {
  checking: check,
  running: runPart,
  undoing: undo,
};

type Setting = {
  register: Register;
  version: number;
  actor: Actor;
  department: string | null;
  at: number;
  zone: string;
};
async function settingOf(sql: Sql, job: ImportJob, person: string): Promise<Setting> {
  const { clock, env } = await readShop(sql);
  const at = shopTime(clock, Date.now());
  const held = await publishedBody<Register>(sql, 'register', job.register, at);
  const known = await activePerson(sql, person);
  if (!held || !known) throw new Error('its register, or whoever brought it in, is no longer there');
  const { body: register, version } = held;
  return { register, version, actor: actorOf(known), department: known.department, at, zone: env.zone };
}

function rowsOf(job: ImportJob, { register, actor, at, zone }: Setting, rows: StoredRow[]): ImportRow[] {
  const reader = {
    today: dayIn(zoneOf(zone), at),
    language: languageOfTag(job.language) ?? ('zh' as const),
    toInstant: (wall: string) => instantOf(wall, zone),
  };
  const mine = job.columns.map((id) => {
    const field = register.fields.find((one) => one.id === id);
    return field && seesField(field, actor) ? id : null;
  });
  return rows.map(([n, cells]) => ({ n, ...readCells(register, mine, cells, reader) }));
}

/** Children may come before what they stand under: the file's rows go in the order of the tree. */
async function inOrder(sql: Sql, job: ImportJob, setting: Setting): Promise<void> {
  if (!isTree(setting.register)) return;
  await orderRows(sql, job, (rows) => {
    const byLine = new Map(rows.map((row) => [row[0], row]));
    return inTreeOrder(setting.register, rowsOf(job, setting, rows)).map(({ n }) => byLine.get(n) as StoredRow);
  });
}

const counted = (before: Partial<Counts>, outcomes: { what: keyof Counts }[]): Counts => {
  const counts = { ...NO_COUNTS, ...before };
  for (const { what } of outcomes) counts[what] += 1;
  return counts;
};
const PARTS_AT_ONCE = 500;
const FIRST = 100;

async function check(sql: Sql, job: ImportJob): Promise<void> {
  if (job.next > 0) {
    await lookAnew(sql, job.id);
    return;
  }
  const setting = await settingOf(sql, job, job.by);
  const { register, version, actor, department, at } = setting;
  await inOrder(sql, job, setting);
  const seen = nothingSeen();
  const count = await starting(sql, setting, job.store);
  let counts: Counts = NO_COUNTS;
  const found: Found = { ...NOTHING_FOUND, changes: [], ...(job.found.anew && { anew: true }) };
  for (let n = 0; n < job.parts; n++) {
    const { outcomes, writes } = await importRecords(
      sql,
      { register, version, store: job.store, actor, department, hand: { by: job.by, at }, dry: seen },
      rowsOf(job, setting, await partRows(sql, job.id, n)),
    );
    counts = counted(counts, outcomes);
    found.starts = await count(writes);
    for (const write of writes)
      if (write.before && found.changes.length < FIRST) found.changes.push(changeOf(setting, write, write.before));
    const mine = await sql.begin(async (tx) => {
      const now = await lockImport(tx, job.id, 'checking');
      // Other columns were chosen meanwhile: it begins anew.
      if (now?.next !== n || JSON.stringify(now.columns) !== JSON.stringify(job.columns)) return false;
      await noteOutcomes(tx, job.id, n, outcomes);
      const last = n + 1 === job.parts;
      await noteProgress(tx, job.id, { next: n + 1, counts, found, ...(last && { status: 'checked' as const }) });
      return true;
    });
    if (!mine) {
      await checkAnew(sql, job.id);
      return;
    }
  }
}

const changeOf = ({ register, actor }: Setting, { n, key, changed, after }: ImportWrite, before: object) => {
  const seenOf = (values: Variables, id: string) =>
    seenValues(register, { [id]: values[id] ?? null }, actor)[id] ?? null;
  return {
    row: n,
    key,
    fields: changed.flatMap((id) => {
      const field = register.fields.find((one) => one.id === id);
      return field && seesField(field, actor)
        ? [{ field: id, before: seenOf(before as Variables, id), after: seenOf(after, id) }]
        : [];
    }),
  };
};

/** Which processes the writes of an import begin, as the news of them would (dispatch/announce.ts). */
async function starting(sql: Sql, { register, zone }: Setting, store: string) {
  const starts = (await messageStarts(sql, `record.${register.key}`)).map((start) => ({
    process: start.key,
    when: start.heard === null ? undefined : (expr(start.heard) as Expr),
  }));
  const names = await processNames(
    sql,
    starts.map(({ process }) => process),
  );
  const counts = new Map<string, number>();
  const now = shopTime((await readShop(sql)).clock, Date.now());
  return async (writes: ImportWrite[]): Promise<Found['starts']> => {
    if (starts.length > 0) {
      const beside = await balancesBeside(
        sql,
        register,
        writes.map(({ key }) => key),
        store,
      );
      const breathe = breather();
      for (const { key, rev, changed, before, after } of writes) {
        const balances = beside(key);
        const news = {
          register: register.key,
          key,
          rev,
          changed,
          old: before ? { ...balances, ...before } : null,
          new: { ...balances, ...after },
        };
        for (const { process, when } of starts)
          if (isHeard(when, news, now, zone)) counts.set(process, (counts.get(process) ?? 0) + 1);
        await breathe();
      }
    }
    return [...counts].map(([process, count]) => ({ process, name: names.get(process) ?? process, count }));
  };
}

/** Rows that are slow are written in turns of so long: what is held is soon free, and what is done stays done. */
const TURN_MS = 1_000;

async function runPart(sql: Sql, before: ImportJob): Promise<void> {
  const setting = await settingOf(sql, before, before.by);
  const { register, version, actor, department, at } = setting;
  if (before.next === 0 && before.nextRow === 0) await inOrder(sql, before, setting);
  await sql.begin(async (tx) => {
    const job = await lockImport(tx, before.id, 'running');
    if (!job) return;
    const { id, next: n, nextRow, store, quiet } = job;
    const reason = toText(tellRecord('why.import', { file: job.file }));
    const [part] = await allOutcomes(tx, id, n);
    const rows = part?.rows ?? [];
    const { outcomes, done } = await importRecords(
      tx,
      { register, version, store, actor, department, hand: { by: job.by, at, reason, quiet }, withinMs: TURN_MS },
      rowsOf(job, setting, rows.slice(nextRow)),
    );
    await noteOutcomes(tx, id, n, [...(part?.outcomes ?? []).slice(0, nextRow), ...outcomes]);
    const isWhole = nextRow + done >= rows.length;
    const isLast = isWhole && n + 1 >= job.parts;
    await noteProgress(tx, id, {
      ...(isWhole ? { next: n + 1 } : { next: n, nextRow: nextRow + done }),
      counts: counted(job.counts, outcomes),
      ...(isLast && { status: 'done' as const }),
    });
  });
}

/** What the import has written, a record once, in the order of the file. */
async function broughtBy(sql: Sql, { id, parts }: ImportJob): Promise<Brought[]> {
  const found = new Map<string, Brought>();
  for (let n = 0; n < parts; n++) {
    const [part] = await allOutcomes(sql, id, n);
    for (const { id: record, key, rev, n: row } of part?.outcomes ?? []) {
      if (record === undefined || rev === undefined || key === null) continue;
      const known = found.get(record);
      if (known) known.revs.push(rev);
      else found.set(record, { id: record, key, n: row, revs: [rev] });
    }
  }
  return [...found.values()];
}

async function undo(sql: Sql, job: ImportJob): Promise<void> {
  const { register, version, actor, at } = await settingOf(sql, job, job.undoneBy ?? job.by);
  const brought = await broughtBy(sql, job);
  const one = async (tx: Transaction): Promise<boolean> => {
    const now = await lockImport(tx, job.id, 'undoing');
    if (!now) return false;
    const part = brought.slice(now.next * PARTS_AT_ONCE, (now.next + 1) * PARTS_AT_ONCE);
    const outcomes = await takeBack(
      tx,
      {
        register,
        version,
        store: now.store,
        import: now.id,
        file: now.file,
        actor,
        hand: { by: now.undoneBy, at, quiet: now.quiet },
      },
      part,
    );
    await noteUndone(tx, now.id, now.next, outcomes);
    const done = (now.next + 1) * PARTS_AT_ONCE >= brought.length;
    await noteProgress(tx, now.id, {
      next: now.next + 1,
      counts: counted(now.counts, outcomes),
      ...(done && { status: 'undone' as const }),
    });
    return !done;
  };
  while (await sql.begin(one));
}
