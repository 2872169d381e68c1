// A BPMN document as bpmn-moddle's tree, with what moddle drops put back: references to things that are not declared.
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import type { Value } from '../../words/message.ts';
import type { Problem } from '../definition.ts';
import { tell, XmlRefused } from './decode.ts';
import { BPMN_NS, MARK, marked, NO_PREFIX } from './marks.ts';
import { type PlainDocument, type PlainElement, readPlain } from './plain.ts';

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

export type Document = {
  root: ModdleElement;
  problems: Problem[];
  /** The file itself, and its elements by the marks that moddle's carry. */
  plain: PlainDocument;
  byMark: Map<string, PlainElement>;
};

export async function readDocument(text: string): Promise<Document> {
  const plain = readPlain(text);
  refuseOthers(plain.root);
  const { text: readable, byMark, twice, original } = marked(plain);
  const parsed = await moddle.fromXML(readable).catch((error: Error) => {
    throw new XmlRefused(tell('file.notBpmn', { why: firstLine(error.message) }));
  });
  restoreReferences(parsed.references, parsed.elementsById, original);
  const problems = parsed.warnings
    .filter((warning) => /^unparsable content|illegal ID/.test(warning.message))
    .map((warning): Problem => {
      const what = original(
        firstLine(warning.error?.message ?? warning.message)
          .replace(/^.*nested error: /, '')
          .replace(`<${NO_PREFIX}:`, '<'),
      );
      return {
        rule: 'import-unreadable',
        severity: 'warning',
        message: tell('import-unreadable', { what: understood(what) }),
      };
    });
  problems.push(...twice.filter(isOfTheProcess).map(idTwice));
  walk(parsed.rootElement, (element) => {
    for (const [key, value] of Object.entries(element))
      if (typeof value === 'string' && !key.startsWith('$')) {
        const text = original(value);
        if (text !== value) element[key] = text;
      }
  });
  return { root: parsed.rootElement, problems, plain, byMark };
}

/** That the file as a whole, or its picture, bears an id that something in it bears, too, concerns nobody. */
const isOfTheProcess = ({ uri, local }: PlainElement): boolean => uri === BPMN_NS && local !== 'definitions';

function idTwice({ local, attributes }: PlainElement): Problem {
  const said = (name: string): string | undefined => attributes.find((one) => one.name === name)?.value.trim();
  return {
    rule: 'import-id-twice',
    severity: 'warning',
    message: tell('import-id-twice', { id: said('id') ?? '', part: said('name') ?? local }),
  };
}

/** What moddle says of a part that it could not read. */
function understood(what: string): Value {
  const [, illegal] = /^illegal ID <(.*)>/.exec(what) ?? [];
  if (illegal !== undefined) return tell('unreadable.id', { id: illegal });
  const [, name] = /^unparsable content <?([^>]*)>? detected/.exec(what) ?? [];
  return name === undefined ? what : tell('unreadable.content', { name });
}

/** What people take for BPMN 2.0 files, by the outermost element's namespace. */
const OTHERS = [
  [/omg\.org\/spec\/DMN/, 'other.dmn'],
  [/omg\.org\/spec\/CMMN/, 'other.cmmn'],
  [/wfmc\.org/, 'other.xpdl'],
  [/schema\.omg\.org\/spec\/BPMN|bpmn\/2\.0-beta/i, 'other.beta'],
  [/oasis-open\.org.*wsbpel/, 'other.bpel'],
] as const;

function refuseOthers({ uri, local, name }: PlainElement): void {
  if (uri === BPMN_NS && local === 'definitions') return;
  const [, other] = OTHERS.find(([pattern]) => pattern.test(uri)) ?? [];
  const about = { root: `<${name}${uri && ` xmlns="${uri}"`}>`, namespace: BPMN_NS };
  throw new XmlRefused(other ? tell('file.other', { other: tell(other), ...about }) : tell('file.root', about));
}

const firstLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

/** moddle drops a reference that it cannot resolve; a stub with the text as `id` is written back as it came. */
function restoreReferences(
  references: { element: ModdleElement; property: string; id: string }[],
  byId: Record<string, ModdleElement>,
  original: (id: string) => string,
): void {
  const lists = new Map<ModdleElement, Map<string, unknown[]>>();
  for (const { element, property, id } of references) {
    const clean = id.trim();
    const target = byId[clean] ?? byId[ownId(clean, element)] ?? { id: original(clean) };
    if (!Array.isArray(element.get(property))) {
      element.set(property, target);
      continue;
    }
    const byProperty = lists.get(element) ?? new Map<string, unknown[]>();
    lists.set(element, byProperty);
    const list = byProperty.get(property) ?? [];
    byProperty.set(property, list);
    if (clean !== '') list.push(target);
  }
  for (const [element, byProperty] of lists)
    for (const [property, list] of byProperty) (element.get(property) as unknown[]).splice(0, Infinity, ...list);
  for (const [id, element] of Object.entries(byId)) if (original(id) !== id) element.id = original(id);
}

/** `tns:paid` is the `paid` of this file, unless the prefix names another one. */
function ownId(text: string, element: ModdleElement): string {
  const colon = text.indexOf(':');
  if (colon <= 0) return text;
  let root = element;
  while (root.$parent) root = root.$parent;
  const uri = uriOfPrefix(element, text.slice(0, colon));
  return uri === undefined || uri === root.targetNamespace || uri === BPMN_NS ? text.slice(colon + 1) : text;
}

/** Every element of the tree with what holds it, outermost first. */
export function walk(root: ModdleElement, visit: (element: ModdleElement) => void): void {
  const waiting = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    visit(element);
    const inner: ModdleElement[] = [...(element.$children ?? [])];
    for (const { name, isReference, isVirtual, isAttr } of element.$descriptor.properties ?? []) {
      if (isReference || isVirtual || isAttr || !Object.hasOwn(element, name)) continue;
      const value = element[name] as unknown;
      for (const child of Array.isArray(value) ? value : [value])
        if ((child as ModdleElement | undefined)?.$descriptor) inner.push(child as ModdleElement);
    }
    waiting.push(...inner.reverse());
  }
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
    if (colon <= 0 || key === MARK || key.startsWith('xmlns:')) continue;
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

/** The attributes of a generic element, without the mark. */
export const plainAttributes = (element: ModdleElement): [name: string, value: string][] =>
  Object.entries(element)
    .filter(([key]) => !key.startsWith('$') && key !== MARK && !key.startsWith('xmlns'))
    .map(([key, value]) => [key, String(value)]);
