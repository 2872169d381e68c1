// One outside fills in the form of one task, once, by a link: nothing else opens, and nothing secret leaves.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let [chen, lin, ma] = [] as unknown as [Caller, Caller, Caller];
beforeAll(async () => {
  office = await openOffice();
  [chen, lin, ma] = await Promise.all([office.as('chenli'), office.as('linxiaowen'), office.as('machao')]);
  const step = (name: string, form: string, guest: boolean) => ({
    type: 'userTask',
    name,
    zf: { form, participants: [{ rule: 'person', value: 'linxiaowen' }], ...(guest && { guest }) },
  });
  const definition = draw(
    'pictures',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      shoot: step('拍主图', 'shoot', true),
      check: step('核对', 'check', false),
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->shoot', 'shoot->check', 'check->end'],
    {
      zf: {
        variable: [
          { name: 'brief', type: 'string', label: '要求' },
          { name: 'fee', type: 'number', label: '酬劳', secret: true },
          { name: 'note', type: 'string', label: '说明' },
        ],
      },
    },
  );
  const field = (id: string, more: object) => ({ id, label: { zh: id }, ...more });
  const forms = {
    shoot: Form.parse({
      key: 'shoot',
      title: { zh: '拍摄' },
      fields: [
        field('brief', { type: 'text', readOnly: true }),
        field('fee', { type: 'money', readOnly: true }),
        field('note', { type: 'text', required: true }),
        field('picture', { type: 'file', images: true }),
        field('who', { type: 'person' }),
      ],
    }),
    check: Form.parse({ key: 'check', title: { zh: '核对' }, fields: [field('ok', { type: 'yesNo' })] }),
  };
  const model = Model.parse({ id: 'pictures', processes: [definition], diagram: {} });
  await publish(office.shop.sql, { definition, model, forms });
});
afterAll(() => office?.close());

const begin = async (): Promise<{ id: string; task: string }> => {
  const variables = { brief: '白底', fee: 8_800, note: '旧的' };
  const { body } = await chen('POST', '/api/cases', { process: 'pictures', variables }, fresh());
  const [task] = await office.shop.sql<{ id: string }[]>`select id from task where case_id = ${body.case}`;
  return { id: body.case, task: encodeURIComponent(task?.id ?? '') };
};
const linkTo = async (task: string, by: Caller = lin, header = fresh()): Promise<string> => {
  const { status, body } = await by('POST', `/api/tasks/${task}/guest-links`, { name: '摄影小王' }, header);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.path.split('#')[1];
};
const guest = (token: string) => ({ 'zhangfa-guest': token });
const ask = (token: string) => office.anonymous('GET', '/api/guest', undefined, guest(token));
const hand = async (token: string, values: object, header = fresh(), shown?: string) =>
  office.anonymous(
    'POST',
    '/api/guest/complete',
    { values, shown: shown ?? (await ask(token)).body.shown },
    { ...guest(token), ...header },
  );

