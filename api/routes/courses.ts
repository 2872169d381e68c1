// Courses: what is to be read, the quiz, and what came of it. What is right stays here until an attempt has been judged, and of one that
// has failed for as long as there is another try.
import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { contentVersion } from '../../db/content.ts';
import {
  type Attempt,
  attemptById,
  beginAttempt,
  certificatesOf,
  courseStanding,
  keepGiven,
  settleAttempt,
} from '../../db/courses.ts';
import { chaptersOf, pageFor } from '../../db/pages.ts';
import { namesOf } from '../../db/people.ts';
import { correlate } from '../../dispatch/messages.ts';
import { Words } from '../../forms/kinds/kind.ts';
import { drawn, Given, judged, type Quiz, seenOf } from '../../pages/course.ts';
import type { Page } from '../../pages/page.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { pageReader } from '../page-reader.ts';
import { problem } from '../problem.ts';
import { Who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, atLeast, type Person, personOf } from '../who.ts';

const Answers = z.record(z.string(), z.array(z.number())).describe('by question: places of the options, from 0');
const AttemptOut = z.object({
  id: z.string(),
  page: z.string(),
  version: z.number(),
  begunAt: z.number(),
  judgedAt: z.number().nullable(),
  score: z.number().nullable().describe('of a hundred'),
  passed: z.boolean().nullable(),
  pass: z.number().describe('from which score on'),
  given: Answers,
  questions: z.array(
    z.object({
      id: z.string(),
      ask: Words,
      options: z.array(Words),
      several: z.boolean(),
      right: z.boolean().nullable().describe('whether it was answered; null: not judged yet'),
      rights: z
        .array(z.number())
        .nullable()
        .describe('the right places; null: not judged yet, or it may be tried again'),
      why: Words.nullable().describe('null as well: it would say what is right'),
    }),
  ),
});
const CertificateOut = z.object({
  page: z.string(),
  title: Words,
  version: z.number(),
  at: z.number(),
  until: z.number().nullable().describe('null: for good'),
  score: z.number(),
});
const CourseOut = z.object({
  version: z.number(),
  chapters: z.array(z.object({ key: z.string(), title: Words, read: z.boolean() })),
  quiz: z
    .object({
      pass: z.number(),
      questions: z.number().describe('how many are asked'),
      tries: z.number().nullable(),
      left: z.number().nullable(),
      validDays: z.number().nullable(),
    })
    .nullable(),
  certificate: z.object({ at: z.number(), until: z.number().nullable(), score: z.number() }).nullable(),
  holds: z.boolean().describe('the certificate holds now'),
  open: z.string().nullable().describe('an attempt that has begun'),
  past: z.array(
    z.object({ id: z.string(), version: z.number(), at: z.number(), score: z.number(), passed: z.boolean() }),
  ),
});

const Key = z.object({ key: z.string().max(80) });
const Id = z.object({ id: z.string().max(60) });
const get = createRoute({
  method: 'get',
  path: '/courses/{key}',
  tags: ['pages'],
  summary: 'What a course asks for, and how far I am',
  middleware: allow('staff'),
  request: { params: Key },
  responses: ok(CourseOut, 'The course'),
});
const begin = createRoute({
  method: 'post',
  path: '/courses/{key}/attempt',
  tags: ['pages'],
  summary: 'Begin its quiz, or go on with the one I have begun; 409 `courseUnread`, `courseTries`',
  middleware: allow('staff'),
  request: { params: Key },
  responses: ok(AttemptOut, 'The questions'),
});
const attempt = createRoute({
  method: 'get',
  path: '/attempts/{id}',
  tags: ['pages'],
  summary: 'One attempt of mine; for managers of anybody, once it is judged',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(AttemptOut.extend({ person: Who }), 'The attempt'),
});
const keep = createRoute({
  method: 'put',
  path: '/attempts/{id}',
  tags: ['pages'],
  summary: 'Keep what I have chosen so far',
  middleware: allow('staff'),
  request: { params: Id, ...body(z.object({ given: Given })) },
  responses: ok(Done, 'Kept'),
});
const judge = createRoute({
  method: 'post',
  path: '/attempts/{id}/judge',
  tags: ['pages'],
  summary: 'Hand it in. Who passes has the certificate; again: what came of it the first time',
  middleware: allow('staff'),
  request: { params: Id, ...body(z.object({ given: Given })) },
  responses: ok(AttemptOut, 'What came of it'),
});
const certificates = createRoute({
  method: 'get',
  path: '/certificates',
  tags: ['pages'],
  summary: 'My certificates, the newest first; for managers of anybody',
  middleware: allow('staff'),
  request: { query: z.object({ person: z.string().max(100).optional() }) },
  responses: ok(z.object({ items: z.array(CertificateOut), now: z.number() }), 'Certificates'),
});

