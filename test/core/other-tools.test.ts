// Files of other tools run here, not only open: people, forms, keys, mappings and functions that mean the same as there.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decisionProcess } from '../../bpmn/decision-process.ts';
import { lint } from '../../bpmn/lint.ts';
import { ALONE, inShop, type LintContext, type ShopFacts } from '../../bpmn/lint-context.ts';
import { introduced, strangers } from '../../bpmn/named-people.ts';
import type { XmlRefused } from '../../bpmn/xml/decode.ts';
import { readFormFile, withForms } from '../../bpmn/xml/foreign-forms.ts';
import { renamed } from '../../bpmn/xml/rename.ts';
import { standardFeel } from '../../bpmn/xml/zeebe-feel.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { cured } from '../../designer/model/cure.ts';
import { readDecisions } from '../../dmn/decision-files.ts';
import type { Message } from '../../words/message.ts';
import { sayOfModel } from '../../words/model.ts';

const NAMESPACES =
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const VENDOR: Record<string, string> = {
  flowable: 'http://flowable.org/bpmn',
  activiti: 'http://activiti.org/bpmn',
  camunda: 'http://camunda.org/schema/1.0/bpmn',
  zeebe: 'http://camunda.org/schema/zeebe/1.0',
  drools: 'http://www.jboss.org/drools',
};
const file = (vendor: string, body: string, roots = ''): string =>
  `<definitions ${NAMESPACES} xmlns:${vendor}="${VENDOR[vendor]}" id="d" targetNamespace="u">${roots}<process id="p" isExecutable="true">${body}</process></definitions>`;
const row = (...steps: string[]): string => {
  const ids = ['s', ...steps.map((step) => /id="(\w+)"/.exec(step)![1]!), 'e'];
  const flows = ids.slice(1).map((id, at) => `<sequenceFlow id="f${at}" sourceRef="${ids[at]}" targetRef="${id}"/>`);
  return `<startEvent id="s"/>${steps.join('')}<endEvent id="e"/>${flows.join('')}`;
};
const facts: ShopFacts = {
  roles: [
    { id: 'service', names: ['客服'], people: 1 },
    { id: 'leads', names: ['组长'], people: 1 },
  ],
  people: [{ id: 'u1', names: ['何静', 'hejing'] }],
  departments: [],
  calendars: [],
  holidaysUnknown: [],
  registers: [],
  parameters: [],
  decisions: [],
  pages: [],
  processes: [],
  connectors: [],
};
const shop: LintContext = inShop(facts, {});

