// Composition root of the HTTP side: one process that serves the API and the built web. Any number may run side by side.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve as listen } from '@hono/node-server';
import { Client, Connection } from '@temporalio/client';
import { connect, databaseAnswers, type Sql } from '../db/connect.ts';
import { tidyDrafts } from '../db/form-drafts.ts';
import { hasPeople } from '../db/people.ts';
import { tidyRequests } from '../db/requests.ts';
import { indexChanged } from '../db/search.ts';
import { readShop } from '../db/settings.ts';
import { tidyFailures } from '../db/sign-in-failures.ts';
import { withoutData } from '../db/without-data.ts';
import { createDoor } from '../dispatch/door.ts';
import { proxiesOf } from './address.ts';
import { createApp } from './app.ts';
import { createAuth } from './auth.ts';
import { createDefinitions } from './definitions.ts';
import type { Deps, Templates } from './deps.ts';
import { createFeed } from './feed.ts';
import { resumeImports } from './import-work.ts';
import { createLog } from './log.ts';
import { goOnOpening } from './opening.ts';
import { erasePersonal, tidyFiles } from './routes/files.ts';
import { changeClock } from './routes/settings.ts';
import { setupCode } from './setup-code.ts';
import { watchLoop } from './watchdog.ts';

export type ServeConfig = {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  port: number;
  /** Where to listen: one address, `0.0.0.0` for all. */
  host: string;
  /** Addresses and networks of proxies before us. */
  trustedProxies: string;
  /** Folder of files and secrets. */
  dataDir: string;
  secret: string;
  demo: boolean;
  /** Rate of the shop clock; 1 is real time. */
  clockRate: number;
  templates: Templates;
  packs: Deps['packs'];
  newerPacks: Deps['newerPacks'];
  fillDemo?: Deps['fillDemo'];
  connectors: Deps['connectors'];
};

export async function serve(config: ServeConfig): Promise<{ stop(): Promise<void> }> {
  const log = createLog('api');
  const sql = connect(config.databaseUrl, { max: 12, applicationName: 'zhangfa api' });
  await databaseAnswers(sql, (why) => log.warn({ why }, 'waiting for the database'));
  // Lazy: the API comes up and reads while Temporal is away.
  const connection = Connection.lazy({ address: config.temporalAddress });
  const door = createDoor(new Client({ connection, namespace: config.temporalNamespace }), sql);
  const auth = createAuth(sql, config.secret);
  const feed = await createFeed(sql);
  const webDir = findWeb();
  const deps: Deps = {
    sql,
    door,
    auth,
    feed,
    log,
    definitions: createDefinitions(sql),
    templates: config.templates,
    packs: config.packs,
    newerPacks: config.newerPacks,
    ...(config.demo && config.fillDemo && { fillDemo: config.fillDemo }),
    connectors: config.connectors,
    filesDir: path.join(config.dataDir, 'files'),
    demo: config.demo,
    isProxy: proxiesOf(config.trustedProxies),
    secret: config.secret,
    ...(webDir && { webDir }),
  };
  if (!(await hasPeople(sql)))
    log.info({ code: setupCode(config.secret) }, 'nobody is here yet: the first visitor needs this set-up code');
  if (config.clockRate !== 1 && (await readShop(sql)).clock.rate !== config.clockRate)
    await changeClock(deps, { rate: config.clockRate, forwardMs: 0 });
  // What a killed process has begun.
  void goOnOpening(deps).catch((error) => log.warn({ error: withoutData(error) }, 'opening the shop'));
  const tidy = setInterval(() => {
    for (const work of [
      tidyRequests(sql),
      tidyDrafts(sql),
      tidyFailures(sql),
      tidyFiles(sql, deps.filesDir),
      erasePersonal(deps),
    ])
      work.catch((error) => log.warn({ error: withoutData(error) }, 'tidying up'));
  }, 3_600_000);
  const importing = setInterval(
    () => void resumeImports(deps).catch((error) => log.warn({ error: withoutData(error) }, 'imports')),
    15_000,
  );
  const searching = keepSearch(sql, (error) => log.warn({ error: withoutData(error) }, 'filling the search'));
  const watchdog = watchLoop('api');
  const server = await new Promise<ReturnType<typeof listen>>((resolve, reject) => {
    const starting = listen({ fetch: createApp(deps).fetch, port: config.port, hostname: config.host }, () =>
      resolve(starting),
    );
    starting.once('error', reject);
  });
  return {
    async stop() {
      clearInterval(tidy);
      clearInterval(importing);
      searching.stop();
      watchdog.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      // Streams never end by themselves; running requests get a moment.
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      const forced = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 3_000);
      await closed;
      clearTimeout(forced);
      await feed.stop();
      await door.close();
      await connection.close();
      await sql.end({ timeout: 5 });
    },
  };
}

/** What has changed is brought into the search a moment later, by whichever process comes first. */
function keepSearch(sql: Sql, onError: (error: unknown) => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async (): Promise<void> => {
    const more = await indexChanged(sql).catch((error) => {
      onError(error);
      return false;
    });
    if (!stopped) timer = setTimeout(() => void round(), more ? 20 : 2_000);
  };
  void round();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** dist/web, seen from the source and from the built server. */
function findWeb(): string | undefined {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return [path.join(here, '..', 'dist', 'web'), path.join(here, '..', 'web')].find(
    (folder) => existsSync(path.join(folder, 'index.html')) && existsSync(path.join(folder, 'assets')),
  );
}
