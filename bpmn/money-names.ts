// Which data of a process are amounts of money, and in which currency: declared so, asked so by a form, or handed on from such.
import type { Form } from '../forms/form.ts';
import type { Definition } from './definition.ts';
import { askedIn } from './field-ids.ts';

export function moneyNames(process: Definition, forms: Record<string, Form>): Map<string, string> {
  const money = new Map<string, string>();
  for (const { name, type } of process.zf.variable ?? []) if (type === 'money') money.set(name, 'CNY');
  for (const { field } of askedIn(process, forms)) if (field.type === 'money') money.set(field.id, field.currency);
  for (const { zf } of Object.values(process.elements))
    for (const { source, target } of [...(zf?.input ?? []), ...(zf?.output ?? [])]) {
      const currency = money.get(source.replace(/^=/, '').trim());
      if (currency && !money.has(target)) money.set(target, currency);
    }
  return money;
}
