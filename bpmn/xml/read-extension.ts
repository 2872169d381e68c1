// Reads our own namespace from an element: attributes and extension elements → Extension.

import type { ModdleElement } from 'bpmn-moddle';
import { Extension } from '../definition.ts';
import { tell } from './decode.ts';
import { bodyOf, childrenOf, extensionValues, foreignAttributes, localName, uriOf, ZF } from './document.ts';
import { CLEARED, FIELDS, type RecordShape } from './extension-fields.ts';
import type { Notes } from './text.ts';

export type Own = { zf: Extension; cleared: Set<string> };

export function readExtension(element: ModdleElement, notes: Notes): Own {
  const raw: Record<string, unknown> = {};
  const attributes = new Map<string, string>();
  for (const attribute of foreignAttributes(element))
    if (attribute.uri === ZF) attributes.set(attribute.name, attribute.value);
  const elements = extensionValues(element).filter((value) => uriOf(value) === ZF);
  for (const [field, shape] of Object.entries(FIELDS)) {
    switch (shape.as) {
      case 'text':
      case 'number':
      case 'flag':
      case 'words': {
        const value = attributes.get(field);
        if (value !== undefined) raw[field] = scalar(value, shape.as);
        break;
      }
      case 'body': {
        const found = elements.find((value) => localName(value) === field);
        if (found) raw[field] = bodyOf(found);
        break;
      }
      case 'bodies': {
        const found = elements.filter((value) => localName(value) === shape.tag);
        if (found.length > 0) raw[field] = found.map(bodyOf);
        break;
      }
      case 'records': {
        const found = elements.filter((value) => localName(value) === shape.shape.tag);
        if (found.length > 0) raw[field] = found.map((value) => record(value, shape.shape));
        break;
      }
      case 'texts': {
        const found = elements.filter((value) => localName(value) === 'text');
        if (found.length > 0) raw[field] = texts(found);
        break;
      }
    }
  }
  return { zf: checked(raw, notes), cleared: new Set((attributes.get(CLEARED) ?? '').split(' ').filter(Boolean)) };
}

function scalar(value: string, as: 'text' | 'number' | 'flag' | 'words'): unknown {
  switch (as) {
    case 'text':
      return value;
    case 'number':
      return Number(value);
    case 'flag':
      return value === 'true';
    case 'words':
      return value.split(/\s+/).filter(Boolean);
  }
}

function record(element: ModdleElement, shape: RecordShape): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, as] of Object.entries(shape.attributes))
    if (element[name] !== undefined) found[name] = scalar(String(element[name]), as);
  if (shape.body) found[shape.body] = bodyOf(element);
  const { list } = shape;
  const items = list ? childrenOf(element, list.shape.tag) : [];
  if (list && (items.length > 0 || !list.optional))
    found[list.property] = items.map((child) => record(child, list.shape));
  if (shape.texts && childrenOf(element, 'text').length > 0) found[shape.texts] = texts(childrenOf(element, 'text'));
  return found;
}

const texts = (elements: ModdleElement[]): NonNullable<Extension['text']> =>
  Object.fromEntries(
    elements.map((element) => {
      const { lang, name, documentation, title } = element;
      const [instruction] = childrenOf(element, 'instruction').map(bodyOf);
      const checklist = childrenOf(element, 'checklist').map(bodyOf);
      const scripts = childrenOf(element, 'script').map((one) => ({
        title: String(one.title ?? ''),
        text: bodyOf(one),
      }));
      return [
        String(lang),
        {
          ...(name !== undefined && { name }),
          ...(documentation !== undefined && { documentation }),
          ...(instruction !== undefined && { instruction }),
          ...(checklist.length > 0 && { checklist }),
          ...(scripts.length > 0 && { scripts }),
          ...(title !== undefined && { title }),
        },
      ];
    }),
  );

/** Values outside the schema are reported and left out, field by field, so that one slip does not cost the rest. */
function checked(raw: Record<string, unknown>, notes: Notes): Extension {
  const zf: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(raw)) {
    const result = Extension.shape[field as keyof Extension].safeParse(value);
    if (result.success) zf[field] = result.data;
    else
      notes.problems.push({
        rule: 'import-invalid',
        severity: 'error',
        element: notes.element,
        message: tell('import-invalid.setting', { element: notes.element, field }),
      });
  }
  return zf as Extension;
}
