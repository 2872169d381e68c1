// What a proof of a case is made of.
import type { ProofCase } from '../proof/document.ts';
import type { Sql, Transaction } from './connect.ts';
import { seesCase, type Viewer } from './viewer.ts';

type Files = Record<string, { name: string; sha256: string; size: number }>;
export type Kept = { cases: ProofCase[]; files: Files };

/** The case and those that it has called, as far as the viewer sees them, as of one moment; undefined where there is none. */
export const keptOf = (sql: Sql, viewer: Viewer, id: string): Promise<Kept | undefined> =>
  sql.begin('isolation level repeatable read read only', async (tx) => {
    const cases = await tx<Omit<ProofCase, 'rows' | 'submissions'>[]>`
      with recursive family as (
        select c.*, 0 as depth from cases c where c.id = ${id}
        union all select c.*, f.depth + 1 from family f join cases c on c.parent = f.id and ${seesCase(tx, viewer)})
      select c.id, c.parent, jsonb_build_object('key', c.key, 'name', d.name, 'version', c.version) as process, c.business_key as "businessKey",
        c.title, c.status, c.outcome, c.starter, c.started_at as "startedAt", c.ended_at as "endedAt", c.erased_at is not null as erased
      from family c join definition d on d.key = c.key and d.version = c.version order by c.depth, c.started_at, c.id`;
    if (cases.length === 0) return undefined;
    const whole: ProofCase[] = [];
    for (const one of cases)
      whole.push({ ...one, rows: await rowsOf(tx, one.id), submissions: await submissionsOf(tx, one.id) });
    const ids = cases.map((one) => one.id);
    const files = await tx<{ id: string; name: string; sha256: string; size: number }[]>`
      select id, name, sha256, size from file where case_id = any(${ids}) order by id`;
    return { cases: whole, files: Object.fromEntries(files.map(({ id: file, ...about }) => [file, about])) };
  });

const rowsOf = async (tx: Transaction, id: string): Promise<ProofCase['rows']> => [
  ...(await tx<ProofCase['rows']>`
    select seq, at, kind, element, token, scope, by, cause, why, data, salt, encode(said, 'hex') as said, encode(link, 'hex') as link
    from history where case_id = ${id} order by seq`),
];

/** Of decisions that stand, and of what was taken back, sent back or undone since. */
const submissionsOf = async (tx: Transaction, id: string): Promise<ProofCase['submissions']> => [
  ...(await tx<ProofCase['submissions']>`
    select task, element, submitted from (
      select t.id as task, t.element, t.submitted, 9223372036854775807 as n from task t where t.case_id = ${id} and t.submitted is not null
      union all
      select p.task_id, t.element, p.submitted, p.n from past_submission p join task t on t.id = p.task_id where p.case_id = ${id}) kept
    order by submitted->>'at', n`),
];
