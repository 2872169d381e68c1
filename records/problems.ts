// Faults of a register before it is published. Code and arguments; words are the reader's.

import { readsOf } from '../feel/calls.ts';
import { feel } from '../feel/expression.ts';
import { type Field, fieldsIn } from '../forms/form.ts';
import { bare } from '../forms/formula.ts';
import { kindOf } from '../forms/kinds.ts';
import { registerOf } from '../forms/lookups.ts';
import type { Message } from '../words/message.ts';
import { isFindable } from './filters.ts';
import { fieldOf, isGuarded, isWritten, otherField, type Register, type Sort } from './register.ts';
import { findsAs, SLOTS } from './slots.ts';

export type RegisterProblem =
  | { code: 'fieldTwice'; field: string }
  | { code: 'unknownField'; field: string; at: string }
  | { code: 'noKey' }
  | { code: 'keyNotText'; field: string }
  | { code: 'tooManyFinds'; kind: 'text' | 'number' | 'date'; most: number }
  | { code: 'findsNot'; field: string }
  | { code: 'formulaUnread'; field: string; why: Message }
  | { code: 'formulaCircle'; field: string }
  | { code: 'titleUnread'; why: Message }
  | { code: 'titleUnknown'; name: string }
  | { code: 'formulaReadsShop'; field: string }
  | { code: 'formulaUnknown'; field: string; name: string }
  | { code: 'secretForNobody'; field: string }
  | { code: 'formulaTells'; field: string; name: string }
  | { code: 'noParent' }
  | { code: 'parentNot'; field: string }
  | { code: 'treeOfSome' }
  | { code: 'noMeasures' }
  | { code: 'unknownRegister'; register: string; field: string }
  | { code: 'unknownMeasure'; measure: string; ledger: string; field: string }
  | { code: 'verbMovesUnknown'; verb: string; measure: string }
  | { code: 'unknownProcess'; process: string; field: string }
  | { code: 'besideNotFound'; register: string; field: string }
  | { code: 'numberUnread'; number: string };

/** What else there is, as far as a register may name it. */
export type RegisterWorld = { registers: Register[]; processes: string[] };

function titleProblems(title: string, ids: Set<string>): RegisterProblem[] {
  const { error } = feel(title);
  if (error) return [{ code: 'titleUnread', why: error }];
  const reads = readsOf(title);
  return [...(reads?.variables ?? []), ...(reads?.functions ?? [])].flatMap((name): RegisterProblem[] =>
    ids.has(name) ? [] : [{ code: 'titleUnknown', name }],
  );
}

