// Decision tables of the shop as cases read them: those that their definitions ask, with the parameters that these read in turn.
import { decisionsAsked } from '../bpmn/decision-asked.ts';
import { columnsOf } from '../bpmn/decision-columns.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Env, Instant } from '../bpmn/instance.ts';
import type { DecisionFacts } from '../bpmn/lint-context.ts';
import { type DecisionVersions, versionInForce, wordsOf } from '../dmn/decision-version.ts';
import type { DecisionTable } from '../dmn/schema.ts';
import type { Sql } from './connect.ts';
import { keysOf, livingDates } from './parameters.ts';

/** The numbers and tables by which these definitions decide. */
export async function rulesOf(
  sql: Sql,
  definitions: Definition[],
  now: Instant,
): Promise<Pick<Env, 'dated' | 'decisions'>> {
  const decisions = await livingDecisions(sql, definitions, now);
  const tables = Object.values(decisions).flatMap((versions) => versions.map(({ table }) => table));
  const dated = await livingDates(sql, keysOf([...definitions, ...tables]), now);
  return { dated, ...(Object.keys(decisions).length > 0 && { decisions }) };
}

const asks = new WeakMap<Definition, ReturnType<typeof decisionsAsked>>();
/** Those that hold now or will, and the versions that somebody names. What is put away still decides where it was asked before. */
async function livingDecisions(sql: Sql, definitions: Definition[], now: Instant): Promise<DecisionVersions> {
  const asked = definitions.map((definition) => {
    const known = asks.get(definition);
    if (known !== undefined) return known;
    const found = decisionsAsked(definition);
    asks.set(definition, found);
    return found;
  });
  const isAny = asked.includes(null);
  const named = asked.flatMap((one) => one ?? []);
  if (!isAny && named.length === 0) return {};
  const pinned = named.flatMap(({ key, version }) => (version === undefined ? [] : `${key}@${version}`));
  const rows = await sql<{ key: string; version: number; from: Instant; table: DecisionTable }[]>`
    select key, version, from_at as "from", body as table from content_version v
    where kind = 'decision' and ${isAny ? sql`true` : sql`key = any(${named.map(({ key }) => key)})`} and (
      ${isAny ? sql`true` : sql`key || '@' || version = any(${pinned})`}
      or not exists (select 1 from content_version later where later.kind = 'decision' and later.key = v.key
        and (later.from_at, later.version) > (v.from_at, v.version) and later.from_at <= ${now - HOUR_MS}))
    order by key, version`;
  const decisions: DecisionVersions = {};
  for (const { key, ...one } of rows) decisions[key] = [...(decisions[key] ?? []), one];
  return decisions;
}
/** What a host steps may be a little older than now. */
const HOUR_MS = 3_600_000;

/** What lint knows of them. */
export async function decisionFacts(sql: Sql, at: Instant): Promise<DecisionFacts[]> {
  const rows = await sql<{ key: string; version: number; from: Instant; table: DecisionTable }[]>`
    select v.key, v.version, v.from_at as "from", v.body as table from content_version v join content c on c.kind = v.kind and c.key = v.key
    where v.kind = 'decision' and not c.archived order by v.key, v.version desc`;
  const keys = [...new Set(rows.map(({ key }) => key))];
  return keys.map((key) => {
    const versions = rows.filter((one) => one.key === key);
    const current = versionInForce(versions, at);
    return {
      key,
      name: wordsOf((current ?? versions[0])!.table),
      current: current?.version ?? null,
      versions: versions.map(({ version, from, table }) => ({ version, from, ...columnsOf(table) })),
    };
  });
}
