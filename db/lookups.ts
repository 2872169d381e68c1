// People, departments and records that values name: asked for at once, each as whoever writes may see it; a record by its key, else by its name.
import type { Find, Found, Target } from '../forms/kinds/kind.ts';
import { isGuarded, type Register } from '../records/register.ts';
import { type Actor, reaches, rowsFor, seesRow } from '../records/rights.ts';
import { openValues } from '../records/service.ts';
import type { Texts } from '../words/message.ts';
import type { Sql, Transaction } from './connect.ts';
import { publishedBody } from './content.ts';
import { recordsByKeys, recordsCalled } from './records.ts';

/** @param reader absent: a process, which sees every row and no secret */
export async function finderFor(
  sql: Sql | Transaction,
  targets: Target[],
  reader: Actor | undefined,
  at: number,
): Promise<Find> {
  const found = new Map<string, Found>();
  const put = (target: Target, known: Found | undefined): void => {
    if (known) found.set(JSON.stringify(target), known);
  };
  const idsOf = (to: Target['to']): string[] => targets.flatMap((one) => (one.to === to ? one.id : []));
  for (const to of ['person', 'department'] as const) {
    const ids = idsOf(to);
    if (ids.length === 0) continue;
    const rows = to === 'person' ? await peopleCalled(sql, ids) : await departmentsCalled(sql, ids);
    for (const id of ids) {
      const exact = rows.find((row) => row.id === id);
      const called = rows.filter(({ names }) => names.includes(id));
      // Of two by one name nobody knows which is meant.
      const one = exact ?? (called.length === 1 ? called[0] : undefined);
      put({ to, id }, one && { key: one.id, title: one.names[0] ?? one.id });
    }
  }
  const names = new Map<string, Texts>();
  const registers = new Set(targets.flatMap((one) => (one.to === 'record' ? one.register : [])));
  for (const key of registers) {
    const register = (await publishedBody<Register>(sql, 'register', key, at))?.body;
    if (!register || (reader && !reaches(register.see, reader))) continue;
    names.set(key, register.name);
    // What is kept with the value is read by whoever sees it.
    const open = register.fields.filter((field) => !isGuarded(field));
    const keys = targets.flatMap((one) => (one.to === 'record' && one.register === key ? one.id : []));
    const byKey = await recordsByKeys(sql, key, keys);
    const bearers = new Set(byKey.map(({ asked }) => asked));
    const named = await recordsCalled(
      sql,
      key,
      keys.filter((one) => !bearers.has(one)),
    );
    const mine = [...byKey, ...named].filter(
      (row) => !row.archived && (!reader || seesRow(rowsFor(register, reader), row)),
    );
    for (const row of mine) {
      const several = mine.flatMap((one) => (one.asked === row.asked ? one.key : [])).sort();
      put(
        { to: 'record', register: key, id: row.asked },
        {
          key: row.key,
          title: row.title,
          titles: row.titles,
          rev: row.rev,
          ...(several.length > 1 && { several }),
          values: openValues(register, Object.fromEntries(open.map(({ id }) => [id, row.values[id] ?? null]))),
        },
      );
    }
  }
  return Object.assign((target: Target) => found.get(JSON.stringify(target)), {
    called: (key: string) => names.get(key),
  });
}

type Called = { id: string; names: string[] };
const peopleCalled = (sql: Sql | Transaction, ids: string[]): Promise<Called[]> => sql<Called[]>`
  select id, array_remove(array[name, username], null) as names from person
  where active and (id = any(${ids}) or name = any(${ids}) or username = any(${ids}))`;
const departmentsCalled = (sql: Sql | Transaction, ids: string[]): Promise<Called[]> => sql<Called[]>`
  select id, array[name, coalesce(texts->'en'->>'name', name)] as names from department
  where id = any(${ids}) or name = any(${ids}) or texts->'en'->>'name' = any(${ids})`;
