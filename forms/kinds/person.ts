// Somebody of the directory, or a department. Value: the id; pages show the name, the server sees whether there is one.
import { z } from 'zod';
import { tell } from '../tell.ts';
import { asText, data, type Kind, kind } from './kind.ts';

const LONGEST = 100;
const ofDirectory = (to: 'person' | 'department'): Kind<unknown> => ({
  stored: 'text',
  find: 'text',
  feel: 'string',
  prefill: true,
  check: (_, value, fail) =>
    typeof value === 'string' && value.length <= LONGEST ? value : fail(tell(`${to}.none`, { text: '' })),
  /** A file may have the name, or the name to sign in by. */
  read: (_, text) => ({ value: text }),
  write: asText,
  resolve(_, value, find) {
    const found = find({ to, id: String(value) });
    return found ? { value: found.key } : { problem: tell(`${to}.none`, { text: String(value) }) };
  },
});

export const person = kind(z.object({ type: z.literal('person'), ...data }), ofDirectory('person'));
export const department = kind(z.object({ type: z.literal('department'), ...data }), ofDirectory('department'));
