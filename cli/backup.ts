// `zhangfa backup FILE`: the whole shop in one file, while it runs.
import { stat } from 'node:fs/promises';
import { writeBackup } from '../db/backup.ts';
import { connect } from '../db/connect.ts';
import type { Command } from './command.ts';
import { withDatabase } from './with-database.ts';

export const backup: Command = {
  usage: 'backup FILE [--data DIR] [--json]',
  summary: 'Write the database, which holds everything, into one file.',
  help: `
  --data DIR   which installation, when DATABASE_URL is not set (default: .data)
  --json       print the counts as JSON

Consistent as of one moment; the shop may go on working. Uploaded files and the secret live in the data
folder: copy that beside it.`,
  options: { data: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  run: ({ positionals: [file = ''], values }) =>
    withDatabase(values.data, async (url) => {
      const sql = connect(url, { max: 2, applicationName: 'zhangfa backup' });
      try {
        const rows = await writeBackup(sql, file);
        const { size } = await stat(file);
        const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
        console.log(
          values.json
            ? JSON.stringify({ file, bytes: size, rows })
            : `${file}: ${total} rows of ${Object.keys(rows).length} tables, ${Math.ceil(size / 1024)} KB`,
        );
        return 0;
      } finally {
        await sql.end({ timeout: 5 });
      }
    }),
};
