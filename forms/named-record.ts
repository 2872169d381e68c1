// Which record a field names, where it names one.
import type { Field } from './form.ts';
import { recordsOf } from './kinds/record.ts';

export type NamedRecord = { register: string; key: string };

export function namedRecord(field: Field, value: unknown): NamedRecord | undefined {
  const register = field.type === 'record' && !field.many ? field.register : 'names' in field ? field.names : undefined;
  const key = recordsOf(value)[0]?.key;
  return register && key ? { register, key } : undefined;
}
