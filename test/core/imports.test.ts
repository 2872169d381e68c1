// Imports point one way (ARCHITECTURE.md). They are read by regular expression: TypeScript 7 has no JavaScript API.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Folder → folders it may import at run time. */
const mayImport: Record<string, string[]> = {
  words: [],
  feel: ['words'],
  dmn: ['words', 'feel'],
  forms: ['words', 'feel'],
  records: ['words', 'feel', 'forms'],
  parameters: ['words', 'feel', 'forms'],
  pages: ['words', 'feel', 'forms', 'records'],
  notices: ['words', 'feel'],
  channels: ['words', 'activities', 'db', 'notices'],
  content: ['words', 'bpmn', 'dmn', 'pages', 'parameters', 'records', 'feel', 'forms'],
  bpmn: ['words', 'dmn', 'feel', 'forms'],
  proof: ['words'],
  workflows: ['words', 'bpmn', 'dmn', 'feel'],
  activities: ['words', 'db', 'bpmn', 'dmn', 'feel', 'forms', 'records', 'tables', 'workflows'],
  db: [
    'words',
    'notices',
    'proof',
    'bpmn',
    'content',
    'dmn',
    'feel',
    'forms',
    'pages',
    'parameters',
    'records',
    'workflows',
  ],
  dispatch: [
    'words',
    'activities',
    'channels',
    'notices',
    'db',
    'bpmn',
    'dmn',
    'feel',
    'forms',
    'records',
    'workflows',
  ],
  orders: ['words', 'bpmn', 'feel', 'forms', 'tables'],
  tables: ['words'],
  api: [
    'words',
    'activities',
    'channels',
    'notices',
    'proof',
    'content',
    'db',
    'bpmn',
    'dmn',
    'feel',
    'forms',
    'pages',
    'parameters',
    'records',
    'workflows',
    'dispatch',
    'orders',
    'tables',
  ],
  designer: ['words', 'bpmn', 'dmn', 'feel', 'forms'],
  web: ['words', 'notices', 'designer', 'bpmn', 'content', 'dmn', 'feel', 'forms', 'pages', 'parameters', 'records'],
  sops: ['words', 'bpmn', 'dmn', 'feel', 'forms', 'pages', 'parameters', 'records'],
  // Outside of the shop: knows it by its public API alone.
  sandbox: ['feel'],
  // What a demo shop shows; no part of a real one.
  demo: [
    'activities',
    'api',
    'bpmn',
    'db',
    'dispatch',
    'feel',
    'forms',
    'records',
    'sandbox',
    'sops',
    'stack',
    'workflows',
  ],
  // Composition roots: what they put together they know.
  stack: ['bin', 'db', 'dispatch'],
  bin: ['stack', 'cli'],
  cli: [
    'words',
    'activities',
    'api',
    'bpmn',
    'content',
    'db',
    'demo',
    'dispatch',
    'dmn',
    'feel',
    'orders',
    'parameters',
    'proof',
    'records',
    'sandbox',
    'sops',
    'stack',
    'worker.ts',
    'workflows',
  ],
  bench: ['api', 'bpmn', 'db', 'records', 'sandbox', 'sops', 'stack'],
};
/** Nobody imports tests; they may look at everything. */
const UNBOUND = ['test'];

/** Folder → further folders it may import with `import type` only. */
const mayImportTypes: Record<string, string[]> = {
  workflows: ['words', 'activities'],
  web: ['words', 'api'],
};

type Import = { typeOnly: boolean; target: string };

function importsOf(source: string): Import[] {
  const pattern =
    /\b(import|export)\s+(type\s+)?(?:[\w*${}\s,]+?\s+from\s+)?["'](\.[^"']+)["']|import\(\s*["'](\.[^"']+)["']/g;
  return [...source.matchAll(pattern)].map((m) => ({ typeOnly: m[2] !== undefined, target: m[3] ?? m[4] ?? '' }));
}

function violations(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.(tsx?|mjs)$/.test(file))
    .map((file) => path.join(folder, file));
  return files.flatMap((file) =>
    importsOf(readFileSync(file, 'utf8')).flatMap(({ typeOnly, target }) => {
      const owner = path.normalize(path.join(path.dirname(file), target)).split(path.sep)[0] ?? '';
      const allowed = [folder, ...(mayImport[folder] ?? []), ...(typeOnly ? (mayImportTypes[folder] ?? []) : [])];
      return allowed.includes(owner) ? [] : [`${file} imports ${target}: ${folder}/ must not know ${owner}/`];
    }),
  );
}

/** Folders of this repository that hold sources. */
const folders = readdirSync('.', { withFileTypes: true })
  .filter((one) => one.isDirectory() && !/^\.|^(node_modules|dist)$/.test(one.name))
  .map(({ name }) => name)
  .filter((name) =>
    readdirSync(name, { recursive: true, encoding: 'utf8' }).some((file) => /(?<!\.d)\.(tsx?|mjs)$/.test(file)),
  );

describe('imports point one way', () => {
  it('each folder has its row, and each row its folder', () => {
    expect([...Object.keys(mayImport), ...UNBOUND].sort()).toEqual(folders.sort());
  });

  for (const folder of Object.keys(mayImport)) {
    it(`${folder}/ imports only what it may`, () => {
      expect(violations(folder)).toEqual([]);
    });
  }

  it('web/ knows the API router by router, in one place: a type of the whole app does not scale', () => {
    const knows = readdirSync('web', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) =>
        importsOf(readFileSync(path.join('web', file), 'utf8'))
          .filter(({ target }) => target.includes('/api/'))
          .map(({ target }) => `${file} ${target}`),
      );
    expect(knows.length).toBeGreaterThan(5);
    expect(knows.filter((one) => !/^reach\/client\.ts \.\.\/\.\.\/api\/routes\//.test(one))).toEqual([]);
  });
});
