// What people type is theirs, whoever holds the task; what a form shows is what was asked for, and what was seen is kept.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let lin: Caller;
let zhou: Caller;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, zhou, manager] = await Promise.all([office.as('linxiaowen'), office.as('zhoumin'), office.as('chenli')]);
  await publishReview();
});
afterAll(() => office?.close());

/** Two looks at one thing, one after the other, by the same pool; `again` leads back to the first. */
async function publishReview(): Promise<void> {
  const step = {
    type: 'userTask',
    zf: {
      form: 'review',
      participants: [{ rule: 'role', value: 'order-auditor' }],
      instruction: '问 {buyer}',
      permission: [{ field: 'cost', mode: 'hidden' }],
    },
  };
  const definition = draw(
    'review',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      first: { ...step, name: '初审' },
      again: { type: 'exclusiveGateway', default: 'again_second' },
      second: { ...step, name: '复审' },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->first', 'first->again', 'again->first: =verdict = "redo"', 'again->second', 'second->end'],
    { zf: { summary: ['cost', 'buyer'] } },
  );
  const review = Form.parse({
    key: 'review',
    title: { zh: '审' },
    fields: [
      { type: 'text', id: 'buyer', label: { zh: '买家' }, readOnly: true },
      { type: 'money', id: 'cost', label: { zh: '成本' }, readOnly: true },
      { type: 'text', id: 'address', label: { zh: '地址' }, prefill: true, required: true },
      { type: 'longText', id: 'note', label: { zh: '说明' } },
      { type: 'text', id: 'why', label: { zh: '为什么这么贵' }, required: true, visibleWhen: 'cost > 1000000' },
      {
        type: 'choice',
        id: 'verdict',
        label: { zh: '意见' },
        required: true,
        options: [
          { value: 'pass', label: { zh: '同意' } },
          { value: 'redo', label: { zh: '再看' } },
        ],
      },
    ],
  });
  await publish(office.shop.sql, {
    definition,
    model: Model.parse({ id: 'review', processes: [definition], diagram: {} }),
    forms: { review },
  });
}
const known = { buyer: '苏女士', cost: 9_900, address: '旧地址', note: '来时的说明' };
async function opened(key: string, variables: object = known): Promise<{ id: string; task: string }> {
  const { body } = await manager('POST', '/api/cases', { process: 'review', variables, businessKey: key }, fresh());
  return { id: body.case, task: await openTask(body.case) };
}
const openTask = async (id: string): Promise<string> => (await manager('GET', `/api/cases/${id}`)).body.tasks[0].id;
const get = async (who: Caller, task: string) => (await who('GET', `/api/tasks/${task}`)).body;
const submit = (who: Caller, task: string, body: object) => who('POST', `/api/tasks/${task}/complete`, body, fresh());

describe('a draft', () => {
  it('is its writer’s: a hand-over keeps it for them and shows it to nobody else', async () => {
    const { id, task } = await opened('D-1');
    await lin('POST', `/api/tasks/${task}/claim`);
    await lin('PUT', `/api/tasks/${task}/draft`, { values: { note: '我写到一半' } });
    const { id: zhouId } = (await zhou('GET', '/api/me')).body;
    expect((await manager('POST', `/api/tasks/${task}/assign`, { person: zhouId, comment: '她休假' })).status).toBe(
      200,
    );

    expect(await get(zhou, task)).toMatchObject({ draft: null, can: { release: true } });
    expect(await get(lin, task)).toMatchObject({
      draft: { values: { note: '我写到一半' } },
      can: { release: false, complete: false },
      holding: { kind: 'assigned', by: { name: '陈立' }, person: { name: '周敏' } },
    });
    // Still kept, and told truly.
    expect((await lin('PUT', `/api/tasks/${task}/draft`, { values: { note: '还在写' } })).status).toBe(200);
    const refused = await submit(lin, task, { values: { verdict: 'pass', address: '新' } });
    expect(refused.body).toMatchObject({
      code: 'givenAway',
      who: { name: '周敏' },
      detail: expect.stringContaining('陈立'),
    });
    const { holdings } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(holdings).toMatchObject([
      { kind: 'claimed', person: { name: '林晓雯' } },
      {
        kind: 'assigned',
        person: { name: '周敏' },
        before: { name: '林晓雯' },
        by: { name: '陈立' },
        comment: '她休假',
      },
    ]);
  });

  it('of one window does not overwrite that of another', async () => {
    const { task } = await opened('D-2');
    await lin('POST', `/api/tasks/${task}/claim`);
    const draft = (body: object) => lin('PUT', `/api/tasks/${task}/draft`, body);
    expect((await draft({ values: { note: '一' }, revision: 0 })).body).toEqual({ revision: 1 });
    expect((await draft({ values: { note: '二' }, revision: 1 })).body).toEqual({ revision: 2 });
    expect(await draft({ values: { note: '旧窗口' }, revision: 1 })).toMatchObject({
      status: 409,
      body: { code: 'draftNewer', draft: { revision: 2, values: { note: '二' } } },
    });
    expect((await get(lin, task)).draft.values).toEqual({ note: '二' });
  });

  it('of a start form is kept until the case has started', async () => {
    const address = '/api/startable/refund/start/draft';
    expect((await lin('PUT', address, { values: { buyer: '半' } })).status).toBe(200);
    expect((await lin('GET', address)).body.draft.values).toEqual({ buyer: '半' });
    expect((await zhou('GET', address)).body.draft).toBeNull();
    expect((await zhou('PUT', '/api/startable/parcel/start/draft', { values: {} })).body.code).toBe('notStartable');
    await lin('POST', '/api/cases', { process: 'refund', variables: { buyer: '全', amount: 100 } }, fresh());
    expect((await lin('GET', address)).body.draft).toBeNull();
  });
});

