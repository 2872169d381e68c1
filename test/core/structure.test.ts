// The core's files import each other in one direction; the knots that the token game really has are named here.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const KNOTS = [
  // A run of a repetition enters and leaves like any activity, and what is undone are such activities.
  ['bpmn/body.ts', 'bpmn/compensation.ts', 'bpmn/moves.ts'],
  // What is thrown may cancel a transaction, and that is caught at its boundary.
  ['bpmn/raise.ts', 'bpmn/throwing.ts', 'bpmn/transaction.ts'],
  // A message that is delivered may begin a case, which may send one; what two cases agree on is tried on copies of all.
  ['bpmn/delivery.ts', 'bpmn/population.ts', 'bpmn/return-across.ts'],
  ['bpmn/xml/write-element.ts', 'bpmn/xml/write-root.ts'],
];

/** Run-time imports between the files of a folder. */
function importsIn(folder: string): Map<string, string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.ts$/.test(file))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')));
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const found = [...readFileSync(file, 'utf8').matchAll(/^import\s+(type\s+)?([\s\S]*?)from\s+'(\.[^']+)';/gm)];
    const targets = found.flatMap(([, typeOnly, names = '', target = '']) => {
      const listed = /^\{([\s\S]*)\}\s*$/
        .exec(names.trim())?.[1]
        ?.split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      const types = typeOnly !== undefined || (listed?.length && listed.every((name) => name.startsWith('type ')));
      return types ? [] : [path.posix.join(path.posix.dirname(file), target)];
    });
    graph.set(
      file,
      targets.filter((target) => files.includes(target)),
    );
  }
  return graph;
}

/** Files that can reach each other. */
function knotsOf(graph: Map<string, string[]>): string[][] {
  const reach = (from: string): Set<string> => {
    const seen = new Set<string>();
    const queue = [...(graph.get(from) ?? [])];
    for (let next = queue.pop(); next; next = queue.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(...(graph.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map([...graph.keys()].map((file) => [file, reach(file)]));
  const knots = new Map<string, string[]>();
  for (const [file, others] of reached) {
    if (!others.has(file)) continue;
    const knot = [...others].filter((other) => reached.get(other)?.has(file)).sort();
    knots.set(knot.join(), knot);
  }
  return [...knots.values()].sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

it('the knots of the core are those that it really has', () => {
  expect(knotsOf(importsIn('bpmn'))).toEqual([...KNOTS].sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)));
});

it.each(['feel', 'dmn', 'forms', 'workflows', 'dispatch', 'activities', 'db'])(
  '%s/ has at most knots of one idea',
  (folder) => {
    expect(knotsOf(importsIn(folder)).filter((knot) => knot.length > 2)).toEqual([]);
  },
);

it('SQL stands in db/ alone; stack/ only makes the database itself', () => {
  const folders = ['activities', 'api', 'cli', 'dispatch', 'orders', 'sandbox', 'workflows'];
  const found = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.ts$/.test(file))
      .map((file) => path.posix.join(folder, file))
      .filter((file) => /\b(?:sql|tx)(?:<[^`]*>)?`/.test(readFileSync(file, 'utf8'))),
  );
  expect(found).toEqual([]);
});
