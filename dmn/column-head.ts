// What stands above a column of a decision table, in the language of whoever reads it.
import type { DecisionTable } from './schema.ts';

type Column = DecisionTable['inputs'][number] | DecisionTable['outputs'][number];

export function headOf(column: Column | undefined, language: string): string {
  if (!column) return '';
  return column.text?.[language]?.name || column.label || ('expression' in column ? column.expression : column.name);
}

export function inEnglish<C extends Column>(column: C, name: string | undefined): C {
  const { en: _, ...others } = column.text ?? {};
  const text = name ? { ...others, en: { name } } : others;
  return { ...column, text: Object.keys(text).length > 0 ? text : undefined };
}
