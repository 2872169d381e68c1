// What is wrong with something a manager is about to publish, with why an expression has no value.
import { content as en } from './en/content.ts';
import { reasons as reasonsEn } from './en/reasons.ts';
import { sayer } from './say.ts';
import { content as zh } from './zh/content.ts';
import { reasons as reasonsZh } from './zh/reasons.ts';

export const sayOfContent = sayer({ zh: { ...reasonsZh, ...zh }, en: { ...reasonsEn, ...en } });
