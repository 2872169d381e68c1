// How data that no form shows is corrected: a table for lists and records of plain values, else their text. Pure.
import type { Field } from '../../forms/form.ts';
import { textsOf } from '../../words/web.ts';

export type Editor = {
  field: Field;
  /** What the field is given for a value. */
  show: (value: unknown) => unknown;
  /** The value again; undefined where what stands there cannot be read. */
  read: (given: unknown) => unknown;
};

type Row = Record<string, unknown>;
type Plain = Omit<Field, 'type' | 'options' | 'columns'> & { id: string };
type Column = { id: string; type: 'text' | 'number' | 'yesNo' };

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isFlat = (value: unknown): value is Row => isRow(value) && Object.values(value).every(isScalar);
/** The one column of a list of plain values. */
const VALUE = 'value';

export function editorOf(value: unknown, plain: Plain): Editor {
  const given = Array.isArray(value) ? value : [value];
  if (Array.isArray(value) && value.every(isScalar))
    return table(
      plain,
      columnsOf(value.map((one) => ({ [VALUE]: one }))),
      (list) => (list as unknown[]).map((one) => ({ [VALUE]: one })),
      (rows) => rows.map((row) => row[VALUE]).filter((one) => one !== undefined && one !== ''),
    );
  if (given.every(isFlat) && given.some((row) => Object.keys(row).length > 0))
    return Array.isArray(value)
      ? table(
          plain,
          columnsOf(given),
          (list) => list,
          (rows) => rows,
        )
      : {
          ...table(
            plain,
            columnsOf(given),
            (one) => [one],
            ([row]) => row ?? {},
            1,
          ),
        };
  return {
    field: { ...plain, type: 'longText' } as Field,
    show: (one) => JSON.stringify(one, null, 2),
    read: (text) => {
      try {
        return JSON.parse(String(text)) as unknown;
      } catch {
        return undefined;
      }
    },
  };
}

function columnsOf(rows: Row[]): Column[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (names.length > 0 ? names : [VALUE]).map((id) => {
    const kinds = new Set(
      rows.map((row) => row[id]).flatMap((one) => (one === undefined || one === null ? [] : typeof one)),
    );
    const [only] = kinds.size === 1 ? kinds : [];
    return { id, type: only === 'number' ? 'number' : only === 'boolean' ? 'yesNo' : 'text' };
  });
}

function table(
  plain: Plain,
  columns: Column[],
  show: (value: unknown) => unknown,
  read: (rows: Row[]) => unknown,
  max?: number,
): Editor {
  const words = (id: string) => (id === VALUE ? textsOf('case.correctValue') : { zh: id, en: id });
  const drawn = columns.map(({ id, type }) => ({ id, type, label: words(id), required: false }));
  const numbers = columns.filter(({ type }) => type === 'number').map(({ id }) => id);
  // A number that could not be read stands there as it was typed.
  const isUnread = (row: Row): boolean => numbers.some((id) => typeof row[id] === 'string' && row[id] !== '');
  return {
    field: { ...plain, type: 'table', columns: drawn, ...(max && { max }) } as Field,
    show,
    read: (rows) => ((rows as Row[]).some(isUnread) ? undefined : read(rows as Row[])),
  };
}
