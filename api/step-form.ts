// What one step shows a person: the fields of its form with what the case holds for them, and the variables that its texts and
// conditions name. Nothing else of the case leaves the server with a task; hidden fields least of all.
import { createHash } from 'node:crypto';
import type { Definition, Element } from '../bpmn/definition.ts';
import { guideTexts } from '../bpmn/guide.ts';
import type { Clock } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import { isAsked } from '../forms/asked.ts';
import type { Field, Form } from '../forms/form.ts';
import { formulaOf, withFormulas } from '../forms/formula.ts';
import { namesInText, parameterNamed } from '../forms/placeholders.ts';
import { coveredRows } from '../forms/rows.ts';
import { coveredFor, formAt, hiddenAt, hiddenColumns, readAs } from './case-values.ts';

type Values = Record<string, unknown>;

type Asked = { form: Form; element: Element; definition: Definition; known: Values; answered: Set<string>; now: Clock };
/**
 * The form with the facts and the values to begin with. `answered`: fields that this step has answered before stay blank. A condition
 * or formula on what is hidden or secret is decided here, for its value does not leave the server; `whole` has its rules and formulas
 * still, for the answer is held against them.
 */
export function shownAt({ form, element, definition, known, answered, now }: Asked): {
  form: Form;
  whole: Form;
  values: Values;
} {
  const here = formAt(form, element);
  const own = new Set(here.fields.map(({ id }) => id));
  const secret = (definition.zf.variable ?? []).filter((each) => each.secret).map(({ name }) => name);
  const unseen = new Set([...hiddenAt(element), ...secret.filter((name) => !own.has(name))]);
  const readsUnseen = (text: string | undefined): boolean => (text?.match(NAME) ?? []).some((name) => unseen.has(name));
  const fields = here.fields.flatMap((field): Field[] => {
    if (!readsUnseen(field.visibleWhen)) return [field];
    return isAsked(field, known, now) ? [{ ...field, visibleWhen: undefined }] : [];
  });
  const open = fields.map((one): Field => {
    const field = readAs(one, definition);
    if (readsUnseen(formulaOf(field))) return { ...field, formula: undefined, readOnly: true } as Field;
    if (field.type !== 'table' || !field.columns.some((column) => readsUnseen(formulaOf(column)))) return field;
    const columns = field.columns.map((column) =>
      readsUnseen(formulaOf(column)) ? { ...column, formula: undefined, readOnly: true } : column,
    );
    return { ...field, columns } as Field;
  });
  const rules = here.rules?.filter(({ when }) => !readsUnseen(when));
  const begins = (field: Field) =>
    field.readOnly || ('prefill' in field && field.prefill === true && !answered.has(field.id));
  const computed = withFormulas(fields, {}, now, known as Variables);
  const hidden = new Set(fields.filter((field) => readsUnseen(formulaOf(field))).map(({ id }) => id));
  return {
    form: { ...here, fields: open, ...(rules && { rules }) },
    whole: { ...here, fields },
    values: coveredFor(
      form,
      element,
      Object.fromEntries(
        fields.flatMap((field): [string, unknown][] => {
          if (hidden.has(field.id)) return [[field.id, computed[field.id]]];
          return begins(field) && Object.hasOwn(known, field.id) ? [[field.id, known[field.id]]] : [];
        }),
      ),
      true,
    ),
  };
}

/** Changes when anything does that a person has before their eyes. */
export const digestOf = (values: Values): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22);

const NAME = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** Data that the texts of a step name. */
export const namesInTexts = (element: Element): string[] => [
  ...new Set(
    named(element)
      .filter((name) => parameterNamed(name) === undefined)
      .map((name) => name.split('.')[0] as string),
  ),
];

/** Keys of parameters that the texts of a step name. */
export const parametersInTexts = (element: Element): string[] => [
  ...new Set(named(element).flatMap((name) => parameterNamed(name) ?? [])),
];

/** In every language: what was told is kept with the answer, and who reads it later may read the other one. */
const named = ({ documentation = '', zf }: Element): string[] =>
  [documentation, ...Object.values(zf?.text ?? {}).map((one) => one.documentation ?? ''), ...guideTexts(zf)].flatMap(
    namesInText,
  );

/** What a field, or a column of it, says in FEEL. */
const readBy = (field: Field): string[] => [
  field.visibleWhen ?? '',
  formulaOf(field) ?? '',
  ...('columns' in field ? field.columns.flatMap(readBy) : []),
];

/** Of what the case holds, only what the texts of the step and the conditions of its form name. */
export function namedIn(element: Element, form: Form | null, known: Values): Values {
  const names = [
    ...namesInTexts(element),
    ...(form?.fields ?? []).flatMap((field) => [field.id, ...readBy(field).flatMap((text) => text.match(NAME) ?? [])]),
    ...(form?.rules ?? []).flatMap(({ when }) => when.match(NAME) ?? []),
  ];
  return seenOf(names, element, known);
}

/** Of these names what the case holds, without what the step hides. */
export function seenOf(names: string[], element: Element | undefined, known: Values): Values {
  const hidden = element ? hiddenAt(element) : new Set<string>();
  const columns = hiddenColumns(element ? [element] : []);
  return Object.fromEntries(
    [...new Set(names)]
      .filter((name) => Object.hasOwn(known, name) && !hidden.has(name))
      .map((name) => [
        name,
        coveredRows(known[name] as Value, { hidden: columns.get(name) ?? new Set(), locked: new Set() }, false),
      ]),
  );
}
