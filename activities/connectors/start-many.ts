// A case for each of many things, and what has become of them. What is to begin is stored together with the answer of the step, once; the
// dispatcher sends it little by little, behind everything else.

import { z } from 'zod';
import { tell } from '../../bpmn/draft.ts';
import { zoneOf } from '../../bpmn/duration.ts';
import type { Value, Variables } from '../../bpmn/instance.ts';
import { DEEPEST, familyDepth, noteFamilyDepths } from '../../db/cases.ts';
import { countOfMany, storeMany } from '../../db/commands.ts';
import type { Transaction } from '../../db/connect.ts';
import { familyOf, nextCaseNumbers } from '../../db/new-case.ts';
import { newestVersion } from '../../db/processes.ts';
import { NotFindable, type Position } from '../../db/record-filters.ts';
import { listRecords } from '../../db/record-lists.ts';
import { type ManyStart, MOST_OF_MANY, startsOfItems, startsOfRecords } from '../../records/many.ts';
import type { Filter } from '../../records/register.ts';
import { dayIn, notSearchable, snapshot, startsInCircle, tooMany } from '../../records/service.ts';
import { words } from '../../words/connectors.ts';
import { named } from '../../words/message.ts';
import { hostOf, type StartBody } from '../../workflows/messages.ts';
import { Hopeless } from '../call-service.ts';
import type { ServiceCall } from '../contract.ts';
import type { Descriptor } from './descriptor.ts';
import { once } from './once.ts';
import { failureOf } from './outcome.ts';
import { balancesOfRows, near, registerOf, SECRETS } from './records.ts';

const PAGE = 500;

const inputs = z.object({
  items: z.array(z.unknown()).optional().meta(words('forEachOf')),
  where: z.array(z.object({})).optional().meta(words('conditions')),
  data: z.record(z.string(), z.unknown()).optional().meta(words('dataOfAll')),
});

const START_MANY: Descriptor = {
  id: 'case.startMany',
  kind: 'call',
  words: words('startManyCases'),
  inputs,
  settings: [
    { name: 'process', label: words('processToStart'), kind: 'process', required: true },
    { name: 'register', label: words('orForEachRecordOf'), kind: 'register' },
    { name: 'view', label: words('onlyOfView'), kind: 'view' },
    { name: 'by', label: words('toldApartBy'), kind: 'text' },
    SECRETS,
  ],
  outputs: [{ name: 'started', label: words('howManyStart') }],
  call:
    ({ sql }) =>
    async (call) =>
      once(sql, call, async (tx) => {
        const starts = await startsOf(tx, call);
        const process = call.headers.process ?? '';
        const newest = await newestVersion(tx, process);
        if (!newest) throw new Hopeless(tell('call.process', { step: named(call.name), process }));
        const depth = (await familyDepth(tx, call.case)) + 1;
        if (depth > DEEPEST) throw failureOf(startsInCircle(process));
        const numbers = await nextCaseNumbers(tx, process, newest.number, starts.length);
        const commands = starts.map(({ key, named, variables }, place) => {
          const id = `many:${call.key}:${key}`;
          const family = familyOf(process, key, id);
          const businessKey = numbers?.[place] ?? (newest.number === null && named ? key : undefined);
          const body: StartBody = {
            do: 'start',
            from: [{ kind: 'case', id: call.case, role: 'start' }],
            key: process,
            version: newest.version,
            variables,
            ...(businessKey !== undefined && { businessKey }),
            ...(call.store !== undefined && { store: call.store }),
          };
          return { id, host: hostOf(family, newest.hosting), family, case: family, body, manyOf: call.case };
        });
        await noteFamilyDepths(
          tx,
          commands.map(({ family }) => family),
          depth,
        );
        await storeMany(tx, commands);
        return { started: commands.length };
      }),
};

async function startsOf(tx: Transaction, call: ServiceCall): Promise<ManyStart[]> {
  const { items, where = [], data = {} } = call.input as { items?: Value[]; where?: Filter[]; data?: Variables };
  if (!call.headers.register) {
    const starts = startsOfItems(call.name, items, call.headers.by || undefined, data);
    if (!Array.isArray(starts)) throw failureOf(starts);
    return starts;
  }
  const { register, at, zone } = await registerOf(tx, call);
  const view = register.views.find(({ key }) => key === call.headers.view);
  if (call.headers.view && !view)
    throw new Hopeless(tell('call.view', { step: named(call.name), view: call.headers.view, register: register.name }));
  const wanted = {
    where: [...(view?.where ?? []), ...where],
    today: dayIn(zoneOf(zone), at),
    me: '',
    limit: PAGE,
    store: near(call),
  };
  const records: Variables[] = [];
  let after: Position | undefined;
  try {
    do {
      const page = await listRecords(tx, register, { rows: 'all' }, { ...wanted, ...(after && { after }) });
      const balances = await balancesOfRows(tx, register, page.items);
      for (const row of page.items)
        records.push(snapshot(register, row, { headers: call.headers, balances: balances(row) }));
      after = page.next ?? undefined;
      if (records.length > MOST_OF_MANY) throw failureOf(tooMany(records.length, MOST_OF_MANY));
    } while (after);
  } catch (error) {
    if (error instanceof NotFindable) throw failureOf(notSearchable(call.name, register, error.field));
    throw error;
  }
  return startsOfRecords(records, data);
}

const COUNT: Descriptor = {
  id: 'case.count',
  kind: 'call',
  words: words('countStartedCases'),
  inputs: z.object({}),
  settings: [{ name: 'process', label: words('onlyOfProcess'), kind: 'process' }],
  outputs: [
    { name: 'all', label: words('manyAll') },
    { name: 'waiting', label: words('manyWaiting') },
    { name: 'open', label: words('manyOpen') },
    { name: 'ended', label: words('manyEnded') },
    { name: 'refused', label: words('manyRefused') },
  ],
  call:
    ({ sql }) =>
    async (call) => ({ ...(await countOfMany(sql, call.case, call.headers.process || undefined)) }),
};

export const MANY: Descriptor[] = [START_MANY, COUNT];
