// A form: a list of fields that a person fills in. One schema is drawn by the web, checked by the browser and by the server.
import { z } from 'zod';
import { FlatField } from './flat-field.ts';
import { block } from './kinds/block.ts';
import { Words } from './kinds/kind.ts';
import { table } from './kinds/table.ts';

export const TableField = table.schema;
export const Field = z.union([FlatField, TableField, block.schema]);
export type Field = z.infer<typeof Field>;

const Rule = z.object({ when: z.string().min(1), say: Words });
export type Rule = z.infer<typeof Rule>;
export const Form = z.object({
  key: z.string(),
  title: Words,
  fields: z.array(Field),
  /** What must not be, over all fields together and what the case holds: where `when` is true, `say` tells why nobody may go on. */
  rules: z.array(Rule).max(50).optional(),
});
export type Form = z.infer<typeof Form>;

/** With the columns of tables. */
export const fieldsIn = (fields: Field[]): Field[] =>
  fields.flatMap((field) => [field, ...(field.type === 'table' ? fieldsIn(field.columns) : [])]);