it('a start that is for others says so, and one that there is not says that', async () => {
  const others = draw(
    'for-warehouse',
    { s: { type: 'startEvent', eventDefinitions: [] }, e: { type: 'endEvent', eventDefinitions: [] } } as never,
    ['s->e'],
    { zf: { starters: ['role:warehouse-lead'] } } as never,
  );
  const model = Model.parse({ id: 'for-warehouse', processes: [others], diagram: {} });
  await publish(office.shop.sql, { model, definition: others, forms: {} });
  const start = (process: string) => lin('POST', '/api/cases', { process, variables: {} }, fresh());
  expect(await start('for-warehouse')).toMatchObject({ status: 403, body: { code: 'notYoursToStart' } });
  expect(await start('no-such')).toMatchObject({ status: 409, body: { code: 'notStartable' } });
});

describe('a form', () => {
  it('begins with facts and what it says itself; a verdict and what this step answered before are never filled in', async () => {
    const { id, task } = await opened('F-1');
    expect((await get(lin, task)).values).toEqual({ buyer: '苏女士', address: '旧地址' });
    expect((await submit(lin, task, { values: { verdict: 'redo', address: '改过一次' } })).body).toMatchObject({
      ok: true,
    });
    const again = await openTask(id);
    expect((await get(lin, again)).values).toEqual({ buyer: '苏女士' });
    expect((await submit(lin, again, { values: { verdict: 'pass', address: '改过两次' } })).status).toBe(200);
    // Another step that asks the same begins with the newest address, and without the verdict of the first.
    expect((await get(zhou, await openTask(id))).values).toEqual({ buyer: '苏女士', address: '改过两次' });
  });

  it('writes only what was touched, and says when the case has changed since it was read', async () => {
    const { id, task } = await opened('F-2');
    await lin('POST', `/api/tasks/${task}/claim`);
    const { shown } = await get(lin, task);
    await manager(
      'POST',
      `/api/cases/${id}/variables`,
      { variables: { address: '经理改的' }, reason: '买家来电' },
      fresh(),
    );
    const refused = await submit(lin, task, { values: { verdict: 'pass' }, shown });
    expect(refused).toMatchObject({ status: 409, body: { code: 'shownChanged' } });
    const now = await get(lin, task);
    expect(now.values.address).toBe('经理改的');
    expect((await submit(lin, task, { values: { verdict: 'pass' }, shown: now.shown })).status).toBe(200);
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables).toContainEqual(expect.objectContaining({ name: 'address', value: '经理改的' }));
  });

  it('that is done shows for ever what was on screen', async () => {
    const { id, task } = await opened('F-3');
    await submit(lin, task, { values: { verdict: 'pass', note: '看过' } });
    await manager(
      'POST',
      `/api/cases/${id}/variables`,
      { variables: { buyer: '别人', address: '后来改的' }, reason: '试' },
      fresh(),
    );
    expect(await get(lin, task)).toMatchObject({
      values: { buyer: '苏女士', address: '旧地址', note: '看过', verdict: 'pass' },
    });
  });

  it('never sends what the step hides, nor what it does not name', async () => {
    const { id, task } = await opened('F-4', { ...known, elsewhere: '别处的数据' });
    const raw = JSON.stringify([
      await get(lin, task),
      (await lin('GET', '/api/tasks?view=claimable')).body,
      (await lin('GET', `/api/cases/${id}/history`)).body,
    ]);
    expect(raw).not.toContain('9900');
    const detail = await get(lin, task);
    expect(detail.variables).toEqual({ buyer: '苏女士', address: '旧地址', note: '来时的说明' });
    const { variables } = (await lin('GET', `/api/cases/${id}`)).body;
    expect(variables).toContainEqual(expect.objectContaining({ name: 'cost', value: '••••' }));
    expect((await manager('GET', `/api/cases/${id}`)).body.variables).toContainEqual(
      expect.objectContaining({ name: 'cost', value: 9_900 }),
    );
  });

  it('decides on the server what hangs on something hidden', async () => {
    const asks = async (task: string) =>
      (await get(lin, task)).form.fields.find(({ id }: { id: string }) => id === 'why');
    const { task: cheap } = await opened('F-6');
    expect(await asks(cheap)).toBeUndefined();
    expect((await submit(lin, cheap, { values: { verdict: 'pass' } })).status).toBe(200);
    const { task: dear } = await opened('F-7', { ...known, cost: 2_000_000 });
    expect(await asks(dear)).not.toHaveProperty('visibleWhen');
    const refused = await submit(lin, dear, { values: { verdict: 'pass' } });
    expect(refused.body).toMatchObject({ code: 'formInvalid', errors: [{ path: 'why' }] });
  });

  it('reaches clients by named columns only', async () => {
    const { task } = await opened('F-5');
    const { sql } = office.shop;
    await sql`update task set why = 'not for the wire' where id = ${task}`;
    const item = (await lin('GET', '/api/tasks?view=claimable&q=F-5')).body.items[0];
    expect(Object.keys(item).sort()).toEqual([
      'asGrid',
      'assignee',
      'businessKey',
      'case',
      'claimedAt',
      'closedAt',
      'closedBy',
      'createdAt',
      'due',
      'element',
      'escalatedAt',
      'from',
      'hasDraft',
      'heldFor',
      'id',
      'name',
      'number',
      'opinions',
      'paused',
      'priority',
      'process',
      'response',
      'state',
      'summary',
      'texts',
      'timeLeft',
      'title',
      'together',
      'verdict',
    ]);
  });
});

