// XML as a plain tree that loses nothing: comments, CDATA, prefixes and the spelling of values stay. What moddle drops on
// reading is still here when the document is written again. Strict, and it says where a file is broken.
import { type Message, named } from '../../words/message.ts';
import { tell, XmlRefused } from './decode.ts';

export const XML_NS = 'http://www.w3.org/XML/1998/namespace';
export const XMLNS_NS = 'http://www.w3.org/2000/xmlns/';
export const XSI_NS = 'http://www.w3.org/2001/XMLSchema-instance';

export type PlainAttribute = {
  /** As written, prefix included. */
  name: string;
  uri: string;
  local: string;
  value: string;
  /** `xsi:type` names a type by prefix: the namespace that it means. */
  typeUri?: string;
};
export type PlainElement = {
  is: 'element';
  name: string;
  uri: string;
  local: string;
  attributes: PlainAttribute[];
  children: PlainNode[];
};
export type PlainText = { is: 'text'; text: string; cdata?: boolean };
/** Comments and processing instructions, as they stand. */
export type PlainAside = { is: 'aside'; raw: string };
export type PlainNode = PlainElement | PlainText | PlainAside;
export type PlainDocument = { before: PlainNode[]; root: PlainElement; after: PlainNode[] };

type Scope = { prefix: string; uri: string; outer: Scope | undefined };

const NAME = /[\p{L}_:][\p{L}\p{M}\p{N}_:.\-·]*/uy;
const SPACE = /[ \t\n]+/y;
const VALUE = /[ \t\n]*=[ \t\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function readPlain(source: string): PlainDocument {
  const text = source.replace(/\r\n?/g, '\n');
  let at = 0;
  const refuse = (why: Message, where = at): never => {
    const lines = text.slice(0, where).split('\n');
    const [line, column] = [lines.length, lines.at(-1)!.length + 1];
    throw new XmlRefused(tell('broken', { line, column, why }));
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const until = (end: string, part: Message): string => {
    const stop = text.indexOf(end, at);
    if (stop < 0) return refuse(tell('broken.open', { part }));
    const inner = text.slice(at, stop);
    at = stop + end.length;
    return inner;
  };
  const decoded = (raw: string, from: number): string =>
    raw.includes('&')
      ? raw.replace(/&(?:#x([\da-fA-F]+)|#(\d+)|([^;&\s]*))(;?)/g, (all, hex, decimal, name, end, offset) => {
          const code =
            hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
          if (end !== ';' || (code === undefined && !(name in ENTITIES)) || (code !== undefined && code > 0x10ffff))
            return refuse(
              name === '' ? tell('broken.ampersand') : tell('broken.entity', { entity: all }),
              from + offset,
            );
          return code !== undefined ? String.fromCodePoint(code) : ENTITIES[name]!;
        })
      : raw;

  const before: PlainNode[] = [];
  const after: PlainNode[] = [];
  let root: PlainElement | undefined;
  const open: { element: PlainElement; scope: Scope | undefined; from: number }[] = [];
  const add = (node: PlainNode): void => {
    (open.at(-1)?.element.children ?? (root ? after : before)).push(node);
  };

  const startTag = (from: number): void => {
    const name = match(NAME)?.[0] ?? refuse(tell('broken.lessThan'), from);
    const raw: { name: string; value: string; from: number }[] = [];
    const names = new Set<string>();
    let closed = false;
    for (;;) {
      const space = match(SPACE);
      if (text[at] === '>') {
        at++;
        break;
      }
      if (text[at] === '/' && text[at + 1] === '>') {
        at += 2;
        closed = true;
        break;
      }
      const here = at;
      const key = match(NAME)?.[0] ?? refuse(tell('broken.tag', { name }), from);
      if (!space) refuse(tell('broken.blank', { key }), here);
      const value = match(VALUE) ?? refuse(tell('broken.quotes', { name, key }), here);
      if (names.has(key)) refuse(tell('broken.attributeTwice', { name, key }), here);
      names.add(key);
      raw.push({ name: key, value: decoded((value[1] ?? value[2]!).replace(/[\n\t]/g, ' '), here), from: here });
    }
    let scope = open.at(-1)?.scope;
    for (const one of raw) {
      if (one.name === 'xmlns') scope = { prefix: '', uri: one.value, outer: scope };
      else if (one.name.startsWith('xmlns:')) scope = { prefix: one.name.slice(6), uri: one.value, outer: scope };
    }
    const element: PlainElement = {
      is: 'element',
      name,
      uri: uriFor(prefixOf(name), scope) ?? refuse(tell('broken.prefix', { name: `<${name}>` }), from),
      local: localOf(name),
      attributes: raw.map((one) =>
        attribute(one.name, one.value, scope, () => refuse(tell('broken.prefix', { name: named(one.name) }), one.from)),
      ),
      children: [],
    };
    if (open.length === 0 && root) refuse(tell('broken.roots'), from);
    if (root) add(element);
    else root = element;
    if (!closed) open.push({ element, scope, from });
  };

  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at) {
      const raw = text.slice(at, end);
      if (open.length === 0) {
        if (raw.trim() !== '') refuse(tell('broken.outside'));
        add({ is: 'text', text: raw });
      } else add({ is: 'text', text: decoded(raw, at) });
      at = end;
      continue;
    }
    const from = at;
    if (text.startsWith('<!--', at)) {
      at += 4;
      add({ is: 'aside', raw: `<!--${until('-->', tell('part.comment'))}-->` });
    } else if (text.startsWith('<![CDATA[', at)) {
      at += 9;
      add({ is: 'text', text: until(']]>', tell('part.cdata')), cdata: true });
    } else if (text.startsWith('<?', at)) {
      at += 2;
      const inner = until('?>', tell('part.instruction'));
      if (!/^xml\s/i.test(inner)) add({ is: 'aside', raw: `<?${inner}?>` });
      else if (from > 0 && text.slice(0, from).trim() !== '') refuse(tell('broken.declaration'), from);
    } else if (text.startsWith('<!', at)) refuse(tell('broken.doctype'));
    else if (text[at + 1] === '/') {
      at += 2;
      const name = match(NAME)?.[0];
      match(SPACE);
      const innermost = open.pop();
      if (!innermost) return refuse(tell('broken.closes', { name: name ?? '' }), from);
      if (text[at] !== '>' || innermost.element.name !== name)
        refuse(tell('broken.closedBy', { name: innermost.element.name, other: name ?? '' }), from);
      at++;
    } else {
      at++;
      startTag(from);
    }
  }
  const left = open.at(-1);
  if (left) refuse(tell('broken.neverClosed', { name: left.element.name }), left.from);
  return { before, root: root ?? refuse(tell('broken.noElement')), after };
}

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');
const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);

