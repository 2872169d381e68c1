// Each rule: a process that breaks it, and what is said about which part. The clean process breaks none.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { INSTALLED } from '../../activities/connectors/installed.ts';
import type { Problem } from '../../bpmn/definition.ts';
import { lint } from '../../bpmn/lint.ts';
import { ALONE, type LintContext } from '../../bpmn/lint-context.ts';
import { RULES } from '../../bpmn/rules/index.ts';
import { parseBpmn } from '../../bpmn/xml.ts';
import type { DecisionTable } from '../../dmn/schema.ts';
import { infer } from '../../feel/infer.ts';
import type { Kind } from '../../feel/kind.ts';
import type { Form } from '../../forms/form.ts';
import { sayOfModel } from '../../words/model.ts';

const document = (body: string, roots = '', attributes = ''): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="u">${roots}<process id="p" isExecutable="true" ${attributes}>${body}</process></definitions>`;

type Given = {
  body: string;
  roots?: string;
  attributes?: string;
  context?: Partial<LintContext>;
  tables?: DecisionTable[];
};
async function problemsOf({ body, roots, attributes, context, tables = [] }: Given): Promise<Problem[]> {
  const { model } = await parseBpmn(document(body, roots, attributes));
  for (const table of tables) model.processes[0]!.decisions[table.id] = table;
  return lint(model, { ...ALONE, ...context });
}
const flow = (source: string, target: string, more = '', condition = ''): string =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}" ${more}>${condition && `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`;
const user = (
  id: string,
  more = '',
  inside = '<zf:deadline target="PT4H"/><zf:participants rule="role" value="desk"/>',
): string =>
  `<userTask id="${id}" name="${id}" zf:form="f" ${more}><extensionElements>${inside}</extensionElements></userTask>`;
const around = (body: string, first: string, last = first): string =>
  `<startEvent id="s"/>${flow('s', first)}${body}${flow(last, 'e')}<endEvent id="e"/>`;

const split = (first: string, more = ''): string =>
  around(
    `<exclusiveGateway id="g" default="g_b"/>${flow('g', 'a', '', first)}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'b')}${more}`,
    'g',
    'b',
  );
const awaited = (condition: string): string =>
  `<intermediateCatchEvent id="c"><conditionalEventDefinition><condition>${condition.replaceAll('"', '&quot;')}</condition></conditionalEventDefinition></intermediateCatchEvent>`;
const declared = (name: string, type = 'number'): string =>
  `<extensionElements><zf:variable name="${name}" type="${type}"/></extensionElements>`;
const owned = (participants: string): string =>
  around(user('a', '', `<zf:deadline target="PT4H"/>${participants}`), 'a');
const service = (more: string, inside = ''): string =>
  around(`<serviceTask id="a" ${more}><extensionElements>${inside}</extensionElements></serviceTask>`, 'a');
const readsSecret = (source: string, target: string): string =>
  service(
    'zf:connector="record.get"',
    `<zf:header name="register" value="sku"/><zf:header name="secrets" value="cost"/><zf:input source="=x" target="key"/><zf:output source="${source}" target="${target}"/>`,
  );
const catches = (definition: string): string =>
  around(`<intermediateCatchEvent id="a">${definition}</intermediateCatchEvent>`, 'a');
const timer = (text: string): string =>
  catches(`<timerEventDefinition><timeDuration>${text}</timeDuration></timerEventDefinition>`);
const onEdge = (definition: string, more = ''): string =>
  `${user('a')}<boundaryEvent id="t" attachedToRef="a">${definition}</boundaryEvent>${more}`;
const script = (text: string, format = ''): string =>
  around(`<scriptTask id="a" ${format && `scriptFormat="${format}"`}><script>${text}</script></scriptTask>`, 'a');

const shop: Partial<LintContext> = {
  roles: [
    { id: 'desk', names: ['客服', 'Customer service'], people: 2 },
    { id: 'night', names: ['夜班'], people: 0 },
  ],
  people: [{ id: 'u1', names: ['何静', 'hejing'] }],
  departments: [],
  calendars: ['office', 'service'],
  holidaysUnknown: [{ calendar: 'office', year: 2027 }],
  processes: ['other'],
  registers: [
    { key: 'sku', ledger: false, fields: ['code', 'price', 'cost'], findable: ['key', 'code'], secrets: ['cost'] },
    { key: 'stock', ledger: true, fields: [], findable: [], secrets: [] },
  ],
  parameters: [
    { key: 'price.floor', blank: false },
    { key: 'platform.hours', blank: true },
  ],
  pages: [
    { key: 'receiving', name: { zh: '收货标准' }, certificate: false },
    { key: 'packing', name: { zh: '打包' }, certificate: true },
  ],
  connectors: [
    { id: 'mail.send', inputs: ['to'], headers: [], outputs: ['sent'] },
    { id: 'http.request', inputs: [], headers: ['url'], outputs: null },
    { id: 'payment.refund', inputs: [], headers: [], outputs: null, role: 'night' },
    { id: 'stock.take', inputs: [], headers: [], outputs: null, role: 'desk' },
  ],
};
const table = (input: string, output: string, expression = 'x'): DecisionTable => ({
  id: 'fee',
  name: '运费',
  hitPolicy: 'FIRST',
  inputs: [{ id: 'i', expression }],
  outputs: [{ id: 'o', name: 'price' }],
  rules: [{ id: 'r1', inputs: [input], outputs: [output] }],
});
const asks = around('<businessRuleTask id="a" zf:decision="fee"/>', 'a');
const form = (fields: unknown[], rules: unknown[] = []): Partial<LintContext> => ({
  forms: { f: { key: 'f', title: { zh: '退货' }, fields, rules } as unknown as Form },
});
const field = (id: string, more: object = {}) => ({ id, type: 'text', label: { zh: id }, required: false, ...more });

/** A decision that looks at `x` and gives `price`, under this name. */
const gives = (name: string): Given => ({
  body: `${declared('x')}${asks.replace('zf:decision="fee"', `zf:decision="fee" zf:resultVariable="${name}"`)}`,
  tables: [table('-', '1')],
});
/** Two steps of people with a form each, `f` then `g`. */
const twoForms = (fields: unknown[], others: unknown[]): Given => ({
  body: around(`${user('a')}${flow('a', 'b')}${user('b').replace('zf:form="f"', 'zf:form="g"')}`, 'a', 'b'),
  context: {
    forms: { ...form(fields).forms, g: { ...form(others).forms!.f, key: 'g', title: { zh: '审核' } } as Form },
  },
});

const told = (text: string): Given => ({
  body: `${declared('x')}${around(user('a', '', `<zf:deadline target="PT4H"/><zf:participants rule="role" value="desk"/><zf:script title="t">${text}</zf:script>`), 'a')}`,
  context: form([]),
});

/** Lists call its cases by Chinese words. */
const titledIn = (texts: string): Given => ({
  attributes: 'zf:title="=&quot;订单 &quot; + no"',
  body: `<extensionElements><zf:variable name="no"/>${texts}</extensionElements>${around(user('a'), 'a')}`,
});

/** A timer gives its case a text, which has these words in other languages; the process is called Order in English. */
const lateIn = (option: string): Given => ({
  body: `<extensionElements><zf:text lang="en" name="Order"/><zf:variable name="why">${option}</zf:variable></extensionElements>${around(user('a'), 'a')}<boundaryEvent id="b" attachedToRef="a"><extensionElements><zf:output source="=&quot;到期没到&quot;" target="why"/></extensionElements><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>`,
});

/** Two entries in Chinese, these in English. */
const checks = (english: string): Given => ({
  body: around(
    user(
      'a',
      '',
      `<zf:deadline target="PT4H"/><zf:participants rule="role" value="desk"/><zf:checklist>箱</zf:checklist><zf:checklist>单</zf:checklist><zf:text lang="en" name="A">${english}</zf:text>`,
    ),
    'a',
  ),
});

/** Three people give a verdict, and a way reads it. */
const several = (inside: string, loop = ''): Given => ({
  body: split('=v = &quot;yes&quot;').replace(
    '</userTask>',
    `<multiInstanceLoopCharacteristics ${loop}><loopCardinality>3</loopCardinality>${inside}</multiInstanceLoopCharacteristics></userTask>`,
  ),
  context: form([
    field('v', { type: 'choice', options: [{ value: 'yes', label: { zh: '同意' } }] }),
    field('note', { type: 'longText' }),
  ]),
});

/** Each breaks one rule at one place. */
const BREAKS: Record<string, Given & { at: string }> = {
  ladder: {
    body: around(
      user(
        'a',
        '',
        '<zf:participants rule="role" value="desk"/><zf:deadline target="PT4H"><zf:step at="soon" act="remind"/></zf:deadline>',
      ),
      'a',
    ),
    at: 'a',
  },
  'start-event': { body: `<startEvent id="s2"/>${flow('s2', 'a')}${around(user('a'), 'a')}`, at: 's' },
  'user-task-owner': { body: around(user('a', '', '<zf:deadline target="PT4H"/>'), 'a'), at: 'a' },
  deciding: { body: around(user('a', 'zf:mode="all"'), 'a'), at: 'a' },
  'user-task-deadline': {
    body: around(user('a', '', '<zf:deadline target="及时"/><zf:participants rule="role" value="desk"/>'), 'a'),
    at: 'a',
  },
  'service-task-work': { body: around('<serviceTask id="a"/>', 'a'), at: 'a' },
  'foreign-code': { body: around('<serviceTask id="a" camunda:class="org.acme.A"/>', 'a'), at: 'a' },
  'imported-expression': {
    body: around(user('a', 'camunda:dueDate="${bean.due(x)}"', '<zf:participants rule="role" value="desk"/>'), 'a'),
    at: 'a',
  },
  'business-rule-decision': { body: around('<businessRuleTask id="a"/>', 'a'), at: 'a' },
  'call-process': { body: around('<callActivity id="a"/>', 'a'), at: 'a' },
  'call-version': { body: around('<callActivity id="a" calledElement="p" zf:version="summer"/>', 'a'), at: 'a' },
  'call-binding': {
    body: around('<callActivity id="a" zf:process="=next" zf:binding="deployment"/>', 'a'),
    at: 'a',
  },
  'event-wiring': {
    body: around(`<eventBasedGateway id="g"/>${flow('g', 'a')}${user('a')}`, 'g', 'a'),
    at: 'a',
  },
  'expression-syntax': {
    body: around(
      `<exclusiveGateway id="g" default="g_b"/>${flow('g', 'a', '', 'x &gt; (')}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'b')}`,
      'g',
      'b',
    ),
    at: 'g_a',
  },
  'expression-type': {
    body: `<extensionElements><zf:variable name="amount" type="money"/></extensionElements>${around(
      `<exclusiveGateway id="g" default="g_b"/>${flow('g', 'a', '', '=amount &gt; &quot;100&quot;')}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'b')}`,
      'g',
      'b',
    )}`,
    at: 'g_a',
  },
  'message-name': {
    body: around('<intermediateCatchEvent id="a"><messageEventDefinition/></intermediateCatchEvent>', 'a'),
    at: 'a',
  },
  'timer-spec': {
    body: around(
      '<intermediateCatchEvent id="a"><timerEventDefinition><timeDuration>soon</timeDuration></timerEventDefinition></intermediateCatchEvent>',
      'a',
    ),
    at: 'a',
  },
  'gateway-condition': {
    body: around(
      `<exclusiveGateway id="g"/>${flow('g', 'a')}${flow('g', 'b', '', 'x = 1')}${user('a')}${user('b')}${flow('a', 'b')}`,
      'g',
      'b',
    ),
    at: 'g_a',
  },
  'gateway-default': {
    body: around(
      `<exclusiveGateway id="g"/>${flow('g', 'a', '', 'x = 2')}${flow('g', 'b', '', 'x = 1')}${user('a')}${user('b')}${flow('a', 'b')}`,
      'g',
      'b',
    ),
    at: 'g',
  },
  'compensation-handler': {
    body: around(
      `${user('a')}<boundaryEvent id="c" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>`,
      'a',
    ),
    at: 'c',
  },
  'loop-end': { body: around('<task id="a"><standardLoopCharacteristics/></task>', 'a'), at: 'a' },
  'condition-data': { body: around(awaited('=today() > @"2026-01-01"'), 'c'), at: 'c' },
  'instance-count': { body: around('<task id="a"><multiInstanceLoopCharacteristics/></task>', 'a'), at: 'a' },
  'stuck-join': {
    body: around(
      `<exclusiveGateway id="g" default="g_b"/>${flow('g', 'a', '', 'x = 1')}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'j')}${flow('b', 'j')}<parallelGateway id="j"/>`,
      'g',
      'j',
    ),
    at: 'j',
  },
  'begins-itself': {
    body: `<startEvent id="s"><signalEventDefinition signalRef="again"/></startEvent>${flow('s', 'a')}${user('a')}${flow('a', 'e')}<endEvent id="e"><signalEventDefinition signalRef="again"/></endEvent>`,
    at: 'e',
    roots: '<signal id="again" name="again"/>',
  },
  unreachable: { body: `${around(user('a'), 'a')}${user('lonely')}${flow('lonely', 'e')}`, at: 'lonely' },
  'boundary-outgoing': {
    body: around(
      `${user('a')}<boundaryEvent id="t" attachedToRef="a"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>`,
      'a',
    ),
    at: 't',
  },
  'user-task-form': { body: around(user('a').replace('zf:form="f"', ''), 'a'), at: 'a' },
  'unknown-variable': {
    body: `<extensionElements><zf:variable name="x" type="number"/></extensionElements>${around(`<exclusiveGateway id="g" default="g_b"/>${flow('g', 'a', '', 'y &gt; 1')}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'b')}`, 'g', 'b')}`,
    at: 'g_a',
  },
  'fork-and-join': {
    body: around(
      `<parallelGateway id="g"/>${flow('g', 'a')}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'h')}${flow('b', 'h')}<parallelGateway id="h"/>${flow('h', 'c')}${flow('h', 'k')}${user('c')}${flow('c', 'k')}<parallelGateway id="k"/>`,
      'g',
      'k',
    ),
    at: 'h',
  },
  'no-activity': { body: `<startEvent id="s"/>${flow('s', 'e')}<endEvent id="e"/>`, at: 's' },
  'dead-end': { body: `${around(user('a'), 'a')}<task id="b" name="b"/>${flow('a', 'b')}`, at: 'b' },
  'duplicate-name': {
    body: around(`${user('a')}${flow('a', 'b')}${user('b').replace('name="b"', 'name="a"')}`, 'a', 'b'),
    at: 'b',
  },
  'named-person': {
    body: around(user('a', '', '<zf:deadline target="PT4H"/><zf:participants rule="person" value="u1"/>'), 'a'),
    at: 'a',
  },
  'not-carried-out': { body: around(user('a', 'zf:empty="anyone"'), 'a'), at: 'a' },
  'connector-installed': { body: service('zf:topic="invoiceCreator"'), context: shop, at: 'a' },
  'connector-input': { body: service('zf:connector="http.request"'), context: shop, at: 'a' },
  'participant-exists': { body: owned('<zf:participants rule="role" value="审单员"/>'), context: shop, at: 'a' },
  'role-without-people': { body: owned('<zf:participants rule="role" value="夜班"/>'), context: shop, at: 'a' },
  'calendar-exists': {
    body: around(
      user('a', '', '<zf:deadline target="PT4H" calendar="moon"/><zf:participants rule="role" value="desk"/>'),
      'a',
    ),
    context: shop,
    at: 'a',
  },
  'calendar-year': {
    body: around(
      user('a', '', '<zf:deadline target="PT4H" calendar="office"/><zf:participants rule="role" value="desk"/>'),
      'a',
    ),
    context: shop,
    at: 'p',
  },
  'parameter-exists': { body: `${declared('x')}${split('=x &gt; shop.platform.hours')}`, context: shop, at: 'g_a' },
  'page-exists': { body: around(user('a', 'zf:page="receiving returning"'), 'a'), context: shop, at: 'a' },
  'certificate-exists': { body: around(user('a', 'zf:certificates="packing receiving"'), 'a'), context: shop, at: 'a' },
  'register-exists': {
    body: service(
      'zf:connector="record.put"',
      '<zf:header name="register" value="sku"/><zf:input source="=x" target="colour"/>',
    ),
    context: shop,
    at: 'a',
  },
  'secret-into-case': { body: readsSecret('=record', 'item'), context: shop, at: 'a' },
  'form-fields': { body: around(user('a'), 'a'), context: form([field('x'), field('x')]), at: 'a' },
  'last-answer': { ...several(''), at: 'a' },
  'text-variable': { ...told('{退款}'), at: 'a' },
  'checklist-language': { ...checks('<zf:checklist>Box</zf:checklist>'), at: 'a' },
  'title-language': { ...titledIn('<zf:text lang="en" name="Order"/>'), at: 's' },
  'value-language': { ...lateIn('<zf:option value="到期没到" label="到期没到"/>'), at: 'b' },
  'money-in-cents': { body: `${declared('x', 'money')}${split('=x &gt; 500')}`, at: 'g_a' },
  'result-name': { ...gives('x'), at: 'a' },
  'shared-field': { ...twoForms([field('x')], [field('x', { label: { zh: '结论' } })]), at: 'b' },
  'unknown-function': { body: `${declared('x')}${split('=nosuch(x) &gt; 2')}`, at: 'g_a' },
  'decision-cell': { body: `${declared('x')}${asks}`, tables: [table('-', '人工')], at: 'a' },
  'decision-table': { body: `${declared('x')}${asks}`, tables: [table('> 3', '1')], at: 'a' },
  'implicit-fork': {
    body: `<startEvent id="s"/>${flow('s', 'a')}${flow('s', 'e')}${user('a')}${flow('a', 'e')}<endEvent id="e"/>`,
    at: 's',
  },
};

/** Near misses: what a rule must let pass. */
const PASSES: Record<string, Given> = {
  ladder: {
    body: around(
      user(
        'a',
        'zf:refusal="end"',
        '<zf:participants rule="role" value="desk"/><zf:cc>starter</zf:cc><zf:deadline target="PT4H" cap="=limit"><zf:step at="80%" act="remind"/><zf:step at="-PT1H" act="cc" to="role:desk"/><zf:step at="+PT4H" act="vote:refuse"/></zf:deadline>',
      ),
      'a',
    ),
    context: shop,
  },
  'start-event': {
    body: `<startEvent id="s2"><messageEventDefinition messageRef="m"/></startEvent>${flow('s2', 'a')}${around(user('a'), 'a')}`,
    roots: '<message id="m" name="m"/>',
  },
  'not-carried-out': { body: around(user('a', 'zf:mode="pool" zf:priority="80"'), 'a') },
  'user-task-owner': {
    body: `<laneSet><lane id="l" name="客服"><flowNodeRef>a</flowNodeRef></lane></laneSet>${around(user('a', '', '<zf:deadline target="PT4H"/>'), 'a')}`,
    context: shop,
  },
  deciding: { body: around(user('a', 'zf:mode="vote" zf:ratio="80%" zf:refusal="end" zf:result="round"'), 'a') },
  'user-task-deadline': {
    body: around(user('a', '', '<zf:deadline target="=due"/><zf:participants rule="role" value="desk"/>'), 'a'),
  },
  'service-task-work': { body: around('<sendTask id="a" messageRef="m"/>', 'a'), roots: '<message id="m" name="m"/>' },
  'connector-installed': {
    body: service('zf:topic="mail.send"', '<zf:input source="=x" target="to"/>'),
    context: shop,
  },
  'connector-input': {
    body: service('zf:connector="http.request"', '<zf:header name="url" value="https://a.example/b"/>'),
    context: shop,
  },
  'participant-exists': {
    body: owned(
      '<zf:participants rule="role" value="Customer service"/><zf:participants rule="person" value="hejing"/><zf:participants rule="role" value="=who"/>',
    ),
    context: shop,
  },
  'role-without-people': {
    body: owned('<zf:participants rule="role" value="desk"/><zf:participants rule="role" value="night"/>'),
    context: shop,
  },
  'calendar-exists': {
    body: around(
      user('a', '', '<zf:deadline target="PT4H" calendar="office"/><zf:participants rule="role" value="desk"/>'),
      'a',
    ),
    context: shop,
  },
  'calendar-year': {
    body: around(
      user('a', '', '<zf:deadline target="PT4H" calendar="service"/><zf:participants rule="role" value="desk"/>'),
      'a',
    ),
    context: shop,
  },
  'parameter-exists': { body: `${declared('x')}${split('=x &gt; shop.price.floor')}`, context: shop },
  'page-exists': { body: around(user('a', 'zf:page="receiving"'), 'a'), context: shop },
  'certificate-exists': { body: around(user('a', 'zf:certificates="packing"'), 'a'), context: shop },
  'register-exists': {
    body: service(
      'zf:connector="record.put"',
      '<zf:header name="register" value="sku"/><zf:input source="=x" target="key"/><zf:input source="=y" target="price"/><zf:input source="=x" target="reason"/><zf:input source="=x" target="reasonEnglish"/>',
    ),
    context: shop,
  },
  'secret-into-case': { body: readsSecret('=record.price', 'price'), context: shop },
  'form-fields': {
    body: around(user('a'), 'a'),
    context: form(
      [field('x', { type: 'number', min: 1, max: 1 }), field('y', { pattern: '^(a+)+$' })],
      [{ when: 'x > 1 and y = "a"', say: { zh: '不行' } }],
    ),
  },
  'last-answer': several('<completionCondition>=v = &quot;no&quot;</completionCondition>'),
  'checklist-language': checks('<zf:checklist>Box</zf:checklist><zf:checklist>Label</zf:checklist>'),
  'title-language': titledIn('<zf:text lang="en" name="Order" title="=&quot;Order &quot; + no"/>'),
  'value-language': lateIn(
    '<zf:option value="到期没到" label="到期没到"><zf:text lang="en" name="Overdue"/></zf:option>',
  ),
  'text-variable': told('寄 {x}，{{case}}，{ 空 }，{item.price}'),
  'money-in-cents': {
    body: `<extensionElements><zf:variable name="x" type="money"/><zf:variable name="n" type="number"/></extensionElements>${split('=x &gt; 50000 and n &gt; 3 and x &gt; 0')}`,
  },
  'result-name': gives('price'),
  'shared-field': twoForms(
    [field('x'), field('y')],
    [field('x', { required: true }), field('y', { type: 'number', readOnly: true })],
  ),
  'foreign-code': { body: around('<serviceTask id="a" camunda:class="org.acme.A" zf:connector="mail.send"/>', 'a') },
  'imported-expression': {
    body: around(user('a', 'camunda:dueDate="${due}"', '<zf:participants rule="role" value="desk"/>'), 'a'),
  },
  'business-rule-decision': { body: asks, tables: [table('-', '1')], context: { decisions: [] } },
  'call-process': { body: around('<callActivity id="a" zf:process="=next"/>', 'a') },
  'call-version': {
    body: around('<callActivity id="a" calledElement="p" zf:binding="version" zf:version="=newest"/>', 'a'),
  },
  'call-binding': { body: around('<callActivity id="a" calledElement="p" zf:binding="deployment"/>', 'a') },
  'expression-syntax': { body: split('=x &gt; (1)') },
  'expression-type': { body: `${declared('x', 'money')}${split('=x &gt; 100')}` },
  'message-name': { body: catches('<messageEventDefinition messageRef="m"/>'), roots: '<message id="m" name="付款"/>' },
  'timer-spec': { body: timer('P1DT2H') },
  'gateway-condition': { body: split('=x = 1') },
  'gateway-default': { body: split('=x = 1') },
  'event-wiring': {
    body: around(`<eventBasedGateway id="g"/>${flow('g', 'a')}<receiveTask id="a" messageRef="m"/>`, 'g', 'a'),
    roots: '<message id="m" name="m"/>',
  },
  'compensation-handler': {
    body: around(
      onEdge(
        '<compensateEventDefinition/>',
        '<task id="u" isForCompensation="true"/><association id="c" sourceRef="t" targetRef="u"/>',
      ),
      'a',
    ),
  },
  'loop-end': { body: around('<task id="a"><standardLoopCharacteristics loopMaximum="3"/></task>', 'a') },
  'condition-data': { body: declared('n') + around(awaited('=n > 3 and today() > @"2026-01-01"'), 'c') },
  'instance-count': {
    body: around(
      '<task id="a"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></task>',
      'a',
    ),
  },
  'stuck-join': {
    body: around(
      `<parallelGateway id="g"/>${flow('g', 'a')}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'j')}${flow('b', 'j')}<parallelGateway id="j"/>`,
      'g',
      'j',
    ),
  },
  'begins-itself': {
    body: `<startEvent id="s"><signalEventDefinition signalRef="x"/></startEvent>${flow('s', 'e')}<endEvent id="e"><signalEventDefinition signalRef="y"/></endEvent>`,
    roots: '<signal id="x" name="x"/><signal id="y" name="y"/>',
  },
  unreachable: { body: around(`${user('a')}<subProcess id="u" triggeredByEvent="true"/>`, 'a') },
  'boundary-outgoing': {
    body: around(
      onEdge('<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>', flow('t', 'e')),
      'a',
    ),
  },
  'user-task-form': {
    body: around(
      user('a').replace('zf:form="f"', '').replace('<zf:deadline', '<zf:checklist>看包装</zf:checklist><zf:deadline'),
      'a',
    ),
  },
  'unknown-variable': { body: split('=answer = "pass" or is defined(y)'), context: form([field('answer')]) },
  'unknown-function': {
    body: `${declared('x')}${split('=string length(string(x)) &gt; count([1, 2]) and is defined(y) and get or else(z, 1) = 1')}`,
  },
  'decision-cell': { body: `${declared('x')}${asks}`, tables: [table('"人工", "机器"', 'x * 2')] },
  'decision-table': { body: `${declared('x')}${asks}`, tables: [table('-', '1')] },
  'implicit-fork': {
    body: around(`${user('a')}${flow('a', 'b', '', '=x')}${user('b')}${flow('b', 'e')}`, 'a'),
  },
  'fork-and-join': {
    body: around(
      `<exclusiveGateway id="g" default="g_b"/>${flow('g', 'b')}${flow('g', 'a', '', '=x = 1')}${user('a')}${flow('a', 'g')}${user('b')}`,
      'g',
      'b',
    ),
  },
  'no-activity': { body: around(user('a'), 'a') },
  'dead-end': { body: around(user('a'), 'a') },
  'duplicate-name': { body: around(`${user('a')}${flow('a', 'b')}${user('b')}`, 'a', 'b') },
  'named-person': { body: owned('<zf:participants rule="starter"/>') },
};

describe('lint', () => {
  it('last-answer: gathered answers are said nothing of, but a way that reads the last one is', async () => {
    const given = several('<extensionElements/>', 'zf:collect="=v" zf:collectInto="verdicts"');
    const found = (await problemsOf(given)).filter(({ rule }) => rule === 'last-answer');
    expect(found.map(({ element, fix }) => [element, fix])).toEqual([['g_a', undefined]]);
    const all = several('', 'zf:collect="=v" zf:collectInto="verdicts"');
    const body = all.body.replace('=v = &quot;yes&quot;', '=every one in verdicts satisfies one = &quot;yes&quot;');
    expect((await problemsOf({ ...all, body })).filter(({ rule }) => rule === 'last-answer')).toEqual([]);
  });

  it('a text that tells a number of the rules is held to the same: one that is, and is said', async () => {
    const found = await problemsOf({
      ...told('{shop.price.floor} {shop.platform.hours} {shop.gone}'),
      context: { ...form([]), ...shop },
    });
    expect(found.map(({ rule, element, message }) => [rule, element, message.code])).toEqual([
      ['parameter-exists', 'a', 'parameter-exists.blank'],
      ['parameter-exists', 'a', 'parameter-exists'],
    ]);
  });

  it('a step that begins many says of what, and which process there is', async () => {
    const many = (more: string) => problemsOf({ body: service('zf:connector="case.startMany"', more), context: shop });
    const process = '<zf:header name="process" value="other"/>';
    const found = async (more: string) =>
      (await many(more)).filter(({ rule }) => rule === 'call-process').map(({ message }) => message.code);
    expect(await found(process)).toEqual(['call-process.each']);
    expect(await found(`${process}<zf:input source="=x" target="items"/>`)).toEqual([]);
    expect(await found('<zf:header name="process" value="gone"/><zf:header name="register" value="sku"/>')).toEqual([
      'call-process.unpublished',
    ]);
  });

  it('asks for the English of a reason that a step writes into the history of a record, where its process has an English name', async () => {
    const puts = (more: string, name = 'Order') =>
      problemsOf({
        body: `<extensionElements><zf:text lang="en" name="${name}"/></extensionElements>${around(`<serviceTask id="w" zf:connector="record.put"><extensionElements><zf:input source="=&quot;改价：&quot; + x" target="reason"/>${more}</extensionElements></serviceTask>`, 'w')}`,
      }).then((found) => found.filter(({ rule }) => rule === 'value-language').map(({ message }) => message.code));
    expect(await puts('')).toEqual(['value-language.reason']);
    expect(await puts('<zf:input source="=&quot;Price: &quot; + x" target="reasonEnglish"/>')).toEqual([]);
    expect(await puts('', '')).toEqual([]);
  });

  it('says nothing of a sound process', async () => {
    expect(await problemsOf({ body: around(user('a'), 'a') })).toEqual([]);
  });

  it.each(Object.keys(BREAKS))('%s: names the place', async (rule) => {
    const found = (await problemsOf(BREAKS[rule]!)).filter((problem) => problem.rule === rule);
    expect(found.map(({ element }) => element)).toEqual([BREAKS[rule]!.at]);
    expect(sayOfModel(found[0]!.message, 'zh')).not.toBe('');
    expect(sayOfModel(found[0]!.message, 'en')).not.toBe('');
  });

  it.each(Object.keys(PASSES))('%s: lets pass what is sound', async (rule) => {
    expect((await problemsOf(PASSES[rule]!)).filter((problem) => problem.rule === rule)).toEqual([]);
  });

  it.each(RULES.map(({ name }) => name))('%s has a case on either side and a page with why and cure', (rule) => {
    expect([rule in BREAKS, rule in PASSES]).toEqual([true, true]);
    const page = `docs/rules/${rule}.md`;
    expect(existsSync(page), page).toBe(true);
    const text = readFileSync(page, 'utf8');
    expect(text).toMatch(new RegExp(`^# ${rule}\n`));
    expect(text).toMatch(/^\*\*Why\.\*\* \S/m);
    expect(text).toMatch(/^\*\*Cure\.\*\* \S/m);
  });

  it('a lane without a name gives its steps to nobody', async () => {
    const lane = (name: string) =>
      `<laneSet><lane id="l"${name}><flowNodeRef>a</flowNodeRef></lane></laneSet>${around(user('a', '', '<zf:deadline target="PT4H"/>'), 'a')}`;
    const owners = async (name: string) =>
      (await problemsOf({ body: lane(name) })).filter(({ rule }) => rule === 'user-task-owner').length;
    expect([await owners(''), await owners(' name="客服"')]).toEqual([1, 0]);
  });

  it('warns of a capability that the shop has given to a role without people, as of a person’s step', async () => {
    const found = async (connector: string) =>
      (await problemsOf({ body: service(`zf:connector="${connector}"`), context: shop }))
        .filter(({ rule }) => rule === 'role-without-people')
        .map(({ message }) => sayOfModel(message, 'zh'));
    expect(await found('payment.refund')).toEqual([
      '未命名的系统步骤交给「夜班」，还没有人是这个角色；在「人员」里给人加上它，或交给别的角色',
    ]);
    expect(await found('stock.take')).toEqual([]);
  });

  it('reads a script without a format as FEEL, and refuses one of another language', async () => {
    const rules = async (body: string) => (await problemsOf({ body })).map(({ rule, element }) => `${rule} ${element}`);
    expect(await rules(script('[1, 2', 'feel'))).toEqual(['expression-syntax a']);
    expect(await rules(script('count([1, 2])', 'feel'))).toEqual([]);
    const named = (body: string) => script(body).replace('<scriptTask ', '<scriptTask zf:resultVariable="n" ');
    expect(await rules(named('count([1, 2])'))).toEqual([]);
    // another language that says nothing of itself: it is none of ours, or its result goes nowhere
    expect(await rules(named('n = open("x").read()'))).toEqual(['foreign-code a']);
    expect(await rules(script('a=1'))).toEqual(['foreign-code a']);
    expect(await rules(script('print(1)', 'python'))).toEqual(['foreign-code a']);
  });

  it('names the target of a way without a name, and steps without a name by their kind', async () => {
    const body = around(
      `<exclusiveGateway id="g"/>${flow('g', 'a')}${flow('g', 'b', '', '=true')}${user('a')}${user('b').replace('name="b"', '')}${flow('a', 'b')}`,
      'g',
      'b',
    );
    const said = await problemsOf({ body });
    const { message } = said.find(({ rule }) => rule === 'gateway-condition')!;
    expect(message.args).toEqual({ step: { kind: 'exclusiveGateway' }, way: { kind: 'userTask', name: 'a' } });
    expect(sayOfModel(message, 'zh')).toBe('未命名的判断往「a」的路没有条件；写上什么时候走，或设为默认');
    expect(sayOfModel(message, 'en')).toBe(
      'The way to “a” out of the unnamed decision point has no condition; say when it is taken, or make it the default',
    );
    const bare = await problemsOf({ body: around(user('a').replace('name="a"', '').replace('zf:form="f"', ''), 'a') });
    expect(sayOfModel(bare[0]!.message, 'zh')).toContain('未命名的人办的步骤');
  });

  it('finds what nothing fills in the guide of another language too, and puts the right name there', async () => {
    const english = (text: string) => `<zf:text lang="en" name="A"><zf:instruction>${text}</zf:instruction></zf:text>`;
    const body = (text: string) => around(user('a', '', english(text)), 'a');
    const context = form([field('buyerName', { label: { zh: '买家', en: 'Buyer' } })]);
    const said = await problemsOf({ body: body('Ask {Buyer}'), context });
    expect(said.find(({ rule }) => rule === 'text-variable')?.fix?.edit).toMatchObject({
      zf: { text: { en: { name: 'A', instruction: 'Ask {buyerName}' } } },
    });
    const parameters = await problemsOf({ body: body('{shop.nothing} days'), context: { ...context, parameters: [] } });
    expect(parameters.map(({ rule }) => rule)).toContain('parameter-exists');
  });

  it('offers the choice that the conditions of an imported file ask for', async () => {
    const body = around(
      `${user('a')}${flow('a', 'g')}<exclusiveGateway id="g"/>${flow('g', 'b', 'name="通过"', '=result = &quot;pass&quot;')}${flow('g', 'e', 'name="驳回"', '=result = &quot;reject&quot;')}${user('b')}`,
      'a',
      'b',
    );
    const said = (await problemsOf({ body, context: { forms: {} } })).filter(({ rule }) => rule === 'unknown-variable');
    expect(said.map(({ severity, element }) => [severity, element])).toEqual([
      ['error', 'g_b'],
      ['error', 'g_e'],
    ]);
    expect(said[0]?.fix?.edit).toEqual({
      edit: 'askFor',
      steps: ['a'],
      kind: 'choice',
      name: 'result',
      options: [
        { value: 'pass', label: '通过' },
        { value: 'reject', label: '驳回' },
      ],
    });
  });

  const unknown = async (body: string, roots = '') =>
    (
      await problemsOf({ body, roots, context: { forms: { f: { key: 'f', title: { zh: 'f' }, fields: [] } } } })
    ).flatMap(({ rule, severity, element }) => (rule === 'unknown-variable' ? [`${severity} ${element}`] : []));

  it('knows that what a message may bring has not come on every way', async () => {
    const wait = '<receiveTask id="w" messageRef="m"/>';
    const ways = `<exclusiveGateway id="g" default="g_h"/>${flow('g', 'w', '', '=1 = 1')}${flow('g', 'h')}${wait}${flow('w', 'h')}<exclusiveGateway id="h" default="h_b"/>${flow('h', 'b', '')}${flow('h', 'k', '', '=paid')}${user('b')}${user('k')}${flow('k', 'b')}`;
    expect(await unknown(around(ways, 'g', 'b'), '<message id="m" name="m"/>')).toEqual(['error h_k']);
    const straight = `${wait}${flow('w', 'h')}<exclusiveGateway id="h" default="h_b"/>${flow('h', 'b', '')}${flow('h', 'k', '', '=paid')}${user('b')}${user('k')}${flow('k', 'b')}`;
    expect(await unknown(around(straight, 'w', 'b'), '<message id="m" name="m"/>')).toEqual(['warning h_k']);
  });

  it('knows what a step is handed inside of it only, and not before', async () => {
    const loop = (collection: string) =>
      `<callActivity id="a" calledElement="x"><extensionElements><zf:input source="=[1]" target="list"/></extensionElements><multiInstanceLoopCharacteristics zf:collection="${collection}"/></callActivity>`;
    expect(await unknown(around(loop('=list'), 'a'))).toEqual(['error a']);
    expect(await unknown(around(loop('=[1, 2]'), 'a'))).toEqual([]);
    expect(
      await unknown(around(`${loop('=[1, 2]')}${flow('a', 'b')}${user('b', 'zf:priority="=list"')}`, 'a', 'b')),
    ).toEqual(['error b']);
  });

  it('asks where the key of a message comes from', async () => {
    const key = '<message id="m" name="m"><extensionElements/></message>'.replace(
      '<message ',
      '<message zf:correlationKey="=orderNo" ',
    );
    expect(await unknown(around('<receiveTask id="a" messageRef="m"/>', 'a'), key)).toEqual(['error a']);
  });

  it('only warns of a name that a message may bring', async () => {
    const body = split('=paid').replace(
      '<startEvent id="s"/>',
      '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>',
    );
    const said = await problemsOf({
      body,
      roots: '<message id="m" name="m"/>',
      context: { forms: { f: { key: 'f', title: { zh: 'f' }, fields: [] } } },
    });
    expect(said.filter(({ rule }) => rule === 'unknown-variable').map(({ severity }) => severity)).toEqual(['warning']);
  });

  it.each([
    ['人工', '人工'],
    ['${amount > 3}', '看不懂'],
    ['== 3', '看不懂'],
  ])('says of the cell %s what is wrong with it', async (cell, words) => {
    const said = await problemsOf({ body: `${declared('x')}${asks}`, tables: [table(cell, '1')] });
    expect(sayOfModel(said.find(({ rule }) => rule === 'decision-cell')!.message, 'zh')).toContain(words);
  });

  it.each([
    ['(a', 1],
    ['(a)\\1', 1],
    ['(?=a)b', 1],
    ['^(a+)+$', 0],
    ['1[3-9]\\d{9}', 0],
  ])('of the pattern %s says %i things', async (pattern, count) => {
    const said = await problemsOf({ body: around(user('a'), 'a'), context: form([field('x', { pattern })]) });
    expect(said.filter(({ rule }) => rule === 'form-fields')).toHaveLength(count);
  });

  it.each([
    ['starter', 0],
    ['a', 0],
    ['x', 0],
    ['nobody', 1],
  ])('of a step that excludes %s says %i things', async (word, count) => {
    const body = `${declared('x')}${around(user('a', '', `<zf:participants rule="role" value="desk" exclude="${word}"/>`), 'a')}`;
    const said = await problemsOf({ body, context: shop });
    expect(said.filter(({ rule }) => rule === 'participant-exists')).toHaveLength(count);
  });

  it.each([
    ['x', 0],
    ['x.n', 0],
    ['x.gone', 1],
    ['gone', 1],
  ])('of a step that hides %s says %i things', async (name, count) => {
    const hides = user('a', '', `<zf:permission field="${name}" mode="hidden"/>`);
    const fields = [field('x', { type: 'table', columns: [field('n')] })];
    const said = await problemsOf({ body: around(hides, 'a'), context: form(fields) });
    expect(said.filter(({ rule }) => rule === 'form-fields')).toHaveLength(count);
  });

  const lines = {
    type: 'table',
    columns: [field('n', { type: 'integer' }), field('sum', { formula: 'n * rate * sum' })],
  };
  it.each([
    ['a formula that cannot be read', [field('x', { formula: '1 +' })], [], 1],
    ['a formula over a stranger', [field('x', { type: 'integer', formula: '=y + gone' }), field('y')], [], 1],
    ['formulas that read each other', [field('x', { formula: 'y' }), field('y', { formula: 'x' })], [], 2],
    ['a column that reads itself and a stranger', [field('x', lines)], [], 2],
    ['a rule that cannot be read', [field('x')], [{ when: 'x >', say: { zh: '不行' } }], 1],
    ['a rule over a stranger', [field('x')], [{ when: 'x > gone', say: { zh: '不行' } }], 1],
    ['what fits', [field('x', { formula: 'count(y)' }), field('y')], [{ when: 'x > 1', say: { zh: '不行' } }], 0],
  ])('of %s says so', async (_, fields, rules, count) => {
    const said = await problemsOf({ body: around(user('a'), 'a'), context: form(fields, rules) });
    expect(said.filter(({ rule }) => rule === 'form-fields')).toHaveLength(count);
  });

  it.each([
    [{ type: 'record', register: 'sku', snapshot: ['price'] }, 0],
    [{ type: 'record', register: 'gone' }, 1],
    [{ type: 'record', register: '' }, 1],
    [{ type: 'choice', options: [], from: { register: 'gone' } }, 1],
    [{ type: 'choice', options: [], from: { register: 'sku' } }, 0],
    [{ type: 'choice', options: [], from: { register: 'sku', label: 'cost' } }, 1],
    [{ type: 'record', register: 'sku', snapshot: ['cost', 'colour'] }, 2],
    [{ type: 'table', columns: [field('y', { type: 'record', register: 'gone' })] }, 1],
  ])('of a form that chooses from %j says %i things', async (more, count) => {
    const said = await problemsOf({ body: around(user('a'), 'a'), context: { ...shop, ...form([field('x', more)]) } });
    expect(said.filter(({ rule }) => rule === 'register-exists')).toHaveLength(count);
  });

  it.each([
    ['<zf:input source="=x" target="code"/>', 0],
    ['<zf:input source="=x" target="price"/>', 1],
    ['<zf:input source="=2" target="limit"/>', 0],
    [
      '<zf:input source="=[{field: &quot;key&quot;, is: &quot;in&quot;, value: x}, {&quot;field&quot;: &quot;price&quot;, is: &quot;=&quot;, value: 1}]" target="where"/>',
      1,
    ],
  ])('of a search by %s says %i things', async (input, count) => {
    const body = service('zf:connector="record.find"', `<zf:header name="register" value="sku"/>${input}`);
    const said = await problemsOf({ body, context: shop });
    expect(said.filter(({ rule }) => rule === 'register-exists')).toHaveLength(count);
  });

  it('names what a connector lacks as the designer does', async () => {
    const context = { connectors: INSTALLED };
    const said = await problemsOf({
      body: service('zf:connector="payment.refund"', '<zf:input source="=1" target="amount"/>'),
      context,
    });
    const { message } = said.find(({ rule }) => rule === 'connector-input')!;
    expect(sayOfModel(message, 'zh')).toContain('少了「订单号」');
    expect(sayOfModel(message, 'en')).toContain('lacks “Order no.”');
  });

  it('knows which processes can be called', async () => {
    const call = (key: string) =>
      problemsOf({ body: around(`<callActivity id="a" calledElement="${key}"/>`, 'a'), context: shop });
    const rules = async (key: string) => (await call(key)).filter(({ rule }) => rule === 'call-process').length;
    expect([await rules('other'), await rules('p'), await rules('gone')]).toEqual([0, 0, 1]);
  });

  it('looks for what may bring a name before the place that asks for it', async () => {
    const wait = '<intermediateCatchEvent id="m1"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>';
    const gateway = `<exclusiveGateway id="g" default="g_b"/>${flow('g', 'a', '', '=paid')}${flow('g', 'b')}${user('a')}${user('b')}${flow('a', 'b')}`;
    const severity = async (body: string) =>
      (await problemsOf({ body, roots: '<message id="m" name="m"/>', context: { forms: {} } }))
        .filter(({ rule }) => rule === 'unknown-variable')
        .map((one) => one.severity);
    expect(await severity(around(`${wait}${flow('m1', 'g')}${gateway}`, 'm1', 'b'))).toEqual(['warning']);
    expect(await severity(around(`${gateway}${flow('b', 'm1')}${wait}`, 'g', 'm1'))).toEqual(['error']);
  });

  it('refuses conditions that are no FEEL', async () => {
    const java = await problemsOf({ body: split('return helper.check(x);') });
    expect(java.filter(({ rule }) => rule === 'imported-expression').map(({ element }) => element)).toEqual(['g_a']);
  });

  it('tells a way that waits for a refusal which leads elsewhere, and leads it there at a click', async () => {
    const found = async (refusal: string) =>
      (
        await problemsOf({
          body: `<startEvent id="s"/>${user('a', `zf:refusal="${refusal}"`, '<zf:deadline target="PT4H"/>')}
            <exclusiveGateway id="g" default="g_e"/>${user('b', '', '<zf:deadline target="PT4H"/>')}<endEvent id="e"/>
            <sequenceFlow id="s_a" sourceRef="s" targetRef="a"/><sequenceFlow id="a_g" sourceRef="a" targetRef="g"/>
            <sequenceFlow id="g_b" sourceRef="g" targetRef="b"><conditionExpression>=a_result.result = "refuse"</conditionExpression></sequenceFlow>
            <sequenceFlow id="g_e" sourceRef="g" targetRef="e"/><sequenceFlow id="b_e" sourceRef="b" targetRef="e"/>`,
        })
      ).filter(({ rule }) => rule === 'deciding');
    expect(await found('flow')).toEqual([]);
    const [told, ...more] = await found('end');
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      element: 'a',
      severity: 'warning',
      message: { code: 'deciding.neverRefused' },
      fix: { edit: { edit: 'setExtension', id: 'a', zf: { refusal: 'flow' } } },
    });
  });
  it('knows what counts where people decide', async () => {
    const said = async (attributes: string, participants = '') =>
      (
        await problemsOf({
          body: around(user('a', attributes, `<zf:deadline target="PT4H"/>${participants}`), 'a'),
        })
      )
        .filter(({ rule }) => rule === 'deciding')
        .map(({ message, severity }) => `${(message as { code: string }).code} ${severity}`);
    expect(await said('zf:mode="all"')).toEqual(['deciding.refusal error']);
    expect(await said('zf:mode="work"')).toEqual([]);
    expect(await said('zf:mode="vote" zf:ratio="120%" zf:refusal="end"')).toEqual(['deciding.ratio error']);
    expect(await said('zf:mode="all" zf:ratio="80%" zf:refusal="end"')).toEqual(['deciding.idle error']);
    expect(await said('zf:verbs="agree"')).toEqual(['deciding.idle error']);
    expect(await said('zf:refusal="end" zf:opinion="refuse agree"')).toEqual([]);
    expect(await said('zf:opinion="complete"')).toEqual([]);
    expect(await said('zf:opinion="refuse"')).toEqual(['deciding.idle error']);
    expect(await said('zf:refusal="end" zf:opinion="abstain"')).toEqual(['deciding.idle error']);
    expect(await said('zf:refusal="end" zf:empty="pass"')).toEqual(['deciding.idle error']);
    expect(await said('zf:refusal="end" zf:empty="head" zf:spread="leastOpen"')).toEqual([]);
    expect(await said('zf:mode="all" zf:refusal="end" zf:spread="leastOpen"')).toEqual(['deciding.idle error']);
    expect(await said('zf:refusal="flow"')).toEqual(['deciding.unread warning']);
    expect(await said('zf:watch="amount"')).toEqual(['deciding.idleReturn error']);
    expect(await said('zf:verbs="complete return" zf:watch="amount" zf:returnMode="replay"')).toEqual([]);
    expect(await said('zf:refusal="end" zf:returnBy="majority"')).toEqual(['deciding.idleReturn error']);
    expect(await said('zf:refusal="end" zf:returnTo="nowhere"')).toEqual(['deciding.target error']);
    expect(await said('zf:refusal="return:a"')).toEqual(['deciding.target error']);
    const veto = '<zf:participants rule="role" value="desk" veto="pass"/>';
    expect(await said('zf:mode="any" zf:refusal="end"', veto)).toEqual([]);
    expect(await said('', veto)).toEqual(['deciding.idle error']);
  });

  it('knows that recalling needs a form to go back to', async () => {
    const said = async (recall: string) => {
      const { model } = await parseBpmn(document(around(user('a'), 'a')));
      const [process] = model.processes;
      const recalled = { ...model, processes: [{ ...process!, zf: { ...process!.zf, recall } }] };
      return lint(recalled, ALONE, process!.key).filter(({ rule }) => rule === 'deciding');
    };
    expect((await said('anytime')).map(({ message }) => (message as { code: string }).code)).toEqual([
      'deciding.recall',
    ]);
    expect(await said('no')).toEqual([]);
  });

  it('judges only the process that is published', async () => {
    const { model } = await parseBpmn(document(around(user('a'), 'a')));
    const other = { ...structuredClone(model.processes[0]!), key: 'q', processId: 'q', elements: {}, flows: {} };
    const broken = { ...model, processes: [model.processes[0]!, { ...other, zf: { hosting: 'pooled' as const } }] };
    expect(lint(broken, ALONE, 'p')).toEqual([]);
    expect(lint(broken, ALONE, 'q').map(({ rule }) => rule)).toEqual(['not-carried-out']);
  });
});

describe('kinds in expressions', () => {
  const kinds: Record<string, Kind> = { n: 'number', t: 'string', b: 'boolean', d: 'date', m: 'date and time' };
  it.each([
    ['n > 3', 'boolean', 0],
    ['n = "3"', 'boolean', 1],
    ['t = "a" and n', 'boolean', 1],
    ['d < m', 'boolean', 0],
    ['n + t', undefined, 1],
    ['t + "x"', 'string', 0],
    ['t - "x"', 'string', 1],
    ['if b then n else n + 1', 'number', 0],
    ['if t then 1 else 2', 'number', 1],
    ['n in [1, 2]', 'boolean', 0],
    ['t in [1, 2]', 'boolean', 2],
    ['unknown > 3', 'boolean', 0],
    ['n between 1 and "9"', 'boolean', 1],
    ['n = null', 'boolean', 0],
    ['list[item > "a"]', undefined, 0],
  ] as const)('%s', (text, kind, clashes) => {
    const found = infer(text, (name) => kinds[name]);
    expect([found.kind, found.clashes.length]).toEqual([kind, clashes]);
  });
});
