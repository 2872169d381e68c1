// No expression can stop the engine, whichever function it multiplies its work with; and none makes what cannot be stored.

import { describe, expect, it, test } from 'vitest';
import { runScenario } from '../../bpmn/scenario.ts';
import { create, step } from '../../bpmn/step.ts';
import { EVALUATION, spent } from '../../feel/budget.ts';
import { feel } from '../../feel/expression.ts';
import { beginning, defectOf } from '../../feel/well-formed.ts';
import { validate } from '../../forms/validate.ts';
import { sayOfIncident } from '../../words/incidents.ts';
import { draw } from '../draw.ts';

const run = (text: string, variables: Record<string, unknown> = {}) =>
  feel(text).run((name) => variables[name], { at: 0 });
const NOTE = 'please call me before you deliver the parcel to my neighbour!';
const LONG =
  'string join(for i in 1..15000 return "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop", "")';
const WIDE = 'context(for i in 1..3000 return {key: string(i), value: i})';
const doubled = '(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])[-1]';

describe('an expression that would not end has no value, and says so, having spent no more than it may', () => {
  test.each([
    'string join(for i in 1..900000 return "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "")',
    'count(for i in 1..30 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1]))',
    'for i in 1..60 return if i = 1 then "ab" else partial[-1] + partial[-1]',
    doubled,
    '(for i in 1..22 return if i = 1 then "字" else partial[-1] + partial[-1])[-1]',
    'for i in 1..400000 return 1',
    `flatten(${doubled})`,
    `string(${doubled})`,
    `${doubled} = ${doubled}`,
    'distinct values(for i in 1..200000 return {a: i})',
    'mode(for i in 1..100000 return i)',
    'sort(for i in 1..300000 return -i, function(a, b) a < b)',
    'some a in 1..1000000, b in 1..1000000 satisfies a + b < 0',
    'count(for i in 1..900000 return exp(i))',
    'for i in 1..100000 return 1.1 ** 1000.5',
    'for i in 1..100000 return matches("a" + string(i), "a" + string(i))',
    'for i in 1..100000 return if i = 1 then [1] else [partial[-1]]',
    'replace(string join(for i in 1..5000 return "a", ""), "a", string join(for i in 1..5000 return "bbbbbbbb", ""))',
    'replace(string join(for i in 1..16000 return "a", ""), "a.*b|a", "x")',
    'split(string join(for i in 1..16000 return "a", ""), "a.*b|a")',
    `{a: for i in 1..99999 return 1, b: append(a, 1), c: append(a, 2), d: list contains(for i in 1..10000 return b, c)}.d`,
    `{s: ${LONG}, a: s + "a", b: s + "b", r: min(for i in 1..30000 return if odd(i) then a else b)}.r`,
    `{s: ${LONG}, a: s + "a", b: s + "b", r: list contains(for i in 1..30000 return a, b)}.r`,
    `{b: ${WIDE}, r: for j in 1..30000 return context put(b, "a", j)}.r`,
    `{b: ${WIDE}, r: for j in 1..30000 return context put(b, ["a"], j)}.r`,
    `{b: ${WIDE}, r: for j in 1..30000 return context merge([b, {a: 1}])}.r`,
    `{b: ${WIDE}, c: context put(b, "3000", 3000), r: for j in 1..30000 return b = c}.r`,
    'stddev(for i in 1..100000 return i / 7)',
    'mean(for i in 1..300000 return i / 7)',
  ])('%s', (text) => {
    const before = spent();
    const { value, warnings } = run(text);
    expect(value).toBeNull();
    expect(sayOfIncident(warnings.at(-1)!, 'en')).toMatch(/takes too long|goes deeper/);
    expect(spent() - before).toBeLessThan(EVALUATION * 2);
  });
});

test('a value is at most 100 lists and contexts deep', () => {
  const deep = (levels: number) => run(`(for i in 1..${levels} return if i = 1 then [1] else [partial[-1]])[-1]`);
  expect(deep(90).value).not.toBeNull();
  expect(deep(110)).toMatchObject({ value: null, warnings: [{ code: 'budget.deep', args: { depth: 100 } }] });
});

