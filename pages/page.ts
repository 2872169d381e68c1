// A page of the handbook: what one must know and say. Markdown with blocks, kept as text in both languages, so that files and merges work.
import { z } from 'zod';
import { Refs, Slug } from '../records/register.ts';
import { Quiz } from './course.ts';

const Words = z.object({ zh: z.string().min(1).max(200), en: z.string().max(200).optional() });
const LONGEST = 60_000;
const Text = z.object({ zh: z.string().max(LONGEST), en: z.string().max(LONGEST).optional() });
/** `script` and `autoreply` are said to buyers, the rest is for the team. */
export const PAGE_KINDS = ['sop', 'script', 'template', 'course', 'rule', 'notice', 'kit', 'autoreply'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];
/** What is copied and said as it stands. */
export const isSaid = (kind: PageKind): boolean => kind === 'script' || kind === 'autoreply';

export const Page = z.object({
  key: Slug,
  kind: z.enum(PAGE_KINDS),
  title: Words,
  /** Absent: among those of its kind. */
  folder: Words.optional(),
  text: Text,
  /** Where it offers itself: all steps of a process, or one, `process#element`. */
  scene: z
    .array(z.string().regex(/^[\w.-]+(#[\w.-]+)?$/, 'a process, or process#step'))
    .max(50)
    .default([]),
  see: Refs.default(['all']),
  /** Who has to say that he has read each version, and within how many days from when it holds. */
  read: z.object({ who: Refs, days: z.number().int().min(1).max(365) }).optional(),
  /** Of a course: pages that are read first, in their order. */
  chapters: z.array(Slug).max(30).optional(),
  /** Of a course: who passes has its certificate. */
  quiz: Quiz.optional(),
  /** After so many days somebody looks whether it still holds. */
  reviewDays: z.number().int().min(1).max(3650).optional(),
});
export type Page = z.infer<typeof Page>;

const DAY_MS = 86_400_000;
/** Shop time `days` later. */
export const daysAfter = (at: number, days: number): number => at + days * DAY_MS;
