// Everything that a person has charge of, in one query, and handing it on when he leaves. Open work by kind is in team.ts.
import type { Sql, Transaction } from './connect.ts';

/**
 * `head`: a department that he leads; `process`: one that he looks after; `proxy`: somebody who is away, or will be, and for whom he stands in;
 * `records`: of a register, those that are his alone; `named`: a step of a process that names him, published or in a draft.
 */
export const OWNED = ['head', 'process', 'proxy', 'records', 'named'] as const;
export type Owned = {
  kind: (typeof OWNED)[number];
  /** Department, process, absence or register. */
  id: string;
  name: string;
  texts: Record<string, { name?: string }> | null;
  count: number;
  /** Of `named`: the step, and whether it is the draft that names him. */
  step: string | null;
  draft: boolean;
};
/** What has one successor all together; a step that names him is for its editor to change. */
export type Charge = Exclude<Owned['kind'], 'named'>;

export const ownedBy = (sql: Sql | Transaction, person: string, now: number): Promise<Owned[]> => sql<Owned[]>`
  with him as (select id, username, name from person where id = ${person}),
  elements as (
    select p.key, p.name, p.texts, false as draft, e.value from process p join definition d on d.key = p.key and d.version = p.latest
      cross join jsonb_each(d.definition::jsonb -> 'elements') e where not p.archived
    union all
    select p.key, p.name, p.texts, true, e.value from process p cross join jsonb_array_elements(p.draft::jsonb -> 'model' -> 'processes') one
      cross join jsonb_each(one -> 'elements') e where not p.archived and p.draft is not null)
  select 'head' as kind, d.id, d.name, d.texts, 1 as count, null as step, false as draft from department d where d.head = ${person}
  union all select 'process', p.key, p.name, p.texts, 1, null, false from process p where p.owner = ${person} and not p.archived
  union all select 'proxy', a.id, w.name, null, 1, null, false from absence a join person w on w.id = a.person where a.proxy = ${person} and a.to_at > ${now}
  union all select 'records', c.key, c.name ->> 'zh', jsonb_build_object('en', jsonb_build_object('name', c.name ->> 'en')), r.count, null, false
    from content c join content_version v on v.kind = c.kind and v.key = c.key and v.version = c.latest
    join lateral (select count(*)::int as count from record r where r.owner = ${person} and r.register = c.key) r on r.count > 0
    where c.kind = 'register' and v.body ->> 'rows' in ('own', 'department')
  union all select 'named', e.key, e.name, e.texts, 1, coalesce(nullif(e.value ->> 'name', ''), e.value ->> 'id'), e.draft
    from elements e, him
    where exists (
      select 1 from jsonb_array_elements(e.value -> 'zf' -> 'participants') r
      where r ->> 'rule' = 'person' and r ->> 'value' in (him.id, him.username, him.name))
      or e.value -> 'zf' ->> 'empty' in ('person:' || him.id, 'person:' || him.username, 'person:' || him.name)
  order by 1, 3, 6, 7`;

export type Charges = Partial<Record<Charge, string | undefined>>;
export class NobodyTakes extends Error {}

/** All of it: throws where a kind has no successor. His own absences end with it. */
export async function moveCharge(
  tx: Transaction,
  { person, to, now }: { person: string; to: Charges; now: number },
): Promise<number> {
  const owned = (await ownedBy(tx, person, now)).filter((one): one is Owned & { kind: Charge } => one.kind !== 'named');
  const open = owned.find(({ kind }) => !to[kind]);
  if (open) throw new NobodyTakes(open.name);
  const { head, process, proxy, records } = to;
  if (head) await tx`update department set head = ${head} where head = ${person}`;
  if (process) await tx`update process set owner = ${process} where owner = ${person}`;
  if (records)
    await tx`update record set owner = ${records} where owner = ${person} and register = any(${owned.flatMap(({ kind, id }) => (kind === 'records' ? [id] : []))})`;
  // Nobody stands in for himself: his absence goes on without anybody.
  if (proxy) {
    await tx`update absence set to_at = greatest(${now}, from_at + 1) where proxy = ${person} and person = ${proxy} and to_at > ${now}`;
    await tx`update absence set proxy = ${proxy} where proxy = ${person} and person <> ${proxy} and to_at > ${now}`;
  }
  return owned.length;
}

/** Whoever leaves is away no more. */
export async function endAbsencesOf(tx: Transaction, person: string, now: number): Promise<void> {
  await tx`delete from absence where person = ${person} and from_at >= ${now}`;
  await tx`update absence set to_at = ${now} where person = ${person} and to_at > ${now}`;
}
