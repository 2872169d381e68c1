// What is filled into pages: parameters as they are now, data of a case by whatever the text calls it, and what steps are called.
import { z } from '@hono/zod-openapi';
import { dataCalled } from '../bpmn/data-called.ts';
import type { Element } from '../bpmn/definition.ts';
import { askedIn } from '../bpmn/field-ids.ts';
import { valueInForce } from '../bpmn/parameters.ts';
import type { Sql } from '../db/connect.ts';
import { publishedContent } from '../db/content.ts';
import { livingDates } from '../db/parameters.ts';
import type { Version } from '../db/processes.ts';
import { latestOf } from '../db/processes.ts';
import { Words } from '../forms/kinds/kind.ts';
import type { Place } from '../pages/names.ts';
import type { Parameter } from '../parameters/parameter.ts';
import { fieldOf } from './case-values.ts';
import type { Deps } from './deps.ts';
import { FieldOut } from './schemas.ts';
import { seenOf } from './step-form.ts';

export const ToldOut = z.object({
  name: z.string().describe('as the text writes it; a parameter as `shop.<key>`'),
  of: z.string().describe('the name under which the case keeps it'),
  label: Words,
  unit: Words.optional(),
  type: z.string(),
  field: FieldOut,
  value: z.unknown().optional().describe('absent: the case has none yet, or it is not for the reader'),
});
export type ToldOut = z.infer<typeof ToldOut>;
export const StepOut = z.object({
  process: z.string(),
  element: z.string().nullable(),
  name: Words.nullable().describe('null: it is not there any more'),
  step: Words.nullable(),
});

/** By the values of the shop; a case may have others (`parameterScope`), which its own texts say. */
export async function parametersTold(sql: Sql, keys: string[], at: number, scopes: string[] = []): Promise<ToldOut[]> {
  if (keys.length === 0) return [];
  const [declared, dates] = await Promise.all([
    publishedContent<Parameter>(sql, 'parameter', at),
    livingDates(sql, new Set(keys), at),
  ]);
  return declared
    .filter(({ key }) => keys.includes(key))
    .map(({ body: { key, label, unit, field } }) => ({
      name: `shop.${key}`,
      of: `shop.${key}`,
      label,
      ...(unit && { unit }),
      type: field.type,
      field,
      value: valueInForce(dates[key] ?? [], at, scopes)?.value,
    }));
}

type Case = {
  published: Version;
  element?: Element | undefined;
  known: Record<string, unknown>;
  /** Secret data that this reader has before his eyes. */
  shows: (name: string) => boolean;
};
/** What the case knows by none of these names is left out: the page shows the gap. */
export function dataTold(names: string[], { published, element, known, shows }: Case): ToldOut[] {
  const { definition, forms } = published;
  const called = dataCalled(definition, forms);
  const secret = new Set((definition.zf.variable ?? []).filter((one) => one.secret).map(({ name }) => name));
  return names.flatMap((name) => {
    const [first = name] = name.split('.');
    const of = called.get(name) ?? called.get(first);
    if (of === undefined) return [];
    const declared = definition.zf.variable?.find((one) => one.name === of);
    const field = fieldOf(forms, of, declared, known[of]);
    const english = declared?.text?.en?.name;
    const label = declared?.label
      ? { zh: declared.label, ...(english && { en: english }) }
      : (field?.label ?? { zh: name });
    const mayShow = !secret.has(of) || shows(of);
    const value = mayShow ? seenOf([of], element, known)[of] : undefined;
    return [{ name, of, label, type: declared?.type ?? field?.type ?? 'any', field, value }];
  });
}

/** What the cases of a process may be asked for, by what people call it. */
export function dataNamed({ definition, forms }: Version): { name: string; label: z.infer<typeof Words> }[] {
  const declared = (definition.zf.variable ?? []).filter(({ secret }) => !secret);
  const asked = askedIn(definition, forms).map(({ field }) => field);
  const words = new Map<string, z.infer<typeof Words>>();
  for (const { name, label, text } of declared) words.set(name, inWords(label ?? name, text?.en?.name));
  const secret = new Set((definition.zf.variable ?? []).flatMap((one) => (one.secret ? one.name : [])));
  for (const { id, label } of asked) if (!words.has(id) && !secret.has(id)) words.set(id, label);
  return [...words].map(([name, label]) => ({ name, label }));
}

export async function stepsTold({ sql, definitions }: Pick<Deps, 'sql' | 'definitions'>, places: Place[]) {
  const versions = await latestOf(sql, [...new Set(places.map(({ process }) => process))]);
  return Promise.all(
    places.map(async ({ process, element }): Promise<z.infer<typeof StepOut>> => {
      const version = versions[process];
      const definition = version === undefined ? undefined : (await definitions.get(process, version))?.definition;
      const step = element === undefined ? undefined : definition?.elements[element];
      return {
        process,
        element: element ?? null,
        name: definition ? inWords(definition.name ?? process, definition.zf.text?.en?.name) : null,
        step: step ? inWords(step.name || step.id, step.zf?.text?.en?.name) : null,
      };
    }),
  );
}
const inWords = (zh: string, en: string | undefined) => ({ zh, ...(en && { en }) });
