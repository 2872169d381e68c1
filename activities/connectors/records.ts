// What a process does with registers: read a record, find some, write one. A write is one effect of its step, made once.

import { z } from 'zod';
import { zoneOf } from '../../bpmn/duration.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { familyDepth, processOf } from '../../db/cases.ts';
import type { Sql, Transaction } from '../../db/connect.ts';
import { publishedBody } from '../../db/content.ts';
import { balancesBeside } from '../../db/ledgers.ts';
import { NotFindable } from '../../db/record-filters.ts';
import { listRecords } from '../../db/record-lists.ts';
import { type Refusal, writeRecord } from '../../db/record-writes.ts';
import { type RecordRow, recordByKey } from '../../db/records.ts';
import { readShop } from '../../db/settings.ts';
import type { Register } from '../../records/register.ts';
import {
  dayIn,
  findOf,
  notSearchable,
  putOf,
  recordMissing,
  registerMissing,
  snapshot,
  unwritten,
} from '../../records/service.ts';
import { words } from '../../words/connectors.ts';
import { shopTime } from '../../workflows/clock.ts';
import type { ServiceCall } from '../contract.ts';
import { type Descriptor, type Setting, Text } from './descriptor.ts';
import { once } from './once.ts';
import { failureOf, said } from './outcome.ts';

const REGISTER: Setting = { name: 'register', label: words('register'), kind: 'register', required: true };
/** Secret fields that the case may keep; without being named they stay where they are. */
export const SECRETS: Setting = { name: 'secrets', label: words('secretFields'), kind: 'secretFields' };

export type PublishedRegister = { register: Register; version: number; at: number; zone: string };
/** The register that a step names, as it holds now. */
export async function registerOf(
  sql: Sql | Transaction,
  call: ServiceCall,
  setting = 'register',
): Promise<PublishedRegister> {
  const { clock, env } = await readShop(sql);
  const at = shopTime(clock, Date.now());
  const key = call.headers[setting] ?? '';
  const published = await publishedBody<Register>(sql, 'register', key, at);
  if (!published) throw failureOf(registerMissing(call.name, key));
  return { register: published.body, version: published.version, at, zone: env.zone };
}

/** A case of a store meets what the store has before what the whole shop has. */
export const near = ({ store }: ServiceCall): string[] => (store ? [store, ''] : ['']);

async function recordNear(
  sql: Sql | Transaction,
  register: string,
  key: string,
  store: string | undefined,
): Promise<RecordRow | undefined> {
  const own = store ? await recordByKey(sql, register, key, store) : undefined;
  return own ?? recordByKey(sql, register, key);
}

/** Where the record stands; a new one is the store's. */
async function storeOfRecord(
  sql: Sql | Transaction,
  register: string,
  key: string | undefined,
  store: string | undefined,
): Promise<string> {
  if (!store) return '';
  const there = key === undefined ? undefined : await recordNear(sql, register, key, store);
  return there?.store ?? store;
}

/** What ledgers hold for records that may stand in several stores. */
export async function balancesOfRows(
  sql: Sql | Transaction,
  register: Register,
  rows: RecordRow[],
): Promise<(row: RecordRow) => Variables> {
  const byStore = new Map<string, (key: string) => Variables>();
  for (const store of new Set(rows.map((row) => row.store)))
    byStore.set(
      store,
      await balancesBeside(
        sql,
        register,
        rows.filter((row) => row.store === store).map(({ key }) => key),
        store,
      ),
    );
  return ({ store, key }) => byStore.get(store)?.(key) ?? {};
}

const GET: Descriptor = {
  id: 'record.get',
  kind: 'call',
  words: words('readARecord'),
  inputs: z.object({ key: Text('key') }),
  settings: [REGISTER, SECRETS],
  outputs: [{ name: 'record', label: words('theRecord') }],
  call:
    ({ sql }) =>
    async (call) => {
      const published = await registerOf(sql, call);
      const key = String(call.input.key ?? '');
      const row = await recordNear(sql, published.register.key, key, call.store);
      if (!row) return said(recordMissing(published.register, key));
      const balances = await balancesBeside(sql, published.register, [row.key], row.store);
      return said({
        variables: {
          record: snapshot(published.register, row, { headers: call.headers, balances: balances(row.key) }),
        },
      });
    },
};

const FIND: Descriptor = {
  id: 'record.find',
  kind: 'call',
  words: words('findRecords'),
  inputs: z.object({
    where: z.array(z.object({})).optional().meta(words('conditions')),
    limit: z.number().optional().meta(words('atMost')),
  }),
  settings: [REGISTER, SECRETS],
  outputs: [{ name: 'records', label: words('whatWasFound') }],
  call:
    ({ sql }) =>
    async (call) => {
      const published = await registerOf(sql, call);
      const { register, zone, at } = published;
      const today = dayIn(zoneOf(zone), at);
      try {
        const { items } = await listRecords(
          sql,
          published.register,
          { rows: 'all' },
          { ...findOf(call.input), today, me: '', store: near(call) },
        );
        const balances = await balancesOfRows(sql, published.register, items);
        return {
          records: items.map((row) =>
            snapshot(published.register, row, { headers: call.headers, balances: balances(row) }),
          ),
        };
      } catch (error) {
        if (error instanceof NotFindable) return said(notSearchable(call.name, register, error.field));
        throw error;
      }
    },
};

const PUT: Descriptor = {
  id: 'record.put',
  kind: 'call',
  words: words('writeARecord'),
  inputs: z.looseObject({
    key: Text('key').optional(),
    rev: z.number().optional().meta(words('revisionSeen')),
    reason: Text('reason').optional(),
    reasonEnglish: Text('reasonEnglish').optional(),
  }),
  settings: [REGISTER, SECRETS],
  outputs: [{ name: 'record', label: words('theRecord') }],
  call:
    ({ sql }) =>
    async (call) =>
      once(sql, call, async (tx) => {
        const published = await registerOf(tx, call);
        const { reason, ...put } = putOf(call.input);
        const written = await writeRecord(
          tx,
          { is: 'process', process: (await processOf(tx, call.case)) ?? '' },
          {
            by: null,
            at: published.at,
            case: call.case,
            element: call.element,
            depth: await familyDepth(tx, call.case),
            ...(reason !== undefined && { reason }),
          },
          {
            register: published.register,
            version: published.version,
            store: await storeOfRecord(tx, published.register.key, put.key, call.store),
            upsert: true,
            ...put,
          },
        );
        if (!written.ok) return refused(call, published.register, written);
        return {
          record: snapshot(published.register, written.record, { headers: call.headers }),
          changed: written.changed,
        };
      }),
};

function refused(call: ServiceCall, register: Register, refusal: Refusal): Variables {
  if (refusal.why === 'changed')
    return said(unwritten(call.name, register, { why: 'changed', key: refusal.record.key, rev: refusal.record.rev }));
  if (refusal.why !== 'ofProcess') return said(unwritten(call.name, register, refusal));
  const names = new Map(refusal.processes.map(({ key, name }) => [key, name]));
  const processes = refusal.processes.map(({ key }) => key);
  return said(unwritten(call.name, register, { ...refusal, processes }, (key) => names.get(key) ?? key));
}

export const RECORDS: Descriptor[] = [GET, FIND, PUT];
