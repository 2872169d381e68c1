// Cases and their definitions, as hosts read and write them.
import type { Definition } from '../bpmn/definition.ts';
import type { Instance, Row, Which } from '../bpmn/instance.ts';
import { newSalt, saidOf, storyRow } from '../proof/chain.ts';
import type { Recorded, Turn } from '../workflows/record.ts';
import type { Sql, Transaction } from './connect.ts';

/** What a host is given of these families. */
export async function casesOf(sql: Sql, families: string[]): Promise<Instance[]> {
  if (families.length === 0) return [];
  const rows = await sql<{ state: Instance }[]>`
    select state from cases where family = any(${families}) and comes_to_host(cases) order by started_at, id`;
  return rows.map(({ state }) => state);
}

/** Families of a host with a case that is due at shop time `now`. */
export async function dueFamilies(sql: Sql, host: string, now: number, limit = 100): Promise<string[]> {
  const rows = await sql<{ family: string }[]>`
    select family from cases where host = ${host} and status = 'running' and due <= ${now} order by due limit ${limit}`;
  return [...new Set(rows.map(({ family }) => family))];
}

/** Who has begun it: a person's id, or `key:…`; undefined: nobody, it began by itself. */
export async function starterOf(sql: Sql | Transaction, id: string): Promise<string | undefined> {
  const [row] = await sql<{ starter: string | null }[]>`select starter from cases where id = ${id}`;
  return row?.starter ?? undefined;
}

/** A published version; the newest where none is named. undefined = not published here. */
export async function definitionOf(sql: Sql, key: string, which?: Which): Promise<Definition | undefined> {
  const version = !which
    ? sql`(select latest from process where key = ${key})`
    : 'version' in which
      ? sql`${which.version}`
      : sql`(select max(version) from definition where key = ${key} and version_tag = ${which.tag})`;
  const [row] = await sql<
    { definition: Definition }[]
  >`select definition from definition where key = ${key} and version = ${version}`;
  return row?.definition;
}

/** Published versions never change: read once a process. */
export function keptDefinitions(sql: Sql): (key: string, version: number) => Promise<Definition | undefined> {
  const kept = new Map<string, Definition>();
  return async (key, version) => {
    const name = `${key}@${version}`;
    const found = kept.get(name) ?? (await definitionOf(sql, key, { version }));
    if (found) kept.set(name, found);
    return found;
  };
}

type Written = Omit<Recorded, 'digest' | 'refused'>;

/** A text that is none (half a character) has no digest: Postgres refuses it, and its family is told so as of any data that cannot be stored. */
const sealed = (caseId: string, row: Row): Row & { said: string; salt: string } => {
  const salt = newSalt();
  try {
    return { ...row, salt, said: saidOf(salt, storyRow(caseId, row)) };
  } catch {
    return { ...row, salt, said: '' };
  }
};

/** One statement, one transaction: the whole turn or, for families that lost, nothing. What is read again goes as text, so that its order stays. */
export async function recordTurn(sql: Sql, turn: Turn): Promise<Written> {
  const cases = turn.cases.map((one) =>
    one.rows ? { ...one, rows: one.rows.map((row) => sealed(one.id, row)) } : one,
  );
  const answers = turn.answers.map((answer) => ({
    ...answer,
    body: JSON.stringify(answer.body),
    message: ('message' in answer.body && answer.body.message) || null,
    ...('from' in answer.body && { from: answer.body.from }),
  }));
  const [row] = await sql<
    { result: Written }[]
  >`select record_turn(${JSON.stringify({ ...turn, cases, answers })}::text::jsonb) as result`;
  return (row as { result: Written }).result;
}

/** What lists call these cases: title, else number. */
export async function titlesOf(
  sql: Sql,
  ids: (string | null)[],
  language: string,
): Promise<Record<string, string | null>> {
  const rows = await sql<{ id: string; title: string | null }[]>`
    select id, coalesce(titles->>${language}, title, business_key) as title from cases where id = any(${ids.filter((id) => id !== null)})`;
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]));
}

/** Changes and cases that cause each other, at most; beyond it is a circle. */
export const DEEPEST = 5;
/** How many changes of records caused each other before the family of a case began, or before the one that it has heard of just now. */
export async function familyDepth(sql: Sql | Transaction, caseId: string | null): Promise<number> {
  const [row] = await sql<{ depth: number }[]>`
    select case when f.heard_at < now() - interval '1 minute' then 0 else f.depth end as depth from cases c join family_depth f on f.family = c.family where c.id = ${caseId}`;
  return row?.depth ?? 0;
}
export async function noteFamilyDepths(tx: Transaction, families: string[], depth: number): Promise<void> {
  await tx`insert into family_depth (family, depth) select unnest(${families}::text[]), ${depth} on conflict do nothing`;
}
export async function noteFamilyDepth(sql: Sql, family: string, depth: number): Promise<void> {
  await sql`insert into family_depth (family, depth) values (${family}, ${depth}) on conflict do nothing`;
}
/** Cases that wait in turn for what the other writes are a circle too; what comes of it after a minute is somebody's work. */
export async function noteHeard(sql: Sql, family: string, depth: number): Promise<void> {
  await sql`
    insert into family_depth (family, depth, heard_at) values (${family}, ${depth}, now())
    on conflict (family) do update set depth = excluded.depth, heard_at = excluded.heard_at`;
}

export async function storeOfCase(sql: Sql, id: string): Promise<string> {
  const [row] = await sql<{ store: string }[]>`select store from cases where id = ${id}`;
  return row?.store ?? '';
}

/** The process that a case runs. */
export async function processOf(sql: Sql | Transaction, id: string): Promise<string | undefined> {
  const [row] = await sql<{ key: string }[]>`select key from cases where id = ${id}`;
  return row?.key;
}
