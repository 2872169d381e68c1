// For each of many things a case: what each of them begins with, and what tells it from the others. The same for the connector of a shop
// and for the world of a scenario.
import type { Value, Variables } from '../feel/value.ts';
import { named, teller } from '../words/message.ts';
import type { incidents } from '../words/zh/incidents.ts';
import { type Outcome, tooMany } from './service.ts';

const tell = teller<typeof incidents>();

export const MOST_OF_MANY = 10_000;
/** `key` is one thing's own among the others: a second one with the same key begins nothing. Where it is a name, the case is numbered by it. */
export type ManyStart = { key: string; named: boolean; variables: Variables };

/**
 * @param items contexts, whose entries the case begins with, or plain values, which it gets as `item`
 * @param by name of the entry that tells them apart; without one each place in the list is its own
 * @param data what all of them begin with
 */
export function startsOfItems(
  step: string,
  items: Value[] | undefined,
  by: string | undefined,
  data: Variables,
): ManyStart[] | Exclude<Outcome, { variables: Variables }> {
  if (!items) return { hopeless: tell('call.items', { step: named(step) }) };
  if (items.length > MOST_OF_MANY) return tooMany(items.length, MOST_OF_MANY);
  const starts: ManyStart[] = [];
  for (const [place, item] of items.entries()) {
    const variables: Variables =
      item !== null && typeof item === 'object' && !Array.isArray(item) ? (item as Variables) : { item };
    const own = by === undefined ? place + 1 : variables[by];
    if ((typeof own !== 'string' && typeof own !== 'number') || own === '')
      return {
        hopeless: tell('call.item', { step: named(step), by: by ?? '', place: place + 1 }),
      };
    starts.push({ key: String(own), named: by !== undefined, variables: { ...data, ...variables } });
  }
  return distinct(starts);
}

/** Of records: each case begins with its `record`, as `record.get` brings it. */
export const startsOfRecords = (records: Variables[], data: Variables): ManyStart[] =>
  records.map((record) => ({ key: String(record.key), named: true, variables: { ...data, record } }));

const distinct = (starts: ManyStart[]): ManyStart[] => [...new Map(starts.map((one) => [one.key, one])).values()];
