// Several tasks at once: each is done by itself, says why it was not, and may be undone for ten seconds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let [chen, lin, ma] = [] as unknown as [Caller, Caller, Caller];
const person: Record<string, string> = {};
beforeAll(async () => {
  office = await openOffice();
  [chen, lin, ma] = await Promise.all([office.as('chenli'), office.as('linxiaowen'), office.as('machao')]);
  for (const { username, id } of (await chen('GET', '/api/people?limit=100')).body.items) person[username] = id;
  const definition = draw(
    'asking',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      decide: {
        type: 'userTask',
        name: '批一下',
        zf: { refusal: 'end', participants: [{ rule: 'person', value: 'linxiaowen' }] },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->decide', 'decide->end'],
  );
  const model = Model.parse({ id: 'asking', processes: [definition], diagram: {} });
  await publish(office.shop.sql, { definition, model, forms: {} });
});
afterAll(() => office?.close());

const begin = async (count: number): Promise<string[]> => {
  const cases = [];
  for (let n = 0; n < count; n++)
    cases.push((await chen('POST', '/api/cases', { process: 'asking', variables: {} }, fresh())).body.case);
  const rows = await office.shop.sql<{ id: string }[]>`select id from task where case_id = any(${cases}) order by id`;
  return rows.map(({ id }) => id);
};
const states = async (ids: string[]) =>
  (await office.shop.sql<{ state: string }[]>`select state from task where id = any(${ids}) order by id`).map(
    ({ state }) => state,
  );

describe('several at once', () => {
  it('say in their list what may be done with them together', async () => {
    const [id = ''] = await begin(1);
    const { items } = (await lin('GET', '/api/tasks?view=todo&limit=200')).body;
    expect(items.find((one: { id: string }) => one.id === id).together).toEqual([
      'agree',
      'refuse',
      'return',
      'transfer',
      'delegate',
      'addSigners',
    ]);
    // A form that has to be filled in is filled in one by one.
    await chen('POST', '/api/cases', { process: 'refund', variables: { buyer: '王', amount: 5 } }, fresh());
    const pool = (await lin('GET', '/api/tasks?view=claimable')).body.items;
    expect(pool[0].together).toEqual(['transfer', 'delegate']);
    await lin('POST', `/api/tasks/${pool[0].id}/claim`);
    const held = (await lin('GET', '/api/tasks?view=todo&limit=200')).body.items;
    expect(held.find((one: { id: string }) => one.id === pool[0].id).together).toEqual([
      'transfer',
      'delegate',
      'release',
    ]);
  });

  it('are decided, each by itself; the same request again does nothing more', async () => {
    const ids = await begin(3);
    const [first = ''] = ids;
    await lin('POST', `/api/tasks/${encodeURIComponent(first)}/complete`, { values: {}, verdict: 'agree' }, fresh());
    const header = fresh();
    const asked = { ids: [...ids, 'asking/nowhere:w1'], verb: 'agree', comment: '一起同意' };
    const { status, body } = await lin('POST', '/api/tasks/batch', asked, header);
    expect(status).toBe(200);
    expect(body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([false, true, true, false]);
    expect(body.results[0].why).toContain('林晓雯');
    expect(
      (await lin('POST', '/api/tasks/batch', asked, header)).body.results.map(({ ok }: { ok: boolean }) => ok),
    ).toEqual([false, true, true, false]);
    expect(await states(ids)).toEqual(['closed', 'closed', 'closed']);
    const [{ votes } = { votes: 0 }] = await office.shop.sql<{ votes: number }[]>`
      select count(*)::int as votes from history where kind = 'completed' and case_id = any(select case_id from task where id = any(${ids})) and element = 'decide'`;
    expect(votes).toBe(3);
  });

  it('are undone together within their seconds, and not any more afterwards', async () => {
    const ids = await begin(2);
    const { body } = await lin('POST', '/api/tasks/batch', { ids, verb: 'refuse', undoFor: 10 }, fresh());
    expect(body.results.every(({ undoMs }: { undoMs: number }) => undoMs > 5_000)).toBe(true);
    expect(await states(ids)).toEqual(['submitted', 'submitted']);
    const undone = await lin('POST', '/api/tasks/undo-batch', { ids });
    expect(undone.body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
    expect(await states(ids)).toEqual(['open', 'open']);
    await lin('POST', '/api/tasks/batch', { ids, verb: 'refuse', undoFor: 1 }, fresh());
    await expect.poll(() => states(ids)).toEqual(['closed', 'closed']);
    expect(
      (await lin('POST', '/api/tasks/undo-batch', { ids })).body.results.map(({ ok }: { ok: boolean }) => ok),
    ).toEqual([false, false]);
  });

  it('are handed on, and back within their seconds', async () => {
    const ids = await begin(2);
    const give = { ids, verb: 'transfer', person: person.machao, comment: '你来', undoFor: 10 };
    await lin('POST', '/api/tasks/batch', give, fresh());
    expect(await states(ids)).toEqual(['submitted', 'submitted']);
    await lin('POST', '/api/tasks/undo-batch', { ids });
    expect((await lin('POST', '/api/tasks/batch', { ...give, undoFor: 1 }, fresh())).status).toBe(200);
    const his = async () =>
      (await ma('GET', '/api/tasks?view=todo')).body.items.filter(({ id }: { id: string }) => ids.includes(id)).length;
    await expect.poll(his).toBe(2);
    expect(
      (await lin('POST', '/api/tasks/batch', { ids, verb: 'agree' }, fresh())).body.results.map(
        ({ ok }: { ok: boolean }) => ok,
      ),
    ).toEqual([false, false]);
  });
});

describe('several that were claimed, led on, or could go back', () => {
  let ids: string[];
  const open = async (element: string, own: string[]) =>
    (
      await office.shop.sql<{ id: string }[]>`
        select id from task where case_id = any(${own}) and element = ${element} and state = 'open' order by id`
    ).map(({ id }) => id);
  const cases: string[] = [];
  beforeAll(async () => {
    const verbs = ['return', 'addSigners', 'transfer'];
    const zf = { participants: [{ rule: 'person', value: 'linxiaowen' }], refusal: 'end', verbs };
    const definition = draw(
      'leading',
      {
        start: { type: 'startEvent', eventDefinitions: [] },
        fill: {
          type: 'userTask',
          name: '写一下',
          zf: { participants: [{ rule: 'role', value: 'customer-service' }] },
        },
        decide: { type: 'userTask', name: '批一下', zf },
        end: { type: 'endEvent', eventDefinitions: [] },
      } as never,
      ['start->fill', 'fill->decide', 'decide->end'],
    );
    const model = Model.parse({ id: 'leading', processes: [definition], diagram: {} });
    await publish(office.shop.sql, { definition, model, forms: {} });
    for (let n = 0; n < 2; n++)
      cases.push((await chen('POST', '/api/cases', { process: 'leading', variables: {} }, fresh())).body.case);
    ids = await open('fill', cases);
  });

  it('are given back together, the same request again does nothing more, and are claimed again', async () => {
    await lin('POST', '/api/tasks/claim-batch', { ids });
    const header = fresh();
    for (let n = 0; n < 2; n++) {
      const { body } = await lin('POST', '/api/tasks/batch', { ids, verb: 'release', undoFor: 10 }, header);
      expect(body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
    }
    const [held] = await office.shop.sql<{ n: number }[]>`
      select count(*)::int as n from holding where task_id = any(${ids}) and kind <> 'claimed'`;
    expect(held?.n).toBe(2);
    await lin('POST', '/api/tasks/claim-batch', { ids });
    expect((await lin('POST', '/api/tasks/batch', { ids, verb: 'complete' }, fresh())).body.results[0].ok).toBe(true);
    await expect.poll(() => open('decide', cases)).toHaveLength(2);
  });

  it('others are asked beside me: what goes on with me is mine again after its seconds', async () => {
    const decide = await open('decide', cases);
    const asked = { ids: decide, verb: 'addSigners', people: [person.machao], where: 'beside', undoFor: 10 };
    await lin('POST', '/api/tasks/batch', asked, fresh());
    expect(await states(decide)).toEqual(['submitted', 'submitted']);
    await lin('POST', '/api/tasks/undo-batch', { ids: decide });
    expect(await open('decide', cases)).toEqual(decide);
    await lin('POST', '/api/tasks/batch', { ...asked, undoFor: 1 }, fresh());
    const his = async () =>
      (await ma('GET', '/api/tasks?view=todo')).body.items.filter(({ case: of }: { case: string }) =>
        cases.includes(of),
      ).length;
    await expect.poll(his).toBe(2);
    await expect.poll(() => states(decide)).toEqual(['open', 'open']);
  });

  it('go back to the step before, with a reason; who has none before it says so', async () => {
    const decide = (await lin('GET', '/api/tasks?view=todo&process=leading')).body.items.map(
      ({ id }: { id: string }) => id,
    );
    const [other = ''] = await begin(1);
    const bare = await lin('POST', '/api/tasks/batch', { ids: decide, verb: 'return' }, fresh());
    expect(bare.body.results[0]).toMatchObject({ ok: false, why: expect.stringContaining('为什么') });
    const back = { ids: [...decide, other], verb: 'return', comment: '缺照片', undoFor: 1 };
    const { body } = await lin('POST', '/api/tasks/batch', back, fresh());
    expect(body.results.slice(0, 2).every(({ ok }: { ok: boolean }) => ok)).toBe(true);
    await expect.poll(() => open('fill', cases)).toHaveLength(2);
    // Refused by its case: it is there again.
    await expect.poll(() => states([other])).toEqual(['open']);
  });
});

describe('the list of what I have to do', () => {
  it('is read by what came last as well, page by page', async () => {
    await begin(3);
    const read: string[] = [];
    let cursor = '';
    do {
      const { body } = await lin('GET', `/api/tasks?view=todo&sort=newest&limit=2${cursor && `&cursor=${cursor}`}`);
      read.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next ?? '';
    } while (cursor);
    const rows = await office.shop.sql<{ id: string }[]>`
      select id from task where state = 'open' and assignee = ${person.linxiaowen ?? ''} order by created_at desc, id`;
    expect(read).toEqual(rows.map(({ id }) => id));
  });

  it('is read by when it is due, of one time and one person', async () => {
    await chen('POST', '/api/cases', { process: 'refund', variables: { buyer: '日历', amount: 5 } }, fresh());
    const { items } = (await lin('GET', '/api/tasks?view=claimable')).body;
    const { id, due } = items.find(({ title }: { title: string }) => title.includes('日历'));
    const at = async (who: Caller, from: number, to: number): Promise<string[]> =>
      (await who('GET', `/api/tasks/due?from=${from}&to=${to}`)).body.items.map((one: { id: string }) => one.id);
    expect(await at(lin, due, due + 1), 'nobody has it yet').toEqual([]);
    await lin('POST', `/api/tasks/${id}/claim`);
    expect(await at(lin, due, due + 1)).toEqual([id]);
    expect(await at(lin, due + 1, due + 100)).toEqual([]);
    expect(await at(lin, due - 100, due)).toEqual([]);
    expect(await at(ma, due, due + 1)).toEqual([]);
  });

  it('keeps filters under names of their own, for nobody else', async () => {
    const filter = { view: 'todo', process: 'asking', sort: 'newest' };
    expect((await lin('PUT', '/api/inbox-filters/filter-one', { name: '新申请', filter })).status).toBe(200);
    expect((await lin('GET', '/api/inbox-filters')).body.items).toEqual([{ id: 'filter-one', name: '新申请', filter }]);
    expect((await ma('GET', '/api/inbox-filters')).body.items).toEqual([]);
    expect((await ma('PUT', '/api/inbox-filters/filter-one', { name: 'x', filter })).body.code).toBe('viewNotSaved');
    expect((await ma('DELETE', '/api/inbox-filters/filter-one')).status).toBe(404);
    expect((await lin('DELETE', '/api/inbox-filters/filter-one')).status).toBe(200);
  });
});
