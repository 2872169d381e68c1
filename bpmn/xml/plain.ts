// XML as a plain tree that loses nothing: comments, CDATA, prefixes and the spelling of values stay. What moddle drops on
// reading is still here when the document is written again. Strict, and it says where a file is broken.
import { XmlRefused } from './decode.ts';

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
  const refuse = (zh: string, en: string, where = at): never => {
    const lines = text.slice(0, where).split('\n');
    const [line, column] = [lines.length, lines.at(-1)!.length + 1];
    throw new XmlRefused({
      zh: `文件第 ${line} 行第 ${column} 列坏了：${zh}。在那里改正，或者重新导出一次。`,
      en: `The file is broken at line ${line}, column ${column}: ${en}. Correct it there, or export the file once more.`,
    });
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const until = (end: string, zh: string, en: string): string => {
    const stop = text.indexOf(end, at);
    if (stop < 0) return refuse(`${zh}没有结束`, `${en} is not closed`);
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
              name === '' ? '单独的「&」要写成「&amp;」' : `没有声明实体「${all}」`,
              name === '' ? 'a bare “&” must be written “&amp;”' : `the entity “${all}” is not declared`,
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
    const name =
      match(NAME)?.[0] ??
      refuse('不是标签的「<」要写成「&lt;」', 'a “<” that begins no tag must be written “&lt;”', from);
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
      const key = match(NAME)?.[0] ?? refuse(`标签 <${name}> 没有结束`, `the tag <${name}> is not closed`, from);
      if (!space) refuse(`「${key}」前面少一个空格`, `a blank is missing before “${key}”`, here);
      const value =
        match(VALUE) ??
        refuse(
          `<${name}> 的属性「${key}」的值要放在引号里`,
          `the attribute “${key}” of <${name}> has no value in quotes`,
          here,
        );
      if (names.has(key))
        refuse(`<${name}> 的属性「${key}」写了两次`, `the attribute “${key}” of <${name}> stands there twice`, here);
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
      uri:
        uriFor(prefixOf(name), scope) ??
        refuse(`<${name}> 的前缀没有声明`, `the prefix of <${name}> is not declared`, from),
      local: localOf(name),
      attributes: raw.map((one) =>
        attribute(one.name, one.value, scope, () =>
          refuse(`「${one.name}」的前缀没有声明`, `the prefix of “${one.name}” is not declared`, one.from),
        ),
      ),
      children: [],
    };
    if (open.length === 0 && root) refuse('最外层有不止一个元素', 'there is more than one outermost element', from);
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
        if (raw.trim() !== '') refuse('最外层元素外面有文字', 'text stands outside of the outermost element');
        add({ is: 'text', text: raw });
      } else add({ is: 'text', text: decoded(raw, at) });
      at = end;
      continue;
    }
    const from = at;
    if (text.startsWith('<!--', at)) {
      at += 4;
      add({ is: 'aside', raw: `<!--${until('-->', '注释', 'a comment')}-->` });
    } else if (text.startsWith('<![CDATA[', at)) {
      at += 9;
      add({ is: 'text', text: until(']]>', 'CDATA 段', 'a CDATA section'), cdata: true });
    } else if (text.startsWith('<?', at)) {
      at += 2;
      const inner = until('?>', '处理指令', 'a processing instruction');
      if (!/^xml\s/i.test(inner)) add({ is: 'aside', raw: `<?${inner}?>` });
      else if (from > 0 && text.slice(0, from).trim() !== '')
        refuse('XML 声明要写在最前面', 'the XML declaration must stand first', from);
    } else if (text.startsWith('<!', at))
      refuse('这里有 DOCTYPE 或声明，不收', 'a DOCTYPE or declaration stands here; they are refused');
    else if (text[at + 1] === '/') {
      at += 2;
      const name = match(NAME)?.[0];
      match(SPACE);
      const innermost = open.pop();
      if (!innermost) return refuse(`</${name}> 没有对应的开始`, `</${name}> closes nothing`, from);
      if (text[at] !== '>' || innermost.element.name !== name)
        refuse(
          `<${innermost.element.name}> 被 </${name ?? ''}> 结束`,
          `<${innermost.element.name}> is closed by </${name ?? ''}>`,
          from,
        );
      at++;
    } else {
      at++;
      startTag(from);
    }
  }
  const left = open.at(-1);
  if (left) refuse(`<${left.element.name}> 一直没有结束`, `<${left.element.name}> is never closed`, left.from);
  return { before, root: root ?? refuse('里面没有 XML 元素', 'there is no XML element in it'), after };
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
