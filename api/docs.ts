// The page of the OpenAPI document, from our own origin: swagger-ui-dist is served by us, nothing is loaded from elsewhere.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Hono } from 'hono';
import type { Env } from './deps.ts';

const FILES = new Map(
  Object.entries({
    'swagger-ui.css': 'text/css',
    'swagger-ui-bundle.js': 'text/javascript',
    'favicon-32x32.png': 'image/png',
  }),
);
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Zhangfa API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/page.js"></script>
</body>
</html>
`;
const SCRIPT = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#page', deepLinking: true, validatorUrl: null });\n`;

export function docsRoutes() {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return new Hono<Env>()
    .get('/api/docs', (c) => c.html(PAGE))
    .get('/api/docs/page.js', (c) => c.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
    .get('/api/docs/:file', async (c, next) => {
      const file = c.req.param('file');
      const type = FILES.get(file);
      if (!type) return next();
      return c.body(new Uint8Array(await readFile(path.join(folder, file))), 200, {
        'content-type': type,
        'cache-control': 'public, max-age=86400',
      });
    });
}
