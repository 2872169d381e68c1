// Rows of a web shop become orders and cancellations by the rules of docs/decisions/0007.
import { describe, expect, it } from 'vitest';
import { type Candidate, matchCancellations } from '../../orders/match-cancellations.ts';
import { type Cancellation, MissingColumns, readOrders } from '../../orders/read-orders.ts';
import { buyerOf } from '../../orders/stand-in-buyer.ts';

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
const fates = (csv: string) => readOrders(csv).rows.map(({ row, fate }) => `${row} ${fate}`);

describe('reading order lines', () => {
  it('gathers the rows of an invoice into one order, money in cents', () => {
    const { orders, rows } = readOrders(file('1 A 12 1.65 18211.0', '1 X 3 0.1 18211.0'));
    expect(orders).toMatchObject([
      {
        invoice: '1',
        placedAt: '2011-11-14T08:10:00Z',
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

  it('counts postage and fees into what is paid, and picks none of them', () => {
    const csv = file('1 A 1 2 7', '1 POST 1 18 7', '1 D -1 1.5 7', '1 BANK_CHARGES 1 1 7', '1 C2 1 5 7');
    const [order] = readOrders(csv).orders;
    expect(order).toMatchObject({ amount: 200 + 1800 - 150 + 100 + 500, lines: [{ sku: 'A' }] });
    expect(order?.charges.map(({ code }) => code)).toEqual(['POST', 'D', 'BANK CHARGES', 'C2']);
    expect(fates(csv)).toEqual(['2 goods', '3 charge', '4 charge', '5 charge', '6 charge']);
  });

  it('starts nothing for an invoice of charges only', () => {
    const { orders, chargesOnly } = readOrders(file('1 POST 1 18 7'));
    expect([orders, chargesOnly]).toEqual([[], ['1']]);
  });

  it('ships what costs nothing as a gift beside paid goods', () => {
    expect(fates(file('1 A 1 2 7', '1 X 1 0 7'))).toEqual(['2 goods', '3 gift']);
    expect(readOrders(file('1 A 1 2 7', '1 X 1 0 7')).orders[0]?.lines).toHaveLength(2);
  });

  it('takes price 0 without a customer for the warehouse’s own correction', () => {
    const { orders, corrections, rows } = readOrders(file('1 A -30 0', '1 X 4 0'));
    expect([orders, corrections]).toEqual([[], ['1']]);
    expect(rows.map(({ fate }) => fate)).toEqual(['stock correction', 'stock correction']);
  });

  it('takes a guest for a buyer of its own, the same one every time', () => {
    const [first, second] = readOrders(file('1 A 1 2', '2 A 1 2')).orders;
    expect(first?.customerId).toBeNull();
    expect(first).toMatchObject(buyerOf('1'));
    expect(first?.address).not.toBe(second?.address);
  });

  it('keeps a row with a negative quantity out of an order', () => {
    const csv = file('1 A 2 2 7', '1 X -1 2 7');
    expect(fates(csv)).toEqual(['2 goods', '3 stock correction']);
    expect(readOrders(csv).orders[0]).toMatchObject({ amount: 400, lines: [{ sku: 'A' }] });
  });

  it('turns an invoice with C into a cancellation with what comes back', () => {
    const { cancellations, orders } = readOrders(file('C5 A -2 1 7', 'C5 POST -1 18 7'));
    expect(orders).toEqual([]);
    expect(cancellations).toMatchObject([
      { invoice: 'C5', customerId: '7', lines: [{ sku: 'A', quantity: 2 }], charges: -1800 },
    ]);
  });

  it('reports a row that it cannot read and reads the others', () => {
    const csv = file('1 A two 2 7', 'nonsense! X 1 1 7', '2 C 1 1 7');
    expect(fates(csv)).toEqual(['2 not readable', '3 not readable', '4 goods']);
    expect(readOrders(csv).rows.map(({ why }) => why?.split(':')[0])).toEqual(['Quantity', 'InvoiceNo', undefined]);
  });

  it('refuses a file without its columns and names them', () => {
    const read = () => readOrders('InvoiceNo,StockCode\n1,A');
    expect(read).toThrow(MissingColumns);
    expect(read).toThrow(/Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country/);
  });

  it('takes a byte order mark and quoted commas as spreadsheets write them', () => {
    const { orders } = readOrders(`\uFEFF${HEAD}\r\n1,A,"Lamp, small",1,2011-11-14 08:10:00,2,7,France\r\n`);
    expect(orders[0]?.lines[0]?.name).toBe('Lamp, small');
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
    return found?.order ?? found?.why;
  };

  it('is the latest earlier one that holds all its goods', () => {
    const orders = [bought('1', 14, [['A', 5]]), bought('2', 15, [['A', 5]]), bought('3', 17, [['A', 5]])];
    expect(match(returned([['A', 5]]), ...orders)).toBe('2');
    expect(match(returned([['A', 5]]), ...orders.toReversed())).toBe('2');
  });

  it('is none with less of the goods than come back; rows of one code count together', () => {
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
    ).toBe('no earlier invoice of this customer holds these goods');
    expect(match(returned([['C', 1]]), order)).toBe('no earlier invoice of this customer holds these goods');
  });

  it('is none of another customer, and says which case it is', () => {
    const order = bought('1', 14, [['A', 5]], '8');
    expect(match(returned([['A', 1]]), order)).toBe('no earlier invoice of this customer is known');
    expect(match(returned([['A', 1]], null), order)).toBe('no customer on the cancellation');
    expect(match(returned([]), bought('1', 14, [['A', 5]]))).toBe('only charges, no goods');
  });
});
