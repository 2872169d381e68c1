// In whose name somebody may take work that is offered to several: his own, and that of whoever he stands in for.

import type { Sql, Transaction } from './connect.ts';
import type { Person } from './people.ts';

/** `refs`: what reaches it; `for`: who is away, and in whose place it would be taken. */
export type Way = { person: string; refs: string[]; for: string | null };

export const asHimself = (person: string, refs: string[]): Way[] => [{ person, refs, for: null }];

/** Who is away takes nothing himself: his proxy does. */
export const waysOf = ({ id, refs, away, standsFor }: Pick<Person, 'id' | 'refs' | 'away' | 'standsFor'>): Way[] => [
  ...(away ? [] : asHimself(id, refs)),
  ...standsFor.map((one) => ({ person: id, refs: one.refs, for: one.person })),
];

/** Whose exclusion keeps this way shut. */
export const barsOf = ({ person, for: absent }: Way): string[] =>
  [person, ...(absent === null ? [] : [absent])].map((one) => `person:${one}`);

/** `t` is the row of task: it is offered so. */
export const isOffered = (sql: Sql | Transaction, way: Way) => sql`(not t.excluded && ${barsOf(way)}::text[]
  and ${way.for === null ? sql`true` : sql`${`person:${way.person}`} <> all (t.no_proxy)`}
  and exists (select from task_offer f where f.task_id = t.id and f.ref = any(${way.refs}) offset 0))`;

/** The same in any of these ways. */
export const isOfferedAny = (sql: Sql | Transaction, ways: Way[]) =>
  ways.reduce((before, way) => sql`${before} or ${isOffered(sql, way)}`, sql`false`);

/** By what this person learns of work: of his own, and of that of whoever he stands in for. */
export const reachOf = ({ refs, standsFor }: Pick<Person, 'refs' | 'standsFor'>): string[] => [
  ...refs,
  ...standsFor.flatMap((one) => one.refs),
];
