// The cells of one column as sets. Numbers, dates, times and durations are cut at every value that a cell names, into points and the
// stretches between them; texts and booleans into the values that are named and "any other". A cell whose test cannot be read this
// way (it calls a function, reads a variable) is opaque.
import type { Comparator, Node, UnaryTests } from '../feel/ast.ts';
import { kindOf } from '../feel/kind.ts';
import { namesOf } from '../feel/names.ts';
import { compareNumbers, type FeelNumber, isNumber, isWhole, subtract } from '../feel/number.ts';
import { compareValues, literalText } from '../feel/operators.ts';
import { FeelSyntaxError, parseUnaryTests } from '../feel/parse.ts';
import { parseDate, parseDateTime, parseDuration, parseTemporal, parseTime } from '../feel/temporal.ts';

/** One entry a piece of the column's domain. */
export type CellSet = boolean[];
export type Column = {
  /** Number of pieces. */
  size: number;
  /** By rule; null where the cell is opaque. */
  cells: (CellSet | null)[];
  /** Pieces that values can be in. */
  domain: CellSet;
  /** What a set of pieces is, as unary tests. */
  text(set: CellSet): string;
};

const NAMES = namesOf([]);
const ORDERED = new Set([
  'number',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
]);
const CALLS = new Map<string, (text: string) => unknown>([
  ['date', parseDate],
  ['time', parseTime],
  ['date and time', parseDateTime],
  ['duration', parseDuration],
]);

/** The value that a node stands for whatever the input is; undefined where that is not known. */
function constant(node: Node | null): unknown {
  if (!node) return undefined;
  if (node.type === 'literal') return node.value ?? undefined;
  if (node.type === 'at') return parseTemporal(node.text) ?? undefined;
  if (node.type !== 'call' || node.callee.type !== 'name' || node.args.length !== 1) return undefined;
  const [argument] = node.args;
  const parse = CALLS.get(node.callee.name);
  return parse && argument?.type === 'literal' && typeof argument.value === 'string'
    ? (parse(argument.value) ?? undefined)
    : undefined;
}

function read(text: string): UnaryTests | null {
  try {
    return parseUnaryTests(text, NAMES);
  } catch (problem) {
    if (problem instanceof FeelSyntaxError) return null;
    throw problem;
  }
}

function constantsIn(part: unknown): unknown[] {
  if (Array.isArray(part)) return part.flatMap(constantsIn);
  if (typeof part !== 'object' || part === null) return [];
  const value = constant(part as Node);
  if (value !== undefined) return [value];
  return Object.values(part).flatMap(constantsIn);
}

/** Raised by a test that is no set. */
const OPAQUE = Symbol('opaque');

type Pieces = {
  size: number;
  /** Whether a piece compares so with a value; throws OPAQUE. */
  compare(operator: Comparator, value: unknown): CellSet;
  domain: CellSet;
  text(set: CellSet): string;
};

/** @param type the input's type, @param values its allowed values as unary tests, @param texts a cell a rule */
export function columnOf(type: string | undefined, values: string | undefined, texts: string[]): Column {
  const parsed = texts.map(read);
  const allowed = values?.trim() ? read(values) : null;
  const constants = constantsIn([...parsed, allowed]);
  const kinds = new Set(constants.map(kindOf));
  if (type === 'boolean' && kinds.size === 0) kinds.add('boolean');
  const [kind = 'string'] = kinds;
  const pieces = kinds.size > 1 ? blank() : ORDERED.has(kind) ? stretches(constants, type) : listed(constants, kind);
  const whole = Array<boolean>(pieces.size).fill(true);
  const setOf = (tests: UnaryTests | null): CellSet | null => {
    if (!tests) return null;
    if (!tests.tests) return whole;
    try {
      const union = tests.tests.map((test) => testSet(test, pieces)).reduce(or);
      return tests.negated ? union.map((one) => !one) : union;
    } catch (problem) {
      if (problem !== OPAQUE) throw problem;
      return null;
    }
  };
  const limits = allowed && setOf(allowed);
  return {
    size: pieces.size,
    cells: parsed.map(setOf),
    domain: pieces.domain.map((one, index) => one && (limits?.[index] ?? true)),
    text: pieces.text,
  };
}

const or = (a: CellSet, b: CellSet): CellSet => a.map((one, index) => one || b[index] === true);
const and = (a: CellSet, b: CellSet): CellSet => a.map((one, index) => one && b[index] === true);
const opaque = (): never => {
  throw OPAQUE;
};

