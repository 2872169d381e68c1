// What a connector is. One descriptor a connector, in the file of its code: the designer, lint, the API and the engine read this
// and nothing else. A *capability* is one that a shop binds to whoever does it there: people, an address of its own, or, in a
// demo, a stand-in.

import { z } from 'zod';
import type { Sql } from '../../db/connect.ts';
import type { Field } from '../../forms/form.ts';
import { type Word, words } from '../../words/connectors.ts';
import { LANGUAGES, type Language } from '../../words/message.ts';
import type { Connector } from '../call-service.ts';

export type Words = Record<Language, string>;
/** `field`: how a person gives it; without one, `done` is what it is once the work is done. */
export type Output = { name: string; label: Words; field?: Shown; done?: unknown };
/** The last six are chosen from what the shop has; `view`, `verb`, `secretFields` are those of the register or ledger beside it. */
export const SETTING_KINDS = [
  'text',
  'lines',
  'secret',
  'method',
  'process',
  'register',
  'ledger',
  'view',
  'verb',
  'secretFields',
] as const;
type SettingKind = (typeof SETTING_KINDS)[number];
/** A setting of the step in the drawing (`zf:header`), the same for every case. */
export type Setting = { name: string; label: Words; kind: SettingKind; required?: true };

/** `filesDir`: where the bytes of files are kept. */
export type Tools = { sql: Sql; secret: string; filesDir: string };

export type Descriptor = {
  id: string;
  words: Words;
  /** Checked before each call. Each value has its words as `meta`. */
  inputs: z.ZodObject;
  settings: Setting[];
  /** null = whatever the other side answers. */
  outputs: Output[] | null;
} & (
  | { kind: 'call'; call: (tools: Tools) => Connector }
  | { kind: 'capability'; role: string; instruction: Words; sandbox: (tools: Tools) => Connector }
);

export type Capability = Extract<Descriptor, { kind: 'capability' }>;

type Shown = Partial<Field> & { type: Field['type'] };
const text: Shown = { type: 'text' };
const money: Shown = { type: 'money' };
const goods: Shown = {
  type: 'table',
  columns: [
    { type: 'text', id: 'sku', label: words('sku'), required: false },
    { type: 'integer', id: 'quantity', label: words('quantity'), required: false },
  ],
};

export const Text = (code: Word) =>
  z
    .string()
    .min(1)
    .meta({ ...words(code), field: text });
export const Amount = (code: Word) => z.number().meta({ ...words(code), field: money });
export const Lines = z
  .array(z.object({ sku: z.string().min(1), quantity: z.number().min(0) }))
  .min(1)
  .meta({ ...words('goods'), field: goods });

export type Input = { name: string; label: Words; required: boolean; field: Shown };
export const inputsOf = ({ inputs }: Descriptor): Input[] =>
  Object.entries(inputs.shape).map(([name, schema]) => {
    const own = schema as z.ZodType;
    // What may be absent wraps what it is.
    const inner = own instanceof z.ZodOptional ? (own.unwrap() as z.ZodType) : own;
    const { field = text, ...called } = (inner.meta() ?? {}) as Partial<Words & { field: Shown }>;
    const label = Object.fromEntries(LANGUAGES.map((language) => [language, called[language] ?? name])) as Words;
    return { name, label, required: !own.safeParse(undefined).success, field };
  });
