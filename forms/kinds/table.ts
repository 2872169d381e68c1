// Rows of fields. Value: list of rows, each an object by column id; in a file as JSON.
import { z } from 'zod';
import type { Value } from '../../feel/value.ts';
import { FlatField } from '../flat-field.ts';
import { tell } from '../tell.ts';
import { data, kind } from './kind.ts';

const MOST = 500;
/** By which a row is known again where not all of it is seen (rows.ts); nothing that is stored. */
export const ROW = '#';

export const table = kind(
  z.object({
    type: z.literal('table'),
    ...data,
    columns: z.array(FlatField).min(1),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  {
    stored: 'rows',
    feel: 'list',
    prefill: true,
    check({ columns, min, max = MOST }, value, fail, inner) {
      if (!Array.isArray(value)) return fail(tell('table'));
      if (min !== undefined && value.length < min) fail(tell('rows.least', { least: min }));
      if (value.length > max) return fail(tell('rows.most', { most: max }));
      return value.map((row, index) => {
        const { values, errors } = inner(
          columns,
          typeof row === 'object' && row ? (row as Record<string, unknown>) : {},
        );
        for (const { path, message } of errors) fail(message, `${index}.${path}`);
        return values;
      });
    },
    read(_, text) {
      try {
        const rows: unknown = JSON.parse(text);
        return Array.isArray(rows) ? { value: rows as Value } : { problem: tell('table') };
      } catch {
        return { problem: tell('table') };
      }
    },
    write: (_, value) => JSON.stringify(value),
  },
);
