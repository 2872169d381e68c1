// What other engines wrote: translated, or kept and told. One line a setting.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Element } from '../../bpmn/definition.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';

const read = async (name: string) => {
  const { model, problems, report } = await parseBpmn(readFileSync(join(import.meta.dirname, 'fixtures', name)));
  const process = model.processes[0]!;
  const of = (id: string): Element => process.elements[id]!;
  return { model, process, of, problems, report };
};
/** Every foreign setting of the file with its fate: `ask camunda:assignee → mapped`. */
const fates = (report: { element: string; ns: string; name: string; state: string }[]): Set<string> =>
  new Set(report.map(({ element, ns, name, state }) => `${element} ${ns}:${name} → ${state}`));

describe('Camunda 7 and Operaton', async () => {
  const { process, of, problems, report } = await read('xml-camunda.bpmn');

  it('people', () => {
    expect(of('ask').zf?.participants).toEqual([
      { rule: 'starter', value: '', holds: true },
      { rule: 'person', value: 'fozzie' },
      { rule: 'expression', value: '=helper' },
      { rule: 'role', value: '=groups' },
      { rule: 'role', value: 'audit' },
    ]);
    expect(process.zf.starters).toEqual(['sales', 'staff', 'person:kermit']);
  });
  it('time limits, priorities, forms', () =>
    expect(of('ask').zf).toMatchObject({
      deadline: [{ kind: 'resolution', target: '2026-05-01T10:00:00' }],
      priority: '=5 * 10',
      formKey: 'askForm',
    }));
  it('inputs and outputs', () =>
    expect(of('ask').zf).toMatchObject({
      input: [
        { source: '=order.total', target: 'a' },
        { source: '=["x", y]', target: 'b' },
        { source: '={"k": "v"}', target: 'c' },
      ],
      output: [{ source: 'done', target: 'e' }],
    }));
  it('several runs', () =>
    expect(of('ask')).toMatchObject({
      loopCharacteristics: {
        completionCondition: '=nrOfCompletedInstances / nrOfInstances >= 0.6',
        zf: { collection: '=people', item: 'person' },
      },
    }));
  it('work for others', () => {
    expect(of('external').zf).toMatchObject({
      topic: 'charge',
      retries: 5,
      backoff: 'PT10M',
      errorMap: [{ when: '=verdict = "bad"', code: 'e' }],
    });
    expect(of('tell').zf).toMatchObject({ topic: 'tell' });
    expect(of('java').zf).toMatchObject({ resultVariable: 'r', header: [{ name: 'url', value: 'http://acme' }] });
    expect(of('http').zf).toMatchObject({
      connector: 'http.request',
      header: [
        { name: 'url', value: 'http://acme/{no}' },
        { name: 'method', value: 'GET' },
        { name: 'answer', value: 'response' },
      ],
      output: [{ source: '=response', target: 'answer' }],
      propagate: 'mapped',
    });
  });
  it('decisions and calls', () => {
    expect(of('rule').zf).toMatchObject({
      decision: 'discount',
      binding: 'version',
      version: '2',
      resultMapping: 'singleEntry',
      resultVariable: 'percent',
    });
    expect(of('sub')).toMatchObject({
      calledElement: '=which',
      zf: {
        binding: 'deployment',
        businessKey: '=case.businessKey',
        input: [
          { source: '=a', target: 'b' },
          { source: '=a.b', target: 'c' },
        ],
        propagateOut: true,
      },
    });
  });
  it('events', () => {
    expect(of('caught')).toMatchObject({
      eventDefinitions: [{ errorRef: 'E', errorCodeVariable: 'code', errorMessageVariable: 'text' }],
    });
    expect(of('when')).toMatchObject({ eventDefinitions: [{ condition: '=x = "go"' }] });
    expect(of('later')).toMatchObject({ eventDefinitions: [{ timeDuration: '=wait' }] });
    expect(process.messages.M).toMatchObject({ name: '=string(prefix) + "-paid"' });
  });
  it('what is not carried out is told, with its text', () => {
    const told = problems.filter(({ rule }) => rule === 'import-kept').map((one) => `${one.severity} ${one.element}`);
    for (const one of ['warning java', 'warning bean', 'warning call', 'warning soap', 'warning p', 'info start'])
      expect(told).toContain(one);
    for (const line of [
      'java camunda:class → kept',
      'bean camunda:delegateExpression → kept',
      'call camunda:expression → kept',
      'soap camunda:connector → kept',
      'ask camunda:taskListener → kept',
      'p camunda:executionListener → kept',
      'start camunda:formData → mapped',
      'start camunda:asyncBefore → kept',
      'ask camunda:followUpDate → kept',
      'ask camunda:inputParameter d → kept',
      'external camunda:errorEventDefinition → kept',
      'external camunda:errorEventDefinition → mapped',
      'sub camunda:variableMappingClass → kept',
      'f2 camunda:resource → kept',
      'script bpmn:script → kept',
      'd camunda:diagramRelationId → kept',
    ])
      expect(fates(report)).toContain(line);
    expect(problems.find(({ element, rule }) => element === 'f2' && rule === 'import-expression')).toMatchObject({
      severity: 'error',
    });
    expect(process.flows.f2!.condition).toBe('x > 1');
  });
});

