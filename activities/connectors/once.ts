// One effect a key: the work and its result are committed together; a repeat gets the result.
import type { Variables } from '../../bpmn/instance.ts';
import type { Sql, Transaction } from '../../db/connect.ts';
import { effectOnce } from '../../db/effects.ts';
import type { ServiceCall } from '../contract.ts';

export const once = (sql: Sql, call: ServiceCall, work: (tx: Transaction) => Promise<Variables>): Promise<Variables> =>
  effectOnce(sql, { key: call.key, topic: call.topic, case: call.case, wait: call.wait, request: call.input }, work);
