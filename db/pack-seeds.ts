// Records that come with a pack, and those that go out with a shop's own.
import { isDeepStrictEqual } from 'node:util';
import type { Variables } from '../feel/value.ts';
import { recordOf } from '../forms/kinds/record.ts';
import { kindOf } from '../forms/kinds.ts';
import type { Register, RegisterField } from '../records/register.ts';
import { comparable } from '../records/slots.ts';
import { parentIn, parentsFirst } from '../records/tree.ts';
import { toText } from '../words/message.ts';
import { tellRecord } from '../words/records.ts';
import type { Sql } from './connect.ts';
import { publishedBody } from './content.ts';
import type { Seed } from './packs.ts';
import { writeRecord } from './record-writes.ts';
import { recordByKey } from './records.ts';

/** A pack is content: what has more rows is brought in from a file. */
export const MOST_SEEDS = 5_000;
export class TooManySeeds extends Error {}

/**
 * Made where there is none of their key. One that the shop has left as some pack brought it follows; what the shop has changed stands.
 * @param dry look only
 */
export async function sow(
  sql: Sql,
  { register: name, records }: Seed,
  { at, by, dry }: { at: number; by: string | null; dry: boolean },
): Promise<{ what: 'new' | 'upgraded' | 'same'; refused: number }> {
  const published = await publishedBody<Register>(sql, 'register', name, at);
  // One that this very pack would bring first.
  if (!published) return { what: dry && records.length > 0 ? 'new' : 'same', refused: 0 };
  const register = published.body;
  const { keyField = '' } = register;
  const holds = (all: Variables, some: Variables): boolean =>
    register.fields.every((field) => {
      const value = some[field.id];
      return (
        value === undefined ||
        isDeepStrictEqual(comparable(field, all[field.id]) ?? null, comparable(field, value) ?? null)
      );
    });
  const before = (await broughtInto(sql, name)).flatMap((seed) => seed.records);
  const counts = { new: 0, upgraded: 0, refused: 0 };
  for (const values of records) {
    const key = String(values[keyField] ?? '');
    const there = key ? await recordByKey(sql, name, key) : undefined;
    if (there && (there.key !== key || there.archived || holds(there.values, values))) continue;
    if (there && !before.some((one) => String(one[keyField]) === key && holds(there.values, one))) continue;
    const written =
      dry ||
      (await writeRecord(
        sql,
        { is: 'import', actor: { refs: [], manager: true } },
        { by, at, reason: toText(tellRecord('why.pack')) },
        { register, version: published.version, values, ...(there && { key, rev: there.rev }) },
      ));
    const fate = written !== true && !written.ok ? 'refused' : there ? 'upgraded' : 'new';
    counts[fate] += 1;
  }
  return { what: counts.new > 0 ? 'new' : counts.upgraded > 0 ? 'upgraded' : 'same', refused: counts.refused };
}

const broughtInto = (sql: Sql, register: string): Promise<Seed[]> =>
  sql<Seed[]>`select register, records from pack_seed where register = ${register} order by pack`;

// What is secret, a person, a file, or kept by others is of this shop alone.
const goesOut = ({ type, secret, by }: RegisterField): boolean =>
  !secret && by.who !== 'ledger' && by.who !== 'formula' && type !== 'person' && type !== 'department';

/**
 * What packs have brought, as it stands now, and all records of the registers that are asked for.
 * @throws TooManySeeds
 */
export async function seedsOf(sql: Sql, registers: Register[], filled: string[]): Promise<Seed[]> {
  const seeds = await Promise.all(
    registers.map(async (register): Promise<Seed> => {
      const { key: name, keyField } = register;
      const whole = filled.includes(name);
      const shipped = new Map(
        (await broughtInto(sql, name)).flatMap((seed) =>
          keyField ? seed.records.map((one) => [String(one[keyField]), one] as const) : [],
        ),
      );
      if (!whole && shipped.size === 0) return { register: name, records: [] };
      const rows = await sql<{ key: string; values: Variables }[]>`
        select key, body as values from record
        where register = ${name} and store = '' and not archived ${whole ? sql`` : sql`and key = any(${[...shipped.keys()]})`}
        order by created_at, id limit ${MOST_SEEDS + 1}`;
      if (rows.length > MOST_SEEDS)
        throw new TooManySeeds(`${name} has more than ${MOST_SEEDS} records; take them along as a file instead`);
      const records = parentsFirst(rows, ({ key, values }) => ({ key, parent: parentIn(register, values) })).map(
        ({ key, values }) => ({ ...secretsOf(register, shipped.get(key)), ...outOf(register, values) }),
      );
      return { register: name, records };
    }),
  );
  return seeds.filter(({ records }) => records.length > 0);
}

const outOf = (register: Register, values: Variables): Variables =>
  Object.fromEntries(
    register.fields.flatMap((field) => {
      const value = values[field.id];
      if (value === undefined || value === null || !goesOut(field) || kindOf(field).stored === 'files') return [];
      return [[field.id, field.type === 'record' ? byKey(value) : value]];
    }),
  );

/** A record is named by its key; what was seen of it is of this shop. */
const byKey = (value: unknown): string | string[] =>
  Array.isArray(value) ? value.map((one) => recordOf(one)?.key ?? '') : (recordOf(value as never)?.key ?? '');

/** What came with the pack is no secret of this shop. */
const secretsOf = ({ fields }: Register, shipped: Variables | undefined): Variables =>
  Object.fromEntries(
    fields.flatMap(({ id, secret }) => (secret && shipped?.[id] !== undefined ? [[id, shipped[id]]] : [])) as [
      string,
      never,
    ][],
  );
