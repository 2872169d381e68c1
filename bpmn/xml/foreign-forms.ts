// Forms of other engines → ours: Activiti's and Flowable's form properties, Camunda 7's form data, Camunda 8's and Flowable's form files.
import type { ModdleElement } from 'bpmn-moddle';
import { type Field, Form } from '../../forms/form.ts';
import type { Model } from '../definition.ts';
import { childrenOf, localName } from './document.ts';

type Raw = Record<string, unknown>;
type Option = { value: string; label: { zh: string } };

/** The name of a variable that both sides can write. */
const nameOf = (text: string): string => {
  const clean = text.trim().replace(/[^\p{L}\p{N}_]+/gu, '_');
  return /^[\p{L}_]/u.test(clean) ? clean : `_${clean}`;
};
const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value);
const number = (value: unknown): number | undefined =>
  text(value) !== undefined && Number.isFinite(Number(value)) ? Number(value) : undefined;

/** One of our fields, from what all of them say in their own words. */
function field(id: string, label: string | undefined, kind: string, more: Raw, options: Option[]): Field {
  const base = {
    id: nameOf(id),
    label: { zh: label ?? id },
    required: more.required === true,
    ...(more.readOnly === true && { readOnly: true }),
    ...(text(more.help) && { help: { zh: String(more.help) } }),
  };
  const range = {
    ...(number(more.min) !== undefined && { min: number(more.min) }),
    ...(number(more.max) !== undefined && { max: number(more.max) }),
  };
  switch (kind) {
    case 'long':
    case 'int':
    case 'integer':
    case 'short':
      return { ...base, type: 'integer', ...range };
    case 'double':
    case 'float':
    case 'decimal':
    case 'number':
    case 'amount':
      return {
        ...base,
        type: 'number',
        ...range,
        ...(number(more.decimals) !== undefined && { decimals: number(more.decimals) }),
      };
    case 'boolean':
    case 'checkbox':
      return { ...base, type: 'yesNo', required: kind !== 'checkbox' && base.required };
    case 'date':
      return { ...base, type: 'date' };
    case 'datetime':
      return { ...base, type: 'dateTime' };
    case 'file':
    case 'upload':
    case 'filepicker':
      return { ...base, type: 'file' };
    case 'choices':
      if (options.length > 0) return { ...base, type: 'choices', options };
      break;
    case 'choice':
      if (options.length > 0) return { ...base, type: 'choice', options };
      break;
    case 'longText':
      return { ...base, type: 'longText', ...(number(more.maxLength) && { maxLength: number(more.maxLength) }) };
  }
  return { ...base, type: 'text', ...(number(more.maxLength) && { maxLength: number(more.maxLength) }) };
}

const option = (value: unknown, label: unknown): Option[] => {
  const id = text(value) ?? text(label);
  return id === undefined ? [] : [{ value: id, label: { zh: text(label) ?? id } }];
};

/** `formProperty` elements of a step, or its `formData`; undefined where there are none. */
export function formOf(key: string, title: string | undefined, elements: ModdleElement[]): Form | undefined {
  const fields = elements.flatMap((element) => {
    if (localName(element) === 'formProperty') return property(element);
    if (localName(element) === 'formData') return childrenOf(element, 'formField').flatMap(formField);
    return [];
  });
  return fields.length > 0 ? { key, title: { zh: title ?? key }, fields } : undefined;
}

function property(element: ModdleElement): Field[] {
  const id = text(element.variable) ?? text(element.id);
  if (id === undefined || String(element.readable) === 'false') return [];
  const options = childrenOf(element, 'value').flatMap((one) => option(one.id, one.name));
  const kind = element.type === 'enum' ? 'choice' : String(element.type ?? 'string');
  const more = { required: String(element.required) === 'true', readOnly: String(element.writable) === 'false' };
  return [field(id, text(element.name), kind, more, options)];
}

function formField(element: ModdleElement): Field[] {
  const id = text(element.id);
  if (id === undefined) return [];
  const options = childrenOf(element, 'value').flatMap((one) => option(one.id, one.name));
  const constraints = childrenOf(element, 'validation').flatMap((one) => childrenOf(one, 'constraint'));
  const of = (name: string): unknown => constraints.find((one) => one.name === name)?.config;
  const has = (name: string): boolean =>
    constraints.some((one) => one.name === name && String(one.config ?? 'true') !== 'false');
  const kind = element.type === 'enum' ? 'choice' : String(element.type ?? 'string');
  const more = {
    required: has('required'),
    readOnly: has('readonly'),
    min: of('min'),
    max: of('max'),
    maxLength: of('maxlength'),
  };
  return [field(id, text(element.label), kind, more, options)];
}

