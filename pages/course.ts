// A course: pages to learn by, questions that show whether one has, and a certificate for who passes. What is right never goes to whoever
// is asked before he has answered: he sees options by the places where they stand for him. Pure; chance is an argument.
import { z } from 'zod';

const Words = (most: number) => z.object({ zh: z.string().min(1).max(most), en: z.string().max(most).optional() });
const Id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and -, a letter first');

export const Question = z.object({
  id: Id,
  ask: Words(500),
  /** One or several are right; all of them, and no other, have to be chosen. */
  options: z
    .array(z.object({ id: Id, text: Words(300), right: z.literal(true).optional() }))
    .min(2)
    .max(8),
  /** Told with the result. */
  why: Words(500).optional(),
});
export type Question = z.infer<typeof Question>;

export const Quiz = z.object({
  /** Of a hundred. */
  pass: z.number().int().min(1).max(100),
  /** So many of the questions are asked, by chance; absent: all. */
  draw: z.number().int().min(1).max(60).optional(),
  /** How often a version may be tried; absent: as often as one likes. */
  tries: z.number().int().min(1).max(20).optional(),
  /** How many days its certificate holds; absent: for good. */
  validDays: z.number().int().min(1).max(3650).optional(),
  questions: z.array(Question).min(1).max(60),
});
export type Quiz = z.infer<typeof Quiz>;

/** Questions and options, by id, in the order in which one person sees them. */
export const AskedQuestion = z.object({ id: z.string(), order: z.array(z.string()) });
export type AskedQuestion = z.infer<typeof AskedQuestion>;
/** By question: the places, from 0, of the options that were chosen. */
export const Given = z.record(z.string().max(40), z.array(z.number().int().min(0).max(7)).max(8));
export type Given = z.infer<typeof Given>;

/** @param random from 0 up to but not 1 */
export function drawn({ questions, draw }: Quiz, random: () => number): AskedQuestion[] {
  const mixed = <T>(list: T[]): T[] => {
    const all = [...list];
    for (let at = all.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [all[at], all[other]] = [all[other] as T, all[at] as T];
    }
    return all;
  };
  return mixed(questions)
    .slice(0, draw ?? questions.length)
    .map(({ id, options }) => ({ id, order: mixed(options.map((one) => one.id)) }));
}

const rightOf = ({ options }: Question, { order }: AskedQuestion): number[] =>
  order.flatMap((id, place) => (options.some((one) => one.id === id && one.right) ? [place] : []));

/** What of the questions a person sees: no word of what is right, only whether it may be several. */
export function seenOf(quiz: Quiz, asked: AskedQuestion[]) {
  return asked.flatMap((one) => {
    const question = quiz.questions.find(({ id }) => id === one.id);
    if (!question) return [];
    const options = one.order.flatMap((id) => question.options.find((each) => each.id === id)?.text ?? []);
    return [{ id: one.id, ask: question.ask, options, several: rightOf(question, one).length > 1 }];
  });
}

export type Judged = { score: number; passed: boolean; questions: { id: string; right: boolean; rights: number[] }[] };
/** The share of questions that are wholly right, of a hundred, rounded down. */
export function judged(quiz: Quiz, asked: AskedQuestion[], given: Given): Judged {
  const questions = asked.map((one) => {
    const question = quiz.questions.find(({ id }) => id === one.id);
    const rights = question ? rightOf(question, one) : [];
    const chosen = [...new Set(given[one.id] ?? [])].sort();
    return { id: one.id, rights, right: question !== undefined && rights.join() === chosen.join() };
  });
  const score = Math.floor((questions.filter(({ right }) => right).length / Math.max(1, asked.length)) * 100);
  return { score, passed: score >= quiz.pass, questions };
}

/** What nobody could answer. @returns codes of words/content.ts with their places */
export function quizFaults({ questions, draw }: Quiz): { code: 'quizNoRight' | 'quizTwice' | 'quizDraw'; n: number }[] {
  const twice = (ids: string[]): boolean => new Set(ids).size < ids.length;
  return [
    ...questions.flatMap(({ id, options }, at) => [
      ...(options.some(({ right }) => right) ? [] : [{ code: 'quizNoRight' as const, n: at + 1 }]),
      ...(twice(options.map((one) => one.id)) || questions.findIndex((one) => one.id === id) !== at
        ? [{ code: 'quizTwice' as const, n: at + 1 }]
        : []),
    ]),
    ...(draw !== undefined && draw > questions.length ? [{ code: 'quizDraw' as const, n: questions.length }] : []),
  ];
}

/** All of it is said in English, too. */
export const isInEnglish = ({ questions }: Quiz): boolean =>
  questions.every(({ ask, options, why }) =>
    [ask, ...options.map(({ text }) => text), ...(why ? [why] : [])].every(({ en }) => en?.trim()),
  );
