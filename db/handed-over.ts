// Service calls that people do: a task for an open call of a case.
import type { Variables } from '../bpmn/instance.ts';
import { shopTime } from '../workflows/clock.ts';
import { NEVER } from '../workflows/record.ts';
import type { Sql } from './connect.ts';
import { readShop } from './settings.ts';

export type HandedOver = {
  case: string;
  wait: string;
  element: string;
  name: string;
  form: string;
  locals: Variables;
  offers: string[];
};

const idOf = (caseId: string, wait: string) => `${caseId}:${wait}`;

export async function isHandedOver(sql: Sql, caseId: string, wait: string): Promise<boolean> {
  const [row] = await sql`select 1 from task where id = ${idOf(caseId, wait)}`;
  return Boolean(row);
}

/** Safe to repeat. Where the case waits for the call no more, there is nothing to do. */
export async function handOver(sql: Sql, task: HandedOver): Promise<void> {
  const { clock } = await readShop(sql);
  const id = idOf(task.case, task.wait);
  const summary = Object.entries(task.locals)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    .slice(0, 5)
    .map(([name, value]) => ({ name, value }));
  await sql.begin(async (tx) => {
    // Nobody looks after a call that people have: it may last for days (hosts.ts). Whoever ends the wait meets us on this row.
    const [open] = await tx`
      update subscription set armed_at = 'infinity'
      where case_id = ${task.case} and wait = ${task.wait} and kind = 'job' returning wait`;
    if (!open) return;
    const [made] = await tx`
      insert into task (id, case_id, family, host, wait, element, key, version, name, form, title, business_key, summary, locals, state, offers, created_at, due)
      select ${id}, c.id, c.family, c.host, ${task.wait}, ${task.element}, c.key, c.version, ${task.name}, ${task.form}, c.title, c.business_key,
        ${tx.json(summary as never)}, ${tx.json(task.locals as never)}, 'open', ${task.offers}::text[], ${shopTime(clock, Date.now())}, ${NEVER}
      from cases c where c.id = ${task.case} on conflict (id) do nothing returning id`;
    if (!made) return;
    await tx`
      insert into task_offer (ref, due, task_id, key)
      select r, ${NEVER}, ${id}, c.key from unnest(${task.offers}::text[]) r, cases c where c.id = ${task.case} on conflict do nothing`;
    await tx`insert into feed (case_id, refs) values (${task.case}, ${task.offers})`;
    await tx`select pg_notify('zhangfa_feed', '')`;
  });
}
