// Rows of a web shop become orders and cancellations by the rules of docs/decisions/0007.
import { describe, expect, it } from 'vitest';
import { decodeTable } from '../../orders/decode-table.ts';
import { type Delivered, type Incoming, importOrders } from '../../orders/import-orders.ts';
import { type Candidate, matchCancellations } from '../../orders/match-cancellations.ts';
import { type Cancellation, readOrders as read } from '../../orders/read-orders.ts';
import { UnreadableTable } from '../../tables/table.ts';
import type { Message } from '../../words/message.ts';
import { sayOfOrders } from '../../words/orders.ts';

const SHOP = { today: '2026-11-23', zone: '+08:00' };
const readOrders = (csv: string) => read(csv, SHOP);
const zh = (why?: Message) => why && sayOfOrders(why, 'zh');

const HEAD = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
/** `invoice code quantity price customer`, a row a line. */
const file = (...rows: string[]) =>
  [HEAD, ...rows]
    .map((row, index) => {
      if (index === 0) return row;
      const [invoice, code, quantity, price, customer = ''] = row.split(' ');
      return `${invoice},${code?.replaceAll('_', ' ')},Thing ${code},${quantity},2011-11-14 08:10:00,${price},${customer},France`;
    })
    .join('\n');
const refusal = async (act: () => unknown): Promise<string | undefined> => {
  try {
    await act();
    return undefined;
  } catch (error) {
    return zh((error as UnreadableTable).why);
  }
};
describe('a large file', () => {
  const csv = file(...Array.from({ length: 9_000 }, (_, at) => `${at} A 1 2 ${at}`));
  it('is read in pieces, and others have their turn between them', async () => {
    let turns = 0;
    const beat = setInterval(() => turns++, 0);
    const { orders } = await read(csv, SHOP);
    clearInterval(beat);
    expect(turns).toBeGreaterThan(3);
    expect(orders).toHaveLength(9_000);
  });
});

describe('a file that is one order by mistake', () => {
  it('is held back, told by its first lines', async () => {
    const lines = Array.from({ length: 2_001 }, () => '1 A 1 2 7');
    const { orders, held } = await readOrders(file(...lines));
    expect([orders.length, zh(held[0]?.why)]).toEqual([
      0,
      '有 2001 行，一张订单最多 2000 行；看看订单号那一列是不是都一样，改好再导',
    ]);
    const bad = await readOrders(file(...lines, ...lines.map(() => '1 A two 2 7')));
    expect(zh(bad.held[0]?.why)).toMatch(/^第 2003、2004、.*、2022、… 行没读懂/);
    expect(JSON.stringify(bad).length).toBeLessThan(2_000_000);
  });
});

const fates = async (csv: string) => (await readOrders(csv)).rows.map(({ row, fate }) => `${row} ${fate}`);

