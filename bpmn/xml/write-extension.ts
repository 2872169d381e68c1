// Writes Extension into our namespace, field by field and only where it differs from what the file already says.
import type { ModdleElement } from 'bpmn-moddle';
import type { Extension } from '../definition.ts';
import { bpmnType, extensionValues, foreignAttributes, localName, moddle, uriOf, ZF } from './document.ts';
import { equal } from './equal.ts';
import { CLEARED, FIELDS, type RecordShape } from './extension-fields.ts';
import { readForeign } from './foreign.ts';
import { readStandard } from './standard.ts';

export type Writing = {
  root: ModdleElement;
  /** Tree elements by model id. */
  byId: Map<string, ModdleElement>;
  /** Every id of the document, pictures included. */
  ids: Set<string>;
};

/** The prefix of our namespace in this document; declared when first needed. */
export function prefixOf(writing: Writing): string {
  for (const [key, value] of Object.entries(writing.root.$attrs))
    if (value === ZF && key.startsWith('xmlns:')) return key.slice('xmlns:'.length);
  writing.root.set('xmlns:zf', ZF);
  return 'zf';
}

export function writeExtension(
  element: ModdleElement,
  before: Extension | undefined,
  after: Extension | undefined,
  writing: Writing,
): void {
  const changed = (Object.keys(FIELDS) as (keyof Extension)[]).filter(
    (field) => !equal(before?.[field], after?.[field]),
  );
  if (changed.length === 0) return;
  const cleared = new Set(ownAttribute(element, CLEARED)?.split(' ').filter(Boolean));
  for (const field of changed) {
    const value = after?.[field];
    writeField(element, field, value, writing);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) {
      if (comesFromElsewhere(element, field)) cleared.add(field);
    } else cleared.delete(field);
  }
  setOwnAttribute(element, CLEARED, cleared.size > 0 ? [...cleared].sort().join(' ') : undefined, writing);
}

/** Where BPMN's own data of several runs says the same as a field of ours. */
const LOOP_DATA: Partial<Record<keyof Extension, string[]>> = {
  collection: ['loopDataInputRef'],
  item: ['inputDataItem'],
  collectInto: ['loopDataOutputRef'],
  collect: ['outputDataItem'],
};

/** True where the field would be read again from another engine's extension. */
function comesFromElsewhere(element: ModdleElement, field: keyof Extension): boolean {
  if (field === 'imported' || field === 'correlationKey') return true;
  if (LOOP_DATA[field]?.some((property) => element[property] !== undefined)) return true;
  const type = element.$instanceOf('bpmn:LoopCharacteristics') ? 'multiInstance' : bpmnType(element);
  const notes = { element: '', imported: [], problems: [], report: () => undefined, form: () => undefined };
  const foreign = [element, ...((element.eventDefinitions as ModdleElement[] | undefined) ?? [])].map((one) =>
    readForeign(one, type, { ...notes }, new Set()),
  );
  return [...foreign, readStandard(element, notes)].some((one) => one[field] !== undefined);
}

function ownAttribute(element: ModdleElement, name: string): string | undefined {
  return foreignAttributes(element).find((one) => one.uri === ZF && one.name === name)?.value;
}

export function setOwnAttribute(
  element: ModdleElement,
  name: string,
  value: string | undefined,
  writing: Writing,
): void {
  for (const one of foreignAttributes(element)) if (one.uri === ZF && one.name === name) delete element.$attrs[one.key];
  if (value !== undefined) element.$attrs[`${prefixOf(writing)}:${name}`] = value;
}

function writeField(element: ModdleElement, field: keyof Extension, value: unknown, writing: Writing): void {
  const shape = FIELDS[field];
  switch (shape.as) {
    case 'text':
    case 'number':
    case 'flag':
    case 'words':
      setOwnAttribute(element, field, scalarText(value), writing);
      return;
    case 'body':
      setOwnElements(element, field, value === undefined ? [] : [own(field, {}, writing, String(value))], writing);
      return;
    case 'bodies':
      setOwnElements(
        element,
        shape.tag,
        ((value as string[] | undefined) ?? []).map((body) => own(shape.tag, {}, writing, body)),
        writing,
      );
      return;
    case 'records':
      setOwnElements(
        element,
        shape.shape.tag,
        ((value as Record<string, unknown>[] | undefined) ?? []).map((one) => recordElement(one, shape.shape, writing)),
        writing,
      );
      return;
    case 'texts':
      setOwnElements(element, 'text', textElements(value as Extension['text'], writing), writing);
      return;
  }
}

const scalarText = (value: unknown): string | undefined =>
  value === undefined || (Array.isArray(value) && value.length === 0)
    ? undefined
    : Array.isArray(value)
      ? value.join(' ')
      : String(value);

const textElements = (texts: Extension['text'], writing: Writing): ModdleElement[] =>
  Object.entries(texts ?? {}).map(([lang, { name, documentation, instruction, title, checklist = [], scripts = [] }]) =>
    withChildren(own('text', { lang, name, documentation, title }, writing), [
      ...(instruction === undefined ? [] : [own('instruction', {}, writing, instruction)]),
      ...checklist.map((item) => own('checklist', {}, writing, item)),
      ...scripts.map((script) => own('script', { title: script.title }, writing, script.text)),
    ]),
  );

function withChildren(element: ModdleElement, children: ModdleElement[]): ModdleElement {
  if (children.length > 0) element.$children = children;
  for (const child of children) child.$parent = element;
  return element;
}

function recordElement(value: Record<string, unknown>, shape: RecordShape, writing: Writing): ModdleElement {
  const attributes = Object.fromEntries(Object.keys(shape.attributes).map((name) => [name, scalarText(value[name])]));
  const element = own(shape.tag, attributes, writing, shape.body && String(value[shape.body] ?? ''));
  const children: ModdleElement[] = [];
  const { list } = shape;
  if (list)
    for (const one of (value[list.property] as Record<string, unknown>[] | undefined) ?? [])
      children.push(recordElement(one, list.shape, writing));
  if (shape.texts) children.push(...textElements(value[shape.texts] as Extension['text'], writing));
  return withChildren(element, children);
}

export function own(
  tag: string,
  attributes: Record<string, string | undefined>,
  writing: Writing,
  body?: string,
): ModdleElement {
  const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
  const element = moddle.createAny(`${prefixOf(writing)}:${tag}`, ZF, given);
  if (body) element.$body = body;
  return element;
}

/** Replaces our elements of one tag where the first of them stood; others keep their places. */
export function setOwnElements(
  element: ModdleElement,
  tag: string,
  elements: ModdleElement[],
  _writing: Writing,
): void {
  const values = extensionValues(element);
  const isOld = (value: ModdleElement): boolean => uriOf(value) === ZF && localName(value) === tag;
  const at = values.findIndex(isOld);
  const kept = values.filter((value) => !isOld(value));
  const index = at < 0 ? kept.length : values.slice(0, at).filter((value) => !isOld(value)).length;
  const next = [...kept.slice(0, index), ...elements, ...kept.slice(index)];
  if (next.length === 0) {
    delete element.extensionElements;
    return;
  }
  const extension = (element.extensionElements as ModdleElement | undefined) ?? moddle.create('bpmn:ExtensionElements');
  extension.$parent = element;
  for (const value of next) value.$parent = extension;
  (extension.get('values') as ModdleElement[]).splice(0, Infinity, ...next);
  element.extensionElements = extension;
}
