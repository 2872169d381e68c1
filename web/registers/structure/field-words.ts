// A field of a register in words: its kind, its rule, who changes it. Pure.
import { Layers, type LucideIcon, Sigma } from 'lucide-react';
import { amountOf } from '../../../forms/money.ts';
import type { Register, RegisterField } from '../../../records/register.ts';
import type { Language, Texts } from '../../../words/message.ts';
import { listed } from '../../../words/say.ts';
import { viewOf } from '../../fields/views.ts';
import { wordsIn } from '../../forms/label.ts';
import type { Say } from '../../words/useWords.ts';

export const iconOf = (field: RegisterField): LucideIcon =>
  field.by.who === 'ledger' ? Layers : field.by.who === 'formula' ? Sigma : viewOf(field).icon;

/** `ledgers`: what they and their measures are called. */
export function ruleWords(
  field: RegisterField,
  t: Say,
  language: Language,
  ledgers: Pick<Register, 'key' | 'name' | 'ledger'>[],
): string {
  if (field.by.who === 'formula') return field.by.feel;
  if (field.by.who === 'ledger') {
    const { ledger: key, measure: name } = field.by;
    const ledger = ledgers.find((one) => one.key === key);
    const measure = ledger?.ledger?.measures.find((one) => one.key === name);
    return t('struct.balanceOf', {
      ledger: ledger ? wordsIn(ledger.name, language) : key,
      measure: measure ? wordsIn(measure.name, language) : name,
    });
  }
  const said: string[] = [];
  const named = (parts: { label: Texts }[]): string =>
    listed(
      parts.map(({ label }) => wordsIn(label, language)),
      language,
    );
  if ('options' in field) said.push(named(field.options));
  if ('maxLength' in field && field.maxLength !== undefined)
    said.push(t('struct.atMostLetters', { n: field.maxLength }));
  const amount = (n: number): string => (field.type === 'money' ? amountOf(n) : String(n));
  if (field.type === 'file' && field.max !== undefined) said.push(t('struct.atMostFiles', { n: field.max }));
  else if ('min' in field || 'max' in field) {
    const { min, max } = field as { min?: number; max?: number };
    if (min !== undefined) said.push(`≥ ${amount(min)}`);
    if (max !== undefined) said.push(`≤ ${amount(max)}`);
  }
  if (field.type === 'table') said.push(named(field.columns));
  if (field.unique) said.push(t('struct.unique'));
  if (field.find) said.push(t('struct.findable'));
  return said.filter(Boolean).join(t('struct.comma'));
}

/** An id that nobody has given: it follows the name as long as the field is new. */
export const isAutomatic = (id: string): boolean => /^field\d+$/.test(id);
export const taken = (fields: { id: string }[]): Set<string> =>
  new Set(['shop', 'title', 'key', ...fields.map(({ id }) => id)]);
