// A text that stands among the fields of a form: it asks nothing, and has no value.
import { z } from 'zod';
import { asked, kind, Words } from './kind.ts';

export const block = kind(z.object({ type: z.literal('block'), ...asked, text: Words }), {
  stored: 'nothing',
  prefill: false,
  check: () => null,
  read: () => ({ value: null }),
  write: () => '',
});
