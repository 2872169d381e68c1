// JUEL → FEEL, for files of Camunda, Operaton, Flowable and Activiti. What calls Java cannot be translated and says so.

import type { Message } from '../words/message.ts';
import { parse, refuse, type Tree, tell, Untranslatable } from './juel-tree.ts';

export type Translation = { feel: string } | { refused: Message };

/** `${a == 1}` → `a = 1`; `kermit_${n}` → `"kermit_" + string(n)`. The result is without the leading `=`. */
export function juelToFeel(text: string): Translation {
  try {
    const parts = segments(text.trim());
    if (parts.length === 1 && 'juel' in parts[0]!) return { feel: print(parse(parts[0].juel), 0) };
    const joined = parts.map((part) => {
      if ('text' in part) return JSON.stringify(part.text);
      const tree = parse(part.juel);
      return isText(tree) ? print(tree, LEVEL['+']!) : `string(${print(tree, 0)})`;
    });
    return { feel: joined.join(' + ') };
  } catch (error) {
    if (error instanceof Untranslatable) return { refused: error.why };
    throw error;
  }
}

export const isJuel = (text: string): boolean => /[$#]\{/.test(text);

const isName = (text: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
const isText = (tree: Tree): boolean => tree.is === 'literal' && tree.text.startsWith('"');

function segments(text: string): ({ text: string } | { juel: string })[] {
  const parts: ({ text: string } | { juel: string })[] = [];
  let rest = text;
  for (;;) {
    const open = rest.search(/[$#]\{/);
    if (open < 0) break;
    if (open > 0) parts.push({ text: rest.slice(0, open) });
    const close = closing(rest, open + 2);
    parts.push({ juel: rest.slice(open + 2, close) });
    rest = rest.slice(close + 1);
  }
  if (rest !== '') parts.push({ text: rest });
  return parts;
}

function closing(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let i = from; i < text.length; i++) {
    const c = text[i]!;
    if (quote) {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '{') depth++;
    else if (c === '}' && depth-- === 0) return i;
  }
  return refuse(tell('juel.brace'));
}

const ENGINE = new Set(['execution', 'task', 'externalTask', 'caseExecution', 'caseInstance', 'connector']);
const KEYWORDS = new Set(
  'if then else for in return some every satisfies between instance of and or not true false null function'.split(' '),
);

const LEVEL: Record<string, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
};
const FEEL_SIGN: Record<string, string> = { '||': 'or', '&&': 'and', '==': '=' };
const wrap = (text: string, own: number, outer: number): string => (own < outer ? `(${text})` : text);

function print(tree: Tree, outer: number): string {
  switch (tree.is) {
    case 'literal':
      return tree.text;
    case 'name':
      if (ENGINE.has(tree.name)) return refuse(tell('juel.object', { name: tree.name }));
      if (!isName(tree.name) || KEYWORDS.has(tree.name)) return refuse(tell('juel.name', { name: tree.name }));
      return tree.name;
    case 'path':
      return (
        engineValue(tree.of, tree.name) ??
        (tree.name === 'size' ? `count(${print(tree.of, 0)})` : `${print(tree.of, 9)}.${tree.name}`)
      );
    case 'index': {
      const of = print(tree.of, 9);
      if (tree.at.is === 'literal' && /^\d+$/.test(tree.at.text)) return `${of}[${Number(tree.at.text) + 1}]`;
      if (isText(tree.at)) {
        const key = JSON.parse((tree.at as { text: string }).text) as string;
        return isName(key) ? `${of}.${key}` : `get value(${of}, ${JSON.stringify(key)})`;
      }
      return `${of}[${print(tree.at, 4)} + 1]`;
    }
    case 'not':
      return `not(${print(tree.of, 0)})`;
    case 'minus':
      return wrap(`-${print(tree.of, 9)}`, 6, outer);
    case 'empty':
      return isEmpty(print(tree.of, 4), outer);
    case 'choice':
      return wrap(`if ${print(tree.test, 0)} then ${print(tree.yes, 0)} else ${print(tree.no, 0)}`, 0, outer);
    case 'binary': {
      if (tree.op === '%') return `modulo(${print(tree.left, 0)}, ${print(tree.right, 0)})`;
      const asText = tree.op === '==' || tree.op === '!=' ? comparedAsText(tree.left, tree.right) : undefined;
      if (asText) return wrap(`${asText[0]} ${tree.op === '==' ? '=' : '!='} ${asText[1]}`, 3, outer);
      const level = LEVEL[tree.op]!;
      const sign = FEEL_SIGN[tree.op] ?? tree.op;
      const right = level === 1 || level === 2 ? level : level + 1;
      const left = level === 3 ? level + 1 : level;
      return wrap(`${print(tree.left, left)} ${sign} ${print(tree.right, right)}`, level, outer);
    }
    case 'call':
      return printCall(tree, outer);
  }
}

/** JUEL turns the text beside a truth value or a number into one: `ok == 'true'`. Both as texts say the same. */
function comparedAsText(left: Tree, right: Tree): [string, string] | undefined {
  const meant = (tree: Tree) => tree.is === 'literal' && /^"(true|false|-?\d+(\.\d+)?)"$/.test(tree.text);
  if (meant(right) && left.is !== 'literal') return [`string(${print(left, 0)})`, print(right, 4)];
  if (meant(left) && right.is !== 'literal') return [print(left, 4), `string(${print(right, 0)})`];
  return undefined;
}

/** Null, an empty text and an empty list; comparing a text with `[]` in FEEL would be null, not false. */
const isEmpty = (of: string, outer: number): string =>
  wrap(`${of} = null or string(${of}) = "" or string(${of}) = "[]"`, 1, outer);

/** What a process asks of the engine's own object, where the case knows the same. */
function engineValue(of: Tree, name: string): string | undefined {
  if (of.is !== 'name' || of.name !== 'execution') return undefined;
  switch (name) {
    case 'processBusinessKey':
    case 'businessKey':
    case 'processInstanceBusinessKey':
      return 'case.businessKey';
    case 'processInstanceId':
    case 'id':
      return 'case.id';
    default:
      return refuse(tell('juel.execution', { name: `execution.${name}` }));
  }
}

function printCall(tree: Extract<Tree, { is: 'call' }>, outer: number): string {
  const arg = (i: number, level = 0): string => {
    const given = tree.args[i];
    return given ? print(given, level) : refuse(tell('juel.noValue', { name: tree.name }));
  };
  const nameOf = (i: number): string => {
    const given = tree.args[i];
    if (given?.is === 'literal' && given.text.startsWith('"')) {
      const name = JSON.parse(given.text) as string;
      if (isName(name)) return name;
    }
    if (given?.is === 'name') return given.name;
    return refuse(tell('juel.computed'));
  };

  if (tree.of === undefined) return printFunction(tree, arg, nameOf, outer);
  if (tree.of.is === 'name' && tree.of.name === 'execution') {
    switch (tree.name) {
      case 'getVariable':
      case 'getVariableLocal':
        return ifThere(nameOf(0));
      case 'hasVariable':
      case 'hasVariableLocal':
        return `is defined(${nameOf(0)})`;
      case 'getBusinessKey':
      case 'getProcessBusinessKey':
      case 'getProcessInstanceBusinessKey':
        return 'case.businessKey';
      case 'getProcessInstanceId':
      case 'getId':
        return 'case.id';
      default:
        return refuse(tell('juel.execution', { name: `execution.${tree.name}()` }));
    }
  }

  const of = (level = 0): string => print(tree.of!, level);
  switch (tree.name) {
    case 'size':
      return `count(${of()})`;
    case 'length':
      return `string length(${of()})`;
    case 'isEmpty':
      return isEmpty(of(4), outer);
    case 'contains':
      return wrap(
        `if ${of(4)} instance of string then contains(${of()}, ${arg(0)}) else list contains(${of()}, ${arg(0)})`,
        0,
        outer,
      );
    case 'equals':
      return wrap(`${of(4)} = ${arg(0, 4)}`, 3, outer);
    case 'toString':
    case 'stringValue':
      return `string(${of()})`;
    case 'concat': {
      const given = tree.args[0];
      return wrap(`${of(4)} + ${given && isText(given) ? arg(0, 5) : `string(${arg(0)})`}`, 4, outer);
    }
    case 'toLowerCase':
      return `lower case(${of()})`;
    case 'toUpperCase':
      return `upper case(${of()})`;
    case 'startsWith':
      return `starts with(${of()}, ${arg(0)})`;
    case 'endsWith':
      return `ends with(${of()}, ${arg(0)})`;
    case 'matches':
      // Java means the whole text
      return `matches(${of()}, ${anchored(arg(0))})`;
    case 'trim':
      return `replace(${of()}, "^\\s+|\\s+$", "")`;
    // the result of a decision
    case 'getSingleResult':
    case 'getFirstResult':
      return `${of(9)}[1]`;
    case 'getSingleEntry':
    case 'getFirstEntry':
      return `get entries(${of(9)}${isResult(tree.of) ? '' : '[1]'})[1].value`;
    case 'collectEntries': {
      const key = tree.args[0];
      return key && isText(key)
        ? `${of(9)}.${JSON.parse((key as { text: string }).text)}`
        : refuse(tell('juel.noValue', { name: 'collectEntries' }));
    }
    case 'hasProp':
    case 'containsKey':
      return wrap(
        `${print({ is: 'index', of: tree.of, at: tree.args[0] ?? refuse(tell('juel.noName')) }, 4)} != null`,
        3,
        outer,
      );
    case 'toDate':
    case 'toInstant':
      return tree.args.length === 0 ? print(tree.of, outer) : refuse(tell('juel.method', { name: tree.name }));
    case 'jsonPath': {
      const path = tree.args[0];
      const steps =
        path &&
        isText(path) &&
        /^\$((?:\.[\p{L}_][\p{L}\p{N}_]*|\[\d+\])*)$/u.exec(JSON.parse((path as { text: string }).text));
      if (!steps) return refuse(tell('juel.method', { name: tree.name }));
      return of(9) + steps[1]!.replace(/\[(\d+)\]/g, (_, at: string) => `[${Number(at) + 1}]`);
    }
    case 'get':
    case 'prop':
      return print(
        { is: 'index', of: tree.of, at: tree.args[0] ?? refuse(tell('juel.noValue', { name: 'get' })) },
        outer,
      );
    case 'value':
    case 'numberValue':
    case 'boolValue':
    case 'elements':
    case 'intValue':
    case 'longValue':
    case 'doubleValue':
    case 'booleanValue':
      return tree.args.length === 0 ? print(tree.of, outer) : refuse(tell('juel.method', { name: tree.name }));
    default: {
      // a getter of a bean is a property: order.getAmount() → order.amount
      const later = laterOrEarlier(tree, outer);
      if (later !== undefined) return later;
      const getter = /^(?:get|is)([A-Z])(\w*)$/.exec(tree.name);
      if (getter && tree.args.length === 0) return `${of(9)}.${getter[1]!.toLowerCase()}${getter[2]}`;
      return refuse(tell('juel.method', { name: `${tree.name}()` }));
    }
  }
}

const isResult = (tree: Tree): boolean => tree.is === 'call' && /^get(Single|First)Result$/.test(tree.name);

const anchored = (pattern: string): string =>
  pattern.startsWith('"') ? JSON.stringify(`^(?:${JSON.parse(pattern)})$`) : `"^(?:" + ${pattern} + ")$"`;

/** `dateTime().plusDays(3)`: the methods of dates that timers and due dates use. */
function laterOrEarlier(tree: Extract<Tree, { is: 'call' }>, outer: number): string | undefined {
  const [, sign, unit] = /^(plus|minus)(Years|Months|Weeks|Days|Hours|Minutes|Seconds)$/.exec(tree.name) ?? [];
  const amount = tree.args[0];
  if (!unit || !amount || tree.args.length > 1 || !tree.of) return undefined;
  const weeks = unit === 'Weeks';
  const letter = weeks ? 'D' : unit.charAt(0);
  const head = /Hours|Minutes|Seconds/.test(unit) ? 'PT' : 'P';
  const duration =
    amount.is === 'literal' && /^\d+$/.test(amount.text)
      ? `"${head}${Number(amount.text) * (weeks ? 7 : 1)}${letter}"`
      : `"${head}" + string(${weeks ? `7 * ${print(amount, 5)}` : print(amount, 0)}) + "${letter}"`;
  return wrap(`${print(tree.of, 4)} ${sign === 'plus' ? '+' : '-'} duration(${duration})`, 4, outer);
}

/** A variable that need not be there. */
const ifThere = (name: string): string => `get or else(${name}, null)`;

function printFunction(
  tree: Extract<Tree, { is: 'call' }>,
  arg: (i: number, level?: number) => string,
  nameOf: (i: number) => string,
  outer: number,
): string {
  const compare = (sign: string): string => wrap(`${ifThere(nameOf(0))} ${sign} ${arg(1, 4)}`, 3, outer);
  // What is not there is not smaller or greater than anything.
  const order = (sign: string): string =>
    wrap(`is defined(${nameOf(0)}) and ${nameOf(0)} ${sign} ${arg(1, 4)}`, 2, outer);
  switch (tree.name) {
    case 'now':
    case 'dateTime':
      return 'now()';
    case 'S':
    case 'JSON':
      return arg(0, outer);
    case 'vars:get':
      return ifThere(nameOf(0));
    case 'vars:contains':
    case 'vars:containsAny': {
      if (tree.args.length < 2) return refuse(tell('juel.noValue', { name: tree.name }));
      const any = tree.name === 'vars:containsAny';
      const each = tree.args.slice(1).map((_, index) => `list contains(${nameOf(0)}, ${arg(index + 1)})`);
      return wrap(each.join(any ? ' or ' : ' and '), each.length === 1 ? 9 : any ? 1 : 2, outer);
    }
    case 'vars:getOrDefault':
      return `get or else(${nameOf(0)}, ${arg(1)})`;
    case 'vars:exists':
      return `is defined(${nameOf(0)})`;
    case 'vars:isEmpty':
    case 'vars:empty':
      return isEmpty(ifThere(nameOf(0)), outer);
    case 'vars:isNotEmpty':
    case 'vars:notEmpty':
      return `not(${isEmpty(ifThere(nameOf(0)), 0)})`;
    case 'vars:equals':
    case 'vars:eq':
      return compare('=');
    case 'vars:notEquals':
    case 'vars:ne':
      return compare('!=');
    case 'vars:lowerThan':
    case 'vars:lessThan':
    case 'vars:lt':
      return order('<');
    case 'vars:lowerThanOrEquals':
    case 'vars:lessThanOrEquals':
    case 'vars:lte':
      return order('<=');
    case 'vars:greaterThan':
    case 'vars:gt':
      return order('>');
    case 'vars:greaterThanOrEquals':
    case 'vars:gte':
      return order('>=');
    default:
      return refuse(tell('juel.function', { name: `${tree.name}()` }));
  }
}
