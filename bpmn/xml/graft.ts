// Source + what moddle makes of it before and after an edit → the source with the edit in it. Three trees, because moddle
// drops and respells much that nobody edited: only where its two readings differ is the source touched.
import { BPMN_NS, MARK_NS, markOf } from './marks.ts';
import {
  elementsOf,
  everyElement,
  type PlainAttribute,
  type PlainElement,
  type PlainNode,
  textOf,
  XMLNS_NS,
} from './plain.ts';

export function graft(byMark: Map<string, PlainElement>, before: PlainElement, after: PlainElement): PlainElement {
  const old = new Map<string, PlainElement>();
  for (const element of everyElement(before)) {
    const mark = markOf(element);
    if (mark !== undefined) old.set(mark, element);
  }

  /** An element of the edited reading: its source with the differences, or a new one. */
  function build(element: PlainElement, indent: string): PlainElement {
    const mark = markOf(element);
    const source = mark === undefined ? undefined : byMark.get(mark);
    const was = mark === undefined ? undefined : old.get(mark);
    if (source && was) return merge(source, was, element, indent);
    const inner = `${indent}  `;
    const children: PlainNode[] = [];
    const plain = elementsOf(element).length === 0;
    for (const child of element.children) {
      if (child.is !== 'element') {
        if (plain || (child.is === 'text' && child.text.trim() !== '')) children.push(child);
      } else children.push({ is: 'text', text: inner }, build(child, inner));
    }
    if (!plain) children.push({ is: 'text', text: indent });
    return { ...element, attributes: element.attributes.filter(isPublic), children };
  }

  function merge(source: PlainElement, was: PlainElement, is: PlainElement, indent: string): PlainElement {
    if (same(was, is)) return source;
    const name = was.uri === is.uri && was.local === is.local ? source : is;
    return {
      is: 'element',
      name: name.name,
      uri: name.uri,
      local: name.local,
      attributes: mergeAttributes(source, was, is),
      children: mergeChildren(source, was, is, indent),
    };
  }

  function mergeChildren(source: PlainElement, was: PlainElement, is: PlainElement, indent: string): PlainNode[] {
    const inSource = pair(elementsOf(source), elementsOf(was), (one) => byMark.get(markOf(one) ?? ''));
    const inWas = pair(elementsOf(was), elementsOf(is), (one) => old.get(markOf(one) ?? ''));
    // what stands in the source, by the child of the edited reading that it became
    const kept = new Map<PlainElement, PlainElement>();
    const left = new Set(inSource.values());
    for (const [child, older] of inWas) {
      const found = inSource.get(older);
      if (!found) continue;
      kept.set(child, found);
      left.delete(found);
    }
    const list: PlainNode[] = [];
    for (const node of source.children) {
      if (node.is === 'element' && left.has(node)) {
        const last = list.at(-1);
        if (last?.is === 'text' && !last.cdata && last.text.trim() === '') list.pop();
      } else list.push(node);
    }
    reorder(list, elementsOf(was), elementsOf(is), inWas, kept);

    const inner = `${indent}  `;
    const placed = new Map<PlainElement, PlainNode>();
    for (const child of elementsOf(is)) {
      const found = kept.get(child);
      if (!found) continue;
      const place = list.indexOf(found);
      const next =
        byMark.get(markOf(child) ?? '') === found ? build(child, inner) : simple(found, inWas.get(child)!, child);
      list[place] = next;
      placed.set(child, next);
    }
    const children = elementsOf(is);
    children.forEach((child, index) => {
      if (placed.has(child)) return;
      const next = build(child, inner);
      const previous = children.slice(0, index).findLast((one) => placed.has(one));
      const following = children.slice(index + 1).find((one) => placed.has(one));
      let place: number;
      if (previous) place = list.indexOf(placed.get(previous)!) + 1;
      else if (following) {
        place = list.indexOf(placed.get(following)!);
        if (isBlank(list[place - 1])) place--;
      } else {
        place = list.length;
        if (isBlank(list.at(-1))) place--;
        else list.push({ is: 'text', text: indent });
      }
      list.splice(place, 0, { is: 'text', text: inner }, next);
      placed.set(child, next);
    });
    if (textOf(was).trim() !== textOf(is).trim() && elementsOf(is).length === 0) {
      const cdata = list.some((node) => node.is === 'text' && node.cdata);
      const text = textOf(is);
      return [
        ...list.filter(({ is }) => is !== 'text'),
        ...(text === '' ? [] : [{ is: 'text' as const, text, ...(cdata && { cdata }) }]),
      ];
    }
    return elementsOf({ ...source, children: list }).length === 0 && list.every(isBlank) && textOf(source).trim() === ''
      ? []
      : list;
  }

  const root = merge(byMark.get(markOf(after)!)!, before, after, '\n');
  forget(root, byMark.get(markOf(after)!)!);
  return root;
}

