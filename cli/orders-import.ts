// `zhangfa orders import FILE.csv`: order lines of a web shop become order cases.
import { readFile, writeFile } from 'node:fs/promises';
import { knownOrders } from '../db/orders.ts';
import { receiveMessage } from '../dispatch/messages.ts';
import { type ImportReport, importOrders } from '../orders/import-orders.ts';
import type { Command } from './command.ts';
import { withShop } from './with-shop.ts';

export const ordersImport: Command = {
  usage: 'orders import FILE [--report FILE] [--data DIR] [--json]',
  summary: 'Turn a file of order lines (CSV) into order cases.',
  help: `
Columns: InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country.
One case an invoice; a cancellation (C…) becomes a refund request for the order it belongs to.
Running it again changes nothing.

  --report FILE   what became of every row, as CSV
  --json          the whole report as JSON`,
  options: { report: { type: 'string' }, data: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  run: ({ positionals: [file = ''], values }) =>
    withShop(values.data, async ({ sql, door }) => {
      const csv = await readFile(file, 'utf8');
      const report = await importOrders(csv, {
        receive: (message) => receiveMessage(sql, door, message),
        known: (customers) => knownOrders(sql, customers),
        ...(process.stderr.isTTY && {
          progress: (done: number, total: number) => process.stderr.write(`\r${done} of ${total} `),
        }),
      });
      if (typeof values.report === 'string') await writeFile(values.report, rowsCsv(report));
      if (values.json) console.log(JSON.stringify(report, null, 1));
      else say(report);
      return report.invoices.some(({ fate }) => fate === 'refused') ||
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
    if (fate === 'unmatched' || fate === 'refused') console.log(`        ${invoice}: ${why}`);
  console.log(report.changed ? `${report.changed} changes.` : 'Nothing changed: all of it was here already.');
}

/** Cells that a spreadsheet would run are made text. */
const cell = (text: string) => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

function rowsCsv({ rows, invoices }: ImportReport): string {
  const fates = new Map(invoices.map((each) => [each.invoice, each]));
  const lines = rows.map(({ row, invoice, fate, why }) => {
    const whole = fates.get(invoice);
    return [String(row), invoice, fate, why ?? '', whole?.fate ?? '', whole?.case ?? '', whole?.why ?? '']
      .map(cell)
      .join(',');
  });
  return `\uFEFFrow,invoice,row became,why,invoice became,case,why\n${lines.join('\n')}\n`;
}
