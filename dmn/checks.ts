// What is wrong with a table before it is ever asked: values that no rule covers, rules that hold at once where only one may, rules
// that never get their turn. A cell that cannot be read as a set is given the benefit of the doubt.
import { type CellSet, type Column, columnOf } from './cell-set.ts';
import type { DecisionTable } from './schema.ts';

export type TableProblem = {
  kind: 'gap' | 'overlap' | 'unreachable';
  /** Numbers from 1: those that overlap; the one without a turn and those before it; none for a gap. */
  rules: number[];
  /** The values it is about: a unary test a column with any that matters, by the column's label. */
  where: { column: string; test: string }[];
};

/** Steps and findings at most; a table beyond is checked as far as they reach. */
const LIMIT = { steps: 20_000, pairs: 100_000, problems: 20 };

type Box = CellSet[];
type Table = { columns: Column[]; labels: string[] };

export function checkTable(table: DecisionTable): TableProblem[] {
  const columns = table.inputs.map((input, index) =>
    columnOf(
      input.type,
      input.values,
      table.rules.map((rule) => rule.inputs[index] ?? '-'),
    ),
  );
  const known: Table = { columns, labels: table.inputs.map((input) => input.label ?? input.expression) };
  return [...gaps(table, known), ...overlaps(table, known), ...unreachable(table, known)];
}

const where = ({ columns, labels }: Table, box: Box): TableProblem['where'] =>
  columns.flatMap((column, index) => {
    const set = box[index];
    if (!set || set.every((one, at) => one || !column.domain[at])) return [];
    return [{ column: labels[index] ?? '', test: column.text(set) }];
  });

const meet = (a: CellSet, b: CellSet): CellSet => a.map((one, index) => one && b[index] === true);
const some = (set: CellSet): boolean => set.includes(true);

/** A rule's cells; `opaque` says what an opaque cell is taken for. */
const boxOf = ({ columns }: Table, rule: number, opaque: boolean): Box =>
  columns.map(({ cells, domain, size }) => meet(domain, cells[rule] ?? Array<boolean>(size).fill(opaque)));

/**
 * Parts of `within` that none of the boxes covers, column by column; only pieces with the same boxes are told apart.
 * @param found answers whether to go on
 * @returns whether everything was looked at
 */
function uncovered(within: Box, boxes: Box[], found: (box: Box) => boolean): boolean {
  let steps = 0;
  const go = (column: number, active: number[], taken: Box): boolean => {
    if (++steps > LIMIT.steps) return false;
    if (active.length === 0) return found([...taken, ...within.slice(column)]);
    const set = within[column];
    if (!set) return true;
    const groups = new Map<string, { pieces: CellSet; active: number[] }>();
    for (const [piece, inside] of set.entries()) {
      if (!inside) continue;
      const here = active.filter((index) => boxes[index]?.[column]?.[piece]);
      const key = here.join();
      const group = groups.get(key) ?? { pieces: Array<boolean>(set.length).fill(false), active: here };
      group.pieces[piece] = true;
      groups.set(key, group);
    }
    return [...groups.values()].every((group) => go(column + 1, group.active, [...taken, group.pieces]));
  };
  return go(0, [...boxes.keys()], []);
}

const SINGLE: DecisionTable['hitPolicy'][] = ['UNIQUE', 'ANY', 'FIRST', 'PRIORITY'];

/** Only where one answer is asked for and none is given by default. */
function gaps(table: DecisionTable, known: Table): TableProblem[] {
  if (!SINGLE.includes(table.hitPolicy) || table.outputs.some((output) => output.default?.trim())) return [];
  if (known.columns.length === 0 || table.rules.length === 0) return [];
  const problems: TableProblem[] = [];
  uncovered(
    known.columns.map(({ domain }) => domain),
    table.rules.map((_, rule) => boxOf(known, rule, true)),
    (box) => {
      problems.push({ kind: 'gap', rules: [], where: where(known, box) });
      return problems.length < LIMIT.problems;
    },
  );
  return problems;
}

function overlaps(table: DecisionTable, known: Table): TableProblem[] {
  if (table.hitPolicy !== 'UNIQUE' && table.hitPolicy !== 'ANY') return [];
  const boxes = table.rules.map((_, rule) => boxOf(known, rule, false));
  const outputs = table.rules.map((rule) => JSON.stringify(rule.outputs.map((text) => text.trim())));
  const problems: TableProblem[] = [];
  let pairs = 0;
  for (const [later, box] of boxes.entries())
    for (let earlier = 0; earlier < later; earlier++) {
      if (++pairs > LIMIT.pairs || problems.length >= LIMIT.problems) return problems;
      if (table.hitPolicy === 'ANY' && outputs[earlier] === outputs[later]) continue;
      const both = box.map((set, column) => meet(set, boxes[earlier]?.[column] ?? []));
      if (both.every(some))
        problems.push({ kind: 'overlap', rules: [earlier + 1, later + 1], where: where(known, both) });
    }
  return problems;
}

/** Rules that can never hold, and those that others before them leave nothing to. */
function unreachable(table: DecisionTable, known: Table): TableProblem[] {
  const problems: TableProblem[] = [];
  const certain = table.rules.map((_, rule) => boxOf(known, rule, false));
  for (const rule of table.rules.keys()) {
    if (problems.length >= LIMIT.problems) break;
    const box = boxOf(known, rule, true);
    if (!box.every(some)) {
      problems.push({ kind: 'unreachable', rules: [rule + 1], where: [] });
      continue;
    }
    const before = precedents(table, rule).filter((other) =>
      certain[other]?.every((set, column) => some(meet(set, box[column] ?? []))),
    );
    const covered = uncovered(
      box,
      before.map((other) => certain[other] as Box),
      () => false,
    );
    if (covered)
      problems.push({ kind: 'unreachable', rules: [rule + 1, ...before.map((other) => other + 1)], where: [] });
  }
  return problems;
}

/** Rules that win over one where both hold. */
function precedents(table: DecisionTable, rule: number): number[] {
  if (table.hitPolicy === 'FIRST') return Array.from({ length: rule }, (_, index) => index);
  if (table.hitPolicy !== 'PRIORITY') return [];
  const rank = (at: number) =>
    table.outputs.map(({ values }, column) => {
      const listed = (values ?? '').split(',').map((text) => text.trim());
      const place = listed.indexOf(table.rules[at]?.outputs[column]?.trim() ?? '');
      return place < 0 ? listed.length : place;
    });
  const own = rank(rule);
  const wins = (other: number) => {
    const theirs = rank(other);
    for (const [column, place] of theirs.entries()) if (place !== own[column]) return place < (own[column] as number);
    return other < rule;
  };
  return [...table.rules.keys()].filter((other) => other !== rule && wins(other));
}
