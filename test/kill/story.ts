// What happens to one order, told by its buyer, the carrier and the shop's people, over the public API only.
import { randomUUID } from 'node:crypto';
import type { Client } from '../../sandbox/client.ts';

export type Story = 'plain' | 'audited' | 'closed' | 'refunded' | 'late';
export const STORIES: Story[] = [
  'plain',
  'plain',
  'plain',
  'audited',
  'closed',
  'refunded',
  'late',
  'plain',
  'audited',
  'plain',
];

export type Teller = {
  boss: Client;
  people: Record<'auditor' | 'picker', Client> /** Ends the story before its last word; `finish` says it. */;
  pause?: boolean;
};
type Item = { id: string; element: string; businessKey: string | null };

/** Says it, and asks again (same id) until it has reached the order: what comes next is said after it. */
async function say(boss: Client, key: string, name: string, variables: object = {}): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const sent = await boss.post<{ state: string; detail?: string }>(
      '/messages',
      { name, key, variables },
      `story:${key}:${name}`,
    );
    if (!sent.ok) throw new Error(`${key} ${name}: ${sent.status} ${sent.code}`);
    if (sent.value.state === 'delivered') return;
    if (sent.value.state !== 'pending') throw new Error(`${key} ${name}: ${sent.value.state} ${sent.value.detail}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${key}: nobody took ${name}`);
}

export async function place(boss: Client, key: string, story: Story): Promise<void> {
  await say(boss, key, 'order.created', {
    orderNo: key,
    buyer: `苏女士 ${key}`,
    phone: '13800006620',
    address: '上海市徐汇区漕溪北路 398 号',
    country: 'United Kingdom',
    amount: 12_840,
    note: story === 'audited' ? '急用' : '',
    lines: [{ sku: `S-${key.slice(-1)}`, name: 'LANTERN', quantity: 2, price: 6_420 }],
    customerId: null,
    placedAt: '2026-01-05T00:00:00Z',
  });
}

/** Waits for the order's task and does it; whoever is faster, it is done once. */
async function doTask(client: Client, key: string, element: string, values: object): Promise<void> {
  const request = randomUUID();
  for (let tries = 0; tries < 900; tries++) {
    const { items } = await client.get<{ items: Item[] }>(`/tasks?view=todo&element=${element}&q=${key}&limit=5`);
    const offered = items.length
      ? items
      : (await client.get<{ items: Item[] }>(`/tasks?view=claimable&element=${element}&q=${key}&limit=5`)).items;
    const task = offered.find((each) => each.businessKey === key && each.element === element);
    if (task) {
      if (!items.length) await client.post(`/tasks/${encodeURIComponent(task.id)}/claim`, {});
      const done = await client.post<{ confirming: boolean }>(
        `/tasks/${encodeURIComponent(task.id)}/complete`,
        { values },
        request,
      );
      if (done.ok) return;
      if (done.status === 409 && done.code === 'taskClosed') return;
      if (done.status === 422) throw new Error(`${key} ${element}: ${done.code}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${key}: no task ${element} came`);
}

export async function tell(key: string, story: Story, { boss, people, pause }: Teller): Promise<void> {
  await place(boss, key, story);
  if (story === 'closed') return say(boss, key, 'order.cancelled');
  // Half an hour of the shop clock: the reminder's timer fires first.
  if (story === 'late') await new Promise((resolve) => setTimeout(resolve, 5_000));
  await say(boss, key, 'payment.received');
  if (story === 'audited') await doTask(people.auditor, key, 'manual_audit', { problem: 'note', decision: 'pass' });
  if (story === 'refunded') return say(boss, key, 'order.stop', { refundReason: '不想要了' });
  await doTask(people.picker, key, 'pick', { shortQuantity: 0 });
  await doTask(people.picker, key, 'pack', { packChecks: ['sku', 'look', 'gift'], weight: 900 });
  await say(boss, key, 'logistics.picked_up');
  if (!pause) await finish(boss, key);
}

export async function finish(boss: Client, key: string): Promise<void> {
  await say(boss, key, 'logistics.signed');
  await say(boss, key, 'order.confirmed');
}

type Expected = {
  end: string;
  tasks: string[];
  /** What the back office sees. */
  effects: string[];
  /** Pieces that it takes of two, and gives back; where the order book says that it stands. */
  booked: { reserve: number; ship: number; release: number };
  state: string;
};
const SENT = { effects: ['waybill.create'], booked: { reserve: 2, ship: 2, release: 0 }, state: 'done' };
const GIVEN_UP = { reserve: 2, ship: 0, release: 2 };
/** Where each story ends, which tasks are done on the way, and what is left of it in the books. */
export const EXPECTED: Record<Story, Expected> = {
  plain: { end: 'done', tasks: ['pack', 'pick'], ...SENT },
  late: { end: 'done', tasks: ['pack', 'pick'], ...SENT },
  audited: { end: 'done', tasks: ['manual_audit', 'pack', 'pick'], ...SENT },
  closed: { end: 'closed_by_buyer', tasks: [], effects: [], booked: GIVEN_UP, state: 'closed' },
  refunded: { end: 'refunded', tasks: [], effects: ['payment.refund'], booked: GIVEN_UP, state: 'cancelled' },
};
