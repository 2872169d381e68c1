// `zhangfa prepare`: what must be there before workers and APIs start beside servers of one's own.
import path from 'node:path';
import { connect } from '../db/connect.ts';
import { foreignOrder, migrate, readMigrations } from '../db/migrate.ts';
import { adoptThisCore } from '../stack/adopt-core.ts';
import { registerSearchAttributes } from '../stack/register-search-attributes.ts';
import { packageRoot } from '../stack/root.ts';
import { temporalAnswers } from '../stack/temporal.ts';
import type { Command } from './command.ts';
import { readConfig } from './environment.ts';

export const prepare: Command = {
  usage: 'prepare',
  summary: 'Bring database and Temporal up to date before workers and APIs start (zhangfa start does it by itself).',
  help: `
Reads DATABASE_URL, TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE from the environment. Applies missing
migrations, registers Temporal's search attributes, and lets running cases go on from the database
where the engine itself has changed; running it again changes nothing.`,
  async run() {
    const { databaseUrl, temporalAddress, temporalNamespace } = readConfig();
    const sql = connect(databaseUrl, { max: 1, applicationName: 'zhangfa prepare' });
    try {
      const applied = await migrate(sql, readMigrations(path.join(packageRoot, 'db', 'migrations')));
      console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date.');
      const foreign = await foreignOrder(sql);
      if (foreign !== undefined)
        console.warn(
          `This database orders texts by “${foreign}”: lists come in another order than in scenarios. Where that matters, back it up, create a database with "template template0 locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'", and restore into that.`,
        );
      await temporalAnswers(temporalAddress, temporalNamespace, () => true, 60_000);
      await registerSearchAttributes(temporalAddress, temporalNamespace);
      await adoptThisCore(sql, { address: temporalAddress, namespace: temporalNamespace }, console.log);
      console.log(`Temporal at ${temporalAddress} is ready.`);
    } finally {
      await sql.end({ timeout: 5 });
    }
    return 0;
  },
};
