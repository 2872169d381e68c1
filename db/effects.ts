// Effects of stand-ins and of what lives in our own database, told apart by the key of the call.
import type { Variables } from '../bpmn/instance.ts';
import type { Sql, Transaction } from './connect.ts';

export type Effect = { key: string; topic: string; case: string; request: Variables };

/** The work and its result are committed together; a repeat gets the result. */
export function effectOnce(
  sql: Sql,
  { key, topic, case: caseId, request }: Effect,
  work: (tx: Transaction) => Promise<Variables>,
): Promise<Variables> {
  return sql.begin(async (tx): Promise<Variables> => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`;
    const [known] = await tx<{ result: Variables }[]>`select result from effect where key = ${key}`;
    if (known) return known.result;
    const result = await work(tx);
    await tx`insert into effect (key, topic, case_id, request, result) values (${key}, ${topic}, ${caseId}, ${tx.json(request as never)}, ${tx.json(result as never)})`;
    return result;
  }) as Promise<Variables>;
}
