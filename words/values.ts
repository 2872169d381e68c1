// Values, spans and days as people say them.
import { values as en } from './en/values.ts';
import { speaker } from './say.ts';
import { values as zh } from './zh/values.ts';

export const valueIn = speaker<typeof zh>({ zh, en });
