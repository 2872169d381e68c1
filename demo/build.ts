// `npm run demo:build`: lives through the days behind the demo in a database of its own, and keeps them in demo/past.gz.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { baseOf, seedDemo } from '../api/demo.ts';
import { connect } from '../db/connect.ts';
import { unseal, writePast } from '../db/past.ts';
import { loadPacks, shipmentOf } from '../sops/pack.ts';
import { packageRoot } from '../stack/root.ts';
import { up } from '../stack/up.ts';
import { DAY, LOOKS_BACK, OPENS } from './calendar.ts';
import { furnish, pastIn } from './fill.ts';
import { livePast } from './past.ts';

const days = Number(process.argv[2] ?? 60);
const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-demo-'));
const stack = await up({ data, pieces: ['postgres'], say: console.log });
// What a crash would lose is built again.
const sql = connect(`${stack.databaseUrl}?synchronous_commit=off`, { max: 16 });
try {
  const packs = (await loadPacks(path.join(packageRoot, 'sops'))).map(shipmentOf);
  await seedDemo(sql, baseOf(packs));
  const folder = path.join(packageRoot, 'demo');
  const filesDir = path.join(data, 'files');
  await furnish(sql, packs, { filesDir, folder, at: OPENS - (LOOKS_BACK + 1) * DAY });
  const began = Date.now();
  const { orders, left } = await livePast(sql, { days, say: console.log });
  console.log(`${orders} orders in ${Math.round((Date.now() - began) / 1000)} s; left open for want of hands:`, left);
  await unseal(sql);
  console.log(await writePast(sql, pastIn(folder)), `${Math.round(statSync(pastIn(folder)).size / 1024)} KB`);
} finally {
  await sql.end();
  await stack.destroy();
  rmSync(data, { recursive: true, force: true });
}
