// Why a case stands still, with the cure, and what an expression or decision says of itself.
import { incidents as incidentsEn } from './en/incidents.ts';
import { reasons as reasonsEn } from './en/reasons.ts';
import type { Language, Message } from './message.ts';
import { sayer } from './say.ts';
import { incidents as incidentsZh } from './zh/incidents.ts';
import { reasons as reasonsZh } from './zh/reasons.ts';

export const sayOfIncident = sayer({ zh: { ...reasonsZh, ...incidentsZh }, en: { ...reasonsEn, ...incidentsEn } });

/** What was seen there: of the core in the reader's language, of whoever else did the work as they said it. */
export const seenWords = (message: Message | string, language: Language): string =>
  typeof message === 'string' ? message : sayOfIncident(message, language);

/** undefined for a kind that is newer than who reads. */
export const whyWords = (kind: string, language: Language): string | undefined => worded(kind, language);
export const cureWords = (kind: string, language: Language): string | undefined => worded(`${kind}.cure`, language);

const worded = (code: string, language: Language): string | undefined => {
  const words = sayOfIncident({ code, args: {} }, language);
  return words === code ? undefined : words;
};
