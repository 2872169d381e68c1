// Whoever is in a transaction asks the pool for nothing: as many at once as there are connections would each hold one and wait for a
// second, for ever. Read from the sources, because a road that is seldom taken freezes the shop as surely as any other.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ESTree, parseSync } from 'vite';
import { expect, it } from 'vitest';

const FOLDERS = ['activities', 'api', 'cli', 'db', 'demo', 'dispatch', 'orders', 'stack'];
/** What holds the pool, by the name it has everywhere. */
const POOL = ['sql', 'deps', 'auth', 'definitions', 'door', 'feed'];

type Node = ESTree.Node & Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';
const TYPES = /^(typeAnnotation|typeArguments|typeParameters|returnType)$/;
const children = (node: Node): [string, Node][] =>
  Object.entries(node).flatMap(([key, value]) =>
    TYPES.test(key) ? [] : [value].flat().flatMap((one): [string, Node][] => (isNode(one) ? [[key, one]] : [])),
  );
const every = (node: Node): Node[] => [node, ...children(node).flatMap(([, child]) => every(child))];
const isFunction = (node: unknown): node is Node & { params: Node[] } =>
  isNode(node) && /Function/.test(node.type) && isNode(node.body);

/** The names that a pattern binds. */
const bound = (node: Node): string[] => {
  if (node.type === 'Identifier') return [node.name as string];
  if (node.type === 'AssignmentPattern') return bound(node.left as Node);
  if (node.type === 'Property') return bound(node.value as Node);
  return children(node).flatMap(([, child]) => bound(child));
};

/** In the transactions of a source, which is where there is a `tx`: what of the pool they name, themselves or in the functions of this file that they call. */
function secondConnections(file: string, source: string): string[] {
  const nodes = every(parseSync(file, source).program as unknown as Node);
  const functions = new Map<string, Node>();
  const pool = new Set(POOL);
  for (const node of nodes) {
    const id = node.id as Node | undefined;
    if (node.type === 'FunctionDeclaration' && id) functions.set(id.name as string, node);
    if (node.type !== 'VariableDeclarator' || !id) continue;
    const init = node.init as Node | null;
    if (isFunction(init)) functions.set(id.name as string, init);
    // `const known = createDefinitions(sql)`
    const makes = init?.type === 'CallExpression' && /^create/.test(String((init.callee as Node).name));
    if (makes && (init.arguments as Node[]).some(({ name }) => pool.has(name as string)))
      for (const name of bound(id)) pool.add(name);
  }
  const used = (node: Node, own: Set<string>, seen: Set<string>): Node[] => {
    if (isFunction(node)) own = new Set([...own, ...node.params.flatMap(bound)]);
    if (node.type === 'VariableDeclarator') for (const name of bound(node.id as Node)) own.add(name);
    if (node.type === 'Identifier') return pool.has(node.name as string) && !own.has(node.name as string) ? [node] : [];
    const called = node.type === 'CallExpression' ? ((node.callee as Node).name as string | undefined) : undefined;
    const body = called !== undefined && !own.has(called) && !seen.has(called) ? functions.get(called) : undefined;
    return [
      ...(body ? used(body, new Set(), seen.add(called as string)) : []),
      ...children(node).flatMap(([key, child]) => {
        const isName = (key === 'property' || key === 'key') && !node.computed;
        if (isName) return child.name === 'sql' && key === 'property' ? [child] : [];
        return used(child, own, seen);
      }),
    ];
  };
  const lineOf = ({ start }: Node) => source.slice(0, start).split('\n').length;
  const found = nodes.flatMap((node) => {
    const callee = node.type === 'CallExpression' ? (node.callee as Node) : undefined;
    const given = (callee?.property as Node | undefined)?.name === 'begin' ? (node.arguments as Node[]).at(-1) : node;
    const work = given?.type === 'Identifier' && given !== node ? functions.get(given.name as string) : given;
    if (given !== node && !isFunction(work))
      return [`${file}:${lineOf(node)} hands on a transaction that cannot be read here`];
    if (!isFunction(work) || !work.params.some((param) => bound(param).includes('tx'))) return [];
    return used(work, new Set(), new Set()).map((one) => `${file}:${lineOf(one)} ${one.name}`);
  });
  return [...new Set(found)];
}

const sources = [
  'worker.ts',
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.posix.join(folder, file)),
  ),
].filter((file) => /(?<!\.d)\.ts$/.test(file));

it('no transaction asks the pool for a second connection', () => {
  expect(sources.flatMap((file) => secondConnections(file, readFileSync(file, 'utf8')))).toEqual([]);
});

it.each([
  ['itself', 'sql.begin(async (tx) => { await read(sql); await tx`select 1`; })', ['a.ts:1 sql']],
  [
    'by what was made of it',
    'const known = createKnown(sql);\nsql.begin(async (tx) => known.of(tx))',
    ['a.ts:2 known'],
  ],
  ['in a function that it calls', 'const one = (id) => sql`x`;\nsql.begin((tx) => one(1))', ['a.ts:1 sql']],
  ['by an argument that was left out', 'const one = (from = sql) => from;\nsql.begin((tx) => one(tx))', ['a.ts:1 sql']],
  ['behind a member', 'deps.sql.begin((tx) => shop.sql`select 1`)', ['a.ts:1 sql']],
  ['in another’s hands', 'sql.begin(work)', ['a.ts:1 hands on a transaction that cannot be read here']],
  ['in work that somebody else does in his', 'once(sql, call, async (tx) => read(sql))', ['a.ts:1 sql']],
  ['not', 'const f = (sql) => sql`x`;\nsql.begin(async (tx) => { const sql = tx; await f(sql); })', []],
])('is found: %s', (_how, source, found) => {
  expect(secondConnections('a.ts', source)).toEqual(found);
});

it('a connection is reserved only where those who wait for it wait without one', () => {
  const reserving = sources.filter((file) => /\.reserve\(\)/.test(readFileSync(file, 'utf8')));
  // A backup is a process of its own, and takes one.
  expect(reserving).toEqual(['db/backup.ts', 'db/migrate.ts', 'db/opening.ts']);
});