describe('reading order lines', () => {
  it('gathers the rows of an invoice into one order, money in cents', async () => {
    const { orders, rows } = await readOrders(file('1 A 12 1.65 18211.0', '1 X 3 0.1 18211.0'));
    expect(orders).toMatchObject([
      {
        invoice: '1',
        placedAt: '2011-11-14T00:10:00Z',
        customerId: '18211',
        country: 'France',
        amount: 12 * 165 + 30,
        lines: [
          { sku: 'A', name: 'Thing A', quantity: 12, price: 165 },
          { sku: 'X', quantity: 3, price: 10 },
        ],
      },
    ]);
    expect(rows.map(({ fate }) => fate)).toEqual(['goods', 'goods']);
  });

  it('counts postage and fees into what is paid, and picks none of them', async () => {
    const csv = file('1 A 1 2 7', '1 POST 1 18 7', '1 D -1 1.5 7', '1 BANK_CHARGES 1 1 7', '1 C2 1 5 7');
    const [order] = (await readOrders(csv)).orders;
    expect(order).toMatchObject({ amount: 200 + 1800 - 150 + 100 + 500, lines: [{ sku: 'A' }] });
    expect(order?.charges.map(({ code }) => code)).toEqual(['POST', 'D', 'BANK CHARGES', 'C2']);
    expect(await fates(csv)).toEqual(['2 goods', '3 charge', '4 charge', '5 charge', '6 charge']);
  });

  it('starts nothing for an invoice of charges only', async () => {
    const { orders, chargesOnly } = await readOrders(file('1 POST 1 18 7'));
    expect([orders, chargesOnly]).toEqual([[], ['1']]);
  });

  it('ships what costs nothing as a gift beside paid goods', async () => {
    expect(await fates(file('1 A 1 2 7', '1 X 1 0 7'))).toEqual(['2 goods', '3 gift']);
    expect((await readOrders(file('1 A 1 2 7', '1 X 1 0 7'))).orders[0]?.lines).toHaveLength(2);
  });

  it('takes price 0 without a customer for the warehouse’s own correction', async () => {
    const { orders, corrections, rows } = await readOrders(file('1 A -30 0', '1 X 4 0'));
    expect([orders, corrections]).toEqual([[], ['1']]);
    expect(rows.map(({ fate }) => fate)).toEqual(['stock correction', 'stock correction']);
  });

  it('takes a line without a customer for a guest’s', async () => {
    const [first, second] = (await readOrders(file('1 A 1 2', '2 A 1 2'))).orders;
    expect(first?.customerId).toBeNull();
    expect(second?.customerId).toBeNull();
  });

  it('does not start an order with a negative quantity, and says so', async () => {
    const { orders, held, rows } = await readOrders(file('1 A 2 2 7', '1 X -1 2 7', '2 A -1 2 7'));
    expect(orders).toEqual([]);
    expect(held.map(({ invoice }) => invoice)).toEqual(['1', '2']);
    expect(rows.map(({ fate }) => fate)).toEqual(['held back', 'not readable', 'not readable']);
    expect(zh(rows[1]?.why)).toBe('数量是 -1，订单里至少是 1；退货请写成取消单（订单号前加 C）');
  });

  it('turns an invoice with C into a cancellation with what comes back', async () => {
    const { cancellations, orders } = await readOrders(file('C5 A -2 1 7', 'C5 POST -1 18 7'));
    expect(orders).toEqual([]);
    expect(cancellations).toMatchObject([
      { invoice: 'C5', customerId: '7', lines: [{ sku: 'A', quantity: 2 }], charges: -1800 },
    ]);
  });

  it('holds an order back whole where one line cannot be read; the corrected file has it', async () => {
    const { orders, held, rows } = await readOrders(file('1 A two 2 7', '1 X 1 2 7', 'nonsense! X 1 1 7', '2 C 1 1 7'));
    expect(orders.map(({ invoice }) => invoice)).toEqual(['2']);
    expect(held.map(({ invoice, why }) => `${invoice} ${zh(why)}`)).toEqual([
      '1 第 2 行没读懂，所以整张没有开始；改好再导一次，它就开始',
      'nonsense! 第 4 行没读懂，所以整张没有开始；改好再导一次，它就开始',
    ]);
    expect(rows.map(({ row, fate, why }) => `${row} ${fate} ${zh(why) ?? ''}`)).toEqual([
      '2 not readable 「Quantity」：「two」不是数字',
      '3 held back 读得懂；同一张订单的第 2 行要先改好',
      '4 not readable 「InvoiceNo」：「nonsense!」不是订单号：只用字母、数字和 - _ . / #，最多 64 个字',
      '5 goods ',
    ]);
    expect((await readOrders(file('1 A 2 2 7', '1 X 1 2 7'))).orders[0]?.lines).toHaveLength(2);
  });

  it('holds back the order above a line without a number, which may be its own', async () => {
    const { orders, held } = await readOrders(file('1 A 1 2 7', ' B 1 2 7', '2 C 1 1 7'));
    expect(orders.map(({ invoice }) => invoice)).toEqual(['2']);
    expect(held.map(({ invoice }) => invoice)).toEqual(['1']);
  });

  it('refuses a file without its columns and names them with other names', async () => {
    await expect(readOrders('订单号,SKU\n1,A')).rejects.toThrow(UnreadableTable);
    expect(await refusal(() => readOrders('订单号,SKU\n1,A'))).toMatch(
      /缺 「数量」（也可以写 件数、.*）、「下单时间」（.*）、「单价」（/,
    );
    expect(await refusal(() => readOrders('订单号,SKU,数量,下单时间,单价\n'))).toBe('文件里只有列名，没有订单。');
  });

  it('refuses a file whose quotation marks do not pair: what follows would vanish', async () => {
    expect(
      await refusal(() => readOrders(`${HEAD}\n1,A,"Lamp,1,2011-11-14 08:10:00,2,7,France\n2,A,B,1,2011-11-14,2,7,F`)),
    ).toMatch(/引号没有配对/);
  });

  it('takes a byte order mark and quoted commas as spreadsheets write them', async () => {
    const { orders } = await readOrders(`\uFEFF${HEAD}\r\n1,A,"Lamp, small",1,2011-11-14 08:10:00,2,7,France\r\n`);
    expect(orders[0]?.lines[0]?.name).toBe('Lamp, small');
  });
});

