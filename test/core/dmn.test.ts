// Decision models: XML in and out, the requirement graph, boxed expressions, types, and tables with all hit policies.

import { describe, expect, test } from 'vitest';
import type { Definition } from '../../bpmn/definition.ts';
import { runScenario } from '../../bpmn/scenario.ts';
import { parseBpmn } from '../../bpmn/xml.ts';
import { checkTable } from '../../dmn/checks.ts';
import { DecisionModel } from '../../dmn/decision-model.ts';
import { decide } from '../../dmn/decision-table.ts';
import { evaluateDecision, evaluateInvocable } from '../../dmn/evaluate.ts';
import { link, programFor } from '../../dmn/link.ts';
import { DecisionTable } from '../../dmn/schema.ts';
import { parseXml } from '../../dmn/xml/tree.ts';
import { patchDmn, serializeDmn } from '../../dmn/xml/write.ts';
import { parseDmn, parseDmnModel } from '../../dmn/xml.ts';
import { plain } from '../../feel/expression.ts';
import { sayOfIncident } from '../../words/incidents.ts';

const CLOCK = { at: Date.UTC(2026, 0, 5) };
const NAMESPACES = {
  '1.1': 'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
  '1.1 of Flowable': 'http://www.omg.org/spec/DMN/20151101',
  '1.2': 'http://www.omg.org/spec/DMN/20180521/MODEL/',
  '1.3': 'https://www.omg.org/spec/DMN/20191111/MODEL/',
  '1.4': 'https://www.omg.org/spec/DMN/20211108/MODEL/',
  '1.5': 'https://www.omg.org/spec/DMN/20230324/MODEL/',
};
const document = (body: string, namespace = 'urn:test', xmlns = NAMESPACES['1.5'], more = '') =>
  `<definitions xmlns="${xmlns}" id="d" name="m" namespace="${namespace}" ${more}>${body}</definitions>`;
const literal = (text: string) =>
  `<literalExpression><text>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text></literalExpression>`;
const decision = (name: string, logic: string, requires: string[] = [], type = '') =>
  `<decision id="${name}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/>${requires
    .map((href) => {
      const kind = href.startsWith('bkm')
        ? ['knowledgeRequirement', 'requiredKnowledge']
        : ['informationRequirement', href.startsWith('in') ? 'requiredInput' : 'requiredDecision'];
      return `<${kind[0]}><${kind[1]} href="${href.includes('#') ? href : `#${href}`}"/></${kind[0]}>`;
    })
    .join('')}${logic}</decision>`;
const input = (name: string, type = '') =>
  `<inputData id="${name}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/></inputData>`;

function evaluate(xml: string | string[], ref: string, inputs: Record<string, unknown> = {}) {
  const found = evaluateDecision(link([xml].flat().map(parseDmnModel)), ref, inputs, CLOCK);
  return {
    value: plain(found?.value),
    warnings: found?.warnings.map((one) => sayOfIncident(one, 'en')) ?? ['no such decision'],
    decisions: found?.decisions,
  };
}

