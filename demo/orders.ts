// The orders of the day on which the demo opens: eight that somebody meets first, each at another step.

import type { Sql } from '../db/connect.ts';
import { idOfUsername, openTaskOf } from '../db/demo-shop.ts';
import { readShop } from '../db/settings.ts';
import type { Door } from '../dispatch/door.ts';
import { receiveMessage } from '../dispatch/messages.ts';
import { storeAndSend } from '../dispatch/send.ts';
import { shopTime } from '../workflows/clock.ts';

type Shop = { sql: Sql; door: Door };

type Line = [sku: string, name: string, quantity: number, cents: number];
type Order = { no: string; buyer: string; phone: string; address: string; note?: string; lines: Line[]; story: Story };
/** How far the order has come when the shop opens. */
type Story = 'unpaid' | 'paid' | 'picked' | 'shipped';

const ORDERS: Order[] = [
  {
    no: '20261101',
    buyer: '苏女士',
    phone: '13800000101',
    address: '上海市徐汇区漕溪北路 398 号 12 楼',
    lines: [['QH-1001', '棉麻四件套 雾灰 1.8 米', 1, 39_900]],
    story: 'shipped',
  },
  {
    no: '20261102',
    buyer: '何先生',
    phone: '13800000102',
    address: '杭州市西湖区文三路 66 号 3 楼',
    lines: [
      ['QH-2003', '记忆枕 标准款', 2, 12_900],
      ['QH-9001', '洗衣袋 赠品', 1, 0],
    ],
    story: 'picked',
  },
  {
    no: '20261103',
    buyer: '郑女士',
    phone: '13800000103',
    address: '广州市天河区天河路 208 号 17 楼',
    lines: [['QH-3002', '水洗棉夏被 浅绿', 1, 25_900]],
    story: 'paid',
  },
  {
    no: '20261104',
    buyer: '林先生',
    phone: '13800000104',
    address: '老地方',
    lines: [['QH-1004', '天丝床笠 米白 1.5 米', 1, 16_800]],
    story: 'paid',
  },
  {
    no: '20261105',
    buyer: '周女士',
    phone: '13800000105',
    address: '南京市玄武区中山路 18 号 9 楼',
    note: '麻烦开发票，抬头发您',
    lines: [
      ['QH-1001', '棉麻四件套 雾灰 1.8 米', 2, 39_900],
      ['QH-2003', '记忆枕 标准款', 2, 12_900],
    ],
    story: 'paid',
  },
  {
    no: '20261106',
    buyer: '钱先生',
    phone: '13800000106',
    address: '成都市锦江区建设路 55 号 2 楼',
    lines: [['QH-5008', '羽绒被 95 白鹅绒 2.2 米', 1, 189_900]],
    story: 'paid',
  },
  {
    no: '20261107',
    buyer: '唐女士',
    phone: '13800000107',
    address: '武汉市江汉区解放大道 690 号 6 楼',
    lines: [['QH-4001', '珊瑚绒毯 奶咖', 1, 8_900]],
    story: 'unpaid',
  },
  {
    no: '20261108',
    buyer: '孟先生',
    phone: '13800000108',
    address: '厦门市思明区湖滨路 120 号 5 楼',
    lines: [['QH-3002', '水洗棉夏被 浅绿', 1, 25_900]],
    story: 'paid',
  },
];

/** Each step is asked for under an id of its own: a second time changes nothing. */
export async function placeOrders(shop: Shop): Promise<void> {
  await Promise.all(ORDERS.map((order) => play(shop, order)));
}

async function play({ sql, door }: Shop, order: Order): Promise<void> {
  const { clock } = await readShop(sql);
  const amount = order.lines.reduce((sum, [, , quantity, cents]) => sum + quantity * cents, 0);
  await receiveMessage(sql, door, {
    id: `demo:created:${order.no}`,
    name: 'order.created',
    key: order.no,
    variables: {
      orderNo: order.no,
      buyer: order.buyer,
      phone: order.phone,
      address: order.address,
      country: '中国',
      amount,
      note: order.note ?? '',
      lines: order.lines.map(([sku, name, quantity, price]) => ({ sku, name, quantity, price })),
      customerId: null,
      placedAt: new Date(shopTime(clock, Date.now())).toISOString(),
    },
  });
  if (order.story === 'unpaid') return;
  // Kept until the order waits for it.
  const variables = { amountPaid: amount };
  await receiveMessage(sql, door, { id: `demo:paid:${order.no}`, name: 'payment.received', key: order.no, variables });
  if (order.story === 'paid') return;
  await complete({ sql, door }, order.no, 'pick', 'machao', { shortQuantity: 0, pickedBy: '马超' });
  if (order.story === 'picked') return;
  await complete({ sql, door }, order.no, 'pack', 'liuyang', { packChecks: ['sku', 'look', 'gift'], weight: 2_400 });
}

/** As the person would; gives up after a while, as the task is then simply still there to do. */
async function complete({ sql, door }: Shop, order: string, element: string, username: string, variables: object) {
  const task = await openTask(sql, order, element);
  const person = await idOfUsername(sql, username);
  if (!task || !person) return;
  await storeAndSend(
    sql,
    door,
    {
      id: `demo:${element}:${order}`,
      host: task.host,
      family: task.family,
      case: task.case,
      by: person,
      body: { do: 'occur', occurrence: { type: 'taskCompleted', task: task.wait, variables: { ...variables } } },
    },
    30_000,
  );
}

async function openTask(sql: Sql, order: string, element: string) {
  for (let tries = 0; tries < 100; tries++) {
    const task = await openTaskOf(sql, order, element);
    if (task) return task;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}
