// A BPMN document as bpmn-moddle's tree, with what moddle drops put back: references to things that are not declared.
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import type { Problem } from '../definition.ts';
import { XmlRefused } from './decode.ts';

export const ZF = 'urn:zhangfa:bpmn:1';
/** The engines whose extensions we read. */
export const VENDORS: Record<string, string> = {
  'http://camunda.org/schema/1.0/bpmn': 'camunda',
  'http://activiti.org/bpmn': 'activiti',
  'http://flowable.org/bpmn': 'flowable',
  'http://operaton.org/schema/1.0/bpmn': 'operaton',
  'http://camunda.org/schema/zeebe/1.0': 'zeebe',
};

export const FEEL_LANGUAGE = 'https://www.omg.org/spec/DMN/20230324/FEEL/';

export const moddle = new BpmnModdle();

export type Document = { root: ModdleElement; problems: Problem[] };

export async function readDocument(text: string): Promise<Document> {
  const parsed = await moddle.fromXML(text).catch((error: Error) => {
    throw new XmlRefused(`This is not a BPMN 2.0 file: ${firstLine(error.message)}`);
  });
  restoreReferences(parsed.references, parsed.elementsById);
  const problems = parsed.warnings
    .filter((warning) => /^unparsable content|illegal ID|duplicate ID/.test(warning.message))
    .map(
      (warning): Problem => ({
        rule: 'import-unreadable',
        severity: 'warning',
        message: {
          zh: `文件里有读不懂的内容，已略过：${firstLine(warning.error?.message ?? warning.message)}`,
          en: `Part of the file could not be read and was left out: ${firstLine(warning.error?.message ?? warning.message)}`,
        },
      }),
    );
  return { root: parsed.rootElement, problems };
}

const firstLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

/** moddle drops a reference that it cannot resolve; a stub with the text as `id` is written back as it came. */
function restoreReferences(
  references: { element: ModdleElement; property: string; id: string }[],
  byId: Record<string, ModdleElement>,
): void {
  const lists = new Map<ModdleElement, Map<string, unknown[]>>();
  for (const { element, property, id } of references) {
    const target = byId[id] ?? { id: id.trim() };
    if (!Array.isArray(element.get(property))) {
      element.set(property, target);
      continue;
    }
    const byProperty = lists.get(element) ?? new Map<string, unknown[]>();
    lists.set(element, byProperty);
    const list = byProperty.get(property) ?? [];
    byProperty.set(property, list);
    if (id.trim() !== '') list.push(target);
  }
  for (const [element, byProperty] of lists)
    for (const [property, list] of byProperty) (element.get(property) as unknown[]).splice(0, Infinity, ...list);
}

/** `camunda:assignee` where the prefix may be any: looked up through the declarations above the element. */
export function uriOfPrefix(element: ModdleElement, prefix: string): string | undefined {
  for (let at: ModdleElement | undefined = element; at; at = at.$parent) {
    const uri = at.$attrs?.[`xmlns:${prefix}`] ?? at[`xmlns:${prefix}`];
    if (typeof uri === 'string') return uri;
  }
  return undefined;
}

export type ForeignAttribute = { uri: string; name: string; key: string; value: string };

/** Attributes of other namespaces on a BPMN element. */
export function foreignAttributes(element: ModdleElement): ForeignAttribute[] {
  const found: ForeignAttribute[] = [];
  for (const [key, value] of Object.entries(element.$attrs ?? {})) {
    const colon = key.indexOf(':');
    if (colon <= 0 || key.startsWith('xmlns:')) continue;
    const uri = uriOfPrefix(element, key.slice(0, colon));
    if (uri) found.push({ uri, name: key.slice(colon + 1), key, value: String(value) });
  }
  return found;
}

export const extensionValues = (element: ModdleElement): ModdleElement[] =>
  (element.extensionElements?.get('values') as ModdleElement[] | undefined) ?? [];

/** The namespace of an extension element; moddle knows it for generic ones. */
export const uriOf = (extension: ModdleElement): string =>
  extension.$descriptor.ns.uri ?? uriOfPrefix(extension, extension.$type.split(':')[0]!) ?? '';

export const localName = (element: ModdleElement): string => element.$type.slice(element.$type.indexOf(':') + 1);

export const childrenOf = (extension: ModdleElement, name?: string): ModdleElement[] =>
  (extension.$children ?? []).filter((child) => name === undefined || localName(child) === name);

export const bodyOf = (extension: ModdleElement): string => extension.$body ?? '';

/** `task` for `bpmn:Task`. */
export const bpmnType = (element: ModdleElement): string => {
  const name = localName(element);
  return name.charAt(0).toLowerCase() + name.slice(1);
};

/** A reference's text; prefixes of QNames are the caller's business. */
export const refId = (value: unknown): string | undefined => (value as { id?: string } | undefined)?.id || undefined;

/** moddle leaves out an attribute that equals its default, even where the file says it; a boxed text is equal to none. */
export function keepDefaults(element: ModdleElement, seen: Set<ModdleElement> = new Set()): void {
  if (seen.has(element)) return;
  seen.add(element);
  for (const property of element.$descriptor?.properties ?? []) {
    if (!Object.hasOwn(element, property.name)) continue;
    const value = element[property.name] as unknown;
    if (property.isAttr && !property.isReference && value === property.default)
      element[property.name] = Object(String(value));
    else if (!property.isReference && !property.isVirtual && typeof value === 'object')
      for (const child of Array.isArray(value) ? value : [value])
        if ((child as ModdleElement)?.$descriptor) keepDefaults(child as ModdleElement, seen);
  }
}
