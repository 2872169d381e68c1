// What one outside sees of a task: its form and nothing else. What is secret, and what is looked up in the shop, is left out; facts of that
// kind are told as text.
import { createHmac } from 'node:crypto';
import { capabilityOfTask } from '../activities/connectors/people.ts';
import { verdictsAt } from '../bpmn/compile.ts';
import type { Element } from '../bpmn/definition.ts';
import { caseState } from '../db/case-lists.ts';
import { namesOf } from '../db/people.ts';
import { answeredBefore, type TaskDetail } from '../db/tasks.ts';
import type { Field, Form } from '../forms/form.ts';
import { recordOf } from '../forms/kinds/record.ts';
import type { Language } from '../words/message.ts';
import { valuesAt } from './case-values.ts';
import type { Deps } from './deps.ts';
import { clockNow } from './shop-now.ts';
import { digestOf, namedIn, shownAt } from './step-form.ts';

type Values = Record<string, unknown>;
export type GuestForm = {
  step: string;
  form: Form;
  values: Values;
  /** What conditions of the form read beside it. */
  known: Values;
  /** Digest of all that stands there, and the same as it may be told. */
  shown: string;
  sealed: string;
  /** Has to be filled in, and cannot be by one outside. */
  missing: Field[];
};

const isLookedUp = (field: { type: Field['type']; from?: unknown }): boolean =>
  field.type === 'record' || field.type === 'person' || field.type === 'department' || field.from !== undefined;

/** undefined: the step lets nobody in from outside, or has no form to fill in. */
export async function guestForm(
  { sql, definitions, secret }: Pick<Deps, 'sql' | 'definitions' | 'secret'>,
  task: TaskDetail,
  language: Language,
): Promise<GuestForm | undefined> {
  const published = await definitions.get(task.process, task.version);
  const element = published?.definition.elements[task.element];
  const stored = task.form ? published?.forms[task.form] : undefined;
  if (!published || !element?.zf?.guest || !stored || capabilityOfTask(task.form)) return undefined;
  if (verdictsAt(element).length > 0 || task.askedBy !== null) return undefined;
  const [state, answered, clock] = await Promise.all([
    caseState(sql, task.case),
    answeredBefore(sql, task),
    clockNow(sql),
  ]);
  const { definition } = published;
  const known: Values = state ? { ...valuesAt(state, task.wait), ...task.locals } : {};
  const seen = shownAt({ form: stored, element, definition, known, answered, now: clock });
  const hidden = new Set((definition.zf.variable ?? []).flatMap(({ name, secret }) => (secret ? [name] : [])));
  const names = await namesOf(
    sql,
    seen.form.fields.flatMap(({ id, type }) => (type === 'person' ? [seen.values[id]].flat().map(String) : [])),
  );
  const told = (field: Field): Field[] => {
    if (hidden.has(field.id)) return [];
    if (field.type === 'table') return [{ ...field, columns: field.columns.filter((column) => !isLookedUp(column)) }];
    if (!isLookedUp(field)) return [field];
    // A fact may be read, though it cannot be looked up.
    const { id, label } = field;
    return field.readOnly && seen.values[id] != null ? [{ type: 'text', id, label, readOnly: true } as Field] : [];
  };
  const fields = seen.form.fields.flatMap(told);
  const kept = new Set(fields.map(({ id }) => id));
  const wordsOf = (value: unknown): string =>
    [value]
      .flat()
      .map((one) => recordOf(one)?.title ?? names[String(one)] ?? String(one))
      .join(', ');
  const missing = seen.form.fields.filter(
    (field) => 'required' in field && field.required && !field.readOnly && !kept.has(field.id),
  );
  const lookedUp = new Set(seen.form.fields.flatMap((field) => (isLookedUp(field) ? [field.id] : [])));
  const shown = digestOf(seen.values);
  const { rules: _, ...form } = seen.form;
  return {
    step: element.zf.text?.[language]?.name || element.name || task.name,
    form: { ...form, fields },
    values: Object.fromEntries(
      Object.entries(seen.values).flatMap(([name, value]) =>
        kept.has(name) ? [[name, lookedUp.has(name) ? wordsOf(value) : value]] : [],
      ),
    ),
    known: Object.fromEntries(
      Object.entries(namedIn(withoutTexts(element), { ...form, fields }, known)).filter(([name]) => !hidden.has(name)),
    ),
    shown,
    // It is made of secret values, too: as it is, it could be guessed from.
    sealed: createHmac('sha256', `${secret} guest`).update(shown).digest('base64url').slice(0, 22),
    missing,
  };
}

/** What the step tells its people is not for others. */
const withoutTexts = ({ zf, ...element }: Element): Element =>
  ({ ...element, documentation: undefined, zf: zf?.permission && { permission: zf.permission } }) as Element;

/** What may come from outside: fields that are asked there, and are not computed or only shown. */
export const givenByGuest = ({ form }: GuestForm, values: Values): Values => {
  const asked = new Set(form.fields.flatMap((field) => (field.readOnly ? [] : [field.id])));
  return Object.fromEntries(Object.entries(values).filter(([name]) => asked.has(name)));
};
