// What a host needs of Postgres: reading families, writing a turn.
import type { Definition } from '../bpmn/definition.ts';
import { casesOf, definitionOf, dueFamilies, keptDefinitions, recordTurn } from '../db/cases.ts';
import { answersTo } from '../db/commands.ts';
import type { Sql } from '../db/connect.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';
import { nameOf } from '../workflows/messages.ts';
import type { HostActivities } from './contract.ts';

export function hostActivities(sql: Sql): HostActivities {
  const published = keptDefinitions(sql);
  return {
    async open({ host, families, due, definitions: wanted, requests }) {
      const { clock, env } = await readShop(sql);
      const dueNow = due ? await dueFamilies(sql, host, shopTime(clock, Date.now())) : [];
      const cases = await casesOf(sql, [...new Set([...families, ...dueNow])]);
      const found: Record<string, Definition> = {};
      for (const { definition } of cases) {
        const definitionFound = await published(definition.key, definition.version);
        if (definitionFound) found[`${definition.key}@${definition.version}`] = definitionFound;
      }
      for (const { key, which } of wanted) {
        const definition =
          which && 'version' in which ? await published(key, which.version) : await definitionOf(sql, key, which);
        if (definition) found[nameOf(key, which)] = definition;
      }
      return { clock, env, cases, definitions: found, answers: await answersTo(sql, requests) };
    },
    async record(turn) {
      return { ...(await recordTurn(sql, turn)), digest: turn.digest };
    },
  };
}
