// A form that nobody could send in: two fields of one name, a least above the most, a pattern that cannot be read.
import { fieldPattern } from '../../feel/linear-pattern.ts';
import type { Field, FlatField, Form } from '../../forms/form.ts';
import type { Rule } from './survey.ts';

type Words = { zh: string; en: string };

export const formFields: Rule = ({ elements, context }) => {
  const used = new Map<string, string>();
  for (const { id, zf } of elements) if (zf?.form && !used.has(zf.form)) used.set(zf.form, id);
  return [...used].flatMap(([key, element]) => {
    const form = context.forms?.[key];
    return form ? faultsOf(form).map((words) => ({ element, ...words })) : [];
  });
};

export function faultsOf({ title, fields }: Form): Words[] {
  const zhForm = `表单「${title.zh}」`;
  const enForm = `the form “${title.en ?? title.zh}”`;
  const twice = (list: Field[] | FlatField[]): Words[] =>
    [...new Set(list.map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at))].map((id) => ({
      zh: `${zhForm}有两项都叫「${id}」，后一项会盖掉前一项；改一个名字`,
      en: `Two fields of ${enForm} are called “${id}”, one would overwrite the other; rename one`,
    }));
  const single = (field: Field | FlatField): Words[] => {
    const { zh, en = zh } = field.label;
    const found: Words[] = [];
    if ('min' in field && 'max' in field && field.min !== undefined && field.max !== undefined && field.min > field.max)
      found.push({
        zh: `${zhForm}的「${zh}」最少 ${field.min}、最多 ${field.max}，没有数能填；对调或改掉`,
        en: `“${en}” of ${enForm} is at least ${field.min} and at most ${field.max}, which no value is; change them`,
      });
    if ('pattern' in field && field.pattern && fieldPattern(field.pattern) === null)
      found.push({
        zh: `${zhForm}的「${zh}」的格式「${field.pattern}」看不懂，或者不能一遍读完；改写它`,
        en: `The pattern “${field.pattern}” of “${en}” in ${enForm} cannot be read, or not in one pass; write it anew`,
      });
    if ('options' in field) {
      const values = field.options.map(({ value }) => value);
      const again = values.find((value, at) => values.indexOf(value) !== at);
      if (again !== undefined)
        found.push({
          zh: `${zhForm}的「${zh}」有两个选项都是「${again}」；改一个`,
          en: `Two options of “${en}” in ${enForm} are “${again}”; change one`,
        });
    }
    return found;
  };
  return [
    ...twice(fields),
    ...fields.flatMap((field) => [
      ...single(field),
      ...(field.type === 'table' ? [...twice(field.columns), ...field.columns.flatMap(single)] : []),
    ]),
  ];
}
