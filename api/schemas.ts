// Shapes that several resources speak of.
import { z } from '@hono/zod-openapi';
import type { Model as ModelType, Problem } from '../bpmn/definition.ts';
import { Model } from '../bpmn/definition.ts';
import type { Suspension, Why } from '../bpmn/instance.ts';
import { type Field, Form } from '../forms/form.ts';
import { Words } from '../forms/kinds/kind.ts';

export const Texts = z.record(
  z.string(),
  z.object({ name: z.string().optional(), documentation: z.string().optional() }),
);
export const Values = z.record(z.string(), z.unknown());
export const Who = z.object({ id: z.string(), name: z.string() });

/** An instant that somebody names: until the year 9999, as dates are written. */
export const ShopTime = z
  .number()
  .int()
  .max(Date.UTC(9999, 11, 31));
/** Of a store; part of the place of records and balances, so no sign that nobody sees. */
export const StoreName = z
  .string()
  .max(60)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'no signs that nobody sees');

/** The whole document; its schema is bpmn/definition.ts. */
export const ModelIn: z.ZodType<ModelType> = Model.clone().openapi({
  type: 'object',
  description: 'a BPMN document as data: processes, diagram, artifacts',
});
/** No type: it is too deep for the client's. web/reach/router-client.ts gives it back. */
export const ModelOut = z
  .custom<unknown>()
  .openapi({ type: 'object', description: 'a BPMN document as data: processes, diagram, artifacts' });
export const Forms = z.record(z.string(), Form);
export const FormOut = z
  .custom<z.infer<typeof Form>>()
  .openapi({ type: 'object', description: 'a form: key, title, fields (forms/form.ts)' });
export const FieldOut = z
  .custom<z.infer<typeof Field> | null>()
  .openapi({ type: 'object', description: 'the field of a form that shows a variable: currency, options, columns' });
export const FormsOut = z
  .custom<Record<string, z.infer<typeof Form>>>()
  .openapi({ type: 'object', description: 'forms by key' });
export const ProblemsOut = z.custom<Problem[]>().openapi({
  type: 'array',
  items: { type: 'object' },
  description:
    'what lint or import says: rule, severity, element, message {code, args}, fix, and text, its sentence in the language of the reader',
});

/** Why a step of the history happened; `is` tells the kind (bpmn/instance.ts). */
export const WhyOut = z.custom<Why | null>().openapi('Why', { type: 'object' });

/** A parameter of the shop that has weighed; `from`, `by`: since when it has its value, and the name of who has said it. */
const Weighed = z.object({
  label: Words,
  unit: Words.optional(),
  field: z.custom<Field>().openapi({ type: 'object' }),
  from: z.number().nullable(),
  by: z.string().nullable(),
});
export type Weighed = z.infer<typeof Weighed>;
/** By the name under which each was read. */
export const WeighedOut = z.record(z.string(), Weighed);

export const who = (id: string | null, name: string | null | undefined) =>
  id === null ? null : { id, name: name ?? id };

export const Pause = z
  .object({ since: z.number(), by: Who.nullable(), reason: z.string().nullable(), kept: z.number() })
  .nullable()
  .describe('who holds the case, since when and why; how much has come meanwhile and waits');
export const pauseOf = (suspension: Suspension | undefined, names: Record<string, string>): z.infer<typeof Pause> =>
  suspension
    ? {
        since: suspension.since,
        by: who(suspension.by ?? null, names[suspension.by ?? '']),
        reason: suspension.reason ?? null,
        kept: suspension.buffer.length,
      }
    : null;

const Minute = z.number().int().min(0).max(1440);
const Shifts = z
  .array(z.tuple([Minute, Minute]))
  .max(10)
  .refine((shifts) => shifts.every(([from, to], at) => from < to && from >= (shifts[at - 1]?.[1] ?? 0)), {
    error: 'shifts follow each other, each ends after it begins',
  });
/** Working time (bpmn/calendar.ts). */
export const Calendar = z.object({
  id: z.string().max(60),
  version: z.number().int(),
  offset: z.number().int().min(-840).max(840).describe('minutes east of UTC'),
  week: z.array(Shifts).length(7).describe('shifts by weekday, 0 = Sunday, minutes from midnight'),
  days: z.record(z.string().regex(/^\d{4}-\d\d-\d\d$/), Shifts).describe('single days; an empty list is a closed day'),
  known: z
    .array(z.number().int())
    .optional()
    .describe('years whose public holidays stand in `days`; absent: it keeps none'),
});
