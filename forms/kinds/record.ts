// A record of a register, or several. Value: `{ref, key, rev, title}` and the fields that are kept with it, as they were when it was
// chosen. Whoever sends one names its key; the server fills in the rest.
import { z } from 'zod';
import type { Value } from '../../feel/value.ts';
import type { Language } from '../../words/message.ts';
import { listed } from '../../words/say.ts';
import { tell } from '../tell.ts';
import { data, kind } from './kind.ts';

export type RecordValue = {
  key: string;
  ref?: string;
  rev?: number;
  title?: string;
  /** In other languages. */
  titles?: Record<string, string>;
  [field: string]: Value | undefined;
};
/** A bare key will do: so files, programs and processes name one. */
export function recordOf(value: unknown): RecordValue | undefined {
  if (typeof value === 'string') return value.trim() ? { key: value.trim() } : undefined;
  const key = (value as RecordValue | null)?.key;
  return typeof key === 'string' && key !== '' && key.length <= LONGEST ? (value as RecordValue) : undefined;
}
export const recordsOf = (value: unknown): RecordValue[] => [value ?? []].flat().flatMap((one) => recordOf(one) ?? []);
/** What it was called when it was chosen, as the reader says it. */
export const recordCalled = ({ key, title, titles }: RecordValue, language: Language): string =>
  titles?.[language] || title || key;
export const recordWords = (value: unknown, language: Language): string[] =>
  recordsOf(value).map((one) => recordCalled(one, language));

const LONGEST = 200;
const MOST = 200;

export const record = kind(
  z.object({
    type: z.literal('record'),
    ...data,
    register: z.string(),
    many: z.boolean().optional(),
    /** Fields of the record that are kept with it. */
    snapshot: z.array(z.string()).max(20).optional(),
  }),
  {
    stored: 'record',
    find: 'text',
    prefill: true,
    searched: (value) => recordsOf(value).flatMap(({ key, title }) => [key, title ?? []].flat()),
    slot: (value) =>
      recordsOf(value)
        .map(({ key }) => key)
        .join('\n') || null,
    check({ many, register }, value, fail) {
      const chosen = many ? [value].flat().map(recordOf) : [recordOf(value)];
      if (chosen.includes(undefined)) return fail(tell(many ? 'records' : 'record.none', { text: '', register }));
      if (chosen.length > MOST) return fail(tell('rows.most', { most: MOST }));
      const once = [...new Map(chosen.map((one) => [one?.key, one as Value])).values()];
      return many ? once : (once[0] ?? null);
    },
    read: ({ many }, text) => ({
      value: many
        ? text
            .split(/[,，、;；]/)
            .map((one) => one.trim())
            .filter(Boolean)
        : text,
    }),
    write: (_, value, { language }) =>
      listed(
        recordsOf(value).map(({ key }) => key),
        language,
      ),
    resolve({ register, many, snapshot = [] }, value, find) {
      const filled: Value[] = [];
      for (const { key } of recordsOf(value)) {
        const found = find({ to: 'record', register, id: key });
        if (!found)
          return { problem: tell('record.none', { text: key, register: find.called?.(register) ?? register }) };
        if (found.several) return { problem: tell('record.several', { text: key, keys: found.several }) };
        filled.push({
          ...Object.fromEntries(snapshot.map((id) => [id, found.values?.[id] ?? null])),
          key: found.key,
          rev: found.rev ?? 0,
          title: found.title,
          ...(found.titles && { titles: found.titles }),
          ref: `${register}/${found.key}`,
        });
      }
      return { value: many ? filled : (filled[0] ?? null) };
    },
  },
);
