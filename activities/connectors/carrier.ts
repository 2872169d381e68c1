// Waybills from the built-in stand-in carriers. A sandbox setting makes them fail as real ones do.
import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { Sql } from '../../db/connect.ts';
import { readSetting } from '../../db/settings.ts';
import type { Connector } from '../call-service.ts';
import { once } from './once.ts';

type Trouble = { waybillFailure?: number };

/** A number in [0, 1) that depends on the text only. */
const chance = (text: string) => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

export const createWaybill =
  (sql: Sql, carrier: { name: string; prefix: string; fails: boolean }): Connector =>
  async (call) => {
    const { waybillFailure = 0 } = (await readSetting<Trouble>(sql, 'sandbox')) ?? {};
    const { attempt } = Context.current().info;
    if (carrier.fails && chance(`${call.key}/${attempt}`) < waybillFailure)
      throw new Error(`${carrier.name}的面单接口没有应答`);
    return once(sql, call, async () => ({
      waybillNo: `${carrier.prefix}${Math.floor(chance(call.key) * 1e12)
        .toString()
        .padStart(12, '0')}`,
      carrier: carrier.name,
    }));
  };

export const voidWaybill =
  (sql: Sql): Connector =>
  (call) =>
    once(sql, call, async () => ({ voided: true }));
