// What is wrong with what a person filled in.
import { fields as en } from './en/fields.ts';
import { sayer } from './say.ts';
import { fields as zh } from './zh/fields.ts';

export const sayOfField = sayer({ zh, en });
