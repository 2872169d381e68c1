// What only one record of a register may have, beside its key: each value as one text, by which it is compared.
import type { Variables } from '../feel/value.ts';
import type { Register, RegisterField } from './register.ts';
import { comparable } from './slots.ts';

export const uniqueFields = ({ fields, keyField }: Register): RegisterField[] =>
  fields.filter(({ unique, id }) => unique && id !== keyField);

export const uniqueTexts = (register: Register, values: Variables): { field: string; text: string }[] =>
  uniqueFields(register).flatMap((field) => {
    const value = comparable(field, values[field.id]);
    if (value === undefined || value === null) return [];
    return [{ field: field.id, text: typeof value === 'object' ? JSON.stringify(value) : String(value) }];
  });
