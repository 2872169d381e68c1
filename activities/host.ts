// What a host needs of Postgres: reading families, writing a turn.
import type { Definition } from '../bpmn/definition.ts';
import { casesOf, definitionOf, dueFamilies, keptDefinitions, recordTurn } from '../db/cases.ts';
import { answersTo } from '../db/commands.ts';
import { dataErrorOf, type Sql } from '../db/connect.ts';
import { peopleMeant } from '../db/people.ts';
import { refuseCommands, setAside, setAsideAmong } from '../db/quarantine.ts';
import { readShop } from '../db/settings.ts';
import { rulesOf } from '../db/shared-decisions.ts';
import { shopTime } from '../workflows/clock.ts';
import { nameOf, versionIn } from '../workflows/messages.ts';
import type { Recorded, Turn } from '../workflows/record.ts';
import type { HostActivities } from './contract.ts';

export function hostActivities(sql: Sql): HostActivities {
  const published = keptDefinitions(sql);
  return {
    async open({ host, families, due, definitions: wanted, known = [], requests, people }) {
      const { clock, env } = await readShop(sql);
      const dueNow = due ? await dueFamilies(sql, host, shopTime(clock, Date.now())) : [];
      const asked = [...new Set([...families, ...dueNow])];
      const aside = await setAsideAmong(sql, asked);
      const cases = await casesOf(
        sql,
        asked.filter((family) => !aside.includes(family)),
      );
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
      const there = await Promise.all(known.map((name) => published(...versionIn(name))));
      const reading = [...Object.values(found), ...there.filter((one) => one !== undefined)];
      return {
        clock,
        env: { ...env, ...(await rulesOf(sql, reading, shopTime(clock, Date.now()))) },
        cases,
        definitions: found,
        answers: await answersTo(sql, requests),
        aside,
        ...(people && { people: await peopleMeant(sql, people) }),
      };
    },
    async record(turn) {
      try {
        return { ...(await recordTurn(sql, turn)), refused: [], digest: turn.digest };
      } catch (error) {
        if (dataErrorOf(error) === undefined) throw error;
        return { ...(await recordApart(sql, turn)), digest: turn.digest };
      }
    },
    async putAside({ family, host, why }) {
      await setAside(sql, family, host, why);
    },
  };
}

/**
 * Storage is there and does not take something: family by family, so that one does not stop the others. What the refused one was
 * asked for is answered so; where nobody had asked for anything, it would come again for ever, and the family is set aside.
 */
async function recordApart(sql: Sql, turn: Turn): Promise<Omit<Recorded, 'digest'>> {
  const whole: Omit<Recorded, 'digest'> = { lost: [], taken: [], unassigned: [], refused: [], answers: {} };
  const families = new Set([...turn.cases, ...turn.answers].map(({ family }) => family));
  for (const family of families) {
    const own = {
      ...turn,
      cases: turn.cases.filter((one) => one.family === family),
      answers: turn.answers.filter((one) => one.family === family),
    };
    try {
      const { lost, taken, unassigned, answers } = await recordTurn(sql, own);
      whole.lost.push(...lost);
      whole.taken.push(...taken);
      whole.unassigned.push(...unassigned);
      Object.assign(whole.answers, answers);
    } catch (error) {
      const why = dataErrorOf(error);
      if (why === undefined) throw error;
      console.error(`case ${family}: something cannot be stored (${why})`);
      whole.refused.push(family);
      const ids = own.answers.map(({ id }) => id);
      if (ids.length) {
        const given = await refuseCommands(sql, ids, { ok: false, code: 'notStorable', detail: why });
        Object.assign(whole.answers, given);
      } else {
        const host = String(own.cases.find((one) => one.host !== undefined)?.host ?? `case/${family}`);
        await setAside(sql, family, host, `what is to be written cannot be stored (${why})`);
      }
    }
  }
  return whole;
}
