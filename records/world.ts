// Registers and ledgers in memory, for scenarios on the pure core: the same checks and answers as in a shop, without a database. Each
// change is news for whoever listens.

import type { Clock } from '../feel/expression.ts';
import { add } from '../feel/number.ts';
import { type NumberedSeries, numberSeries } from '../feel/number-series.ts';
import type { Value, Variables } from '../feel/value.ts';
import { type Zone, zoneText } from '../feel/zone.ts';
import type { Find } from '../forms/kinds/kind.ts';
import { recordOf } from '../forms/kinds/record.ts';
import type { Message } from '../words/message.ts';
import { checkRecord, titleOf, titlesOf } from './check.ts';
import { canAsk, fits } from './filters.ts';
import { type ManyStart, startsOfItems, startsOfRecords } from './many.ts';
import { type Filter, fieldOf, type Register, readsShop } from './register.ts';
import { withCoveredColumns } from './rights.ts';
import {
  accountMissing,
  type Booked,
  bookedOutcome,
  dayIn,
  findOf,
  type Movement,
  movementsOf,
  notSearchable,
  type Outcome,
  openNews,
  putOf,
  recordMissing,
  registerMissing,
  snapshot,
  type Unwritten,
  unwritten,
  type Wanted,
} from './service.ts';
import { DEEPEST, faultInTree, isTree, parentIn, treeFault } from './tree.ts';
import { uniqueTexts } from './unique.ts';
import { barredFrom, type Writer, withKey } from './write.ts';

/** Revision and values; `key` names it in its register. */
type WorldRecord = {
  key: string;
  rev: number;
  title: string;
  titles: Record<string, string> | null;
  values: Variables;
};
/** `told`: what of it a case is given; conditions look at all. */
export type News = { message: string; key: string; variables: Variables; told: Variables };
/** A service step that asks: `key` is the same for every try. */
export type Ask = {
  topic: string;
  name: string;
  key: string;
  case: string;
  element: string;
  process: string;
  businessKey: string | null;
  headers: Record<string, string>;
  input: Variables;
  /** Of a handler: the calls that it undoes. */
  undoes?: string[];
};

/** Quantities are decimals, as in the books of a shop: 0.1 and 0.2 are 0.3. */
const plus = (a: number, b: number): number => Number(add(a, b));

/** What a case begins many of, and which case it is. */
export type ManyNews = ManyStart & { process: string; id: string; from: string };