export function registerProblems(register: Register, world: RegisterWorld): RegisterProblem[] {
  const found: RegisterProblem[] = [];
  const ids = new Set<string>();
  for (const { id } of register.fields) {
    if (ids.has(id)) found.push({ code: 'fieldTwice', field: id });
    ids.add(id);
  }
  const known = (field: string, at: string) => {
    if (!ids.has(field)) found.push({ code: 'unknownField', field, at });
  };
  for (const title of [register.title, register.titles?.en]) if (title) found.push(...titleProblems(bare(title), ids));
  if (register.kind !== 'ledger') {
    if (register.keyField === undefined && register.number === undefined) found.push({ code: 'noKey' });
    if (register.keyField !== undefined) {
      known(register.keyField, 'keyField');
      const key = fieldOf(register, register.keyField);
      if (key && !kindOf(key).names) found.push({ code: 'keyNotText', field: key.id });
    }
  } else if (!register.ledger) found.push({ code: 'noMeasures' });
  if (register.kind === 'tree') found.push(...treeProblems(register));
  for (const verb of register.ledger?.verbs ?? [])
    for (const measure of Object.keys(verb.moves))
      if (!register.ledger?.measures.some(({ key }) => key === measure))
        found.push({ code: 'verbMovesUnknown', verb: verb.key, measure });
  if (register.number !== undefined && !/\{0+\}/.test(register.number))
    found.push({ code: 'numberUnread', number: register.number });

  for (const kind of ['text', 'number', 'date'] as const) {
    const many = register.fields.filter(({ find }) => find === kind);
    if (many.length > SLOTS[kind].length) found.push({ code: 'tooManyFinds', kind, most: SLOTS[kind].length });
  }
  for (const field of register.fields) {
    if (field.find && (findsAs(field) !== field.find || field.by.who === 'ledger'))
      found.push({ code: 'findsNot', field: field.id });
    for (const one of fieldsIn([field as Field])) {
      const chosen = registerOf(one);
      if (
        chosen !== undefined &&
        chosen !== register.key &&
        !world.registers.some((each) => each.key === chosen && !each.ledger)
      )
        found.push({ code: 'unknownRegister', register: chosen || '—', field: field.id });
    }
    if (field.secret && !field.see?.length) found.push({ code: 'secretForNobody', field: field.id });
    switch (field.by.who) {
      case 'formula': {
        const expression = feel(bare(field.by.feel));
        if (expression.error) found.push({ code: 'formulaUnread', field: field.id, why: expression.error });
        const reads = readsOf(bare(field.by.feel));
        for (const name of [...(reads?.variables ?? []), ...(reads?.functions ?? [])])
          if (!ids.has(name) && name !== 'shop') found.push({ code: 'formulaUnknown', field: field.id, name });
        if (field.find && comesTo(register, field.id, 'shop'))
          found.push({ code: 'formulaReadsShop', field: field.id });
        const told = isGuarded(field)
          ? undefined
          : register.fields.find((one) => isGuarded(one) && comesTo(register, field.id, one.id));
        if (told) found.push({ code: 'formulaTells', field: field.id, name: told.id });
        if (comesTo(register, field.id, field.id)) found.push({ code: 'formulaCircle', field: field.id });
        break;
      }
      case 'ledger': {
        const { ledger: key, measure } = field.by;
        const ledger = world.registers.find((other) => other.key === key && other.ledger);
        if (!ledger) found.push({ code: 'unknownRegister', register: key, field: field.id });
        else if (!ledger.ledger?.measures.some((one) => one.key === measure))
          found.push({ code: 'unknownMeasure', measure, ledger: key, field: field.id });
        break;
      }
      case 'process':
        for (const process of field.by.processes)
          if (!world.processes.includes(process)) found.push({ code: 'unknownProcess', process, field: field.id });
        break;
      default:
    }
  }
  const sortedBy = (sort: Sort | undefined, place: string): void => {
    if (sort && !['title', 'key', 'updated'].includes(sort.field)) known(sort.field, place);
  };
  sortedBy(register.sort, 'sort');
  for (const view of register.views) {
    for (const { field, value } of view.where) {
      known(field, `views.${view.key}`);
      const other = otherField(value);
      if (other !== undefined) known(other, `views.${view.key}`);
    }
    for (const column of view.columns) known(column, `views.${view.key}`);
    sortedBy(view.sort, `views.${view.key}`);
    if (view.group !== undefined) known(view.group, `views.${view.key}`);
  }
  const { fields = [], lists = [] } = register.beside ?? {};
  for (const field of fields) known(field, 'beside');
  for (const { register: key, field, columns } of lists) {
    const other = key === register.key ? register : world.registers.find((one) => one.key === key);
    // A pack that is not here lists nothing.
    if (!other) continue;
    for (const name of [field, ...columns])
      if (!fieldOf(other, name)) found.push({ code: 'unknownField', field: name, at: `beside.${key}` });
    if (fieldOf(other, field) && !isFindable(other, field))
      found.push({ code: 'besideNotFound', register: key, field });
  }
  return found;
}

/** The parent is one record of the same register, which people, files or processes write; a branch is seen whole. */
function treeProblems(register: Register): RegisterProblem[] {
  const { parentField, key, rows } = register;
  const parent = parentField === undefined ? undefined : fieldOf(register, parentField);
  if (!parent) return [{ code: 'noParent' }];
  const fits = parent.type === 'record' && parent.register === key && !parent.many && isWritten(parent);
  return [
    ...(fits && !isGuarded(parent) ? [] : [{ code: 'parentNot' as const, field: parent.id }]),
    ...(rows === 'all' ? [] : [{ code: 'treeOfSome' as const }]),
  ];
}

/** A formula, by itself or by the formulas that it reads. */
function comesTo(register: Register, start: string, wanted: string): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const by = fieldOf(register, id)?.by;
    const names = by?.who === 'formula' ? feel(bare(by.feel)).names : [];
    if (names.includes(wanted)) return true;
    for (const name of names) {
      if (seen.has(name)) continue;
      seen.add(name);
      waiting.push(name);
    }
  }
  return false;
}
