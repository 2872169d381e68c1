// Texts of a file → our expressions: FEEL after `=`, else literal. JUEL is translated; what cannot be stays as it was.

import type { Form } from '../../forms/form.ts';
import type { Message } from '../../words/message.ts';
import type { Extension, Problem } from '../definition.ts';
import { isJuel, juelToFeel } from '../juel.ts';
import { tell } from './decode.ts';

export type Imported = NonNullable<Extension['imported']>[number];
/** Where reading leaves what it noticed: translations for the element's `zf.imported`, problems for the person. */
export type Notes = {
  element: string;
  imported: Imported[];
  problems: Problem[];
  /** The full account of foreign settings, translated ones included. */
  report: (one: Imported) => void;
  /** Whose foreign settings have been read; what is left over is reported too. */
  read?: Set<object>;
  /** Takes a form that the element brings along. */
  form: (form: Form) => void;
  /** What the element is called, for what is made of it. */
  title?: string | undefined;
  /** A person has taken note of what was kept. */
  dismissed?: boolean;
};

type Where = { ns: string; name: string };

/** A text that is literal unless marked: timers, names, mappings. */
export function valueText(text: string, where: Where, notes: Notes): string {
  const clean = text.trim();
  if (clean.startsWith('=') || !isJuel(clean)) return clean;
  return translated(clean, where, notes);
}

/** A text that is FEEL even unmarked: conditions. Other languages stay raw and are reported. */
export function conditionText(text: string, where: Where, notes: Notes, language?: string): string {
  const clean = text.trim();
  if (clean === '' || clean.startsWith('=')) return clean;
  if (isJuel(clean)) return translated(clean, where, notes);
  const java = JAVA.exec(clean)?.[1];
  if (java !== undefined && !/javascript|feel/i.test(language ?? ''))
    return translated(`\${${asJuel(java)}}`, where, notes, clean);
  if (language && !/feel|juel|xpath/i.test(language))
    return refused(clean, tell('expression.language', { language }), where, notes);
  if (FOREIGN.test(clean)) return refused(clean, tell('expression.functions'), where, notes);
  return `=${clean}`;
}

/** jBPM's conditions are a Java statement; those that only read and compare mean the same as an expression. */
const JAVA = /^return\s+([^;{}]+);$/s;

const asJuel = (java: string): string =>
  java
    .trim()
    .replace(/\.(?:get|is)([A-Z])(\w*)\(\s*\)/g, (_, first: string, rest: string) => `.${first.toLowerCase()}${rest}`);

/** What BPMN's XPath, jBPM and scripts write and FEEL has not. */
const FOREIGN = /\bgetData(Object|Input|Output)\w*\s*\(|\bgetProcessProperty\s*\(|\bkcontext\.|^return\b|;$/;

/** A bare name is a variable: `collection="assignees"`. */
export function variableText(text: string, where: Where, notes: Notes): string {
  const value = valueText(text, where, notes);
  return value.startsWith('=') || isJuel(value) || value === '' ? value : `=${value}`;
}

function translated(text: string, where: Where, notes: Notes, original = text): string {
  const result = juelToFeel(text);
  if ('refused' in result) return refused(original, result.refused, where, notes);
  notes.imported.push({ ...where, text: original, state: 'mapped' });
  return `=${result.feel}`;
}

function refused(text: string, why: Message, where: Where, notes: Notes): string {
  notes.imported.push({ ...where, text, state: 'kept', why: why.code });
  notes.problems.push({
    rule: 'import-expression',
    severity: 'error',
    element: notes.element,
    message: tell('import-expression', { text, why }),
  });
  return text;
}