/** References that moddle cannot read and so cannot drop, by what must go with them. */
const UNREAD: Record<string, 'reference' | 'holder'> = {
  messageFlowRef: 'reference',
  innerParticipantRef: 'holder',
  outerParticipantRef: 'holder',
  innerMessageFlowRef: 'holder',
  outerMessageFlowRef: 'holder',
};

function forget(root: PlainElement, source: PlainElement): void {
  const idsIn = (from: PlainElement): Set<string> => {
    const ids = new Set<string>();
    for (const { attributes } of everyElement(from))
      for (const { uri, name, value } of attributes) if (uri === '' && name === 'id') ids.add(value);
    return ids;
  };
  let now: Set<string> | undefined;
  let once: Set<string> | undefined;
  const isGone = (reference: PlainElement): boolean => {
    if (reference.uri !== BPMN_NS) return false;
    now ??= idsIn(root);
    once ??= idsIn(source);
    const id = textOf(reference).trim().replace(/^.*:/, '');
    return once.has(id) && !now.has(id);
  };
  for (const element of everyElement(root)) {
    const useless = elementsOf(element).filter(
      (child) =>
        (UNREAD[child.local] === 'reference' && isGone(child)) ||
        elementsOf(child).some((inner) => UNREAD[inner.local] === 'holder' && isGone(inner)),
    );
    if (useless.length > 0)
      element.children = element.children.filter((child) => !useless.includes(child as PlainElement));
  }
}

const isBlank = (node: PlainNode | undefined): boolean => node?.is === 'text' && !node.cdata && node.text.trim() === '';
const isPublic = ({ uri, value }: PlainAttribute): boolean =>
  uri !== MARK_NS && !(uri === XMLNS_NS && value === MARK_NS);
const nameOf = ({ uri, local }: { uri: string; local: string }): string => `${uri} ${local}`;

/** References and texts are no elements to moddle: it keeps no mark on them, so they are found by name and content. */
function pair(
  older: PlainElement[],
  newer: PlainElement[],
  marked: (one: PlainElement) => PlainElement | undefined,
): Map<PlainElement, PlainElement> {
  const found = new Map<PlainElement, PlainElement>();
  const free = new Set(older);
  const take = (one: PlainElement, other: PlainElement | undefined): void => {
    if (!other || !free.has(other)) return;
    found.set(one, other);
    free.delete(other);
  };
  for (const one of newer) if (markOf(one) !== undefined) take(one, marked(one));
  const loose = newer.filter((one) => markOf(one) === undefined);
  const candidates = (): PlainElement[] => [...free].filter((one) => markOf(one) === undefined);
  const alike = new Map<string, PlainElement[]>();
  // moddle writes references without the prefix that they may have had
  const key = (one: PlainElement): string =>
    `${nameOf(one)} ${textOf(one)
      .trim()
      .replace(/^[\w.-]+:(?=\S+$)/, '')}`;
  for (const one of candidates()) alike.set(key(one), [...(alike.get(key(one)) ?? []), one]);
  for (const one of loose) take(one, alike.get(key(one))?.shift());
  for (const one of loose) {
    if (found.has(one)) continue;
    const others = candidates().filter((other) => nameOf(other) === nameOf(one));
    if (others.length === 1 && loose.filter((other) => nameOf(other) === nameOf(one)).length === 1)
      take(one, others[0]);
  }
  return found;
}

