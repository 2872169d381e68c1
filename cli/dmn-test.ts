// `zhangfa test --dmn PATH…`: runs cases of the DMN TCK. A case is one resultNode; numbers are equal within 1e-8, an errorResult
// asks for null and a warning.

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Evaluation, evaluateDecision, evaluateInvocable } from '../dmn/evaluate.ts';
import { link, type Program } from '../dmn/link.ts';
import { parseXml, type XmlElement } from '../dmn/xml/tree.ts';
import { parseDmnModel } from '../dmn/xml.ts';
import { plain } from '../feel/expression.ts';
import { type Context, FeelValue, isContext, kindOf } from '../feel/kind.ts';
import { Decimal, isNumber, parseNumber } from '../feel/number.ts';
import { equal } from '../feel/operators.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../feel/temporal.ts';
import { sayOfIncident } from '../words/incidents.ts';
import { causeOf } from './dmn-deviations.ts';
import { readExpected } from './expected-names.ts';

type Verdict = { model: string; case: string; passed: boolean; expected?: unknown; found?: unknown; why?: string };

const nameOf = (verdict: Verdict) => `${verdict.model} / ${verdict.case}`;

export async function runDmnTests(
  paths: string[],
  options: { expect?: string | undefined; json?: boolean; list?: boolean },
): Promise<number> {
  const files: string[] = [];
  for (const start of paths) await search(start, files);
  const verdicts: Verdict[] = [];
  for (const file of files.sort()) verdicts.push(...(await runFile(file)));
  const expected = options.expect ? await readExpected(options.expect) : undefined;
  const good = (verdict: Verdict) => (expected ? expected.has(nameOf(verdict)) === verdict.passed : verdict.passed);
  const failed = verdicts.filter((verdict) => !good(verdict));
  const passed = verdicts.length - failed.length;
  if (options.json) console.log(JSON.stringify({ verdicts, passed, failed: failed.length }, null, 1));
  else if (options.list) for (const verdict of verdicts) verdict.passed && console.log(nameOf(verdict));
  else {
    report(failed);
    console.log(`${passed} passed, ${failed.length} failed`);
  }
  return failed.length ? 1 : 0;
}

function report(failed: Verdict[]): void {
  for (const model of new Set(failed.map((verdict) => verdict.model))) {
    const group = failed.filter((verdict) => verdict.model === model);
    const cause = causeOf(model);
    console.log(`${model}: ${group.length} failed${cause ? ` (${cause})` : ''}`);
    for (const verdict of group)
      console.log(
        verdict.passed
          ? `  PASSES, but is not listed: ${nameOf(verdict)}`
          : `  FAILED  ${nameOf(verdict)}: expected ${text(verdict.expected)}, found ${text(verdict.found)}${verdict.why ? ` (${verdict.why})` : ''}`,
      );
  }
}

const text = (value: unknown) => JSON.stringify(plain(value));

async function search(at: string, found: string[]): Promise<void> {
  if ((await stat(at)).isDirectory()) for (const name of await readdir(at)) await search(path.join(at, name), found);
  else if (/-test-[^/]*\.xml$/.test(at)) found.push(at);
}

/** The models of a folder by file name, each with those it may import behind it. */
const programs = new Map<string, Promise<Program | string>>();

function programOf(folder: string, file: string): Promise<Program | string> {
  const key = path.join(folder, file);
  const known = programs.get(key) ?? load(folder, file);
  programs.set(key, known);
  return known;
}

async function load(folder: string, file: string): Promise<Program | string> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.dmn'));
    const main = names.includes(file) ? file : names.find((name) => name.startsWith(path.basename(folder)));
    if (!main) return `there is no model ${file}`;
    const texts = [main, ...names.filter((name) => name !== main)].map((name) =>
      readFile(path.join(folder, name), 'utf8'),
    );
    return link((await Promise.all(texts)).map(parseDmnModel));
  } catch (error) {
    return (error as Error).message;
  }
}

const children = (element: XmlElement, name: string) => element.children.filter((child) => child.name === name);

