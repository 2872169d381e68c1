// The text that moddle gets to read: every element carries its number in the plain tree, so that what moddle makes of it
// can be traced back. Truth values and ids that moddle would refuse are spelt so that it takes them; of parts that bear one
// id all but one are read without, since moddle would drop them.
import {
  elementsOf,
  everyElement,
  type PlainAttribute,
  type PlainDocument,
  type PlainElement,
  textOf,
  XMLNS_NS,
} from './plain.ts';
import { printDocument } from './print.ts';

const NO_NS = 'urn:zhangfa:none';
export const NO_PREFIX = 'zfnone';
export const MARK_NS = 'urn:zhangfa:node';
export const MARK = 'zfnode:n';
export const BPMN_NS = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const DIAGRAM_NS = new Set([
  'http://www.omg.org/spec/BPMN/20100524/DI',
  'http://www.omg.org/spec/DD/20100524/DI',
  'http://www.omg.org/spec/DD/20100524/DC',
]);

export type Marked = {
  text: string;
  byMark: Map<string, PlainElement>;
  /** Parts that are read without their id, because another bears it. */
  twice: PlainElement[];
  /** Ids as the file has them, from what moddle reads. */
  original(id: string): string;
};

const TRUTH = new Set(
  `isExecutable isClosed isImmediate isInterrupting cancelActivity parallelMultiple isForCompensation isSequential testBefore
  triggeredByEvent cancelRemainingInstances instantiate isCollection isUnlimited isReference isRequired mustUnderstand
  waitForCompletion isExpanded isHorizontal isMarkerVisible isMessageVisible isBold isItalic isUnderline isStrikeThrough
  isInitiating`.split(/\s+/),
);
const ACCEPTED = /^([a-z][\w-.]*:)?[a-z_][\w-.]*$/i;
const ENCODED = 'zn__';

export function marked(document: PlainDocument): Marked {
  const byMark = new Map<string, PlainElement>();
  const known = (element: PlainElement): boolean => element.uri === BPMN_NS || DIAGRAM_NS.has(element.uri);
  const refused = new Set<string>();
  const bearers = new Map<string, PlainElement[]>();
  for (const element of everyElement(document.root)) {
    const id = known(element) ? idOf(element) : '';
    if (id === '') continue;
    if (!ACCEPTED.test(id)) refused.add(id);
    bearers.set(id, [...(bearers.get(id) ?? []), element]);
  }
  const twice = [...bearers.values()].flatMap((alike) => alike.toSorted((a, b) => hold(a) - hold(b)).slice(1));
  const nameless = new Set(twice);
  const accepted = (text: string): string => {
    if (refused.size === 0) return text;
    const clean = text.trim();
    if (refused.has(clean)) return encode(clean);
    const colon = clean.indexOf(':');
    return colon > 0 && refused.has(clean.slice(colon + 1)) ? encode(clean.slice(colon + 1)) : text;
  };
  const copy = (element: PlainElement): PlainElement => {
    const mark = String(byMark.size);
    byMark.set(mark, element);
    const isKnown = known(element);
    const own = nameless.has(element) ? element.attributes.filter((one) => !isId(one)) : element.attributes;
    const attributes: PlainAttribute[] = own.map((one) => {
      if (!isKnown || one.uri !== '') return one;
      const value = TRUTH.has(one.local)
        ? (TRUE[one.value.trim()] ?? one.value)
        : accepted(one.local === 'id' ? one.value.trim() : one.value);
      return value === one.value ? one : { ...one, value };
    });
    // moddle takes the script of a global task for an attribute
    const script = element.local === 'globalScriptTask' && isKnown ? scriptOf(element) : undefined;
    if (script) attributes.push({ name: 'script', uri: '', local: 'script', value: textOf(script) });
    attributes.push({ name: MARK, uri: MARK_NS, local: 'n', value: mark });
    return {
      ...element,
      // moddle reads elements of no namespace, but cannot write them
      ...(element.uri === '' && { uri: NO_NS, name: `${NO_PREFIX}:${element.local}` }),
      attributes,
      children: element.children
        // of a picture with several planes moddle reads the last one only; the first is the whole
        .filter((child) => child !== script && !(child.is === 'element' && isLaterPlane(child, element)))
        .map((child) =>
          child.is === 'element'
            ? copy(child)
            : child.is === 'text' && isKnown && refused.size > 0
              ? { ...child, text: accepted(child.text) }
              : child,
        ),
    };
  };
  const root = copy(document.root);
  root.attributes.unshift({ name: 'xmlns:zfnode', uri: XMLNS_NS, local: 'zfnode', value: MARK_NS });
  return {
    text: printDocument({ before: [], root, after: [] }),
    byMark,
    twice,
    original: (id) => (id.startsWith(ENCODED) ? decode(id) : id),
  };
}

const isId = ({ uri, name }: PlainAttribute): boolean => uri === '' && name === 'id';

const idOf = ({ attributes }: PlainElement): string => attributes.find(isId)?.value.trim() ?? '';

/** Of parts that bear one id the one with the least keeps it, and of equals the first: nothing in a process refers to the file or to its picture, few things to a line. */
const hold = ({ local, uri }: PlainElement): number =>
  local === 'definitions' || DIAGRAM_NS.has(uri) ? 2 : /(Flow|[aA]ssociation)$/.test(local) ? 1 : 0;

const isLaterPlane = (one: PlainElement, holder: PlainElement): boolean =>
  one.local === 'BPMNPlane' &&
  DIAGRAM_NS.has(one.uri) &&
  elementsOf(holder).find(({ local, uri }) => local === one.local && uri === one.uri) !== one;

export const scriptOf = (element: PlainElement): PlainElement | undefined =>
  elementsOf(element).find(({ local, uri }) => local === 'script' && uri === BPMN_NS);

const TRUE: Record<string, string> = { '1': 'true', '0': 'false', true: 'true', false: 'false' };

const encode = (id: string): string => ENCODED + [...id].map((c) => c.codePointAt(0)!.toString(16)).join('_');
const decode = (id: string): string =>
  String.fromCodePoint(
    ...id
      .slice(ENCODED.length)
      .split('_')
      .map((code) => Number.parseInt(code, 16)),
  );

export const markOf = (element: PlainElement): string | undefined =>
  element.attributes.find(({ uri }) => uri === MARK_NS)?.value;