describe('a link for one outside', () => {
  it('opens the form of its task without what is secret or looked up, counts as done by whoever has it, and is used up', async () => {
    const { id, task } = await begin();
    const token = await linkTo(task);
    const { status, body } = await ask(token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: '摄影小王', for: '林晓雯', step: '拍主图', values: { brief: '白底' } });
    expect(body.form.fields.map(({ id }: { id: string }) => id)).toEqual(['brief', 'note', 'picture']);
    expect(JSON.stringify(body)).not.toContain('8800');
    expect((await hand(token, {})).body.code).toBe('formInvalid');
    expect((await ask(token)).status).toBe(200);
    const header = fresh();
    // What it was not asked is not taken.
    const values = { note: '拍好了', fee: 1, brief: '黑底' };
    expect((await hand(token, values, header, body.shown)).status).toBe(200);
    expect((await hand(token, values, header, body.shown)).status).toBe(200);
    expect((await ask(token)).body.code).toBe('guestOver');
    expect((await hand(token, { note: '又来' }, fresh(), body.shown)).body.code).toBe('guestOver');
    const detail = (await lin('GET', `/api/tasks/${task}`)).body;
    expect(detail.submitted).toMatchObject({ values: { note: '拍好了' }, guest: '摄影小王' });
    expect(detail.closedBy).toMatchObject({ name: '林晓雯' });
    const [variables] = await office.shop.sql<
      { state: { scopes: Record<string, { variables: object }> } }[]
    >`select state from cases where id = ${id}`;
    expect(JSON.stringify(variables?.state)).toContain('拍好了');
    expect(JSON.stringify(variables?.state)).not.toContain('黑底');
    const { items } = (await chen('GET', `/api/cases/${encodeURIComponent(id)}/history`)).body;
    expect(
      items.find(({ kind, element }: { kind: string; element: string }) => kind === 'completed' && element === 'shoot'),
    ).toMatchObject({
      by: { name: '林晓雯' },
      why: { guest: '摄影小王' },
    });
    const audit = await office.shop.sql<
      { action: string; detail: object }[]
    >`select action, detail from audit where action like '%guest%' order by id`;
    expect(audit.map(({ action }) => action)).toEqual(['POST /api/tasks/:id/guest-links', 'POST /api/guest/complete']);
    expect(JSON.stringify(audit)).not.toContain(token);
  });

  it('is made by whoever has the task, or a manager, where the step allows it; a repeat gives the same one', async () => {
    const { task } = await begin();
    expect((await ma('POST', `/api/tasks/${task}/guest-links`, { name: 'x' }, fresh())).status).toBe(404);
    const header = fresh();
    expect(await linkTo(task, lin, header)).toBe(await linkTo(task, lin, header));
    expect(await linkTo(task, chen)).not.toBe(await linkTo(task, lin, header));
    const { items } = (await lin('GET', `/api/tasks/${task}/guest-links`)).body;
    expect(items).toHaveLength(2);
    const [row] = await office.shop.sql<{ hash: string }[]>`select hash from guest_link limit 1`;
    expect(row?.hash).not.toBe(await linkTo(task, lin, header));
    expect((await lin('POST', `/api/tasks/${task}/complete`, { values: { note: '自己填' } }, fresh())).status).toBe(
      200,
    );
    const [next] = await office.shop.sql<
      { id: string }[]
    >`select id from task where element = 'check' order by created_at desc limit 1`;
    const refused = await lin(
      'POST',
      `/api/tasks/${encodeURIComponent(next?.id ?? '')}/guest-links`,
      { name: 'x' },
      fresh(),
    );
    expect(refused.body.code).toBe('guestNot');
  });

  it('opens nothing once it is taken back, its day has passed, or the task is done; all the same to whoever tries', async () => {
    const { task } = await begin();
    const [first, second, third] = [await linkTo(task), await linkTo(task), await linkTo(task)];
    const { items } = (await lin('GET', `/api/tasks/${task}/guest-links`)).body;
    expect((await ma('DELETE', `/api/tasks/${task}/guest-links/${items[2].id}`)).status).toBe(404);
    expect((await lin('DELETE', `/api/tasks/${task}/guest-links/${items[2].id}`)).status).toBe(200);
    expect((await ask(first)).body.code).toBe('guestOver');
    await office.shop.sql`update guest_link set expires_at = now() - interval '1 second' where id = ${items[1].id}`;
    expect((await ask(second)).body).toEqual((await ask(first)).body);
    expect((await ask(third)).status).toBe(200);
    await lin('POST', `/api/tasks/${task}/complete`, { values: { note: '自己填' } }, fresh());
    expect((await ask(third)).body.code).toBe('guestOver');
    for (const address of ['/api/tasks', `/api/tasks/${task}`, '/api/me', '/api/cases'])
      expect((await office.anonymous('GET', address, undefined, guest(third))).status).toBe(401);
  });

  it('of two who hand in at once one does; what the case has changed meanwhile is looked at again', async () => {
    const { id, task } = await begin();
    const token = await linkTo(task);
    const { shown } = (await ask(token)).body;
    await chen(
      'POST',
      `/api/cases/${encodeURIComponent(id)}/variables`,
      { variables: { brief: '灰底' }, reason: '改' },
      fresh(),
    );
    expect((await hand(token, { note: 'a' }, fresh(), shown)).body.code).toBe('shownChanged');
    const now = (await ask(token)).body.shown;
    const both = await Promise.all(['a', 'b'].map((note) => hand(token, { note }, fresh(), now)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  it('uploads files that go with the task and with nothing else; who guesses is held up', async () => {
    const { task } = await begin();
    const token = await linkTo(task);
    const picture = new FormData();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    picture.append('file', new File([png], '主图.png', { type: 'image/png' }));
    const { status, body: ref } = await office.anonymous('POST', '/api/guest/files', picture, guest(token));
    expect(status).toBe(201);
    expect((await office.anonymous('GET', `/api/files/${ref.file}`, undefined, guest(token))).status).toBe(401);
    expect((await hand(token, { note: '好', picture: [ref] })).status).toBe(200);
    expect((await lin('GET', `/api/files/${ref.file}`)).status).toBe(200);
    const other = await linkTo((await begin()).task);
    // Another link cannot give what this one has uploaded.
    expect((await hand(other, { note: '偷', picture: [ref] })).status).toBe(404);
    const guesses = [];
    for (let n = 0; n < 15; n++) guesses.push((await ask(`guess-${n}`)).status);
    expect(guesses).toContain(429);
  });

  it('is the same for the same request, and refuses another under its key', async () => {
    const { task } = await begin();
    const key = fresh();
    expect(await linkTo(task, lin, key)).toBe(await linkTo(task, lin, key));
    for (const other of [{ name: '别人' }, { name: '摄影小王', days: 30 }]) {
      const { status, body } = await lin('POST', `/api/tasks/${task}/guest-links`, other, key);
      expect([status, body.code]).toEqual([422, 'requestReused']);
    }
  });
});
