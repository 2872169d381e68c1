// One-click cures of problems, alone or many at once: edits of the model, and questions that a form has to ask.
import type { Model, Problem } from '../../bpmn/definition.ts';
import { factsBefore } from '../../bpmn/first-form.ts';
import type { Form } from '../../forms/form.ts';
import type { Edit } from './edit.ts';
import { outcomeOf } from './edits.ts';
import { elementOf } from './find.ts';
import { apply } from './history.ts';
import { withFieldRenamed, withOtherName } from './rename-field.ts';

/** Lets steps of people, or the start, ask a question. `ways`: which flow each answer takes. */
export type AskFor = {
  edit: 'askFor';
  steps: string[];
  name: string;
  kind?: 'choice' | 'choices' | 'yesNo' | 'number' | 'dateTime' | 'text';
  label?: string;
  options: { value: string; label: string }[];
  ways?: { flow: string; value: string }[];
};
/** Another id for a field of a form, and for what is read of it after the steps that ask it. */
export type RenameField = { edit: 'renameField'; form: string; from: string; to: string };
/** Other data is read there. */
export type UseName = { edit: 'useName'; at: string; from: string; to: string };
/** A draft: the model with the forms that its steps ask. */
export type Content = { model: Model; forms: Record<string, Form> };

/** The form of the step with the question in it, and the edit that ties it to the step. */
export function asked(
  { model, forms }: Content,
  { name, kind, label: words = name, options }: AskFor,
  step: string,
): { form: Form; edit: Edit } | undefined {
  const found = elementOf(model, step);
  if (!found) return undefined;
  const { element, process } = found;
  const before = element.zf?.form ? forms[element.zf.form] : undefined;
  const form: Form = before ?? {
    key: freshKey(step, forms),
    title: { zh: element.name ?? step },
    fields: element.type === 'userTask' ? factsBefore(process, forms, step) : [],
  };
  const label = { zh: words };
  const field: Form['fields'][number] = options.length
    ? {
        type: kind === 'choices' ? kind : 'choice',
        id: name,
        label,
        required: true,
        options: options.map((one) => ({ value: one.value, label: { zh: one.label } })),
      }
    : {
        type: kind === 'number' || kind === 'dateTime' || kind === 'text' ? kind : 'yesNo',
        id: name,
        label,
        required: true,
      };
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
    const edit = fix?.edit as Edit | AskFor | RenameField | UseName | undefined;
    if (!edit) continue;
    if (edit.edit === 'useName') {
      model = withOtherName(model, edit);
      continue;
    }
    if (edit.edit === 'renameField') {
      ({ model, forms } = withFieldRenamed({ model, forms }, edit));
      continue;
    }
    const edits: Edit[] = [];
    if (edit.edit === 'askFor') {
      for (const step of edit.steps) {
        const question = asked({ model, forms }, edit, step);
        if (!question) continue;
        forms = { ...forms, [question.form.key]: question.form };
        edits.push(question.edit);
      }
      for (const { flow, value } of edit.ways ?? [])
        edits.push({
          edit: 'setCondition',
          flow,
          condition:
            edit.kind === 'choices'
              ? `=list contains(${edit.name}, ${JSON.stringify(value)})`
              : `=${edit.name} = ${JSON.stringify(value)}`,
        });
    } else edits.push(edit);
    for (const one of edits) model = apply(model, outcomeOf(model, one).changes);
  }
  return { model, forms };
}
