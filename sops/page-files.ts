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
import { Page } from '../pages/page.ts';

const Head = z.strictObject({
  kind: z.string(),
  title: z.string(),
  folder: z.string().optional(),
  scene: z.array(z.string()).optional(),
  see: z.array(z.string()).optional(),
  read: z.object({ who: z.array(z.string()), days: z.number() }).optional(),
  reviewDays: z.number().optional(),
});
const English = z.strictObject({ title: z.string(), folder: z.string().optional() });

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
      const words = (zh: string | undefined, english: string | undefined) =>
        zh === undefined ? undefined : { zh, ...(english !== undefined && { en: english }) };
      return checked(
        file,
        Page.safeParse({
          key,
          ...head,
          title: words(head.title, en?.head.title),
          folder: words(head.folder, en?.head.folder),
          text: words(text, en?.text),
        }),
      );
    }),
  );
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
export function pageFiles({ key, title, folder, text, ...head }: Page): { name: string; body: string }[] {
  const file = (name: string, given: object, body: string) => ({
    name,
    body: `---\n${stringify(given)}---\n\n${body}\n`,
  });
  const { kind, ...rest } = head;
  return [
    file(`${key}.md`, { kind, title: title.zh, ...(folder && { folder: folder.zh }), ...rest }, text.zh),
    ...(title.en && text.en
      ? [file(`${key}.en.md`, { title: title.en, ...(folder?.en && { folder: folder.en }) }, text.en)]
      : []),
  ];
}
