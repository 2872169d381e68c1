// Choices whose options are records of a register: filled in for a page as its reader may see them. What is sent is looked up anew.
import type { Sql } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import { recordsToChoose } from '../db/record-lists.ts';
import { type Field, fieldsIn } from '../forms/form.ts';
import type { From, Option } from '../forms/kinds/choice.ts';
import type { Register } from '../records/register.ts';
import { type Actor, reaches, rowsFor, seesField } from '../records/rights.ts';

/** More than that is no list to choose from: a record field searches. */
const MOST = 300;

const fromOf = (field: Field): From | undefined => ('from' in field ? field.from : undefined);
const nameOf = (from: From): string => JSON.stringify([from.register, from.label ?? null]);

/** @param reader absent: a program, which sees every row and no secret */
export async function withOptions<F extends Field>(
  sql: Sql,
  fields: F[],
  reader: Actor | undefined,
  at: number,
): Promise<F[]> {
  const wanted = new Map(
    fieldsIn(fields).flatMap((field) => {
      const from = fromOf(field);
      return from ? [[nameOf(from), from] as const] : [];
    }),
  );
  if (wanted.size === 0) return fields;
  const found = new Map<string, Option[]>();
  for (const [name, from] of wanted) found.set(name, await optionsFrom(sql, from, reader, at));
  const filled = <G extends Field>(field: G): G => {
    if (field.type === 'table') return { ...field, columns: field.columns.map(filled) };
    const from = fromOf(field);
    return from ? { ...field, options: found.get(nameOf(from)) ?? [] } : field;
  };
  return fields.map(filled);
}

/** Of what shows values, each by its field. */
export async function fieldsWithOptions<T extends { field: Field | null }>(
  sql: Sql,
  items: T[],
  reader: Actor | undefined,
  at: number,
): Promise<T[]> {
  const filled = await withOptions(
    sql,
    items.flatMap(({ field }) => field ?? []),
    reader,
    at,
  );
  const queue = [...filled];
  return items.map((item) => (item.field ? { ...item, field: queue.shift() ?? null } : item));
}

async function optionsFrom(
  sql: Sql,
  { register: key, label }: From,
  reader: Actor | undefined,
  at: number,
): Promise<Option[]> {
  const register = (await publishedBody<Register>(sql, 'register', key, at))?.body;
  if (!register || (reader && !reaches(register.see, reader))) return [];
  const named = register.fields.find(({ id }) => id === label);
  const open = named && !named.secret && (!reader || seesField(named, reader));
  const rows = await recordsToChoose(sql, register, reader ? rowsFor(register, reader) : { rows: 'all' }, MOST);
  return rows.map(({ key: value, title, titles, archived, values }) => ({
    value,
    label: open && values[named.id] ? { zh: String(values[named.id]) } : { zh: title, ...titles },
    ...(archived && { gone: true }),
  }));
}
