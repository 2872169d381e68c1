// The proof of a case: made as a file, and checked.
import { proof as en } from './en/proof.ts';
import { speaker } from './say.ts';
import { proof as zh } from './zh/proof.ts';

export const proofIn = speaker<typeof zh>({ zh, en });
const VERBS = new Set(Object.keys(zh).filter((code) => code.startsWith('verb.')));
/** What somebody did, in a word. */
export const verbIn = (verb: string, language: 'zh' | 'en'): string =>
  proofIn(language)((VERBS.has(`verb.${verb}`) ? `verb.${verb}` : 'verb.other') as 'verb.other');
