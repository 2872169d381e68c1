// A submission that may be undone: durable and done at once, heard of by its case when its time has come, or back as it was typed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let lin: Caller;
let zhou: Caller;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, zhou, manager] = await Promise.all([office.as('linxiaowen'), office.as('zhoumin'), office.as('chenli')]);
});
afterAll(() => office?.close());

async function opened(key: string): Promise<{ id: string; task: string }> {
  const start = { process: 'refund', businessKey: key, variables: { buyer: key, amount: 900 } };
  const { body } = await manager('POST', '/api/cases', start, fresh());
  return { id: body.case, task: (await manager('GET', `/api/cases/${body.case}`)).body.tasks[0].id };
}
const YES = { values: { result: 'yes' } };
const submit = (task: string, undoFor: number | undefined, more: object = YES, key = fresh()) =>
  lin('POST', `/api/tasks/${task}/complete`, { ...more, ...(undoFor !== undefined && { undoFor }) }, key);
const undo = (task: string, who = lin) => who('POST', `/api/tasks/${task}/undo`);
const stateOf = async (task: string): Promise<string> => (await manager('GET', `/api/tasks/${task}`)).body.state;
const inView = async (who: Caller, view: string, task: string, more = ''): Promise<boolean> =>
  (await who('GET', `/api/tasks?view=${view}${more}`)).body.items.some(({ id }: { id: string }) => id === task);
/** Steps at which people stand in a case, by their names. */
const placesOf = async (id: string): Promise<string[]> =>
  (await manager('GET', `/api/cases/${id}`)).body.tasks.map(
    ({ name, state }: Record<string, string>) => `${name} ${state}`,
  );
const arrives = (task: string, state: string) =>
  office.shop.until(async () => (await stateOf(task)) === state, `${task} is ${state}`);

