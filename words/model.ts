// What lint and import say of a model.
import { imports as importsEn } from './en/imports.ts';
import { lint as lintEn } from './en/lint.ts';
import { sayer } from './say.ts';
import { imports as importsZh } from './zh/imports.ts';
import { lint as lintZh } from './zh/lint.ts';

export const sayOfModel = sayer({ zh: { ...lintZh, ...importsZh }, en: { ...lintEn, ...importsEn } });
