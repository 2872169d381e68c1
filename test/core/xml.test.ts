// BPMN XML ⇄ Model: what is read, what survives an edit, what is refused. Files of others: xml-interchange.test.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../bpmn/definition.ts';
import { equal } from '../../bpmn/xml/equal.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const withoutSource = ({ source: _, ...model }: Model): Omit<Model, 'source'> => model;

describe('reading', () => {
  it('translates what Camunda wrote', async () => {
    const { model, problems } = await parseBpmn(fixture('xml-foreign.bpmn'));
    const { elements, flows, errors } = model.processes[0]!;
    expect(problems.map(({ rule, element }) => [rule, element])).toEqual([
      ['import-kept', 'review'],
      ['import-kept', 'job'],
      ['import-namespace', undefined],
    ]);
    expect(elements.review?.zf?.participants).toEqual([
      { rule: 'starter', value: '', holds: true },
      { rule: 'role', value: 'audit' },
      { rule: 'role', value: '=lead' },
    ]);
    expect(elements.review?.zf?.deadline).toEqual([{ kind: 'resolution', target: '=due', steps: [] }]);
    expect(elements.call?.zf).toMatchObject({
      input: [{ source: '=a', target: 'b' }],
      output: [{ source: '=x + 1', target: 'y' }],
      propagateIn: true,
      businessKey: '=case.businessKey',
    });
    expect(flows.f4?.condition).toBe('=amount > 3 and not(vip)');
    expect(flows.flow_start_review).toMatchObject({ source: 'start', target: 'review', order: 0 });
    expect(errors.E42).toEqual({ id: 'E42', errorCode: 'E42' });
    expect(elements.wait).toMatchObject({ messageRef: 'paid' });
    expect(elements.job?.zf?.topic).toBeUndefined();
    expect(elements.job?.zf?.imported).toContainEqual(
      expect.objectContaining({ ns: 'camunda', name: 'class', text: 'org.acme.Job', state: 'kept' }),
    );
  });

  it('refuses entities, and files that are not BPMN', async () => {
    await expect(parseBpmn('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')).rejects.toMatchObject({
      why: { code: 'file.doctype' },
    });
    await expect(parseBpmn('<html></html>')).rejects.toMatchObject({ why: { code: 'file.html' } });
  });

  it('decodes by the XML declaration', async () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u"><process id="p" name="Über"/></definitions>`;
    const { model } = await parseBpmn(Buffer.from(text, 'latin1'));
    expect(model.processes[0]?.name).toBe('Über');
    expect(await serializeBpmn(model)).toContain('encoding="UTF-8"');
  });
});

describe('writing', () => {
  it('keeps what the values of a variable are called, and gives none to those that have none', async () => {
    const { model } = await parseBpmn(fixture('xml-foreign.bpmn'));
    const option = [{ value: 'manual', label: '转人工', text: { en: { name: 'To a person' } } }];
    const variable = [
      { name: 'audit', type: 'choice', option, text: { en: { name: 'Audit' } } },
      { name: 'note', type: 'text' },
    ];
    const [process] = model.processes;
    if (process) process.zf = { ...process.zf, variable };
    const again = await parseBpmn(await serializeBpmn(model));
    expect(again.model.processes[0]?.zf.variable).toEqual(variable);
  });

  it('keeps the guide of a step in another language, line breaks and blank entries too', async () => {
    const { model } = await parseBpmn(fixture('xml-foreign.bpmn'));
    const review = model.processes[0]!.elements.review!;
    const en = {
      name: 'Review',
      instruction: 'First <a>\nthen "b"',
      checklist: ['Box & label', '', 'Photo'],
      title: '="A " + x',
      scripts: [{ title: 'Ask', text: 'Where <is> {x}' }],
    };
    review.zf = {
      ...review.zf,
      instruction: '先 a 后 b',
      checklist: [{ text: '箱单' }, { text: '称重' }, { text: '照片', photo: true }],
      text: { en },
    };
    const again = await parseBpmn(await serializeBpmn(model));
    expect(again.model.processes[0]?.elements.review?.zf).toMatchObject({
      checklist: [{ text: '箱单' }, { text: '称重' }, { text: '照片', photo: true }],
      text: { en },
    });
  });

  it('returns an unchanged import as it came', async () => {
    const { model } = await parseBpmn(fixture('xml-foreign.bpmn'));
    expect(await serializeBpmn(model)).toBe(fixture('xml-foreign.bpmn').toString());
  });

  it('also where publishing has numbered it and given it decisions', async () => {
    const { model } = await parseBpmn(fixture('xml-foreign.bpmn'));
    Object.assign(model.processes[0]!, { key: 'orders', version: 3, sha256: 'abc', decisions: { d: { id: 'd' } } });
    expect(await serializeBpmn(model)).toBe(fixture('xml-foreign.bpmn').toString());
  });

  it('patches only what was edited and keeps what it does not know', async () => {
    const { model } = await parseBpmn(fixture('xml-foreign.bpmn'));
    const edited = structuredClone(model);
    const process = edited.processes[0]!;
    process.elements.review!.name = '人工审单';
    process.elements.review!.zf!.participants = [{ rule: 'role', value: 'desk', exclude: ['starter'] }];
    process.elements.review!.zf!.deadline = undefined;
    process.elements.review!.zf!.verbs = ['approve', 'reject'];
    process.flows.f4!.condition = '=amount > 5';
    delete process.flows.f4!.zf;
    process.elements.extra = {
      type: 'userTask',
      id: 'extra',
      scope: 'p',
      name: 'More',
      zf: { instruction: 'a\nb <c>' },
    };
    process.flows.f9 = { id: 'f9', source: 'wait', target: 'extra', scope: 'p', order: 9 };
    delete process.flows.f6;
    delete process.elements.failed;
    process.elements.wait = { ...process.elements.wait, type: 'userTask' } as typeof process.elements.wait;
    delete (process.elements.wait as { messageRef?: string }).messageRef;
    process.errors = {};
    edited.diagram.shapes.extra = { x: 10, y: 20, width: 144, height: 72 };
    edited.diagram.edges.f9 = {
      waypoints: [
        { x: 0, y: 0 },
        { x: 10, y: 20 },
      ],
    };

    const xml = await serializeBpmn(edited);
    expect(xml).toContain('<acme:note level="3">');
    expect(xml).toContain('acme:colour="red"');
    expect(xml).toContain('c:taskListener');
    expect(xml).toContain('c:class="org.acme.Job"');
    const again = await parseBpmn(xml);
    expect(again.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(withoutOrder(withoutSource(again.model))).toEqual(withoutOrder(withoutSource(edited)));
  });

  it('builds a fresh document that reads back the same', async () => {
    const { model } = await parseBpmn(fixture('xml-foreign.bpmn'));
    const fresh = withoutSource(model);
    const again = await parseBpmn(await serializeBpmn(fresh));
    expect(equal(withoutSource(again.model), fresh)).toBe(true);
  });
});

/** Order counts within a scope only; numbers are given anew on reading. Blank fields are no fields. */
function withoutOrder(model: Omit<Model, 'source'>): unknown {
  const copy = structuredClone(model);
  for (const process of copy.processes) for (const flow of Object.values(process.flows)) flow.order = 0;
  return JSON.parse(JSON.stringify(copy));
}
