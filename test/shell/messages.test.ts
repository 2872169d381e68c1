// Messages between the shop and its cases, and the watch over timers, on a real Temporal.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeCommand } from '../../db/commands.ts';
import { storeMessage } from '../../db/messages.ts';
import { correlate, receiveMessage } from '../../dispatch/messages.ts';
import { touchAsleep } from '../../dispatch/watch.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const paid = {
    type: 'intermediateCatchEvent',
    eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'paid' }],
  };
  await shop.deploy(
    draw('waits', { s: { type: 'startEvent' }, m: paid as never, a: { type: 'userTask' } }, ['s->m', 'm->a'], {
      messages: { paid: { id: 'paid', name: 'paid' } },
    }),
  );
  const settled = {
    type: 'intermediateCatchEvent',
    eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'settled' }],
  };
  await shop.deploy(
    draw('numbered', { s: { type: 'startEvent' }, m: settled as never, a: { type: 'userTask' } }, ['s->m', 'm->a'], {
      messages: { settled: { id: 'settled', name: 'settled' } },
    }),
  );
  const parcel = (name: string, onAmbiguous?: 'oldest') => ({
    type: 'intermediateCatchEvent',
    ...(onAmbiguous && { zf: { onAmbiguous } }),
    eventDefinitions: [{ type: 'messageEventDefinition', messageRef: name }],
  });
  for (const [key, onAmbiguous] of [['first-come', 'oldest'], ['one-only']] as const)
    await shop.deploy(
      draw(
        key,
        { s: { type: 'startEvent' }, m: parcel(key, onAmbiguous) as never, a: { type: 'userTask' } },
        ['s->m', 'm->a'],
        {
          messages: { [key]: { id: key, name: key } },
        },
      ),
    );
  const second = {
    type: 'intermediateCatchEvent',
    eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT1S' }],
  };
  await shop.deploy(
    draw('due', { s: { type: 'startEvent' }, t: second as never, a: { type: 'userTask' } }, ['s->t', 't->a']),
  );
});
afterAll(() => shop.close());

test('a message that two cases wait for is delivered to neither, and says so', async () => {
  const [one, two] = [await shop.start('waits'), await shop.start('waits')];
  const receipt = await receiveMessage(shop.sql, shop.door, { id: 'twice', name: 'paid', variables: {} });
  expect(receipt).toMatchObject({ state: 'ambiguous' });
  for (const { family } of [one, two]) expect(await shop.tasks(family)).toEqual([]);
  const [stored] = await shop.sql<
    { state: string; case_id: string | null }[]
  >`select state, case_id from message where name = 'paid'`;
  expect(stored).toEqual({ state: 'ambiguous', case_id: null });
});

test('a message with the number of one case goes to that one', async () => {
  const [one, two] = [await shop.start('numbered', {}, 'N1'), await shop.start('numbered', {}, 'N2')];
  await receiveMessage(shop.sql, shop.door, { id: 'one', name: 'settled', key: 'N2', variables: { amount: 3 } });
  await shop.until(async () => (await shop.tasks(two.family)).length === 1, 'the second has it');
  expect(await shop.tasks(one.family)).toEqual([]);
});

test('a message that is kept for no time reaches who waits, and nobody who waits later', async () => {
  const brief = (id: string, key: string) =>
    receiveMessage(shop.sql, shop.door, { id, name: 'settled', key, variables: {}, ttlMs: 0 });
  const early = await shop.start('numbered', {}, 'B1');
  expect(await brief('brief-1', 'B1')).toMatchObject({ state: 'delivered', case: early.family });
  expect(await brief('brief-2', 'B2')).toMatchObject({ state: 'pending' });
  const late = await shop.start('numbered', {}, 'B2');
  const next = await shop.start('numbered', {}, 'B3');
  await receiveMessage(shop.sql, shop.door, { id: 'lasting', name: 'settled', key: 'B3', variables: {} });
  await shop.until(async () => (await shop.tasks(next.family)).length === 1, 'a lasting one');
  expect(await shop.tasks(late.family)).toEqual([]);
});

test('of two messages for one case that which came first is heard first, though the way of the second is shorter', async () => {
  const { family } = await shop.start('numbered', {}, 'F1');
  const said = (id: string) => ({ id, name: 'settled', key: 'F1', variables: {} });
  await storeMessage(shop.sql, said('first'));
  expect(await receiveMessage(shop.sql, shop.door, said('second'))).toMatchObject({ state: 'pending' });
  const states = await shop.sql`select id, state from message where key = 'F1' order by received_at`;
  expect(states).toMatchObject([
    { id: 'first', state: 'delivered' },
    { id: 'second', state: 'pending' },
  ]);
  await shop.until(async () => (await shop.tasks(family)).length === 1, 'what follows the message');
});

test('a message that was refused where others were faster is heard by the next that waits', async () => {
  const [one, two] = [await shop.start('first-come'), await shop.start('first-come')];
  const said = (id: string) => ({ id, name: 'first-come', variables: {} });
  await receiveMessage(shop.sql, shop.door, said('faster'));
  expect(await shop.tasks(one.family)).toHaveLength(1);
  // Who looked before the first had its message saw both waits, which bear one id.
  await shop.sql`
    insert into subscription (case_id, wait, kind, name, element, oldest)
    select ${one.family}, wait, kind, name, element, oldest from subscription where case_id = ${two.family}`;
  expect(await receiveMessage(shop.sql, shop.door, said('slower'))).toMatchObject({ state: 'pending' });
  await shop.sql`delete from subscription where case_id = ${one.family}`;
  expect(await correlate(shop.sql, shop.door, 'slower')).toMatchObject({ state: 'delivered', case: two.family });
  expect(await shop.tasks(two.family)).toHaveLength(1);
});

test('a message on its way to one case is for no other that begins to wait meanwhile', async () => {
  const one = await shop.start('one-only');
  await storeMessage(shop.sql, { id: 'on-its-way', name: 'one-only', variables: {} });
  // Whoever sent it on died after it was stored.
  const [wait] = await shop.sql<{ wait: string }[]>`select wait from subscription where name = 'one-only'`;
  await storeCommand(shop.sql, {
    id: 'message:on-its-way:0',
    host: `case/${one.family}`,
    family: one.family,
    case: one.family,
    body: {
      do: 'occur',
      message: 'on-its-way',
      occurrence: { type: 'messageReceived', wait: wait!.wait, message: 'one-only', variables: {} },
    },
  });
  const two = await shop.start('one-only');
  expect(await correlate(shop.sql, shop.door, 'on-its-way')).toMatchObject({ state: 'delivered', case: one.family });
  expect(await shop.tasks(one.family)).toHaveLength(1);
  expect(await shop.tasks(two.family)).toEqual([]);
});

test('a case whose timer is due and whose host is gone is found by its due time alone', async () => {
  const { family } = await shop.start('due');
  await shop.client.workflow.getHandle(`case/${family}`).terminate('forgotten');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await shop.tasks(family)).toEqual([]);
  expect((await touchAsleep(shop.sql, shop.door, 0, 1e9)).touched).toBeGreaterThanOrEqual(1);
  await shop.until(async () => (await shop.tasks(family)).length === 1, 'what follows the timer');
});
