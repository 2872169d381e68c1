// One-click cures: what a problem offers, done on model and forms, alone or for all of a kind.
import { describe, expect, it } from 'vitest';
import { lint } from '../../bpmn/lint.ts';
import { ALONE } from '../../bpmn/lint-context.ts';
import { parseBpmn } from '../../bpmn/xml.ts';
import { type Content, cured } from '../../designer/model/cure.ts';

/** As approval files of other tools come: two people, and a gateway that asks what nobody can say. */
const APPROVAL = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn" id="d" targetNamespace="u">
<process id="leave" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<userTask id="a" name="组长审批" flowable:candidateGroups="desk"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
<exclusiveGateway id="g"/>
<sequenceFlow id="yes" name="通过" sourceRef="g" targetRef="b"><conditionExpression>\${result == "pass"}</conditionExpression></sequenceFlow>
<sequenceFlow id="no" name="驳回" sourceRef="g" targetRef="e"><conditionExpression>\${result == "reject"}</conditionExpression></sequenceFlow>
<userTask id="b" name="经理审批" flowable:candidateGroups="desk"/><sequenceFlow id="f3" sourceRef="b" targetRef="e"/><endEvent id="e"/></process></definitions>`;

const errors = ({ model, forms }: Content) =>
  lint(model, { ...ALONE, forms }).filter(({ severity }) => severity === 'error');

describe('cures', () => {
  it('bring an imported approval to where it can be published', async () => {
    const content = { model: (await parseBpmn(APPROVAL)).model, forms: {} };
    expect(errors(content).map(({ rule, element }) => `${rule} ${element}`)).toEqual([
      'user-task-deadline a',
      'user-task-deadline b',
      'unknown-variable yes',
      'unknown-variable no',
    ]);
    const after = cured(content, errors(content));
    expect(errors(after)).toEqual([]);
    expect(after.forms).toEqual({
      a: {
        key: 'a',
        title: { zh: '组长审批' },
        fields: [
          {
            type: 'choice',
            id: 'result',
            label: { zh: 'result' },
            required: true,
            options: [
              { value: 'pass', label: { zh: '通过' } },
              { value: 'reject', label: { zh: '驳回' } },
            ],
          },
        ],
      },
    });
    expect(after.model.processes[0]!.elements.a!.zf?.form).toBe('a');
    expect(after.model.processes[0]!.elements.b!.zf?.deadline?.[0]?.target).toBe('PT4H');
  });

  it('ask in the form that the step has, and leave what stood there', async () => {
    const { model } = await parseBpmn(
      APPROVAL.replace(
        'flowable:candidateGroups="desk"/>',
        'xmlns:zf="urn:zhangfa:bpmn:1" zf:form="f" flowable:candidateGroups="desk"/>',
      ),
    );
    const field = { type: 'text' as const, id: 'note', label: { zh: '说明' }, required: false };
    const content = { model, forms: { f: { key: 'f', title: { zh: '审批' }, fields: [field] } } };
    const after = cured(content, errors(content));
    expect(after.forms.f?.fields.map(({ id }) => id)).toEqual(['note', 'result']);
    expect(content.forms.f.fields).toHaveLength(1);
  });

  const VENDOR = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';
  const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const file = (body: string, roots = ''): string =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${XSI} ${VENDOR} id="d" targetNamespace="u">${roots}<process id="p" isExecutable="true">${body}</process></definitions>`;
  const flow = (from: string, to: string, condition = '', more = ''): string =>
    `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}" ${more}>${condition && `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`}</sequenceFlow>`;
  const user = (id: string): string => `<userTask id="${id}" name="${id}" camunda:candidateGroups="desk"/>`;
  /** Cures, until nothing can be cured any more; what is left. */
  const healed = async (body: string, roots = ''): Promise<Content & { left: string[] }> => {
    let content: Content = { model: (await parseBpmn(file(body, roots))).model, forms: {} };
    for (let n = 0; n < 5; n++) content = cured(content, errors(content));
    return { ...content, left: errors(content).map(({ rule, element }) => `${rule} ${element}`) };
  };
  const asked = ({ model, forms }: Content, step: string) =>
    forms[model.processes[0]!.elements[step]!.zf?.form ?? '']?.fields.map(({ id, type }) => `${id} ${type}`);
  const ends = '<startEvent id="s"/><endEvent id="e"/>';

  it('let the person before choose among ways without conditions, or with ones that cannot be translated', async () => {
    for (const condition of ['', '${bean.showUp()}', 'Service Level ==']) {
      const ways = `${flow('g', 'b', condition, 'name="上门"')}${flow('g', 'e', condition)}`;
      const after = await healed(
        `${ends}${user('a')}${user('b')}<exclusiveGateway id="g" name="来了吗"/>${flow('s', 'a')}${flow('a', 'g')}${ways}${flow('b', 'e')}`,
      );
      expect(after.left).toEqual([]);
      expect(asked(after, 'a')).toEqual(['g choice']);
      expect(Object.values(after.forms)[0]!.fields[0]!.label.zh).toBe('来了吗');
      const { flows } = after.model.processes[0]!;
      expect([flows.g_b!.condition, flows.g_e!.condition]).toEqual(['=g = "上门"', '=g = "g_e"']);
    }
  });

  it('let several ways out of an inclusive gateway be chosen', async () => {
    const after = await healed(
      `${ends}${user('a')}${user('b')}<inclusiveGateway id="g"/>${flow('s', 'a')}${flow('a', 'g')}${flow('g', 'b', '${bean.x()}')}${flow('g', 'e', '${bean.y()}')}${flow('b', 'e')}`,
    );
    expect([after.left, asked(after, 'a')]).toEqual([[], ['g choices']]);
    expect(after.model.processes[0]!.flows.g_b!.condition).toBe('=list contains(g, "b")');
  });

  it('ask for the instant that a wait is until', async () => {
    const wait =
      '<intermediateCatchEvent id="w"><timerEventDefinition><timeDate>${bookedFor}</timeDate></timerEventDefinition></intermediateCatchEvent>';
    const after = await healed(`${ends}${wait}${flow('s', 'w')}${flow('w', 'e')}`);
    expect([after.left, asked(after, 's')]).toEqual([[], ['bookedFor dateTime']]);
  });

  it('ask a verdict on every way that leads to where it is read, and other data once, at the start', async () => {
    const after = await healed(
      `${ends}<exclusiveGateway id="g"/><exclusiveGateway id="h"/>${user('a')}${user('b')}${flow('s', 'g')}${flow('g', 'a', '${days > 3}')}${flow('g', 'b', '${days <= 3}')}${flow('a', 'h')}${flow('b', 'h')}${flow('h', 'e', "${agree == 'true'}")}${flow('h', 'g', "${agree == 'false'}")}`
        .replaceAll(' > ', ' &gt; ')
        .replaceAll(' <= ', ' &lt;= '),
    );
    expect(after.left).toEqual([]);
    expect([asked(after, 's'), asked(after, 'a'), asked(after, 'b')]).toEqual([
      ['days number'],
      // Whoever decides sees what was asked before.
      ['days number', 'agree yesNo'],
      ['days number', 'agree yesNo'],
    ]);
  });

  it('name what has no name, leave out what says nothing, do once what has no number', async () => {
    const after = await healed(
      `${ends}<intermediateCatchEvent id="m" name="付款"><messageEventDefinition/></intermediateCatchEvent><intermediateThrowEvent id="t"><messageEventDefinition/></intermediateThrowEvent><task id="n"><multiInstanceLoopCharacteristics/></task><task id="l"><standardLoopCharacteristics/></task><endEvent id="c" camunda:class="org.A"><messageEventDefinition/></endEvent><scriptTask id="y"><script>a = open("x")</script></scriptTask>${['s', 'm', 't', 'n', 'l', 'y', 'c'].map((id, at, all) => (all[at + 1] ? flow(id, all[at + 1]!) : '')).join('')}`,
    );
    expect(after.left).toEqual([]);
    const { elements, messages } = after.model.processes[0]!;
    expect(Object.values(messages).map(({ name }) => name)).toEqual(['付款']);
    expect(elements.t).toMatchObject({ eventDefinitions: [] });
    expect(elements.c).toMatchObject({ eventDefinitions: [] });
    expect([elements.n, elements.l].some((one) => one && 'loopCharacteristics' in one)).toBe(false);
    expect(elements.y).not.toHaveProperty('script');
  });

  it('let a gateway that joins and forks go on forking', async () => {
    const after = await healed(
      `${ends}${user('a')}${user('b')}${user('c')}${user('d')}<exclusiveGateway id="g"/><parallelGateway id="j"/>${flow('s', 'a')}${flow('a', 'g')}${flow('g', 'b', '${x == 1}')}${flow('g', 'c', '${x == 2}')}${flow('b', 'j')}${flow('c', 'j')}${flow('j', 'd')}${flow('j', 'e')}${flow('d', 'e')}`,
    );
    expect(after.left).toEqual([]);
    expect(after.model.processes[0]!.elements.j!.type).toBe('inclusiveGateway');
  });

  it('give the later of two fields of one name its own, with all that reads its answer', async () => {
    const { model } =
      await parseBpmn(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u">
<process id="p" isExecutable="true"><startEvent id="s" zf:form="start"/><sequenceFlow id="f1" sourceRef="s" targetRef="g0"/>
<exclusiveGateway id="g0" default="f2"/><sequenceFlow id="f2" sourceRef="g0" targetRef="a"/>
<sequenceFlow id="skip" sourceRef="g0" targetRef="e"><conditionExpression>=field1 = "field1"</conditionExpression></sequenceFlow>
<userTask id="a" zf:form="audit"><extensionElements><zf:script title="t">订单 {field1}</zf:script><zf:text lang="en" name="Audit"><zf:instruction>Order {field1}</zf:instruction></zf:text></extensionElements></userTask>
<sequenceFlow id="f3" sourceRef="a" targetRef="g"/>
<exclusiveGateway id="g" default="no"/><sequenceFlow id="no" sourceRef="g" targetRef="e"/>
<sequenceFlow id="yes" sourceRef="g" targetRef="b"><conditionExpression>=field1 = "field1" and x.field1 = 2</conditionExpression></sequenceFlow>
<userTask id="b"/><sequenceFlow id="f4" sourceRef="b" targetRef="e"/><endEvent id="e"/></process></definitions>`);
    const text = (zh: string) => ({ type: 'text' as const, id: 'field1', label: { zh }, required: true });
    const sum = { type: 'text' as const, id: 'sum', label: { zh: '共' }, required: false, formula: 'field1 + "x"' };
    const lines = (id: string) => ({
      type: 'table' as const,
      id: `of ${id}`,
      label: { zh: '行' },
      required: false,
      columns: [{ ...sum, id }, sum],
    });
    const forms = {
      start: { key: 'start', title: { zh: '退货' }, fields: [text('订单号')] },
      audit: {
        key: 'audit',
        title: { zh: '审核' },
        fields: [{ ...text('结论'), visibleWhen: 'field1 != null' }, sum, lines('n'), lines('field1')],
        rules: [{ when: 'field1 = "field1"', say: { zh: '不行' } }],
      },
    };
    const said = lint(model, { ...ALONE, forms }).filter(({ rule }) => rule === 'shared-field');
    expect(said.map(({ element }) => element)).toEqual(['a']);
    const after = cured({ model, forms }, said);
    const renamed = { ...sum, formula: '结论 + "x"' };
    expect(after.forms.audit!.fields).toEqual([
      { ...text('结论'), id: '结论', visibleWhen: '结论 != null' },
      renamed,
      { ...lines('n'), columns: [{ ...renamed, id: 'n' }, renamed] },
      lines('field1'),
    ]);
    expect(after.forms.audit!.rules).toEqual([{ when: '结论 = "field1"', say: { zh: '不行' } }]);
    expect(after.forms.start).toBe(forms.start);
    const { elements, flows } = after.model.processes[0]!;
    expect(elements.a?.zf).toMatchObject({
      scripts: [{ text: '订单 {结论}' }],
      text: { en: { name: 'Audit', instruction: 'Order {结论}' } },
    });
    // What is read before the step asks keeps its meaning.
    expect(flows.skip!.condition).toBe('=field1 = "field1"');
    expect(flows.yes!.condition).toBe('=结论 = "field1" and x.field1 = 2');
    expect(lint(after.model, { ...ALONE, forms: after.forms }).filter(({ rule }) => rule === 'shared-field')).toEqual(
      [],
    );
  });

  it('use the data that is meant where its label is written, and never make it up', async () => {
    const { model } =
      await parseBpmn(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u">
<process id="p" isExecutable="true"><startEvent id="s" zf:form="start"/><sequenceFlow id="f1" sourceRef="s" targetRef="pay"/>
<serviceTask id="pay" zf:connector="payment.refund"><extensionElements><zf:input source="=退款金额" target="amount"/></extensionElements></serviceTask>
<sequenceFlow id="f2" sourceRef="pay" targetRef="e"/><endEvent id="e"/></process></definitions>`);
    const forms = {
      start: {
        key: 'start',
        title: { zh: '退货' },
        fields: [{ type: 'money' as const, id: 'field3', label: { zh: '退款金额' }, required: true, currency: 'CNY' }],
      },
    };
    const connectors = [{ id: 'payment.refund', inputs: ['amount'], headers: [], outputs: [] }];
    const said = ({ model: now, forms: with_ }: Content) =>
      lint(now, { ...ALONE, forms: with_, connectors }).filter(({ rule }) => rule === 'unknown-variable');
    const found = said({ model, forms });
    expect(found.map(({ message }) => message.code)).toEqual(['unknown-variable.meant']);
    const after = cured({ model, forms }, found);
    expect(after.model.processes[0]!.elements.pay!.zf?.input).toEqual([{ source: '=field3', target: 'amount' }]);
    expect(said(after)).toEqual([]);
    // Declared, and still nobody fills it: the case would stand still there.
    const declared = structuredClone(model);
    declared.processes[0]!.zf.variable = [{ name: 'total', type: 'any' }];
    declared.processes[0]!.elements.pay!.zf!.input = [{ source: '=total', target: 'amount' }];
    const empty = said({ model: declared, forms });
    expect(empty.map(({ severity, element }) => [severity, element])).toEqual([['error', 'pay']]);
    expect(said(cured({ model: declared, forms }, empty))).toEqual([]);
  });

  it('make a text of a word that nobody knows, wherever the table has it', async () => {
    const cell = '自动';
    const { model } =
      await parseBpmn(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u">
<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="rule"/>
<businessRuleTask id="rule" zf:decision="way"/><sequenceFlow id="f2" sourceRef="rule" targetRef="e"/><endEvent id="e"/></process></definitions>`);
    model.processes[0]!.decisions.way = {
      id: 'way',
      hitPolicy: 'FIRST',
      inputs: [{ id: 'i', expression: 'amount' }],
      outputs: [{ id: 'o', name: 'way' }],
      rules: [
        { id: 'r1', inputs: ['> 5'], outputs: [cell] },
        { id: 'r2', inputs: ['-'], outputs: [` ${cell} `] },
      ],
    };
    const said = (now: Content) =>
      lint(now.model, { ...ALONE, forms: now.forms }).filter(({ rule }) => rule === 'decision-cell');
    const found = said({ model, forms: {} });
    expect(found).toHaveLength(2);
    // One click on either, or on both.
    const after = cured({ model, forms: {} }, found);
    expect(after.model.processes[0]!.decisions.way!.rules.map(({ outputs }) => outputs)).toEqual([
      ['"自动"'],
      ['"自动"'],
    ]);
    expect(said(after)).toEqual([]);
  });
});
