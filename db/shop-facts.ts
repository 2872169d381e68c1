// What lint has to know of a shop: who and what is there to be named in a process.
import { unknownYears } from '../bpmn/calendar.ts';
import type { InstalledConnector, ShopFacts } from '../bpmn/lint-context.ts';
import { factsOfRegister } from '../records/filters.ts';
import type { Register } from '../records/register.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Sql } from './connect.ts';
import { readSetting, readShop } from './settings.ts';
import { decisionFacts } from './shared-decisions.ts';

type Bound = { to: string; role?: string };
/** A capability that nothing else is bound to is people's; in a demo the sandbox plays it. */
function peopleOf(bound: Bound | undefined, usual: string, isDemo: boolean): string | undefined {
  if (bound?.to === 'people') return bound.role || usual;
  return !isDemo && (bound === undefined || bound.to === 'sandbox') ? usual : undefined;
}

type Named = { id: string; name: string; texts: Record<string, { name?: string }> | null };

export async function shopFacts(sql: Sql, connectors: InstalledConnector[], isDemo: boolean): Promise<ShopFacts> {
  const [roles, departments, people, processes, topics, registers, parameters, bindings, { clock, env }] =
    await Promise.all([
      sql<(Named & { people: number })[]>`
      select r.id, r.name, r.texts,
        (select count(*)::int from person_role pr join person p on p.id = pr.person and p.active where pr.role = r.id) as people
      from role r order by r.id`,
      sql<Named[]>`select id, name, texts from department order by id`,
      sql<{ id: string; name: string; username: string | null }[]>`
      select id, name, username from person where active order by id`,
      sql<{ key: string }[]>`select key from process where latest is not null order by key`,
      sql<{ topic: string }[]>`select topic from worker_topic order by topic`,
      sql<{ key: string; body: Register }[]>`
      select c.key, v.body from content c join content_version v on v.kind = c.kind and v.key = c.key and v.version = c.latest
      where c.kind = 'register' and not c.archived order by c.key`,
      parameterFacts(sql),
      readSetting<Record<string, Bound>>(sql, 'bindings'),
      readShop(sql),
    ]);
  return {
    roles: roles.map((role) => ({ id: role.id, names: namesOf(role), people: role.people })),
    departments: departments.map((one) => ({ id: one.id, names: namesOf(one) })),
    people: people.map(({ id, name, username }) => ({ id, names: [name, ...(username ? [username] : [])] })),
    processes: processes.map(({ key }) => key),
    calendars: Object.keys(env.calendars ?? {}),
    holidaysUnknown: Object.values(env.calendars ?? {}).flatMap((one) =>
      unknownYears(one, shopTime(clock, Date.now())).map((year) => ({ calendar: one.id, year })),
    ),
    registers: registers.map(({ key, body }) => factsOfRegister(key, body)),
    parameters: parameters.map(({ key, blank }) => ({ key, blank })),
    decisions: await decisionFacts(sql, shopTime(clock, Date.now())),
    pages: [...(await pageNames(sql))],
    connectors: [
      ...connectors.map((one) => ({ ...one, role: one.role && peopleOf(bindings?.[one.id], one.role, isDemo) })),
      // What a worker has asked for once, it does; what it needs and brings is known to it alone.
      ...topics.map(({ topic }) => ({ id: topic, inputs: [], headers: [], outputs: null })),
    ],
  };
}

/** Of a page that holds only later too: the step may be published before. */
const pageNames = (sql: Sql): Promise<ShopFacts['pages']> => sql<ShopFacts['pages']>`
  select c.key, c.name, coalesce(v.has_quiz, false) as certificate from content c left join page_version v on v.key = c.key and v.version = c.latest
  where c.kind = 'page' and c.latest is not null and not c.archived order by c.key`;

export const parameterFacts = (sql: Sql): Promise<{ key: string; blank: boolean }[]> => sql<
  { key: string; blank: boolean }[]
>`
  select c.key, not exists (select 1 from parameter_value p where p.key = c.key) as blank from content c
  where c.kind = 'parameter' and c.latest is not null and not c.archived order by c.key`;

const namesOf = ({ name, texts }: Named): string[] => [
  ...new Set([name, ...Object.values(texts ?? {}).flatMap((text) => text.name ?? [])]),
];
