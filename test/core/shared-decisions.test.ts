// Decisions of the shop: which version holds, what the history keeps, what lint says of who asks and of what is published.
import { describe, expect, it, test } from 'vitest';
import { columnsOf } from '../../bpmn/decision-columns.ts';
import { Model } from '../../bpmn/definition.ts';
import type { Row } from '../../bpmn/instance.ts';
import { lint } from '../../bpmn/lint.ts';
import { ALONE, type DecisionFacts } from '../../bpmn/lint-context.ts';
import { advance, createPopulation } from '../../bpmn/population.ts';
import { onCore } from '../../cli/core-stage.ts';
import { type AroundDecision, decisionProblems } from '../../content/decision-problems.ts';
import { tryAnew } from '../../content/decision-regression.ts';
import { readDecisions } from '../../dmn/decision-files.ts';
import { versionInForce } from '../../dmn/decision-version.ts';
import { SharedDecision } from '../../dmn/shared-decision.ts';
import { serializeDmn } from '../../dmn/xml/write.ts';
import { sayOfContent } from '../../words/content.ts';
import { draw } from '../draw.ts';
import { budget, definitions, scenarios } from './shared-decision-scenarios.ts';

describe('on the core', () => {
  it.each(scenarios)('$name', async (scenario) => {
    expect((await onCore(definitions, scenario, undefined)).failure).toBeUndefined();
  });
});

test('of versions that have begun the one that began last holds; of two at once the later', () => {
  const at = (version: number, from: number) => ({ version, from, table: budget('1') });
  const versions = [at(1, 0), at(2, 100), at(3, 50), at(4, 50)];
  expect([0, 49, 50, 99, 100].map((now) => versionInForce(versions, now)?.version)).toEqual([1, 1, 4, 4, 2]);
  expect(versionInForce([at(1, 10)], 9)).toBeUndefined();
});

test('the history says which decision it was, which version and row, and which parameters it has weighed', () => {
  const [buying] = definitions;
  const population = createPopulation(() => buying, {
    decisions: { budget: [{ version: 3, from: 0, table: budget('shop.limits.lead') }] },
    parameters: { limits: { lead: 50, other: 1 } },
  });
  const rows: Row[] = [];
  const took = (input: Parameters<typeof advance>[1]) => {
    for (const { command } of advance(population, input).effects)
      if (command.type === 'record') rows.push(...command.rows);
  };
  took({ type: 'start', at: 1, case: 'c', definition: buying!, variables: { amount: 80 } });
  const [wait] = [...population.cases.get('c')!.waits.values()];
  took({ type: 'occurrence', at: 2, case: 'c', occurrence: { type: 'taskCompleted', at: 2, task: wait!.id } });
  expect(rows.find(({ kind }) => kind === 'decided')?.why).toEqual({
    is: 'rule',
    decision: 'budget',
    rules: ['r2'],
    inputs: { 金额: 80 },
    outputs: 'manager',
    shared: { name: { zh: '谁批预算', en: 'Who approves' }, version: 3, rows: [2] },
    reads: { 'shop.limits.lead': 50 },
  });
});

test('a file keeps what it is called in another language', () => {
  const { decisions } = readDecisions([serializeDmn('budget', [budget('50')])]);
  expect(SharedDecision.parse(decisions.budget)).toEqual(budget('50'));
});

const facts = (table = budget('50'), more: Partial<DecisionFacts> = {}): DecisionFacts => ({
  key: 'budget',
  name: { zh: '谁批预算' },
  current: 2,
  versions: [
    { version: 2, from: 0, ...columnsOf(table) },
    { version: 1, from: 0, ...columnsOf(table) },
  ],
  ...more,
});
const process = (zf: object, reads = 'who = "lead"', names = ['amount']): Model =>
  Model.parse({
    id: 'm',
    diagram: { shapes: {}, edges: {} },
    processes: [
      draw(
        'p',
        {
          s: { type: 'startEvent' },
          ask: { type: 'businessRuleTask', name: '问', zf: { decision: 'budget', ...zf } },
          way: { type: 'exclusiveGateway', default: 'f_way_b' },
          a: { type: 'userTask' },
          b: { type: 'userTask' },
        } as never,
        ['s->ask', 'ask->way', `way->a: =${reads}`, 'way->b'],
        { zf: { variable: names.map((name) => ({ name, type: 'any' })) } } as never,
      ),
    ],
  });
