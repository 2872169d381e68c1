// To whom a shop has given each capability. People unless it says otherwise, so that every process runs from the first minute;
// stand-ins only in a demo.
import { z } from 'zod';
import type { Capability } from './descriptor.ts';
import { METHODS } from './http-request.ts';

export const Binding = z.discriminatedUnion('to', [
  z.object({
    to: z.literal('people'),
    role: z.string().max(60).optional(),
    hours: z.number().min(0.5).max(1_000).optional().describe('working hours of the office until it is late'),
  }),
  z.object({
    to: z.literal('http'),
    url: z.string().trim().min(1).max(2_000),
    method: z.enum(METHODS).default('POST'),
    headers: z.string().max(4_000).optional(),
    secret: z.string().max(60).optional(),
  }),
  z.object({ to: z.literal('worker'), topic: z.string().trim().min(1).max(200) }),
  z.object({ to: z.literal('sandbox') }),
]);
export type Binding = z.infer<typeof Binding>;
export type Bindings = Record<string, Binding>;

export function bindingOf({ id }: Pick<Capability, 'id'>, bindings: Bindings, demo: boolean): Binding {
  const chosen = bindings[id] ?? (demo ? { to: 'sandbox' as const } : { to: 'people' as const });
  return chosen.to === 'sandbox' && !demo ? { to: 'people' } : chosen;
}
