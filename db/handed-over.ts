// Service calls that people do: a task for an open call of a case.
import type { Variables } from '../bpmn/instance.ts';
import type { Sql } from './connect.ts';

export type HandedOver = {
  case: string;
  wait: string;
  element: string;
  name: string;
  form: string;
  /** Which of the inputs lists show, in this order. */
  summary: string[];
  locals: Variables;
  offers: string[];
  /** Who has it from its beginning. */
  assignee: string | null;
  now: number;
  due: number;
};

const idOf = (caseId: string, wait: string) => `${caseId}:${wait}`;

export async function isHandedOver(sql: Sql, caseId: string, wait: string): Promise<boolean> {
  const [row] = await sql`select 1 from task where id = ${idOf(caseId, wait)}`;
  return Boolean(row);
}

/** Whom references mean who are here. */
export async function resolved(sql: Sql, refs: string[]): Promise<string[]> {
  const [row] = await sql<{ refs: string[] }[]>`select directory_refs(${refs}::text[]) as refs`;
  return row?.refs ?? [];
}

/** As people call it. */
export async function nameOfRef(sql: Sql, ref: string): Promise<string> {
  const id = ref.slice(ref.indexOf(':') + 1);
  const [row] = await sql<{ name: string }[]>`
    select name from role where ${ref} = 'role:' || id union all select name from person where ${ref} = 'person:' || id`;
  return row?.name ?? id;
}

/** Safe to repeat. Where the case waits for the call no more, there is nothing to do. */
export async function handOver(sql: Sql, task: HandedOver): Promise<void> {
  const id = idOf(task.case, task.wait);
  const summary = task.summary
    .flatMap((name) => {
      const value = task.locals[name];
      return ['string', 'number', 'boolean'].includes(typeof value) ? [{ name, value }] : [];
    })
    .slice(0, 5);
  await sql.begin(async (tx) => {
    // Nobody looks after a call that people have: it may last for days (hosts.ts). Whoever ends the wait meets us on this row.
    const [open] = await tx`
      update subscription set armed_at = 'infinity'
      where case_id = ${task.case} and wait = ${task.wait} and kind = 'job' returning wait`;
    if (!open) return;
    const [made] = await tx`
      insert into task (id, case_id, family, host, wait, element, key, version, name, form, title, titles, business_key, summary, locals, state, offers, assignee, claimed_at, created_at, due)
      select ${id}, c.id, c.family, c.host, ${task.wait}, ${task.element}, c.key, c.version, ${task.name}, ${task.form}, c.title, c.titles, c.business_key,
        ${tx.json(summary as never)}, ${tx.json(task.locals as never)}, 'open', ${task.offers}::text[], ${task.assignee}, case when ${task.assignee}::text is not null then now() end, ${task.now}, ${task.due}
      from cases c where c.id = ${task.case} on conflict (id) do nothing returning id`;
    if (!made) return;
    await tx`
      insert into task_offer (ref, due, task_id, key)
      select r, ${task.due}, ${id}, c.key from unnest(${task.offers}::text[]) r, cases c where c.id = ${task.case} and ${task.assignee}::text is null on conflict do nothing`;
    await tx`insert into feed (case_id, refs) values (${task.case}, ${task.offers})`;
    await tx`select pg_notify('zhangfa_feed', '')`;
  });
}
