// FEEL text → tree (DMN 1.5, 10.3.1.2). A recursive descent, because names depend on what is known where they stand.

import type { Message } from '../words/message.ts';
import type { Comparator, Iterator, Node, Operator, Parameter, TypeNode, UnaryTests } from './ast.ts';
import { KEYWORDS, learn, NAME_PART, NAME_START, type Names, nameAt, SPACES } from './names.ts';
import { parseNumber } from './number.ts';
import { tell } from './reason.ts';

export class FeelSyntaxError extends Error {
  readonly at: number;
  readonly why: Message;
  constructor(at: number, text: string) {
    super('notFeel');
    this.at = at;
    this.why = tell('notFeel', { at: at + 1, text });
  }
}

const NAME = new RegExp(`[${NAME_START}][${NAME_PART}]*`, 'uy');
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\[\s\S])*"/y;
const SPACE = new RegExp(`(?:[${SPACES}]|//[^\\n\\r]*|/\\*[^]*?\\*/)*`, 'uy');
const BINDING = new RegExp(`[${NAME_PART}]+|[./'’+*-]`, 'uy');
/** Parts of a name that binds something: all up to the sign after it. */
const KEY = /[^":{}[\](),]+(?=:)/y;
const PARAMETER = /[^":{}[\](),]+(?=[:,)])/y;
const ARGUMENT = new RegExp(`[${NAME_START}][${NAME_PART}${SPACES}./'’+*-]*(?=:)`, 'uy');
const COMPARATORS = ['<=', '>=', '!=', '=', '<', '>'] as const;

const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
};
const unescaped = (source: string) =>
  source.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([nrt"'\\]))/g, (_, four, six, one) =>
    one ? (ESCAPES[one] as string) : String.fromCodePoint(Number.parseInt(four ?? six, 16)),
  );

/** Brackets in brackets; a text that goes deeper is refused before the stack is. */
const DEPTH = 200;

const spaced = (text: string) => text.trim().replace(/\s+/g, ' ');

/** @throws FeelSyntaxError */
export function parseExpression(text: string, names: Names): Node {
  const parser = parserOf(text, names);
  const node = parser.expression();
  parser.end();
  return node;
}

/** A type by itself: `list<number>`. @throws FeelSyntaxError */
export function parseType(text: string, names: Names): TypeNode {
  const parser = parserOf(text, names);
  const node = parser.type();
  parser.end();
  return node;
}

/** @throws FeelSyntaxError */
export function parseUnaryTests(text: string, names: Names): UnaryTests {
  if (text.trim() === '' || text.trim() === '-') return { tests: null, negated: false };
  const parser = parserOf(text, names);
  const negated = parser.attempt(() => {
    parser.word('not');
    parser.sign('(');
    const tests = parser.tests();
    parser.sign(')');
    parser.end();
    return tests;
  });
  if (negated) return { tests: negated, negated: true };
  const tests = parser.tests();
  parser.end();
  return { tests, negated: false };
}

function parserOf(text: string, given: Names) {
  let at = 0;
  let names = given;
  /** Inside an end point of an interval a `[` may close it instead of filtering. */
  let closing = 0;
  let depth = 0;

  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const skip = () => {
    at += match(SPACE)?.length ?? 0;
  };
  const fail = (): never => {
    throw new FeelSyntaxError(at, text);
  };
  const peek = (sign: string): boolean => {
    skip();
    return text.startsWith(sign, at);
  };
  const accept = (sign: string): boolean => {
    if (!peek(sign)) return false;
    at += sign.length;
    return true;
  };
  const sign = (wanted: string) => {
    if (!accept(wanted)) fail();
  };
  const peekWord = (): string | null => {
    skip();
    return match(NAME);
  };
  const acceptWord = (wanted: string): boolean => {
    if (peekWord() !== wanted) return false;
    at += wanted.length;
    return true;
  };
  const word = (wanted: string) => {
    if (!acceptWord(wanted)) fail();
  };
  /** A word of the language here, and not the first of a known name. */
  const keyword = (wanted: string): boolean => peekWord() === wanted && !nameAt(names, text, at, wanted);
  const end = () => {
    skip();
    if (at < text.length) fail();
  };
  const attempt = <T>(read: () => T): T | null => {
    const before = { at, closing, depth };
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FeelSyntaxError)) throw error;
      ({ at, closing, depth } = before);
      return null;
    }
  };
  /** What stands in brackets: a `[` in there does not close the interval around it. */
  const nested = <T>(read: () => T): T => {
    const outside = closing;
    closing = 0;
    if (++depth > DEPTH) fail();
    const found = read();
    depth--;
    closing = outside;
    return found;
  };
  const bind = (name: string) => {
    if (names === given) names = new Map(given);
    learn(names, name);
  };

  /** A name that is read: the longest known one, else words up to what is none. */
  function readName(): string {
    skip();
    const first = match(NAME);
    if (!first) return fail();
    const known = nameAt(names, text, at, first);
    if (known) {
      at = known.end;
      return known.name;
    }
    if (KEYWORDS.has(first)) fail();
    let name = first;
    at += first.length;
    for (;;) {
      const before = at;
      skip();
      const next = match(NAME);
      // `of` follows nothing but `instance`, so that it may stand in a name: `date of birth`.
      if (!next || (KEYWORDS.has(next) && next !== 'of') || nameAt(names, text, at, next)) {
        at = before;
        return name;
      }
      name += ` ${next}`;
      at += next.length;
    }
  }

  function expression(): Node {
    const start = peekWord();
    if (start && !nameAt(names, text, at, start)) {
      if (start === 'if') return conditional();
      if (start === 'for') return loop();
      if (start === 'some' || start === 'every') return quantified(start);
    }
    return disjunction();
  }

  function conditional(): Node {
    word('if');
    const test = expression();
    word('then');
    const then = expression();
    word('else');
    return { type: 'if', test, then, else: expression() };
  }

  function iterators(): Iterator[] {
    const list: Iterator[] = [];
    do {
      const name = bindingUpToIn();
      const over = expression();
      const to = accept('..') ? expression() : undefined;
      bind(name);
      list.push({ name, over, ...(to && { to }) });
    } while (accept(','));
    return list;
  }

  function bindingUpToIn(): string {
    skip();
    const from = at;
    const first = match(NAME);
    if (!first) return fail();
    at += first.length;
    while (!keywordIn()) {
      const part = match(BINDING);
      if (!part) return fail();
      at += part.length;
    }
    const name = spaced(text.slice(from, at));
    word('in');
    return name;
  }
  const keywordIn = () => peekWord() === 'in';

  function loop(): Node {
    word('for');
    const over = iterators();
    word('return');
    bind('partial');
    return { type: 'for', iterators: over, body: expression() };
  }

  function quantified(kind: 'some' | 'every'): Node {
    word(kind);
    const over = iterators();
    word('satisfies');
    return { type: kind, iterators: over, body: expression() };
  }

  function disjunction(): Node {
    let left = conjunction();
    while (acceptWord('or')) left = { type: 'or', left, right: conjunction() };
    return left;
  }

  function conjunction(): Node {
    let left = comparison();
    while (acceptWord('and')) left = { type: 'and', left, right: comparison() };
    return left;
  }

  function comparator(): Comparator | null {
    skip();
    const found = COMPARATORS.find((one) => text.startsWith(one, at));
    if (found) at += found.length;
    return found ?? null;
  }

  function comparison(): Node {
    let left = sum();
    for (;;) {
      const operator = comparator();
      if (operator) left = { type: 'comparison', operator, left, right: sum() };
      else if (acceptWord('between')) {
        const low = sum();
        word('and');
        left = { type: 'between', value: left, low, high: sum() };
      } else if (acceptWord('in')) left = { type: 'in', value: left, tests: membership() };
      else return left;
    }
  }

  /** `in (1, > 5)` lists tests, `in (1..5)` is an interval. */
  function membership(): Node[] {
    if (!accept('(')) return [half() ?? sum()];
    return nested(() => {
      const first = test();
      if (peek('..')) return [interval(false, first)];
      const list = [first];
      while (accept(',')) list.push(test());
      sign(')');
      return list;
    });
  }

  function half(): Node | null {
    const operator = comparator();
    return operator && { type: 'half', operator, operand: sum() };
  }

  function tests(): Node[] {
    const list: Node[] = [];
    do list.push(test());
    while (accept(','));
    return list;
  }

  const test = (): Node => half() ?? expression();

  const binary = (signs: readonly Operator[], next: () => Node) => (): Node => {
    let left = next();
    for (;;) {
      skip();
      const operator = signs.find((one) => text.startsWith(one, at));
      if (!operator || (operator === '*' && text.startsWith('**', at))) return left;
      at += operator.length;
      left = { type: 'arithmetic', operator, left, right: next() };
    }
  };
  const exponent = binary(['**'], unary);
  const product = binary(['*', '/'], exponent);
  const sum = binary(['+', '-'], product);

  function unary(): Node {
    if (!peek('-')) return instance();
    at++;
    skip();
    const digits = match(NUMBER);
    if (digits) {
      at += digits.length;
      return instance({ type: 'literal', value: parseNumber(`-${digits}`) });
    }
    return { type: 'negate', operand: unary() };
  }

  function instance(start?: Node): Node {
    let value = postfix(start ?? primary());
    while (keyword('instance')) {
      word('instance');
      word('of');
      value = { type: 'instance of', value, as: type() };
    }
    return value;
  }

  function postfix(start: Node): Node {
    let base = start;
    for (;;) {
      skip();
      if (text[at] === '.' && text[at + 1] !== '.') {
        at++;
        base = { type: 'path', base, name: readMember() };
      } else if (text[at] === '(') base = call(base);
      else if (text[at] === '[') {
        const filtered: Node | null = closing ? attempt(() => filter(base)) : filter(base);
        if (!filtered) return base;
        base = filtered;
      } else return base;
    }
  }

  /** After a point every word is a name. */
  function readMember(): string {
    skip();
    const first = match(NAME);
    if (first && KEYWORDS.has(first) && !nameAt(names, text, at, first)) {
      at += first.length;
      return first;
    }
    return readName();
  }

  function filter(base: Node): Node {
    sign('[');
    const by = nested(test);
    sign(']');
    return { type: 'filter', base, by };
  }

  function call(callee: Node): Node {
    sign('(');
    const args: Node[] = [];
    const named: string[] = [];
    const argument = () => {
      skip();
      const name = match(ARGUMENT);
      if (name) {
        at += name.length;
        sign(':');
        named.push(spaced(name));
      }
      args.push(test());
    };
    nested(() => {
      if (accept(')')) return;
      do argument();
      while (accept(','));
      sign(')');
    });
    if (named.length && named.length !== args.length) fail();
    return { type: 'call', callee, args, ...(named.length && { names: named }) };
  }

  function primary(): Node {
    skip();
    const next = text[at] ?? '';
    if (next === '"') return { type: 'literal', value: string() };
    if (next === '@') {
      at++;
      return { type: 'at', text: string() };
    }
    const digits = match(NUMBER);
    if (digits) {
      at += digits.length;
      return { type: 'literal', value: parseNumber(digits) };
    }
    if (next === '(') return parenthesised();
    if (next === '[') return bracketed();
    if (next === ']') {
      at++;
      return interval(false, sum());
    }
    if (next === '{') return context();
    if (next === '?') {
      at++;
      return { type: 'input' };
    }
    const start = peekWord();
    if (start && !nameAt(names, text, at, start)) {
      if (start === 'true' || start === 'false' || start === 'null') {
        at += start.length;
        return { type: 'literal', value: start === 'null' ? null : start === 'true' };
      }
      if (start === 'function') return definition();
      if (start === 'if') return conditional();
      if (start === 'for') return loop();
      if (start === 'some' || start === 'every') return quantified(start);
    }
    return { type: 'name', name: readName() };
  }

  function string(): string {
    const source = match(STRING);
    if (!source) return fail();
    at += source.length;
    return source.includes('\\') ? unescaped(source.slice(1, -1)) : source.slice(1, -1);
  }

  function parenthesised(): Node {
    sign('(');
    return nested(() => {
      const inside = test();
      if (peek('..')) return interval(false, inside);
      sign(')');
      return inside;
    });
  }

  function interval(startIncluded: boolean, start: Node): Node {
    sign('..');
    closing++;
    const end = sum();
    closing--;
    skip();
    const close = text[at] ?? '';
    if (close !== ']' && close !== ')' && close !== '[') return fail();
    at++;
    return { type: 'range', start, end, startIncluded, endIncluded: close === ']' };
  }

  function bracketed(): Node {
    sign('[');
    return nested(() => {
      const items: Node[] = [];
      if (accept(']')) return { type: 'list', items };
      do items.push(test());
      while (accept(','));
      const [only] = items;
      if (only && items.length === 1 && peek('..')) return interval(true, only);
      sign(']');
      return { type: 'list', items };
    });
  }

  /** Keys stay known behind the context, for paths and filters that come after it. */
  function context(): Node {
    sign('{');
    const entries: { key: string; value: Node }[] = [];
    nested(() => {
      if (accept('}')) return;
      do {
        const key = contextKey();
        sign(':');
        entries.push({ key, value: expression() });
        bind(key);
      } while (accept(','));
      sign('}');
    });
    return { type: 'context', entries };
  }

  function contextKey(): string {
    skip();
    if (text[at] === '"') return string();
    const key = match(KEY);
    if (!key?.trim()) return fail();
    at += key.length;
    return spaced(key);
  }

  function definition(): Node {
    word('function');
    sign('(');
    const parameters: Parameter[] = [];
    if (!accept(')')) {
      do {
        skip();
        const source = match(PARAMETER);
        if (!source?.trim()) return fail();
        at += source.length;
        const name = spaced(source);
        const as = accept(':') ? type() : undefined;
        bind(name);
        parameters.push({ name, ...(as && { as }) });
      } while (accept(','));
      sign(')');
    }
    const external = acceptWord('external');
    return { type: 'function', parameters, body: expression(), external };
  }

  function type(): TypeNode {
    skip();
    const first = match(NAME);
    if (!first) return fail();
    if (['list', 'range', 'context', 'function'].includes(first) && !nameAt(names, text, at, first)) {
      const before = at;
      at += first.length;
      if (accept('<')) return generic(first);
      at = before;
    }
    let name = nullType() ?? readName();
    while (text[at] === '.' && text[at + 1] !== '.') {
      at++;
      name += `.${readMember()}`;
    }
    return { type: 'named', name };
  }

  const nullType = (): string | null => (acceptWord('null') ? 'Null' : acceptWord('function') ? 'function' : null);

  function generic(kind: string): TypeNode {
    switch (kind) {
      case 'list':
      case 'range': {
        const of = type();
        sign('>');
        return { type: kind, of };
      }
      case 'context': {
        const entries: { name: string; of: TypeNode }[] = [];
        if (!accept('>')) {
          do {
            const name = contextKey();
            sign(':');
            entries.push({ name, of: type() });
          } while (accept(','));
          sign('>');
        }
        return { type: 'context', entries };
      }
      default: {
        const parameters: TypeNode[] = [];
        if (!accept('>')) {
          do parameters.push(type());
          while (accept(','));
          sign('>');
        }
        sign('->');
        return { type: 'function', parameters, result: type() };
      }
    }
  }

  return { expression, tests, type, end, attempt, word, sign };
}
