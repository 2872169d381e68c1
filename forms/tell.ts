// What checks say of a field (words/zh/fields.ts).
import { teller } from '../words/message.ts';
import type { fields } from '../words/zh/fields.ts';

export const tell = teller<typeof fields>();
