// What a process does with registers: read a record, find some, write one. A write is one effect of its step, made once.
import { z } from 'zod';
import type { Value, Variables } from '../../bpmn/instance.ts';
import { familyDepth, processOf } from '../../db/cases.ts';
import type { Sql, Transaction } from '../../db/connect.ts';
import { heldBody } from '../../db/content.ts';
import { namesOfFields, type Refusal, writeRecord } from '../../db/record-writes.ts';
import { listRecords, NotFindable, type RecordRow, recordByKey } from '../../db/records.ts';
import { readShop } from '../../db/settings.ts';
import type { Filter, Register } from '../../records/register.ts';
import { shopTime } from '../../workflows/clock.ts';
import { BusinessError, Hopeless } from '../call-service.ts';
import type { ServiceCall } from '../contract.ts';
import { type Descriptor, type Setting, Text } from './descriptor.ts';
import { once } from './once.ts';

const REGISTER: Setting = { name: 'register', label: { zh: '台账', en: 'Register' }, kind: 'text', required: true };

export type HeldRegister = { register: Register; version: number; at: number };
/** The register that a step names, as it holds now. */
export async function registerOf(
  sql: Sql | Transaction,
  call: ServiceCall,
  setting = 'register',
): Promise<HeldRegister> {
  const { clock } = await readShop(sql);
  const at = shopTime(clock, Date.now());
  const key = call.headers[setting] ?? '';
  const held = await heldBody<Register>(sql, 'register', key, at);
  if (!held)
    throw new Hopeless(
      `"${call.name}" needs the register "${key}", which is not published here; install its pack, or publish it, then retry`,
    );
  return { register: held.body, version: held.version, at };
}

/** What a case keeps of a record: which revision it saw, and its fields as they were. */
const snapshot = ({ register }: HeldRegister, { key, rev, title, values }: RecordRow): Variables => ({
  ...values,
  key,
  rev,
  title,
  ref: `${register.key}/${key}`,
});

const GET: Descriptor = {
  id: 'record.get',
  kind: 'call',
  words: { zh: '读一条台账', en: 'Read a record' },
  inputs: z.object({ key: Text('编号', 'Key') }),
  settings: [REGISTER],
  outputs: [{ name: 'record', label: { zh: '这一条', en: 'The record' } }],
  call:
    ({ sql }) =>
    async (call) => {
      const held = await registerOf(sql, call);
      const key = String(call.input.key ?? '');
      const row = await recordByKey(sql, held.register.key, key);
      if (!row)
        throw new BusinessError('RECORD_MISSING', `no record "${key}" in ${held.register.key}`, {
          register: held.register.key,
          key,
        });
      return { record: snapshot(held, row) };
    },
};

const MOST = 200;
const FIND: Descriptor = {
  id: 'record.find',
  kind: 'call',
  words: { zh: '查台账', en: 'Find records' },
  inputs: z.object({
    where: z.array(z.object({})).optional().meta({ zh: '条件', en: 'Conditions' }),
    limit: z.number().optional().meta({ zh: '最多几条', en: 'At most' }),
  }),
  settings: [REGISTER],
  outputs: [{ name: 'records', label: { zh: '查到的', en: 'What was found' } }],
  call:
    ({ sql }) =>
    async (call) => {
      const held = await registerOf(sql, call);
      const { where = [], limit = MOST, ...fields } = call.input as { where?: Filter[]; limit?: number } & Variables;
      const equal = Object.entries(fields).map(
        ([field, value]): Filter => ({ field, is: '=', value: value as string }),
      );
      const today = new Date(held.at).toISOString().slice(0, 10);
      try {
        const { items } = await listRecords(
          sql,
          held.register,
          { rows: 'all' },
          { where: [...equal, ...where], today, me: '', limit: Math.min(MOST, Math.max(1, limit)) },
        );
        return { records: items.map((row) => snapshot(held, row)) };
      } catch (error) {
        if (error instanceof NotFindable)
          throw new Hopeless(
            `"${call.name}" looks for "${error.field}", which ${held.register.key} cannot be searched by; make the field findable, then retry`,
          );
        throw error;
      }
    },
};

const PUT: Descriptor = {
  id: 'record.put',
  kind: 'call',
  words: { zh: '写台账', en: 'Write a record' },
  inputs: z.looseObject({
    key: Text('编号', 'Key').optional(),
    rev: z.number().optional().meta({ zh: '看过的版次', en: 'Revision seen' }),
    reason: Text('原因', 'Reason').optional(),
  }),
  settings: [REGISTER],
  outputs: [{ name: 'record', label: { zh: '这一条', en: 'The record' } }],
  call:
    ({ sql }) =>
    async (call) =>
      once(sql, call, async (tx) => {
        const held = await registerOf(tx, call);
        const { key, rev, reason, ...values } = call.input;
        const written = await writeRecord(
          tx,
          { is: 'process', process: (await processOf(tx, call.case)) ?? '' },
          {
            by: null,
            at: held.at,
            case: call.case,
            element: call.element,
            depth: await familyDepth(tx, call.case),
            ...(typeof reason === 'string' && { reason }),
          },
          {
            register: held.register,
            version: held.version,
            upsert: true,
            values,
            ...(typeof key === 'string' && key !== '' && { key }),
            ...(typeof rev === 'number' && { rev }),
          },
        );
        if (!written.ok) throw refused(call, held.register, written);
        return { record: snapshot(held, written.record), changed: written.changed };
      }),
};

/** What the model may catch: somebody was faster, or the register does not take it. */
function refused(call: ServiceCall, register: Register, refusal: Refusal): Error {
  const about = (field: string) => namesOfFields(register, [field]);
  switch (refusal.why) {
    case 'changed':
      return new BusinessError('RECORD_CHANGED', `${register.key}/${refusal.record.key} was changed meanwhile`, {
        rev: refusal.record.rev,
      });
    case 'taken':
      return new BusinessError('RECORD_TAKEN', `another record of ${register.key} has this value`, {
        field: refusal.field,
      });
    case 'invalid':
      return new BusinessError(
        'RECORD_REFUSED',
        `${register.key} does not take ${namesOfFields(
          register,
          refusal.errors.map(({ path }) => path),
        )}`,
        {
          errors: refusal.errors as unknown as Value,
        },
      );
    case 'ofProcess':
      return new Hopeless(
        `"${call.name}" writes "${about(refusal.field)}", which belongs to other processes: ${refusal.processes.map(({ name }) => name).join(', ')}`,
      );
    case 'computed':
      return new Hopeless(`"${call.name}" writes "${about(refusal.field)}", which is computed`);
    case 'unknownField':
      return new Hopeless(
        `"${call.name}" writes "${refusal.field}", and ${register.key} has no such field; correct the process, or add the field, then retry`,
      );
    default:
      return new BusinessError('RECORD_REFUSED', `${register.key} does not take it: ${refusal.why}`);
  }
}

export const RECORDS: Descriptor[] = [GET, FIND, PUT];
