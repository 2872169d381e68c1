// What is wrong with something a manager is about to publish, with why an expression has no value.
import { content as en } from './en/content.ts';
import { lint as lintEn } from './en/lint.ts';
import { reasons as reasonsEn } from './en/reasons.ts';
import { sayer } from './say.ts';
import { content as zh } from './zh/content.ts';
import { lint as lintZh } from './zh/lint.ts';
import { reasons as reasonsZh } from './zh/reasons.ts';

// A decision is judged as the designer judges one.
export const sayOfContent = sayer({
  zh: { ...reasonsZh, ...lintZh, ...zh },
  en: { ...reasonsEn, ...lintEn, ...en },
});
