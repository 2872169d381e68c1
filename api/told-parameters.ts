// Parameters that the texts of a step speak of, or that have decided: what each is called, how it is written, which value, whose, since when.
import { isDeepStrictEqual } from 'node:util';
import { compile } from '../bpmn/compile.ts';
import type { Definition, Element } from '../bpmn/definition.ts';
import type { Why } from '../bpmn/instance.ts';
import { scopesIn, storeScope, valueInForce } from '../bpmn/parameters.ts';
import { readsOf } from '../bpmn/reads-of.ts';
import type { Sql } from '../db/connect.ts';
import { publishedContent } from '../db/content.ts';
import { livingDates, saidValues } from '../db/parameters.ts';
import { namesOf } from '../db/people.ts';
import type { Clock } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { Weighed } from './schemas.ts';
import { shopNow } from './shop-now.ts';
import { parametersInTexts } from './step-form.ts';

export type Told = { name: string; parameter: Parameter; value: Value };

export async function toldParameters(
  sql: Sql,
  definition: Definition,
  element: Element,
  store: string | undefined,
  known: Record<string, unknown>,
  now: Clock,
): Promise<Told[]> {
  const { at } = now;
  const keys = parametersInTexts(element);
  if (keys.length === 0) return [];
  const [declared, dates] = await Promise.all([
    publishedContent<Parameter>(sql, 'parameter', at),
    livingDates(sql, new Set(keys), at),
  ]);
  const scopes = [...scopesIn(compile(definition).scope, known as Variables, now), ...storeScope(store)];
  return keys.flatMap((key) => {
    const parameter = declared.find((one) => one.key === key)?.body;
    return parameter
      ? [{ name: `shop.${key}`, parameter, value: valueInForce(dates[key] ?? [], at, scopes)?.value ?? null }]
      : [];
  });
}

type Row = { at: number; why: Why | null };

/** For each row the parameters that it has read, by the name under which it has read them. Asks nothing where none was read. */
export async function weighedIn(sql: Sql, rows: Row[]): Promise<(row: Row) => Record<string, Weighed>> {
  const paths = [
    ...new Set(rows.flatMap(({ why }) => Object.keys(readsOf(why)).filter((name) => name.startsWith('shop.')))),
  ];
  if (paths.length === 0) return () => ({});
  const declared = (await publishedContent<Parameter>(sql, 'parameter', await shopNow(sql))).map(({ body }) => body);
  const owners = new Map(
    paths.flatMap((path) => {
      const found = declared.find(({ key }) => `${path}.`.startsWith(`shop.${key}.`));
      return found ? [[path, found] as const] : [];
    }),
  );
  const said = await saidValues(sql, [...new Set([...owners.values()].map(({ key }) => key))]);
  const names = await namesOf(
    sql,
    Object.values(said).flatMap((values) => values.map(({ by }) => by)),
  );
  return ({ at, why }) =>
    Object.fromEntries(
      Object.entries(readsOf(why)).flatMap(([path, value]) => {
        const owner = owners.get(path);
        if (!owner) return [];
        // Of several scopes the one whose value it was; the latest first.
        const begun = (said[owner.key] ?? []).filter(({ from }) => from <= at);
        const one =
          begun.find((each) => `shop.${owner.key}` !== path || isDeepStrictEqual(each.value, value)) ?? begun[0];
        const { label, unit, field } = owner;
        return [[path, { label, unit, field, from: one?.from ?? null, by: one?.by ? (names[one.by] ?? null) : null }]];
      }),
    );
}

/** By the names under which texts know them. */
export const valuesTold = (told: Told[]): Record<string, Value> =>
  Object.fromEntries(told.map(({ name, value }) => [name, value]));
