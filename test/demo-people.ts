// The people of the demo in a shop that holds nothing else, for tests that bring their own processes.
import { baseOf, seedDemo } from '../api/demo.ts';
import { connect } from '../db/connect.ts';
import { loadPacks, shipmentOf } from '../sops/pack.ts';
import type { Stack } from '../stack/up.ts';

export async function bringPeople({ databaseUrl }: Stack): Promise<void> {
  const base = baseOf((await loadPacks('sops')).map(shipmentOf));
  const sql = connect(databaseUrl, { max: 2 });
  try {
    await seedDemo(sql, base);
  } finally {
    await sql.end();
  }
}
