// Hosts whose workflow tasks fail again and again: a core that has changed under them, or something that no turn survives. They are
// started anew from Postgres, which is always right; where that does not help either, their family is set aside, and the worker lives on.
import type { Client } from '@temporalio/client';
import type { Sql } from '../db/connect.ts';
import { type HostRow, overdueHosts } from '../db/hosts.ts';
import { countTrouble, setAside, silentHosts } from '../db/quarantine.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';

/** Attempts of one workflow task after which nobody waits any longer. */
const ATTEMPTS = 3;
/** Within ten minutes a host is started anew so often; then its family is set aside. */
const FRESH_STARTS = 2;
const AT_ONCE = 20;
/** A task that runs out of time may do so of a worker that was killed, or of a machine that has too much to do. Only in a life as long as
 * its attempts take, and where few hosts are struck at once, it is the host's own. */
const LIFE_MS = 60_000;
const FEW = 3;

/** `late`: its attempts have run out of time; nothing has failed. */
type Failing = { attempt: number; why: string; changed: boolean; late: boolean };
export type Hosts = {
  /** undefined = it does not run, or does not fail. */
  failing(host: string): Promise<Failing | undefined>;
  /** The next command starts it anew. */
  end(host: string, why: string): Promise<void>;
};

export function temporalHosts(client: Client): Hosts {
  const { workflowService } = client;
  const { namespace } = client.options;
  /** What the last task failed of, unless it ran out of time; repeated attempts are not written down, so the newest event may be older than the attempt. */
  async function lastFailure(workflowId: string): Promise<string | undefined> {
    const { history } = await workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId },
      maximumPageSize: 10,
    });
    const failed = history?.events?.find(
      (event) => event.workflowTaskFailedEventAttributes || event.workflowTaskTimedOutEventAttributes,
    );
    return failed?.workflowTaskFailedEventAttributes?.failure?.message ?? undefined;
  }
  return {
    async failing(host) {
      try {
        const { pendingWorkflowTask } = await workflowService.describeWorkflowExecution({
          namespace,
          execution: { workflowId: host },
        });
        const attempt = pendingWorkflowTask?.attempt ?? 0;
        if (attempt < ATTEMPTS) return undefined;
        const failure = await lastFailure(host);
        const why = failure ?? 'its work is never finished';
        const changed = /core has changed|nondeterminism|\[TMPRL1100\]/i.test(why);
        return { attempt, why, changed, late: failure === undefined };
      } catch {
        return undefined;
      }
    },
    async end(host, why) {
      await client.workflow
        .getHandle(host)
        .terminate(why)
        .catch(() => undefined);
    },
  };
}

/**
 * Gives the number of hosts that were ended. Whoever waits for an answer sends again, and what is due is looked after (watch.ts).
 * @param livedMs how long the worker that has these hosts has lived
 * @param deaf hosts that the watch has touched in vain: a case may wait for the answer of a service call alone
 */
export async function tendFailing(
  sql: Sql,
  hosts: Hosts,
  { silentMs = 10_000, overdueMs = 15_000, livedMs = Number.POSITIVE_INFINITY, deaf = [] as HostRow[] } = {},
): Promise<number> {
  const { clock } = await readShop(sql);
  const late = shopTime(clock, Date.now() - overdueMs);
  const suspects = new Map(
    [...deaf, ...(await silentHosts(sql, silentMs, AT_ONCE)), ...(await overdueHosts(sql, late, AT_ONCE))].map(
      ({ host, family }) => [host, family],
    ),
  );
  const struck: { host: string; family: string; trouble: Failing }[] = [];
  for (const [host, family] of suspects) {
    const trouble = await hosts.failing(host);
    if (trouble) struck.push({ host, family, trouble });
  }
  const isOfTheMachine = livedMs < LIFE_MS || struck.filter(({ trouble }) => trouble.late).length > FEW;
  for (const { host, family, trouble } of struck) {
    console.error(`host ${host}: task failed ${trouble.attempt} times (${trouble.why}); started anew`);
    if (!(trouble.late && isOfTheMachine)) {
      const times = await countTrouble(sql, host);
      // Of a shared host nobody knows which family it is.
      if (times > FRESH_STARTS && !trouble.changed && host.startsWith('case/'))
        await setAside(sql, family, host, trouble.why);
    }
    await hosts.end(host, trouble.why);
  }
  return struck.length;
}
