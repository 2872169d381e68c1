// Of a row of a decision table each changed cell is a change of its own, under the head of its column. Pure.
import { headOf } from '../../dmn/column-head.ts';
import { isMap } from '../../feel/value.ts';
import type { Language } from '../../words/message.ts';

export type Change = { path: string; before?: unknown; after?: unknown };
/** `head`: of the column, where it is a cell. */
export type Told = Change & { head?: string | undefined };

const ROW = /^(rules\.[^.]+)\.(inputs|outputs)$/;

export function cellChanges(items: Change[], bodies: unknown[], language: Language): Told[] {
  return items.flatMap((change): Told[] => {
    const [, row, side] = ROW.exec(change.path) ?? [];
    const { before, after } = change;
    const heads = bodies.filter(isMap).map((body) => (side ? body[side] : undefined))[0];
    if (!row || !Array.isArray(before) || !Array.isArray(after) || !Array.isArray(heads)) return [change];
    if (before.length !== after.length || heads.length !== after.length) return [change];
    return after.flatMap((cell, at) =>
      cell === before[at]
        ? []
        : [{ path: row, head: headOf(heads[at] as never, language), before: before[at], after: cell }],
    );
  });
}
