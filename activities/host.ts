// What a host needs of Postgres: reading families, writing a turn.
import type { Definition } from '../bpmn/definition.ts';
import { answersTo, casesOf, definitionOf, dueFamilies, recordTurn } from '../db/cases.ts';
import type { Sql } from '../db/connect.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';
import { nameOf } from '../workflows/messages.ts';
import type { HostActivities } from './contract.ts';

/** Published versions never change: kept by process. */
type Definitions = Map<string, Definition>;

export function hostActivities(sql: Sql): HostActivities {
  const definitions: Definitions = new Map();
  async function published(key: string, version: number): Promise<Definition | undefined> {
    const name = nameOf(key, { version });
    const known = definitions.get(name);
    if (known) return known;
    const found = await definitionOf(sql, key, { version });
    if (found) definitions.set(name, found);
    return found;
  }
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
