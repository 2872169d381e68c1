// Every kind of field by its name: checks, lists, files, expressions and searches read this table, and nothing else names kinds.
import { FLAT } from './flat-field.ts';
import type { Field } from './form.ts';
import { block } from './kinds/block.ts';
import type { Kind } from './kinds/kind.ts';
import { table } from './kinds/table.ts';

export const KINDS = { ...FLAT, table, block } satisfies { [T in Field['type']]: Kind<Extract<Field, { type: T }>> };

/** What its own type says, whatever that is. */
export const kindOf = ({ type }: Pick<Field, 'type'>): Kind<Field> => KINDS[type] as unknown as Kind<Field>;

/** A block of text asks nothing. */
export const asks = (field: Pick<Field, 'type'>): boolean => kindOf(field).stored !== 'nothing';
