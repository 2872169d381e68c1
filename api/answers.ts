// Short forms for what every route states of its answers.
import { z } from 'zod';

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const ok = <T extends z.ZodType>(schema: T, description: string) => ({ 200: json(schema, description) });
export const created = <T extends z.ZodType>(schema: T, description: string) => ({ 201: json(schema, description) });
export const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true as const, content: { 'application/json': { schema } } },
});
/** For routes that were called without one before it had anything to say. */
export const optionalBody = <T extends z.ZodType>(schema: T) => ({
  body: { required: false as const, content: { 'application/json': { schema } } },
});
export const DraftSaved = z.object({ revision: z.number() });
export const Done = z.object({ ok: z.literal(true) });
