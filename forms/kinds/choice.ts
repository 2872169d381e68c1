// What is chosen from what is given: one, several, a list to tick, yes or no.
import { z } from 'zod';
import type { Value } from '../../feel/value.ts';
import type { Language } from '../../words/message.ts';
import { valueIn } from '../../words/values.ts';
import { tell } from '../tell.ts';
import { readYesNo } from '../written.ts';
import { asked, type Fail, kind, Words } from './kind.ts';

const Option = z.object({ value: z.string(), label: Words });
export type Option = z.infer<typeof Option>;
const options = z.array(Option).min(1);

const normal = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_：:（）()]/g, '');
/** By its value or by what it is called in either language. */
const optionOf = (given: Option[], text: string): string | undefined =>
  given.find(({ value, label }) => [value, label.zh, label.en ?? ''].map(normal).includes(normal(text)))?.value;
const labelOf = (given: Option[], value: unknown, language: Language): string => {
  const label = given.find((one) => one.value === value)?.label;
  return label ? (language === 'en' && label.en) || label.zh : String(value);
};

export const choice = kind(z.object({ type: z.literal('choice'), ...asked, options }), {
  stored: 'text',
  find: 'text',
  feel: 'string',
  prefill: false,
  searched: (value) => [String(value)],
  check: (field, value, fail) =>
    field.options.some((option) => option.value === value) ? (value as string) : fail(tell('option')),
  read(field, text) {
    const found = optionOf(field.options, text);
    return found === undefined ? { problem: tell('option') } : { value: found };
  },
  write: (field, value, { language }) => labelOf(field.options, value, language),
});

function several(given: Option[], value: unknown, fail: Fail): Value {
  const known = new Set(given.map((option) => option.value));
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string' && known.has(each)))
    return fail(tell('options'));
  return [...new Set(value as string[])];
}
const list = {
  stored: 'list' as const,
  feel: 'list' as const,
  prefill: false,
  read(field: { options: Option[] }, text: string) {
    const chosen = text.split(/[,，、;；]/).map((one) => optionOf(field.options, one));
    return chosen.some((one) => one === undefined) ? { problem: tell('options') } : { value: chosen as string[] };
  },
  write: (field: { options: Option[] }, value: unknown, { language }: { language: Language }) =>
    [value]
      .flat()
      .map((one) => labelOf(field.options, one, language))
      .join('、'),
};

export const choices = kind(z.object({ type: z.literal('choices'), ...asked, options, min: z.number().optional() }), {
  ...list,
  check(field, value, fail) {
    const chosen = several(field.options, value, fail);
    return Array.isArray(chosen) && field.min !== undefined && chosen.length < field.min
      ? fail(tell('choose', { least: field.min }))
      : chosen;
  },
});

/** Value: list of the ids ticked; required = all of them. */
export const checklist = kind(z.object({ type: z.literal('checklist'), ...asked, options }), {
  ...list,
  check(field, value, fail) {
    const ticked = several(field.options, value, fail);
    return Array.isArray(ticked) && field.required && ticked.length < field.options.length
      ? fail(tell('tickAll'))
      : ticked;
  },
});

export const yesNo = kind(z.object({ type: z.literal('yesNo'), ...asked }), {
  stored: 'truth',
  find: 'text',
  feel: 'boolean',
  prefill: false,
  check: (_, value, fail) => (typeof value === 'boolean' ? value : fail(tell('yesNo'))),
  read: (_, text) => readYesNo(text),
  write: (_, value, { language }) => valueIn(language)(value === true ? 'yes' : 'no'),
});
