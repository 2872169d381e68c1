// Effects of stand-ins and of what lives in our own database, told apart by the key of the call.
import type { Variables } from '../bpmn/instance.ts';
import type { Sql, Transaction } from './connect.ts';

export type Effect = { key: string; topic: string; case: string; wait: string; request: Variables };

/**
 * Does the case still wait for this call? Held until the end of the transaction: whoever ends the wait meets us on its row, and finds what
 * was done. A call that nobody waits for any more (its time was over, its case is gone) must not take effect afterwards.
 */
export async function isAwaited(tx: Transaction, call: { case: string; wait: string }): Promise<boolean> {
  const [row] = await tx`
    select 1 from subscription where case_id = ${call.case} and wait = ${call.wait} and kind = 'job' for key share`;
  return row !== undefined;
}

/** The work and its result are committed together; a repeat gets the result. Nothing is done for whoever waits no more. */
export function effectOnce(
  sql: Sql,
  { key, topic, case: caseId, wait, request }: Effect,
  work: (tx: Transaction) => Promise<Variables>,
): Promise<Variables> {
  return sql.begin(async (tx): Promise<Variables> => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`;
    const [known] = await tx<{ result: Variables }[]>`select result from effect where key = ${key}`;
    if (known) return known.result;
    if (!(await isAwaited(tx, { case: caseId, wait }))) return {};
    const result = await work(tx);
    await tx`insert into effect (key, topic, case_id, request, result) values (${key}, ${topic}, ${caseId}, ${tx.json(request as never)}, ${tx.json(result as never)})`;
    return result;
  }) as Promise<Variables>;
}
