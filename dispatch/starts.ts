// What begins cases by itself: start timers that are due, and conditional starts when somebody brings data (BPMN 2.0.2 10.5.2).

import { expr } from '../bpmn/compile.ts';
import type { Variables } from '../bpmn/instance.ts';
import { holds } from '../bpmn/population.ts';
import { nextOf, notBefore } from '../bpmn/timer.ts';
import { type Stored, storeCommand } from '../db/commands.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { familyOf, nextCaseNumber } from '../db/new-case.ts';
import { readShop } from '../db/settings.ts';
import { conditionStarts, lockDueStarts, moveStart, type NumberedStart } from '../db/start-subscriptions.ts';
import { shopTime } from '../workflows/clock.ts';
import { hostOf } from '../workflows/messages.ts';
import type { Door } from './door.ts';
import { envelopeOf, storeAndSend } from './send.ts';

const startOf = async (
  sql: Sql | Transaction,
  { key, element, version, hosting, number }: NumberedStart,
  id: string,
  event: Variables,
  by?: string,
): Promise<Stored> => {
  const businessKey = await nextCaseNumber(sql, key, number);
  const family = familyOf(key, element, id);
  return {
    id,
    host: hostOf(family, hosting),
    family,
    case: family,
    ...(by !== undefined && { by }),
    body: {
      do: 'start',
      key,
      version,
      element,
      variables: {},
      event,
      ...(businessKey !== undefined && { businessKey }),
    },
  };
};

/**
 * Begins a case for each start timer that is due by the shop clock, and moves the timer on, both in one transaction. Repeats
 * missed while nothing ran are one start. Gives the number of cases begun.
 */
export async function startDue(sql: Sql, door: Door, missed: 'once' | 'all' = 'once'): Promise<number> {
  const { clock, env } = await readShop(sql);
  const now = shopTime(clock, Date.now());
  const begun = await sql.begin(async (tx) => {
    const commands: Stored[] = [];
    for (const start of await lockDueStarts(tx, now)) {
      const { key, version, element, timer } = start;
      const command = await startOf(tx, start, `timer:${key}@${version}:${element}:${timer.due}`, {});
      await storeCommand(tx, command);
      commands.push(command);
      const next = nextOf(timer, env.zone);
      await moveStart(tx, start, missed === 'all' ? next : notBefore(next, now, env.zone));
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
  const { clock, env } = await readShop(sql);
  const now = shopTime(clock, Date.now());
  const fitting = (await conditionStarts(sql)).filter(({ spec }) => holds(expr(spec), variables, now, env.zone));
  return Promise.all(
    fitting.map(async (row) => {
      const command = await startOf(sql, row, `condition:${id}:${row.key}:${row.element}`, variables, by);
      await storeAndSend(sql, door, command);
      return { process: row.key, element: row.element, case: command.family };
    }),
  );
}
