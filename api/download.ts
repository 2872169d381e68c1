// A file that is made while it is sent: piece after piece, as fast as the reader takes it.
import { Readable } from 'node:stream';
import type { Context } from 'hono';

export const CSV_TYPE = 'text/csv; charset=utf-8';

export function download(
  c: Context,
  { name, type, pieces }: { name: string; type: string; pieces: AsyncIterable<string | Uint8Array> },
): Response {
  return c.body(Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
  });
}
