// `zhangfa orders import FILE.csv`: order lines of a web shop become order cases.
import { readFile, writeFile } from 'node:fs/promises';
import { importOf } from '../db/orders.ts';
import { receiveMessage } from '../dispatch/messages.ts';
import { type ImportReport, importOrders } from '../orders/import-orders.ts';
import type { Message } from '../words/message.ts';
import { sayOfOrders } from '../words/orders.ts';
import type { Command } from './command.ts';
import { withShop } from './with-shop.ts';

export const ordersImport: Command = {
  usage: 'orders import FILE [--report FILE] [--data DIR] [--demo] [--json]',
  summary: 'Turn a file of order lines (CSV) into order cases.',
  help: `
CSV in UTF-8, UTF-16 or GB18030. Needed: order number, stock code, quantity, order time, unit price; also read: name, buyer,
phone, address, note, customer, country. Columns may be named in Chinese or English (订单号, InvoiceNo, Order no …).
One case an order; a cancellation (C and digits) becomes a refund request for the order it belongs to. An order with a line
that cannot be read is held back whole. Running it again changes nothing.

  --report FILE   what became of every row, as CSV
  --demo          make up buyers for a file that has none, and say so in the note of each order
  --json          the whole report as JSON`,
  options: {
    report: { type: 'string' },
    data: { type: 'string' },
    demo: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  run: ({ positionals: [file = ''], values }) =>
    withShop(values.data, async ({ sql, door }) => {
      const bytes = await readFile(file);
      const report = await importOrders(bytes, {
        ...(await importOf(sql)),
        isDemo: values.demo === true,
        receive: (message) => receiveMessage(sql, door, message),
        ...(process.stderr.isTTY && {
          progress: (done: number, total: number) => process.stderr.write(`\r${done} of ${total} `),
        }),
      });
      if (typeof values.report === 'string') await writeFile(values.report, rowsCsv(report));
      if (values.json) console.log(JSON.stringify(report, null, 1));
      else say(report);
      return report.invoices.some(({ fate }) => fate === 'refused' || fate === 'held back') ||
        report.rows.some(({ fate }) => fate === 'not readable')
        ? 1
        : 0;
    }),
};

function say(report: ImportReport): void {
  const counts = new Map<string, number>();
  for (const { kind, fate } of report.invoices)
    counts.set(`${kind}: ${fate}`, (counts.get(`${kind}: ${fate}`) ?? 0) + 1);
  console.log(
    `${report.orders + report.cancellations} invoices: ${report.orders} orders, ${report.cancellations} cancellations; ${report.rows.length} rows`,
  );
  for (const [what, count] of [...counts].sort()) console.log(`  ${String(count).padStart(4)}  ${what}`);
  for (const { invoice, fate, why } of report.invoices)
    if (why && fate !== 'stock correction' && fate !== 'charges only')
      console.log(`        ${invoice}: ${sayOfOrders(why, 'en')}`);
  for (const { row, fate, why } of report.rows)
    if (fate === 'not readable' && why) console.log(`        line ${row}: ${sayOfOrders(why, 'en')}`);
  if (report.columns.left.length) console.log(`Columns not used: ${report.columns.left.join(', ')}`);
  if (report.standIns) console.log('Demo data: buyers, phones and addresses are made up.');
  console.log(`${report.changed} changes.`);
}

/** Cells that a spreadsheet would run are made text. */
const cell = (text: string) => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const inWords = (why: Message | undefined): string => (why ? sayOfOrders(why, 'en') : '');

function rowsCsv({ rows, invoices }: ImportReport): string {
  const fates = new Map(invoices.map((each) => [each.invoice, each]));
  const lines = rows.map(({ row, invoice, fate, why }) => {
    const whole = fates.get(invoice);
    return [String(row), invoice, fate, inWords(why), whole?.fate ?? '', whole?.case ?? '', inWords(whole?.why)]
      .map(cell)
      .join(',');
  });
  return `\uFEFFrow,invoice,row became,why,invoice became,case,why\n${lines.join('\n')}\n`;
}