describe('Flowable and Activiti', async () => {
  const { process, of, report } = await read('xml-flowable.bpmn');

  it('the same words in another namespace', () => {
    expect(of('ask').zf).toMatchObject({
      participants: [
        { rule: 'starter', value: '' },
        { rule: 'person', value: 'fozzie' },
      ],
      deadline: [{ target: 'PT4H' }],
      priority: '70',
    });
    expect(of('ask')).toMatchObject({
      loopCharacteristics: {
        zf: {
          collection: '=people',
          item: 'person',
          collectInto: 'votes',
          collect: '={"vote": get or else(vote, null)}',
        },
      },
    });
    expect(process.flows.f1!.condition).toBe('=amount > 3 and get or else(vip, false)');
    expect(of('sub').zf).toMatchObject({ propagateIn: true, businessKey: '=case.businessKey' });
    expect(process.dataObjects.limit).toMatchObject({ value: 10 });
  });
  it('the owners that BPMN itself names', () =>
    expect(of('standard').zf?.participants).toEqual([
      { rule: 'person', value: 'kermit' },
      { rule: 'role', value: 'management' },
    ]));
  it('kinds of service tasks', () => {
    expect(of('worker').zf).toMatchObject({ topic: 'charge' });
    expect(of('http').zf).toMatchObject({
      connector: 'http.request',
      header: [
        { name: 'url', value: 'http://acme/{no}' },
        { name: 'method', value: 'GET' },
        { name: 'answer', value: 'answer' },
      ],
      output: [{ source: '=answer', target: 'answer' }],
      propagate: 'mapped',
    });
    expect(of('dmn').zf).toMatchObject({ decision: 'discount', resultVariable: 'percent' });
  });
  it('tells the rest', () => {
    for (const line of [
      'ask flowable:skipExpression → kept',
      'f1 flowable:skipExpression → kept',
      'ask flowable:owner → kept',
      'ask flowable:elementIndexVariable → kept',
      'ask flowable:formProperty → mapped',
      'shell flowable:type → kept',
      'shell flowable:triggerable → kept',
      'event flowable:eventType → kept',
      'event flowable:mapException → kept',
      'rules flowable:rules → kept',
      'S flowable:scope → kept',
      'p flowable:eventListener → kept',
      'worker flowable:async → kept',
    ])
      expect(fates(report)).toContain(line);
  });
});