describe('versions', () => {
  for (const [version, namespace] of Object.entries(NAMESPACES))
    test(`DMN ${version}`, () => {
      const prefixed = `<dmn:definitions xmlns:dmn="${namespace}" id="d" name="m" namespace="n"><dmn:decision id="a" name="a"><dmn:literalExpression><dmn:text>1 + 1</dmn:text></dmn:literalExpression></dmn:decision></dmn:definitions>`;
      expect(evaluate(prefixed, 'a').value).toBe(2);
    });
  test('characters that no store can hold are U+FFFD, however they are written', () => {
    const { attributes, text } = parseXml('<a b="&#0;&#xD83D;&#x110000;&#x1F600;">\u0000</a>');
    expect([attributes.b, text]).toEqual(['\uFFFD\uFFFD\uFFFD😀', '\uFFFD']);
  });
  test('what is no DMN, not well-formed or brings a document type is refused', () => {
    expect(() => parseDmnModel('<definitions xmlns="urn:else"/>')).toThrow(
      'not a DMN file: it begins with <definitions xmlns="urn:else">',
    );
    expect(() => parseDmnModel(document('<decision>'))).toThrow(
      /line 1, column \d+: <decision> is closed by <\/definitions>/,
    );
    expect(() => parseDmnModel(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${document('&e;')}`)).toThrow(
      'DOCTYPE',
    );
  });
  test('a model is what its schema says', () => {
    const model = parseDmnModel(document(decision('a', `<conditional><if>${literal('true')}</if></conditional>`)));
    expect(DecisionModel.parse(model)).toEqual(model);
  });
});

describe('boxed expressions', () => {
  const cases: [string, string, unknown][] = [
    ['literal', literal('0.1 + 0.2'), 0.3],
    [
      'context with a result',
      `<context><contextEntry><variable name="base price"/>${literal('10')}</contextEntry><contextEntry>${literal('base price * 2')}</contextEntry></context>`,
      20,
    ],
    [
      'context without one',
      `<context><contextEntry><variable name="a"/>${literal('1')}</contextEntry><contextEntry><variable name="b"/>${literal('a + 1')}</contextEntry></context>`,
      { a: 1, b: 2 },
    ],
    ['list', `<list>${literal('1')}${literal('"a"')}</list>`, [1, 'a']],
    [
      'relation',
      `<relation><column name="k"/><column name="v"/><row>${literal('"a"')}${literal('1')}</row><row>${literal('"b"')}${literal('2')}</row></relation>`,
      [
        { k: 'a', v: 1 },
        { k: 'b', v: 2 },
      ],
    ],
    [
      'conditional',
      `<conditional><if>${literal('1 > 2')}</if><then>${literal('"y"')}</then><else>${literal('"n"')}</else></conditional>`,
      'n',
    ],
    [
      'conditional without an answer takes else',
      `<conditional><if>${literal('null')}</if><then>${literal('"y"')}</then><else>${literal('"n"')}</else></conditional>`,
      'n',
    ],
    ['filter', `<filter><in>${literal('[1,2,3]')}</in><match>${literal('item > 1')}</match></filter>`, [2, 3]],
    [
      'filter by a property',
      `<filter><in>${literal('[{a: 1}, {a: 2}]')}</in><match>${literal('a = 2')}</match></filter>`,
      [{ a: 2 }],
    ],
    [
      'for',
      `<for iteratorVariable="i"><in>${literal('1..3')}</in><return>${literal('i * 2')}</return></for>`.replace(
        '1..3',
        '[1..3]',
      ),
      [2, 4, 6],
    ],
    [
      'for with partial',
      `<for iteratorVariable="i"><in>${literal('[1..4]')}</in><return>${literal('if i = 1 then 1 else i * partial[-1]')}</return></for>`,
      [1, 2, 6, 24],
    ],
    [
      'some',
      `<some iteratorVariable="i"><in>${literal('[1,2]')}</in><satisfies>${literal('i > 1')}</satisfies></some>`,
      true,
    ],
    [
      'every',
      `<every iteratorVariable="i"><in>${literal('[1,2]')}</in><satisfies>${literal('i > 1')}</satisfies></every>`,
      false,
    ],
    [
      'function definition and invocation',
      `<context><contextEntry><variable name="f"/><functionDefinition><formalParameter name="x" typeRef="number"/>${literal('x + 1')}</functionDefinition></contextEntry><contextEntry><invocation>${literal('f')}<binding><parameter name="x"/>${literal('41')}</binding></invocation></contextEntry></context>`,
      42,
    ],
  ];
  for (const [name, logic, expected] of cases)
    test(name, () => expect(evaluate(document(decision('a', logic)), 'a').value).toEqual(expected));

  test('a condition that is neither true nor false has no branch', () => {
    const logic = (test: string) =>
      `<conditional><if>${literal(test)}</if><then>${literal('1')}</then><else>${literal('2')}</else></conditional>`;
    const of = (test: string) => evaluate(document(decision('a', logic(test))), 'a');
    expect(of('3')).toMatchObject({ value: null, warnings: ['if: a number is neither true nor false'] });
    expect(of('null')).toMatchObject({ value: 2, warnings: [] });
  });
  test('Java does not run', () => {
    const xml = document(
      `<businessKnowledgeModel id="bkm" name="f"><encapsulatedLogic kind="Java"><formalParameter name="x"/><context/></encapsulatedLogic></businessKnowledgeModel>${decision('a', literal('f(1)'), ['bkm'])}`,
    );
    expect(evaluate(xml, 'a')).toMatchObject({ value: null, warnings: ['functions in Java do not run here'] });
  });
});

describe('requirement graph', () => {
  test('only what is required is seen', () => {
    const xml = document(input('in a') + decision('b', literal('in a')) + decision('c', literal('in a'), ['in a']));
    expect(evaluate(xml, 'b', { 'in a': 1 }).value).toBe(null);
    expect(evaluate(xml, 'c', { 'in a': 1 }).value).toBe(1);
  });
  test('each decision is evaluated once and explained', () => {
    const xml = document(
      decision('a', literal('1')) +
        decision('b', literal('a + 1'), ['a']) +
        decision('c', literal('a + 2'), ['a']) +
        decision('d', literal('b * c'), ['b', 'c']),
    );
    const { value, decisions } = evaluate(xml, 'd');
    expect(value).toBe(6);
    expect(decisions?.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });
  test('a circle is told, not followed', () => {
    const xml = document(decision('a', literal('b'), ['b']) + decision('b', literal('a'), ['a']));
    expect(evaluate(xml, 'a').warnings).toContain('"a" requires itself');
  });
  test('names with signs are read where they are known', () => {
    const xml = document(
      input('in-stock') + input('in') + input('stock') + decision('a', literal('in-stock + 1'), ['in-stock']),
    );
    expect(evaluate(xml, 'a', { 'in-stock': 4 }).value).toBe(5);
  });
  test('knowledge calls knowledge', () => {
    const bkm = (id: string, name: string, text: string, requires = '') =>
      `<businessKnowledgeModel id="${id}" name="${name}">${requires && `<knowledgeRequirement><requiredKnowledge href="#${requires}"/></knowledgeRequirement>`}<encapsulatedLogic><formalParameter name="x" typeRef="number"/>${literal(text)}</encapsulatedLogic></businessKnowledgeModel>`;
    const xml = document(
      bkm('bkm1', 'twice', 'x * 2') +
        bkm('bkm2', 'four times', 'twice(twice(x))', 'bkm1') +
        decision('a', literal('four times(x: 2.5)'), ['bkm2']),
    );
    expect(evaluate(xml, 'a').value).toBe(10);
  });
  test('knowledge calls itself, and not for ever', () => {
    const bkm = (name: string, text: string) =>
      `<businessKnowledgeModel id="bkm ${name}" name="${name}"><encapsulatedLogic><formalParameter name="n" typeRef="number"/>${literal(text)}</encapsulatedLogic></businessKnowledgeModel>`;
    const xml = document(
      bkm('factorial', 'if n < 2 then 1 else n * factorial(n - 1)') +
        bkm('endless', 'endless(n + 1)') +
        decision('a', literal('factorial(10)'), ['bkm factorial']) +
        decision('b', literal('endless(1)'), ['bkm endless']),
    );
    expect(evaluate(xml, 'a').value).toBe(3628800);
    expect(evaluate(xml, 'b')).toMatchObject({ value: null, warnings: ['functions call each other too deep'] });
  });
  test('a model asks an imported one', () => {
    const library = document(
      `<itemDefinition name="t person"><itemComponent name="first name"><typeRef>string</typeRef></itemComponent></itemDefinition>${input('in p', 't person')}${decision('greeting', literal('"Hi " + in p.first name'), ['in p'])}`,
      'urn:lib',
    );
    const xml = document(
      `<import name="my lib" namespace="urn:lib" importType="x"/>${decision('a', literal('my lib.greeting + "!"'), ['urn:lib#greeting'])}`,
    );
    expect(evaluate([xml, library], 'a', { 'my lib': { 'in p': { 'first name': 'Li' } } }).value).toBe('Hi Li!');
    expect(evaluate([xml, library], 'a', { 'in p': { 'first name': 'Li' } }).value).toBe('Hi Li!');
    expect(programFor([parseDmnModel(library), parseDmnModel(xml)], 'a')?.units[0]?.model.namespace).toBe('urn:test');
  });
});

describe('a table reads another by the names of its outputs, as Camunda and Flowable hand them on', () => {
  const dinner = (outputs: string) =>
    document(
      input('season') +
        decision(
          'Dish',
          `<decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>season</text></inputExpression></input>${outputs}
           <rule><inputEntry><text>"Winter"</text></inputEntry><outputEntry><text>"Stew"</text></outputEntry>${outputs.includes('guests') ? '<outputEntry><text>8</text></outputEntry>' : ''}</rule></decisionTable>`,
          ['season'].map((name) => `in-${name}`).slice(1),
        ) +
        decision('Drink', literal('if desiredDish = "Stew" then "wine" else "water"'), ['Dish']),
    );
  const drink = (outputs: string) =>
    evaluateDecision(
      link([parseDmnModel(dinner(outputs))]),
      'Drink',
      { season: 'Winter' },
      CLOCK,
      (name) => ({ season: 'Winter' })[name],
    );
  test('one output is the value itself', () => {
    expect(drink('<output name="desiredDish"/>')).toMatchObject({ value: 'wine', warnings: [] });
  });
  test('several are their entries', () => {
    expect(drink('<output name="desiredDish"/><output name="guests"/>')).toMatchObject({ value: 'wine', warnings: [] });
  });
});

describe('decision services', () => {
  const service = (inside: string) =>
    `<decisionService id="s" name="s"><variable name="s"/>${inside}</decisionService>`;
  const body =
    input('in a', 'number') +
    decision('b', literal('in a + 1'), ['in a']) +
    decision('c', literal('b * 2'), ['b']) +
    decision('call', literal('s(5)'), ['bkms']);
  const run = (inside: string, inputs: Record<string, unknown>) =>
    plain(evaluateInvocable(link([parseDmnModel(document(body + service(inside)))]), 's', inputs, CLOCK)?.value);

  test('one output is the value', () =>
    expect(
      run('<outputDecision href="#c"/><encapsulatedDecision href="#b"/><inputData href="#in a"/>', { 'in a': 1 }),
    ).toBe(4));
  test('several outputs are a context', () =>
    expect(
      run('<outputDecision href="#b"/><outputDecision href="#c"/><inputData href="#in a"/>', { 'in a': 1 }),
    ).toEqual({ b: 2, c: 4 }));
  test('an input decision is given, not evaluated', () =>
    expect(run('<outputDecision href="#c"/><inputDecision href="#b"/>', { b: 10 })).toBe(20));
  test('an argument of the wrong type leaves nothing', () =>
    expect(run('<outputDecision href="#c"/><inputData href="#in a"/>', { 'in a': 'x' })).toBe(null));
});

describe('types', () => {
  const types = `
    <itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "green"</text></allowedValues></itemDefinition>
    <itemDefinition name="tColours" isCollection="true"><typeRef>tColour</typeRef></itemDefinition>
    <itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>
    <itemDefinition name="tTree"><itemComponent name="label"><typeRef>string</typeRef></itemComponent><itemComponent name="children" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>`;
  const cases: [string, string, unknown][] = [
    ['tColour', '"red"', 'red'],
    ['tColour', '"blue"', null],
    ['tColour', '["green"]', 'green'],
    ['tColours', '["red", "green"]', ['red', 'green']],
    ['tColours', '"red"', ['red']],
    ['tColours', '["red", "blue"]', null],
    ['tFew', '[1, 2]', [1, 2]],
    ['tFew', '[1, 2, 3]', null],
    [
      'tTree',
      '{label: "a", children: [{label: "b", children: []}]}',
      { label: 'a', children: [{ label: 'b', children: [] }] },
    ],
    ['tTree', '{label: "a", children: [{label: 1, children: []}]}', null],
    ['date and time', '@"2026-01-05"', '2026-01-05T00:00:00Z'],
    ['number', '"1"', null],
    ['number', 'null', null],
    ['boolean', '"red" instance of tColour', true],
    ['boolean', '"blue" instance of tColour', true],
    ['boolean', '["red", "blue"] instance of tColours', true],
    ['boolean', '[1] instance of tColours', false],
  ];
  for (const [type, text, expected] of cases)
    test(`${text} as ${type}`, () => {
      const { value, warnings } = evaluate(document(types + decision('a', literal(text), [], type)), 'a');
      expect(value).toEqual(expected);
      if (expected === null && text !== 'null') expect(warnings).not.toEqual([]);
    });
});

const table = (hitPolicy: string, rules: [string, ...string[]][], more: object = {}): DecisionTable =>
  DecisionTable.parse({
    id: 't',
    hitPolicy,
    inputs: [{ id: 'i', expression: 'x' }],
    outputs: [{ id: 'o', name: 'o' }],
    rules: rules.map(([test, ...outputs], index) => ({ id: `r${index + 1}`, inputs: [test], outputs })),
    ...more,
  });
const asked = (one: DecisionTable, x: unknown) => decide(one, (name) => (name === 'x' ? x : undefined), CLOCK);

describe('what a column lists and is', () => {
  const listing = (cell: string) =>
    table('UNIQUE', [['-', cell]], { outputs: [{ id: 'o', name: 'o', values: '"low","high"' }] });
  test('a result that its column does not list is none', () => {
    expect(asked(listing('"high"'), 1)).toMatchObject({ ok: true, value: 'high' });
    expect(asked(listing('"middle"'), 1)).toMatchObject({
      ok: false,
      why: { args: { why: { code: 'unlistedOutput' } } },
    });
    expect(asked(listing('null'), 1)).toMatchObject({ ok: true, value: null });
  });
  const typed = (type: string) =>
    table('UNIQUE', [['-', 'x']], {
      inputs: [{ id: 'i', expression: 'x', type }],
      outputs: [{ id: 'o', name: 'o', type }],
    });
  test.each([
    ['list<number>', [1, 2], true],
    ['list<number>', ['a'], false],
    ['list<list<string>>', [['a']], true],
    ['list<list<string>>', [[1]], false],
    ['context<a: number>', { a: 1 }, true],
    ['context<a: number>', { a: 'x' }, false],
    ['list<whatever>', ['a'], true],
  ])('%s takes %j: %s', (type, x, ok) => expect(asked(typed(type), x).ok).toBe(ok));
});

describe('hit policies', () => {
  const rules: [string, string][] = [
    ['> 10', '1.1'],
    ['> 5', '2.2'],
    ['> 5', '2.2'],
  ];
  const cases: [string, object, number, unknown, string[]?][] = [
    ['UNIQUE', {}, 1, null, []],
    ['ANY', {}, 7, 2.2, ['r2']],
    ['FIRST', {}, 11, 1.1, ['r1']],
    ['RULE ORDER', {}, 11, [1.1, 2.2, 2.2]],
    ['COLLECT', {}, 11, [1.1, 2.2, 2.2]],
    ['COLLECT', { aggregation: 'SUM' }, 11, 5.5],
    ['COLLECT', { aggregation: 'MIN' }, 11, 1.1],
    ['COLLECT', { aggregation: 'MAX' }, 11, 2.2],
    ['COLLECT', { aggregation: 'COUNT' }, 11, 3],
    ['COLLECT', { aggregation: 'COUNT' }, 1, 0],
    ['COLLECT', { aggregation: 'SUM' }, 1, null],
    ['COLLECT', {}, 1, []],
    ['PRIORITY', { outputs: [{ id: 'o', name: 'o', values: '2.2, 1.1' }] }, 11, 2.2, ['r2']],
    [
      'OUTPUT ORDER',
      { outputs: [{ id: 'o', name: 'o', values: '2.2, 1.1' }] },
      11,
      [2.2, 2.2, 1.1],
      ['r2', 'r3', 'r1'],
    ],
    ['UNIQUE', { outputs: [{ id: 'o', name: 'o', default: '"none"' }] }, 1, 'none', []],
  ];
  for (const [policy, more, x, value, fired] of cases)
    test(`${policy} ${JSON.stringify(more)} of ${x}`, () => {
      const found = asked(table(policy, rules, more), x);
      expect(found).toMatchObject({ ok: true, value, ...(fired && { rules: fired }) });
    });
  test('UNIQUE with two rules, ANY with two answers say so', () => {
    expect(asked(table('UNIQUE', rules), 7)).toMatchObject({ ok: false, detail: { rules: '2, 3' } });
    expect(asked(table('ANY', rules), 11)).toMatchObject({
      ok: false,
      why: { code: 'clash.any', args: { rules: '1, 2, 3' } },
    });
  });
  test('a value that is not listed is told', () => {
    const listed = table('UNIQUE', [['"a"', '1']], { inputs: [{ id: 'i', expression: 'x', values: '"a", "b"' }] });
    expect(asked(listed, 'b')).toMatchObject({ ok: true, value: null });
    expect(asked(listed, 'c')).toMatchObject({ ok: false });
  });
  test('money is exact', () => {
    const sums = table(
      'COLLECT',
      [
        ['-', '0.1'],
        ['-', '0.2'],
        ['-', 'x * 1.1'],
      ],
      { aggregation: 'SUM' },
    );
    expect(asked(sums, 3)).toMatchObject({ value: 3.6 });
  });
});

describe('columns keep their types', () => {
  const typed = (type: string, cell: string, output = '1', outputType?: string) =>
    table(
      'FIRST',
      [
        [cell, output],
        ['-', '2'],
      ],
      {
        inputs: [{ id: 'i', expression: 'x', type }],
        ...(outputType && { outputs: [{ id: 'o', name: 'o', type: outputType }] }),
      },
    );
  test.each([
    ['number', '> 10', '20'],
    ['number', '> 10', true],
    ['date', '[date("2026-11-11")..date("2026-11-12")]', '2026-11-11'],
    ['boolean', 'true', 'true'],
    ['string', '"a"', 1],
    ['integer', '> 10', '20'],
  ])('a %s column refuses %j for %j', (type, cell, x) => {
    expect(asked(typed(type, cell), x)).toMatchObject({ ok: false, why: { args: { why: { code: 'columnType' } } } });
  });
  test('nothing fits every column, and goes on to the rule that takes it', () => {
    expect(asked(typed('number', '> 10'), null)).toMatchObject({ ok: true, value: 2 });
  });
  test('what a rule gives fits its column, too', () => {
    expect(asked(typed('number', '> 10', '"ten"', 'number'), 20)).toMatchObject({ ok: false });
  });
  test('a type that nobody knows is not looked at', () => {
    expect(asked(typed('tOrder', '> 10'), 20)).toMatchObject({ ok: true, value: 1 });
  });
});

describe('true, false and null in a cell match themselves alone', () => {
  const flags = table('FIRST', [
    ['true', '"yes"'],
    ['false', '"no"'],
    ['null', '"unknown"'],
    ['-', '"else"'],
  ]);
  test.each([
    [true, 'yes'],
    [false, 'no'],
    [null, 'unknown'],
    ['true', 'else'],
    ['false', 'else'],
    [0, 'else'],
    [[], 'else'],
  ])('%j → %s', (x, value) => {
    expect(asked(flags, x)).toMatchObject({ ok: true, value });
  });
  test('in a list and turned round as well', () => {
    const listed = table('FIRST', [
      ['true, null', '1'],
      ['-', '2'],
    ]);
    expect([true, false, null].map((x) => (asked(listed, x) as { value: unknown }).value)).toEqual([1, 2, 1]);
    const turned = table('FIRST', [
      ['not(true)', '1'],
      ['-', '2'],
    ]);
    expect([true, false, null].map((x) => (asked(turned, x) as { value: unknown }).value)).toEqual([2, 1, 1]);
  });
});

describe('a default', () => {
  const none = (output: string, type?: string) =>
    asked(
      table('UNIQUE', [['> 10', '1']], { outputs: [{ id: 'o', name: 'o', default: output, ...(type && { type }) }] }),
      1,
    );
  test('is of the type of its column', () => {
    expect(none('5', 'number')).toMatchObject({ ok: true, value: 5 });
    expect(none('"five"', 'number')).toMatchObject({ ok: false });
  });
  test('that cannot be worked out is said', () => {
    expect(none('nobody + 1')).toMatchObject({ ok: false });
  });
});

test('what a rule gives as null is there, what it leaves empty is not', () => {
  const found = asked(
    table(
      'COLLECT',
      [
        ['-', '"x"'],
        ['-', 'null'],
        ['-', ''],
      ],
      {},
    ),
    1,
  );
  expect(found).toMatchObject({ hits: [{ o: 'x' }, { o: null }, {}] });
  expect(asked(table('COLLECT', [['> 10', '1']], { aggregation: 'COUNT' }), 1)).toMatchObject({
    value: 0,
    hits: [{ o: 0 }],
  });
});

describe('an aggregation is that of FEEL', () => {
  const sum = (outputs: string[], aggregation = 'SUM') =>
    asked(
      table(
        'COLLECT',
        outputs.map((output): [string, string] => ['-', output]),
        { aggregation },
      ),
      1,
    );
  test.each([[['1', 'null']], [['1', '"2"']], [['duration("P1D")', '1']]])(
    'SUM of %j is said not to be one',
    (outputs) => {
      expect(sum(outputs)).toMatchObject({ ok: false });
    },
  );
  test('MIN and MAX are of whatever has an order', () => {
    expect(sum(['date("2026-02-01")', 'date("2026-01-01")'], 'MIN')).toMatchObject({ ok: true, value: '2026-01-01' });
    expect(sum(['"a"', '"b"'], 'MAX')).toMatchObject({ ok: true, value: 'b' });
    expect(sum(['1', '"b"'], 'MAX')).toMatchObject({ ok: false });
  });
  test('is one result, whichever rules gave it', () => {
    expect(sum(['10', '20'])).toMatchObject({ ok: true, value: 30, hits: [{ o: 30 }], rules: ['r1', 'r2'] });
  });
});

describe('what fired is told by table', () => {
  test('within a model', () => {
    const logic = `<decisionTable hitPolicy="FIRST"><input label="Amount"><inputExpression><text>in a</text></inputExpression></input><output name="o"/><rule id="low"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule><rule id="high"><inputEntry><text>-</text></inputEntry><outputEntry><text>"high"</text></outputEntry></rule></decisionTable>`;
    const { decisions } = evaluate(document(input('in a') + decision('a', logic, ['in a'])), 'a', { 'in a': 50 });
    expect(decisions).toMatchObject([
      { id: 'a', value: 'high', tables: [{ table: 'a', rules: ['high'], inputs: [{ label: 'Amount', value: 50 }] }] },
    ]);
  });
});

describe('XML out', () => {
  const source = `<?xml version="1.0"?>
<dmn:definitions xmlns:dmn="${NAMESPACES['1.2']}" xmlns:v="urn:vendor" id="d" name="m" namespace="n" v:keep="yes">
  <!-- kept -->
  <dmn:decision id="a" name="A"><v:note>kept</v:note>
    <dmn:decisionTable id="at">
      <dmn:input id="i"><dmn:inputExpression><dmn:text>x</dmn:text></dmn:inputExpression></dmn:input>
      <dmn:output id="o" name="o"/>
      <dmn:rule id="r"><dmn:inputEntry><dmn:text>&lt; 5</dmn:text></dmn:inputEntry><dmn:outputEntry><dmn:text>"a &amp; b"</dmn:text></dmn:outputEntry></dmn:rule>
    </dmn:decisionTable>
  </dmn:decision>
</dmn:definitions>`;
  test('unchanged, it is the source', async () => expect(patchDmn(source, await parseDmn(source))).toBe(source));
  test('a changed table is replaced, the rest stays', async () => {
    const tables = await parseDmn(source);
    const changed = structuredClone(tables);
    changed.a?.rules.push({ id: 'r2', inputs: ['>= 5'], outputs: ['"line 1\n   line 2"'] });
    const written = patchDmn(source, changed);
    expect(await parseDmn(written)).toEqual(changed);
    const [head = '', tail = ''] = source.split(/<dmn:decisionTable[\s\S]*<\/dmn:decisionTable>/);
    expect(written.startsWith(head)).toBe(true);
    expect(written.endsWith(tail)).toBe(true);
  });
  test('a file of its own reads back', async () => {
    const tables = Object.values(await parseDmn(source)).map((table) => ({
      ...table,
      inputs: table.inputs.map((input) => ({ ...input, text: { en: { name: 'Paid "net" & due' } } })),
      outputs: table.outputs.map((output) => ({ ...output, text: { en: { name: 'Who <decides>' } } })),
    }));
    expect(Object.values(await parseDmn(serializeDmn('f', tables)))).toEqual(tables);
  });
});

describe('checks', () => {
  const told = (one: DecisionTable) =>
    checkTable(one).map(({ kind, rules, where }) =>
      `${kind} ${rules.join(',')} ${where.map(({ test }) => test).join(' & ')}`.trim(),
    );
  const two = (hitPolicy: string, rules: [string, string][], types: [string?, string?] = [], values?: string) =>
    table(hitPolicy, [], {
      inputs: [
        { id: 'i', expression: 'x', type: types[0] },
        { id: 'j', expression: 'y', type: types[1], values },
      ],
      rules: rules.map((inputs, index) => ({ id: `r${index}`, inputs, outputs: [String(index)] })),
    });
  const cases: [string, DecisionTable, string[]][] = [
    [
      'whole',
      table('UNIQUE', [
        ['< 5', '1'],
        ['>= 5', '2'],
      ]),
      [],
    ],
    [
      'a point is missing',
      table('UNIQUE', [
        ['< 5', '1'],
        ['> 5', '2'],
      ]),
      ['gap  5'],
    ],
    [
      'a stretch is missing',
      table('UNIQUE', [
        ['[1..3)', '1'],
        ['> 5', '2'],
      ]),
      ['gap  < 1, [3..5]'],
    ],
    [
      'whole numbers have no stretch',
      table(
        'UNIQUE',
        [
          ['<= 5', '1'],
          ['>= 6', '2'],
        ],
        { inputs: [{ id: 'i', expression: 'x', type: 'integer' }] },
      ),
      [],
    ],
    [
      'listed texts',
      table('UNIQUE', [['"a"', '1']], { inputs: [{ id: 'i', expression: 'x', values: '"a", "b"' }] }),
      ['gap  "b"'],
    ],
    ['any other text', table('UNIQUE', [['"a", "b"', '1']]), ['gap  not("a", "b")']],
    ['a boolean', table('UNIQUE', [['true', '1']]), ['gap  false']],
    [
      'dates',
      table('UNIQUE', [
        ['< date("2026-01-01")', '1'],
        ['>= @"2026-02-01"', '2'],
      ]),
      ['gap  [@"2026-01-01"..@"2026-02-01")'],
    ],
    ['a default covers', table('UNIQUE', [['true', '1']], { outputs: [{ id: 'o', name: 'o', default: '0' }] }), []],
    [
      'an overlap',
      table('UNIQUE', [
        ['<= 5', '1'],
        ['>= 5', '2'],
      ]),
      ['overlap 1,2 5'],
    ],
    [
      'one that ANY allows',
      table('ANY', [
        ['<= 5', '1'],
        ['>= 5', '1'],
      ]),
      [],
    ],
    [
      'one that ANY does not',
      table('ANY', [
        ['<= 5', '1'],
        ['>= 5', '2'],
      ]),
      ['overlap 1,2 5'],
    ],
    [
      'behind a wider rule',
      table('FIRST', [
        ['> 5', '1'],
        ['> 10', '2'],
        ['-', '3'],
      ]),
      ['unreachable 2,1'],
    ],
    [
      'behind two together',
      table('FIRST', [
        ['<= 5', '1'],
        ['> 5', '2'],
        ['-', '3'],
      ]),
      ['unreachable 3,1,2'],
    ],
    ['it can never hold', table('COLLECT', [['[5..1]', '1']]), ['unreachable 1']],
    [
      'weaker by priority',
      table(
        'PRIORITY',
        [
          ['> 10', '"low"'],
          ['-', '"high"'],
        ],
        { outputs: [{ id: 'o', name: 'o', values: '"high","low"' }] },
      ),
      ['unreachable 1,2'],
    ],
    [
      'an opaque cell hides nothing and covers nothing',
      table('FIRST', [
        ['f(?)', '1'],
        ['> 10', '2'],
        ['-', '3'],
      ]),
      [],
    ],
    [
      'two columns',
      two('UNIQUE', [
        ['true', '> 5'],
        ['false', '-'],
      ]),
      ['gap  true & <= 5'],
    ],
    [
      'two columns overlap',
      two('UNIQUE', [
        ['true', '-'],
        ['-', '> 5'],
        ['false', '<= 5'],
      ]),
      ['overlap 1,2 true & > 5'],
    ],
    [
      'conditions on the input',
      table('UNIQUE', [
        ['? > 1 and ? < 5', '1'],
        ['not((1..5))', '2'],
      ]),
      [],
    ],
  ];
  for (const [name, one, expected] of cases) test(name, () => expect(told(one)).toEqual(expected));

  test('a large table stays cheap', () => {
    const rules = Array.from({ length: 200 }, (_, i) => [`[${i}..${i + 1})`, i % 2 ? '"a"' : '-'] as [string, string]);
    const start = performance.now();
    expect(checkTable(two('UNIQUE', rules)).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe('a business rule task', () => {
  test('asks a decision with all that it requires', async () => {
    const xml = document(
      input('in weight', 'number') +
        decision('base fee', literal('if in weight > 10 then 20.10 else 9.90'), ['in weight']) +
        decision('fee', literal('base fee * 1.1 + surcharge'), ['base fee']),
    );
    const bpmn = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u"><process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="r"/><businessRuleTask id="r" zf:decision="fee" zf:resultVariable="cost"/><sequenceFlow id="f2" sourceRef="r" targetRef="e"/><endEvent id="e"/></process></definitions>`;
    const [definition] = (await parseBpmn(bpmn)).model.processes;
    const definitions = [{ ...(definition as Definition), decisionModels: [parseDmnModel(xml)] }];
    const verdict = await runScenario(definitions, {
      name: 'fee',
      steps: [
        { do: 'start', process: 'p', variables: { 'in weight': 12, surcharge: 0.2 } },
        { expect: 'variables', values: { cost: 22.31 } },
      ],
    });
    expect(verdict.failure).toBeUndefined();
  });
});

test('a rule holds only where each of its tests does', () => {
  const table = {
    id: 't',
    hitPolicy: 'UNIQUE' as const,
    inputs: [
      { id: 'i', expression: 'a' },
      { id: 'j', expression: 'b' },
    ],
    outputs: [{ id: 'o', name: 'x' }],
    rules: [{ id: 'r', inputs: ['1', '1'], outputs: ['true'] }],
  };
  const decided = (a: number, b: number) => decide(DecisionTable.parse(table), (name) => ({ a, b })[name], { at: 0 });
  expect(decided(1, 1)).toMatchObject({ ok: true, value: true });
  expect(decided(1, 2)).toMatchObject({ ok: true, value: null });
  expect(decided(2, 1)).toMatchObject({ ok: true, value: null });
});
