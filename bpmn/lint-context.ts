// What a model is judged against: the forms and tables beside it, the people and things of the shop that is to run it.
import { z } from 'zod';
import type { Form } from '../forms/form.ts';

/** `names`: how a file may write it: its name in each language, a person's sign-in name. */
const Entry = z.object({ id: z.string(), names: z.array(z.string()) });
export const InstalledConnector = z.object({
  id: z.string(),
  inputs: z.array(z.string()).describe('inputs without which it cannot work'),
  headers: z.array(z.string()).describe('settings without which it cannot work'),
  labels: z
    .record(z.string(), z.object({ zh: z.string(), en: z.string() }))
    .optional()
    .describe('of both, as the designer names them'),
  outputs: z.array(z.string()).nullable().describe('what it brings back; null = whatever the other side answers'),
  role: z.string().optional().describe('whose people do it in this shop'),
});
export type InstalledConnector = z.infer<typeof InstalledConnector>;

/** A decision table of the shop. `current`: the version that holds now, null where all are still to come. */
export const DecisionFacts = z.object({
  key: z.string(),
  name: z.object({ zh: z.string(), en: z.string().optional() }),
  current: z.number().nullable(),
  versions: z.array(
    z.object({
      version: z.number(),
      from: z.number().describe('shop time from which it holds'),
      inputs: z.array(z.object({ expression: z.string(), type: z.string().optional() })),
      outputs: z.array(z.object({ name: z.string(), label: z.string().optional() })),
      rules: z.number(),
    }),
  ),
});
export type DecisionFacts = z.infer<typeof DecisionFacts>;

export const ShopFacts = z.object({
  roles: z.array(Entry.extend({ people: z.number().describe('how many have it') })),
  departments: z.array(Entry),
  people: z.array(Entry).describe('those who are still here'),
  calendars: z.array(z.string()),
  holidaysUnknown: z
    .array(z.object({ calendar: z.string(), year: z.number() }))
    .describe('years near by whose public holidays a calendar does not know yet'),
  processes: z.array(z.string()).describe('keys of what is published'),
  connectors: z.array(InstalledConnector),
  registers: z.array(
    z.object({
      key: z.string(),
      ledger: z.boolean(),
      fields: z.array(z.string()),
      findable: z.array(z.string()).describe('what its lists can be asked by'),
      secrets: z.array(z.string()),
    }),
  ),
  parameters: z.array(z.object({ key: z.string(), blank: z.boolean().describe('nobody has said a value') })),
  pages: z
    .array(
      z.object({
        key: z.string(),
        name: z.object({ zh: z.string(), en: z.string().optional() }),
        certificate: z.boolean().describe('a course with a quiz: whoever passes has its certificate'),
      }),
    )
    .describe('published pages of the handbook'),
  decisions: z.array(DecisionFacts).describe('tables of the shop, beside those that a process carries'),
});
export type ShopFacts = z.infer<typeof ShopFacts>;

/** null = not known here (a file alone, without its shop): then nothing is said of it. */
export type LintContext = { [K in keyof ShopFacts]: ShopFacts[K] | null } & {
  forms: Record<string, Form> | null;
};

/** A model alone. */
export const ALONE: LintContext = {
  forms: null,
  decisions: null,
  roles: null,
  departments: null,
  people: null,
  calendars: null,
  holidaysUnknown: null,
  processes: null,
  connectors: null,
  registers: null,
  parameters: null,
  pages: null,
};

/** A model in its shop. */
export const inShop = (facts: ShopFacts, forms: Record<string, Form>): LintContext => ({ ...facts, forms });

/** The entry that is meant, as the engine finds it: by id, else by name. */
export const meant = <T extends { id: string; names: string[] }>(entries: T[], value: string): T | undefined => {
  const wanted = value.trim();
  const byId = entries.find(({ id }) => id === wanted);
  if (byId) return byId;
  const named = entries.filter(({ names }) => names.includes(wanted));
  return named.length === 1 ? named[0] : undefined;
};
