// `npm run bench`: all benches side by side, as tables with ratios. `npm run bench -- core` runs the core alone.
import { coreBench } from './core.ts';
import { durableBench } from './durable.ts';

const only = process.argv[2];
const print = (rows: string[][]) => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '));
};

print(await coreBench());
if (only !== 'core') {
  console.log('');
  print([
    ['durable, through HTTP', 'Zhangfa', 'hand-written Temporal', 'ratio (goal × 0.80)'],
    ...(await durableBench()),
  ]);
}
process.exit(0);
