// One effect a key: the work and its result are committed together; a repeat gets the result.
import type { Variables } from '../../bpmn/instance.ts';
import type { Sql, Transaction } from '../../db/connect.ts';
import type { ServiceCall } from '../contract.ts';

export function once(sql: Sql, call: ServiceCall, work: (tx: Transaction) => Promise<Variables>): Promise<Variables> {
  return sql.begin(async (tx): Promise<Variables> => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${call.key}, 1))`;
    const [known] = await tx<{ result: Variables }[]>`select result from effect where key = ${call.key}`;
    if (known) return known.result;
    const result = await work(tx);
    await tx`insert into effect (key, topic, case_id, request, result) values (${call.key}, ${call.topic}, ${call.case}, ${tx.json(call.input as never)}, ${tx.json(result as never)})`;
    return result;
  }) as Promise<Variables>;
}
