// Plays until told to stop, or until no order runs any more.
import { offsetAt, parseZone } from '../feel/zone.ts';
import { type Credentials, signIn } from './client.ts';
import { createStaff } from './staff.ts';
import type { SandboxTable } from './table.ts';
import { createWorld } from './world.ts';

export type SandboxOptions = {
  address: string;
  table: SandboxTable;
  /** Who may send messages and see all orders. */
  manager: Credentials;
  /** Who does the tasks; none = people do them. */
  staff: Credentials[];
  untilDone: boolean;
  signal?: AbortSignal;
  say?: (line: string) => void;
};

const PAUSE_MS = 300;

export async function runSandbox({
  address,
  table,
  manager,
  staff,
  untilDone,
  signal,
  say = () => {},
}: SandboxOptions): Promise<void> {
  const boss = await signIn(address, manager);
  const world = createWorld(boss, table);
  let now = 0;
  let nowAt = 0;
  const look = async () => {
    const page = await boss.get<{ now: number }>('/cases?limit=1');
    now = page.now;
    nowAt = Date.now();
  };
  await look();
  const zone = parseZone((await boss.get<{ zone: string }>('/me')).zone) ?? { offset: 0 };
  /** As the shop's clocks show it. */
  const told = () => new Date(now + offsetAt(zone, now / 1000) * 1000).toISOString().slice(0, 16).replace('T', ' ');
  let rate = 1;
  const shopNow = () => now + (Date.now() - nowAt) * rate;
  const workers = await Promise.all(
    staff.map(async (credentials) => createStaff(await signIn(address, credentials), table, shopNow, say)),
  );
  let running = -1;
  let idleSince = Date.now();
  while (!signal?.aborted) {
    const [before, beforeAt] = [now, nowAt];
    await look();
    if (nowAt > beforeAt) rate = Math.max(1, (now - before) / (nowAt - beforeAt));
    const orders = await world.tick();
    const done = (await Promise.all(workers.map((worker) => worker.tick()))).reduce((sum, each) => sum + each, 0);
    if (orders !== running || done) say(`${told()}  ${orders} orders run, ${done} tasks done`);
    running = orders;
    if (orders > 0) idleSince = Date.now();
    if (untilDone && orders === 0 && Date.now() - idleSince > 3_000) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
