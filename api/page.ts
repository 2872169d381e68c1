// Pages by cursor: where the last row stood in the order of the index, opaque to the caller.
import { z } from 'zod';
import { problem, tell } from './problem.ts';

export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** As Postgres writes it, to the microsecond; asked with as `::text::timestamptz`, for postgres.js makes a Date of it otherwise. */
export const Instant = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/);

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export function readCursor<T extends z.ZodType>(shape: T, cursor: string | undefined): z.infer<T> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw problem('invalid', { what: tell('invalid.cursor') }, { errors: [{ path: 'cursor', message: 'unreadable' }] });
  }
}

export const writeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** `rows` were asked for with one more than `limit`: its presence says that there is a next page. */
export function page<T>(rows: T[], limit: number, position: (last: T) => unknown): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last ? writeCursor(position(last)) : null,
  };
}
