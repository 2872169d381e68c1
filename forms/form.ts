// A form: a list of fields that a person fills in. One schema is drawn by the web, checked by the browser and by the server.
import { z } from 'zod';
import { FlatField } from './flat-field.ts';
import { Words } from './kinds/kind.ts';
import { table } from './kinds/table.ts';

export const TableField = table.schema;
export const Field = z.union([FlatField, TableField]);
export type Field = z.infer<typeof Field>;

export const Form = z.object({
  key: z.string(),
  title: Words,
  fields: z.array(Field),
});
export type Form = z.infer<typeof Form>;
