// Four eyes: who has begun a case, done another step, or is named by its data, is not offered the step, and refused at the core as well.
import { expect, it } from 'vitest';
import type { Participants } from '../../bpmn/definition.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { advance, createPopulation } from '../../bpmn/population.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { draw } from '../draw.ts';

/** A case that `lin` has begun, as far as the second step. */
function atApproval(participants: Participants[], { doer = 'wang', variables = {} as Variables } = {}) {
  const asks = (who: Participants[]) => ({ type: 'userTask', zf: { participants: who } });
  const desk: Participants[] = [{ rule: 'role', value: 'desk' }];
  const definition = draw(
    'p',
    { s: { type: 'startEvent' }, write: asks(desk), approve: asks(participants), e: { type: 'endEvent' } } as never,
    ['s->write', 'write->approve', 'approve->e'],
  );
  const population = createPopulation(() => definition, {});
  advance(population, { type: 'start', at: 0, case: 'c', definition, variables, by: 'lin' });
  const wait = () => [...(population.cases.get('c')?.waits.values() ?? [])][0]?.id ?? '';
  const complete = (by: string) =>
    advance(population, {
      type: 'occurrence',
      at: 0,
      case: 'c',
      occurrence: { type: 'taskCompleted', at: 0, task: wait(), by },
    });
  const { effects } = complete(doer);
  const [task] = effects.flatMap(({ command }) => (command.type === 'createTask' ? [command] : []));
  const incident = effects.find(({ command }) => command.type === 'openIncident');
  const resolve = (id: string, person: string) =>
    advance(population, {
      type: 'occurrence',
      at: 0,
      case: 'c',
      occurrence: { type: 'incidentResolved', at: 0, incident: id, action: 'retry', person },
    });
  const byHand = (by: string, occurrence: object) =>
    advance(population, { type: 'occurrence', at: 0, case: 'c', occurrence: { at: 0, by, ...occurrence } as never })
      .answer;
  return { task, incident, resolve, byHand, answer: (by: string) => complete(by).answer };
}
const boss = (...exclude: string[]): Participants => ({ rule: 'role', value: 'boss', exclude });

it.each([
  ['whoever began it', ['starter'], ['lin']],
  ['whoever did another step', ['write'], ['wang']],
  ['whom a variable names, one or several', ['asked'], ['chen', 'meng']],
  ['all of them, each once', ['starter', 'write', 'asked'], ['lin', 'wang', 'chen', 'meng']],
])('excludes %s', (_, exclude, people) => {
  const { task, answer } = atApproval([boss(...exclude)], { variables: { asked: ['chen', 'person:meng'] } });
  expect(task).toMatchObject({ offers: ['role:boss'], excluded: people });
  for (const person of people) expect(answer(person)).toEqual({ ok: false, code: 'excluded' });
  expect(answer('gao')).toEqual({ ok: true });
});

it('lets everybody who is not excluded, and is silent where nobody is', () => {
  const { task, answer } = atApproval([{ rule: 'role', value: 'boss' }]);
  expect(task).not.toHaveProperty('excluded');
  expect(answer('lin')).toEqual({ ok: true });
});

it('gives it to nobody who is excluded: to the other one named, or to an incident', () => {
  const named = (value: string): Participants => ({ rule: 'person', value, exclude: ['starter'] });
  expect(atApproval([named('lin'), named('gao')]).task).toMatchObject({ person: 'gao', offers: ['person:gao'] });
  expect(atApproval([named('lin')]).incident?.command).toMatchObject({ incident: { kind: 'assignment' } });
});

