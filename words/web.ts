// Words of the pages that staff and managers open.
import { web as en } from './en/web.ts';
import { flat, type Paths, sayer } from './say.ts';
import { web as zh } from './zh/web.ts';

export const sayOfWeb = sayer({ zh: flat(zh), en: flat(en) });
export type Key = Paths<typeof zh>;
