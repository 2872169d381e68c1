// What a start form can take from the record that it is about: its key, and fields of the same name. Pure.
import type { Form } from '../../forms/form.ts';
import type { RecordItem, RegisterItem, Startable } from '../reach/shapes.ts';
import type { Values } from '../typed/typed.ts';

export function fromRecord(
  { about, form }: Pick<Startable, 'about' | 'form'>,
  register: Pick<RegisterItem, 'key' | 'keyField'>,
  record: Pick<RecordItem, 'key' | 'values'>,
): Values {
  const fields = (form as Form | null)?.fields.filter(({ readOnly }) => !readOnly) ?? [];
  const names = [about?.register === register.key ? about.variable : null, register.key, register.keyField];
  const named = names.find((name) => fields.some(({ id }) => id === name));
  return Object.fromEntries(
    fields.flatMap(({ id }) => {
      if (id === named) return [[id, record.key]];
      const value = record.values[id];
      return value === undefined || value === null ? [] : [[id, value]];
    }),
  );
}
