// What is chosen from what is given: one, several, a list to tick, yes or no.
import { z } from 'zod';
import type { Value } from '../../feel/value.ts';
import type { Language } from '../../words/message.ts';
import { listed } from '../../words/say.ts';
import { valueIn } from '../../words/values.ts';
import { tell } from '../tell.ts';
import { type Read, readYesNo } from '../written.ts';
import { asked, type Fail, type Find, kind, Words } from './kind.ts';

/** `gone`: it is not chosen any more, and has a name still. */
const Option = z.object({ value: z.string(), label: Words, gone: z.boolean().optional() });
export type Option = z.infer<typeof Option>;
const options = z.array(Option).min(1);
/** Records of a register by their keys, called by a field of theirs, else by their titles; a page is given them as options. */
const From = z.object({ register: z.string(), label: z.string().optional() });
export type From = z.infer<typeof From>;
const chosen = { options: z.array(Option).default([]), from: From.optional() };
type Chosen = { options: Option[]; from?: From | undefined };
const hasOptions = ({ from, options: given }: Chosen): boolean => from !== undefined || given.length > 0;
const NOTHING = { error: 'options, or a register from which they come' };
/** Which records there are is seen by the server, when it looks them up. */
const isOption = ({ from, options: given }: Chosen, value: unknown): value is string =>
  from
    ? typeof value === 'string' && value !== '' && value.length <= LONGEST
    : given.some((one) => one.value === value);
const LONGEST = 200;
const lookedUp = ({ from }: Chosen, value: Value, find: Find): Read => {
  if (!from) return { value };
  const keys: string[] = [];
  for (const key of [value].flat()) {
    const found = find({ to: 'record', register: from.register, id: String(key) });
    if (!found)
      return {
        problem: tell('record.none', { text: String(key), register: find.called?.(from.register) ?? from.register }),
      };
    if (found.several) return { problem: tell('record.several', { text: String(key), keys: found.several }) };
    keys.push(found.key);
  }
  return { value: Array.isArray(value) ? keys : (keys[0] ?? null) };
};

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

export const choice = kind(z.object({ type: z.literal('choice'), ...asked, ...chosen }).refine(hasOptions, NOTHING), {
  stored: 'text',
  find: 'text',
  feel: 'string',
  prefill: false,
  searched: (value) => [String(value)],
  check: (field, value, fail) => (isOption(field, value) ? value : fail(tell('option'))),
  read(field, text) {
    const found = optionOf(field.options, text) ?? (field.from && text);
    return found === undefined ? { problem: tell('option') } : { value: found };
  },
  write: (field, value, { language }) => labelOf(field.options, value, language),
  resolve: lookedUp,
});

function several(field: Chosen, value: unknown, fail: Fail): Value {
  if (!Array.isArray(value) || !value.every((each) => isOption(field, each))) return fail(tell('options'));
  return [...new Set(value as string[])];
}
const list = {
  stored: 'list' as const,
  feel: 'list' as const,
  prefill: false,
  read(field: Chosen, text: string) {
    const found = text.split(/[,，、;；]/).map((one) => optionOf(field.options, one) ?? (field.from && one.trim()));
    return found.some((one) => one === undefined) ? { problem: tell('options') } : { value: found as string[] };
  },
  write: (field: Chosen, value: unknown, { language }: { language: Language }) =>
    listed(
      [value].flat().map((one) => labelOf(field.options, one, language)),
      language,
    ),
};

export const choices = kind(
  z.object({ type: z.literal('choices'), ...asked, ...chosen, min: z.number().optional() }).refine(hasOptions, NOTHING),
  {
    ...list,
    check(field, value, fail) {
      const taken = several(field, value, fail);
      return Array.isArray(taken) && field.min !== undefined && taken.length < field.min
        ? fail(tell('choose', { least: field.min }))
        : taken;
    },
    resolve: lookedUp,
  },
);

/** Value: list of the ids ticked; required = all of them. */
export const checklist = kind(z.object({ type: z.literal('checklist'), ...asked, options }), {
  ...list,
  check(field, value, fail) {
    const ticked = several(field, value, fail);
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