it('holds where both steps are open at once: whoever did the one does not do the other', () => {
  const asks = (exclude: string[]) => ({
    type: 'userTask',
    zf: { participants: [{ rule: 'role', value: 'desk', exclude }] },
  });
  const definition = draw(
    'p',
    {
      s: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      count: asks([]),
      check: asks(['count']),
      e: { type: 'endEvent' },
    } as never,
    ['s->fork', 'fork->count', 'fork->check', 'count->e', 'check->e'],
  );
  const population = createPopulation(() => definition, {});
  advance(population, { type: 'start', at: 0, case: 'c', definition, variables: {}, by: 'lin' });
  const complete = (element: string, by: string) => {
    const task =
      [...(population.cases.get('c')?.waits.values() ?? [])].find((one) => one.element === element)?.id ?? '';
    const occurrence = { type: 'taskCompleted' as const, at: 0, task, by };
    return advance(population, { type: 'occurrence', at: 0, case: 'c', occurrence }).answer;
  };
  expect(complete('count', 'wang')).toEqual({ ok: true });
  expect(complete('check', 'wang')).toEqual({ ok: false, code: 'excluded' });
  expect(complete('check', 'gao')).toEqual({ ok: true });
});

it('is not got round by what is stuck for want of another: the incident gives it to nobody who is excluded', () => {
  const { incident, resolve } = atApproval([{ rule: 'person', value: 'lin', exclude: ['starter'] }]);
  const id = incident?.command.type === 'openIncident' ? incident.command.incident.id : '';
  expect(resolve(id, 'lin').answer).toEqual({ ok: false, code: 'excluded' });
  const given = resolve(id, 'gao').effects.flatMap(({ command }) => (command.type === 'createTask' ? [command] : []));
  expect(given).toMatchObject([{ person: 'gao', excluded: ['lin'] }]);
});

const ROUND = {
  'moving past it': { type: 'moved', moves: [{ from: 'approve', to: 'e', where: 'before' }] },
  'correcting the data that another agrees to': { type: 'variablesSet', variables: { amount: 9, asked: 'gao' } },
};
it.each(Object.entries(ROUND))('is not got round by %s', (_, occurrence) => {
  const open = { variables: { asked: ['chen'] } };
  for (const person of ['lin', 'wang', 'chen']) {
    const { byHand } = atApproval([boss('starter', 'write', 'asked')], open);
    expect(byHand(person, occurrence)).toEqual({ ok: false, code: 'excluded' });
    expect(byHand('gao', occurrence)).toEqual({ ok: true });
  }
  expect(atApproval([boss()], open).byHand('lin', occurrence)).toEqual({ ok: true });
});

it('lets whoever is excluded end the case, hold it and let it go on', () => {
  const { byHand } = atApproval([boss('starter')]);
  for (const type of ['suspended', 'resumed', 'caseCancelled']) expect(byHand('lin', { type })).toEqual({ ok: true });
});

it('is not got round by what is stuck there: who is excluded tries again, and neither skips it nor brings data', () => {
  const stuck = () => {
    const { incident, byHand } = atApproval([{ rule: 'person', value: 'lin', exclude: ['starter'] }]);
    const id = incident?.command.type === 'openIncident' ? incident.command.incident.id : '';
    return (by: string, more: object) => byHand(by, { type: 'incidentResolved', incident: id, ...more });
  };
  for (const more of [{ action: 'skip' }, { action: 'throw', code: 'X' }, { action: 'retry', variables: { a: 1 } }]) {
    expect(stuck()('lin', more)).toEqual({ ok: false, code: 'excluded' });
    expect(stuck()('gao', more)).toEqual({ ok: true });
  }
  expect(stuck()('lin', { action: 'retry' })).toEqual({ ok: true });
});

it('stays in a file of ours', async () => {
  const source = `
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zf="urn:zhangfa:bpmn:1" id="d" targetNamespace="u">
      <process id="p" isExecutable="true"><userTask id="a"><extensionElements>
        <zf:participants rule="role" value="boss" exclude="starter write"/>
      </extensionElements></userTask></process></definitions>`;
  const { model } = await parseBpmn(await serializeBpmn((await parseBpmn(source)).model));
  expect(model.processes[0]?.elements.a?.zf?.participants).toEqual([boss('starter', 'write')]);
});