/** A reference or a text whose content may have changed. */
function simple(source: PlainElement, was: PlainElement, is: PlainElement): PlainElement {
  if (textOf(was).trim() === textOf(is).trim()) return source;
  const cdata = source.children.some((node) => node.is === 'text' && node.cdata);
  return { ...source, children: [{ is: 'text', text: textOf(is), ...(cdata && { cdata }) }] };
}

function mergeAttributes(source: PlainElement, was: PlainElement, is: PlainElement): PlainAttribute[] {
  const key = ({ uri, local }: PlainAttribute): string => `${uri} ${local}`;
  // what another type of element may not have; values that are the default anyway are not written by moddle
  const retyped = was.local !== is.local;
  const before = new Map(was.attributes.map((one) => [key(one), one]));
  const after = new Map(is.attributes.filter(isPublic).map((one) => [key(one), one]));
  const kept = source.attributes.flatMap((one): PlainAttribute[] => {
    const old = before.get(key(one));
    const now = after.get(key(one));
    if (now === undefined && one.uri === '' && retyped) return [];
    if (now === undefined) return old === undefined || one.uri === XMLNS_NS ? [one] : [];
    return [old !== undefined && equalValues(old, now) ? one : { ...one, value: now.value, ...typeOf(now) }];
  });
  const there = new Set(kept.map(key));
  const declared = new Set(kept.filter(({ uri }) => uri === XMLNS_NS).map(({ value }) => value));
  const added = [...after.values()].filter(
    (one) => !there.has(key(one)) && !before.has(key(one)) && !(one.uri === XMLNS_NS && declared.has(one.value)),
  );
  return [...kept, ...added];
}

const typeOf = ({ typeUri }: PlainAttribute) => (typeUri === undefined ? {} : { typeUri });
const equalValues = (a: PlainAttribute, b: PlainAttribute): boolean =>
  a.typeUri !== undefined && a.typeUri === b.typeUri
    ? a.value.split(':').at(-1) === b.value.split(':').at(-1)
    : a.value === b.value;

function same(a: PlainElement, b: PlainElement): boolean {
  if (a.uri !== b.uri || a.local !== b.local) return false;
  const left = a.attributes.filter(({ uri }) => uri !== XMLNS_NS);
  const right = new Map(b.attributes.filter(({ uri }) => uri !== XMLNS_NS).map((one) => [nameOf(one), one]));
  if (left.length !== right.size) return false;
  if (left.some((one) => !right.has(nameOf(one)) || !equalValues(one, right.get(nameOf(one))!))) return false;
  if (textOf(a).trim() !== textOf(b).trim()) return false;
  const inner = elementsOf(a);
  const other = elementsOf(b);
  return inner.length === other.length && inner.every((one, index) => same(one, other[index]!));
}

/** Where the edit changed the order of what stays, the kept children change places; the rest stays where it is. */
function reorder(
  list: PlainNode[],
  was: PlainElement[],
  is: PlainElement[],
  inWas: Map<PlainElement, PlainElement>,
  kept: Map<PlainElement, PlainElement>,
): void {
  const position = new Map(was.map((one, index) => [one, index]));
  const now = is.filter((one) => kept.has(one));
  const once = [...now].sort((a, b) => position.get(inWas.get(a)!)! - position.get(inWas.get(b)!)!);
  if (once.every((one, index) => one === now[index])) return;
  const places = once.map((one) => list.indexOf(kept.get(one)!));
  places.forEach((place, index) => {
    list[place] = kept.get(now[index]!)!;
  });
}