describe('people of a file', () => {
  const steps = row(
    '<userTask id="a" flowable:candidateGroups="客服"/>',
    '<userTask id="b" flowable:candidateGroups="渣土协会,deptLeaders"/>',
    '<userTask id="c" flowable:assignee="hejing" flowable:candidateUsers="T00123"/>',
    '<userTask id="k" flowable:candidateGroups="渣土协会"/>',
    '<userTask id="g" flowable:candidateGroups="${deptLeaderGroup}"/>',
  );

  it('are asked for once, where they are nobody here', async () => {
    const { model } = await parseBpmn(file('flowable', steps));
    expect(strangers(model, 'p', shop)).toEqual([
      { rule: 'role', value: '渣土协会', steps: 2 },
      { rule: 'role', value: 'deptLeaders', steps: 1 },
      { rule: 'person', value: 'T00123', steps: 1 },
      { rule: 'role', value: '=deptLeaderGroup', steps: 1 },
    ]);
  });

  it('are put in place of the names, and nothing is left to say', async () => {
    const { model } = await parseBpmn(file('flowable', steps));
    const answers = strangers(model, 'p', shop).map((named) => ({
      ...named,
      by: { rule: 'role' as const, value: 'leads' },
    }));
    const after = introduced(model, 'p', answers);
    expect(strangers(after, 'p', shop)).toEqual([]);
    const { elements } = after.processes[0]!;
    expect(elements.b!.zf?.participants).toEqual([{ rule: 'role', value: 'leads' }]);
    expect(elements.c!.zf?.participants).toEqual([
      { rule: 'person', value: 'hejing', holds: true },
      { rule: 'role', value: 'leads' },
    ]);
    expect(elements.a!.zf?.participants).toEqual([{ rule: 'role', value: '客服' }]);
    expect(
      lint(after, shop).filter(({ rule }) => rule === 'participant-exists' || rule === 'unknown-variable'),
    ).toEqual([]);
  });

  it('and who may start it', async () => {
    const text = file('flowable', row('<userTask id="a" flowable:candidateGroups="客服"/>')).replace(
      '<process id="p"',
      '<process id="p" flowable:candidateStarterGroups="客服,仓管"',
    );
    const { model } = await parseBpmn(text);
    expect(strangers(model, 'p', shop)).toEqual([{ rule: 'role', value: '仓管', steps: 1 }]);
    const by = { rule: 'role' as const, value: 'leads' };
    const met = introduced(model, 'p', [{ rule: 'role', value: '仓管', steps: 1, by }]);
    expect(met.processes[0]!.zf.starters).toEqual(['客服', 'leads']);
    expect(lint(met, shop).filter(({ rule }) => rule === 'participant-exists')).toEqual([]);
  });

  it('and steps that name no one are asked for together', async () => {
    const { model } = await parseBpmn(
      file(
        'flowable',
        row('<userTask id="a"/>', '<userTask id="b"/>', '<serviceTask id="c" flowable:class="org.acme.C"/>'),
      ),
    );
    expect(strangers(model, 'p', shop)).toEqual([{ rule: 'nobody', value: '', steps: 2 }]);
    const leads = { rule: 'role' as const, value: 'leads' };
    const met = introduced(model, 'p', [{ rule: 'nobody', value: '', steps: 2, by: leads }]);
    expect(met.processes[0]!.elements.b!.zf?.participants).toEqual([leads]);
    // Code of another engine becomes the work of a person at a click, who then is one of those that name no one.
    const code = lint(met, shop).filter(({ rule }) => rule === 'foreign-code');
    const after = cured({ model: met, forms: {} }, code).model;
    expect(after.processes[0]!.elements.c!.type).toBe('userTask');
    expect(strangers(after, 'p', shop)).toEqual([{ rule: 'nobody', value: '', steps: 1 }]);
    expect(lint(after, shop).filter(({ rule }) => rule === 'foreign-code')).toEqual([]);
  });

  it('may be the names of lanes', async () => {
    const lanes =
      '<laneSet><lane id="l1" name="客服"><flowNodeRef>a</flowNodeRef></lane><lane id="l2" name="财务"><flowNodeRef>b</flowNodeRef></lane></laneSet>';
    const { model } = await parseBpmn(file('flowable', `${lanes}${row('<userTask id="a"/>', '<userTask id="b"/>')}`));
    expect(strangers(model, 'p', shop)).toEqual([{ rule: 'lane', value: '财务', steps: 1 }]);
    const after = introduced(model, 'p', [
      { rule: 'lane', value: '财务', steps: 1, by: { rule: 'role', value: 'leads' } },
    ]);
    expect(lint(after, shop).filter(({ rule }) => rule === 'user-task-owner')).toEqual([]);
  });

  it('also where a lane has no name, or the step stands inside of something in the lane', async () => {
    const inner = '<subProcess id="u"><startEvent id="us"/><userTask id="c"/></subProcess>';
    const lanes =
      '<laneSet><lane id="l1"><flowNodeRef>a</flowNodeRef></lane><lane id="l2" name="财务"><flowNodeRef>u</flowNodeRef></lane></laneSet>';
    const { model } = await parseBpmn(file('flowable', `${lanes}${row('<userTask id="a"/>', inner)}`));
    expect(strangers(model, 'p', shop)).toEqual([
      { rule: 'lane', value: '财务', steps: 1 },
      { rule: 'nobody', value: '', steps: 1 },
    ]);
  });

  it('jBPM: bare owners are people, GroupId are groups, what the task service reads is no data', async () => {
    const input = (name: string, value: string): [string, string] => [
      `<dataInput id="t_${name}" name="${name}"/>`,
      `<dataInputAssociation><targetRef>t_${name}</targetRef><assignment><from xsi:type="tFormalExpression">${value}</from><to xsi:type="tFormalExpression">t_${name}</to></assignment></dataInputAssociation>`,
    ];
    const inputs = [
      input('GroupId', 'PM,HR'),
      input('TaskName', 'rate'),
      input('NotCompletedNotify', '[from:#{initiator}]@[2m]'),
      input('amount', '5'),
    ];
    const task = `<userTask id="t"><ioSpecification>${inputs.map(([one]) => one).join('')}<inputSet/><outputSet/></ioSpecification>${inputs.map(([, one]) => one).join('')}<potentialOwner><resourceAssignmentExpression><formalExpression>jdoe</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>`;
    const { model, problems } = await parseBpmn(file('drools', row(task)));
    expect(model.processes[0]!.elements.t!.zf?.participants).toEqual([
      { rule: 'person', value: 'jdoe' },
      { rule: 'role', value: 'PM' },
      { rule: 'role', value: 'HR' },
    ]);
    expect(model.processes[0]!.elements.t!.zf?.input).toEqual([{ source: '5', target: 'amount' }]);
    expect(problems.map(({ message }) => sayOfModel(message, 'zh')).join()).toContain('NotCompletedNotify');
  });
});