function testSet(test: Node, pieces: Pieces): CellSet {
  const against = (operator: Comparator, node: Node | null) => {
    const value = constant(node);
    return value === undefined ? opaque() : pieces.compare(operator, value);
  };
  switch (test.type) {
    case 'half':
      return against(test.operator, test.operand);
    case 'range':
      return and(
        against(test.startIncluded ? '>=' : '>', test.start),
        against(test.endIncluded ? '<=' : '<', test.end),
      );
    case 'list':
      return test.items.map((item) => testSet(item, pieces)).reduce(or, Array<boolean>(pieces.size).fill(false));
    case 'comparison':
      return test.left.type === 'input' ? against(test.operator, test.right) : opaque();
    case 'between':
      return test.value.type === 'input' ? and(against('>=', test.low), against('<=', test.high)) : opaque();
    case 'in':
      return test.value.type === 'input' ? test.tests.map((one) => testSet(one, pieces)).reduce(or) : opaque();
    case 'and':
    case 'or': {
      // Both sides must speak of the input, or they are values and not conditions.
      const asks = (node: Node) => node.type !== 'literal' && node.type !== 'half' && node.type !== 'range';
      if (!asks(test.left) || !asks(test.right)) return opaque();
      return (test.type === 'and' ? and : or)(testSet(test.left, pieces), testSet(test.right, pieces));
    }
    default:
      return against('=', test);
  }
}

const blank = (): Pieces => ({ size: 1, compare: opaque, domain: [true], text: () => '-' });

const HOLDS: Record<Comparator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Piece 0 lies before the first point, 1 is the point, 2 lies behind it, and so on. */
function stretches(constants: unknown[], type: string | undefined): Pieces {
  const points: unknown[] = [];
  for (const value of [...constants].sort((a, b) => compareValues(a, b) ?? 0))
    if (points.length === 0 || compareValues(points.at(-1), value) !== 0) points.push(value);
  const size = points.length * 2 + 1;
  const whole = type === 'integer' || type === 'long';
  /** Between neighbouring whole numbers there is nothing. */
  const empty = (index: number) => {
    const [a, b] = [points[index / 2 - 1], points[index / 2]];
    if (!whole || index % 2 === 1 || !isNumber(a) || !isNumber(b) || !isWhole(a) || !isWhole(b)) return false;
    return compareNumbers(subtract(b, a) as FeelNumber, 1) === 0;
  };
  return {
    size,
    compare: (operator, value) => {
      const at = points.findIndex((point) => compareValues(point, value) === 0) * 2 + 1;
      return Array.from({ length: size }, (_, index) => HOLDS[operator](index - at));
    },
    domain: Array.from({ length: size }, (_, index) => !empty(index)),
    text: (set) =>
      runs(set)
        .map(([from, to]) => runText(points, from, to))
        .join(', '),
  };
}

/** First and last piece of each run of pieces in a set. */
function runs(set: CellSet): [number, number][] {
  const list: [number, number][] = [];
  for (const [index, inside] of set.entries()) {
    if (!inside) continue;
    const last = list.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else list.push([index, index]);
  }
  return list;
}

function runText(points: unknown[], from: number, to: number): string {
  const point = (index: number) => literalOf(points[index]);
  if (from === to && from % 2 === 1) return point((from - 1) / 2);
  const start = from === 0 ? null : { text: point(Math.floor((from - 1) / 2)), included: from % 2 === 1 };
  const end = to === points.length * 2 ? null : { text: point(Math.floor(to / 2)), included: to % 2 === 1 };
  if (!start && !end) return '-';
  if (!start) return `${end?.included ? '<=' : '<'} ${end?.text}`;
  if (!end) return `${start.included ? '>=' : '>'} ${start.text}`;
  return `${start.included ? '[' : '('}${start.text}..${end.text}${end.included ? ']' : ')'}`;
}

const literalOf = (value: unknown) =>
  isNumber(value) || typeof value === 'string' || typeof value === 'boolean' ? literalText(value) : `@"${value}"`;

/** Every named value is a piece, and the last one is any other. */
function listed(constants: unknown[], kind: string): Pieces {
  const values = kind === 'boolean' ? [true, false] : [...new Set(constants)];
  const size = values.length + 1;
  return {
    size,
    compare: (operator, value) => {
      const at = values.indexOf(value);
      if (operator === '=') return Array.from({ length: size }, (_, index) => index === at);
      if (operator === '!=') return Array.from({ length: size }, (_, index) => index !== at);
      return opaque();
    },
    domain: Array.from({ length: size }, (_, index) => kind !== 'boolean' || index < values.length),
    text: (set) => {
      const named = (inside: boolean) => values.filter((_, index) => set[index] === inside).map(literalOf);
      if (!set[values.length]) return named(true).join(', ');
      return named(false).length ? `not(${named(false).join(', ')})` : '-';
    },
  };
}
