// What one step shows a person: the fields of its form with what the case holds for them, and the variables that its texts and
// conditions name. Nothing else of the case leaves the server with a task; hidden fields least of all.
import { createHash } from 'node:crypto';
import type { Definition, Element } from '../bpmn/definition.ts';
import type { Field, Form } from '../forms/form.ts';
import { namesInText, parameterNamed } from '../forms/placeholders.ts';
import { isAsked } from '../forms/validate.ts';
import { formAt, hiddenAt } from './case-values.ts';

type Values = Record<string, unknown>;

type Asked = { form: Form; element: Element; definition: Definition; known: Values; answered: Set<string>; at: number };
/**
 * The form with the facts and the values to begin with. `answered`: fields that this step has answered before stay blank. A condition
 * on what is hidden or secret is decided here, for its value does not leave the server.
 */
export function shownAt({ form, element, definition, known, answered, at }: Asked): { form: Form; values: Values } {
  const here = formAt(form, element);
  const own = new Set(here.fields.map(({ id }) => id));
  const secret = (definition.zf.variable ?? []).filter((each) => each.secret).map(({ name }) => name);
  const unseen = new Set([...hiddenAt(element), ...secret.filter((name) => !own.has(name))]);
  const fields = here.fields.flatMap((field): Field[] => {
    if (!(field.visibleWhen?.match(NAME) ?? []).some((name) => unseen.has(name))) return [field];
    return isAsked(field, known, at) ? [{ ...field, visibleWhen: undefined }] : [];
  });
  const begins = (field: Field) =>
    field.readOnly || ('prefill' in field && field.prefill === true && !answered.has(field.id));
  return {
    form: { ...here, fields },
    values: Object.fromEntries(
      fields.filter((field) => begins(field) && Object.hasOwn(known, field.id)).map(({ id }) => [id, known[id]]),
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

function named({ documentation = '', zf }: Element): string[] {
  const { instruction = '', checklist = [], scripts = [] } = zf ?? {};
  return [documentation, instruction, ...checklist, ...scripts.map(({ text }) => text)].flatMap(namesInText);
}

/** Of what the case holds, only what the texts of the step and the conditions of its form name. */
export function namedIn(element: Element, form: Form | null, known: Values): Values {
  const names = [
    ...namesInTexts(element),
    ...(form?.fields ?? []).flatMap(({ id, visibleWhen = '' }) => [id, ...(visibleWhen.match(NAME) ?? [])]),
  ];
  const hidden = hiddenAt(element);
  return Object.fromEntries(
    [...new Set(names)]
      .filter((name) => Object.hasOwn(known, name) && !hidden.has(name))
      .map((name) => [name, known[name]]),
  );
}