export function createWorld(registers: Register[], zone: Zone, shopAtFirst: (at: number) => Value) {
  const clock = (at: number): Clock => ({ at, offset: zoneText(zone) });
  let shop = shopAtFirst;
  const byKey = new Map(registers.map((register) => [register.key, register]));
  const records = new Map<string, Map<string, WorldRecord>>();
  const balances = new Map<string, number>();
  const booked = new Map<string, { answer: Booked; ledger: string; case: string; element: string; undone: boolean }>();
  const numbers = new Map<string, number>();
  const news: News[] = [];
  const many: ManyNews[] = [];
  const of = (register: string) => {
    const known = records.get(register) ?? new Map<string, WorldRecord>();
    records.set(register, known);
    return known;
  };
  const account = (ledger: string, { account: name, measure }: { account: string; measure: string }) =>
    JSON.stringify([ledger, name, measure]);
  const balance = (ledger: string, name: string, measure: string): number =>
    balances.get(account(ledger, { account: name, measure })) ?? 0;

  /** A scenario has no directory, and of registers only those that it is given. */
  const seeding: Find = (target) => find(target) ?? { key: target.id, title: target.id };
  const find: Find = (target) => {
    const known = target.to === 'record' && byKey.has(target.register) ? of(target.register) : undefined;
    if (target.to !== 'record' || !known) return { key: target.id, title: target.id };
    return known.get(target.id);
  };

  function put(
    register: Register,
    writer: Writer,
    at: number,
    { key, rev, values }: { key?: string | undefined; rev?: number | undefined; values: Variables },
  ): { record: WorldRecord; changed: string[] } | Unwritten {
    const before = key === undefined ? undefined : of(register.key).get(key);
    if (before && rev !== undefined && before.rev !== rev) return { why: 'changed', key: before.key, rev: before.rev };
    const whole = withCoveredColumns(
      register,
      before?.values,
      values,
      writer.is === 'process' ? undefined : writer.actor,
    );
    const input = withKey(register, key, !before, whole.values);
    const barred = barredFrom(register, writer, before?.values, input);
    if (barred) return barred;
    if (whole.errors.length) return { why: 'invalid', errors: whole.errors };
    const checked = checkRecord(register, before?.values, input, clock(at), shop(at), find);
    if (checked.errors.length) return { why: 'invalid', errors: checked.errors };
    if (before && checked.changed.length === 0) return { record: before, changed: [] };
    const own =
      register.keyField === undefined ? (before?.key ?? nextNumber(register, at)) : checked.values[register.keyField];
    if (typeof own !== 'string' || own.trim() === '') return { why: 'invalid', errors: [] };
    const fault =
      isTree(register) &&
      treeFault(own, parentIn(register, checked.values), (one) => parentOf(register, one), levelsBelow(register, own));
    if (fault) return { why: 'invalid', errors: [faultInTree(register, checked.values, fault)] };
    const taken = takenField(register, own, before?.key, checked.values);
    if (taken !== undefined) return { why: 'taken', field: taken };
    const record = {
      key: own,
      rev: (before?.rev ?? 0) + 1,
      title: titleOf(register, checked.values, own, clock(at)),
      titles: titlesOf(register, checked.values, clock(at)),
      values: checked.values,
    };
    if (before && before.key !== own) of(register.key).delete(before.key);
    of(register.key).set(own, record);
    const beside = balancesOf(register, own);
    const variables = {
      register: register.key,
      key: own,
      rev: record.rev,
      changed: checked.changed,
      old: before ? { ...beside, ...before.values } : null,
      new: { ...beside, ...record.values },
    };
    news.push({ message: `record.${register.key}`, key: own, variables, told: openNews(register, variables) });
    return { record, changed: checked.changed };
  }

  const parentOf = (register: Register, key: string): string | undefined => {
    const known = of(register.key).get(key);
    return known && (parentIn(register, known.values) ?? '');
  };
  const levelsBelow = (register: Register, key: string): number =>
    Math.max(
      0,
      ...[...of(register.key).values()].flatMap((row) =>
        parentOf(register, row.key) === key && row.key !== key ? 1 + levelsBelow(register, row.key) : [],
      ),
    );
  /** As `under` of a shop's lists. */
  const isUnder = (register: Register, row: WorldRecord, { field: id, value }: Filter): boolean => {
    const field = fieldOf(register, id);
    const tree = field?.type === 'record' ? byKey.get(field.register) : undefined;
    if (!tree) return false;
    let at = tree === register && id === register.parentField ? row.key : recordOf(row.values[id])?.key;
    for (let steps = 0; at && steps < DEEPEST; steps++, at = parentOf(tree, at)) if (at === value) return true;
    return false;
  };

  const balancesOf = ({ fields }: Register, key: string): Variables =>
    Object.fromEntries(
      fields.flatMap(({ id, by }) => (by.who === 'ledger' ? [[id, balance(by.ledger, key, by.measure)]] : [])),
    );

  function takenField(
    register: Register,
    key: string,
    before: string | undefined,
    values: Variables,
  ): string | null | undefined {
    const texts = uniqueTexts(register, values);
    for (const [other, { values: theirs }] of of(register.key)) {
      if (other === before) continue;
      if (other === key) return null;
      const taken = uniqueTexts(register, theirs).find((their) =>
        texts.some(({ field, text }) => field === their.field && text === their.text),
      );
      if (taken) return taken.field;
    }
    return undefined;
  }

  function nextNumber({ key, number = '{000000}' }: Register, at: number): string {
    const { period, numberOf }: NumberedSeries = numberSeries(number, at, zone);
    const series = `${key}/${period}`;
    numbers.set(series, (numbers.get(series) ?? 0) + 1);
    return numberOf(numbers.get(series) ?? 1);
  }

  function book(
    ledger: Register,
    effect: string,
    by: { case: string; element: string },
    movements: Movement[],
    partial: boolean,
  ): Booked {
    const known = booked.get(effect);
    if (known) return known.answer;
    const sums = new Map<string, Movement>();
    for (const one of movements) {
      const name = account(ledger.key, one);
      sums.set(name, { ...one, delta: plus(sums.get(name)?.delta ?? 0, one.delta) });
    }
    const net = [...sums.values()]
      .filter(({ delta }) => delta !== 0)
      .sort((a, b) => (a.account === b.account ? (a.measure < b.measure ? -1 : 1) : a.account < b.account ? -1 : 1));
    const floorOf = (measure: string) => ledger.ledger?.measures.find(({ key }) => key === measure)?.floor ?? null;
    const short = net.flatMap(({ account: name, measure, delta }) => {
      const floor = floorOf(measure);
      const value = balance(ledger.key, name, measure);
      const after = plus(value, delta);
      return floor !== null && after < floor
        ? [{ account: name, measure, there: plus(value, -floor), missing: plus(floor, -after) }]
        : [];
    });
    if (short.length && !partial) return { ok: false, entries: [], short };
    const entries = net
      .map((one) => {
        const least = Math.min(...short.filter(({ account: name }) => name === one.account).map(({ there }) => there));
        return {
          ...one,
          delta: Number.isFinite(least) ? Math.sign(one.delta) * Math.min(Math.abs(one.delta), least) : one.delta,
        };
      })
      .filter(({ delta }) => delta !== 0)
      .map((one) => {
        const after = plus(balance(ledger.key, one.account, one.measure), one.delta);
        balances.set(account(ledger.key, one), after);
        return { ...one, after };
      });
    const answer = { ok: true, entries, short };
    booked.set(effect, { answer, ledger: ledger.key, ...by, undone: false });
    tell(ledger, entries);
    return answer;
  }

  function tell(ledger: Register, entries: Booked['entries']) {
    for (const name of new Set(entries.map((entry) => entry.account))) {
      const own = entries.filter((entry) => entry.account === name);
      const all = Object.fromEntries(
        (ledger.ledger?.measures ?? []).map(({ key }) => [key, balance(ledger.key, name, key)]),
      );
      const record = ledger.ledger ? of(ledger.ledger.account).get(name) : undefined;
      const variables = {
        ledger: ledger.key,
        account: name,
        entries: own.map(({ measure, delta, after }) => ({ measure, delta, after })),
        old: { ...all, ...Object.fromEntries(own.map(({ measure, after, delta }) => [measure, plus(after, -delta)])) },
        new: { ...all, ...Object.fromEntries(own.map(({ measure, after }) => [measure, after])) },
        record: record ? { ...record.values, key: record.key } : null,
      };
      const told = openNews(byKey.get(ledger.ledger?.account ?? ''), variables);
      news.push({ message: `ledger.${ledger.key}`, key: name, variables, told });
    }
  }

  /** As a shop's lists answer: in the order of their titles. */
  function fitting(
    { name, headers }: Pick<Ask, 'name' | 'headers'>,
    register: Register,
    where: Filter[],
    at: number,
  ): Variables[] | Extract<Outcome, { hopeless: Message }> {
    const strange = where.find((filter) => !canAsk(register, filter));
    if (strange) return notSearchable(name, register, strange.field);
    const when = { today: dayIn(zone, at), me: '' };
    return [...of(register.key).values()]
      .map((row) => ({ ...row, balances: balancesOf(register, row.key) }))
      .filter((row) =>
        where.every((filter) =>
          filter.is === 'under' ? isUnder(register, row, filter) : fits(register, filter, row, when),
        ),
      )
      .sort((a, b) => (a.title < b.title ? -1 : 1))
      .map((row) => snapshot(register, row, { headers, balances: row.balances }));
  }

  const answers = new Map<string, Outcome>();
  const services: Record<string, (ask: Ask, at: number) => Outcome> = {
    'record.get'({ name, headers, input }) {
      const register = byKey.get(headers.register ?? '');
      if (!register) return registerMissing(name, headers.register ?? '');
      const row = of(register.key).get(String(input.key ?? ''));
      return row
        ? { variables: { record: snapshot(register, row, { headers, balances: balancesOf(register, row.key) }) } }
        : recordMissing(register, String(input.key ?? ''));
    },
    'record.find'(ask, at) {
      const { name, headers, input } = ask;
      const register = byKey.get(headers.register ?? '');
      if (!register) return registerMissing(name, headers.register ?? '');
      const { where, limit } = findOf(input);
      const found = fitting(ask, register, where, at);
      return Array.isArray(found) ? { variables: { records: found.slice(0, limit) } } : found;
    },
    'case.startMany'(ask, at) {
      const { name, headers, input, key, case: from } = ask;
      const { items, where = [], data = {} } = input as { items?: Value[]; where?: Filter[]; data?: Variables };
      const process = headers.process ?? '';
      const register = byKey.get(headers.register ?? '');
      if (headers.register && !register) return registerMissing(name, headers.register);
      const view = register?.views.find((one) => one.key === headers.view)?.where ?? [];
      const found = register ? fitting(ask, register, [...view, ...where], at) : undefined;
      if (found && !Array.isArray(found)) return found;
      const starts = found ? startsOfRecords(found, data) : startsOfItems(name, items, headers.by || undefined, data);
      if (!Array.isArray(starts)) return starts;
      many.push(...starts.map((one) => ({ ...one, process, from, id: `many:${key}:${one.key}` })));
      return { variables: { started: starts.length } };
    },
    'record.put'({ name, headers, input, process }, at) {
      const register = byKey.get(headers.register ?? '');
      if (!register) return registerMissing(name, headers.register ?? '');
      const { reason: _, ...write } = putOf(input);
      const written = put(register, { is: 'process', process }, at, write);
      if ('why' in written) return unwritten(name, register, written);
      return { variables: { record: snapshot(register, written.record, { headers }), changed: written.changed } };
    },
    'ledger.append'(ask) {
      const { name, headers, input, key } = ask;
      const ledger = byKey.get(headers.ledger ?? '');
      if (!ledger) return registerMissing(name, headers.ledger ?? '');
      const movements = movementsOf(name, ledger, headers.verb, input as Wanted);
      if ('hopeless' in movements) return movements;
      const holders = byKey.get(ledger.ledger?.account ?? '');
      const strangers = holders
        ? [...new Set(movements.map((one) => one.account))].filter((one) => !of(holders.key).has(one))
        : [];
      if (strangers.length) return accountMissing(ledger, strangers);
      return bookedOutcome(ledger, book(ledger, key, ask, movements, input.partial === true));
    },
    'ledger.undo'(ask) {
      const { name, headers, key } = ask;
      const ledger = byKey.get(headers.ledger ?? '');
      if (!ledger) return registerMissing(name, headers.ledger ?? '');
      const entries: Value[] = [];
      for (const [effect, one] of [...booked]) {
        if (one.case !== ask.case || one.element !== headers.of || one.ledger !== ledger.key || one.undone) continue;
        if (ask.undoes && !ask.undoes.includes(effect)) continue;
        const back = one.answer.entries.map(({ account: to, measure, delta }) => ({
          account: to,
          measure,
          delta: -delta,
        }));
        const answer = book(ledger, `${key}/${effect}`, { case: ask.case, element: ask.element }, back, false);
        if (!answer.ok) return bookedOutcome(ledger, answer);
        one.undone = true;
        entries.push(...(answer.entries as unknown as Value[]));
      }
      return { variables: { entries } };
    },
  };

  return {
    /** undefined: it is none of these, somebody else does it. The first answer to a key stands. */
    serve(ask: Ask, at: number): Outcome | undefined {
      const service = services[ask.topic];
      if (!service) return undefined;
      const known = answers.get(ask.key);
      if (known) return known;
      const outcome = service(ask, at);
      if ('variables' in outcome) answers.set(ask.key, outcome);
      return outcome;
    },
    /** A person changes a record, as on its page; the refusal's name otherwise. */
    putRecord(
      register: string,
      key: string | undefined,
      values: Variables,
      at: number,
      process?: string,
    ): string | undefined {
      const known = byKey.get(register);
      if (!known) return 'noRegister';
      const writer: Writer =
        process === undefined ? { is: 'person', actor: { refs: [], manager: true } } : { is: 'process', process };
      const written = put(known, writer, at, { key, values });
      return 'why' in written ? (written.why === 'ofProcess' ? 'fieldOfProcess' : written.why) : undefined;
    },
    appendEntry(ledger: string, movements: Movement[], at: number): string | undefined {
      const known = byKey.get(ledger);
      if (!known) return 'noRegister';
      const { ok } = book(known, `entry/${at}/${booked.size}`, { case: '', element: '' }, movements, false);
      return ok ? undefined : 'notEnough';
    },
    /** As it stands before the story begins: no news, no rights. */
    seed(register: string, values: Variables, at: number): void {
      const known = byKey.get(register);
      if (!known) throw new Error(`the scenario seeds "${register}", and there is no such register`);
      const whole = checkRecord(known, undefined, values, clock(at), shop(at), seeding).values;
      const key = known.keyField === undefined ? nextNumber(known, at) : String(values[known.keyField] ?? '');
      of(register).set(key, {
        key,
        rev: 1,
        title: titleOf(known, whole, key, clock(at)),
        titles: titlesOf(known, whole, clock(at)),
        values: whole,
      });
    },
    seedBalance(ledger: string, name: string, measure: string, value: number): void {
      balances.set(account(ledger, { account: name, measure }), value);
    },
    record: (register: string, key: string): WorldRecord | undefined => of(register).get(key),
    balance,
    recompute(at: number): void {
      for (const register of registers.filter(readsShop))
        for (const key of [...of(register.key).keys()])
          put(register, { is: 'process', process: '' }, at, { key, values: {} });
    },
    readShopBy(read: (at: number) => Value): void {
      shop = read;
    },
    /** What has changed since this was asked last. */
    takeNews: (): News[] => news.splice(0),
    /** Cases that are to begin since this was asked last. */
    takeMany: (): ManyNews[] => many.splice(0),
  };
}
