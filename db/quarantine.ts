// Families set aside: whatever is tried with them fails, so nothing of theirs is carried out until somebody resumes them. The case
// shows it as an incident of its own.
import type { HostAnswer } from '../workflows/messages.ts';
import type { Sql, Transaction } from './connect.ts';

/** The id of the incident that stands for it; those of the core begin with k. */
export const SET_ASIDE = 'aside';

/** Which of these are set aside. */
export async function setAsideAmong(sql: Sql, families: string[]): Promise<string[]> {
  if (families.length === 0) return [];
  const rows = await sql<{ family: string }[]>`select family from quarantine where family = any(${families})`;
  return rows.map(({ family }) => family);
}

/** A case that has not even begun is not set aside: what asked for it is refused, and that is the end of it. */
export async function setAside(sql: Sql, family: string, host: string, why: string): Promise<void> {
  const refusal: HostAnswer = { ok: false, code: 'setAside', detail: why };
  await sql.begin(async (tx) => {
    const [begun] = await tx`select 1 from cases where id = ${family}`;
    if (!begun) {
      await tx`
        update command set answer = ${tx.json(refusal as never)}, answered_at = now(), confirmed = true
        where family = ${family} and answer is null`;
      return;
    }
    const [fresh] = await tx`
      insert into quarantine (family, host, why) values (${family}, ${host}, ${why}) on conflict do nothing returning family`;
    if (!fresh) return;
    await tx`
      insert into incident (case_id, id, key, element, kind, message, opened_at)
      select id, ${SET_ASIDE}, key, key, 'quarantined', ${why}, updated_at from cases where id = ${family}
      on conflict (case_id, id) do update set message = excluded.message, opened_at = excluded.opened_at, closed_at = null, closed_how = null`;
    await tx`update cases set incidents = incidents + 1 where id = ${family}`;
    await tx`insert into feed (case_id) values (${family})`;
  });
}

/** Gives the host to wake; undefined where the family was not set aside. */
export const resumeFamily = (sql: Sql, family: string): Promise<string | undefined> =>
  sql.begin((tx) => resumeWithin(tx, family));

export async function resumeWithin(tx: Transaction, family: string): Promise<string | undefined> {
  const [row] = await tx<{ host: string }[]>`delete from quarantine where family = ${family} returning host`;
  if (!row) return undefined;
  await tx`
    update incident set closed_at = (select updated_at from cases where id = ${family}), closed_how = 'retry'
    where case_id = ${family} and id = ${SET_ASIDE}`;
  await tx`update cases set incidents = greatest(0, incidents - 1) where id = ${family}`;
  await tx`delete from host_trouble where host = ${row.host}`;
  await tx`insert into feed (case_id) values (${family})`;
  return row.host;
}

/** What these asked for cannot be stored: that is their answer, for good. */
export async function refuseCommands(sql: Sql, ids: string[], answer: HostAnswer): Promise<Record<string, HostAnswer>> {
  const rows = await sql<{ id: string; answer: HostAnswer }[]>`
    update command set answer = coalesce(answer, ${sql.json(answer as never)}), answered_at = coalesce(answered_at, now())
    where id = any(${ids}) returning id, answer`;
  return Object.fromEntries(rows.map(({ id, answer: stands }) => [id, stands]));
}

/** Counts a host that had to be started anew; how often that was within the last ten minutes. */
export async function countTrouble(sql: Sql, host: string): Promise<number> {
  const [row] = await sql<{ times: number }[]>`
    insert into host_trouble (host) values (${host})
    on conflict (host) do update set last_at = now(),
      times = case when host_trouble.last_at < now() - interval '10 minutes' then 1 else host_trouble.times + 1 end
    returning times`;
  return row?.times ?? 1;
}

/** Hosts with commands that nobody has confirmed for so long, each with one of its families. */
export const silentHosts = (sql: Sql, afterMs: number, limit: number): Promise<{ host: string; family: string }[]> =>
  sql<{ host: string; family: string }[]>`
    select host, min(family) as family from command
    where not confirmed and coalesce(not_before, created_at) < now() - ${afterMs} * interval '1 millisecond'
      and not exists (select 1 from quarantine q where q.family = command.family)
    group by host order by min(created_at) limit ${limit}`;
