// What a start form can take from the record that it is about: its key, and fields of the same name. Pure.
import type { Field, Form } from '../../forms/form.ts';
import type { RecordItem, RegisterItem, Startable } from '../reach/shapes.ts';
import type { Values } from '../typed/typed.ts';

export function fromRecord(
  { about, form }: Pick<Startable, 'about' | 'form'>,
  register: Pick<RegisterItem, 'key' | 'keyField'>,
  record: Pick<RecordItem, 'key' | 'title' | 'rev' | 'values'>,
): Values {
  const fields = (form as Form | null)?.fields.filter(({ readOnly }) => !readOnly) ?? [];
  const names = [about?.register === register.key ? about.variable : null, register.key, register.keyField];
  const named = names.find((name) => fields.some(({ id }) => id === name));
  return Object.fromEntries(
    fields.flatMap((field) => {
      const { id } = field;
      if (id === named || (field.type === 'record' && field.register === register.key))
        return [[id, asValue(field, record)]];
      const value = record.values[id];
      return value === undefined || value === null ? [] : [[id, value]];
    }),
  );
}

const asValue = (field: Field, { key, title, rev }: Pick<RecordItem, 'key' | 'title' | 'rev'>): unknown => {
  if (field.type !== 'record') return key;
  return field.many ? [{ key, title, rev }] : { key, title, rev };
};
