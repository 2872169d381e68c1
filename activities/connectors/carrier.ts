// Waybills. The stand-in carriers of a demo fail as real ones do, as often as a setting of the sandbox says.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readSetting } from '../../db/settings.ts';
import { words } from '../../words/connectors.ts';
import type { Connector } from '../call-service.ts';
import { type Capability, type Output, Text, type Tools } from './descriptor.ts';
import { once } from './once.ts';

type Trouble = { waybillFailure?: number };

/** A number in [0, 1) that depends on the text only. */
const chance = (text: string) => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

const standIn =
  ({ sql }: Tools, carrier: { name: string; prefix: string; fails: boolean }): Connector =>
  async (call) => {
    const { waybillFailure = 0 } = (await readSetting<Trouble>(sql, 'sandbox')) ?? {};
    const { attempt = 1 } = call;
    if (carrier.fails && chance(`${call.key}/${attempt}`) < waybillFailure)
      throw new Error(`${carrier.name}的面单接口没有应答`);
    return once(sql, call, async () => ({
      waybillNo: `${carrier.prefix}${Math.floor(chance(call.key) * 1e12)
        .toString()
        .padStart(12, '0')}`,
      carrier: carrier.name,
    }));
  };

const inputs = z.object({ orderNo: Text('orderNo'), address: Text('address') });
const waybill: Output[] = [
  { name: 'waybillNo', label: words('waybillNo'), field: { type: 'text', required: true } },
  { name: 'carrier', label: words('carrier'), field: { type: 'text', required: true } },
];

export const CARRIER: Capability[] = [
  {
    id: 'waybill.create',
    kind: 'capability',
    words: words('getAWaybill'),
    role: 'logistics',
    instruction: words('getAWaybill.how'),
    inputs,
    settings: [],
    outputs: waybill,
    sandbox: (tools) => standIn(tools, { name: '顺丰', prefix: 'SF', fails: true }),
  },
  {
    id: 'waybill.fallback',
    kind: 'capability',
    words: words('waybillFromTheSecondCarrier'),
    role: 'logistics',
    instruction: words('waybillFromTheSecondCarrier.how'),
    inputs,
    settings: [],
    outputs: waybill,
    sandbox: (tools) => standIn(tools, { name: '圆通', prefix: 'YT', fails: false }),
  },
  {
    id: 'waybill.void',
    kind: 'capability',
    words: words('voidAWaybill'),
    role: 'logistics',
    instruction: words('voidAWaybill.how'),
    inputs: z.object({ waybillNo: Text('waybillNo'), orderNo: Text('orderNo').optional() }),
    settings: [],
    outputs: [{ name: 'voided', label: words('voided'), done: true }],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => ({ voided: true })),
  },
];
