// The people of the demo in a shop that holds nothing else, for tests that bring their own processes.
import { createAuth } from '../api/auth.ts';
import { baseOf, seedDemo } from '../api/demo.ts';
import type { Sql } from '../db/connect.ts';
import { loadPacks, shipmentOf } from '../sops/pack.ts';
import type { Stack } from '../stack/up.ts';

export async function bringPeople(sql: Sql, stack: Stack): Promise<void> {
  const base = baseOf((await loadPacks('sops')).map(shipmentOf));
  await seedDemo(sql, createAuth(sql, stack.env.ZHANGFA_SECRET ?? ''), base);
}
