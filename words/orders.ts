// What is said of a file of orders; of a cell, what is said of any field.
import { fields as fieldsEn } from './en/fields.ts';
import { orders as en } from './en/orders.ts';
import { teller } from './message.ts';
import { sayer } from './say.ts';
import { fields as fieldsZh } from './zh/fields.ts';
import { orders as zh } from './zh/orders.ts';

export const sayOfOrders = sayer({ zh: { ...fieldsZh, ...zh }, en: { ...fieldsEn, ...en } });
export const tellOrders = teller<typeof zh>();
