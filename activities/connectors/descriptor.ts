// What a connector is. One descriptor a connector, in the file of its code: the designer, lint, the API and the engine read this
// and nothing else. A *capability* is one that a shop binds to whoever does it there: people, an address of its own, or, in a
// demo, a stand-in.
import { z } from 'zod';
import type { Sql } from '../../db/connect.ts';
import type { Field } from '../../forms/form.ts';
import type { Connector } from '../call-service.ts';

export type Words = { zh: string; en: string };
/** `field`: how a person gives it; without one, `done` is what it is once the work is done. */
export type Output = { name: string; label: Words; field?: Shown; done?: unknown };
/** A setting of the step in the drawing (`zf:header`), the same for every case. */
export type Setting = { name: string; label: Words; kind: 'text' | 'lines' | 'secret' | 'method'; required?: true };

export type Tools = { sql: Sql; secret: string };

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
    { type: 'text', id: 'sku', label: { zh: 'SKU', en: 'SKU' }, required: false },
    { type: 'integer', id: 'quantity', label: { zh: '件数', en: 'Quantity' }, required: false },
  ],
};

export const Text = (zh: string, en: string) => z.string().min(1).meta({ zh, en, field: text });
export const Amount = (zh: string, en: string) => z.number().meta({ zh, en, field: money });
export const Lines = z
  .array(z.object({ sku: z.string().min(1), quantity: z.number().min(0) }))
  .min(1)
  .meta({ zh: '商品', en: 'Goods', field: goods });

export type Input = { name: string; label: Words; required: boolean; field: Shown };
export const inputsOf = ({ inputs }: Descriptor): Input[] =>
  Object.entries(inputs.shape).map(([name, schema]) => {
    const own = schema as z.ZodType;
    // What may be absent wraps what it is.
    const inner = own instanceof z.ZodOptional ? (own.unwrap() as z.ZodType) : own;
    const { zh = name, en = name, field = text } = (inner.meta() ?? {}) as Partial<Words & { field: Shown }>;
    return { name, label: { zh, en }, required: !own.safeParse(undefined).success, field };
  });