describe('conditions of jBPM', () => {
  it.each([
    ['return !driver.isValid();', '=not(driver.valid)'],
    ['return person.getAge() > 17;', '=person.age > 17'],
    ['return traveller == null;', '=traveller = null'],
    ['return status.equals("open");', '=status = "open"'],
    ['return !shipping.equals("FAILED");', '=not(shipping = "FAILED")'],
  ])('%s', async (theirs, ours) => {
    const condition = `<conditionExpression xsi:type="tFormalExpression" language="http://www.java.com/java">${theirs.replace('>', '&gt;')}</conditionExpression>`;
    const { model } = await parseBpmn(
      file(
        'drools',
        `<startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="g" targetRef="e">${condition}</sequenceFlow>`,
      ),
    );
    expect(model.processes[0]!.flows.f!.condition).toBe(ours);
  });
});

describe('periods of jBPM', () => {
  it.each([
    ['timeDuration', '5s', 'P0DT0H0M5S'],
    ['timeDuration', '2d3h30m', 'P2DT3H30M0S'],
    ['timeDuration', '500ms', 'P0DT0H0M0.5S'],
    ['timeDuration', 'PT5S', 'PT5S'],
    ['timeCycle', '5s', 'R/P0DT0H0M5S'],
    ['timeCycle', '5s###5s', 'R/P0DT0H0M5S'],
    ['timeCycle', '10s###5s', '10s###5s'],
    ['timeCycle', 'R3/PT5S', 'R3/PT5S'],
  ])('%s %s', async (name, theirs, ours) => {
    const wait = `<intermediateCatchEvent id="w"><timerEventDefinition><${name}>${theirs}</${name}></timerEventDefinition></intermediateCatchEvent>`;
    const { model } = await parseBpmn(file('drools', row(wait)));
    expect(model.processes[0]!.elements.w).toMatchObject({ eventDefinitions: [{ [name]: ours }] });
  });
});

describe('tables of Flowable', () => {
  it.each([
    ['== "HIGH"', '"HIGH"'],
    ['== true', 'true'],
    ['!= 3', 'not(3)'],
    ['>= 3', '>= 3'],
    ['${x}', '${x}'],
  ])('%s', (theirs, ours) => {
    const cell = theirs.replaceAll('"', '&quot;').replaceAll('>', '&gt;');
    const dmn = `<definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" id="m" name="m" namespace="n"><decision id="d"><decisionTable id="t"><input id="i"><inputExpression id="ie"><text>x</text></inputExpression></input><output id="o" name="y"/><rule id="r"><inputEntry id="a"><text>${cell}</text></inputEntry><outputEntry id="b"><text>1</text></outputEntry></rule></decisionTable></decision></definitions>`;
    expect(readDecisions([dmn]).decisions.d?.rules[0]?.inputs).toEqual([ours]);
  });
});

