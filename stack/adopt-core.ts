// Before workers start on a database and a Temporal: hosts of another core make room for those of this one.
import { Client, Connection } from '@temporalio/client';
import type { Sql } from '../db/connect.ts';
import { temporalHosts } from '../dispatch/failing.ts';
import { adoptCore } from '../dispatch/rebuild.ts';
import { packageRoot } from './root.ts';
import { coreOf, workflowBundle } from './workflow-bundle.ts';

export async function adoptThisCore(
  sql: Sql,
  temporal: { address: string; namespace: string },
  say: (line: string) => void,
): Promise<void> {
  const core = coreOf(await workflowBundle(packageRoot));
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    const ended = await adoptCore(sql, temporalHosts(client), core);
    if (ended !== undefined) say(`The engine has changed: ${ended} cases go on from the database`);
  } finally {
    await connection.close();
  }
}