function uriFor(prefix: string, scope: Scope | undefined): string | undefined {
  if (prefix === 'xml') return XML_NS;
  for (let one = scope; one; one = one.outer) if (one.prefix === prefix) return one.uri;
  return prefix === '' ? '' : undefined;
}

function attribute(name: string, value: string, scope: Scope | undefined, undeclared: () => never): PlainAttribute {
  const prefix = prefixOf(name);
  const local = localOf(name);
  if (name === 'xmlns' || prefix === 'xmlns') return { name, uri: XMLNS_NS, local, value };
  const uri = prefix === '' ? '' : (uriFor(prefix, scope) ?? undeclared());
  if (uri !== XSI_NS || local !== 'type') return { name, uri, local, value };
  const typeUri = uriFor(prefixOf(value.trim()), scope);
  return { name, uri, local, value, ...(typeUri !== undefined && { typeUri }) };
}

export const elementsOf = (element: PlainElement): PlainElement[] =>
  element.children.filter((child) => child.is === 'element');

/** The text that stands directly in an element. */
export const textOf = (element: PlainElement): string =>
  element.children.map((child) => (child.is === 'text' ? child.text : '')).join('');

export function* everyElement(element: PlainElement): Generator<PlainElement> {
  const waiting = [element];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    yield one;
    for (let i = one.children.length - 1; i >= 0; i--) {
      const child = one.children[i]!;
      if (child.is === 'element') waiting.push(child);
    }
  }
}
