// For commands that act in a running shop beside it: its database and a door to its hosts.
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { connect, type Sql } from '../db/connect.ts';
import { mustBeCurrent, readMigrations } from '../db/migrate.ts';
import { createDoor, type Door } from '../dispatch/door.ts';
import { packageRoot } from '../stack/root.ts';
import { runningServers } from '../stack/running-servers.ts';

export type ShopAccess = { sql: Sql; door: Door; client: Client };

/** DATABASE_URL and TEMPORAL_ADDRESS name the shop; without them the one that runs from the data folder. */
export async function withShop<T>(data: unknown, work: (shop: ShopAccess) => Promise<T>): Promise<T> {
  const servers = runningServers(
    typeof data === 'string' ? path.resolve(data) : (process.env.ZHANGFA_DATA ?? path.join(packageRoot, '.data')),
  );
  const sql = connect(servers.databaseUrl, { max: 8, applicationName: 'zhangfa command' });
  try {
    await mustBeCurrent(sql, readMigrations(path.join(packageRoot, 'db', 'migrations')));
  } catch (error) {
    await sql.end({ timeout: 5 });
    throw error;
  }
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const client = new Client({ connection, namespace: servers.temporalNamespace });
  const door = createDoor(client, sql);
  try {
    return await work({ sql, door, client });
  } finally {
    await door.close();
    await connection.close();
    await sql.end({ timeout: 5 });
  }
}
