// Somebody is on it: who has the same task open hears of the others, as long as they give signs.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let [lin, he, meng] = [] as unknown as Caller[];
let task: string;
beforeAll(async () => {
  office = await openOffice();
  [lin, he, meng] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('mengjie')]);
  await (lin as Caller)('POST', '/api/cases', { process: 'refund', variables: { buyer: '王', amount: 5 } }, fresh());
  task = (await (lin as Caller)('GET', '/api/tasks?view=claimable')).body.items[0].id;
});
afterAll(() => office?.close());
const sign = async (who: Caller | undefined, typing = false) =>
  (await (who as Caller)('PUT', `/api/tasks/${encodeURIComponent(task)}/presence`, { typing })).body;

it('names the others, those who write first; oneself is none', async () => {
  expect(await sign(lin)).toMatchObject({ others: [], again: expect.any(Number) });
  expect((await sign(he, true)).others).toMatchObject([{ name: '林晓雯', typing: false }]);
  expect((await sign(lin)).others).toMatchObject([{ name: '陈立', typing: true }]);
  await sign(he);
  expect((await sign(lin)).others).toMatchObject([{ typing: false }]);
});

it('ends when it is closed, and by itself', async () => {
  await (he as Caller)('DELETE', `/api/tasks/${encodeURIComponent(task)}/presence`);
  expect((await sign(lin)).others).toEqual([]);
  await sign(he);
  await office.shop.sql`update presence set at = at - interval '1 minute'`;
  expect((await sign(lin)).others).toEqual([]);
});

it('is nothing for whoever may not see the task, and leaves no trace in its case', async () => {
  const { status } = await (meng as Caller)('PUT', `/api/tasks/${encodeURIComponent(task)}/presence`, {
    typing: false,
  });
  expect(status).toBe(404);
  const [{ n } = { n: -1 }] = await office.shop.sql<{ n: number }[]>`
    select count(*)::int as n from command where body->>'do' = 'occur'`;
  expect(n).toBe(0);
});
