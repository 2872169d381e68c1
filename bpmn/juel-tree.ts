// JUEL, read: the expression language of Camunda, Operaton, Flowable and Activiti as a tree.
import { type Message, teller } from '../words/message.ts';
import type { imports } from '../words/zh/imports.ts';

export type Tree =
  | { is: 'literal'; text: string }
  | { is: 'name'; name: string }
  | { is: 'path'; of: Tree; name: string }
  | { is: 'index'; of: Tree; at: Tree }
  | { is: 'call'; of: Tree | undefined; name: string; args: Tree[] }
  | { is: 'not' | 'minus' | 'empty'; of: Tree }
  | { is: 'binary'; op: string; left: Tree; right: Tree }
  | { is: 'choice'; test: Tree; yes: Tree; no: Tree };

export class Untranslatable extends Error {
  readonly why: Message;
  constructor(why: Message) {
    super(why.code);
    this.why = why;
  }
}
export const tell = teller<typeof imports>();
export const refuse = (why: Message): never => {
  throw new Untranslatable(why);
};

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[lLdDfF]?|('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|([\p{L}_$][\p{L}\p{N}_$]*)|(==|!=|<=|>=|&&|\|\||[-+*/%!<>()[\].,?:]))/uy;

type Token = { kind: 'number' | 'string' | 'name' | 'sign' | 'end'; text: string };

function tokens(source: string): Token[] {
  const list: Token[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return refuse(tell('juel.unexpected', { text: text.slice(at, at + 12) }));
    if (match[1] !== undefined) list.push({ kind: 'number', text: match[1] });
    else if (match[2] !== undefined) list.push({ kind: 'string', text: unquote(match[2]) });
    else if (match[3] !== undefined) list.push({ kind: 'name', text: match[3] });
    else list.push({ kind: 'sign', text: match[4]! });
  }
  list.push({ kind: 'end', text: '' });
  return list;
}

const unquote = (text: string): string => text.slice(1, -1).replace(/\\(.)/g, '$1');

const WORDS: Record<string, string> = {
  and: '&&',
  or: '||',
  not: '!',
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  div: '/',
  mod: '%',
};
const BINARY: string[][] = [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']];

export function parse(source: string): Tree {
  const list = tokens(source);
  let at = 0;
  const peek = (): Token => list[at]!;
  const sign = (): string =>
    peek().kind === 'sign' ? peek().text : peek().kind === 'name' ? (WORDS[peek().text] ?? '') : '';
  const expect = (text: string): void => {
    if (sign() !== text) refuse(tell('juel.missing', { text }));
    at++;
  };
  const args = (): Tree[] => {
    const found: Tree[] = [];
    if (sign() !== ')')
      do {
        if (found.length > 0) at++;
        found.push(choice());
      } while (sign() === ',');
    expect(')');
    return found;
  };

  function choice(): Tree {
    const test = binary(0);
    if (sign() !== '?') return test;
    at++;
    const yes = choice();
    expect(':');
    return { is: 'choice', test, yes, no: choice() };
  }
  function binary(level: number): Tree {
    const ops = BINARY[level];
    if (!ops) return unary();
    let left = binary(level + 1);
    while (ops.includes(sign())) {
      const op = sign();
      at++;
      left = { is: 'binary', op, left, right: binary(level + 1) };
    }
    return left;
  }
  function unary(): Tree {
    if (sign() === '!') {
      at++;
      return { is: 'not', of: unary() };
    }
    if (sign() === '-') {
      at++;
      return { is: 'minus', of: unary() };
    }
    if (peek().kind === 'name' && peek().text === 'empty') {
      at++;
      return { is: 'empty', of: unary() };
    }
    return postfix(primary());
  }
  function postfix(start: Tree): Tree {
    let tree = start;
    for (;;) {
      if (sign() === '.') {
        at++;
        const name = peek();
        if (name.kind !== 'name') return refuse(tell('juel.noName'));
        at++;
        if (sign() === '(') {
          at++;
          tree = { is: 'call', of: tree, name: name.text, args: args() };
        } else tree = { is: 'path', of: tree, name: name.text };
      } else if (sign() === '[') {
        at++;
        const index = choice();
        expect(']');
        tree = { is: 'index', of: tree, at: index };
      } else return tree;
    }
  }
  function primary(): Tree {
    const token = peek();
    at++;
    if (token.kind === 'number') return { is: 'literal', text: token.text };
    if (token.kind === 'string') return { is: 'literal', text: JSON.stringify(token.text) };
    if (token.kind === 'name') {
      if (['true', 'false', 'null'].includes(token.text)) return { is: 'literal', text: token.text };
      if (sign() === '(') {
        at++;
        return { is: 'call', of: undefined, name: token.text, args: args() };
      }
      // Flowable's functions have a prefix: vars:get(x)
      const colon = list[at];
      const name = list[at + 1];
      const open = list[at + 2];
      if (colon?.text === ':' && name?.kind === 'name' && open?.text === '(' && isPrefix(token.text)) {
        at += 3;
        return { is: 'call', of: undefined, name: `vars:${name.text}`, args: args() };
      }
      return { is: 'name', name: token.text };
    }
    if (token.text === '(') {
      const inner = choice();
      expect(')');
      return inner;
    }
    return refuse(token.kind === 'end' ? tell('juel.incomplete') : tell('juel.unexpected', { text: token.text }));
  }

  const tree = choice();
  if (peek().kind !== 'end') refuse(tell('juel.unexpected', { text: peek().text }));
  return tree;
}

const isPrefix = (name: string): boolean => ['vars', 'var', 'variables'].includes(name);
