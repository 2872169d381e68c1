// A parameter: a number of the shop's rules with its owner. FEEL reads it as `shop.<key>`; its values stand apart, each with its dates.
import { z } from 'zod';
import type { Value } from '../feel/value.ts';
import { FlatField } from '../forms/flat-field.ts';
import type { Field } from '../forms/form.ts';
import { formulaOf } from '../forms/formula.ts';
import type { Stored } from '../forms/kinds/kind.ts';
import { kindOf } from '../forms/kinds.ts';
import { type FieldError, validate } from '../forms/validate.ts';

const Words = z.object({ zh: z.string().min(1), en: z.string().optional() });
export const ParameterKey = z
  .string()
  .max(80)
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-zA-Z][A-Za-z0-9]*)+$/, 'a group and a name: returns.days');
const NO_NUMBER = new Set<Stored>(['files', 'place', 'nothing']);
/** What a parameter can hold: nothing that is looked up or stored elsewhere. */
export const isPlain = (field: Pick<Field, 'type'>): boolean => {
  const { stored, resolve } = kindOf(field);
  const isGiven = 'options' in field && !('from' in field && field.from);
  return (!resolve || isGiven) && !NO_NUMBER.has(stored);
};
export const Parameter = z.object({
  key: ParameterKey,
  label: Words,
  /** How it is typed, checked and shown. */
  field: FlatField.refine((field) => isPlain(field) && formulaOf(field) === undefined, {
    error: 'a parameter is a text, a number, a day, a choice or yes and no',
  }),
  unit: Words.optional(),
  /** `seed`: as domain experts begin; `platform`: what a platform asks, blank until the shop says so; `ours`. */
  source: z.enum(['seed', 'platform', 'ours']).default('ours'),
  /** The role that may change it beside managers. */
  owner: z
    .string()
    .regex(/^role:.+$/)
    .optional(),
  change: z.enum(['owner', 'process']).default('owner'),
  /** With which the shop begins; absent: blank, and nothing that reads it can be published. */
  value: z.unknown().optional(),
  why: Words.optional(),
});
export type Parameter = z.infer<typeof Parameter>;

/** Of the sheet: `returns` of `returns.days`. */
export const groupOf = ({ key }: Pick<Parameter, 'key'>): string => key.split('.')[0] ?? key;

/** A value as it is kept, or why it cannot be. */
export function checkValue(
  { field, label }: Parameter,
  value: unknown,
  at: number,
): { value: Value } | { errors: FieldError[] } {
  const { values, errors } = validate(
    { key: '', title: label, fields: [{ ...field, id: 'value', required: true }] },
    { value },
    { at },
  );
  return errors.length ? { errors } : { value: values.value ?? null };
}
