// Ids of form fields: the names under which a case keeps what people answer. One process, one name space.
import type { Field, Form } from '../forms/form.ts';
import { asks } from '../forms/kinds.ts';
import type { Definition } from './definition.ts';

const KEYWORDS = new Set(
  'and or not in for return if then else some every satisfies between instance of true false null function item partial'.split(
    ' ',
  ),
);

/** From what people call it, where that can be a name, and as nothing else is called. */
export function freeId(label: string, taken: ReadonlySet<string>, stem = 'field'): string {
  const word = label.replace(/[^\p{L}\p{N}_]+/gu, '').slice(0, 40);
  const usable = /^[\p{L}_]/u.test(word) && !KEYWORDS.has(word);
  if (usable && !taken.has(word)) return word;
  let n = usable ? 2 : 1;
  while (taken.has(`${usable ? word : stem}${n}`)) n++;
  return `${usable ? word : stem}${n}`;
}

export type Asked = { element: string; form: Form; field: Field };

/** What the forms of a process ask, each form once, at the first step that has it. */
export function askedIn({ elements }: Definition, forms: Record<string, Form>): Asked[] {
  const seen = new Set<string>();
  return Object.values(elements).flatMap(({ id, zf }) => {
    const form = zf?.form ? forms[zf.form] : undefined;
    if (!form || seen.has(form.key)) return [];
    seen.add(form.key);
    return form.fields.filter(asks).map((field) => ({ element: id, form, field }));
  });
}

/** Names that mean something in this process already. */
export function namesTaken(process: Definition, forms: Record<string, Form>): Set<string> {
  const taken = new Set(['case', 'shop', 'votes', 'slots', 'loopCounter']);
  for (const { name } of process.zf.variable ?? []) taken.add(name);
  for (const { field } of askedIn(process, forms)) taken.add(field.id);
  for (const element of Object.values(process.elements)) {
    const { zf } = element;
    const loop = 'loopCharacteristics' in element ? element.loopCharacteristics?.zf : undefined;
    for (const name of [loop?.item, loop?.collectInto, zf?.collectInto]) if (name) taken.add(name);
    if (zf?.resultVariable) taken.add(zf.resultVariable);
    for (const { target } of [...(zf?.output ?? []), ...(zf?.conclude ?? [])]) taken.add(target);
    for (const { name } of (zf?.decision && process.decisions[zf.decision]?.outputs) || []) taken.add(name);
  }
  return taken;
}
