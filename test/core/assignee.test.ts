// Who has a task from its beginning: the only one named, or the one of several who holds it.
import { expect, it } from 'vitest';
import type { Participants } from '../../bpmn/definition.ts';
import { advance, createPopulation } from '../../bpmn/population.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { draw } from '../draw.ts';

function personFor(participants: Participants[], variables = {}): string | undefined {
  const definition = draw(
    'p',
    { s: { type: 'startEvent' }, a: { type: 'userTask', zf: { participants } }, e: { type: 'endEvent' } },
    ['s->a', 'a->e'],
  );
  const population = createPopulation(() => definition, {});
  const { effects } = advance(population, { type: 'start', at: 0, case: 'c', definition, variables });
  const [task] = effects.flatMap(({ command }) => (command.type === 'createTask' ? [command] : []));
  return task?.person;
}
const sales: Participants = { rule: 'role', value: 'sales' };
const boss: Participants = { rule: 'variable', value: 'boss' };

it('is the only one named; several are a pool, unless one of them holds it', () => {
  expect(personFor([boss], { boss: 'kermit' })).toBe('kermit');
  expect(personFor([boss, sales], { boss: 'kermit' })).toBeUndefined();
  expect(personFor([sales, { ...boss, holds: true }], { boss: 'kermit' })).toBe('kermit');
  expect(personFor([sales, { ...boss, holds: true }], { boss: 5 })).toBe('5');
  expect(personFor([sales, { ...boss, holds: true }], { boss: null })).toBeUndefined();
});

it('is what other engines call the assignee, beside candidates', async () => {
  const file = (attributes: string) => `
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="u">
      <process id="p" isExecutable="true"><userTask id="a" ${attributes}/></process></definitions>`;
  const read = async (attributes: string) => (await parseBpmn(file(attributes))).model.processes[0]?.elements.a?.zf;
  expect((await read('camunda:assignee="kermit"'))?.participants).toEqual([{ rule: 'person', value: 'kermit' }]);
  expect((await read('camunda:candidateGroups="sales" camunda:assignee="kermit"'))?.participants).toEqual([
    { rule: 'person', value: 'kermit', holds: true },
    sales,
  ]);
});

it('is a performer of BPMN, if it is one, beside owners', async () => {
  const says = (type: string, who: string) =>
    `<${type}><resourceAssignmentExpression><formalExpression>${who}</formalExpression></resourceAssignmentExpression></${type}>`;
  const read = async (performers: string) => {
    const inside = says('humanPerformer', performers) + says('potentialOwner', 'sales');
    const file = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u"><process id="p" isExecutable="true"><userTask id="a">${inside}</userTask></process></definitions>`;
    return (await parseBpmn(file)).model.processes[0]?.elements.a?.zf?.participants;
  };
  const kermit = { rule: 'person', value: 'kermit' };
  expect(await read('kermit')).toEqual([{ ...kermit, holds: true }, sales]);
  expect(await read('kermit, gonzo')).toEqual([kermit, { rule: 'person', value: 'gonzo' }, sales]);
});

it('is kept in a file of ours', async () => {
  const source = `
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u">
      <process id="p" isExecutable="true"><userTask id="a"><extensionElements>
        <zf:participants rule="person" value="kermit" holds="true"/><zf:participants rule="role" value="sales"/>
      </extensionElements></userTask></process></definitions>`;
  const { model } = await parseBpmn(source);
  const again = await parseBpmn(await serializeBpmn(model));
  const expected = [{ rule: 'person', value: 'kermit', holds: true }, sales];
  expect(model.processes[0]?.elements.a?.zf?.participants).toEqual(expected);
  expect(again.model.processes[0]?.elements.a?.zf?.participants).toEqual(expected);
});
