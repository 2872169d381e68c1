// `zhangfa host rebuild`: all hosts again from Postgres, after Temporal's data is lost.
import { temporalHosts } from '../dispatch/failing.ts';
import { endHosts, touchHosts } from '../dispatch/rebuild.ts';
import type { Command } from './command.ts';
import { withShop } from './with-shop.ts';

export const hostRebuild: Command = {
  usage: 'host rebuild [--replace] [--data DIR] [--json]',
  summary: 'Bring every running case back to life from the database alone.',
  help: `
Needed after Temporal's own data is lost or replaced. Cases go on when somebody touches them anyway;
this touches all of them at once, so that timers and service calls go on too. Safe at any time.
--replace ends what runs for them in Temporal first, for an engine that decides otherwise than the one
they have run with; zhangfa prepare does so by itself when the engine has changed.`,
  options: { data: { type: 'string' }, json: { type: 'boolean' }, replace: { type: 'boolean' } },
  run: ({ values }) =>
    withShop(values.data, async ({ sql, door, client }) => {
      if (values.replace) await endHosts(sql, temporalHosts(client));
      const hosts = await touchHosts(sql, door);
      console.log(values.json ? JSON.stringify({ hosts }) : `${hosts} hosts are up.`);
      return 0;
    }),
};