describe('a file of a Chinese shop', () => {
  const CN = '订单编号,款号,商品名称,数量,单价,下单时间,收货人,手机,收货地址,买家留言,颜色';
  const LINE =
    'RT-20261105,QH-1,枕头,２,"¥1,680.00",2026/11/05 8:10,王女士,13800000000,上海市徐汇区漕溪北路 1 号,轻放,白';

  it('is read as it is written: names of columns, full-width digits, ¥, days; times are the shop’s', async () => {
    const { orders, columns } = await readOrders(`${CN}\n${LINE}`);
    expect(orders).toEqual([
      {
        invoice: 'RT-20261105',
        placedAt: '2026-11-05T00:10:00Z',
        customerId: null,
        country: '',
        lines: [{ sku: 'QH-1', name: '枕头', quantity: 2, price: 168_000 }],
        charges: [],
        amount: 336_000,
        buyer: '王女士',
        phone: '13800000000',
        address: '上海市徐汇区漕溪北路 1 号',
        note: '轻放',
      },
    ]);
    expect(columns.left).toEqual(['颜色']);
    expect(columns.read).toContainEqual({ head: '款号', field: 'sku' });
  });

  it.each([
    ['138＊＊＊＊1234', '138****1234'],
    ['13800001234 - 5678', '13800001234-5678'],
    ['+86 13800001234', '+86 13800001234'],
    ['未留电话', '未留电话'],
  ])('keeps the phone %s as %s', async (cell, phone) => {
    const { orders } = await readOrders(`${CN}\n${LINE.replace('13800000000', cell)}`);
    expect(orders[0]?.phone).toBe(phone);
  });

  it('leaves buyer, phone and address empty where it has none', async () => {
    const { orders } = await readOrders('订单号,SKU,数量,单价,下单时间\n1,A,1,2,2026-11-05');
    expect(orders[0]).toMatchObject({ buyer: '', phone: '', address: '', placedAt: '2026-11-04T16:00:00Z' });
  });

  it.each([
    ['2026-02-30 08:10', '1', '2', '「下单时间」：没有「2026-02-30」这一天'],
    ['2026-02-30T08:10:00Z', '1', '2', '「下单时间」：没有「2026-02-30」这一天'],
    ['11-05 08:10', '1', '2', '「下单时间」：「11-05 08:10」没写年份，写成 2026-11-05 08:10'],
    ['2026-11-05 25:10', '1', '2', '「下单时间」：没有「2026-11-05 25:10」这个时刻'],
    ['2026-11-05', '1', '1.005', '「单价」：「1.005」多于两位小数'],
    ['2026-11-05', '1.5', '2', '「数量」：「1.5」不是整数'],
    ['2026-11-05', '', '2', '「数量」：是空的'],
    ['2026-11-05', '1E+2', '2', '「数量」：「1E+2」是 Excel 缩写过的，原来的数字已经丢了；把这一列设成文本，重新导出'],
  ])('of %s, %s pieces at %s says: %s', async (time, quantity, price, why) => {
    const { orders, rows } = await readOrders(`订单号,SKU,数量,单价,下单时间\n1,A,${quantity},${price},${time}`);
    expect(orders).toEqual([]);
    expect(zh(rows[0]?.why)).toBe(why);
  });

  it('keeps seconds and offsets of times', async () => {
    const at = async (time: string) =>
      (await readOrders(`订单号,SKU,数量,单价,下单时间\n1,A,1,2,${time}`)).orders[0]?.placedAt;
    expect(await at('2026-11-05 08:10:37')).toBe('2026-11-05T00:10:37Z');
    expect(await at('2026-11-05T08:10:37+09:00')).toBe('2026-11-04T23:10:37Z');
    expect(await at('2026年11月5日 下午3:05')).toBe('2026-11-05T07:05:00Z');
  });

  it('with a comma too many, garbled text, two addresses or a shortened number is held back', async () => {
    const why = async (...lines: string[]) => {
      const { orders, rows, held } = await readOrders(`订单号,SKU,数量,单价,下单时间,地址\n${lines.join('\n')}`);
      expect(orders).toEqual([]);
      return zh(rows.find(({ fate }) => fate === 'not readable')?.why ?? held[0]?.why);
    };
    expect(await why('1,A,1,2,2026-11-05,上海,徐汇')).toBe('这一行有 7 格，列名有 6 个；多半是内容里的逗号没有加引号');
    expect(await why('1,A,1,2,2026-11-05,\uFFFD\uFFFD')).toMatch(/乱码/);
    expect(await why('2.02611E+17,A,1,2,2026-11-05,上海')).toMatch(/Excel 缩写过/);
    expect(await why('1,A,1,2,2026-11-05,上海', '1,B,1,2,2026-11-05,北京')).toBe(
      '写了两个不同的地址：上海、北京；改成一个再导',
    );
  });

  it('has sizes and gift codes that are goods; only UCI’s own file means postage by them', async () => {
    const csv = '订单号,SKU,数量,单价,下单时间\n1,M,1,2,2026-11-05\n1,运费,1,8,2026-11-05';
    expect(await fates(csv)).toEqual(['2 goods', '3 charge']);
  });
});