describe('a submission that may be undone', () => {
  it('is done at once for all who look, and heard of by its case when its time has come', async () => {
    const { id, task } = await opened('U-1');
    await lin('PUT', `/api/tasks/${task}/draft`, { values: { result: 'yes' } });
    const sent = await submit(task, 3);
    expect(sent).toMatchObject({ status: 200, body: { ok: true, confirming: false, undoMs: 3_000 } });
    expect(await inView(lin, 'todo', task)).toBe(false);
    expect(await inView(lin, 'done', task)).toBe(true);
    expect(await inView(lin, 'done', task, '&q=U-1')).toBe(true);
    for (const view of ['todo', 'claimable']) expect(await inView(zhou, view, task)).toBe(false);
    for (const more of ['', '&q=U-1', '&process=refund']) expect(await inView(manager, 'all', task, more)).toBe(false);
    expect((await lin('GET', '/api/tasks/counts')).body.todo).toBe(0);
    const held = (await manager('GET', '/api/team')).body.items.map(({ open }: { open: number }) => open);
    expect(Math.max(...held)).toBe(0);
    const seen = (await lin('GET', `/api/tasks/${task}`)).body;
    expect(seen).toMatchObject({
      state: 'submitted',
      draft: null,
      hasDraft: false,
      values: { amount: 900, result: 'yes' },
      submitted: { values: { result: 'yes' } },
      can: { claim: false, complete: false, release: false },
    });
    expect(seen.undoMs).toBeGreaterThan(0);
    expect((await manager('GET', `/api/tasks/${task}`)).body.undoMs).toBeNull();
    expect(await placesOf(id)).toEqual(['审核退款 submitted']);
    await arrives(task, 'closed');
    expect(await placesOf(id)).toEqual(['打款 open']);
    expect((await lin('GET', `/api/tasks/${task}`)).body).toMatchObject({ draft: null, undoMs: null });
  });

  it('is nobody else’s meanwhile, nor anybody’s to give away', async () => {
    const { task } = await opened('U-2');
    await submit(task, 60);
    const given = await manager('POST', `/api/tasks/${task}/assign`, {
      person: (await zhou('GET', '/api/me')).body.id,
    });
    for (const refused of [
      await zhou('POST', `/api/tasks/${task}/claim`),
      await zhou('POST', `/api/tasks/${task}/complete`, YES, fresh()),
      await submit(task, undefined),
      given,
    ])
      expect(refused).toMatchObject({
        status: 409,
        body: { code: 'submitting', detail: expect.stringContaining('林晓雯') },
      });
    const bulk = { selection: { tasks: [task] }, action: { do: 'assign', person: null }, reason: 'x' };
    expect((await manager('POST', '/api/bulk/preview', bulk)).body.total).toBe(0);
    expect((await lin('PUT', `/api/tasks/${task}/draft`, { values: {} })).body.code).toBe('submitting');
    expect(await undo(task, zhou)).toMatchObject({ status: 409, body: { code: 'undoTooLate' } });
    expect(await undo(task)).toMatchObject({ status: 200 });
  });

  it('undone, it is back as it was typed, and can be submitted anew', async () => {
    const { id, task } = await opened('U-3');
    await lin('PUT', `/api/tasks/${task}/draft`, { values: { result: 'yes', reason: '写了一半', $comment: '急' } });
    const key = fresh();
    await submit(task, 60, YES, key);
    expect(await undo(task)).toMatchObject({ status: 200, body: { ok: true } });
    expect(await undo(task)).toMatchObject({ status: 200 });
    expect(await inView(lin, 'todo', task)).toBe(true);
    expect(await inView(lin, 'done', task)).toBe(false);
    expect((await lin('GET', `/api/tasks/${task}`)).body).toMatchObject({
      state: 'open',
      closedBy: null,
      submitted: null,
      can: { complete: true, release: true },
      draft: { values: { result: 'yes', reason: '写了一半', $comment: '急' } },
    });
    expect(await submit(task, undefined, { values: { result: 'no', reason: '假的' } })).toMatchObject({ status: 200 });
    expect(await stateOf(task)).toBe('closed');
    expect(await placesOf(id)).toEqual(['打款 open']);
    expect(await undo(task)).toMatchObject({ status: 409, body: { code: 'undoTooLate' } });
    const { items } = (await manager('GET', `/api/cases/${id}/history`)).body;
    const done = items.filter(
      ({ kind, element }: Record<string, string>) => kind === 'completed' && element === 'audit',
    );
    expect(done).toHaveLength(1);
  });

  it('undone, it stays undone when a device that has not heard of it sends it again', async () => {
    const { id, task } = await opened('U-12');
    await lin('POST', `/api/tasks/${task}/claim`);
    const key = fresh();
    expect(await submit(task, 60, YES, key)).toMatchObject({ status: 200 });
    expect((await undo(task)).status).toBe(200);
    expect(await submit(task, 60, YES, key)).toMatchObject({ status: 409, body: { code: 'undoneBefore' } });
    expect(await stateOf(task)).toBe('open');
    expect(await submit(task, undefined)).toMatchObject({ status: 200 });
    expect(await placesOf(id)).toEqual(['打款 open']);
  });

  it('made too late tells whoever had the task who has it now, and others nothing', async () => {
    const { id, task } = await opened('U-13');
    await lin('POST', `/api/tasks/${task}/claim`);
    // What is offered to his role is known to him anyway.
    await office.shop.sql`update task set offers = '{}' where id = ${task}`;
    await office.shop.sql`delete from task_offer where task_id = ${task}`;
    const owner = (await manager('GET', '/api/me')).body.id;
    await manager('POST', `/api/tasks/${task}/assign`, { person: owner });
    expect(await submit(task, 3)).toMatchObject({
      status: 409,
      body: { code: 'givenAway', who: { name: '陈立' } },
    });
    const other = await office.as('tangguo');
    expect(await other('POST', `/api/tasks/${task}/complete`, YES, fresh())).toMatchObject({ status: 404 });
    expect(await placesOf(id)).toEqual(['审核退款 open']);
  });

  it('what was sent without a draft comes back as one', async () => {
    const { task } = await opened('U-4');
    await submit(task, 60, { values: { result: 'no', reason: '少件' } });
    await undo(task);
    expect((await lin('GET', `/api/tasks/${task}`)).body.draft.values).toEqual({ result: 'no', reason: '少件' });
  });

  it('said twice, it waits once, and is not sent early', async () => {
    const { task } = await opened('U-5');
    const key = fresh();
    await submit(task, 60, YES, key);
    const again = await submit(task, 60, YES, key);
    expect([again.status, again.body.undoMs > 0 && again.body.undoMs < 60_000]).toEqual([200, true]);
    expect(await stateOf(task)).toBe('submitted');
    await undo(task);
  });

  it('is let go by its writer before its time, and by nobody else', async () => {
    const { id, task } = await opened('U-9');
    await submit(task, 60);
    const send = (who: Caller) => who('POST', `/api/tasks/${task}/send`);
    expect((await send(manager)).status).toBe(200);
    expect(await stateOf(task)).toBe('submitted');
    expect((await send(lin)).status).toBe(200);
    expect(await placesOf(id)).toEqual(['打款 open']);
    expect((await send(lin)).status).toBe(200);
    expect(await undo(task)).toMatchObject({ status: 409, body: { code: 'undoTooLate' } });
  });

  it('is either undone or arrives, never both and never neither', async () => {
    const tasks = await Promise.all(Array.from({ length: 12 }, (_, n) => opened(`U-R${n}`)));
    const came = await Promise.all(
      tasks.map(async ({ task }, n) => {
        await submit(task, 1);
        await new Promise((resolve) => setTimeout(resolve, 100 + n * 120));
        return { task, undone: (await undo(task)).status === 200 };
      }),
    );
    for (const { task, undone } of came) await arrives(task, undone ? 'open' : 'closed');
    expect(new Set(came.map(({ undone }) => undone))).toEqual(new Set([true, false]));
  });

  it('arrives although nobody was running when its time came', async () => {
    const { id, task } = await opened('U-6');
    await office.shop.stopWorker();
    await submit(task, 1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await stateOf(task)).toBe('submitted');
    expect(await undo(task)).toMatchObject({ status: 409 });
    await office.shop.restartWorker();
    await arrives(task, 'closed');
    expect(await placesOf(id)).toEqual(['打款 open']);
  });

  it('is its writer’s again where the case refuses it', async () => {
    const { id, task } = await opened('U-7');
    await submit(task, 1, { values: { result: 'no', reason: '少件' } });
    expect((await manager('POST', `/api/cases/${id}/suspend`, { reason: '查' }, fresh())).status).toBe(200);
    await arrives(task, 'open');
    expect((await lin('GET', `/api/tasks/${task}`)).body).toMatchObject({
      paused: true,
      assignee: { name: '林晓雯' },
      draft: { values: { result: 'no', reason: '少件' } },
    });
    expect(await inView(lin, 'todo', task)).toBe(true);
  });

  it('goes with a case that is cancelled', async () => {
    const { id, task } = await opened('U-8');
    await submit(task, 1);
    await manager('POST', `/api/cases/${id}/cancel`, { reason: '不要了' }, fresh());
    expect(await stateOf(task)).toBe('withdrawn');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await stateOf(task)).toBe('withdrawn');
  });
});
