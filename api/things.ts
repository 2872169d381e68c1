// What remarks, links and notices are about: a case, a task of one, a record; and whether somebody may read it.
import { z } from '@hono/zod-openapi';
import { caseSeen } from '../db/case-lists.ts';
import type { Sql } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import { type RecordRow, recordByKey } from '../db/records.ts';
import { taskPlace } from '../db/tasks.ts';
import { staffSeeing, viewerFor } from '../db/viewer.ts';
import { reachOf } from '../db/ways.ts';
import type { Register } from '../records/register.ts';
import { reaches, seesRow } from '../records/rights.ts';
import { problem } from './problem.ts';
import { actorOf, rowsOf } from './record-rights.ts';
import { shopNow } from './shop-now.ts';
import type { Person } from './who.ts';

export const ThingKind = z.enum(['case', 'task', 'record']);
export type ThingKind = z.infer<typeof ThingKind>;
/** A record's id is `register/key`. */
export const ThingRef = z.object({ kind: ThingKind, id: z.string().min(1).max(300) });
export type ThingRef = z.infer<typeof ThingRef>;

export type Thing =
  | { kind: 'case' | 'task'; id: string; title: string | null; case: string }
  | { kind: 'record'; id: string; title: string; case: null; register: Register; row: RecordRow };

/** undefined: there is none, or this person may not read it. */
export async function thingFor(sql: Sql, me: Person, { kind, id }: ThingRef): Promise<Thing | undefined> {
  if (kind === 'record') {
    const at = id.indexOf('/');
    const published = await publishedBody<Register>(sql, 'register', id.slice(0, at), await shopNow(sql));
    const row = published && (await recordByKey(sql, published.body.key, id.slice(at + 1)));
    if (!published || !row) return undefined;
    return reaches(published.body.see, actorOf(me)) && seesRow(rowsOf(published.body, me), row)
      ? { kind, id, title: row.title, case: null, register: published.body, row }
      : undefined;
  }
  const place = kind === 'case' ? { case: id, name: null } : await taskPlace(sql, id);
  const found = place && (await caseSeen(sql, viewerFor(me), place.case));
  return found && place ? { kind, id, title: place.name ?? found.title, case: place.case } : undefined;
}
export async function mustSee(sql: Sql, me: Person, ref: ThingRef): Promise<Thing> {
  const thing = await thingFor(sql, me, ref);
  if (!thing) throw problem('notFound', { what: ref.id });
  return thing;
}

/** Who may read it, asked of one person after the other. */
export async function readersOf(sql: Sql, thing: Thing): Promise<(person: Person) => boolean> {
  if (thing.kind === 'record')
    return (person) =>
      reaches(thing.register.see, actorOf(person)) && seesRow(rowsOf(thing.register, person), thing.row);
  const { people, refs, departments, private: isPrivate } = await staffSeeing(sql, thing.case);
  return (person) =>
    (!isPrivate && (person.sees === 'all' || person.within.some((one) => departments.has(one)))) ||
    people.has(person.id) ||
    reachOf(person).some((ref) => refs.has(ref));
}