it('the inbox can be filtered by every process with work in a view, whatever stands on the page', async () => {
  const names = async (who: Caller, view: string) =>
    (await who('GET', `/api/tasks/processes?view=${view}`)).body.items.map(({ key }: { key: string }) => key);
  expect(await names(zhou, 'claimable')).toContain('review');
  expect(await names(zhou, 'claimable')).not.toContain('parcel');
  expect(await names(lin, 'done')).toEqual(['review']);
  expect(await names(manager, 'todo')).toEqual([]);
});

it('a page that was opened by another does nothing in the name of who has signed in since', async () => {
  const { task } = await opened('O-1');
  const { id } = (await zhou('GET', '/api/me')).body;
  const refused = await lin('POST', `/api/tasks/${task}/claim`, undefined, { 'zhangfa-person': id });
  expect(refused).toMatchObject({ status: 409, body: { code: 'otherPerson', who: { name: '林晓雯' } } });
  expect((await get(lin, task)).assignee).toBeNull();
});

it('a comment is kept with the submission and told in the story', async () => {
  const { id, task } = await opened('C-1');
  await submit(lin, task, { values: { verdict: 'pass', address: 'x' }, comment: '电话里说好的' });
  expect((await get(lin, task)).submitted.comment).toBe('电话里说好的');
  const { items } = (await manager('GET', `/api/cases/${id}/history`)).body;
  expect(
    items.find(({ kind, element }: { kind: string; element: string }) => kind === 'completed' && element === 'first')
      .why,
  ).toMatchObject({
    is: 'person',
    verb: 'submit',
    comment: '电话里说好的',
  });
});
