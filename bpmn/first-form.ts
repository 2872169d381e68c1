// What a process says of its cases where nobody has said it: lists call a case by what its first form must ask, and show that beside it.
import type { Field, Form } from '../forms/form.ts';
import type { Definition, Element } from './definition.ts';

const NAMING = new Set<Field['type']>(['text', 'integer', 'number', 'date']);
const SHOWN = new Set<Field['type']>([...NAMING, 'money', 'choice', 'yesNo', 'dateTime']);

/** Title as FEEL, and the data of a row; only what is absent. */
export function listDefaults(process: Definition, forms: Record<string, Form>): { title?: string; summary?: string[] } {
  const start = Object.values(process.elements).find(
    (one) => one.type === 'startEvent' && one.scope === process.processId && one.zf?.form && forms[one.zf.form],
  );
  const fields = start?.zf?.form ? (forms[start.zf.form]?.fields ?? []) : [];
  const secret = new Set((process.zf.variable ?? []).filter((one) => one.secret).map(({ name }) => name));
  const must = fields.filter(
    ({ id, required, readOnly, visibleWhen }) => required && !readOnly && !visibleWhen && !secret.has(id),
  );
  const names = must.filter(({ type }) => NAMING.has(type)).slice(0, 2);
  const name = JSON.stringify(process.name?.trim() || process.key);
  const summary = must.filter(({ type }) => SHOWN.has(type)).slice(0, 5);
  return {
    ...(!process.zf.title &&
      names.length > 0 && { title: `=${[name, ...names.map(({ id }) => `string(${id})`)].join(' + " " + ')}` }),
    ...(!process.zf.summary?.length && summary.length > 0 && { summary: summary.map(({ id }) => id) }),
  };
}

export const withListDefaults = (process: Definition, forms: Record<string, Form>): Definition => ({
  ...process,
  zf: { ...process.zf, ...listDefaults(process, forms) },
});

/** What those before a step have been asked, for it to show. */
export function factsBefore(process: Definition, forms: Record<string, Form>, step: string): Field[] {
  const seen = new Set<string>();
  const queue = [step];
  const before: Element[] = [];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const one = process.elements[at];
    if (!one || seen.has(at)) continue;
    seen.add(at);
    if (at !== step) before.unshift(one);
    const incoming = Object.values(process.flows).filter(({ target }) => target === at);
    queue.push(...incoming.map(({ source }) => source));
    if ('attachedToRef' in one) queue.push(one.attachedToRef);
    if (incoming.length === 0 && process.elements[one.scope]) queue.push(one.scope);
  }
  const facts = new Map<string, Field>();
  for (const { zf } of before)
    for (const field of (zf?.form && forms[zf.form]?.fields) || []) {
      if (field.readOnly || facts.has(field.id)) continue;
      const { help: _, visibleWhen: __, ...kept } = field;
      const { prefill: ___, ...rest } = kept as typeof kept & { prefill?: boolean };
      facts.set(field.id, { ...rest, required: false, readOnly: true } as Field);
    }
  return [...facts.values()];
}
