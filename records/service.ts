// What a process asks of registers and ledgers, and what it is answered: the same words for the connectors of a shop and for the world
// of a scenario. A business error can be caught in the drawing; what is hopeless becomes an incident at once.
import type { Value, Variables } from '../feel/value.ts';
import { offsetAt, type Zone } from '../feel/zone.ts';
import { coveredRows } from '../forms/rows.ts';
import type { FieldError } from '../forms/validate.ts';
import { type Message, named, type Texts, teller, toText } from '../words/message.ts';
import type { incidents } from '../words/zh/incidents.ts';
import type { records as recordWords } from '../words/zh/records.ts';
import { type Filter, fieldOf, guardedColumns, isGuarded, type Register, type RegisterField } from './register.ts';
import type { Barred } from './write.ts';

export type Outcome =
  | { variables: Variables }
  | { error: { code: string; message: string; variables: Variables } }
  | { hopeless: Message };
const tell = teller<typeof incidents>();
const tellRecord = teller<typeof recordWords>();
const error = (code: string, message: string, variables: Variables) => ({
  error: { code, message, variables },
});

/**
 * What a case keeps of a record: which revision it saw, its fields and balances as they were, blank ones as null. Of fields that are for
 * some only those that the step names: whoever may see the case would see them.
 */
export const snapshot = (
  register: Register,
  { key, rev, title, values }: { key: string; rev: number; title: string; values: Variables },
  { headers, balances = {} }: { headers: Record<string, string>; balances?: Variables },
): Variables => ({
  ...openValues(
    register,
    Object.fromEntries(register.fields.map((field) => [field.id, asRecord(field, values[field.id] ?? null)])),
    secretsNamed(headers.secrets),
  ),
  ...openValues(register, balances, secretsNamed(headers.secrets)),
  key,
  rev,
  title,
  ref: `${register.key}/${key}`,
});

/** What was written before its field chose a record: the key alone. */
const asRecord = (field: RegisterField, value: Value): Value =>
  field.type === 'record' && !field.many && typeof value === 'string'
    ? { key: value, title: value, ref: `${field.register}/${value}` }
    : value;

/** Names of a step's setting: one a line, or with commas. */
export const secretsNamed = (text = ''): string[] => text.split(/[\s,，、]+/u).filter(Boolean);

/** Without what is for some only, fields and columns of tables, but for the fields that are named. */
export function openValues({ fields }: Register, values: Variables, named: string[] = []): Variables {
  const covered = new Map(fields.filter(({ id }) => !named.includes(id)).map((field) => [field.id, field]));
  return Object.fromEntries(
    Object.entries(values).flatMap(([id, value]): [string, Value][] => {
      const field = covered.get(id);
      if (field && isGuarded(field)) return [];
      return [
        [id, field?.type === 'table' ? coveredRows(value ?? null, guardedColumns(field), false) : (value as Value)],
      ];
    }),
  );
}

const RECORDS_IN_NEWS = ['old', 'new', 'record'];
/** What a case is given of a change: whoever listens may judge by what is secret, and is not told it. */
export const openNews = (register: Register | undefined, news: Variables): Variables =>
  register
    ? Object.fromEntries(
        Object.entries(news).map(([name, value]) => [
          name,
          RECORDS_IN_NEWS.includes(name) && value !== null && typeof value === 'object'
            ? openValues(register, value as Variables)
            : value,
        ]),
      )
    : news;

export const recordMissing = (register: Register, key: string): Outcome =>
  error('RECORD_MISSING', `no record "${key}" in ${register.key}`, { register: register.key, key });
export const registerMissing = (step: string, key: string): { hopeless: Message } => ({
  hopeless: tell('call.register', { step: named(step), register: key }),
});

export const notSearchable = (step: string, register: Register, field: string): { hopeless: Message } => ({
  hopeless: tell('call.notSearchable', { step: named(step), field, register: register.name }),
});

/** The shop's day. */
export const dayIn = (zone: Zone, at: number): string =>
  new Date(at + offsetAt(zone, at / 1_000) * 1_000).toISOString().slice(0, 10);

const MOST_FOUND = 200;
/** What `record.find` was handed over: what is no setting of its own is a field with the value that it has, or one of a list. */
export function findOf({ where, limit, ...fields }: Variables): { where: Filter[]; limit: number } {
  const equal = Object.entries(fields).map(
    ([field, value]): Filter => ({ field, is: Array.isArray(value) ? 'in' : '=', value: value as string }),
  );
  const wanted = typeof limit === 'number' ? limit : MOST_FOUND;
  return {
    where: [...equal, ...((where ?? []) as unknown as Filter[])],
    limit: Math.min(MOST_FOUND, Math.max(1, wanted)),
  };
}

