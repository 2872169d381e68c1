// Who buys in the demo shop, what, and when. All of it is made up, and the same for the same seed.
import { chance, type SandboxTable } from '../sandbox/table.ts';
import { DAY, LOOKS_BACK, OPENS } from './calendar.ts';
import { ARTICLES, type Article } from './catalogue.ts';

export type PlacedOrder = { at: number; orderNo: string; amount: number; variables: Record<string, unknown> };

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚';
const STREETS = [
  ['上海市浦东新区锦绣路', 1650],
  ['北京市朝阳区望京西路', 48],
  ['广州市天河区体育东路', 116],
  ['深圳市南山区科苑路', 15],
  ['杭州市西湖区文三路', 478],
  ['成都市武侯区天府大道', 1388],
  ['南京市鼓楼区中山北路', 281],
  ['武汉市武昌区中南路', 99],
  ['苏州市工业园区星湖街', 218],
  ['西安市雁塔区科技路', 37],
  ['重庆市渝北区金开大道', 68],
  ['长沙市岳麓区麓谷大道', 627],
  ['青岛市市南区香港中路', 76],
  ['厦门市思明区湖滨南路', 334],
  ['沈阳市和平区青年大街', 286],
  ['宁波市鄞州区中山东路', 1083],
] as const;
const NOTES = ['', '', '', '', '', '', '', '', '送人的，请别放价签', '尽快发', '放门卫', '周末再送'];

/** Orders of a day: more at the weekend, far more on 11 November and the days about it, and again as the sale of 12 December comes near. */
function busyness(at: number): number {
  const date = new Date(at + 8 * 3_600_000);
  const sale = Math.abs(date.getTime() - Date.parse('2026-11-11T12:00:00Z')) / DAY;
  const near = at > OPENS - 9 * DAY ? 9 : 0;
  return (date.getUTCDay() % 6 === 0 ? 9 : 7) + (sale < 0.6 ? 26 : sale < 2 ? 9 : 0) + near;
}

/** All orders of the days before the demo opens, oldest first. @param days how many of them */
export function ordersOfThePast(table: SandboxTable, days = LOOKS_BACK): PlacedOrder[] {
  const first = OPENS - 9 * 3_600_000 - days * DAY;
  const orders: PlacedOrder[] = [];
  for (let day = 0; day <= days; day++) {
    const from = first + day * DAY;
    const count = busyness(from);
    for (let n = 0; n < count; n++) {
      const at = from + hourOf(chance(table, 'when', day, n));
      if (at < OPENS) orders.push(orderOf(table, at));
    }
  }
  return orders.sort((a, b) => a.at - b.at);

  function orderOf(seeded: SandboxTable, at: number): PlacedOrder {
    const orderNo = `2026${dayOf(at)}${String(1_000 + Math.floor(chance(seeded, 'no', at) * 9_000))}`;
    const draw = (what: string) => chance(seeded, orderNo, what);
    const person = Math.floor(draw('buyer') ** 1.5 * 420);
    const [street, house] = STREETS[person % STREETS.length] as (typeof STREETS)[number];
    const lines = linesOf(seeded, orderNo, at);
    const amount = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    return {
      at,
      orderNo,
      amount,
      variables: {
        orderNo,
        buyer: `${SURNAMES[(person * 7) % SURNAMES.length]}${person % 2 ? '女士' : '先生'}`,
        phone: `138${String(10_000_000 + person * 20_011).slice(0, 8)}`,
        address: draw('short') < 0.015 ? '老地方' : `${street} ${house} 号 ${1 + (person % 28)} 楼`,
        country: '中国',
        amount,
        note: NOTES[Math.floor(draw('note') * NOTES.length)] ?? '',
        lines,
        customerId: `M${String(10_000 + person)}`,
        placedAt: new Date(at).toISOString(),
      },
    };
  }
}

const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 10).replace('-', '');
/** Few at night, most in the evening. */
const hourOf = (drawn: number): number =>
  (drawn < 0.06 ? drawn * 130 : 8 + ((drawn - 0.06) / 0.94) ** 0.75 * 16) * 3_600_000;

function linesOf(table: SandboxTable, orderNo: string, at: number) {
  const sold = ARTICLES.filter(
    ({ state, launched, price }) => state !== 'draft' && price > 0 && OPENS - launched * DAY < at,
  );
  const total = sold.reduce((sum, { demand }) => sum + demand, 0);
  const pick = (n: number): Article => {
    let left = chance(table, orderNo, 'line', n) * total;
    for (const article of sold) {
      left -= article.demand;
      if (left < 0) return article;
    }
    return sold[0] as Article;
  };
  const count = 1 + Math.floor(chance(table, orderNo, 'lines') ** 2 * 3);
  const codes = new Map(Array.from({ length: count }, (_, n) => pick(n)).map((article) => [article.code, article]));
  return [...codes.values()].map(({ code, name, price }) => ({
    sku: code,
    name,
    quantity: chance(table, orderNo, 'two', code) < 0.12 ? 2 : 1,
    price,
  }));
}
