// Markdown of a page as data: blocks, and in them text, marks, and what is filled in. There is no HTML in it on the way to the reader, and
// none that a writer has typed: it is read as the letters that it is, and named as a fault.
import { Marked, type Token, type TokenizerAndRendererExtension, type Tokens } from 'marked';
import { parameterNamed } from '../forms/placeholders.ts';

export type Inline =
  | { is: 'text' | 'code'; text: string }
  | { is: 'strong' | 'em' | 'del'; in: Inline[] }
  | { is: 'link'; href: string; in: Inline[] }
  /** An uploaded file, by its id. */
  | { is: 'picture'; file: string; alt: string }
  | { is: 'break' }
  | { is: 'parameter'; key: string }
  /** Data of the case, by name or by what people call it. */
  | { is: 'variable'; name: string }
  | { is: 'step'; process: string; element: string | undefined };
/** Of the shop, as whoever reads the page may see it: a view of a register, a parameter, a decision table. */
export const SHOWN = ['register', 'parameter', 'decision'] as const;
export type Shown = { of: (typeof SHOWN)[number]; key: string; view?: string };
export const TONES = ['note', 'tip', 'warning', 'caution'] as const;
export type Tone = (typeof TONES)[number];
export type Item = { isCheck: boolean; in: Block[] };
export type Block =
  | { is: 'heading'; level: 2 | 3 | 4; in: Inline[] }
  | { is: 'paragraph'; in: Inline[] }
  | { is: 'list'; isOrdered: boolean; start: number; items: Item[] }
  | { is: 'quote'; in: Block[] }
  | { is: 'callout'; tone: Tone; in: Block[] }
  | { is: 'code'; text: string }
  | { is: 'table'; head: Inline[][]; rows: Inline[][][]; align: (('left' | 'center' | 'right') | undefined)[] }
  | ({ is: 'view' } & Shown)
  | { is: 'line' };
/** What the writer meant and no reader gets. */
export type Fault = { code: 'pageHtml' | 'pageLink' | 'pagePicture'; text: string };

