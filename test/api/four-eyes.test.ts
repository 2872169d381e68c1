// Four eyes in a shop: who is excluded neither finds, claims, is given nor completes the step; another does.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const who = (exclude?: string[]) => [{ rule: 'role', value: 'order-auditor', ...(exclude && { exclude }) }];
const expense = draw(
  'expense',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    write: { type: 'userTask', name: '填', zf: { participants: who() } },
    approve: { type: 'userTask', name: '批', zf: { participants: who(['write']) } },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->write', 'write->approve', 'approve->end'],
);

let office: Office;
let lin: Caller;
let chen: Caller;
let admin: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, admin] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('gaoyuan')]);
  await publish(office.shop.sql, {
    definition: expense,
    model: Model.parse({ id: expense.key, processes: [expense], diagram: {} }),
    forms: {},
  });
});
afterAll(() => office?.close());

const claimable = async (caller: Caller, q = '') =>
  (await caller('GET', `/api/tasks?view=claimable${q}`)).body.items
    .filter(({ process }: { process: { key: string } }) => process.key === 'expense')
    .map(({ id, name }: { id: string; name: string }) => [id, name]);

it('is for another: not listed, claimed, given or done by whom it excludes', async () => {
  await chen('POST', '/api/cases', { process: 'expense', variables: {} }, fresh());
  const [[write]] = await claimable(lin);
  expect((await lin('POST', `/api/tasks/${write}/complete`, {}, fresh())).status).toBe(200);
  const open = (await chen('GET', '/api/tasks?view=all')).body.items;
  const approve = open.find(
    ({ name, process }: { name: string; process: { key: string } }) => name === '批' && process.key === 'expense',
  ).id;
  expect(await claimable(lin), 'not offered').toEqual([]);
  expect(await claimable(lin, '&element=approve'), 'nor by its step').toEqual([]);
  const said = async (answer: Promise<{ status: number; body: { code: string } }>) => {
    const { status, body } = await answer;
    return [status, body.code];
  };
  expect(await said(lin('POST', `/api/tasks/${approve}/claim`))).toEqual([403, 'excluded']);
  expect(await said(lin('POST', `/api/tasks/${approve}/complete`, {}, fresh()))).toEqual([403, 'excluded']);
  expect((await lin('POST', '/api/tasks/claim-batch', { ids: [approve] })).body.results[0].ok).toBe(false);
  const [me, other] = await Promise.all([lin('GET', '/api/me'), chen('GET', '/api/me')]);
  const idOf = ({ body }: { body: { id?: string; person?: { id: string } } }) => body.id ?? body.person?.id;
  expect(await said(chen('POST', `/api/tasks/${approve}/assign`, { person: idOf(me) }))).toEqual([403, 'excluded']);
  expect((await chen('POST', `/api/tasks/${approve}/assign`, { person: idOf(other) })).status).toBe(200);
  const leaving = (to: string) =>
    admin(
      'POST',
      `/api/people/${idOf(other)}/hand-over`,
      { successors: [{ process: 'expense', element: 'approve', to }], deactivate: false, comment: '交接' },
      fresh(),
    );
  expect(await said(leaving(idOf(me) as string)), 'nor handed over').toEqual([409, 'noSuccessor']);
  const held = (await chen('GET', `/api/tasks/${approve}`)).body.assignee.id;
  expect(held, 'all of it or nothing').toBe(idOf(other));
  expect((await chen('POST', `/api/tasks/${approve}/release`, {})).status, 'given back').toBe(200);
  expect(await claimable(lin), 'still not offered').toEqual([]);
  await chen('POST', `/api/tasks/${approve}/assign`, { person: idOf(other) });
  expect((await chen('POST', `/api/tasks/${approve}/complete`, {}, fresh())).status).toBe(200);
});

it('leaves a case to whom no step shuts out: another manager, or an admin; who is refused is told so', async () => {
  const { body: self } = await chen('GET', '/api/me');
  const me = self.id ?? self.person?.id;
  const started = await chen('POST', '/api/cases', { process: 'expense', variables: {} }, fresh());
  const id = started.body.case;
  const open = async (name: string) =>
    (await chen('GET', '/api/tasks?view=all')).body.items.find(
      (task: { name: string; case: string }) => task.name === name && task.case === id,
    )?.id;
  const write = await open('填');
  await chen('POST', `/api/tasks/${write}/assign`, { person: me });
  expect((await chen('POST', `/api/tasks/${write}/complete`, {}, fresh())).status).toBe(200);
  const move = (who: Caller) =>
    who(
      'POST',
      `/api/cases/${id}/move`,
      { moves: [{ from: 'approve', to: 'write', where: 'before' }], reason: '重填' },
      fresh(),
    );
  const others = async (who: Caller) => (await who('GET', `/api/tasks/${await open('批')}`)).body.others;
  const auditors = await office.shop.sql<{ name: string }[]>`
    select p.name from person p join person_role r on r.person = p.id where r.role = 'order-auditor' and p.active order by p.name`;
  expect((await others(chen)).people.map(({ name }: { name: string }) => name).sort(), 'who could take it').toEqual(
    auditors.map(({ name }) => name).sort(),
  );
  expect(await others(admin), 'whom it does not shut out is told nothing').toBeNull();
  const refused = await move(chen);
  expect([refused.status, refused.body.code]).toEqual([403, 'excluded']);
  expect(refused.body.detail).toContain('另一位主管或管理员');
  expect((await move(admin)).status).toBe(200);
});
