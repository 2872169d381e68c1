// A form: a list of fields that a person fills in. One schema is drawn by the web, checked by the browser and by the server.

import { z } from 'zod';
import { teller } from '../words/message.ts';
import type { fields } from '../words/zh/fields.ts';

/** What checks say of a field (words/zh/fields.ts). */
export const tell = teller<typeof fields>();

const Words = z.object({ zh: z.string(), en: z.string().optional() });

const field = {
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
const data = { ...field, prefill: z.boolean().optional() };
const Option = z.object({ value: z.string(), label: Words });
export const FlatField = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), ...data, maxLength: z.number().optional(), pattern: z.string().optional() }),
  z.object({ type: z.literal('longText'), ...data, maxLength: z.number().optional() }),
  z.object({ type: z.literal('integer'), ...data, min: z.number().optional(), max: z.number().optional() }),
  z.object({
    type: z.literal('number'),
    ...data,
    min: z.number().optional(),
    max: z.number().optional(),
    decimals: z.number().optional(),
  }),
  /** Value: whole cents. */
  z.object({
    type: z.literal('money'),
    ...data,
    currency: z.string().default('CNY'),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  /** Values: `2026-11-23`, `2026-11-23T08:00:00Z`. */
  z.object({ type: z.literal('date'), ...data }),
  z.object({ type: z.literal('dateTime'), ...data }),
  z.object({ type: z.literal('choice'), ...field, options: z.array(Option).min(1) }),
  z.object({ type: z.literal('choices'), ...field, options: z.array(Option).min(1), min: z.number().optional() }),
  z.object({ type: z.literal('yesNo'), ...field }),
  /** Value: list of `{file, name, size, type}`; the bytes are stored apart. */
  z.object({ type: z.literal('file'), ...data, images: z.boolean().optional(), max: z.number().optional() }),
  /** Value: list of the ids ticked; required = all of them. */
  z.object({ type: z.literal('checklist'), ...field, options: z.array(Option).min(1) }),
]);
export type FlatField = z.infer<typeof FlatField>;
/** Value of a table: list of rows, each an object by column id. */
export const TableField = z.object({
  type: z.literal('table'),
  ...data,
  columns: z.array(FlatField).min(1),
  min: z.number().optional(),
  max: z.number().optional(),
});
export const Field = z.union([FlatField, TableField]);
export type Field = z.infer<typeof Field>;

export const Form = z.object({
  key: z.string(),
  title: Words,
  fields: z.array(Field),
});
export type Form = z.infer<typeof Form>;
