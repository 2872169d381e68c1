// Processes: the draft a manager works on, and its published versions, which never change.
import { createHash } from 'node:crypto';
import { calledProcess } from '../bpmn/compile.ts';
import type { Definition, Model } from '../bpmn/definition.ts';
import type { Form } from '../forms/form.ts';
import { inOrder, type Sql, type Transaction } from './connect.ts';
import { tellDrafter } from './notices.ts';
import { replaceStarts } from './start-subscriptions.ts';
import type { Viewer } from './viewer.ts';

export type Publication = {
  model: Model;
  definition: Definition;
  forms: Record<string, Form>;
  by?: string;
  note?: string;
  /** Shop time, for who is told of it. */
  at?: number;
};
export type Published = { key: string; version: number; sha256: string; unchanged: boolean };

/** Publishes the next version and moves the start events to it. What equals the newest version is not published again. */
export async function publish(
  sql: Sql | Transaction,
  { model, definition, forms, by, note, at }: Publication,
): Promise<Published> {
  const work = async (tx: Transaction): Promise<Published> => {
    const pinned = await pinnedBy(tx, definition);
    const content = { ...definition, ...(pinned && { pinned }), version: 0, sha256: '' };
    const hash = createHash('sha256')
      .update(JSON.stringify([content, forms, { ...model, processes: [] }]))
      .digest('hex');
    await tx`
      insert into process (key, name, texts) values (${definition.key}, ${definition.name ?? definition.key}, ${tx.json((definition.zf.text ?? {}) as never)})
      on conflict (key) do update set name = excluded.name, texts = excluded.texts`;
    // What is read with a lock is as it was before the wait for it: held by the insert, read anew here.
    const [newest] = await tx<{ latest: number | null; sha256: string | null }[]>`
      select p.latest, d.sha256 from process p left join definition d on d.key = p.key and d.version = p.latest where p.key = ${definition.key}`;
    if (newest?.sha256?.endsWith(hash))
      return { key: definition.key, version: newest.latest as number, sha256: newest.sha256, unchanged: true };
    const version = (newest?.latest ?? 0) + 1;
    // The version is part of the name: the same text published again later is another version.
    const sha256 = `${version}:${hash}`;
    const final: Definition = { ...content, version, sha256 };
    // A process that calls itself calls its own version.
    if (final.pinned?.[final.key]) final.pinned = { ...final.pinned, [final.key]: version };
    await tx`
      insert into definition (key, version, sha256, name, version_tag, hosting, definition, model, forms, note, published_by)
      values (${definition.key}, ${version}, ${`${definition.key}:${sha256}`}, ${definition.name ?? definition.key}, ${definition.zf.versionTag ?? null}, ${definition.zf.hosting ?? 'dedicated'},
              ${inOrder(tx, final)}, ${inOrder(tx, model)}, ${tx.json(forms as never)}, ${note ?? null}, ${by ?? null})`;
    await tx`update process set latest = ${version}, department = ${definition.zf.department ?? null} where key = ${definition.key}`;
    if (by !== undefined && at !== undefined)
      await tellDrafter(tx, { kind: 'process', key: definition.key, version, by, at });
    await replaceStarts(tx, final);
    return { key: definition.key, version, sha256, unchanged: false };
  };
  return 'begin' in sql ? (sql.begin(work) as Promise<Published>) : work(sql);
}

/** The newest versions of the processes that calls are bound to as they stand now. */
async function pinnedBy(tx: Transaction, { key, elements }: Definition): Promise<Definition['pinned']> {
  const called = Object.values(elements).flatMap((element) =>
    element.zf?.binding === 'deployment' ? (calledProcess(element) ?? []) : [],
  );
  if (called.length === 0) return undefined;
  const rows = await tx<{ key: string; latest: number }[]>`
    select key, latest from process where key = any(${called}) and latest is not null order by key`;
  const pinned = Object.fromEntries(rows.map((row) => [row.key, row.latest]));
  return called.includes(key) ? { ...pinned, [key]: 1 } : pinned;
}

