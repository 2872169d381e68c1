// What a process books on a ledger, and booking it back. An entry names its case, its step and its document, and is made once.
import { z } from 'zod';
import type { Value, Variables } from '../../bpmn/instance.ts';
import { book, bookBack, effectsOf } from '../../db/ledgers.ts';
import { bookedOutcome, movementsOf } from '../../records/service.ts';
import { Hopeless } from '../call-service.ts';
import type { Descriptor, Setting } from './descriptor.ts';
import { said, told } from './outcome.ts';
import { registerOf } from './records.ts';

const LEDGER: Setting = { name: 'ledger', label: { zh: '流水', en: 'Ledger' }, kind: 'text', required: true };
const VERB: Setting = { name: 'verb', label: { zh: '记什么', en: 'What is booked' }, kind: 'text' };

const Entry = z.object({ account: z.string().min(1), measure: z.string().min(1), delta: z.number() });
const inputs = z.object({
  lines: z
    .array(z.looseObject({ quantity: z.number() }))
    .optional()
    .meta({ zh: '哪些、多少', en: 'What and how much' }),
  entries: z.array(Entry).optional().meta({ zh: '一笔一笔', en: 'Entries' }),
  doc: z.record(z.string(), z.unknown()).optional().meta({ zh: '单据', en: 'Document' }),
  partial: z.boolean().optional().meta({ zh: '有多少记多少', en: 'As much as there is' }),
});

const APPEND: Descriptor = {
  id: 'ledger.append',
  kind: 'call',
  words: { zh: '记流水', en: 'Book on a ledger' },
  inputs,
  settings: [LEDGER, VERB],
  outputs: [
    { name: 'entries', label: { zh: '记下的', en: 'What was booked' } },
    { name: 'short', label: { zh: '不够的', en: 'What was short' } },
  ],
  call:
    ({ sql }) =>
    async (call) => {
      const { register: ledger, at } = await registerOf(sql, call, 'ledger');
      const read = inputs.safeParse(call.input);
      if (!read.success)
        throw new Hopeless(
          `"${call.name}" cannot be booked: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
        );
      const entries = movementsOf(call.name, ledger, call.headers.verb, read.data);
      if ('hopeless' in entries) throw told(entries);
      const booked = await book(
        sql,
        ledger,
        { by: null, at, case: call.case, element: call.element },
        {
          effect: call.key,
          entries,
          doc: {
            ...(call.headers.verb && { verb: call.headers.verb }),
            ...(call.businessKey && { number: call.businessKey }),
            ...(read.data.doc as Variables),
          },
          ...(read.data.partial && { partial: true }),
        },
      );
      return said(bookedOutcome(ledger, booked));
    },
};

const UNDO: Descriptor = {
  id: 'ledger.undo',
  kind: 'call',
  words: { zh: '冲回流水', en: 'Book back' },
  inputs: z.object({}),
  settings: [LEDGER, { name: 'of', label: { zh: '冲回哪一步', en: 'Of which step' }, kind: 'text', required: true }],
  outputs: [{ name: 'entries', label: { zh: '冲回的', en: 'What was booked back' } }],
  call:
    ({ sql }) =>
    async (call) => {
      const { register: ledger, at } = await registerOf(sql, call, 'ledger');
      const entries: Value[] = [];
      // Each effect of the step by itself: a repeat finds those that are still to do.
      for (const undoes of await effectsOf(sql, ledger.key, call.case, call.headers.of ?? '')) {
        const booked = await bookBack(
          sql,
          ledger,
          { by: null, at, case: call.case, element: call.element },
          { effect: `${call.key}/${undoes}`, undoes },
        );
        said(bookedOutcome(ledger, booked));
        entries.push(...(booked.entries as unknown as Value[]));
      }
      return { entries };
    },
};

export const LEDGER_CONNECTORS: Descriptor[] = [APPEND, UNDO];
