// Data of a process by whatever it is called in a text for people: its name, or its label in any language.
import type { Form } from '../forms/form.ts';
import type { Definition } from './definition.ts';
import { askedIn, namesTaken } from './field-ids.ts';

/** What it is called → its name; a name comes before a label that reads the same. */
export function dataCalled(process: Definition, forms: Record<string, Form>): Map<string, string> {
  const found = new Map<string, string>();
  const add = (called: string | undefined, name: string): void => {
    const said = called?.trim();
    if (said && !found.has(said)) found.set(said, name);
  };
  for (const name of namesTaken(process, forms)) add(name, name);
  for (const { name, label, text } of process.zf.variable ?? [])
    for (const called of [label, ...Object.values(text ?? {}).map((one) => one.name)]) add(called, name);
  for (const { field } of askedIn(process, forms))
    for (const called of [field.label.zh, field.label.en]) add(called, field.id);
  return found;
}
