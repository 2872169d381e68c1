// What the door reads and writes in Postgres: never for an answer, only to spare others work.
import { keptDefinitions } from '../db/cases.ts';
import { markConfirmed } from '../db/commands.ts';
import type { Sql } from '../db/connect.ts';
import { readShop } from '../db/settings.ts';
import { rulesOf } from '../db/shared-decisions.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Given, StartBody } from '../workflows/messages.ts';

/** What the host of a fresh case would ask for when it comes up; undefined where it has to find out itself. */
export function giveFrom(sql: Sql): (start: StartBody) => Promise<Given | undefined> {
  const published = keptDefinitions(sql);
  return async ({ key, version }) => {
    const [definition, shop] = await Promise.all([published(key, version), readShop(sql)]);
    if (!definition) return undefined;
    const { clock, env } = shop;
    const rules = await rulesOf(sql, [definition], shopTime(clock, Date.now()));
    return { clock, env: { ...env, ...rules }, definition };
  };
}

/** Confirmations of so many milliseconds travel together: far below the time after which a command is sent again. */
const GATHER_MS = 50;

/** Marks commands as answered: what Temporal holds need not be sent again. What a dying process did not say is sent once more. */
export function confirmCommands(sql: Sql): (ids: string[]) => Promise<void> {
  let gathered: string[] = [];
  let written: Promise<void> | undefined;
  return (ids) => {
    gathered.push(...ids);
    written ??= new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        const now = gathered;
        gathered = [];
        written = undefined;
        markConfirmed(sql, now).then(resolve, reject);
      }, GATHER_MS);
    });
    return written;
  };
}