async function runFile(file: string): Promise<Verdict[]> {
  const root = parseXml(await readFile(file, 'utf8'));
  const folder = path.dirname(file);
  const program = await programOf(folder, children(root, 'modelName')[0]?.text.trim() ?? '');
  const model = path.basename(folder);
  return children(root, 'testCase').flatMap((testCase) =>
    children(testCase, 'resultNode').map((node) => {
      const name = `${path.basename(file, '.xml').replace(/^.*-(test-)/, '$1')} ${testCase.attributes.id ?? ''} ${node.attributes.name ?? ''}`;
      const expected = readValue(children(node, 'expected')[0]);
      if (typeof program === 'string') return { model, case: name, passed: false, expected, why: program };
      return { model, case: name, ...judge(program, testCase, node, expected) };
    }),
  );
}

function judge(
  program: Program,
  testCase: XmlElement,
  node: XmlElement,
  expected: unknown,
): Omit<Verdict, 'model' | 'case'> {
  try {
    const result = evaluate(program, testCase, node.attributes.name ?? '');
    if (!result) return { passed: false, expected, why: 'there is no such decision' };
    const why = result.warnings[0];
    const error = node.attributes.errorResult === 'true';
    const passed = error ? result.value === null && result.warnings.length > 0 : same(result.value, expected);
    return { passed, expected, found: result.value, ...(why && { why: sayOfIncident(why, 'en') }) };
  } catch (problem) {
    return { passed: false, expected, why: `the evaluation broke: ${(problem as Error).stack}` };
  }
}

function evaluate(program: Program, testCase: XmlElement, result: string): Evaluation | undefined {
  const inputs: Context = {};
  for (const node of children(testCase, 'inputNode')) inputs[node.attributes.name ?? ''] = readValue(node);
  const clock = { at: Date.now() };
  const { invocableName } = testCase.attributes;
  if (!invocableName) return evaluateDecision(program, result, inputs, clock);
  const found = evaluateInvocable(program, invocableName, inputs, clock);
  // A service with several outputs gives them by name.
  return found && isContext(found.value) && Object.hasOwn(found.value, result) && result !== invocableName
    ? { ...found, value: found.value[result] }
    : found;
}

const PARSERS: Record<string, (text: string) => unknown> = {
  string: (value) => value,
  boolean: (value) => value.trim() === 'true' || value.trim() === '1',
  date: parseDate,
  time: parseTime,
  dateTime: parseDateTime,
  duration: parseDuration,
};

function readValue(element: XmlElement | undefined): unknown {
  if (!element || isNil(element)) return null;
  const components = children(element, 'component');
  if (components.length) return Object.fromEntries(components.map((one) => [one.attributes.name, readValue(one)]));
  const [list] = children(element, 'list');
  if (list) return isNil(list) ? null : children(list, 'item').map(readValue);
  const [value] = children(element, 'value');
  if (!value || isNil(value)) return null;
  const type = attribute(value, 'type')?.replace(/^.*:/, '') ?? 'string';
  const parse = PARSERS[type] ?? ((source: string) => parseNumber(source.trim()));
  return parse(value.text);
}

const attribute = ({ attributes }: XmlElement, name: string) =>
  Object.entries(attributes).find(([key]) => key === name || key.endsWith(`:${name}`))?.[1];
const isNil = (element: XmlElement) => ['true', '1'].includes(attribute(element, 'nil') ?? '');

function same(found: unknown, expected: unknown): boolean {
  if (isNumber(found) && isNumber(expected)) return new Decimal(found).minus(expected).abs().lte(1e-8);
  if (kindOf(found) !== kindOf(expected)) return false;
  if (Array.isArray(found) && Array.isArray(expected))
    return found.length === expected.length && found.every((item, index) => same(item, expected[index]));
  if (isContext(found) && isContext(expected)) {
    const keys = Object.keys(expected);
    return keys.length === Object.keys(found).length && keys.every((key) => same(found[key], expected[key]));
  }
  return found instanceof FeelValue ? equal(found, expected) === true : found === expected;
}