describe('forms of a file', () => {
  it.each([
    [
      'activiti',
      '<activiti:formProperty id="days" name="天数" type="long" required="true"/><activiti:formProperty id="why" name="原因" type="string" writable="false"/><activiti:formProperty id="kind" name="种类" type="enum"><activiti:value id="sick" name="病假"/><activiti:value id="rest" name="年假"/></activiti:formProperty><activiti:formProperty id="hidden" readable="false" type="string"/>',
    ],
    [
      'camunda',
      '<camunda:formData><camunda:formField id="days" label="天数" type="long"><camunda:validation><camunda:constraint name="required"/></camunda:validation></camunda:formField><camunda:formField id="why" label="原因" type="string"><camunda:validation><camunda:constraint name="readonly"/></camunda:validation></camunda:formField><camunda:formField id="kind" label="种类" type="enum"><camunda:value id="sick" name="病假"/><camunda:value id="rest" name="年假"/></camunda:formField></camunda:formData>',
    ],
  ])('%s: become ours', async (vendor, inner) => {
    const { model, forms, problems } = await parseBpmn(
      file(vendor, row(`<userTask id="a" name="填假条"><extensionElements>${inner}</extensionElements></userTask>`)),
    );
    expect(model.processes[0]!.elements.a!.zf?.form).toBe('a');
    expect(forms.a).toEqual({
      key: 'a',
      title: { zh: '填假条' },
      fields: [
        { id: 'days', label: { zh: '天数' }, type: 'integer', required: true },
        { id: 'why', label: { zh: '原因' }, type: 'text', required: false, readOnly: true },
        {
          id: 'kind',
          label: { zh: '种类' },
          type: 'choice',
          required: false,
          options: [
            { value: 'sick', label: { zh: '病假' } },
            { value: 'rest', label: { zh: '年假' } },
          ],
        },
      ],
    });
    expect(problems).toEqual([]);
  });

  const FORM_JS = JSON.stringify({
    id: 'review',
    type: 'default',
    components: [
      { type: 'text', text: '# Review' },
      { type: 'group', components: [{ type: 'textfield', key: 'why', label: 'Why', validate: { required: true } }] },
      { type: 'number', key: 'amount', label: 'Amount', validate: { min: 1, max: 9 }, decimalDigits: 0 },
      { type: 'radio', key: 'ok', label: 'OK?', values: [{ label: 'Yes', value: 'yes' }] },
      { type: 'checkbox', key: 'sure', label: 'Sure' },
      { type: 'button', label: 'Send' },
    ],
  });

  it('Camunda 8: inside of the file, and as a file of its own', async () => {
    const inside = `<extensionElements><zeebe:userTaskForm id="review">${FORM_JS.replace(/"/g, '&quot;')}</zeebe:userTaskForm></extensionElements>`;
    const task = (key: string) =>
      `<userTask id="a"><extensionElements><zeebe:formDefinition ${key}/></extensionElements></userTask>`;
    const one = await parseBpmn(file('zeebe', `${inside}${row(task('formKey="camunda-forms:bpmn:review"'))}`));
    expect(one.model.processes[0]!.elements.a!.zf?.form).toBe('review');
    expect(one.forms.review?.fields.map(({ id, type }) => `${id} ${type}`)).toEqual([
      'why text',
      'amount integer',
      'ok choice',
      'sure yesNo',
    ]);
    const two = await parseBpmn(file('zeebe', row(task('formId="review"'))));
    const form = readFormFile(FORM_JS)!;
    expect(withForms(two.model, { review: form }).processes[0]!.elements.a!.zf?.form).toBe('review');
    expect(withForms(two.model, { other: form }).processes[0]!.elements.a!.zf?.form).toBeUndefined();
  });

  it('Flowable: a form file', () => {
    const form = readFormFile(
      JSON.stringify({
        key: 'leave',
        name: '请假',
        fields: [
          { id: 'days', name: '天数', type: 'integer', required: true },
          { id: 'kind', name: '种类', type: 'dropdown', value: '请选', options: [{ name: '请选' }, { name: '病假' }] },
          { type: 'container', fields: { 1: [{ id: 'note', name: '说明', type: 'multi-line-text' }] } },
          { id: 'line', type: 'horizontal-line' },
        ],
      }),
    );
    expect(form?.fields.map(({ id, type }) => `${id} ${type}`)).toEqual([
      'days integer',
      'kind choice',
      'note longText',
    ]);
    expect(readFormFile('{"nodes": []}')).toBeUndefined();
    expect(readFormFile('<xml/>')).toBeUndefined();
  });
});

