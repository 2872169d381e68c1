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
});
