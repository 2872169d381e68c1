// What a kind of field is to everybody who meets one: one descriptor, one file. What is drawn of it stands in web/fields/.
import { z } from 'zod';
import type { Kind as FeelKind } from '../../feel/kind.ts';
import type { Value, Variables } from '../../feel/value.ts';
import type { Language, Message, Texts } from '../../words/message.ts';
import type { Read, Reader } from '../written.ts';

export const Words = z.object({ zh: z.string(), en: z.string().optional() });

export const asked = {
  /** The variable that it reads and writes. */
  id: z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, 'a letter, then letters, digits or _'),
  label: Words,
  help: Words.optional(),
  required: z.boolean().default(false),
  readOnly: z.boolean().optional(),
  /** FEEL over the form's own values; the field is asked only where it is true. */
  visibleWhen: z.string().optional(),
  /** Half the width on a wide screen. */
  half: z.boolean().optional(),
};
/** What is data and no verdict may begin with what the case holds; a choice is always made by whoever submits it. */
export const data = { ...asked, prefill: z.boolean().optional() };

/** FEEL over what else is filled in: computed, never typed. */
export const computable = { ...data, formula: z.string().optional() };

/** `files`: a list of `{file, name, size, type}`; `rows`: a list of objects by column. */
export type Stored = 'text' | 'number' | 'truth' | 'list' | 'files' | 'rows' | 'record' | 'place' | 'nothing';
/** Notes a fault, of the field itself or of a place within it; there is no value then. */
export type Fail = (message: Message, within?: string) => null;
type Column = { type: string; id: string };
/** The check of a row, held against its columns. */
export type Inner = (
  columns: Column[],
  row: Record<string, unknown>,
) => { values: Variables; errors: { path: string; message: Message }[] };
export type Writer = { language: Language; toWall: (instant: string) => string };

export type Kind<F> = {
  stored: Stored;
  /** The column that lists filter and sort it by; absent: they cannot. */
  find?: 'text' | 'number' | 'date';
  /** Absent: expressions may take it for anything. */
  feel?: FeelKind;
  /** May begin with what the case holds. */
  prefill: boolean;
  /** A search finds its record by these. */
  searched?: (value: unknown) => string[];
  /** May be the title or the key of a record. */
  names?: boolean;
  /** @param value not empty */
  check: (field: F, value: unknown, fail: Fail, inner: Inner) => Value;
  /** What was written into it by hand, pasted or in a file; never empty. */
  read: (field: F, text: string, reader: Reader) => Read;
  /** As a cell of a file that `read` takes back, unless its `read` refuses every text. */
  write: (field: F, value: unknown, writer: Writer) => string;
  /** What its slot holds; absent: the value. */
  slot?: (value: unknown) => string | null;
  /** Names what stands elsewhere: the value as it is known there. */
  resolve?: (field: F, value: Value, find: Find) => Read;
};

/** Somebody, or something, that a value names; `id` as people or programs write it. */
export type Target = { to: 'person' | 'department'; id: string } | { to: 'record'; register: string; id: string };
/** `values`: what of a record may be kept. */
/** `several`: keys of those that bear the name, where it is not one alone. */
export type Found = {
  key: string;
  title: string;
  titles?: Record<string, string> | null;
  rev?: number;
  values?: Variables;
  several?: string[];
};
export type Find = {
  (target: Target): Found | undefined;
  /** What people call a register; of one that they may not see, nothing. */
  called?: (register: string) => Texts | undefined;
};

/** The descriptor with its own schema, from which the schema of all fields is put together. */
export const kind = <S extends z.ZodType>(schema: S, rest: Kind<z.infer<S>>): Kind<z.infer<S>> & { schema: S } => ({
  ...rest,
  schema,
});

export const asText = (_: unknown, value: unknown): string => String(value);
