// What values name that stands elsewhere: people, departments, records. Which those are, and the values with what is known of them.
import type { Value, Variables } from '../feel/value.ts';
import type { Message } from '../words/message.ts';
import type { Field } from './form.ts';
import type { Find, Target } from './kinds/kind.ts';
import { recordsOf } from './kinds/record.ts';
import { kindOf } from './kinds.ts';

/** The register that a field chooses from, or a record of which it names. */
export function registerOf(field: Field): string | undefined {
  if (field.type === 'record') return field.register;
  if ('names' in field && field.names !== undefined) return field.names;
  return 'from' in field ? field.from?.register : undefined;
}

type Resolved = { values: Variables; errors: { path: string; message: Message }[] };

/** @param before what stood there; whatever still names the same is not looked up again, and stays as it was seen */
export function resolved(fields: Field[], values: Variables, before: Variables, find: Find): Resolved {
  const out: Resolved = { values: { ...values }, errors: [] };
  for (const field of fields) {
    const value = values[field.id];
    if (value === undefined || value === null) continue;
    if (stands(field, value, before[field.id])) {
      out.values[field.id] = before[field.id] as Value;
      continue;
    }
    const read = resolvedIn(field, value, find);
    out.errors.push(...read.errors.map(({ path, message }) => ({ path: `${field.id}${path}`, message })));
    // Called by its name it may be the same, and stays as it was seen.
    const keys = recordsOf(read.value).map(({ key }) => ({ key }));
    const isSame =
      field.type === 'record' &&
      recordsOf(value).every(({ rev }) => rev === undefined) &&
      stands(field, keys, before[field.id]);
    out.values[field.id] = isSame ? (before[field.id] as Value) : read.value;
  }
  return out;
}

function resolvedIn(field: Field, value: Value, find: Find): { value: Value; errors: Resolved['errors'] } {
  if (field.type === 'table') {
    const rows = (Array.isArray(value) ? (value as Variables[]) : []).map((row, at) => {
      const { values, errors } = resolved(field.columns, row, {}, find);
      return { values, errors: errors.map(({ path, message }) => ({ path: `.${at}.${path}`, message })) };
    });
    return { value: rows.map(({ values }) => values), errors: rows.flatMap(({ errors }) => errors) };
  }
  const found = kindOf(field).resolve?.(field, value, find);
  if (!found) return { value, errors: [] };
  return 'value' in found
    ? { value: found.value, errors: [] }
    : { value, errors: [{ path: '', message: found.problem }] };
}

/** Names the same, and nobody says to have seen another revision of it. */
function stands(field: Field, value: Value, before: Value | undefined): boolean {
  if (before === undefined || before === null) return false;
  if (field.type !== 'record') return JSON.stringify(before) === JSON.stringify(value);
  const [now, then] = [recordsOf(value), recordsOf(before)];
  return (
    now.length === then.length &&
    // What was written before there was such a field is filled in at its next writing.
    then.every(({ rev }) => rev !== undefined) &&
    now.every(({ key, rev }, at) => key === then[at]?.key && (rev === undefined || rev === then[at]?.rev))
  );
}

export function targetsIn(fields: Field[], values: Variables, before: Variables): Target[] {
  const targets = new Map<string, Target>();
  resolved(fields, values, before, (target) => {
    targets.set(JSON.stringify(target), target);
    // Of several records each is asked for.
    return { key: target.id, title: '' };
  });
  return [...targets.values()];
}
