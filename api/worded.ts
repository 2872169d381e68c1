// What lint and import say, with its sentence beside the code, for readers who have no words of their own.

import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Problem } from '../bpmn/definition.ts';
import { seenWords } from '../words/incidents.ts';
import { fromText, type Message } from '../words/message.ts';
import { sayOfModel } from '../words/model.ts';
import { languageOf } from './language.ts';

export function worded(c: Context, problems: Problem[]): (Problem & { text: string })[] {
  const language = languageOf(c);
  return problems.map((problem) => ({ ...problem, text: sayOfModel(problem.message, language) }));
}

/** What was seen at an incident. */
export const Seen = {
  message: z.string().describe('in the language of the reader, or as whoever did the work said it'),
  seen: z.custom<Message | null>().openapi({ type: 'object', description: 'the same as code and arguments' }),
};

export function seenIn<T extends { message: string }>(c: Context, row: T): T & { seen: Message | null } {
  const message = fromText(row.message);
  return { ...row, message: seenWords(message, languageOf(c)), seen: typeof message === 'string' ? null : message };
}