/** What `record.put` was handed over, apart; its reason as the history keeps it, in both languages where the step says both. */
export function putOf({ key, rev, reason, reasonEnglish: en, ...values }: Variables): {
  key?: string;
  rev?: number;
  reason?: string;
  values: Variables;
} {
  return {
    values,
    ...(typeof key === 'string' && key !== '' && { key }),
    ...(typeof rev === 'number' && { rev }),
    ...(typeof reason === 'string' && {
      reason: typeof en === 'string' && en ? toText(tellRecord('why.said', { text: { zh: reason, en } })) : reason,
    }),
  };
}

export type Unwritten =
  | Barred
  | { why: 'invalid'; errors: FieldError[] }
  | { why: 'changed'; rev: number; key: string }
  | { why: 'taken'; field: string | null }
  | { why: 'hasBelow' }
  | { why: 'noRecord' };
/** What the model may catch: somebody was faster, or the register does not take it. */
export function unwritten(
  step: string,
  register: Register,
  refusal: Unwritten,
  processName = (key: string) => key,
): Outcome {
  const about = (paths: string[]) => [...new Set(paths.map((path) => path.split('.')[0]))].join(', ');
  const field = 'field' in refusal && refusal.field !== null ? labelOf(register, refusal.field) : '';
  switch (refusal.why) {
    case 'changed':
      return error('RECORD_CHANGED', `${register.key}/${refusal.key} was changed meanwhile`, { rev: refusal.rev });
    case 'taken':
      return error('RECORD_TAKEN', `another record of ${register.key} has this value`, { field: refusal.field });
    case 'invalid':
      return error('RECORD_REFUSED', `${register.key} does not take ${about(refusal.errors.map(({ path }) => path))}`, {
        errors: refusal.errors as unknown as Value,
      });
    case 'ofProcess':
      return {
        hopeless: tell('call.ofProcess', { step: named(step), field, processes: refusal.processes.map(processName) }),
      };
    case 'computed':
      return { hopeless: tell('call.computed', { step: named(step), field }) };
    case 'unknownField':
      return { hopeless: tell('call.noField', { step: named(step), field: refusal.field, register: register.name }) };
    default:
      return error('RECORD_REFUSED', `${register.key} does not take it: ${refusal.why}`, {});
  }
}

const labelOf = (register: Register, path: string): Texts | string =>
  fieldOf(register, path.split('.')[0] ?? '')?.label ?? path;

export const accountMissing = (ledger: Register, accounts: string[]): Outcome =>
  error('NO_ACCOUNT', `${ledger.key} has no account ${accounts.join(', ')}`, { accounts });

export const tooMany = (found: number, most: number): Exclude<Outcome, { variables: Variables }> =>
  error('TOO_MANY', `${found} are more than the ${most} that can be begun at once`, { found, most });
export const startsInCircle = (process: string): Exclude<Outcome, { variables: Variables }> =>
  error('START_CIRCLE', `cases begin each other again and again, down to ${process}`, { process });

export type Movement = { account: string; measure: string; delta: number };
export type Short = { account: string; measure: string; there: number; missing: number };
export type Booked = { ok: boolean; entries: (Movement & { after: number })[]; short: Short[] };
export type Wanted = {
  lines?: { quantity: number; [name: string]: unknown }[] | undefined;
  entries?: Movement[] | undefined;
};

/** The lines of a verb as entries: each moves so much a piece. An account is named `account`, or as its register is. */
export function movementsOf(
  step: string,
  ledger: Register,
  verbKey: string | undefined,
  { lines = [], entries = [] }: Wanted,
): Movement[] | { hopeless: Message } {
  const verb = ledger.ledger?.verbs.find(({ key }) => key === verbKey);
  if (lines.length && !verb)
    return { hopeless: tell('call.verb', { step: named(step), verb: verbKey ?? '', ledger: ledger.name }) };
  if (lines.some(({ quantity }) => !(quantity >= 0))) return { hopeless: tell('call.negative', { step: named(step) }) };
  const measures = new Set(ledger.ledger?.measures.map(({ key }) => key));
  const unknown = entries.find(({ measure }) => !measures.has(measure));
  if (unknown)
    return { hopeless: tell('call.measure', { step: named(step), measure: unknown.measure, ledger: ledger.name }) };
  const of = ledger.ledger?.account ?? 'account';
  const accountOf = (line: Record<string, unknown>): string => String(line.account ?? line[of] ?? '');
  if (lines.some((line) => !accountOf(line)))
    return { hopeless: tell('call.account', { step: named(step), account: of }) };
  return [
    ...entries,
    ...lines.flatMap((line) =>
      Object.entries(verb?.moves ?? {}).map(([measure, sign]) => ({
        account: accountOf(line),
        measure,
        delta: sign * line.quantity,
      })),
    ),
  ];
}

export const bookedOutcome = (ledger: Register, { ok, entries, short }: Booked): Outcome =>
  ok
    ? { variables: { entries: entries as unknown as Value, short: short as unknown as Value } }
    : error('NOT_ENOUGH', `${ledger.key} has too little of ${short.map(({ account }) => account).join(', ')}`, {
        short: short as unknown as Value,
      });