export const courseRoutes = ({ sql, door, log }: Deps) => {
  const mustCourse = async (me: Person, key: string, at: number) => {
    const found = await pageFor(sql, pageReader(me), key, at);
    if (found?.kind !== 'course') throw problem('notFound', { what: key });
    return found;
  };
  const mine = async (me: Person, id: string): Promise<Attempt> => {
    const found = await attemptById(sql, id);
    if (!found || found.person !== me.id) throw problem('notFound', { what: id });
    return found;
  };
  const quizOf = async ({ page, version }: Attempt): Promise<Quiz> => {
    const { quiz } = (await contentVersion(sql, 'page', page, version)) as Page;
    if (!quiz) throw problem('courseNoQuiz');
    return quiz;
  };
  /** @param open whether what is right may be told */
  const out = (quiz: Quiz, one: Attempt, open: boolean): z.infer<typeof AttemptOut> => {
    const { id, page, version, begunAt, judgedAt, score, passed, given, asked } = one;
    const result = judgedAt === null ? undefined : judged(quiz, asked, given);
    const questions = seenOf(quiz, asked).map((question) => {
      const found = result?.questions.find((each) => each.id === question.id);
      // A reason says what is right.
      const told = found?.right || (found && open);
      const why = told ? quiz.questions.find((each) => each.id === question.id)?.why : undefined;
      return {
        ...question,
        right: found?.right ?? null,
        rights: found && open ? found.rights : null,
        why: why ?? null,
      };
    });
    return { id, page, version, begunAt, judgedAt, score, passed, pass: quiz.pass, given, questions };
  };
  const triesLeft = async (quiz: Quiz, { person, page, version }: Attempt): Promise<boolean> =>
    quiz.tries === undefined || (await courseStanding(sql, person, page, version)).tries < quiz.tries;
  const shown = async (quiz: Quiz, one: Attempt) =>
    out(quiz, one, one.passed === true || !(await triesLeft(quiz, one)));
  return router()
    .openapi(get, async (c) => {
      const me = personOf(c);
      const now = await shopNow(sql);
      const { key, version, body: page } = await mustCourse(me, c.req.valid('param').key, now);
      const [standing, chapters] = await Promise.all([
        courseStanding(sql, me.id, key, version),
        chaptersOf(sql, me.id, page.chapters ?? [], now),
      ]);
      const { quiz } = page;
      const { certificate, tries, open, past } = standing;
      return c.json(
        {
          version,
          chapters,
          quiz: quiz
            ? {
                pass: quiz.pass,
                questions: quiz.draw ?? quiz.questions.length,
                tries: quiz.tries ?? null,
                left: quiz.tries === undefined ? null : Math.max(0, quiz.tries - tries),
                validDays: quiz.validDays ?? null,
              }
            : null,
          certificate: certificate && { at: certificate.at, until: certificate.until, score: certificate.score },
          holds: certificate !== null && (certificate.until === null || certificate.until > now),
          open: open?.id ?? null,
          past: past.map((one) => ({
            id: one.id,
            version: one.version,
            at: one.judgedAt ?? 0,
            score: one.score ?? 0,
            passed: one.passed ?? false,
          })),
        },
        200,
      );
    })
    .openapi(begin, async (c) => {
      const me = personOf(c);
      const now = await shopNow(sql);
      const { key, version, body: page } = await mustCourse(me, c.req.valid('param').key, now);
      const { quiz } = page;
      if (!quiz) throw problem('courseNoQuiz');
      const chapters = await chaptersOf(sql, me.id, page.chapters ?? [], now);
      if (chapters.some(({ read }) => !read)) throw problem('courseUnread');
      const asked = drawn(quiz, Math.random);
      const begun = await beginAttempt(sql, {
        ...{ id: randomUUID(), page: key, version, person: me.id },
        ...{ asked, at: now, tries: quiz.tries },
      });
      if (!begun) throw problem('courseTries', { tries: quiz.tries ?? 0 });
      c.set('auditDetail', { attempt: begun.id });
      return c.json(out(quiz, begun, false), 200);
    })
    .openapi(attempt, async (c) => {
      const me = personOf(c);
      const found = await attemptById(sql, c.req.valid('param').id);
      const his = found && found.judgedAt !== null && atLeast(me, 'manager');
      if (!found || (found.person !== me.id && !his)) throw problem('notFound', { what: c.req.valid('param').id });
      const quiz = await quizOf(found);
      const names = await namesOf(sql, [found.person]);
      const person = { id: found.person, name: names[found.person] ?? found.person };
      return c.json({ ...(found.person === me.id ? await shown(quiz, found) : out(quiz, found, true)), person }, 200);
    })
    .openapi(keep, async (c) => {
      // To choose is no change that anyone has to account for.
      c.set('audited', true);
      const found = await mine(personOf(c), c.req.valid('param').id);
      if (!(await keepGiven(sql, found.id, c.req.valid('json').given))) throw problem('attemptOver');
      return c.json({ ok: true as const }, 200);
    })
    .openapi(judge, async (c) => {
      const found = await mine(personOf(c), c.req.valid('param').id);
      const quiz = await quizOf(found);
      const { given } = c.req.valid('json');
      const { score, passed } = judged(quiz, found.asked, given);
      const at = await shopNow(sql);
      const settled = await settleAttempt(sql, {
        id: found.id,
        ...{ given, score, passed, at, validDays: quiz.validDays },
      });
      if (!settled) throw problem('notFound', { what: found.id });
      // They are stored: what cannot be delivered now is soon.
      for (const message of settled.messages) await correlate(sql, door, message).catch((error) => log.warn(error));
      c.set('auditDetail', { score: settled.attempt.score, passed: settled.attempt.passed });
      return c.json(await shown(quiz, settled.attempt), 200);
    })
    .openapi(certificates, async (c) => {
      const me = personOf(c);
      const person = c.req.valid('query').person ?? me.id;
      if (person !== me.id && !atLeast(me, 'manager')) throw problem('notAllowed');
      return c.json({ items: await certificatesOf(sql, person), now: await shopNow(sql) }, 200);
    });
};
