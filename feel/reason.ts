// Why there is no value: as code and arguments, worded where somebody reads it (words/zh/reasons.ts).
import { type Message, teller } from '../words/message.ts';
import type { reasons } from '../words/zh/reasons.ts';
import { kindOf } from './kind.ts';

export const tell = teller<typeof reasons>();
export const kindWord = (value: unknown): Message => tell(`kind.${kindOf(value)}`);
