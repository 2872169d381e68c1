// What people of the demo have begun by hand in its past: changes of prices, most of them decided, two still waiting; a supplier to be
// taken in.
import { DAY, OPENS } from './calendar.ts';

export type Begun = {
  at: number;
  by: string;
  process: string;
  element: string;
  variables: { sku?: { key: string } } & Record<string, unknown>;
};

const price = (daysAgo: number, hour: number, by: string, sku: string, yuan: number, reason: string): Begun => ({
  at: OPENS - daysAgo * DAY + (hour - 9) * 3_600_000,
  by,
  process: 'price-change',
  element: 'ask',
  variables: { sku: { key: sku }, newPrice: yuan * 100, from: null, reason },
});

export const BEGUN: Begun[] = [
  price(47, 10, 'shenyue', 'QH-3001', 239, '夏被换季，先降一档'),
  price(41, 14, 'shenyue', 'QH-1012', 229, '竞品同款 225'),
  price(33, 11, 'xunuo', 'QH-1020', 209, '双11 预热'),
  price(26, 16, 'shenyue', 'QH-4001', 85, '双11 预热'),
  price(19, 10, 'xunuo', 'QH-2003', 119, '双11 主推'),
  price(12, 15, 'xunuo', 'QH-2003', 129, '大促结束，回原价'),
  price(12, 15, 'xunuo', 'QH-1020', 219, '大促结束，回原价'),
  price(6, 11, 'shenyue', 'QH-26W-146', 62, '连带销售，凑单价'),
  price(0, 8.2, 'xunuo', 'QH-26W-136', 159, '双12 引流款，只放 12-10 到 12-13'),
  {
    at: OPENS - 18 * 3_600_000,
    by: 'shenyue',
    process: 'supplier-intake',
    element: 'apply',
    variables: {
      name: '嘉兴暖棠家居',
      goods: '加热毯、暖脚垫',
      contact: '邵建平',
      phone: '13957300418',
      leadDays: 9,
      packSize: 60,
      terms: '月结 30 天，首批 300 件免打样费',
      papers: [],
    },
  },
  price(0, 8.5, 'shenyue', 'QH-1008', 309, '双12 报名价'),
];

/** What the shop has set otherwise than its packs came. */
export const SAID = [
  {
    key: 'restock.withFinance',
    value: 1_000_000,
    from: OPENS - 38 * DAY,
    by: 'chenli',
    reason: '双11 前备货多，一万以上我要看一眼',
  },
];
