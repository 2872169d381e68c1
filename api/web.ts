// The built web: files by name for ever (their names change with their content), any other address is the app itself.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import type { Env } from './deps.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
};

export function webRoutes(folder: string) {
  return new Hono<Env>().get('*', async (c, next) => {
    if (/^\/(api|health|metrics)(\/|$)/.test(c.req.path)) return next();
    const place = path.join(folder, path.normalize(decodePath(c.req.path)));
    if (place.startsWith(folder + path.sep)) {
      const found = await stat(place).catch(() => undefined);
      if (found?.isFile()) {
        const forever = place.includes(`${path.sep}assets${path.sep}`);
        return c.body(Readable.toWeb(createReadStream(place)) as ReadableStream, 200, {
          'content-type': TYPES[path.extname(place)] ?? 'application/octet-stream',
          'content-length': String(found.size),
          'cache-control': forever ? 'public, max-age=31536000, immutable' : 'no-cache',
        });
      }
      if (/^\/assets\//.test(c.req.path)) return next();
    }
    const page = await readFile(path.join(folder, 'index.html'), 'utf8').catch(() => undefined);
    return page === undefined ? next() : c.html(page, 200, { 'cache-control': 'no-cache' });
  });
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '/';
  }
}
