// Refunds and the order's settlement, booked in whole cents.
import type { Sql } from '../../db/connect.ts';
import type { Connector } from '../call-service.ts';
import { once } from './once.ts';

export const refundPayment =
  (sql: Sql): Connector =>
  (call) =>
    once(sql, call, async () => ({ refundNo: `RF-${call.key.replace(/[^A-Za-z0-9]/g, '').slice(-16)}` }));

/** Stand-in until cost prices are kept: 30 % of what was paid, less a flat freight of 3.00. */
export const settleOrder =
  (sql: Sql): Connector =>
  (call) =>
    once(sql, call, async () => {
      const amount = typeof call.input.amount === 'number' ? call.input.amount : 0;
      return { margin: Math.round(amount * 0.3) - 300 };
    });
