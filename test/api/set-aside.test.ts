// A case that is set aside, over HTTP: what it says to whoever works on it, and what a manager can do about it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
let staff: Caller;
beforeAll(async () => {
  office = await openOffice();
  [manager, staff] = await Promise.all([office.as('chenli'), office.as('linxiaowen')]);
  const person = { participants: [{ rule: 'role', value: 'order-auditor' }] };
  await office.shop.deploy(
    draw('desk', { s: { type: 'startEvent' }, a: { type: 'userTask', zf: person } } as never, ['s->a'], {
      zf: { variable: [{ name: 'amount', type: 'integer' }] },
    } as never),
  );
});
afterAll(() => office?.close());

async function setAside(): Promise<string> {
  const { family } = await office.shop.start('desk', { amount: 1 });
  const { sql } = office.shop;
  await sql`insert into quarantine (family, host, why) values (${family}, ${`case/${family}`}, 'a test')`;
  await sql`
    insert into incident (case_id, id, key, element, kind, message, opened_at) values (${family}, 'aside', 'desk', 'desk', 'quarantined', 'a test', 0)`;
  await office.shop.client.workflow.getHandle(`case/${family}`).terminate('forgotten');
  return family;
}
const isAside = async (family: string) =>
  (await office.shop.sql`select 1 from quarantine where family = ${family}`).length === 1;

it('says so to whoever works on it, in words', async () => {
  const family = await setAside();
  const [task] = await office.shop.tasks(family);
  await staff('POST', `/api/tasks/${encodeURIComponent(task?.id ?? '')}/claim`, undefined, fresh());
  const answer = await staff(
    'POST',
    `/api/tasks/${encodeURIComponent(task?.id ?? '')}/complete`,
    { values: {} },
    fresh(),
  );
  expect(answer.status).toBe(409);
  expect(answer.body.detail ?? answer.body.message).toContain('搁置');
  expect(await isAside(family)).toBe(true);
});

it('may be cancelled', async () => {
  const family = await setAside();
  expect((await manager('POST', `/api/cases/${family}/cancel`, { reason: 'no way on' }, fresh())).status).toBe(200);
  expect(await office.shop.status(family)).toMatchObject({ status: 'ended', outcome: 'cancelled' });
});

it('may have its data corrected, and goes on with them', async () => {
  const family = await setAside();
  const corrected = await manager(
    'POST',
    `/api/cases/${family}/variables`,
    { variables: { amount: 2 }, reason: 'typo' },
    fresh(),
  );
  expect(corrected.status).toBe(200);
  expect(await isAside(family)).toBe(false);
});

it('may try again, once', async () => {
  const family = await setAside();
  const again = () => manager('POST', `/api/cases/${family}/incidents/aside/resolve`, { action: 'retry' }, fresh());
  expect((await again()).status).toBe(200);
  expect(await isAside(family)).toBe(false);
  expect((await again()).status).toBe(409);
  const skip = await manager(
    'POST',
    `/api/cases/${family}/incidents/aside/resolve`,
    { action: 'skip', reason: 'x' },
    fresh(),
  );
  expect(skip.status).toBe(409);
});

it('tries again with all that are stuck by the same cause, and the job says so', async () => {
  const families = [await setAside(), await setAside()];
  const total = (await office.shop.sql`select 1 from quarantine`).length;
  const cause = { process: 'desk', element: 'desk', kind: 'quarantined' };
  const ask = (verb: string) => ({ selection: { cause }, action: { do: verb }, reason: 'the core is mended' });
  const skip = (await manager('POST', '/api/bulk/preview', ask('skip'))).body;
  expect(skip).toMatchObject({ total, would: 0, refused: [{ code: 'notAllowed', count: total }] });
  expect((await manager('POST', '/api/bulk/preview', ask('retry'))).body).toMatchObject({ total, would: total });
  const { body: begun } = await manager('POST', '/api/bulk', ask('retry'), fresh());
  for (const family of families) expect(await isAside(family)).toBe(false);
  await expect
    .poll(async () => (await manager('GET', `/api/bulk/${begun.id}`)).body, { timeout: 20_000 })
    .toMatchObject({ action: 'retry', done: total, refused: 0, waiting: 0 });
  const { items } = (await manager('GET', '/api/bulk')).body;
  expect(items[0]).toMatchObject({
    id: begun.id,
    reason: 'the core is mended',
    total,
    done: total,
    by: { name: '陈立' },
  });
});