/** A version as cases and their tasks need it: what runs, and the forms that people fill in. */
/** Whether he may publish a process as the work of this department: one that is published keeps its own, a new one has one of his or none. Locks the process. */
export async function mayPlace(
  tx: Transaction,
  { all, within }: Viewer,
  key: string,
  department: string | null,
): Promise<boolean> {
  if (all) return true;
  const [row] = await tx<{ latest: number | null; before: string | null; ids: string[]; idsBefore: string[] }[]>`
    select p.latest, p.department as before, array(select d.id from department d where ${department}::text in (d.id, d.name) order by d.id) as ids,
      array(select d.id from department d where p.department in (d.id, d.name) order by d.id) as "idsBefore"
    from process p where p.key = ${key} for update of p`;
  if (!row) return false;
  const { latest, before, ids, idsBefore } = row;
  if (latest === null) return department === null || (ids.length > 0 && ids.every((id) => within.includes(id)));
  return department === before || (ids.length > 0 && ids.join() === idsBefore.join());
}

export type Version = { definition: Definition; forms: Record<string, Form> };
export async function publishedVersion(sql: Sql, key: string, version: number): Promise<Version | undefined> {
  const [row] = await sql<
    Version[]
  >`select definition, forms from definition where key = ${key} and version = ${version}`;
  return row;
}

export async function processName(sql: Sql, key: string): Promise<string | undefined> {
  const [row] = await sql<{ name: string }[]>`select name from process where key = ${key}`;
  return row?.name;
}

export async function processNames(sql: Sql, keys: string[]): Promise<Map<string, string>> {
  const rows = await sql<{ key: string; name: string }[]>`select key, name from process where key = any(${keys})`;
  return new Map(rows.map(({ key, name }) => [key, name]));
}

export type Newest = { version: number; hosting: Definition['zf']['hosting']; number: string | null };
/** The version by which a new case begins; `number`: its `zf:businessKey`. */
export async function newestVersion(sql: Sql | Transaction, key: string): Promise<Newest | undefined> {
  const [row] = await sql<Newest[]>`
    select d.version, d.hosting, d.definition->'zf'->>'businessKey' as number
    from process p join definition d on d.key = p.key and d.version = p.latest where p.key = ${key} and not p.archived`;
  return row;
}

/** Of every process that is published, the newest. */
export const newestVersions = (sql: Sql): Promise<{ key: string; version: number }[]> => sql<
  { key: string; version: number }[]
>`
  select key, latest as version from process where latest is not null order by key`;

/** The version that holds of each of these; of what is not published, none. */
export async function latestOf(sql: Sql, keys: string[]): Promise<Record<string, number>> {
  if (keys.length === 0) return {};
  const rows = await sql<{ key: string; latest: number }[]>`
    select key, latest from process where key = any(${keys}) and latest is not null and not archived`;
  return Object.fromEntries(rows.map(({ key, latest }) => [key, latest]));
}

export type PeopleStep = {
  process: string;
  /** null: the process as a whole. */
  element: string | null;
  name: string;
  nameEn: string | null;
  step: string | null;
  stepEn: string | null;
};
/** Published processes, each followed by its steps of people. */
export const peopleSteps = (sql: Sql): Promise<PeopleStep[]> => sql<PeopleStep[]>`
  with latest as (
    select p.key, coalesce(d.definition->>'name', p.key) as name, d.definition#>>'{zf,text,en,name}' as en, d.definition->'elements' as elements
    from process p join definition d on d.key = p.key and d.version = p.latest where not p.archived)
  select key as process, null as element, name, en as "nameEn", null as step, null as "stepEn", 0 as nth from latest
  union all
  select l.key, e.value->>'id', l.name, l.en, coalesce(nullif(e.value->>'name', ''), e.value->>'id'), e.value#>>'{zf,text,en,name}', e.nth::int
  from latest l cross join lateral (select value, row_number() over () as nth from json_each(l.elements)) e where e.value->>'type' = 'userTask'
  order by name, process, nth`;

/** Steps of published processes that show this page. */
export const stepsShowing = (sql: Sql, page: string): Promise<{ process: string; element: string }[]> => sql<
  { process: string; element: string }[]
>`
  select p.key as process, e.key as element from process p join definition d on d.key = p.key and d.version = p.latest
  cross join lateral json_each(d.definition->'elements') e
  where not p.archived and d.definition::text like '%"page":[%' and (e.value#>'{zf,page}')::jsonb ? ${page} order by 1, 2`;