describe('an approval as Chinese shops have it', () => {
  it('can be published after doing what the report offers', async () => {
    const { model, forms } = await parseBpmn(readFileSync('test/core/fixtures/tools/flowable-approval.bpmn20.xml'));
    const key = model.processes[0]!.key;
    const answers = strangers(model, key, inShop(facts, forms)).map((named) => ({
      ...named,
      by: { rule: 'role' as const, value: 'leads' },
    }));
    expect(answers.map(({ value }) => value)).toEqual(['=deptLeaderGroup', '张三']);
    const content = { model: introduced(model, key, answers), forms };
    const errors = () =>
      lint(content.model, inShop(facts, content.forms), key).filter(({ severity }) => severity === 'error');
    Object.assign(content, cured(content, errors()));
    expect(errors()).toEqual([]);
  });
});

describe('a process under another key', () => {
  const files = [
    ...readdirSync('test/core/fixtures')
      .filter((name) => /\.bpmn$/.test(name))
      .map((name) => path.join('test/core/fixtures', name)),
    'test/core/fixtures/tools/flowable-approval.bpmn20.xml',
    'test/core/fixtures/tools/two-pools.bpmn',
  ];
  it.each(files)('%s: is renamed in the source, and nothing else changes', async (name) => {
    const { model } = await parseBpmn(readFileSync(name));
    for (const { key } of model.processes) {
      const there = renamed(model, key, 'another-key');
      const read = await parseBpmn(await serializeBpmn(there));
      const { source: _, ...back } = read.model;
      const { source: __, ...said } = there;
      expect(back).toEqual(said);
      const again = renamed(read.model, 'another-key', key);
      expect(again.source).toBe(
        renamed(model, key, key)
          .source!.replace(/^\uFEFF/, '')
          .replace(/\r\n?/g, '\n'),
      );
    }
  });

  it('also where its own is Chinese', async () => {
    const { model } = await parseBpmn(
      file('flowable', row('<userTask id="a"/>')).replaceAll('id="p"', 'id="退货流程"'),
    );
    const there = renamed(model, '退货流程', 'return-process');
    expect(there.source).toContain('<process id="return-process"');
    expect(there.processes[0]!.elements.a!.scope).toBe('return-process');
  });
});