describe('a pattern', () => {
  it('reads a text once, however it is written', () => {
    const before = spent();
    expect(run('matches(note, "^(\\w+\\s?)+$")', { note: NOTE }).value).toBe(false);
    expect(run('matches(note, "^(a+)+$")', { note: `${'a'.repeat(20_000)}!` }).value).toBe(false);
    expect(spent() - before).toBeLessThan(EVALUATION / 4);
  });
  it('that finds much in a long text costs about one reading of it', () => {
    const text = 'foo 12.5, bar foobar 7 ,x\n'.repeat(2_000);
    for (const [pattern, many] of [
      ['\\\\s+', 12_000],
      ['[0-9]+(\\\\.[0-9]+)?', 4_000],
    ] as const) {
      const before = spent();
      const parts = run(`split(text, "${pattern}")`, { text }).value as string[];
      expect(parts.length).toBeGreaterThanOrEqual(many);
      expect(spent() - before).toBeLessThan(EVALUATION / 3);
    }
  });
  it('costs the same with and without having been read before', () => {
    const cost = () => {
      const before = spent();
      run('matches("aXb", "[a-z-[aeiou]]X[\\S]")');
      return spent() - before;
    };
    expect(cost()).toBe(cost());
  });
  it.each([
    ['[\\\\s\\\\S]+', 10_000],
    ['[a-z-[aeiou]]+', 10_000],
  ])('of usual classes costs little each time: %s', (pattern, most) => {
    const before = spent();
    expect(run(`matches("xyz", "${pattern}")`).value).toBe(true);
    expect(spent() - before).toBeLessThan(most);
  });
  it('pays for how large it is', () => {
    const before = process.cpuUsage().user;
    expect(run('count(for i in 1..4000 return matches("x", "\\\\w{1,1000}" + string(i)))').value).toBeNull();
    expect(process.cpuUsage().user - before).toBeLessThan(5_000_000);
  });
  it('that would have to go back is none', () => {
    expect(run('matches("aa", "(a)\\1")')).toMatchObject({ value: null });
  });
  it.each([
    { pattern: '(((a?b?c?){30}){30})*' },
    { visibleWhen: '=count(for i in 1..500 return count(for j in 1..250 return sqrt(j + 0.1))) > 0' },
  ])('a table of a form is checked as a whole within its time: %o', (column) => {
    const columns = [{ id: 'c', type: 'text', label: { zh: 'c' }, ...column }];
    const form = { key: 'f', title: { zh: 'f' }, fields: [{ id: 'rows', type: 'table', label: { zh: 'r' }, columns }] };
    const rows = Array.from({ length: 400 }, () => ({ c: `${'abc'.repeat(160)}!` }));
    const before = process.cpuUsage().user;
    expect(validate(form as never, { rows }, { at: 0 }).errors).toMatchObject([{ path: 'rows' }]);
    expect(process.cpuUsage().user - before).toBeLessThan(6_000_000);
  });
  it('of a form field answers at once', () => {
    const form = {
      key: 'f',
      title: { zh: 'f' },
      fields: [{ id: 'code', type: 'text', label: { zh: 'c' }, pattern: '([A-Za-z0-9]+-?)+' }],
    };
    const check = (code: string) => validate(form as never, { code }, { at: 0 }).errors.map(({ path }) => path);
    expect(check(`${'A'.repeat(400)}_`)).toEqual(['code']);
    expect(check('AB-12')).toEqual([]);
  });
});

test('a text is cut between characters', () => {
  expect(beginning(`${'a'.repeat(119)}😀b`, 120)).toBe('a'.repeat(119));
  expect(beginning(`${'a'.repeat(118)}😀b`, 120)).toBe(`${'a'.repeat(118)}😀`);
  expect(beginning('short', 120)).toBe('short');
});

test('what the story keeps of a long text is whole', async () => {
  const text = `${'a'.repeat(119)}😀${'b'.repeat(200)}`;
  const script = { type: 'scriptTask', script: '=remark', zf: { resultVariable: 'copy' } };
  const definition = draw('p', { s: { type: 'startEvent' }, a: script, b: { type: 'userTask' } } as never, [
    's->a',
    'a->b',
  ]);
  const { commands } = step(definition, create(definition, 'c', 0), {
    type: 'started',
    at: 0,
    variables: { remark: text },
  } as never);
  const rows = commands.flatMap((command) => (command.type === 'record' ? command.rows : []));
  expect(JSON.stringify(rows)).toContain('"length":321');
  expect(defectOf(rows as never, 50)).toBeUndefined();
});

describe('what comes of an expression can be stored', () => {
  test.each([
    ['"a\\u0000b"', 'a\uFFFDb'],
    ['"\\uD83D"', '\uFFFD'],
    ['{"a\\u0000": 1}', { 'a\uFFFD': 1 }],
  ])('%s', (text, value) => {
    expect(run(text).value).toEqual(value);
  });
});

it('work beyond a turn waits for the next one, and the others of the case are done all the same', async () => {
  const slow = { type: 'scriptTask', script: '=count(for i in 1..300000 return i)', zf: { resultVariable: 'n' } };
  const definition = draw(
    'p',
    { s: { type: 'startEvent' }, a: slow, b: slow, c: slow, d: { type: 'userTask' } } as never,
    ['s->a', 'a->b', 'b->c', 'c->d'],
  );
  const { failure } = await runScenario([definition], {
    name: 'it',
    steps: [
      { do: 'start', process: 'p', as: 'c' },
      { expect: 'openTasks', ids: ['d'] },
    ],
  } as never);
  expect(failure).toBeUndefined();
});
