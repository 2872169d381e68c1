// `zhangfa host rebuild`: all hosts again from Postgres, after Temporal's data is lost.
import { touchHosts } from '../dispatch/rebuild.ts';
import type { Command } from './command.ts';
import { withShop } from './with-shop.ts';

export const hostRebuild: Command = {
  usage: 'host rebuild [--data DIR] [--json]',
  summary: 'Bring every running case back to life from the database alone.',
  help: `
Needed after Temporal's own data is lost or replaced. Cases go on when somebody touches them anyway;
this touches all of them at once, so that timers and service calls go on too. Safe at any time.`,
  options: { data: { type: 'string' }, json: { type: 'boolean' } },
  run: ({ values }) =>
    withShop(values.data, async ({ sql, door }) => {
      const hosts = await touchHosts(sql, door);
      console.log(values.json ? JSON.stringify({ hosts }) : `${hosts} hosts are up.`);
      return 0;
    }),
};
