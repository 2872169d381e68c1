// Words of the designer.
import { designer as en } from './en/designer.ts';
import { flat, type Paths, sayer } from './say.ts';
import { designer as zh } from './zh/designer.ts';

const first = flat(zh);
export const sayOfDesigner = sayer({ zh: first, en: flat(en) });
export const isKey = (code: string): code is Key => Object.hasOwn(first, code);
export type Key = Paths<typeof zh>;
/** Keys of a group. */
export type In<G extends string> = Key extends infer K ? (K extends `${G}.${infer Rest}` ? Rest : never) : never;
