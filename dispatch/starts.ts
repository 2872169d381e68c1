// What begins cases by itself: start timers that are due, and conditional starts when somebody brings data (BPMN 2.0.2 10.5.2).

import { expr } from '../bpmn/compile.ts';
import type { Definition } from '../bpmn/definition.ts';
import { catchUp, type FirstDue, followingDue } from '../bpmn/deploy.ts';
import { offsetMinutes } from '../bpmn/duration.ts';
import type { Variables } from '../bpmn/instance.ts';
import { holds } from '../bpmn/population.ts';
import type { Sql } from '../db/connect.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';
import { hostOf } from '../workflows/messages.ts';
import type { Door } from './door.ts';
import { familyOf } from './messages.ts';
import { envelopeOf, type Stored, storeAndSend, storeCommand } from './send.ts';

type StartRow = { key: string; element: string; latest: number; hosting: Definition['zf']['hosting'] };

const startOf = ({ key, element, latest, hosting }: StartRow, id: string, event: Variables, by?: string): Stored => {
  const family = familyOf(key, element, id);
  return {
    id,
    host: hostOf(family, hosting),
    family,
    case: family,
    ...(by !== undefined && { by }),
    body: { do: 'start', key, version: latest, element, variables: {}, event },
  };
};

/**
 * Begins a case for each start timer that is due by the shop clock, and moves the timer on, both in one transaction. Repeats
 * missed while nothing ran are one start. Gives the number of cases begun.
 */
export async function startDue(sql: Sql, door: Door, missed: 'once' | 'all' = 'once'): Promise<number> {
  const { clock, env } = await readShop(sql);
  const now = shopTime(clock, Date.now());
  const offset = offsetMinutes(env.zone);
  const begun = await sql.begin(async (tx) => {
    const rows = await tx<
      (StartRow & { spec: string; due: number; every: string | null; left: number | null; until: number | null })[]
    >`
      select s.key, s.element, s.spec, s.due, s.every, s."left", s.until, p.latest, d.hosting
      from start_subscription s join process p on p.key = s.key join definition d on d.key = p.key and d.version = p.latest
      where s.due <= ${now} and not p.archived order by s.due limit 20 for update of s skip locked`;
    const commands: Stored[] = [];
    for (const { spec, due, every, left, until, ...start } of rows) {
      const command = startOf(start, `timer:${start.key}@${start.latest}:${start.element}:${due}`, {});
      await storeCommand(tx, command);
      commands.push(command);
      const first: FirstDue = {
        due,
        ...(every !== null && { every }),
        ...(left !== null && { left }),
        ...(until !== null && { until }),
      };
      const next = followingDue(first, offset);
      const following = missed === 'all' ? next : catchUp(next, now, offset);
      await tx`
        update start_subscription set due = ${following?.due ?? null}, "left" = ${following?.left ?? null}
        where key = ${start.key} and element = ${start.element} and kind = 'timer' and spec = ${spec}`;
    }
    return commands;
  });
  // Stored is enough: whoever re-sends what nobody confirmed will do it if this process dies here.
  for (const command of begun) void door.send(command.host, envelopeOf(command)).catch(() => undefined);
  return begun.length;
}

export type Begun = { process: string; element: string; case: string };

/** Begins a case of every newest version whose conditional start holds on this data. Repeats are told apart by `id`. */
export async function evaluateConditions(
  sql: Sql,
  door: Door,
  id: string,
  variables: Variables,
  by?: string,
): Promise<Begun[]> {
  const { clock } = await readShop(sql);
  const now = shopTime(clock, Date.now());
  const rows = await sql<(StartRow & { spec: string })[]>`
    select s.key, s.element, s.spec, p.latest, d.hosting
    from start_subscription s join process p on p.key = s.key join definition d on d.key = p.key and d.version = p.latest
    where s.kind = 'condition' and not p.archived order by s.key, s.element`;
  const fitting = rows.filter(({ spec }) => holds(expr(spec), variables, now));
  return Promise.all(
    fitting.map(async (row) => {
      const command = startOf(row, `condition:${id}:${row.key}:${row.element}`, variables, by);
      await storeAndSend(sql, door, command);
      return { process: row.key, element: row.element, case: command.family };
    }),
  );
}