type Mark = Tokens.Generic & { value: Inline };
const mark = (
  name: string,
  begins: string,
  pattern: RegExp,
  value: (match: RegExpExecArray) => Inline | undefined,
) => ({
  name,
  level: 'inline' as const,
  start: (source: string) => {
    const at = source.indexOf(begins);
    return at < 0 ? undefined : at;
  },
  tokenizer(source: string): Mark | undefined {
    const match = pattern.exec(source);
    const found = match ? value(match) : undefined;
    return match && found ? { type: name, raw: match[0], value: found } : undefined;
  },
});
const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.-]*`;
/** Markdown asks for a blank beside `**` where a sign stands; Chinese has none: 「请**注意：**别寄」. */
const strong: TokenizerAndRendererExtension = {
  name: 'strong',
  level: 'inline',
  start: (source) => {
    const at = source.indexOf('**');
    return at < 0 ? undefined : at;
  },
  tokenizer(source) {
    const [raw, text] = /^\*\*(?!\s)((?:[^*]|\*(?!\*))+?)(?<!\s)\*\*(?!\*)/.exec(source) ?? [];
    return raw === undefined || text === undefined
      ? undefined
      : { type: 'strong', raw, text, tokens: this.lexer.inlineTokens(text) };
  },
};
const VIEW = String.raw`\[\[(register|parameter|decision):([\w.-]+)(?:\/([\w.-]+))?\]\]`;
/** Alone on its line. */
const view: TokenizerAndRendererExtension = {
  name: 'view',
  level: 'block',
  start: (source) => new RegExp(String.raw`^${VIEW}[ \t]*$`, 'm').exec(source)?.index,
  tokenizer(source) {
    const [raw, of, key, name] = new RegExp(String.raw`^${VIEW}[ \t]*(?:\n|$)`).exec(source) ?? [];
    return raw === undefined || (name !== undefined && of !== 'register')
      ? undefined
      : { type: 'view', raw, value: { of, key, ...(name && { view: name }) } };
  },
};
const marked = new Marked({
  gfm: true,
  extensions: [
    strong,
    view,
    mark('parameter', '{{', new RegExp(String.raw`^\{\{\s*(${NAME})\s*\}\}`, 'u'), ([, key = '']) => ({
      is: 'parameter',
      key: parameterNamed(key) ?? key,
    })),
    mark('variable', '{', new RegExp(String.raw`^\{(${NAME})\}`, 'u'), ([, name = '']) => {
      const key = parameterNamed(name);
      return key === undefined ? { is: 'variable', name } : { is: 'parameter', key };
    }),
    mark('step', '[[', /^\[\[([\w.-]+)(?:#([\w.-]+))?\]\]/, ([, process = '', element]) => ({
      is: 'step',
      process,
      element,
    })),
  ],
});

/** Pictures are files of the shop, which answers for who may see them. */
const FILE = /^\/api\/files\/([\w-]+)$/;
const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i;

export type Reading = { blocks: Block[]; faults: Fault[] };
export function readPage(text: string): Reading {
  const faults: Fault[] = [];
  const fault = (code: Fault['code'], raw: string): void => void faults.push({ code, text: raw.trim().slice(0, 80) });

  const inlines = (tokens: Token[] = []): Inline[] => tokens.flatMap(inline);
  const inline = (token: Token): Inline[] => {
    switch (token.type) {
      case 'parameter':
      case 'variable':
      case 'step':
        return [(token as Mark).value];
      case 'strong':
      case 'em':
      case 'del':
        return [{ is: token.type, in: inlines(token.tokens) }];
      case 'codespan':
        return [{ is: 'code', text: (token as Tokens.Codespan).text }];
      case 'br':
        return [{ is: 'break' }];
      case 'link': {
        const { href } = token as Tokens.Link;
        if (ADDRESS.test(href)) return [{ is: 'link', href, in: inlines(token.tokens) }];
        fault('pageLink', href);
        return inlines(token.tokens);
      }
      case 'image': {
        const { href, text: alt } = token as Tokens.Image;
        const [, file] = FILE.exec(href) ?? [];
        if (file !== undefined) return [{ is: 'picture', file, alt }];
        fault('pagePicture', href);
        return [{ is: 'text', text: alt }];
      }
      case 'html':
        fault('pageHtml', token.raw);
        return [{ is: 'text', text: token.raw }];
      case 'checkbox':
        return [];
      case 'escape':
        return [{ is: 'text', text: (token as Tokens.Escape).text }];
      default:
        return 'tokens' in token && token.tokens
          ? inlines(token.tokens)
          : [{ is: 'text', text: unescaped((token as Tokens.Text).text ?? token.raw) }];
    }
  };

  const blocks = (tokens: Token[] = []): Block[] => tokens.flatMap(block);
  const block = (token: Token): Block[] => {
    switch (token.type) {
      case 'space':
      case 'def':
      case 'checkbox':
        return [];
      case 'hr':
        return [{ is: 'line' }];
      case 'view':
        return [{ is: 'view', ...(token as Tokens.Generic & { value: Shown }).value }];
      case 'heading': {
        const level = Math.min(4, Math.max(2, (token as Tokens.Heading).depth)) as 2 | 3 | 4;
        return [{ is: 'heading', level, in: inlines(token.tokens) }];
      }
      case 'code':
        return [{ is: 'code', text: (token as Tokens.Code).text }];
      case 'blockquote':
        return [quoted(blocks(token.tokens))];
      case 'list': {
        const { ordered, start, items } = token as Tokens.List;
        return [
          {
            is: 'list',
            isOrdered: ordered,
            start: Number(start) || 1,
            items: items.map((item) => ({ isCheck: item.task, in: blocks(item.tokens) })),
          },
        ];
      }
      case 'table': {
        const { header, rows, align } = token as Tokens.Table;
        return [
          {
            is: 'table',
            head: header.map((cell) => inlines(cell.tokens)),
            rows: rows.map((row) => row.map((cell) => inlines(cell.tokens))),
            align: align.map((one) => one ?? undefined),
          },
        ];
      }
      case 'html':
        fault('pageHtml', token.raw);
        return [{ is: 'paragraph', in: [{ is: 'text', text: token.raw.trim() }] }];
      default: {
        const found = 'tokens' in token && token.tokens ? inlines(token.tokens) : inline(token);
        return found.length > 0 ? [{ is: 'paragraph', in: found }] : [];
      }
    }
  };
  return { blocks: blocks(marked.lexer(text)), faults };
}

/** `> [!WARNING]` at the beginning of a quotation makes it a call-out, as elsewhere. */
const CALL = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*/i;
function quoted(within: Block[]): Block {
  const [first, ...rest] = within;
  const begins = first?.is === 'paragraph' ? first.in[0] : undefined;
  const [all = '', word = ''] = (begins?.is === 'text' ? CALL.exec(begins.text) : undefined) ?? [];
  if (first?.is !== 'paragraph' || begins?.is !== 'text' || !word) return { is: 'quote', in: within };
  const said = word.toLowerCase();
  const tone = said === 'important' ? 'warning' : (said as Tone);
  const left: Inline[] = [{ is: 'text', text: begins.text.slice(all.length) }, ...first.in.slice(1)];
  const kept = left.filter((one) => one.is !== 'text' || one.text !== '');
  // A break right behind the word is none of the text.
  const body = kept[0]?.is === 'break' ? kept.slice(1) : kept;
  return { is: 'callout', tone, in: [...(body.length > 0 ? [{ is: 'paragraph' as const, in: body }] : []), ...rest] };
}

/** The reader of Markdown writes some signs as HTML does; here nothing is HTML. */
const SIGNS: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => SIGNS[sign] ?? sign);