describe('Camunda 8', () => {
  const mappings = async (inner: string) => {
    const task = `<serviceTask id="a"><extensionElements><zeebe:taskDefinition type="x"/><zeebe:ioMapping>${inner}</zeebe:ioMapping></extensionElements></serviceTask>`;
    const { model } = await parseBpmn(file('zeebe', row(task)));
    return model.processes[0]!.elements.a!.zf;
  };

  it('an input without a source is null, nested targets are places in one value', async () => {
    const zf = await mappings(
      '<zeebe:input target="none"/><zeebe:input source="=n" target="customer.name"/><zeebe:input source="=a" target="customer.age"/><zeebe:output source="=x" target="order.total"/>',
    );
    expect(zf?.input).toEqual([
      { source: '=null', target: 'none' },
      { source: '={name: n, age: a}', target: 'customer' },
    ]);
    expect(zf?.output).toEqual([{ source: '=context merge([get or else(order, {}), {total: x}])', target: 'order' }]);
  });

  const input = (target: string, source: string) =>
    `<zeebe:input target="${target}" source="${source.replaceAll('"', '&quot;')}"/>`;

  it('its HTTP connector is ours', async () => {
    const task = `<serviceTask id="a" name="查快递"><extensionElements><zeebe:taskDefinition type="io.camunda:http-json:1" retries="2"/><zeebe:ioMapping>${[
      input('authentication.type', 'bearer'),
      input('authentication.token', '{{secrets.PARCEL}}'),
      input('method', 'POST'),
      input('url', '="https://parcel.example/" + no'),
      input('headers', '={"X-Shop": "1", "Content-Type": "application/json"}'),
      input('body', '={no: waybillNo, "lines": [1, {a: 2}]}'),
      input('queryParameters', '={deep: true}'),
    ].join(
      '',
    )}</zeebe:ioMapping><zeebe:taskHeaders><zeebe:header key="resultExpression" value="={where: response.body.place}"/></zeebe:taskHeaders></extensionElements></serviceTask>`;
    const { model, problems } = await parseBpmn(file('zeebe', row(task)));
    expect(model.processes[0]!.elements.a!.zf).toMatchObject({
      connector: 'http.request',
      retries: 2,
      header: [
        { name: 'url', value: 'https://parcel.example/{url_no}' },
        { name: 'method', value: 'POST' },
        { name: 'headers', value: 'X-Shop: 1' },
        { name: 'secret', value: 'PARCEL' },
      ],
      input: [
        { source: '=waybillNo', target: 'no' },
        { source: '=[1, {a: 2}]', target: 'lines' },
        { source: '=no', target: 'url_no' },
      ],
      output: [{ source: '=place', target: 'where' }],
    });
    expect(model.processes[0]!.elements.a!.zf?.topic).toBeUndefined();
    expect(problems.map(({ message }) => sayOfModel(message, 'zh')).join()).toContain('queryParameters');
  });

  it('headers of a request are lines of ours, with the secret that they name; what is computed is said', async () => {
    const headers = `={"Accept": "text/plain", "Authorization": "Token {{secrets.PARCEL}}", "X-Who": who}`;
    const task = `<serviceTask id="a"><extensionElements><zeebe:taskDefinition type="io.camunda:http-json:1"/><zeebe:ioMapping>${input('url', 'https://a.example')}${input('headers', headers)}</zeebe:ioMapping></extensionElements></serviceTask>`;
    const { model, problems } = await parseBpmn(file('zeebe', row(task)));
    expect(model.processes[0]!.elements.a!.zf?.header).toEqual([
      { name: 'url', value: 'https://a.example' },
      { name: 'method', value: 'GET' },
      { name: 'headers', value: 'Accept: text/plain\nAuthorization: Token {secret}' },
      { name: 'secret', value: 'PARCEL' },
    ]);
    expect(problems.map(({ message }) => sayOfModel(message, 'en')).join()).toContain('X-Who: who');
  });

  it('so are those of Camunda 7', async () => {
    const entries = `<camunda:entry key="Accept">text/plain</camunda:entry><camunda:entry key="X-Who">\${who}</camunda:entry>`;
    const task = `<serviceTask id="a"><extensionElements><camunda:connector><camunda:inputOutput><camunda:inputParameter name="url">https://a.example</camunda:inputParameter><camunda:inputParameter name="headers"><camunda:map>${entries}</camunda:map></camunda:inputParameter></camunda:inputOutput><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector></extensionElements></serviceTask>`;
    const { model, problems } = await parseBpmn(file('camunda', row(task)));
    expect(model.processes[0]!.elements.a!.zf?.header).toEqual([
      { name: 'url', value: 'https://a.example' },
      { name: 'headers', value: 'Accept: text/plain' },
    ]);
    expect(problems.map(({ message }) => sayOfModel(message, 'en')).join()).toContain('X-Who: who');
  });

  it.each([
    ['resultVariable', 'state', [{ source: '={status: statusCode, body: response}', target: 'state' }]],
    ['resultExpression', '={all: response.body}', [{ source: '=response', target: 'all' }]],
    [
      'resultExpression',
      '={code: response.status, n: response.body.n}',
      [
        { source: '=statusCode', target: 'code' },
        { source: '=response.n', target: 'n' },
      ],
    ],
  ])('its HTTP connector gives the whole answer where that is asked for: %s %s', async (key, value, output) => {
    const task = `<serviceTask id="a"><extensionElements><zeebe:taskDefinition type="io.camunda:http-json:1"/><zeebe:ioMapping><zeebe:input target="url" source="https://a.example"/></zeebe:ioMapping><zeebe:taskHeaders><zeebe:header key="${key}" value="${value}"/></zeebe:taskHeaders></extensionElements></serviceTask>`;
    const { model } = await parseBpmn(file('zeebe', row(task)));
    const zf = model.processes[0]!.elements.a!.zf!;
    expect(zf).toMatchObject({ output, propagate: 'mapped' });
    expect(zf.header).toContainEqual({ name: 'answer', value: 'response' });
    expect(zf.imported?.filter(({ state }) => state === 'kept') ?? []).toEqual([]);
  });

  it.each([
    ['is empty(list)', '(count(list) = 0)'],
    [
      'if is empty(a) then trim(b) else "is empty(a)"',
      'if (count(a) = 0) then replace(b, "^\\s+|\\s+$", "") else "is empty(a)"',
    ],
    ['put(c, "k", f(1, 2))', 'context put(c, "k", f(1, 2))'],
    ['context put(c, "k", 1)', 'context put(c, "k", 1)'],
    ['put all(a, b)', 'context merge([a, b])'],
    ['input(1) + output.put', 'input(1) + output.put'],
  ])('%s', (theirs, ours) => expect(standardFeel(theirs)).toBe(ours));

  it('functions without an equal are refused before publishing', async () => {
    const { model } = await parseBpmn(
      file(
        'zeebe',
        row(
          '<scriptTask id="a"><extensionElements><zeebe:script expression="=uuid()" resultVariable="n"/></extensionElements></scriptTask>',
        ),
      ),
    );
    expect(lint(model, ALONE).map(({ rule }) => rule)).toContain('unknown-function');
  });

  it('what starts an event sub-process is known inside of it only, and the file stays as it came', async () => {
    const source = file(
      'zeebe',
      `${row('<task id="a"/>')}<subProcess id="u" triggeredByEvent="true"><startEvent id="us" isInterrupting="false"><extensionElements><zeebe:ioMapping><zeebe:output source="=text" target="note"/></zeebe:ioMapping></extensionElements><messageEventDefinition messageRef="m"/></startEvent></subProcess>`,
      '<message id="m" name="m"/>',
    );
    const { model } = await parseBpmn(source);
    expect(Object.values(model.processes[0]!.dataObjects)).toEqual([{ id: 'us_note', name: 'note', scope: 'u' }]);
    expect(await serializeBpmn(model)).toBe(source);
    model.processes[0]!.elements.a!.name = 'new';
    expect((await serializeBpmn(model)).replace(/^<.xml[^>]*>\s*/, '')).toBe(
      source.replace('<task id="a"/>', '<task id="a" name="new"/>'),
    );
  });
});

