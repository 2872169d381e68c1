// Every kind of field by its name: checks, lists, files, expressions and searches read this table, and nothing else names kinds.
import { isMap } from '../feel/value.ts';
import { FLAT } from './flat-field.ts';
import type { Field } from './form.ts';
import { block } from './kinds/block.ts';
import type { Kind, Stored } from './kinds/kind.ts';
import { placeOf } from './kinds/location.ts';
import { recordOf } from './kinds/record.ts';
import { table } from './kinds/table.ts';

export const KINDS = { ...FLAT, table, block } satisfies { [T in Field['type']]: Kind<Extract<Field, { type: T }>> };

/** What its own type says, whatever that is. */
export const kindOf = ({ type }: Pick<Field, 'type'>): Kind<Field> => KINDS[type] as unknown as Kind<Field>;

const ofStored: Record<Stored, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  truth: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  files: (value) => Array.isArray(value) && value.every((one) => isMap(one) && typeof one.file === 'string'),
  rows: (value) => Array.isArray(value) && value.every(isMap),
  record: (value) => [value].flat().every((one) => recordOf(one) !== undefined),
  place: (value) => placeOf(value) !== undefined,
  nothing: () => true,
};
/** Whether a value has the shape of its field: a structure may have changed since it was written, and a process may write what it likes. */
export const isOfKind = (field: Pick<Field, 'type'>, value: unknown): boolean => ofStored[kindOf(field).stored](value);

/** A block of text asks nothing. */
export const asks = (field: Pick<Field, 'type'>): boolean => kindOf(field).stored !== 'nothing';
