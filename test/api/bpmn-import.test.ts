// Files of others come in with their decisions, and it is told what became of each setting.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lint } from '../../bpmn/lint.ts';
import { inShop, type ShopFacts } from '../../bpmn/lint-context.ts';
import { introduced, strangers } from '../../bpmn/named-people.ts';
import { cured } from '../../designer/model/cure.ts';
import { loadSop } from '../../sops/load.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  manager = await office.as('chenli');
});
afterAll(() => office?.close());

const BPMN = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u">
  <process id="parcel-fee" name="运费" isExecutable="true">
    <extensionElements><zf:variable name="weight" type="number"/></extensionElements>
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="r"/>
    <businessRuleTask id="r" name="算运费" zf:decision="fee" zf:resultVariable="cost"/><sequenceFlow id="f2" sourceRef="r" targetRef="e"/>
    <endEvent id="e"/>
  </process>
</definitions>`;
/** Two decisions, of which one requires the other; neither is a table. */
const DMN = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="fees" namespace="urn:fees">
  <inputData id="w" name="weight"><variable name="weight" typeRef="number"/></inputData>
  <decision id="base" name="base fee"><variable name="base fee"/>
    <informationRequirement><requiredInput href="#w"/></informationRequirement>
    <literalExpression><text>if weight > 10 then 20 else 10</text></literalExpression></decision>
  <decision id="fee" name="fee"><variable name="fee"/>
    <informationRequirement><requiredDecision href="#base"/></informationRequirement>
    <literalExpression><text>base fee * 1.5</text></literalExpression></decision>
</definitions>`;

const together = (...files: [name: string, content: string][]): FormData => {
  const form = new FormData();
  for (const [name, content] of files) form.append('file', new File([content], name));
  return form;
};
const read = (form: FormData, language = 'zh') =>
  manager('POST', '/api/bpmn/import', form, { 'accept-language': language });

it('imports a process with the decisions beside it, and a published case asks them', async () => {
  const { status, body } = await read(together(['fee.bpmn', BPMN], ['fee.dmn', DMN]));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    problems: [],
    report: [],
    before: [{ process: 'parcel-fee', problems: [] }],
    decisions: ['base fee', 'fee'],
  });
  const made = await manager('POST', '/api/processes', { name: '运费', key: 'parcel-fee', model: body.model }, fresh());
  expect(made.status).toBe(201);
  const { revision } = (await manager('GET', '/api/processes/parcel-fee/draft')).body;
  const published = await manager('POST', '/api/processes/parcel-fee/publish', { revision }, fresh());
  expect(published.status).toBe(200);
  const { body: started } = await manager(
    'POST',
    '/api/cases',
    { process: 'parcel-fee', variables: { weight: 12 }, businessKey: 'fee-1' },
    fresh(),
  );
  const seen = (await manager('GET', `/api/cases/${started.case}`)).body;
  expect(seen).toMatchObject({ status: 'ended', outcome: 'completed' });
  expect(seen.variables).toContainEqual(expect.objectContaining({ name: 'cost', value: 30 }));
});

it('says what publishing would refuse where the decision file is missing', async () => {
  const { body } = await read(together(['fee.bpmn', BPMN]));
  expect(body.before).toMatchObject([
    { process: 'parcel-fee', problems: [{ rule: 'business-rule-decision', element: 'r' }] },
  ]);
  expect(body.decisions).toEqual([]);
});

it('brings in a decision alone, with a process that asks it', async () => {
  const { body } = await read(together(['fee.xml', DMN]));
  expect(body.before).toEqual([{ process: 'fee', problems: [] }]);
  expect((await manager('POST', '/api/processes', { name: '运费表', model: body.model }, fresh())).status).toBe(201);
  const { revision } = (await manager('GET', '/api/processes/fee/draft')).body;
  expect((await manager('POST', '/api/processes/fee/publish', { revision }, fresh())).status).toBe(200);
  const start = { process: 'fee', variables: { weight: 12 }, businessKey: 'fee-2' };
  const { body: started } = await manager('POST', '/api/cases', start, fresh());
  const seen = (await manager('GET', `/api/cases/${started.case}`)).body;
  expect(seen.variables).toContainEqual(expect.objectContaining({ name: 'decided', value: 30 }));
});

