// Uploads: a variable holds the reference, never the bytes.
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { writeAudit } from '../../db/audit.ts';
import type { Sql } from '../../db/connect.ts';
import { eraseDue } from '../../db/erasure.ts';
import { type FileRow, fileFor, forgetUntied, insertFile, pictureOfPage, untiedBytes } from '../../db/files.ts';
import { showsPicture } from '../../db/pages.ts';
import { created } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { placeOf, sha256Of, store } from '../file-store.ts';
import { problem, tell } from '../problem.ts';
import { fileOfSeenRecord } from '../record-rights.ts';
import { shopNow } from '../shop-now.ts';
import { sniff } from '../sniff.ts';
import { allow, type Person, personOf, viewerOf, whoOf } from '../who.ts';

export const FILE_BYTES = 20 * 1024 * 1024;
/** What one person may have uploaded without giving it to a case; what nobody has given to one after so many days is removed. */
const UNTIED_BYTES = 500 * 1024 * 1024;
const UNTIED_DAYS = 30;
export const FileRef = z.object({ file: z.string(), name: z.string(), size: z.number(), type: z.string() });

const upload = createRoute({
  method: 'post',
  path: '/files',
  tags: ['files'],
  summary: 'Upload one file (multipart field `file`, at most 20 MB); the answer is the value for a form’s file field',
  middleware: [
    allow('staff'),
    bodyLimit({
      maxSize: FILE_BYTES + 100_000,
      onError: () => {
        throw problem('tooLarge');
      },
    }),
  ] as const,
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({ file: z.custom<File>().openapi({ type: 'string', format: 'binary' }) }),
        },
      },
    },
  },
  responses: created(FileRef, 'The reference'),
});
const download = createRoute({
  method: 'get',
  path: '/files/{id}',
  tags: ['files'],
  summary: 'The bytes, for who uploaded it, sees its case, the field of a record that has it, or a page that shows it',
  middleware: allow('staff', 'cases:read'),
  request: { params: z.object({ id: z.string().regex(/^[a-f0-9]{24}$/) }) },
  responses: {
    200: {
      description: 'The file',
      content: {
        'application/octet-stream': { schema: z.custom<Uint8Array>().openapi({ type: 'string', format: 'binary' }) },
      },
    },
  },
});

const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|application\/pdf)$/;

export const fileRoutes = ({ sql, filesDir, untiedBytes: most = UNTIED_BYTES }: Deps) =>
  router()
    .openapi(upload, async (c) => {
      const { file } = c.req.valid('form');
      if (!(file instanceof File))
        throw problem('invalid', { what: tell('invalid.file') }, { errors: [{ path: 'file', message: 'missing' }] });
      const ref = await takeFile({ sql, filesDir, untiedBytes: most }, file, personOf(c).id);
      c.set('auditObject', ref.file);
      return c.json(ref, 201);
    })
    .openapi(download, async (c) => {
      const { id } = c.req.valid('param');
      const who = whoOf(c);
      const own = await fileFor(sql, viewerOf(c), who.id, id);
      const found =
        own ??
        (who.kind === 'person'
          ? ((await fileOfSeenRecord(sql, who, id)) ?? (await pictureFor(sql, who, id)))
          : undefined);
      if (!found) throw problem('notFound', { what: id });
      // Whoever takes out what few may see is written down each time.
      if (own?.isExport)
        await writeAudit(sql, {
          by: who.id,
          action: 'GET /api/files/:id',
          object: id,
          detail: { name: found.name, case: own.case },
          address: c.get('address'),
        });
      const place = placeOf(filesDir, found.sha256);
      if (!(await stat(place).catch(() => undefined))) throw problem('notFound', { what: id });
      return c.body(Readable.toWeb(createReadStream(place)) as ReadableStream, 200, {
        'content-type': found.type,
        'content-length': String(found.size),
        'content-disposition': `${SHOWN.test(found.type) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
        'cache-control': own?.isExport ? 'no-store' : 'private, max-age=86400, immutable',
      });
    });

/** Keeps it under the name of whoever uploads it, until it is given to a case. */
export async function takeFile(
  { sql, filesDir, untiedBytes: most = UNTIED_BYTES }: Pick<Deps, 'sql' | 'filesDir' | 'untiedBytes'>,
  file: File,
  by: string,
): Promise<z.infer<typeof FileRef>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const name =
    path
      .basename(file.name)
      .replace(/[\p{Cc}\p{Bidi_Control}"\\/]/gu, '_')
      .slice(-150)
      .replace(/^\p{Cs}/u, '') || 'file';
  if (bytes.length > FILE_BYTES) throw problem('fileTooLarge', { name, megabytes: FILE_BYTES / 1024 / 1024 });
  if (bytes.length === 0) throw problem('fileEmpty', { name });
  const type = sniff(bytes, name);
  if (!type) throw problem('fileRefused', { name });
  if ((await untiedBytes(sql, by)) + bytes.length > most)
    throw problem('quotaReached', { megabytes: Math.round(most / 1024 / 1024) });
  const sha256 = sha256Of(bytes);
  await store(placeOf(filesDir, sha256), bytes);
  const id = randomBytes(12).toString('hex');
  await insertFile(sql, { id, sha256, name, type, size: bytes.length, by });
  // The same bytes may just have been removed with the last row that named them.
  await store(placeOf(filesDir, sha256), bytes);
  return { file: id, name, size: bytes.length, type };
}

async function pictureFor(sql: Sql, me: Person, id: string): Promise<FileRow | undefined> {
  const found = await pictureOfPage(sql, id);
  const reader = { person: me.id, refs: me.refs, all: false };
  return found && (await showsPicture(sql, reader, id, await shopNow(sql))) ? found : undefined;
}

/** Uploads that came to nothing: rows first, so that a file without a row is the worst that can happen. */
export async function tidyFiles(sql: Sql, filesDir: string): Promise<void> {
  for (const sha256 of await forgetUntied(sql, UNTIED_DAYS)) await rm(placeOf(filesDir, sha256), { force: true });
}

/** Personal data whose time is over, with its files. */
export async function erasePersonal({ sql, filesDir, log }: Pick<Deps, 'sql' | 'filesDir' | 'log'>): Promise<void> {
  const { cases, files } = await eraseDue(sql, await shopNow(sql));
  for (const sha256 of files) await rm(placeOf(filesDir, sha256), { force: true });
  if (cases > 0) log.info({ cases }, 'personal data erased');
}
