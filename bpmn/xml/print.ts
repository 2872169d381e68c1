// Plain tree → text. Prefixes stay as they were written where they still mean the same, and are declared where they do not.
import { type PlainDocument, type PlainElement, type PlainNode, XML_NS, XMLNS_NS } from './plain.ts';

type Scope = { prefix: string; uri: string; outer: Scope | undefined };

export function printDocument({ before, root, after }: PlainDocument): string {
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>'];
  if (before[0]?.is !== 'text') parts.push('\n');
  for (const node of before) print(node, undefined, parts);
  print(root, undefined, parts);
  for (const node of after) print(node, undefined, parts);
  return parts.join('');
}

function print(node: PlainNode, outer: Scope | undefined, parts: string[]): void {
  if (node.is === 'aside') parts.push(node.raw);
  else if (node.is === 'text') parts.push(node.cdata ? cdata(node.text) : escaped(node.text));
  else printElement(node, outer, parts);
}

function printElement(element: PlainElement, outer: Scope | undefined, parts: string[]): void {
  let scope = outer;
  for (const { name, uri, local, value } of element.attributes)
    if (uri === XMLNS_NS) scope = { prefix: name === 'xmlns' ? '' : local, uri: value, outer: scope };
  const declared: string[] = [];
  const declare = (prefix: string, uri: string): void => {
    scope = { prefix, uri, outer: scope };
    declared.push(` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapedValue(uri)}"`);
  };
  /** The name with a prefix that means the namespace here; attributes without a prefix are in none. */
  const named = (name: string, local: string, uri: string, isAttribute: boolean): string => {
    const wanted = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
    if (uri === XML_NS) return `xml:${local}`;
    if (uri === '' && isAttribute) return local;
    if (meaning(wanted, scope) === uri && (wanted !== '' || !isAttribute)) return name;
    let prefix = prefixFor(uri, scope, isAttribute);
    if (prefix === undefined) {
      prefix = wanted === '' && isAttribute ? 'ns' : wanted;
      for (let n = 1; element.attributes.some((one) => one.name === `xmlns:${prefix}`); n++)
        prefix = `${wanted || 'ns'}${n}`;
      declare(prefix, uri);
    }
    return prefix === '' ? local : `${prefix}:${local}`;
  };
  const tag = named(element.name, element.local, element.uri, false);
  const attributes = element.attributes.map((one) => {
    if (one.uri === XMLNS_NS) return ` ${one.name}="${escapedValue(one.value)}"`;
    const value =
      one.typeUri === undefined ? one.value : named(one.value.trim(), localPart(one.value.trim()), one.typeUri, false);
    return ` ${named(one.name, one.local, one.uri, true)}="${escapedValue(value)}"`;
  });
  parts.push(`<${tag}`, ...attributes, ...declared);
  if (element.children.length === 0) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  for (const child of element.children) print(child, scope, parts);
  parts.push(`</${tag}>`);
}

const localPart = (name: string): string => name.slice(name.indexOf(':') + 1);

function meaning(prefix: string, scope: Scope | undefined): string {
  for (let one = scope; one; one = one.outer) if (one.prefix === prefix) return one.uri;
  return '';
}

function prefixFor(uri: string, scope: Scope | undefined, isAttribute: boolean): string | undefined {
  for (let one = scope; one; one = one.outer)
    if (one.uri === uri && (one.prefix !== '' || !isAttribute) && meaning(one.prefix, scope) === uri) return one.prefix;
  return uri === '' && meaning('', scope) === '' ? '' : undefined;
}

const TEXT: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const VALUE: Record<string, string> = { ...TEXT, '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };
const escaped = (text: string): string => text.replace(/[&<>\r]/g, (c) => TEXT[c]!);
const escapedValue = (text: string): string => text.replace(/[&<>\r"\n\t]/g, (c) => VALUE[c]!);
const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