it('an approval of another engine: its form and its choice reach a person here, and the case its end', async () => {
  const xml = readFileSync('test/core/fixtures/tools/flowable-approval.bpmn20.xml', 'utf8');
  const { body } = await read(together(['purchase.bpmn20.xml', xml]));
  expect(body.forms.apply.fields).toMatchObject([{ id: 'amount', type: 'number', required: true }]);
  const facts = (await manager('GET', '/api/shop-facts')).body as ShopFacts;
  const context = inShop(facts, body.forms);
  const lin = { rule: 'person' as const, value: facts.people.find(({ names }) => names.includes('林晓雯'))!.id };
  const answers = strangers(body.model, 'purchase', context).map((named) => ({ ...named, by: lin }));
  const met = { model: introduced(body.model, 'purchase', answers), forms: body.forms };
  const whole = cured(
    met,
    lint(met.model, context, 'purchase').filter(({ severity }) => severity === 'error'),
  );
  expect((await manager('POST', '/api/processes', { name: '采购审批', ...whole }, fresh())).status).toBe(201);
  const { revision } = (await manager('GET', '/api/processes/purchase/draft')).body;
  const published = await manager('POST', '/api/processes/purchase/publish', { revision }, fresh());
  expect(published.body.problems?.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
  const { body: started } = await manager('POST', '/api/cases', { process: 'purchase', businessKey: 'buy-1' }, fresh());
  const staff = await office.as('linxiaowen');
  for (const [who, values] of [
    [manager, { amount: 12.5 }],
    [staff, { result: 'pass' }],
    [staff, {}],
  ] as const) {
    const [task] = (await who('GET', `/api/tasks?case=${started.case}`)).body.items.filter(
      (one: { case: string }) => one.case === started.case,
    );
    const done = await who('POST', `/api/tasks/${task.id}/complete`, { values }, fresh());
    expect([done.status, done.body.code]).toEqual([200, undefined]);
  }
  expect((await manager('GET', `/api/cases/${started.case}`)).body).toMatchObject({
    status: 'ended',
    outcome: 'completed',
  });
});

it('lets those start it whom the file names by their role', async () => {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn" id="d" targetNamespace="u"><process id="by-name" name="按名发起" isExecutable="true" flowable:candidateStarterGroups="客服"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/></process></definitions>`;
  const { body } = await read(together(['by-name.bpmn', xml]));
  expect(body.before).toEqual([{ process: 'by-name', problems: [] }]);
  await manager('POST', '/api/processes', { name: '按名发起', model: body.model }, fresh());
  const { revision } = (await manager('GET', '/api/processes/by-name/draft')).body;
  expect((await manager('POST', '/api/processes/by-name/publish', { revision }, fresh())).status).toBe(200);
  const keys = async (who: string) =>
    ((await (await office.as(who))('GET', '/api/startable')).body.items as { key: string }[]).map(({ key }) => key);
  expect(await keys('hejing')).toContain('by-name');
  expect(await keys('machao')).not.toContain('by-name');
});

it.each([
  [[['leave.form', '{"id": "leave", "components": []}']], 'bpmnMissing', /一个流程文件/, /process file/],
  [
    [
      ['fee.bpmn', BPMN],
      ['x.json', '{}'],
    ],
    'formFileRefused',
    /x\.json/,
    /x\.json/,
  ],
  [[['fee.bpmn', '{"nodes": []}']], 'bpmnRefused', /JSON 文件/, /JSON file/],
  [
    [
      ['a.bpmn', BPMN],
      ['b.bpmn', BPMN],
    ],
    'bpmnSeveral',
    /a\.bpmn、b\.bpmn/,
    /Several/,
  ],
  [
    [
      ['fee.bpmn', BPMN],
      ['bad.dmn', '<nothing/>'],
    ],
    'dmnRefused',
    /bad\.dmn：这不是 DMN 决策文件：它以 <nothing> 开头/,
    /bad\.dmn: This is not a DMN file: it begins with <nothing>/,
  ],
  [
    [
      ['fee.bpmn', BPMN],
      ['broken.dmn', '<definitions>\n  <decision></definitions>'],
    ],
    'dmnRefused',
    /broken\.dmn：文件第 2 行第 13 列坏了：<decision> 被 <\/definitions> 结束/,
    /line 2, column 13: <decision> is closed by <\/definitions>/,
  ],
  [[['fee.bpmn', '<nothing/>']], 'bpmnRefused', /./, /./],
] as [[string, string][], string, RegExp, RegExp][])('refuses %o: %s', async (files, code, zh, en) => {
  for (const [language, words] of [
    ['zh', zh],
    ['en', en],
  ] as const) {
    const { status, body } = await read(together(...files), language);
    expect([status, body.code]).toEqual([422, code]);
    expect(body.detail).toMatch(words);
  }
});

it('refuses a file that would keep everybody else waiting', async () => {
  const many = '<task/>'.repeat(60_001);
  const body = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u"><process id="p">${many}</process></definitions>`;
  const answer = await office.app.request('/api/bpmn/import', {
    method: 'POST',
    body,
    headers: { cookie: manager.cookie, 'content-type': 'application/octet-stream' },
  });
  expect([answer.status, ((await answer.json()) as { code: string; detail: string }).code]).toEqual([
    413,
    'bpmnTooMany',
  ]);
});

it('reports each setting of another engine, the file as a body', async () => {
  const xml = readFileSync('test/core/fixtures/xml-camunda.bpmn', 'utf8');
  const answer = await office.app.request('/api/bpmn/import', {
    method: 'POST',
    body: xml,
    headers: { cookie: manager.cookie, 'content-type': 'application/octet-stream' },
  });
  const { report, problems } = (await answer.json()) as { report: object[]; problems: object[] };
  expect(report).toContainEqual({
    element: 'ask',
    ns: 'camunda',
    name: 'assignee',
    text: expect.any(String),
    state: 'mapped',
  });
  expect(report).toContainEqual(expect.objectContaining({ element: 'start', name: 'asyncBefore', state: 'kept' }));
  expect(problems).toContainEqual(expect.objectContaining({ element: 'start', severity: 'info' }));
});

it('loads the decisions of a SOP’s folder with all that they require', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-sop-'));
  writeFileSync(path.join(folder, 'fee.bpmn'), BPMN);
  writeFileSync(path.join(folder, 'fee.dmn'), DMN);
  const { definition, model } = await loadSop(folder);
  rmSync(folder, { recursive: true });
  expect(definition.decisionModels?.[0]?.decisions.map(({ name }) => name)).toEqual(['base fee', 'fee']);
  expect(model.processes[0]).toBe(definition);
});
