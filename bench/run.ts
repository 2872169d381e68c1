// `npm run bench`: all benches side by side, as tables with ratios; `-- core`, `-- sizes [NAME]` and `-- durable` run one of them;
// `-- records [ROWS]` fills a large shop and reads it.
// `-- --peers` adds the other engines on the same process (bench/peers.ts); `-- peers` runs them alone.
import { coreBench } from './core.ts';
import { durableBench } from './durable.ts';
import { peersBench } from './peers.ts';
import { recordsBench } from './records.ts';
import { sizesBench } from './sizes.ts';

const [only, name] = process.argv.slice(2).filter((word) => word !== '--peers');
const withPeers = process.argv.includes('--peers') || only === 'peers';
const print = (rows: string[][]) => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '));
};

if (only === undefined || only === 'core') print(await coreBench());
if (only === undefined || only === 'sizes') {
  console.log('');
  print([
    ['the core at growing sizes', 'unit', 'µs a unit, by size', 'rows a unit', 'largest ÷ before'],
    ...sizesBench(name),
  ]);
}
if (only === undefined || only === 'durable') {
  console.log('');
  print([
    ['durable, through HTTP', 'Zhangfa', 'hand-written Temporal', 'ratio (goal × 0.80)'],
    ...(await durableBench()),
  ]);
}
if (only === 'records') {
  const rows = name === undefined ? undefined : Number(name);
  if (rows !== undefined && (!Number.isInteger(rows) || rows < 1)) {
    console.error(`-- records ${name}: how many records, a whole number`);
    process.exit(2);
  }
  if (!(await recordsBench(rows))) process.exit(1);
}
if (withPeers) {
  console.log('');
  const rows = await peersBench((line) => console.error(line));
  print([['peers, the same process', '', 'Zhangfa', 'peer', 'ratio', ''], ...rows]);
}
process.exit(0);
