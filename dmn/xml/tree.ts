// XML as a tree that knows where in the source each element stands, so that a file can be changed in one place and stay as it
// came everywhere else. Document types are refused: DMN has none, and entities of them are the way into other files.

import { wellFormed } from '../../feel/well-formed.ts';
import { type Message, teller } from '../../words/message.ts';
import { sayOfModel } from '../../words/model.ts';
import type { imports } from '../../words/zh/imports.ts';

export const tell = teller<typeof imports>();

export type XmlElement = {
  /** Without prefix. */
  name: string;
  prefix: string;
  namespace: string;
  /** By name as written. */
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Of this element alone, trimmed by nobody. */
  text: string;
  start: number;
  end: number;
  /** Prefix → namespace, as in force here. */
  scope: Record<string, string>;
};

/** The file is nothing that can be read; `why` says what to do, too. */
export class XmlError extends Error {
  readonly why: Message;
  constructor(why: Message) {
    super(sayOfModel(why, 'en'));
    this.why = why;
  }
}

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }));

export const decode = (text: string): string =>
  text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex || decimal) {
      const point = Number.parseInt(hex ?? decimal, hex ? 16 : 10);
      return point > 0x10ffff ? '\uFFFD' : wellFormed(String.fromCodePoint(point));
    }
    const known = ENTITIES.get(name);
    if (known === undefined) throw new XmlError(tell('broken.entity', { entity: whole }));
    return known;
  });

/** @throws XmlError where the text is not well-formed. */
export function parseXml(source: string): XmlElement {
  const text = wellFormed(source.replace(/^\uFEFF/, ''));
  const shift = source.length - text.length;
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  TOKEN.lastIndex = 0;
  let at = 0;
  const fail = (why: Message): never => {
    const lines = text.slice(0, at).split(/\r\n?|\n/);
    throw new XmlError(tell('broken', { line: lines.length, column: lines.at(-1)!.length + 1, why }));
  };
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) return fail(tell('broken.tag', { name: text.slice(at + 1, at + 30).split('\n')[0]! }));
    const [whole, cdata, closed, opened, attributes, selfClosed, characters] = match;
    const inside = open.at(-1);
    if (whole === '<!DOCTYPE') fail(tell('broken.doctype'));
    if (cdata !== undefined && inside) inside.text += cdata;
    else if (characters !== undefined) {
      if (inside) inside.text += decode(characters);
      else if (characters.trim() !== '') fail(tell('broken.outside'));
    } else if (opened !== undefined) {
      if (root && !inside) fail(tell('broken.roots'));
      const element = elementOf(opened, attributes ?? '', inside, at + shift);
      root ??= element;
      inside?.children.push(element);
      if (selfClosed) element.end = at + shift + whole.length;
      else open.push(element);
    } else if (closed !== undefined) {
      const element = open.pop();
      if (!element) return fail(tell('broken.closes', { name: closed }));
      if (qualified(element) !== closed)
        return fail(tell('broken.closedBy', { name: qualified(element), other: closed }));
      element.end = at + shift + whole.length;
    }
    at += whole.length;
  }
  const left = open.at(-1);
  if (!root) return fail(tell('broken.noElement'));
  if (left) return fail(tell('broken.neverClosed', { name: qualified(left) }));
  return root;
}

const qualified = ({ prefix, name }: XmlElement) => (prefix ? `${prefix}:${name}` : name);

function elementOf(opened: string, source: string, parent: XmlElement | undefined, start: number): XmlElement {
  const attributes: Record<string, string> = {};
  let scope = parent?.scope ?? {};
  for (const [, name = '', double, single] of source.matchAll(ATTRIBUTE)) {
    const value = decode(double ?? single ?? '').replace(/[\t\n\r]/g, ' ');
    attributes[name] = value;
    if (name === 'xmlns' || name.startsWith('xmlns:')) scope = { ...scope, [name.slice(6)]: value };
  }
  const colon = opened.indexOf(':');
  const prefix = colon < 0 ? '' : opened.slice(0, colon);
  const namespace = scope[prefix] ?? '';
  return {
    name: opened.slice(colon + 1),
    prefix,
    namespace,
    attributes,
    children: [],
    text: '',
    start,
    end: start,
    scope,
  };
}
