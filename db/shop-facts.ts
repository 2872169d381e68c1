// What lint has to know of a shop: who and what is there to be named in a process.
import type { InstalledConnector, ShopFacts } from '../bpmn/lint-context.ts';
import type { Sql } from './connect.ts';
import { readShop } from './settings.ts';

type Named = { id: string; name: string; texts: Record<string, { name?: string }> | null };

export async function shopFacts(sql: Sql, connectors: InstalledConnector[]): Promise<ShopFacts> {
  const [roles, departments, people, processes, topics, { env }] = await Promise.all([
    sql<(Named & { people: number })[]>`
      select r.id, r.name, r.texts,
        (select count(*)::int from person_role pr join person p on p.id = pr.person and p.active where pr.role = r.id) as people
      from role r order by r.id`,
    sql<Named[]>`select id, name, texts from department order by id`,
    sql<{ id: string; name: string; username: string | null }[]>`
      select id, name, username from person where active order by id`,
    sql<{ key: string }[]>`select key from process where latest is not null order by key`,
    sql<{ topic: string }[]>`select topic from worker_topic order by topic`,
    readShop(sql),
  ]);
  return {
    roles: roles.map((role) => ({ id: role.id, names: namesOf(role), people: role.people })),
    departments: departments.map((one) => ({ id: one.id, names: namesOf(one) })),
    people: people.map(({ id, name, username }) => ({ id, names: [name, ...(username ? [username] : [])] })),
    processes: processes.map(({ key }) => key),
    calendars: Object.keys(env.calendars ?? {}),
    connectors: [
      ...connectors,
      // What a worker has asked for once, it does; what it needs and brings is known to it alone.
      ...topics.map(({ topic }) => ({ id: topic, inputs: [], headers: [], outputs: null })),
    ],
  };
}

const namesOf = ({ name, texts }: Named): string[] => [
  ...new Set([name, ...Object.values(texts ?? {}).flatMap((text) => text.name ?? [])]),
];
