// What stands published in the shop, as far as one thing may name another.
import { decisionNamed, isOwn, versionNamed } from '../bpmn/decision-asked.ts';
import type { Definition, Model } from '../bpmn/definition.ts';
import type { Asker } from '../content/decision-problems.ts';
import type { ContentKind, ContentWorld } from '../content/kinds.ts';
import { spokenOf } from '../content/spoken.ts';
import type { Form } from '../forms/form.ts';
import type { Page } from '../pages/page.ts';
import type { Spoken } from '../pages/problems.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { Register } from '../records/register.ts';
import type { Sql } from './connect.ts';
import { publishedContent } from './content.ts';
import { decisionFacts } from './shared-decisions.ts';
import { parameterFacts } from './shop-facts.ts';

export async function contentWorld(sql: Sql, kind: ContentKind, at: number): Promise<ContentWorld> {
  const [registers, processes, parameters, said, decisions, askers, spoken, pages] = await Promise.all([
    publishedContent<Register>(sql, 'register', at),
    sql<{ key: string }[]>`select key from process where not archived`,
    publishedContent<Parameter>(sql, 'parameter', at),
    parameterFacts(sql),
    decisionFacts(sql, at),
    askersOf(sql),
    kind === 'page' ? allSpoken(sql) : [],
    kind === 'page' ? publishedContent<Page>(sql, 'page', at) : [],
  ]);
  return {
    registers: registers.map(({ body }) => body),
    processes: processes.map(({ key }) => key),
    parameters: parameters.map(({ body }) => body),
    decision: (key) => ({
      askers: askers.filter(({ asks }) => asks.includes(key)),
      parameters: said,
      before: decisions.find((one) => one.key === key && one.current !== null),
    }),
    page: {
      parameters: said,
      processes: spoken,
      pages: pages.map(({ body }) => body),
      registers: registers.map(({ body }) => body),
      decisions: decisions.filter(({ current }) => current !== null).map(({ key }) => key),
    },
  };
}

/** Published processes with the decisions of the shop that they ask in the version that holds. */
async function askersOf(sql: Sql): Promise<(Asker & { asks: string[] })[]> {
  const rows = await sql<{ key: string; definition: Definition; model: Model; forms: Record<string, Form> }[]>`
    select p.key, d.definition, d.model, d.forms from process p join definition d on d.key = p.key and d.version = p.latest
    where not p.archived and d.definition::text like '%"decision":%'`;
  return rows.flatMap(({ key, definition, model, forms }) => {
    const asks = Object.values(definition.elements).flatMap((element) => {
      const named = decisionNamed(element);
      return named === undefined || versionNamed(element) !== undefined || isOwn(definition, named) ? [] : [named];
    });
    const en = definition.zf.text?.en?.name;
    const name = { zh: definition.name ?? key, ...(en && { en }) };
    return asks.length > 0 ? [{ key, name, model, forms, asks }] : [];
  });
}

/** Published processes as pages may speak of them. */
async function allSpoken(sql: Sql): Promise<Spoken[]> {
  const rows = await sql<{ definition: Definition; forms: Record<string, Form> }[]>`
    select d.definition, d.forms from process p join definition d on d.key = p.key and d.version = p.latest where not p.archived`;
  return rows.map(({ definition, forms }) => spokenOf(definition, forms));
}
