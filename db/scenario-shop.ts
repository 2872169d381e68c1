// A shop in which scenarios are played: emptied between them, and looked at as a whole.
import type { Instance } from '../bpmn/instance.ts';
import { certificatesOf, type Directory } from '../bpmn/scenario-directory.ts';
import { putAbsence } from './absences.ts';
import type { Sql } from './connect.ts';
import { insertPerson, putDepartment, putRole } from './people.ts';
import { placeOf } from './places.ts';

export async function clearShop(sql: Sql): Promise<void> {
  await sql`
    truncate process, definition, start_subscription, cases, token, history, task, task_offer, subscription, message, command, incident,
      outbox, feed, effect, quarantine, host_trouble, content, record, record_unique, record_change, record_layout, ledger_account, merge_naming, link, number_series, remark, notice, entry, balance, booked,
      parameter_value, formulas_computed, family_depth, page_version, receipt, page_use, course_attempt, certificate, page_ask, presence, case_copy, question, spread_turn, spread_key cascade`;
}

/** The people of a story, and nobody else: each is known by what the story calls him. */
export async function seedPeople(
  sql: Sql,
  { people, departments = {}, absences = [], owners = {} }: Directory,
): Promise<void> {
  const all = Object.entries(people);
  const roles = new Set(all.flatMap(([, { roles: held = [] }]) => held));
  for (const id of roles) await putRole(sql, { id, name: id, texts: {} });
  const places = new Set([...Object.keys(departments), ...all.flatMap(([, { department }]) => department ?? [])]);
  // Heads are people, who are in departments, which have parents.
  for (const id of places) await putDepartment(sql, { id, name: id, texts: {} });
  for (const [id, { name = id, username = id, department, roles: held = [] }] of all)
    await insertPerson(sql, { id, name, username, department, level: 'staff', roles: held });
  for (const [id, { active = true }] of all) if (!active) await sql`update person set active = false where id = ${id}`;
  for (const [id, { parent, head }] of Object.entries(departments))
    await putDepartment(sql, { id, name: id, texts: {}, parent, head });
  for (const [id, { skills = [], shift = null }] of all)
    if (skills.length > 0 || shift !== null)
      await sql`update person set skills = ${skills}, shift = ${shift} where id = ${id}`;
  const held = all.flatMap(([id, person]) =>
    Object.entries(certificatesOf(person)).map(([page, until]) => ({ person: id, page, until })),
  );
  for (const one of held)
    await sql`insert into certificate (person, page, version, at, until, score) values (${one.person}, ${one.page}, 1, 0, ${one.until}, 100)`;
  for (const [id, { shift }] of Object.entries(departments))
    if (shift !== undefined) await sql`update department set shift = ${shift} where id = ${id}`;
  for (const [key, owner] of Object.entries(owners)) await sql`update process set owner = ${owner} where key = ${key}`;
  for (const [n, { from, to, ...one }] of absences.entries())
    await sql.begin((tx) =>
      putAbsence(tx, {
        id: `absence-${n}`,
        ...one,
        from: Date.parse(from),
        to: Date.parse(to),
        reason: null,
        by: one.person,
      }),
    );
}
export async function clearPeople(sql: Sql): Promise<void> {
  const [somebody] = await sql`select 1 from person limit 1`;
  if (somebody) await sql`truncate person, role, department, absence cascade`;
}

export type TaskNow = { id: string; task: string; offers: string[]; assignee: string | null; heldFor: string | null };
/** To whom each open task is offered and who has it, by `case/wait`. */
export const tasksNow = (sql: Sql): Promise<TaskNow[]> => sql<TaskNow[]>`
  select case_id || '/' || wait as id, id as task, offers, assignee, held_for as "heldFor" from task where state = 'open'`;

/** Who may read along, and in which cases. */
export const copiesNow = (sql: Sql): Promise<{ person: string; case: string }[]> =>
  sql<{ person: string; case: string }[]>`select person, case_id as "case" from case_copy`;

/** The next version to be published is the one behind `latest`. */
export async function insertProcess(sql: Sql, key: string, latest: number): Promise<void> {
  await sql`insert into process (key, name, latest) values (${key}, ${key}, ${latest})`;
}

export type CaseNow = { id: string; key: string; version: number; state: Instance };
export const casesNow = (sql: Sql): Promise<CaseNow[]> =>
  sql<CaseNow[]>`select id, key, version, state from cases order by started_at, length(id), id`;

export type RowNow = { seq: number; kind: string; element: string | null; scope: string | null; data: unknown };
export const historyAfter = (sql: Sql, caseId: string, seq: number): Promise<RowNow[]> =>
  sql<
    RowNow[]
  >`select seq, kind, element, scope, data from history where case_id = ${caseId} and seq > ${seq} order by seq`;

export async function stillWaits(sql: Sql, caseId: string, wait: string): Promise<boolean> {
  const [row] = await sql`select 1 from subscription where case_id = ${caseId} and wait = ${wait}`;
  return row !== undefined;
}

/** As it stands before the story begins: no entry has led to it. */
export async function seedBalance(
  sql: Sql,
  ledger: string,
  account: string,
  measure: string,
  value: number,
  floor: number | null,
): Promise<void> {
  await sql`insert into balance (place, ledger, account, measure, value, floor) values (${placeOf(ledger, '', account, measure)}, ${ledger}, ${account}, ${measure}, ${value}, ${floor})
    on conflict (place) do update set value = excluded.value, floor = excluded.floor`;
}
