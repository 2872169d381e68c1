// One-click cures of problems, alone or many at once: edits of the model, and questions that a form has to ask.
import type { Model, Problem } from '../../bpmn/definition.ts';
import type { Form } from '../../forms/form.ts';
import type { Edit } from './edit.ts';
import { elementOf, perform } from './edits.ts';
import { apply } from './history.ts';

/** Lets a person's step ask for a choice; without options for a yes or no. */
export type AskFor = {
  edit: 'askFor';
  step: string;
  name: string;
  options: { value: string; label: string }[];
};
/** A draft: the model with the forms that its steps ask. */
export type Content = { model: Model; forms: Record<string, Form> };

/** The form of the step with the question in it, and the edit that ties it to the step. */
export function asked(
  { model, forms }: Content,
  { step, name, options }: AskFor,
): { form: Form; edit: Edit } | undefined {
  const element = elementOf(model, step)?.element;
  if (!element) return undefined;
  const before = element.zf?.form ? forms[element.zf.form] : undefined;
  const form: Form = before ?? { key: freshKey(step, forms), title: { zh: element.name ?? step }, fields: [] };
  const label = { zh: name };
  const field: Form['fields'][number] = options.length
    ? {
        type: 'choice',
        id: name,
        label,
        required: true,
        options: options.map((one) => ({ value: one.value, label: { zh: one.label } })),
      }
    : { type: 'yesNo', id: name, label, required: true };
  const fields = [...form.fields.filter(({ id }) => id !== name), field];
  return { form: { ...form, fields }, edit: { edit: 'setExtension', id: step, zf: { form: form.key } } };
}

/** A key that no other form has. */
export function freshKey(stem: string, forms: Record<string, Form>): string {
  let key = stem;
  for (let n = 2; forms[key]; n++) key = `${stem}-${n}`;
  return key;
}

export function cured(content: Content, problems: Pick<Problem, 'fix'>[]): Content {
  let { model, forms } = content;
  for (const { fix } of problems) {
    const edit = fix?.edit as Edit | AskFor | undefined;
    if (!edit) continue;
    const question = edit.edit === 'askFor' ? asked({ model, forms }, edit) : undefined;
    if (edit.edit === 'askFor' && !question) continue;
    if (question) forms = { ...forms, [question.form.key]: question.form };
    model = apply(model, perform(model, question?.edit ?? (edit as Edit)).changes);
  }
  return { model, forms };
}
