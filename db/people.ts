// The directory: people, their roles and departments.
import { standIn } from '../bpmn/absence.ts';
import { type Above, type HeadsAsked, headsAmong } from '../bpmn/heads.ts';
import type { Asked, Resolved } from '../bpmn/instance.ts';
import type { Certificates, Facts } from '../bpmn/spread.ts';
import type { Fragment, Sql, Transaction } from './connect.ts';
import { isCertified } from './courses.ts';

export type Level = 'staff' | 'manager' | 'admin';
export type Sees = 'own' | 'department' | 'all';
/** Their password was set by somebody else; the shop asks managers for a second factor that they do not have. */
export type Barred = 'passwordFirst' | 'secondFactorFirst';

export type Person = {
  kind: 'person';
  id: string;
  name: string;
  username: string | null;
  level: Level;
  language: string;
  department: string | null;
  /** What they have to do before anything else is open to them. */
  barred: Barred | null;
  roles: string[];
  /** What tasks may be offered to: `person:…`, `role:…`, `department:…`. */
  refs: string[];
  /** What he sees beside what he takes part in; `within`: his department and those below it, where it is their work. */
  sees: Sees;
  within: string[];
  /** Is away, and another has his work. */
  away: { absence: string; proxy: string; until: number } | null;
  /** Who is away, and whose work is his meanwhile. */
  standsFor: StandsFor[];
};
/** `refs`: what work may be offered to the one who is away. */
export type StandsFor = { person: string; name: string; until: number; refs: string[] };

/** An active person with what decides about rights; undefined for one who has left. */
export const activePerson = (sql: Sql | Transaction, id: string): Promise<Person | undefined> =>
  personWhere(sql, sql`p.id = ${id}`);

/** Whose session this is, if it lives on for longer than so many seconds and is not older than so many. */
export const personOfSession = (
  sql: Sql,
  token: string,
  seconds: number,
  oldest: number,
): Promise<Person | undefined> =>
  personWhere(
    sql,
    sql`p.id = (select "userId" from auth_session where token = ${token}
      and "expiresAt" > now() + ${seconds} * interval '1 second' and "createdAt" > now() - ${oldest} * interval '1 second')`,
  );

/** Active people by the beginning of name or username, with what decides about their rights. */
export const peopleNamed = (sql: Sql, q: string, limit: number): Promise<Person[]> =>
  personsWhere(sql, sql`(p.name ilike ${`${escapeLike(q)}%`} or p.username ilike ${`${escapeLike(q)}%`})`, limit);

/** A shop has fewer who work on its tasks. */
const MOST = 2_000;
/** `p` is the row of person: one of these refs reaches him; what is for a department is for all below it. */
const reached = (sql: Sql | Transaction, refs: string[]): Fragment =>
  refs.includes('all')
    ? sql`true`
    : sql`('person:' || p.id = any(${refs}) or exists (select 1 from person_role r where r.person = p.id and 'role:' || r.role = any(${refs}))
      or exists (with recursive above (id) as (
        select p.department where p.department is not null union select d.parent from department d join above on d.id = above.id where d.parent is not null)
        select 1 from above where 'department:' || id = any(${refs})))`;
