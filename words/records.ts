// What is said of records in their history and in reports of files; of a cell, what is said of any field.
import { fields as fieldsEn } from './en/fields.ts';
import { records as en } from './en/records.ts';
import { teller } from './message.ts';
import { sayer } from './say.ts';
import { fields as fieldsZh } from './zh/fields.ts';
import { records as zh } from './zh/records.ts';

export const sayOfRecord = sayer({ zh: { ...fieldsZh, ...zh }, en: { ...fieldsEn, ...en } });
export const tellRecord = teller<typeof zh>();