/** A form file of Camunda 8 (form-js) or Flowable; undefined where it is neither. */
export function readFormFile(source: string, fallback?: string): Form | undefined {
  let json: Raw;
  try {
    json = JSON.parse(source) as Raw;
  } catch {
    return undefined;
  }
  if (!json || typeof json !== 'object') return undefined;
  const components = json.components as Raw[] | undefined;
  const listed = (json.fields ?? (json.editorJson as Raw | undefined)?.fields) as Raw[] | undefined;
  const key = text(components ? json.id : json.key) ?? fallback;
  if (key === undefined || (!Array.isArray(components) && !Array.isArray(listed))) return undefined;
  const fields = components ? components.flatMap(component) : (listed ?? []).flatMap(flowableField);
  const form = Form.safeParse({ key, title: { zh: text(json.name) ?? key }, fields: distinct(fields) });
  return form.success ? form.data : undefined;
}

const distinct = (fields: Field[]): Field[] =>
  fields.filter(({ id }, at) => fields.findIndex((one) => one.id === id) === at);

const COMPONENT: Record<string, string> = {
  textfield: 'string',
  textarea: 'longText',
  checkbox: 'checkbox',
  select: 'choice',
  radio: 'choice',
  checklist: 'choices',
  taglist: 'choices',
  filepicker: 'file',
};

function component(one: Raw): Field[] {
  if (Array.isArray(one.components)) return (one.components as Raw[]).flatMap(component);
  const key = text(one.key);
  const type = String(one.type);
  if (key === undefined) return [];
  const validate = (one.validate ?? {}) as Raw;
  const kind =
    type === 'number'
      ? number(one.decimalDigits) === 0
        ? 'integer'
        : 'number'
      : type === 'datetime'
        ? one.subtype === 'datetime'
          ? 'datetime'
          : one.subtype === 'time'
            ? 'string'
            : 'date'
        : COMPONENT[type];
  if (kind === undefined) return [];
  const options = ((one.values ?? []) as Raw[]).flatMap((each) => option(each.value, each.label));
  const more = {
    required: validate.required === true,
    readOnly: one.readonly === true || one.disabled === true,
    min: validate.min,
    max: validate.max,
    maxLength: validate.maxLength,
    decimals: one.decimalDigits,
    help: one.description,
  };
  return [field(key, text(one.label), kind, more, options)];
}

const FLOWABLE: Record<string, string> = {
  text: 'string',
  password: 'string',
  'multi-line-text': 'longText',
  dropdown: 'choice',
  'radio-buttons': 'choice',
  people: 'string',
  'functional-group': 'string',
};
const SHOWN_ONLY = new Set(['headline', 'headline-with-line', 'spacer', 'horizontal-line', 'expression', 'hyperlink']);

function flowableField(one: Raw): Field[] {
  const inner = one.fields as Raw[] | Record<string, Raw[]> | undefined;
  if (inner && typeof inner === 'object') return Object.values(inner).flat().flatMap(flowableField);
  const id = text(one.id);
  const type = String(one.type ?? 'text');
  if (id === undefined || SHOWN_ONLY.has(type)) return [];
  const options = ((one.options ?? []) as Raw[]).filter(({ id: key, name }, at) => at > 0 || key || name !== one.value);
  const kind = FLOWABLE[type] ?? type;
  const more = { required: one.required === true, readOnly: one.readOnly === true };
  return [
    field(
      id,
      text(one.name),
      kind,
      more,
      kind === 'choice' ? options.flatMap((each) => option(each.id, each.name)) : [],
    ),
  ];
}

/** Puts forms that came as files of their own where steps name them by the other engine's key. */
export function withForms(model: Model, forms: Record<string, Form>): Model {
  if (Object.keys(forms).length === 0) return model;
  const wanted = (key: string): string | undefined => {
    const bare = key.replace(/^camunda-forms:[a-z]+:/, '').replace(/\.(form|json)$/, '');
    return [key, bare, bare.split('/').at(-1)!].find((one) => forms[one]);
  };
  return {
    ...model,
    processes: model.processes.map((process) => ({
      ...process,
      elements: Object.fromEntries(
        Object.entries(process.elements).map(([id, element]) => {
          const { formKey, form: own } = element.zf ?? {};
          const form = formKey !== undefined && own === undefined ? wanted(formKey) : undefined;
          return [id, form ? { ...element, zf: { ...element.zf, form } } : element];
        }),
      ),
    })),
  };
}
