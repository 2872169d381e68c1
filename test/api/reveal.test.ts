// What is covered is read one name at a time, by who works on the case, and the audit keeps who did.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
let lin: Caller;
beforeAll(async () => {
  office = await openOffice();
  [manager, lin] = await Promise.all([office.as('chenli'), office.as('linxiaowen')]);
  const person = { participants: [{ rule: 'role', value: 'order-auditor' }] };
  await office.shop.deploy(
    draw('call', { s: { type: 'startEvent' }, a: { type: 'userTask', zf: person } } as never, ['s->a'], {
      zf: {
        variable: [
          { name: 'phone', type: 'text', secret: true },
          { name: 'buyer', type: 'text' },
        ],
      },
    } as never),
  );
});
afterAll(() => office?.close());

it('by who holds a task there, not by who may only see the case', async () => {
  const { family } = await office.shop.start('call', { phone: '13800006620', buyer: '苏女士' });
  const shown = async () => (await lin('GET', `/api/cases/${family}`)).body.variables[0].value;
  const reveal = (name: string, caller = lin) => caller('POST', `/api/cases/${family}/reveal`, { name });
  expect(await shown()).toBe('••••');
  expect(await reveal('phone')).toMatchObject({ status: 403, body: { code: 'notAllowed' } });
  const [task] = await office.shop.tasks(family);
  await lin('POST', `/api/tasks/${task?.id}/claim`, undefined, fresh());
  expect((await reveal('phone')).body).toEqual({ value: '13800006620' });
  // The page itself stays covered; what is not covered, or not there, is not read here.
  expect(await shown()).toBe('••••');
  expect((await reveal('buyer')).status).toBe(404);
  expect((await reveal('none')).status).toBe(404);
  expect((await reveal('phone', await office.as('mengjie'))).status).toBeGreaterThanOrEqual(403);
  expect((await reveal('phone', manager)).status).toBe(200);
  const { items } = (await (await office.as('gaoyuan'))('GET', '/api/audit')).body;
  const told = items.filter(({ action }: { action: string }) => action === 'POST /api/cases/:id/reveal');
  expect(told.map(({ by }: { by: { name: string } }) => by.name)).toEqual(['陈立', '林晓雯']);
});