describe('Camunda 8', async () => {
  const { process, of, report } = await read('xml-zeebe.bpmn');

  it('is translated setting by setting', () => {
    expect(of('ask').zf).toMatchObject({
      participants: [
        { rule: 'expression', value: '=boss' },
        { rule: 'person', value: 'kermit' },
        { rule: 'role', value: 'sales' },
        { rule: 'role', value: 'audit' },
      ],
      deadline: [{ target: '=now() + duration("P1D")' }],
      priority: '80',
      formKey: 'askForm',
      input: [{ source: '=order.total', target: 'total' }],
      output: [{ source: '=verdict', target: 'result' }],
      propagate: 'mapped',
    });
    expect(of('ask')).toMatchObject({
      loopCharacteristics: {
        zf: { collection: '=people', item: 'person', collectInto: 'votes', collect: '=vote' },
      },
    });
    expect(of('job').zf).toMatchObject({
      topic: 'charge',
      retries: 5,
      header: [{ name: 'url', value: 'http://acme' }],
    });
    expect(of('sub')).toMatchObject({
      calledElement: 'other',
      zf: { propagateIn: true, propagateOut: false, binding: 'versionTag', version: 'v2' },
    });
    expect(of('rule').zf).toMatchObject({ decision: 'discount', resultVariable: 'percent' });
    expect(of('script')).toMatchObject({ script: '=a + b', scriptFormat: 'feel', zf: { resultVariable: 'sum' } });
    expect(of('tell').zf).toMatchObject({ correlationKey: '=orderNo' });
    expect(of('extras').zf).toMatchObject({ startWith: '=which', collectInto: 'done', collect: '=item' });
    expect(process.messages.M?.zf).toMatchObject({ correlationKey: '=orderNo' });
  });
  it('tells the rest', () => {
    for (const line of [
      'ask zeebe:modelerTemplate → kept',
      'ask zeebe:taskListeners → kept',
      'ask zeebe:followUpDate → kept',
      'job zeebe:linkedResources → kept',
      'p zeebe:executionListeners → kept',
      'p zeebe:userTaskForm → mapped',
      'when zeebe:conditionalFilter → kept',
    ])
      expect(fates(report)).toContain(line);
  });
});

describe('BPMN’s own data', async () => {
  const { process, of } = await read('xml-everything.bpmn');

  it('resources, assignments and the lists of several runs', () => {
    expect(of('Check').zf).toMatchObject({
      participants: [
        { rule: 'role', value: 'clerk' },
        { rule: 'person', value: 'kermit' },
        { rule: 'role', value: 'sales' },
      ],
      input: [{ source: '=limit * 2', target: 'limit' }],
      output: [{ source: '=verdict', target: 'total' }],
    });
    expect(of('Check')).toMatchObject({
      loopCharacteristics: {
        behavior: 'Complex',
        oneBehaviorEvent: { type: 'signalEventDefinition', signalRef: 'Closed' },
        complexBehavior: [
          {
            condition: '=numberOfCompletedInstances = 2',
            event: { type: 'signalEventDefinition', signalRef: 'Closed' },
          },
        ],
        zf: { collection: '=order', item: 'line', collect: '=lineVerdict', collectInto: 'total' },
      },
    });
  });
  it('operations, shared events, keys of conversations, global tasks', () => {
    expect(of('Wait')).toMatchObject({ messageRef: 'OrderMessage', zf: { correlationKey: '=orderNo' } });
    expect(of('Start').zf?.correlationKey).toBeUndefined();
    expect(of('ClosedStart')).toMatchObject({ eventDefinitions: [{ signalRef: 'Closed' }], isInterrupting: false });
    expect(of('PackFailed')).toMatchObject({ attachedToRef: 'Pack', parallelMultiple: true, cancelActivity: false });
    expect(of('Call')).toMatchObject({ calledElement: 'GlobalCheck' });
    expect(process.globalTasks).toMatchObject({
      GlobalCheck: { type: 'userTask', zf: { participants: [{ rule: 'role', value: 'clerk' }] } },
      GlobalScript: { type: 'scriptTask', script: '1 + 1' },
    });
    expect(process.isExecutable).toBe(true);
  });
});

it('what was taken back here does not come again from the foreign original', async () => {
  const { model, of } = await read('xml-camunda.bpmn');
  const ask = of('ask');
  ask.zf = { ...ask.zf, participants: [], imported: [] };
  const again = await parseBpmn(await serializeBpmn(model));
  expect(again.model.processes[0]!.elements.ask!.zf?.participants).toBeUndefined();
  expect(again.problems.some(({ element, rule }) => element === 'ask' && rule === 'import-kept')).toBe(false);
});
