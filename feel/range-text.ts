// `range("[18..21)")` (DMN 1.5, 10.3.4.1): end points are literals; one may be absent, and its bracket is then open.
import type { Node } from './ast.ts';
import { kindOf } from './kind.ts';
import { namesOf } from './names.ts';
import { isNumber } from './number.ts';
import { compareValues } from './operators.ts';
import { FeelSyntaxError, parseExpression } from './parse.ts';
import { FeelRange } from './range.ts';
import { parseDate, parseDateTime, parseDuration, parseTemporal, parseTime } from './temporal.ts';

const NAMES = namesOf([]);
const CALLS = new Map<string, (text: string) => unknown>([
  ['date', parseDate],
  ['time', parseTime],
  ['date and time', parseDateTime],
  ['duration', parseDuration],
]);

/** undefined where the text is no literal. */
function literal(text: string): unknown {
  let node: Node;
  try {
    node = parseExpression(text, NAMES);
  } catch (error) {
    if (error instanceof FeelSyntaxError) return undefined;
    throw error;
  }
  if (node.type === 'at') return parseTemporal(node.text) ?? undefined;
  if (node.type === 'literal') return typeof node.value === 'string' || isNumber(node.value) ? node.value : undefined;
  if (node.type !== 'call' || node.callee.type !== 'name' || node.args.length !== 1) return undefined;
  const [argument] = node.args;
  const parse = CALLS.get(node.callee.name);
  return parse && argument?.type === 'literal' && typeof argument.value === 'string'
    ? (parse(argument.value) ?? undefined)
    : undefined;
}

export function parseRange(text: string): FeelRange | null {
  const match = /^\s*([[(\]])([\s\S]*?)\.\.([\s\S]*)([\])[])\s*$/.exec(text);
  if (!match) return null;
  const point = (source: string) => (source.trim() === '' ? null : literal(source));
  const [start, end] = [point(match[2] ?? ''), point(match[3] ?? '')];
  const [startIncluded, endIncluded] = [match[1] === '[', match[4] === ']'];
  if (start === undefined || end === undefined || (start === null && end === null)) return null;
  if ((start === null && startIncluded) || (end === null && endIncluded)) return null;
  if (start !== null && end !== null) {
    if (kindOf(start) !== kindOf(end)) return null;
    const order = compareValues(start, end);
    if (order === null || order > 0) return null;
  }
  const half = start === null ? (endIncluded ? '<=' : '<') : end === null ? (startIncluded ? '>=' : '>') : null;
  return new FeelRange(start, end, startIncluded, endIncluded, half);
}
