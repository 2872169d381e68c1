// The schema of a decision, as the designer edits it and processes carry it.
import { z } from 'zod';

/** Texts by language tag; the plain attribute holds the zh-CN one. */
const Texts = z.record(z.string(), z.object({ name: z.string().optional(), documentation: z.string().optional() }));

/** A decision table: rows of unary tests against FEEL inputs. DMN 1.3 section 8. */
export const DecisionTable = z.object({
  id: z.string(),
  name: z.string().optional(),
  text: Texts.optional(),
  hitPolicy: z.enum(['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER']).default('UNIQUE'),
  aggregation: z.enum(['SUM', 'COUNT', 'MIN', 'MAX']).optional(),
  inputs: z.array(
    z.object({
      id: z.string(),
      label: z.string().optional(),
      text: Texts.optional(),
      expression: z.string(),
      type: z.string().optional(),
      values: z.string().optional(),
    }),
  ),
  outputs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      label: z.string().optional(),
      text: Texts.optional(),
      type: z.string().optional(),
      values: z.string().optional(),
      default: z.string().optional(),
    }),
  ),
  rules: z.array(
    z.object({
      id: z.string(),
      inputs: z.array(z.string()),
      outputs: z.array(z.string()),
      annotation: z.string().optional(),
    }),
  ),
});
export type DecisionTable = z.infer<typeof DecisionTable>;
