// A message to the buyer: written to the outbox of the back office, where the shop's channel picks it up.
import type { Sql } from '../../db/connect.ts';
import type { Connector } from '../call-service.ts';
import { once } from './once.ts';

export const notifyBuyer =
  (sql: Sql): Connector =>
  (call) =>
    once(sql, call, async () => ({ notified: true }));
