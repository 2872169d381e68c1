// The types that a process declares its data by: what expressions see in one, and the form field that shows and corrects it.
import type { Kind } from '../feel/kind.ts';
import type { Field } from '../forms/form.ts';

export type VariableType = { kind?: Kind; field?: Field['type'] };

export const VARIABLE_TYPES = {
  any: {},
  text: { kind: 'string', field: 'text' },
  integer: { kind: 'number', field: 'integer' },
  number: { kind: 'number', field: 'number' },
  money: { kind: 'number', field: 'money' },
  percent: { kind: 'number', field: 'percent' },
  phone: { kind: 'string', field: 'phone' },
  boolean: { kind: 'boolean', field: 'yesNo' },
  date: { kind: 'date', field: 'date' },
  dateTime: { kind: 'date and time', field: 'dateTime' },
  choice: { kind: 'string' },
  checklist: { kind: 'list' },
  table: { kind: 'list' },
  file: {},
  list: {},
  object: {},
} satisfies Record<string, VariableType>;

/** What files call them besides: words of forms and of other tools. */
const ALSO = new Map<string, VariableType>(
  Object.entries({
    string: VARIABLE_TYPES.text,
    longText: { kind: 'string' },
    yesNo: VARIABLE_TYPES.boolean,
    choices: VARIABLE_TYPES.checklist,
    time: { kind: 'time' },
  }),
);

/** undefined: no type that we know, nothing is said of its values. */
export const variableType = (name: string): VariableType | undefined =>
  Object.hasOwn(VARIABLE_TYPES, name) ? VARIABLE_TYPES[name as keyof typeof VARIABLE_TYPES] : ALSO.get(name);
