// `zhangfa restore FILE`: a backup into an empty database.
import path from 'node:path';
import { readBackup } from '../db/backup.ts';
import { connect } from '../db/connect.ts';
import { readMigrations } from '../db/migrate.ts';
import { packageRoot } from '../stack/root.ts';
import type { Command } from './command.ts';
import { withDatabase } from './with-database.ts';

export const restore: Command = {
  usage: 'restore FILE [--data DIR] [--json]',
  summary: 'Read a backup into an empty database.',
  help: `
  --data DIR   which installation, when DATABASE_URL is not set (default: .data)
  --json       print the counts as JSON

A database that holds rows is refused. Temporal needs no backup: afterwards run
zhangfa host rebuild, and every open case goes on from the restored database.`,
  options: { data: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  run: ({ positionals: [file = ''], values }) =>
    withDatabase(values.data, async (url) => {
      const sql = connect(url, { max: 2, applicationName: 'zhangfa restore' });
      try {
        const rows = await readBackup(sql, file, readMigrations(path.join(packageRoot, 'db', 'migrations')));
        const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
        console.log(
          values.json ? JSON.stringify({ file, rows }) : `${total} rows of ${Object.keys(rows).length} tables restored`,
        );
        return 0;
      } finally {
        await sql.end({ timeout: 5 });
      }
    }),
};