/** Ids of active people whom these refs reach and those do not; of who is away, whoever stands in. */
export async function peopleReached(sql: Sql | Transaction, refs: string[], but: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct stand_in(p, ${but}) as id from people_reached(${refs}) p
    where p not in (select people_reached(${but})) and stand_in(p, ${but}) is not null order by 1`;
  return rows.map(({ id }) => id);
}
/** The model names them as it likes; by their ids. What means nobody is left out. */
export async function refsMeant(sql: Sql | Transaction, refs: string[]): Promise<string[]> {
  const [row] = await sql<{ meant: string[] }[]>`select directory_refs(${refs}::text[]) as meant`;
  return row?.meant ?? [];
}
/** Active people whom one of these refs reaches. */
export const peopleWith = (sql: Sql | Transaction, refs: string[]): Promise<Person[]> =>
  personsWhere(sql, reached(sql, refs), MOST);
/** The same, by name and a page at a time. */
export const peoplePage = (
  sql: Sql,
  {
    refs,
    pages = [],
    q,
    after,
    limit,
  }: {
    refs: string[];
    /** Also whom cases have asked to read one of these, and who has tried them. */
    pages?: string[];
    q?: string | undefined;
    after?: [string, string] | undefined;
    limit: number;
  },
): Promise<Person[]> =>
  personsWhere(
    sql,
    sql`(${reached(sql, refs)} or ${isConcerned(sql, pages)}) and ${q ? sql`p.name ilike ${`%${escapeLike(q)}%`}` : sql`true`}
      and ${after ? sql`(p.name, p.id) > (${after[0]}, ${after[1]})` : sql`true`}`,
    limit,
  );
const isConcerned = (sql: Sql | Transaction, pages: string[]) => sql`(
  exists (select 1 from page_ask a where a.person = p.id and a.page = any(${pages}))
  or exists (select 1 from course_attempt a where a.person = p.id and a.page = any(${pages}) and a.judged_at is not null))`;
/** How many of those who are to read this version of a page have; of a course, hold its certificate at `at`. */
export async function countReached(
  sql: Sql,
  refs: string[],
  { key, version, quiz }: { key: string; version: number; quiz: boolean },
  at: number,
): Promise<{ asked: number; read: number }> {
  const done = quiz
    ? isCertified(sql, sql`p.id`, sql`${key}`, at)
    : sql`exists (select 1 from receipt r where r.page = ${key} and r.version = ${version} and r.person = p.id and r.read_at is not null)`;
  const [row] = await sql<{ asked: number; read: number }[]>`
    select count(*)::int as asked, count(*) filter (where ${done})::int as read from person p
    where p.active and (${reached(sql, refs)} or ${isConcerned(sql, [key])})`;
  return row ?? { asked: 0, read: 0 };
}

const personWhere = async (sql: Sql | Transaction, which: Fragment): Promise<Person | undefined> =>
  (await personsWhere(sql, which, 1))[0];

async function personsWhere(sql: Sql | Transaction, which: Fragment, limit: number): Promise<Person[]> {
  type Refs = { id: string; roles: string[]; departments: string[] };
  type Row = Omit<Person, 'kind' | 'refs' | 'standsFor'> &
    Refs & { standsFor: (Omit<StandsFor, 'refs'> & Omit<Refs, 'id'>)[] };
  const rows = await sql<Row[]>`
    select p.id, p.name, p.username, p.level, p.language, p.department, ${seesOf(sql)} as sees, ${withinOf(sql)} as within,
      case when p.given_password then 'passwordFirst'
        when p.level <> 'staff' and (select value->>'secondFactor' from setting where name = 'security') = 'managers'
          and not exists (select 1 from auth_user u where u.id = p.id and u."twoFactorEnabled") then 'secondFactorFirst' end as barred,
      ${rolesIn(sql)} as roles, ${departmentsIn(sql)} as departments,
      (select jsonb_build_object('absence', a.id, 'proxy', a.proxy, 'until', a.to_at) from absence a
        where a.person = p.id and a.running and stand_in(a.person, '{}') is not null order by a.from_at limit 1) as away,
      (select coalesce(jsonb_agg(jsonb_build_object('person', s.id, 'name', s.name, 'until', s.until, 'roles', s.roles, 'departments', s.departments)), '[]') from (
        select p.id, p.name, a.to_at as until, ${rolesIn(sql)} as roles, ${departmentsIn(sql)} as departments
        from absence a join person away on away.id = a.person cross join lateral (select away.*) p
        where a.running and stand_in(a.person, '{}') = self.id and a.person <> self.id) s) as "standsFor"
    from person p cross join lateral (select p.id) self where ${which} and p.active order by p.name, p.id limit ${limit}`;
  const refs = ({ id, roles, departments }: Refs): string[] => [
    `person:${id}`,
    ...roles.map((role) => `role:${role}`),
    // What is for a department is for all below it.
    ...departments.map((department) => `department:${department}`),
  ];
  return rows.map(({ departments, standsFor, ...person }) => ({
    kind: 'person',
    ...person,
    refs: refs({ ...person, departments }),
    standsFor: standsFor.map(({ roles, departments: above, ...one }) => ({
      ...one,
      refs: refs({ id: one.person, roles, departments: above }),
    })),
  }));
}
/** `p` is the row of person. Staff see what they take part in, managers all, unless it is said otherwise. */
const seesOf = (sql: Sql | Transaction) => sql`coalesce(p.sees, case when p.level = 'staff' then 'own' else 'all' end)`;
const withinOf = (sql: Sql | Transaction) => sql`array(with recursive below (id) as (
  select p.department where p.department is not null and p.sees = 'department'
  union select d.id from department d join below on d.parent = below.id)
  select id from below)`;
const rolesIn = (sql: Sql | Transaction) =>
  sql`(select coalesce(array_agg(r.role order by r.role), '{}') from person_role r where r.person = p.id)`;
const departmentsIn = (sql: Sql | Transaction) => sql`array(with recursive above (id) as (
  select p.department where p.department is not null union select d.parent from department d join above on d.id = above.id where d.parent is not null)
  select id from above)`;

export type PersonRow = {
  id: string;
  name: string;
  username: string | null;
  email: string | null;
  department: string | null;
  level: Level;
  language: string;
  active: boolean;
  roles: string[];
  /** What he can, and the calendar by which he works, where it is not that of his department. */
  skills: string[];
  shift: string | null;
  sees: Sees;
  /** Is away; shop time. */
  awayUntil: number | null;
};

export async function listPeople(
  sql: Sql | Transaction,
  { q, after, limit, id }: { q?: string | undefined; after?: [string, string] | undefined; limit: number; id?: string },
): Promise<PersonRow[]> {
  return sql<PersonRow[]>`
    select p.id, p.name, p.username, p.email, p.department, p.level, p.language, p.active, p.skills, p.shift, ${seesOf(sql)} as sees, ${rolesIn(sql)} as roles,
      (select max(a.to_at) from absence a where a.person = p.id and a.running) as "awayUntil"
    from person p
    where ${id === undefined ? sql`true` : sql`p.id = ${id}`}
      and ${q ? sql`(p.name ilike ${`${escapeLike(q)}%`} or p.username ilike ${`${escapeLike(q)}%`})` : sql`true`}
      and ${after ? sql`(p.name, p.id) > (${after[0]}, ${after[1]})` : sql`true`}
    order by p.name, p.id limit ${limit}`;
}

export const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

export type NewPerson = {
  id: string;
  name: string;
  username: string;
  department?: string | undefined;
  level: Level;
  language?: string | undefined;
  roles: string[];
};

export async function insertPerson(
  tx: Sql | Transaction,
  { id, name, username, department, level, language, roles }: NewPerson,
): Promise<void> {
  await tx`insert into person (id, name, username, department, level, language) values (${id}, ${name}, ${username}, ${department ?? null}, ${level}, ${language ?? 'zh-CN'})`;
  await replaceRoles(tx, id, roles);
}

export async function replaceRoles(tx: Sql | Transaction, person: string, roles: string[]): Promise<void> {
  await tx`delete from person_role where person = ${person} and role <> all(${roles})`;
  await tx`insert into person_role (person, role) select ${person}, r from unnest(${roles}::text[]) r on conflict do nothing`;
}

export type PersonChange = {
  name?: string | undefined;
  department?: string | null | undefined;
  level?: Level | undefined;
  language?: string | undefined;
  active?: boolean | undefined;
  roles?: string[] | undefined;
  skills?: string[] | undefined;
  shift?: string | null | undefined;
  /** null: as his level says. */
  sees?: Sees | null | undefined;
};

/** `lastAdmin`: nobody would be left to manage people; `adminSees`: who manages people sees all. */
export async function updatePerson(
  sql: Sql,
  id: string,
  change: PersonChange,
): Promise<'done' | 'none' | 'lastAdmin' | 'adminSees'> {
  return sql
    .begin(async (tx) => ((await changePerson(tx, id, change)) ? ('done' as const) : ('none' as const)))
    .catch((error) => {
      if (error instanceof LastAdmin) return 'lastAdmin' as const;
      if (error instanceof AdminSees) return 'adminSees' as const;
      throw error;
    });
}

/** False where there is no such person. Throws LastAdmin. */
export async function changePerson(tx: Transaction, id: string, change: PersonChange): Promise<boolean> {
  const { roles, ...columns } = change;
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  await tx`select pg_advisory_xact_lock(hashtextextended('person.level', 0))`;
  const [found] = Object.keys(given).length
    ? await tx`update person set ${tx(given)} where id = ${id} returning id`
    : await tx`select id from person where id = ${id}`;
  if (!found) return false;
  const [admin] = await tx`select 1 from person where level = 'admin' and active limit 1`;
  if (!admin) throw new LastAdmin();
  // Whoever becomes an administrator sees all; what is asked for one is refused.
  if (change.level === 'admin' && change.sees === undefined) await tx`update person set sees = null where id = ${id}`;
  const [narrow] = await tx`select 1 from person where id = ${id} and level = 'admin' and sees is not null`;
  if (narrow) throw new AdminSees();
  if (roles) await replaceRoles(tx, id, roles);
  if (change.active === false) await endSessions(tx, id);
  return true;
}
export class LastAdmin extends Error {}
export class AdminSees extends Error {}

/** What better-auth finds at a sign-in with a password. It wants an address of everyone; people of a shop floor often have none. */
export async function insertAccount(
  tx: Transaction,
  { id, name, username, hash }: { id: string; name: string; username: string; hash: string },
): Promise<void> {
  const known = username.toLowerCase();
  const email = `${Buffer.from(known).toString('hex')}@people.invalid`;
  await tx`
    insert into auth_user (id, name, email, "emailVerified", username, "displayUsername")
    values (${id}, ${name}, ${email}, false, ${known}, ${username})`;
  await tx`
    insert into auth_account (id, "accountId", "providerId", "userId", password, "updatedAt")
    values (${id}, ${id}, 'credential', ${id}, ${hash}, now())`;
}

export async function addRoles(sql: Sql, person: string, roles: string[]): Promise<void> {
  await sql`
    insert into person_role (person, role) select p.id, r.id from person p, role r where p.id = ${person} and r.id = any(${roles})
    on conflict do nothing`;
}

/** Of these ids, those of people who may sign in. */
export async function peopleAsKnown(sql: Sql, ids: string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`select id from person where id = any(${ids}) and active`;
  return new Set(rows.map(({ id }) => id));
}

export async function markGivenPassword(sql: Sql | Transaction, person: string, given: boolean): Promise<void> {
  await sql`update person set given_password = ${given} where id = ${person}`;
}

export async function endSessions(sql: Sql | Transaction, person: string): Promise<void> {
  await sql`delete from auth_session where "userId" = ${person}`;
}

export async function usernameTaken(sql: Sql | Transaction, username: string): Promise<boolean> {
  const [twin] = await sql`select 1 from person where lower(username) = ${username.toLowerCase()}`;
  return Boolean(twin);
}
/** Until the end of the transaction nobody else takes it. */
export async function holdUsername(tx: Transaction, username: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('username/' || ${username.toLowerCase()}, 0))`;
}

