// Hosts whose workflow tasks fail again and again: a core that has changed under them, or something that no turn survives. They are
// started anew from Postgres, which is always right; where that does not help either, their family is set aside, and the worker lives on.
import type { Client } from '@temporalio/client';
import type { Sql } from '../db/connect.ts';
import { overdueHosts } from '../db/hosts.ts';
import { countTrouble, setAside, silentHosts } from '../db/quarantine.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';

/** Attempts of one workflow task after which nobody waits any longer. */
const ATTEMPTS = 3;
/** Within ten minutes a host is started anew so often; then its family is set aside. */
const FRESH_STARTS = 2;
const AT_ONCE = 20;

type Failing = { attempt: number; why: string; changed: boolean };
export type Hosts = {
  /** undefined = it does not run, or does not fail. */
  failing(host: string): Promise<Failing | undefined>;
  /** The next command starts it anew. */
  end(host: string, why: string): Promise<void>;
};

export function temporalHosts(client: Client): Hosts {
  const { workflowService } = client;
  const { namespace } = client.options;
  /** What the last task failed of; repeated attempts are not written down, so the newest event may be older than the attempt. */
  async function lastFailure(workflowId: string): Promise<string | undefined> {
    const { history } = await workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId },
      maximumPageSize: 10,
    });
    const failed = history?.events?.find((event) => event.workflowTaskFailedEventAttributes);
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
        const why = (await lastFailure(host)) ?? 'its work is never finished';
        return { attempt, why, changed: /core has changed|nondeterminism|\[TMPRL1100\]/i.test(why) };
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

/** Gives the number of hosts that were ended. Whoever waits for an answer sends again, and what is due is looked after (watch.ts). */
export async function tendFailing(sql: Sql, hosts: Hosts, silentMs = 10_000, overdueMs = 15_000): Promise<number> {
  const { clock } = await readShop(sql);
  const late = shopTime(clock, Date.now() - overdueMs);
  const suspects = new Map(
    [...(await silentHosts(sql, silentMs, AT_ONCE)), ...(await overdueHosts(sql, late, AT_ONCE))].map((row) => [
      row.host,
      row.family,
    ]),
  );
  let ended = 0;
  for (const [host, family] of suspects) {
    const trouble = await hosts.failing(host);
    if (!trouble) continue;
    const times = await countTrouble(sql, host);
    console.error(`host ${host}: task failed ${trouble.attempt} times (${trouble.why}); started anew`);
    // Of a shared host nobody knows which family it is.
    if (times > FRESH_STARTS && !trouble.changed && host.startsWith('case/'))
      await setAside(sql, family, host, trouble.why);
    await hosts.end(host, trouble.why);
    ended += 1;
  }
  return ended;
}
