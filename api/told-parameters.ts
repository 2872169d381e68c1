// Parameters that the texts of a step speak of: what each is called, how it is written, and the value by which this case decides.
import { compile } from '../bpmn/compile.ts';
import type { Definition, Element } from '../bpmn/definition.ts';
import { scopesIn, storeScope, valueInForce } from '../bpmn/parameters.ts';
import type { Sql } from '../db/connect.ts';
import { publishedContent } from '../db/content.ts';
import { livingDates } from '../db/parameters.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Parameter } from '../parameters/parameter.ts';
import { parametersInTexts } from './step-form.ts';

export type Told = { name: string; parameter: Parameter; value: Value };

export async function toldParameters(
  sql: Sql,
  definition: Definition,
  element: Element,
  store: string | undefined,
  known: Record<string, unknown>,
  at: number,
): Promise<Told[]> {
  const keys = parametersInTexts(element);
  if (keys.length === 0) return [];
  const [declared, dates] = await Promise.all([
    publishedContent<Parameter>(sql, 'parameter', at),
    livingDates(sql, new Set(keys), at),
  ]);
  const scopes = [...scopesIn(compile(definition).scope, known as Variables, at), ...storeScope(store)];
  return keys.flatMap((key) => {
    const parameter = declared.find((one) => one.key === key)?.body;
    return parameter
      ? [{ name: `shop.${key}`, parameter, value: valueInForce(dates[key] ?? [], at, scopes)?.value ?? null }]
      : [];
  });
}

/** By the names under which texts know them. */
export const valuesTold = (told: Told[]): Record<string, Value> =>
  Object.fromEntries(told.map(({ name, value }) => [name, value]));