export async function hasPeople(sql: Sql | Transaction): Promise<boolean> {
  const [anyone] = await sql`select 1 from person limit 1`;
  return Boolean(anyone);
}

/** May the first people be created here? Others who ask wait until the transaction ends, and then find somebody. */
export async function mayFound(tx: Transaction): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(hashtextextended('setup', 0))`;
  return !(await hasPeople(tx));
}

export type Account = { username: string; name: string; level: string; roles: string[] };
/** Those of these usernames that somebody active has, in their order, with the names of the roles. */
export async function accountsOf(sql: Sql, usernames: string[]): Promise<Account[]> {
  return sql<Account[]>`
    select p.username, p.name, p.level, (select coalesce(array_agg(r.name order by r.id), '{}') from person_role m join role r on r.id = m.role where m.person = p.id) as roles
    from person p where p.username = any(${usernames}) and p.active order by array_position(${usernames}, p.username)`;
}

/** Whom anybody may name: by name, or of these ids, those who have left included. */
export const namesFound = (
  sql: Sql,
  { q, ids, limit }: { q?: string | undefined; ids?: string[] | undefined; limit: number },
): Promise<{ id: string; name: string; active: boolean }[]> => sql<{ id: string; name: string; active: boolean }[]>`
  select id, name, active from person
  where ${ids ? sql`id = any(${ids})` : sql`active`}
    and ${q ? sql`(name ilike ${`%${escapeLike(q)}%`} or username ilike ${`${escapeLike(q)}%`})` : sql`true`}
  order by name, id limit ${limit}`;

/** Whom each of these rules means, everybody once: who stands first in the directory comes first. While there is nobody at all, as in tests, everybody is who he is called. */
export async function peopleMeant(sql: Sql, asked: Asked[]): Promise<Resolved[][]> {
  const rows = await sql<{ nth: number; person: string }[]>`
    select x.nth::int as nth, coalesce(p.id, substr(r.ref, 8)) as person
    from jsonb_array_elements(${sql.json(asked as never)}::jsonb) with ordinality x(ask, nth)
    cross join unnest(directory_refs(array(select jsonb_array_elements_text(x.ask->'refs')))) with ordinality r(ref, rank)
    left join person p on p.active and case split_part(r.ref, ':', 1)
      when 'person' then p.id = substr(r.ref, 8)
      when 'role' then exists (select 1 from person_role h where h.person = p.id and h.role = substr(r.ref, 6))
      when 'department' then p.department in (
        with recursive below (id) as (
          select substr(r.ref, 12) union select child.id from department child join below on child.parent = below.id)
        select id from below)
      else false end
    where p.id is not null or (r.ref like 'person:%' and not exists (select 1 from person))
    order by x.nth, r.rank, p.name, p.id`;
  const meant = await Promise.all(
    asked.map(
      async ({ heads }): Promise<Resolved[]> =>
        heads ? headsAmong(heads, await aboveOf(sql, heads)).map((person) => ({ person })) : [],
    ),
  );
  const owned = asked.flatMap(({ owner }) => owner ?? []);
  const owners = owned.length
    ? await sql<{ key: string; person: string }[]>`
        select p.key, o.id as person from process p join person o on o.id = p.owner and o.active where p.key = any(${owned})`
    : [];
  for (const [n, { owner }] of asked.entries())
    for (const { key, person } of owners) if (key === owner) meant[n]?.push({ person });
  for (const { nth, person } of rows) {
    const list = meant[nth - 1];
    if (list && !list.some((one) => one.person === person)) list.push({ person });
  }
  return withFacts(sql, asked, await presentFor(sql, meant));
}

/** Those who are away are stood in for. */
async function presentFor(sql: Sql, meant: Resolved[][]): Promise<Resolved[][]> {
  const away = await sql<
    { person: string; proxy: string }[]
  >`select person, proxy from absence where running order by from_at desc`;
  if (away.length === 0) return meant;
  const proxies = new Map(away.map(({ person, proxy }) => [person, proxy]));
  const here = await peopleAsKnown(sql, [...proxies.values()]);
  return meant.map((list) =>
    list.map(({ person }) => {
      const instead = standIn(
        person,
        (one) => proxies.get(one),
        (one) => here.has(one),
      );
      return instead === undefined || instead === person ? { person } : { person: instead, for: person };
    }),
  );
}

/** Where one of them is to be chosen: how much each holds, who had the last one, what they can, when they work. */
function withFacts(sql: Sql, asked: Asked[], meant: Resolved[][]): Promise<Resolved[][]> {
  return Promise.all(
    meant.map(async (list, n) => {
      const wanted = asked[n]?.facts;
      if (!wanted || list.length === 0) return list;
      const rows = await sql<
        (Omit<Facts, 'sticks' | 'shift' | 'certificates'> & {
          id: string;
          sticks: boolean;
          shift: string | null;
          certificates: Certificates | null;
        })[]
      >`
        select p.id, p.skills, coalesce(p.shift, d.shift) as shift,
          (select jsonb_object_agg(page, until) from (
            select x.page, case when bool_or(x.until is null) then null else max(x.until) end as until from certificate x where x.person = p.id group by x.page) held) as certificates,
          (select count(*)::int from task t where t.state = 'open' and t.assignee = p.id) as open,
          coalesce((select s.turn from spread_turn s where s.step = ${wanted.step} and s.person = p.id), 0)::float8 as turn,
          exists (select 1 from spread_key k where k.step = ${wanted.step} and k.key = ${wanted.key ?? ''} and k.person = p.id) as sticks
        from person p left join department d on d.id = p.department where p.id = any(${list.map(({ person }) => person)})`;
      const known = new Map(
        rows.map(({ id, sticks, shift, certificates, ...facts }): [string, Facts] => [
          id,
          {
            ...facts,
            ...(certificates !== null && { certificates }),
            ...(shift !== null && { shift }),
            ...(sticks && { sticks: true }),
          },
        ]),
      );
      return list.map((one) => {
        const facts = known.get(one.person);
        return facts ? { ...one, facts } : one;
      });
    }),
  );
}

/** The departments upwards, by id or by a name that only one has, nearest first, each with its head where that one is here. */
async function aboveOf(sql: Sql, { of }: HeadsAsked): Promise<Above> {
  const rows = await sql<{ person: string | null; roles: string[] }[]>`
    with recursive up (id, parent, head, level) as (
      select d.id, d.parent, d.head, 1 from department d
      where ${
        'person' in of
          ? sql`d.id = (select department from person where id = ${of.person})`
          : sql`d.id = ${of.department} or (d.name = ${of.department} and (select count(*) from department o where o.name = d.name) = 1)`
      }
      union all
      select d.id, d.parent, d.head, up.level + 1 from department d join up on d.id = up.parent where up.level < 50)
    select p.id as person, coalesce((select array_agg(r.role) from person_role r where r.person = p.id), '{}') as roles
    from up left join person p on p.id = up.head and p.active order by up.level`;
  return rows.map(({ person, roles }) => (person === null ? null : { person, roles }));
}

/** What people call whoever these references mean. */
export async function refNames(sql: Sql, refs: string[], language: string): Promise<Record<string, string>> {
  if (refs.length === 0) return {};
  const rows = await sql<{ asked: string; name: string }[]>`
    select r.ref as asked, coalesce(p.name, o.texts->${language}->>'name', o.name, d.texts->${language}->>'name', d.name) as name
    from unnest(${refs}::text[]) r(ref) cross join lateral unnest(directory_refs(array[r.ref])) found(ref)
    left join person p on found.ref = 'person:' || p.id left join role o on found.ref = 'role:' || o.id left join department d on found.ref = 'department:' || d.id`;
  return Object.fromEntries(rows.flatMap(({ asked, name }) => (name === null ? [] : [[asked, name]])));
}

/** Names for ids, for pages that show who did what. Keys and the system have none here. */
export async function namesOf(
  sql: Sql | Transaction,
  ids: (string | null | undefined)[],
): Promise<Record<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))];
  if (wanted.length === 0) return {};
  const rows = await sql<
    { id: string; name: string }[]
  >`select id, name from person where id = any(${wanted}) union all select 'key:' || id, name from api_key where 'key:' || id = any(${wanted})`;
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

export type Named = { id: string; name: string; texts: Record<string, { name?: string }> };
export type RoleRow = Named & { people: number };
export const listRoles = (sql: Sql): Promise<RoleRow[]> => sql<RoleRow[]>`
  select r.id, r.name, r.texts, (select count(*)::int from person_role m join person p on p.id = m.person and p.active where m.role = r.id) as people from role r order by r.id`;
export type DepartmentRow = Named & {
  parent: string | null;
  head: string | null;
  shift: string | null;
  people: number;
};
export const listDepartments = (sql: Sql): Promise<DepartmentRow[]> => sql<DepartmentRow[]>`
  select d.id, d.name, d.texts, d.parent, d.head, d.shift, (select count(*)::int from person p where p.department = d.id and p.active) as people from department d order by d.id`;

export const rolesById = (sql: Sql, ids: string[]): Promise<Named[]> =>
  sql<Named[]>`select id, name, texts from role where id = any(${ids}) order by id`;
export async function departmentById(sql: Sql, id: string): Promise<Named | undefined> {
  const [row] = await sql<Named[]>`select id, name, texts from department where id = ${id}`;
  return row;
}

export async function putRole(sql: Sql | Transaction, { id, name, texts }: Named): Promise<void> {
  await sql`insert into role (id, name, texts) values (${id}, ${name}, ${sql.json(texts as never)}) on conflict (id) do update set name = excluded.name, texts = excluded.texts`;
}
/** Its head and its calendar stay where nothing is said of them. */
/** `circle`: it would be below itself. One after the other, so that no two put each other below them. */
export async function putDepartment(
  sql: Sql | Transaction,
  {
    id,
    name,
    texts,
    parent,
    head,
    shift,
  }: Named & {
    parent?: string | null | undefined;
    head?: string | null | undefined;
    shift?: string | null | undefined;
  },
): Promise<'saved' | 'noParent' | 'circle'> {
  const work = async (tx: Transaction) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('departments', 0))`;
    if (parent) {
      const above = await tx<{ id: string }[]>`
        with recursive up (id) as (
          select d.id from department d where d.id = ${parent}
          union select d.parent from department d join up on up.id = d.id where d.parent is not null)
        select id from up`;
      if (above.length === 0) return 'noParent';
      if (above.some((one) => one.id === id)) return 'circle';
    }
    await tx`
      insert into department (id, name, texts, parent, head, shift) values (${id}, ${name}, ${tx.json(texts as never)}, ${parent ?? null}, ${head ?? null}, ${shift ?? null})
      on conflict (id) do update set name = excluded.name, texts = excluded.texts, parent = excluded.parent,
        head = case when ${head === undefined} then department.head else excluded.head end,
        shift = case when ${shift === undefined} then department.shift else excluded.shift end`;
    return 'saved';
  };
  return 'begin' in sql ? (sql.begin(work) as Promise<'saved' | 'noParent' | 'circle'>) : work(sql);
}
/** false = somebody still has it. */
export async function deleteRole(sql: Sql, id: string): Promise<boolean> {
  const [row] =
    await sql`delete from role where id = ${id} and not exists (select 1 from person_role where role = ${id}) returning id`;
  return Boolean(row);
}
export async function deleteDepartment(sql: Sql, id: string): Promise<boolean> {
  const [row] = await sql`
    delete from department where id = ${id} and not exists (select 1 from person where department = ${id}) and not exists (select 1 from department where parent = ${id}) returning id`;
  return Boolean(row);
}
