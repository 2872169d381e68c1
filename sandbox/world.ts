// The world outside of the shop: buyers who pay, cancel and change their minds, carriers who scan parcels.
import { AFTER_SALES, aboutSigned } from './after-sales.ts';
import type { Client } from './client.ts';
import { chance, delay, type SandboxTable } from './table.ts';

type CaseItem = { id: string; businessKey: string | null; startedAt: number; places: string[] };
type Page = { items: CaseItem[]; next: string | null; now: number };

export type World = { /** One look at all running cases; gives how many orders run. */ tick(): Promise<number> };

/** Said once a case, when the place has been seen for `after` milliseconds. `key`: to whom, if not to the case itself. */
export type Saying = {
  after: number;
  message: string;
  key?: string;
  variables?: Record<string, unknown>;
  once: string;
};

export function createWorld(client: Client, table: SandboxTable): World {
  const seen = new Map<string, number>();
  const said = new Set<string>();
  let hasReturns: Promise<boolean> | undefined;
  /** Where there are returns, a buyer asks them, and they tell the order. */
  const asAsked = async (saying: Saying, order: string): Promise<Saying> => {
    hasReturns ??= client.get('/processes/returns').then(
      () => true,
      () => false,
    );
    if (saying.message !== 'order.stop' || !(await hasReturns)) return saying;
    const refundNo = `T${order}`;
    const asked = { refundNo, orderNo: order, kind: 'refundOnly', reasonCode: 'buyer.mind' };
    return { ...saying, message: 'refund.requested', key: refundNo, variables: { ...saying.variables, ...asked } };
  };

  async function running(process: string): Promise<{ items: CaseItem[]; now: number }> {
    const items: CaseItem[] = [];
    let cursor: string | null = null;
    let now = 0;
    do {
      const page: Page = await client.get(
        `/cases?process=${process}&status=running&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      items.push(...page.items);
      now = page.now;
      cursor = page.next;
    } while (cursor);
    return { items, now };
  }

  async function live(process: string, item: CaseItem, now: number) {
    const key = item.businessKey as string;
    for (const place of item.places) {
      const mark = `${item.id} ${place}`;
      const since = seen.get(mark) ?? now;
      seen.set(mark, since);
      for (const saying of (AFTER_SALES[process] ?? sayings)(table, key, place)) {
        const id = `sandbox:${item.id}:${saying.once}`;
        if (said.has(id) || now - since < saying.after) continue;
        said.add(id);
        const { message, key: to = key, variables = {} } = await asAsked(saying, key);
        await client.post('/messages', { name: message, key: to, variables }, id);
      }
    }
  }

  return {
    async tick() {
      let orders = 0;
      for (const process of ['order-fulfilment', ...Object.keys(AFTER_SALES)]) {
        const { items, now } = await running(process);
        if (process === 'order-fulfilment') orders = items.length;
        const queue = items.values();
        await Promise.all(
          Array.from({ length: 8 }, async () => {
            for (const item of queue) if (item.businessKey) await live(process, item, now);
          }),
        );
      }
      return orders;
    },
  };
}

/** What the world says to an order that stands at this place; each saying happens once an order. */
export function sayings(table: SandboxTable, key: string, place: string): Saying[] {
  const draw = (what: string) => chance(table, key, what);
  const wait = (range: [number, number], what: string) => delay(table, range, key, what);
  const hour = 3_600_000;
  switch (place) {
    case 'await_payment': {
      const fate = draw('payment');
      if (fate < table.neverPays) return [];
      if (fate < table.neverPays + table.cancelsUnpaid)
        return [{ after: wait(table.payDelay, 'cancel'), message: 'order.cancelled', once: 'unpaid-cancel' }];
      const late = fate < table.neverPays + table.cancelsUnpaid + table.paysAfterReminder;
      return [
        {
          after: late ? 0.75 * hour : wait(table.payDelay, 'pay'),
          message: 'payment.received',
          variables: { amountPaid: true },
          once: 'paid',
        },
      ];
    }
    case 'manual_audit':
    case 'pick':
    case 'pack':
      return [
        ...(draw('cancels') < table.cancelsBeforeShipping
          ? [{ after: 0, message: 'order.stop', variables: { refundReason: '不想要了' }, once: 'cancel' }]
          : []),
        ...(draw('moves') < table.changesAddress
          ? [
              {
                after: 0,
                message: 'address.changed',
                variables: { address: `杭州市西湖区文三路 ${Math.floor(draw('house') * 900) + 1} 号` },
                once: 'address',
              },
            ]
          : []),
      ];
    case 'track': {
      const picked = wait(table.pickupDelay, 'pickup');
      const end = picked + wait(table.deliveryDelay, 'deliver');
      const lost = draw('stuck') < table.getsStuck;
      return [
        { after: picked, message: 'logistics.picked_up', once: 'picked-up' },
        ...(draw('regrets') < table.wantsRefundAfterShipping
          ? [
              {
                after: picked + hour,
                message: 'order.stop',
                variables: { refundReason: '买错了' },
                once: 'regret',
              },
            ]
          : []),
        ...(lost ? [{ after: picked + 12 * hour, message: 'logistics.stuck', once: 'stuck' }] : []),
        { after: lost ? end + 24 * hour : end, message: 'logistics.signed', once: 'signed' },
      ];
    }
    case 'ask_buyer':
      return [
        {
          after: wait(table.choiceDelay, 'choice'),
          message: 'buyer.choice',
          variables: { choice: draw('waits') < table.waitsForGoods ? 'wait' : 'refund' },
          once: 'choice',
        },
      ];
    case 'confirm_receipt':
      return [
        ...(draw('confirms') < table.confirms
          ? [{ after: wait(table.confirmDelay, 'confirm'), message: 'order.confirmed', once: 'confirmed' }]
          : []),
        ...aboutSigned(table, key),
      ];
    case 'await_survey': {
      const score = (what: string) => 1 + Math.floor(Math.sqrt(draw(what)) * 5);
      return draw('rates') < table.rates
        ? [
            {
              after: wait(table.choiceDelay, 'rate'),
              message: 'survey.answered',
              variables: { product: score('product'), service: score('service'), logistics: score('logistics') },
              once: 'survey',
            },
          ]
        : [];
    }
    default:
      return [];
  }
}
