// What two XML documents say, compared: elements in order, attributes by namespace, text without layout, references and
// numbers as text. Prefixes, attribute order, white space, comments and encoding do not count. Built on saxes, which the
// product does not use, so that a fault of the product's reader cannot hide itself.
import { SaxesParser, type SaxesTagNS } from 'saxes';

export type Said = { name: string; attributes: Record<string, string>; text: string; children: Said[] };

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

export function said(xml: string): Said {
  const parser = new SaxesParser({ xmlns: true });
  const top: Said = { name: '', attributes: {}, text: '', children: [] };
  const open: Said[] = [top];
  const failures: Error[] = [];
  parser.on('error', (error) => failures.push(error));
  parser.on('opentag', (tag) => {
    const element: Said = { name: clark(tag.uri, tag.local), attributes: attributesOf(tag), text: '', children: [] };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop()!;
    element.text = element.text.replace(/\s+/g, ' ').trim();
  });
  const text = (piece: string): void => {
    open.at(-1)!.text += piece;
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(xml).close();
  if (failures[0]) throw failures[0];
  return top.children[0]!;
}

const clark = (uri: string, local: string): string => (uri === '' ? local : `{${uri}}${local}`);

function attributesOf(tag: SaxesTagNS): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { uri, local, value } of Object.values(tag.attributes)) {
    if (uri === XMLNS) continue;
    const [prefix, name] = value.includes(':') ? (value.split(':') as [string, string]) : ['', value];
    found[clark(uri, local)] = uri === XSI && local === 'type' ? clark(resolve(tag, prefix) ?? '', name) : value;
  }
  return found;
}

function resolve(tag: SaxesTagNS, prefix: string): string | undefined {
  for (let at: (SaxesTagNS & { parent?: SaxesTagNS }) | undefined = tag; at; at = at.parent)
    if (at.ns?.[prefix] !== undefined) return at.ns[prefix];
  return undefined;
}

/** Differences in words, each with the way to it; empty where both say the same. */
export function differences(expected: Said, actual: Said, at = ''): string[] {
  const here = `${at}/${local(expected.name)}${expected.attributes.id ? `#${expected.attributes.id}` : ''}`;
  if (expected.name !== actual.name) return [`${here}: is ${local(actual.name)}`];
  const found: string[] = [];
  for (const key of new Set([...Object.keys(expected.attributes), ...Object.keys(actual.attributes)]))
    if (expected.attributes[key] !== actual.attributes[key])
      found.push(`${here}@${key}: ${expected.attributes[key]} → ${actual.attributes[key]}`);
  if (expected.text !== actual.text) found.push(`${here}: “${expected.text}” → “${actual.text}”`);
  const [left, right] = aligned(expected.children, actual.children);
  for (let i = 0; i < left.length; i++) {
    const one = left[i];
    const other = right[i];
    if (one && other) found.push(...differences(one, other, here));
    else if (one) found.push(`${here} lost ${label(one)}`);
    else found.push(`${here} gained ${label(other!)}`);
  }
  return found;
}

const local = (name: string): string => name.slice(name.indexOf('}') + 1);
const label = ({ name, attributes, text }: Said): string =>
  `<${local(name)}${attributes.id ? ` ${attributes.id}` : ''}>${attributes.bpmnElement ? ` of ${attributes.bpmnElement}` : text.slice(0, 40)}`;

/** Children side by side; what has no partner of the same name and id stands alone. */
function aligned(left: Said[], right: Said[]): [(Said | undefined)[], (Said | undefined)[]] {
  const key = ({ name, attributes, text, children }: Said): string =>
    `${name} ${attributes.id ?? (children.length === 0 ? text : '')}`;
  const one: (Said | undefined)[] = [];
  const other: (Said | undefined)[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const a = left[i];
    const b = right[j];
    if (a && b && (key(a) === key(b) || (a.name === b.name && !a.attributes.id && !b.attributes.id))) {
      one.push(a);
      other.push(b);
      i++;
      j++;
    } else if (a && !right.slice(j).some((later) => key(later) === key(a))) {
      one.push(a);
      other.push(undefined);
      i++;
    } else {
      one.push(undefined);
      other.push(b);
      j++;
      if (!b) break;
    }
  }
  return [one, other];
}
