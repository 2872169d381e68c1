// Each rule: a process that breaks it, and what is said about which part. The clean process breaks none.
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../bpmn/definition.ts';
import { lint } from '../../bpmn/lint.ts';
import { parseBpmn } from '../../bpmn/xml.ts';
import { infer } from '../../feel/infer.ts';
import type { Kind } from '../../feel/kind.ts';

const document = (body: string, roots = ''): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="u">${roots}<process id="p" isExecutable="true">${body}</process></definitions>`;

async function problemsOf(body: string, roots?: string): Promise<Problem[]> {
  return lint((await parseBpmn(document(body, roots))).model);
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

const BREAKS: Record<string, { body: string; at: string; roots?: string }> = {
  'start-event': { body: `<startEvent id="s2"/>${flow('s2', 'a')}${around(user('a'), 'a')}`, at: 's' },
  'user-task-owner': { body: around(user('a', '', '<zf:deadline target="PT4H"/>'), 'a'), at: 'a' },
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
  'dead-end': { body: `${around(user('a'), 'a')}<task id="b" name="b"/>${flow('a', 'b')}`, at: 'b' },
  'duplicate-name': {
    body: around(`${user('a')}${flow('a', 'b')}${user('b').replace('name="b"', 'name="a"')}`, 'a', 'b'),
    at: 'b',
  },
  'named-person': {
    body: around(user('a', '', '<zf:deadline target="PT4H"/><zf:participants rule="person" value="u1"/>'), 'a'),
    at: 'a',
  },
};

describe('lint', () => {
  it('says nothing of a sound process', async () => {
    expect(await problemsOf(around(user('a'), 'a'))).toEqual([]);
  });

  for (const [rule, { body, at, roots }] of Object.entries(BREAKS))
    it(`${rule}: names ${at}`, async () => {
      const found = (await problemsOf(body, roots)).filter((problem) => problem.rule === rule);
      expect(found.map(({ element }) => element)).toEqual([at]);
      expect(found[0]!.message.zh).not.toBe('');
      expect(found[0]!.message.en).not.toBe('');
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
