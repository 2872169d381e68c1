// Waybills. The stand-in carriers of a demo fail as real ones do, as often as a setting of the sandbox says.
import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { readSetting } from '../../db/settings.ts';
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

const inputs = z.object({ orderNo: Text('订单号', 'Order no.'), address: Text('地址', 'Address') });
const waybill: Output[] = [
  { name: 'waybillNo', label: { zh: '运单号', en: 'Waybill no.' }, field: { type: 'text', required: true } },
  { name: 'carrier', label: { zh: '快递公司', en: 'Carrier' }, field: { type: 'text', required: true } },
];

export const CARRIER: Capability[] = [
  {
    id: 'waybill.create',
    kind: 'capability',
    words: { zh: '取面单', en: 'Get a waybill' },
    role: 'logistics',
    instruction: {
      zh: '在快递公司下单取面单，把运单号和快递公司填在这里。',
      en: 'Order the waybill from the carrier, and enter its number and the carrier here.',
    },
    inputs,
    settings: [],
    outputs: waybill,
    sandbox: (tools) => standIn(tools, { name: '顺丰', prefix: 'SF', fails: true }),
  },
  {
    id: 'waybill.fallback',
    kind: 'capability',
    words: { zh: '备用快递取面单', en: 'Waybill from the second carrier' },
    role: 'logistics',
    instruction: {
      zh: '首选快递取不到面单。换备用快递下单，把运单号和快递公司填在这里。',
      en: 'The first carrier gave no waybill. Order one from the second carrier, and enter its number and the carrier here.',
    },
    inputs,
    settings: [],
    outputs: waybill,
    sandbox: (tools) => standIn(tools, { name: '圆通', prefix: 'YT', fails: false }),
  },
  {
    id: 'waybill.void',
    kind: 'capability',
    words: { zh: '作废面单', en: 'Void a waybill' },
    role: 'logistics',
    instruction: {
      zh: '在快递公司那里作废这张面单；已经揽收的，联系快递拦截。',
      en: 'Void this waybill at the carrier; if the parcel was picked up, have it intercepted.',
    },
    inputs: z.object({ waybillNo: Text('运单号', 'Waybill no.'), orderNo: Text('订单号', 'Order no.').optional() }),
    settings: [],
    outputs: [{ name: 'voided', label: { zh: '已作废', en: 'Voided' }, done: true }],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => ({ voided: true })),
  },
];