const saidOf = (model: Model, decisions: DecisionFacts[]) =>
  lint(model, { ...ALONE, decisions }).flatMap(({ rule, element, message }) =>
    ['business-rule-decision', 'unknown-variable', 'result-name'].includes(rule)
      ? [`${element} ${message.code} ${message.args.name ?? ''}`.trim()]
      : [],
  );

describe('lint of who asks', () => {
  it('knows what it gives and what it looks at', () => {
    expect(saidOf(process({}), [facts()])).toEqual([]);
    expect(saidOf(process({}, 'whom = "lead"'), [facts()])).toEqual([
      expect.stringMatching(/^way_a unknown-variable\S* whom/),
    ]);
    expect(saidOf(process({}, 'who = "lead"', []), [facts()])).toEqual([
      expect.stringMatching(/^ask unknown-variable\S* amount/),
    ]);
  });
  it('keeps a result from hiding the shop', () => {
    expect(saidOf(process({ resultVariable: 'shop' }), [facts()])).toContain('ask result-name.hides shop');
  });
  it('asks for one that is there, in a version that is there', () => {
    expect(saidOf(process({}), [])).toContain('ask business-rule-decision.unknown');
    expect(saidOf(process({ binding: 'version', version: '1' }), [facts()])).toEqual([]);
    expect(saidOf(process({ binding: 'version', version: '9' }), [facts()])).toContain(
      'ask business-rule-decision.version',
    );
    expect(saidOf(process({}), [facts(undefined, { current: null })])).toContain('ask business-rule-decision.version');
    expect(saidOf(process({ binding: 'deployment' }), [facts()])).toContain('ask business-rule-decision.binding');
  });
});

describe('what may not be published', () => {
  const around = (more: Partial<AroundDecision> = {}): AroundDecision => ({
    askers: [],
    parameters: [
      { key: 'limits.lead', blank: false },
      { key: 'limits.blank', blank: true },
    ],
    before: facts(),
    ...more,
  });
  const codes = (table: object, more: Partial<AroundDecision> = {}) =>
    decisionProblems(SharedDecision.parse({ ...budget('50'), ...table }), around(more)).map(
      ({ severity, code }) => `${severity} ${code}`,
    );
  it('is nothing that is whole', () => {
    expect(codes({})).toEqual([]);
    expect(codes(budget('shop.limits.lead'))).toEqual([]);
  });
  it('is a table with rows that lost a cell, without rows, with results that nobody can read', () => {
    expect(codes({ rules: [{ id: 'r', inputs: [], outputs: ['"a"'] }] })).toContain('error rowCells');
    expect(codes({ rules: [] })).toContain('error noRules');
    const [output] = budget('1').outputs;
    expect(codes({ outputs: [{ ...output, name: 'my who' }] })).toContain('error outputName');
  });
  it('is a cell that cannot be read, or a number that nobody has said', () => {
    expect(codes(budget('sooner'))).toContain('error decision-cell');
    expect(codes(budget('shop.limits.blank'))).toContain('error parameter-exists.blank');
    expect(codes(budget('shop.limits.none'))).toContain('error parameter-exists');
  });
  it('is what a process that asks it would stumble over', () => {
    const asker = { key: 'p', name: { zh: '采购' }, model: process({}), forms: {} };
    const [output] = budget('1').outputs;
    const renamed = SharedDecision.parse({ ...budget('50'), outputs: [{ ...output, name: 'whoever' }] });
    const [found] = decisionProblems(renamed, around({ askers: [asker] }));
    expect(found).toMatchObject({ code: 'askedBy', args: { process: { zh: '采购' } } });
    expect(sayOfContent(found!, 'zh')).toMatch(/流程采购在用它的最新版，这样改它会出错：.*who/);
    expect(decisionProblems(SharedDecision.parse(budget('70')), around({ askers: [asker] }))).toEqual([]);
  });
});

test('cases of late are asked anew: the same columns, both tables', () => {
  const sample = { at: 0, inputs: { 金额: 80 } };
  expect(tryAnew(budget('100'), budget('50'), sample, {})).toEqual({ before: 'lead', after: 'manager' });
  expect(tryAnew(budget('100'), budget('shop.limits.lead'), sample, { limits: { lead: 90 } })).toEqual({
    before: 'lead',
    after: 'lead',
  });
  const wider = { ...budget('50'), inputs: [{ id: 'n', label: '件数', expression: 'count' }] };
  expect(tryAnew(budget('100'), wider, sample, {})).toBeUndefined();
});
