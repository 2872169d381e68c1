// Files: references only; the bytes are stored apart.
import { z } from 'zod';
import { listed } from '../../words/say.ts';
import { tell } from '../tell.ts';
import { asked, data, kind } from './kind.ts';

type Ref = { file: string; name: string; size: number; type: string };
function isRef(value: unknown): value is Ref {
  const it = value as Record<string, unknown> | null;
  return (
    typeof it?.file === 'string' &&
    typeof it.name === 'string' &&
    typeof it.size === 'number' &&
    typeof it.type === 'string'
  );
}

const refOf = ({ file: id, name, size, type }: Ref): Ref => ({ file: id, name, size, type });

export const file = kind(
  z.object({ type: z.literal('file'), ...data, images: z.boolean().optional(), max: z.number().optional() }),
  {
    stored: 'files',
    feel: 'list',
    prefill: true,
    check({ max = 20, images }, value, fail) {
      if (!Array.isArray(value) || !value.every(isRef)) return fail(tell('file'));
      if (value.length > max) return fail(tell('files', { most: max }));
      if (images && !value.every(({ type }) => /^image\/(png|jpeg|gif|webp|avif)$/.test(type)))
        return fail(tell('pictures'));
      return value.map(refOf);
    },
    read: () => ({ problem: tell('file') }),
    write: (_, value, { language }) =>
      listed(
        (value as Ref[]).map(({ name }) => name),
        language,
      ),
  },
);

/** Drawn by whoever signs, and kept as a picture; nobody signs beforehand for somebody else. */
export const signature = kind(z.object({ type: z.literal('signature'), ...asked }), {
  stored: 'files',
  feel: 'list',
  prefill: false,
  check(_, value, fail) {
    const [drawn, ...more] = Array.isArray(value) ? value : [];
    return isRef(drawn) && more.length === 0 && drawn.type === 'image/png' ? [refOf(drawn)] : fail(tell('signature'));
  },
  read: () => ({ problem: tell('signature') }),
  write: (_, value) => (value as Ref[]).map(({ name }) => name).join(),
});
