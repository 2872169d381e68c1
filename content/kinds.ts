// Everything a manager may change beside processes has one life: draft, problems, publish, version, compare, restore. What a kind adds is
// a row here: its schema and its faults.

import type { z } from 'zod';
import { wordsOf } from '../dmn/decision-version.ts';
import { SharedDecision } from '../dmn/shared-decision.ts';
import { Page } from '../pages/page.ts';
import { type PageWorld, pageProblems } from '../pages/problems.ts';
import { checkValue, Parameter } from '../parameters/parameter.ts';
import { registerProblems } from '../records/problems.ts';
import { Register } from '../records/register.ts';
import { type AroundDecision, decisionProblems } from './decision-problems.ts';

/** `code` with `args` says what is wrong; words are the reader's (words/). `at`: where in the body, `fields.price`. */
export type ContentProblem = { severity: 'error' | 'warning'; code: string; args: Record<string, unknown> };

/** What stands published in the shop: what a body may name. */
export type ContentWorld = {
  registers: Register[];
  processes: string[];
  parameters: Parameter[];
  /** Around the decision of this key. */
  decision(key: string): AroundDecision;
  /** What pages may speak of. */
  page: PageWorld;
};

type Kind<B> = {
  schema: z.ZodType<B>;
  name(body: B): { zh: string; en?: string | undefined };
  /** The key that the body itself bears. */
  key(body: B): string;
  problems(body: B, world: ContentWorld): ContentProblem[];
  /** A version may hold from an instant that is still to come. */
  future: boolean;
};

const kind = <B>(it: Kind<B>): Kind<B> => it;
const KINDS = {
  register: kind<Register>({
    schema: Register,
    name: ({ name }) => name,
    key: ({ key }) => key,
    problems: (body, world) =>
      registerProblems(body, world).map(({ code, ...args }) => ({ severity: 'error' as const, code, args })),
    future: false,
  }),
  /** The declaration; its values stand apart (db/parameters.ts), each with its dates. */
  parameter: kind<Parameter>({
    schema: Parameter,
    name: ({ label }) => label,
    key: ({ key }) => key,
    problems: (body, world) => [
      ...world.parameters
        .filter(({ key }) => key.startsWith(`${body.key}.`) || body.key.startsWith(`${key}.`))
        .map(({ key }) => ({ severity: 'error' as const, code: 'parameterWithin', args: { key } })),
      ...(body.value !== undefined && 'errors' in checkValue(body, body.value, 0)
        ? [{ severity: 'error' as const, code: 'parameterValue', args: {} }]
        : []),
    ],
    future: false,
  }),
  decision: kind<SharedDecision>({
    schema: SharedDecision,
    name: wordsOf,
    key: ({ id }) => id,
    problems: (body, world) => decisionProblems(body, world.decision(body.id)),
    future: true,
  }),
  page: kind<Page>({
    schema: Page,
    name: ({ title }) => title,
    key: ({ key }) => key,
    problems: (body, world) => pageProblems(body, world.page),
    future: true,
  }),
};
export type ContentKind = keyof typeof KINDS;
/** Of whichever kind: a body that its own schema has read. */
export const kindOf = (kind: ContentKind): Kind<unknown> => KINDS[kind] as unknown as Kind<unknown>;
export const isContentKind = (kind: string): kind is ContentKind => Object.hasOwn(KINDS, kind);
