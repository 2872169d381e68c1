// Pages of a pack as files: `inbound.md` in Chinese, its head says what the page is; `inbound.en.md` beside it holds the English.
//
//   ---
//   kind: sop
//   title: 收货标准
//   folder: 标准
//   scene: [inbound#receive]
//   ---
//   到货先点箱数……
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Quiz } from '../pages/course.ts';
import { Page } from '../pages/page.ts';

/** Options by their place from 1 in `right`; in English, the same ones in the same order. */
const QuizHead = z.strictObject({
  pass: z.number(),
  draw: z.number().optional(),
  tries: z.number().optional(),
  validDays: z.number().optional(),
  questions: z.array(
    z.strictObject({
      id: z.string(),
      ask: z.string(),
      options: z.array(z.string()).max(8),
      right: z.array(z.number()),
      why: z.string().optional(),
    }),
  ),
});
const QuizEnglish = z.record(
  z.string(),
  z.strictObject({ ask: z.string(), options: z.array(z.string()), why: z.string().optional() }),
);
const Head = z.strictObject({
  kind: z.string(),
  title: z.string(),
  folder: z.string().optional(),
  scene: z.array(z.string()).optional(),
  see: z.array(z.string()).optional(),
  read: z.object({ who: z.array(z.string()), days: z.number() }).optional(),
  chapters: z.array(z.string()).optional(),
  quiz: QuizHead.optional(),
  reviewDays: z.number().optional(),
});
const English = z.strictObject({ title: z.string(), folder: z.string().optional(), quiz: QuizEnglish.optional() });

/** @throws Error that names the file where one cannot be read. */
export async function loadPages(folder: string): Promise<Page[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[^.]+\.md$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const key = path.basename(name, '.md');
      const file = path.join(folder, name);
      const { head, text } = parted(file, await readFile(file, 'utf8'), Head);
      const beside = path.join(folder, `${key}.en.md`);
      const other = await readFile(beside, 'utf8').catch(() => undefined);
      const en = other === undefined ? undefined : parted(beside, other, English);
      return checked(
        file,
        Page.safeParse({
          key,
          ...head,
          title: words(head.title, en?.head.title),
          folder: words(head.folder, en?.head.folder),
          text: words(text, en?.text),
          quiz: head.quiz && quizOf(head.quiz, en?.head.quiz ?? {}),
        }),
      );
    }),
  );
}

const words = (zh: string | undefined, english: string | undefined) =>
  zh === undefined ? undefined : { zh, ...(english !== undefined && { en: english }) };
const LETTERS = 'abcdefgh';
const quizOf = ({ questions, ...rest }: z.infer<typeof QuizHead>, english: z.infer<typeof QuizEnglish>) => ({
  ...rest,
  questions: questions.map(({ id, ask, options, right, why }) => ({
    id,
    ask: words(ask, english[id]?.ask),
    options: options.map((text, at) => ({
      id: LETTERS[at],
      text: words(text, english[id]?.options[at]),
      ...(right.includes(at + 1) && { right: true }),
    })),
    ...(why !== undefined && { why: words(why, english[id]?.why) }),
  })),
});
function quizFiles({ questions, ...rest }: Quiz): { zh: object; en: object | undefined } {
  const en = questions.flatMap(({ id, ask, options, why }) =>
    ask.en === undefined
      ? []
      : [
          [
            id,
            { ask: ask.en, options: options.map(({ text }) => text.en ?? text.zh), ...(why?.en && { why: why.en }) },
          ],
        ],
  );
  return {
    zh: {
      ...rest,
      questions: questions.map(({ id, ask, options, why }) => ({
        id,
        ask: ask.zh,
        options: options.map(({ text }) => text.zh),
        right: options.flatMap(({ right }, at) => (right ? [at + 1] : [])),
        ...(why && { why: why.zh }),
      })),
    },
    en: en.length > 0 ? Object.fromEntries(en) : undefined,
  };
}

const FENCE = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/;
function parted<T>(file: string, source: string, schema: z.ZodType<T>): { head: T; text: string } {
  const [, head, text] = FENCE.exec(source.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n')) ?? [];
  if (head === undefined || text === undefined)
    throw new Error(`${file} does not begin with a head between two lines of ---`);
  let given: unknown;
  try {
    given = parse(head);
  } catch (error) {
    throw new Error(`${file}: its head cannot be read: ${(error as Error).message}`);
  }
  return { head: checked(file, schema.safeParse(given)), text: text.trimEnd() };
}

function checked<T>(file: string, read: z.ZodSafeParseResult<T>): T {
  if (read.success) return read.data;
  throw new Error(
    `${file}: ${read.error.issues.map(({ path: at, message }) => `${at.join('.')} ${message}`).join('; ')}`,
  );
}

/** The files of a page, by name. */
export function pageFiles({ key, title, folder, text, quiz, ...head }: Page): { name: string; body: string }[] {
  const file = (name: string, given: object, body: string) => ({
    name,
    body: `---\n${stringify(given)}---\n\n${body}\n`,
  });
  const { kind, ...rest } = head;
  const asked = quiz && quizFiles(quiz);
  return [
    file(
      `${key}.md`,
      { kind, title: title.zh, ...(folder && { folder: folder.zh }), ...rest, ...(asked && { quiz: asked.zh }) },
      text.zh,
    ),
    ...(title.en && text.en
      ? [
          file(
            `${key}.en.md`,
            { title: title.en, ...(folder?.en && { folder: folder.en }), ...(asked?.en && { quiz: asked.en }) },
            text.en,
          ),
        ]
      : []),
  ];
}