describe('the encoding of a file', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));
  it('is told by its mark, else UTF-8 where it is valid, else GB18030', async () => {
    expect(decodeTable(bytes([0xef, 0xbb, 0xbf], '枕头'))).toEqual({ text: '枕头', encoding: 'UTF-8' });
    expect(decodeTable(bytes([0xff, 0xfe, 0x95, 0x67, 0x34, 0x59]))).toEqual({ text: '枕头', encoding: 'UTF-16' });
    // 订单号,枕头
    const gbk = bytes([0xb6, 0xa9, 0xb5, 0xa5, 0xba, 0xc5], ',', [0xd5, 0xed, 0xcd, 0xb7]);
    expect(decodeTable(gbk)).toEqual({ text: '订单号,枕头', encoding: 'GB18030' });
  });
  it.each([
    ['nothing', bytes(), '这个文件是空的。'],
    ['a mark alone', bytes([0xef, 0xbb, 0xbf]), '这个文件是空的。'],
    ['a workbook', bytes('PK', [3, 4]), '这是 Excel 文件；在 Excel 里「另存为」CSV，再选那一个。'],
    [
      'western letters',
      bytes('caf', [0xe9], 's,1'),
      '认不出文件的文字编码；在 Excel 里「另存为」CSV UTF-8，再选那一个。',
    ],
    [
      'bytes of no text',
      bytes([0x80, 0xff, 0x81]),
      '认不出文件的文字编码；在 Excel 里「另存为」CSV UTF-8，再选那一个。',
    ],
  ])('of %s is refused in words', async (_, file, words) => expect(await refusal(() => decodeTable(file))).toBe(words));
});

