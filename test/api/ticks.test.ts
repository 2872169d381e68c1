// Ticks of a checklist are data: of the task, whoever has it, with photos where an entry asks for one; kept with what was submitted.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let lin: Caller;
let chen: Caller;
let ma: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, ma] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('machao')]);
  const checklist = [{ text: '箱数核对过' }, { text: '破损已拍照', photo: true }];
  const publishAs = async (key: string, zf: object) => {
    const definition = draw(
      key,
      {
        start: { type: 'startEvent', eventDefinitions: [] },
        look: {
          type: 'userTask',
          name: '收货',
          zf: { checklist, participants: [{ rule: 'role', value: 'order-auditor' }], ...zf },
        },
        end: { type: 'endEvent', eventDefinitions: [] },
      } as never,
      ['start->look', 'look->end'],
    );
    await publish(office.shop.sql, {
      definition,
      model: Model.parse({ id: key, processes: [definition], diagram: {} }),
      forms: {},
    });
  };
  await publishAs('received', {});
  await publishAs('judged', { mode: 'any', refusal: 'flow' });
});
afterAll(() => office?.close());

async function begun(process: string, holder?: string): Promise<string> {
  const id = (await chen('POST', '/api/cases', { process, variables: {} }, fresh())).body.case;
  const [task] = await office.shop.sql<{ id: string }[]>`
    select t.id from task t left join person p on p.id = t.assignee
    where t.case_id = ${id} and t.state = 'open' and p.username is not distinct from ${holder ?? null}`;
  return `/api/tasks/${task?.id}`;
}
async function upload(who: Caller, file: File): Promise<object> {
  const form = new FormData();
  form.append('file', file);
  return (await who('POST', '/api/files', form)).body;
}
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
const photo = (who: Caller) => upload(who, new File([PNG], 'box.png', { type: 'image/png' }));
const checks = async (who: Caller, at: string) =>
  (await who('GET', at)).body.checklist.map((one: { text: string; done: { by: { name: string } } | null }) => [
    one.text,
    one.done?.by.name ?? null,
  ]);

it('is wanted with a photo before the step is done, and kept with it', async () => {
  const at = await begun('received');
  expect((await lin('POST', `${at}/claim`)).status).toBe(200);
  expect((await lin('PUT', `${at}/ticks/1`, { done: true })).body.code).toBe('photoMissing');
  const early = await lin('POST', `${at}/complete`, {}, fresh());
  expect([early.status, early.body.code]).toEqual([422, 'ticksMissing']);
  expect(early.body.detail + early.body.title).toContain('破损已拍照');
  // What asks for none may be left.
  const box = await photo(lin);
  expect((await lin('PUT', `${at}/ticks/1`, { done: true, files: [box] })).status).toBe(200);
  expect(await checks(lin, at)).toEqual([
    ['箱数核对过', null],
    ['破损已拍照', '林晓雯'],
  ]);
  expect((await lin('POST', `${at}/complete`, {}, fresh())).status).toBe(200);
  const { body } = await lin('GET', at);
  expect(body.checklist[1].done.files).toEqual([box]);
  const proof = (await chen('GET', `/api/cases/${body.case}/proof?format=json`)).body;
  expect(proof.cases[0].submissions[0].submitted.checklist).toEqual([
    { text: '箱数核对过' },
    { text: '破损已拍照', done: expect.objectContaining({ files: [box] }) },
  ]);
  expect(Object.keys(proof.files)).toEqual([(box as { file: string }).file]);
});

it('stands for whoever has the task next, and is nobody else’s to set', async () => {
  const at = await begun('received');
  await lin('POST', `${at}/claim`);
  expect((await lin('PUT', `${at}/ticks/0`, { done: true })).status).toBe(200);
  // Who may not see the task does not learn of it; who manages it does not do it.
  expect((await ma('PUT', `${at}/ticks/0`, { done: false })).status).toBe(404);
  expect((await chen('PUT', `${at}/ticks/0`, { done: false })).status).toBe(409);
  expect((await lin('PUT', `${at}/ticks/7`, { done: true })).status).toBe(404);
  const { id } = (await lin('GET', at)).body;
  const zhou = await office.as('zhoumin');
  const person = (await zhou('GET', '/api/me')).body.id;
  await chen('POST', `/api/tasks/${id}/assign`, { person });
  expect((await lin('PUT', `${at}/ticks/0`, { done: false })).status).toBe(404);
  expect((await checks(zhou, at))[0]).toEqual(['箱数核对过', '林晓雯']);
  expect((await zhou('PUT', `${at}/ticks/0`, { done: false })).status).toBe(200);
  expect((await checks(zhou, at))[0]).toEqual(['箱数核对过', null]);
});

it('takes for a photo what was uploaded as one, whatever is said of it, and keeps it as it was uploaded', async () => {
  const at = await begun('received');
  await lin('POST', `${at}/claim`);
  const note = await upload(lin, new File(['箱子很好'], 'note.txt', { type: 'image/png' }));
  const posing = { ...note, name: 'box.png', type: 'image/png' };
  expect((await lin('PUT', `${at}/ticks/1`, { done: true, files: [posing] })).body.code).toBe('photoMissing');
  expect((await checks(lin, at))[1]).toEqual(['破损已拍照', null]);
  const box = await photo(lin);
  const renamed = { ...box, name: 'other.jpg', size: 7, type: 'text/plain' };
  expect((await lin('PUT', `${at}/ticks/1`, { done: true, files: [renamed] })).status).toBe(200);
  expect((await lin('GET', at)).body.checklist[1].done.files).toEqual([box]);
});

it('is ticked by whoever gave its photos; said again, it stays as it was', async () => {
  const at = await begun('received');
  await lin('POST', `${at}/claim`);
  const box = await photo(lin);
  await lin('PUT', `${at}/ticks/1`, { done: true, files: [box] });
  const { id, checklist } = (await lin('GET', at)).body;
  const zhou = await office.as('zhoumin');
  await chen('POST', `/api/tasks/${id}/assign`, { person: (await zhou('GET', '/api/me')).body.id });
  expect((await zhou('PUT', `${at}/ticks/1`, { done: true, files: [box] })).status).toBe(200);
  expect((await zhou('GET', at)).body.checklist[1].done).toEqual(checklist[1].done);
  const another = await photo(zhou);
  expect((await zhou('PUT', `${at}/ticks/1`, { done: true, files: [another] })).status).toBe(200);
  const { done } = (await zhou('GET', at)).body.checklist[1];
  expect(done).toMatchObject({ by: { name: '周敏' }, files: [another] });
  expect(done.at).toBeGreaterThan(checklist[1].done.at);
});

it('is not wanted of who refuses', async () => {
  // Each who decides has a task of his own.
  const at = await begun('judged', 'linxiaowen');
  const agreed = await lin('POST', `${at}/complete`, { verdict: 'agree' }, fresh());
  expect(agreed.body.code).toBe('ticksMissing');
  expect((await lin('POST', `${at}/complete`, { verdict: 'refuse', comment: '不收' }, fresh())).status).toBe(200);
});
