// Carries out what turns have left in the outbox, sends again what nobody has confirmed, begins what is due, lets messages expire.
// Any number of these may run side by side: rows are taken with skip locked.

import { settleAbsences } from '../db/absences.ts';
import { type Stored, takeOfMany, takeUnsent } from '../db/commands.ts';
import type { Sql } from '../db/connect.ts';
import { tidyFeed } from '../db/feed.ts';
import { recomputeFormulas } from '../db/formulas.ts';
import type { HostRow } from '../db/hosts.ts';
import { layOutAnew } from '../db/layout.ts';
import { expireMessages, interruptedMessages } from '../db/messages.ts';
import { nameMerged } from '../db/name-merged.ts';
import { tidyPresence } from '../db/presence.ts';
import { readShop } from '../db/settings.ts';
import { reopenAnswered } from '../db/undo.ts';
import { withoutData } from '../db/without-data.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Door } from './door.ts';
import { type Hosts, tendFailing } from './failing.ts';
import { correlate } from './messages.ts';
import { carryOutbox } from './outbox.ts';
import { envelopeOf } from './send.ts';
import { startDue } from './starts.ts';
import { createTeller } from './tell.ts';
import { touchAsleep } from './watch.ts';

const AT_ONCE = 20;
const SEND_AT_ONCE = 100;
const MANY_AT_ONCE = 25;
const MANY_AGAIN_MS = 30_000;
const SEND_MS = 500;
const RESEND_AFTER_MS = 5_000;
const IDLE_MS = 1_000;

export function createDispatcher(
  sql: Sql,
  door: Door,
  hosts: Hosts,
  { missedStarts = 'once', secret }: { missedStarts?: 'once' | 'all' | undefined; secret: string },
): { stop(): Promise<void> } {
  let stopped = false;
  let poke = () => {};
  const listening = sql.listen('zhangfa_outbox', () => poke()).catch(() => undefined);

  async function loop(name: string, pause: number, work: () => Promise<number>) {
    while (!stopped) {
      let done = 0;
      try {
        done = await work();
      } catch (error) {
        if (!stopped) console.error(`dispatcher: ${name}`, withoutData(error));
      }
      if (done === 0 && !stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pause);
          if (name === 'outbox')
            poke = () => {
              clearTimeout(timer);
              resolve();
            };
        });
    }
  }

  /** Commands whose time has come, and those that were never answered: their sender died, or the host did. */
  async function send(): Promise<number> {
    return sendAll(await takeUnsent(sql, RESEND_AFTER_MS, SEND_AT_ONCE), SEND_AT_ONCE);
  }
  /** One of many waits longer before it is sent again: the machine may be busy with the others. */
  const sendMany = async (): Promise<number> =>
    sendAll(await takeOfMany(sql, MANY_AGAIN_MS, MANY_AT_ONCE), MANY_AT_ONCE);

  async function sendAll(commands: Stored[], most: number): Promise<number> {
    await Promise.all(
      commands.map((command) => door.send(command.host, envelopeOf(command, true), 10_000).catch(() => undefined)),
    );
    return commands.length === most ? commands.length : 0;
  }

  /** Messages whose delivery was interrupted, and those that are too old; submissions that came to nothing. */
  async function tend(): Promise<number> {
    await expireMessages(sql);
    for (const id of await interruptedMessages(sql)) await correlate(sql, door, id);
    await reopenAnswered(sql);
    await tidyFeed(sql);
    await tidyPresence(sql);
    return 0;
  }

  const shopNow = async (): Promise<number> => shopTime((await readShop(sql)).clock, Date.now());
  /** Of a large register it takes a while, which nothing else waits for. */
  const layout = async (): Promise<number> => {
    await layOutAnew(sql, await shopNow());
    return 0;
  };
  const names = async (): Promise<number> => {
    await nameMerged(sql, await shopNow());
    return 0;
  };
  const formulas = async (): Promise<number> => recomputeFormulas(sql, await shopNow());

  /** Who is away has his work with his proxy within a second. */
  const absences = async (): Promise<number> => {
    await settleAbsences(sql, await shopNow());
    return 0;
  };

  let deaf: HostRow[] = [];
  const watch = async (): Promise<number> => {
    ({ deaf } = await touchAsleep(sql, door));
    return 0;
  };
  const failing = async (): Promise<number> => {
    await tendFailing(sql, hosts, { livedMs: process.uptime() * 1_000, deaf: deaf.splice(0) });
    return 0;
  };

  const teller = createTeller({ sql, secret });
  const loops = [
    loop('outbox', IDLE_MS, () => carryOutbox(sql, door, AT_ONCE)),
    loop('send', SEND_MS, send),
    loop('many', SEND_MS, sendMany),
    loop('absences', SEND_MS, absences),
    loop('starts', IDLE_MS, () => startDue(sql, door, missedStarts)),
    loop('tend', 2_000, tend),
    loop('watch', 5_000, watch),
    loop('layout', 2_000, layout),
    loop('formulas', 2_000, formulas),
    loop('names', 2_000, names),
    loop('people', IDLE_MS, () => teller.tick()),
    loop('failing', 5_000, failing),
  ];
  return {
    async stop() {
      stopped = true;
      poke();
      await Promise.all(loops);
      await teller.settle();
      await (await listening)?.unlisten().catch(() => {});
    },
  };
}