describe('bringing orders in', () => {
  const HEADS = '订单号,SKU,数量,单价,下单时间';
  const run = (csv: string, more: { isDemo?: boolean; listened?: boolean; delivered?: Delivered } = {}) => {
    const sent: Incoming[] = [];
    const report = importOrders(new TextEncoder().encode(csv), {
      receive: async (message) => {
        sent.push(message);
        return more.delivered ?? { state: 'delivered', case: 'c', repeated: false };
      },
      before: async () => ({ orderNo: '1', phone: '138', amount: 200, lines: [{ sku: 'A', quantity: 1, price: 200 }] }),
      known: async () => [],
      listened: async () => more.listened ?? true,
      shop: SHOP,
      isDemo: more.isDemo ?? false,
    });
    return report.then((done) => ({ ...done, sent }));
  };

  it('invents nobody in a shop; a demo says that it does', async () => {
    const csv = `${HEADS}\n1,A,1,2,2026-11-05`;
    const real = await run(csv);
    expect(real.standIns).toBe(false);
    expect(real.sent[0]?.variables).toMatchObject({ buyer: '', phone: '', address: '', note: '' });
    const demo = await run(csv, { isDemo: true });
    expect(demo.standIns).toBe(true);
    expect(demo.sent[0]?.variables).toMatchObject({
      note: expect.stringContaining('演示数据'),
      buyer: expect.stringMatching(/./),
    });
    const named = await run(`${HEADS},买家\n1,A,1,2,2026-11-05,王女士`, { isDemo: true });
    expect(named.standIns).toBe(false);
    expect(named.sent[0]?.variables).toMatchObject({ buyer: '王女士', phone: '' });
  });

  it('does not say begun while no process takes orders', async () => {
    const delivered: Delivered = { state: 'pending', repeated: false };
    const { invoices, changed } = await run(`${HEADS}\n1,A,1,2,2026-11-05`, { listened: false, delivered });
    expect(changed).toBe(0);
    expect(invoices).toMatchObject([{ fate: 'waiting', why: { code: 'order.waiting' } }]);
  });

  it('says what differs from an order that has begun, and what can be done', async () => {
    const delivered: Delivered = { state: 'delivered', case: 'c', repeated: true, other: true };
    const { invoices } = await run(`${HEADS},电话\n1,A,2,2,2026-11-05,139`, { delivered });
    expect(invoices[0]?.fate).toBe('already here');
    expect(zh(invoices[0]?.why)).toContain(
      '电话 原来是 138，文件里是 139、商品 原来是 A × 1 (2.00)，文件里是 A × 2 (2.00)、实付 原来是 2.00，文件里是 4.00',
    );
    expect(zh(invoices[0]?.why)).toContain('改数据');
  });
});

describe('which order a cancellation speaks of', () => {
  const bought = (
    invoice: string,
    day: number,
    lines: [string, number][],
    customerId: string | null = '7',
  ): Candidate => ({
    invoice,
    customerId,
    placedAt: `2011-11-${day}T08:00:00Z`,
    lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
  });
  const returned = (lines: [string, number][], customerId: string | null = '7'): Cancellation => ({
    invoice: 'C9',
    at: '2011-11-16T08:00:00Z',
    customerId,
    lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
    charges: 0,
  });
  const match = (cancellation: Cancellation, ...candidates: Candidate[]) => {
    const [found] = matchCancellations([cancellation], candidates);
    return found?.order ?? found?.why?.code;
  };

  it('is the latest earlier one that holds all its goods', async () => {
    const orders = [bought('1', 14, [['A', 5]]), bought('2', 15, [['A', 5]]), bought('3', 17, [['A', 5]])];
    expect(match(returned([['A', 5]]), ...orders)).toBe('2');
    expect(match(returned([['A', 5]]), ...orders.toReversed())).toBe('2');
  });

  it('is none with less of the goods than come back; rows of one code count together', async () => {
    const order = bought('1', 14, [
      ['A', 2],
      ['A', 2],
      ['B', 1],
    ]);
    expect(match(returned([['A', 4]]), order)).toBe('1');
    expect(
      match(
        returned([
          ['A', 3],
          ['A', 2],
        ]),
        order,
      ),
    ).toBe('cancellation.goods');
    expect(match(returned([['C', 1]]), order)).toBe('cancellation.goods');
  });

  it('is none of another customer, and says which case it is', async () => {
    const order = bought('1', 14, [['A', 5]], '8');
    expect(match(returned([['A', 1]]), order)).toBe('cancellation.unknown');
    expect(match(returned([['A', 1]], null), order)).toBe('cancellation.noCustomer');
    expect(match(returned([]), bought('1', 14, [['A', 5]]))).toBe('cancellation.charges');
  });
});
