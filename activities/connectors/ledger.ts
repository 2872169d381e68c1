// What a process books on a ledger, and booking it back. An entry names its case, its step and its document, and is made once.
import { z } from 'zod';
import type { Value, Variables } from '../../bpmn/instance.ts';
import { type Booked, book, bookBack, effectsOf, type Movement } from '../../db/ledgers.ts';
import type { Register } from '../../records/register.ts';
import { BusinessError, Hopeless } from '../call-service.ts';
import type { ServiceCall } from '../contract.ts';
import type { Descriptor, Setting } from './descriptor.ts';
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

/** The lines of a verb as entries: each moves so much a piece. An account is named `account`, or as its register is. */
function movementsOf(
  call: ServiceCall,
  ledger: Register,
  { lines = [], entries = [] }: z.infer<typeof inputs>,
): Movement[] {
  const verb = ledger.ledger?.verbs.find(({ key }) => key === call.headers.verb);
  if (lines.length && !verb)
    throw new Hopeless(
      `"${call.name}" books "${call.headers.verb ?? ''}", which the ledger ${ledger.key} does not know`,
    );
  const measures = new Set(ledger.ledger?.measures.map(({ key }) => key));
  const unknown = entries.find(({ measure }) => !measures.has(measure));
  if (unknown)
    throw new Hopeless(`"${call.name}" books "${unknown.measure}", which the ledger ${ledger.key} does not count`);
  const of = ledger.ledger?.account ?? 'account';
  return [
    ...entries,
    ...lines.flatMap((line) => {
      const account = String(line.account ?? line[of] ?? '');
      if (!account) throw new Hopeless(`"${call.name}" has a line that names no ${of}`);
      return Object.entries(verb?.moves ?? {}).map(([measure, sign]) => ({
        account,
        measure,
        delta: sign * line.quantity,
      }));
    }),
  ];
}

const result = ({ entries, short }: Booked): Variables => ({
  entries: entries as unknown as Value,
  short: short as unknown as Value,
});
const notEnough = (ledger: Register, { short }: Booked): Error =>
  new BusinessError('NOT_ENOUGH', `${ledger.key} has too little of ${short.map(({ account }) => account).join(', ')}`, {
    short: short as unknown as Value,
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
      const entries = movementsOf(call, ledger, read.data);
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
      if (!booked.ok) throw notEnough(ledger, booked);
      return result(booked);
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
        if (!booked.ok) throw notEnough(ledger, booked);
        entries.push(...(booked.entries as unknown as Value[]));
      }
      return { entries };
    },
};

export const LEDGER_CONNECTORS: Descriptor[] = [APPEND, UNDO];
