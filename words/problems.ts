// What the API says of a request that fails, with what it was told by a file.
import { imports as importsEn } from './en/imports.ts';
import { problems as en } from './en/problems.ts';
import { sayer } from './say.ts';
import { imports as importsZh } from './zh/imports.ts';
import { problems as zh } from './zh/problems.ts';

export const sayOfProblem = sayer({ zh: { ...importsZh, ...zh }, en: { ...importsEn, ...en } });