describe('a decision without a process', () => {
  it('comes with the smallest process that asks it', () => {
    const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="n"><decision id="fee" name="运费"><decisionTable id="t"><input id="i"><inputExpression id="ie"><text>weight</text></inputExpression></input><output id="o" name="price"/><rule id="r"><inputEntry id="x"><text>-</text></inputEntry><outputEntry id="y"><text>5</text></outputEntry></rule></decisionTable></decision></definitions>`;
    const model = decisionProcess(readDecisions([dmn]))!;
    const errors = lint(model, inShop(facts, {})).filter(({ severity }) => severity === 'error');
    expect([model.processes[0]!.key, model.processes[0]!.name, errors]).toEqual(['fee', '运费', []]);
    expect(decisionProcess({ decisions: {} })).toBeUndefined();
  });
});

describe('what is no BPMN file is called by its name', () => {
  it.each([
    [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /压缩包/],
    [Buffer.from('{"nodes": []}'), /JSON/],
    [Buffer.from('<!DOCTYPE html><html></html>'), /网页/],
    [Buffer.from('%PDF-1.7'), /PDF/],
    [Buffer.from('<Package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>'), /XPDL/],
    [Buffer.from('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process>'), /第 1 行/],
    [Buffer.from('   '), /空的/],
  ])('%#', async (bytes, words) => {
    const why = await parseBpmn(bytes).catch((error: XmlRefused) => error.why);
    expect(sayOfModel(why as Message, 'zh')).toMatch(words);
  });
});
