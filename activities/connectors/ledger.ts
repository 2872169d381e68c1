// What a process books on a ledger, and booking it back. An entry names its case, its step and its document, and is made once.

import { z } from 'zod';
import { tell } from '../../bpmn/draft.ts';
import type { Value, Variables } from '../../bpmn/instance.ts';
import type { Transaction } from '../../db/connect.ts';
import { publishedBody } from '../../db/content.ts';
import { isAwaited } from '../../db/effects.ts';
import { book, bookBack, effectsOf } from '../../db/ledgers.ts';
import { keysUnknown, survivorsOf } from '../../db/records.ts';
import type { Register } from '../../records/register.ts';
import { accountMissing, bookedOutcome, type Movement, movementsOf, type Outcome } from '../../records/service.ts';
import { words } from '../../words/connectors.ts';
import { named } from '../../words/message.ts';
import { Hopeless } from '../call-service.ts';
import type { ServiceCall } from '../contract.ts';
import type { Descriptor, Setting } from './descriptor.ts';
import { failureOf, said } from './outcome.ts';
import { registerOf } from './records.ts';

const LEDGER: Setting = { name: 'ledger', label: words('ledger'), kind: 'ledger', required: true };
const VERB: Setting = { name: 'verb', label: words('whatIsBooked'), kind: 'verb' };

const Entry = z.object({ account: z.string().min(1), measure: z.string().min(1), delta: z.number() });
const inputs = z.object({
  lines: z
    .array(z.looseObject({ quantity: z.number() }))
    .optional()
    .meta(words('whatAndHowMuch')),
  entries: z.array(Entry).optional().meta(words('entries')),
  doc: z.record(z.string(), z.unknown()).optional().meta(words('document')),
  partial: z.boolean().optional().meta(words('asMuchAsThereIs')),
});

const APPEND: Descriptor = {
  id: 'ledger.append',
  kind: 'call',
  words: words('bookOnALedger'),
  inputs,
  settings: [LEDGER, VERB],
  outputs: [
    { name: 'entries', label: words('whatWasBooked') },
    { name: 'short', label: words('whatWasShort') },
  ],
  call:
    ({ sql }) =>
    async (call) => {
      const { register: ledger, at } = await registerOf(sql, call, 'ledger');
      const read = inputs.safeParse(call.input);
      if (!read.success)
        throw new Hopeless(
          tell('call.lines', {
            step: named(call.name),
            why: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
          }),
        );
      const entries = movementsOf(call.name, ledger, call.headers.verb, read.data);
      if ('hopeless' in entries) throw failureOf(entries);
      const booking = {
        effect: call.key,
        entries,
        doc: {
          ...(call.headers.verb && { verb: call.headers.verb }),
          ...(call.businessKey && { number: call.businessKey }),
          ...(read.data.doc as Variables),
        },
        ...(read.data.partial && { partial: true }),
      };
      const outcome = await sql.begin(async (tx): Promise<Outcome> => {
        if (!(await isAwaited(tx, call))) return { variables: {} };
        const accounts = entries.map(({ account }) => account);
        const store = await storeOfAccounts(tx, call, ledger, accounts);
        const now = ledger.ledger && (await survivorsOf(tx, ledger.ledger.account, accounts, store));
        for (const entry of entries) entry.account = now?.get(entry.account) ?? entry.account;
        const strangers = await accountsWithoutRecord(tx, ledger, entries, at, store);
        if (strangers.length > 0) return accountMissing(ledger, strangers);
        return bookedOutcome(
          ledger,
          await book(tx, ledger, { by: null, at, case: call.case, element: call.element }, { ...booking, store }),
        );
      });
      return said(outcome);
    },
};

/** Balances stand where the things stand: with the store of the case, or with the whole shop. */
async function storeOfAccounts(
  tx: Transaction,
  call: ServiceCall,
  { ledger }: Register,
  accounts: string[],
): Promise<string> {
  const { store } = call;
  if (!store || !ledger) return store ?? '';
  const elsewhere = await keysUnknown(tx, ledger.account, [...new Set(accounts)], store);
  if (elsewhere.length === 0) return store;
  if (elsewhere.length === new Set(accounts).size) return '';
  throw new Hopeless(tell('call.stores', { step: named(call.name), store, things: elsewhere.slice(0, 5) }));
}

/** Goods that no list shows must not be booked; where accounts are no records, any name is one. */
async function accountsWithoutRecord(
  tx: Transaction,
  { ledger }: Register,
  entries: Movement[],
  at: number,
  store: string,
): Promise<string[]> {
  const holders = ledger && (await publishedBody<Register>(tx, 'register', ledger.account, at));
  return holders ? keysUnknown(tx, ledger.account, [...new Set(entries.map(({ account }) => account))], store) : [];
}

const UNDO: Descriptor = {
  id: 'ledger.undo',
  kind: 'call',
  words: words('bookBack'),
  inputs: z.object({}),
  settings: [LEDGER, { name: 'of', label: words('ofWhichStep'), kind: 'text', required: true }],
  outputs: [{ name: 'entries', label: words('whatWasBookedBack') }],
  call:
    ({ sql }) =>
    async (call) => {
      const { register: ledger, at } = await registerOf(sql, call, 'ledger');
      const entries: Value[] = [];
      // Each effect of the step by itself: a repeat finds those that are still to do.
      const booked = await effectsOf(sql, ledger.key, call.case, call.headers.of ?? '');
      const own = call.undoes ? booked.filter(({ effect }) => call.undoes?.includes(effect)) : booked;
      for (const { effect: undoes, store } of own) {
        const back = await bookBack(
          sql,
          ledger,
          { by: null, at, case: call.case, element: call.element },
          { effect: `${call.key}/${undoes}`, undoes, store },
        );
        said(bookedOutcome(ledger, back));
        entries.push(...(back.entries as unknown as Value[]));
      }
      return { entries };
    },
};

export const LEDGER_CONNECTORS: Descriptor[] = [APPEND, UNDO];
