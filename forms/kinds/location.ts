// Where something is: in words, by the place of a telephone, or both. Value: `{text, lat, lng, accuracy}`, degrees and metres.
import { z } from 'zod';
import { tell } from '../tell.ts';
import { data, kind } from './kind.ts';

export type Place = { text?: string; lat?: number; lng?: number; accuracy?: number };
const LONGEST = 200;

/** undefined: it is no place. */
export function placeOf(value: unknown): Place | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { text, lat, lng, accuracy } = value as Record<string, unknown>;
  const within = (n: unknown, most: number): n is number => typeof n === 'number' && Math.abs(n) <= most;
  const words = typeof text === 'string' ? text.trim() : '';
  if (words.length > LONGEST || (text !== undefined && text !== null && typeof text !== 'string')) return undefined;
  const known = within(lat, 90) && within(lng, 180);
  if (!known && ((lat ?? null) !== null || (lng ?? null) !== null || words === '')) return undefined;
  return {
    ...(words && { text: words }),
    ...(known && { lat, lng }),
    ...(known && within(accuracy, 1e6) && accuracy >= 0 && { accuracy: Math.round(accuracy) }),
  };
}

const degrees = (n: number): string => String(Number(n.toFixed(6)));
export const placeWords = (value: unknown): string => {
  const { text, lat, lng } = placeOf(value) ?? {};
  const point = lat !== undefined && lng !== undefined ? `${degrees(lat)},${degrees(lng)}` : '';
  return text && point ? `${text} (${point})` : (text ?? point);
};

export const location = kind(z.object({ type: z.literal('location'), ...data }), {
  stored: 'place',
  prefill: true,
  searched: (value) => [placeOf(value)?.text ?? []].flat(),
  check: (_, value, fail) => placeOf(value) ?? fail(tell('place')),
  read(_, written) {
    const found = /^(.*?)\s*\(?(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\)?$/.exec(
      written.normalize('NFKC').trim(),
    );
    const place = placeOf(found ? { text: found[1], lat: Number(found[2]), lng: Number(found[3]) } : { text: written });
    return place ? { value: place } : { problem: tell('place') };
  },
  write: (_, value) => placeWords(value),
});
