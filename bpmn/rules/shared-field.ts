// Two forms that ask different things under one name: the later answer overwrites the earlier one. To ask the same thing again, with the
// same words, is meant.
import { askedIn, freeId, namesTaken } from '../field-ids.ts';
import { type Rule, tell } from './survey.ts';

export const sharedField: Rule = ({ process, context }) => {
  const forms = context.forms ?? {};
  const asked = askedIn(process, forms).filter(({ field }) => !field.readOnly);
  const taken = namesTaken(process, forms);
  return asked.flatMap(({ element, form, field }, at) => {
    const first = asked.slice(0, at).find((one) => one.field.id === field.id && one.form !== form);
    if (!first || (first.field.type === field.type && first.field.label.zh.trim() === field.label.zh.trim())) return [];
    const to = freeId(field.label.zh, taken);
    taken.add(to);
    return [
      {
        element,
        message: tell('shared-field', {
          form: form.title,
          field: field.label,
          other: first.field.label,
          first: first.form.title,
          id: field.id,
        }),
        fix: {
          label: tell('fix.renameField', { to }),
          edit: { edit: 'renameField', form: form.key, from: field.id, to },
        },
      },
    ];
  });
};
