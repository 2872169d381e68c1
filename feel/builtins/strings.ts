// String functions (DMN 1.5, 10.3.4.3). Positions count characters, not UTF-16 units.

import { spend, weigh } from '../budget.ts';
import { type Environment, warn } from '../environment.ts';
import { FeelValue } from '../kind.ts';
import { type FeelNumber, truncate } from '../number.ts';
import { literalText } from '../operators.ts';
import { patternOf, replaceAll } from '../pattern.ts';
import { kindWord, tell } from '../reason.ts';
import { type Builtins, form } from './builtin.ts';

const text = (value: unknown): string | null =>
  value === null
    ? null
    : typeof value === 'string'
      ? value
      : value instanceof FeelValue
        ? String(value)
        : literalText(value);

function substring(source: string, start: FeelNumber, length: FeelNumber | undefined, environment: Environment) {
  const characters = [...source];
  const position = truncate(start);
  if (position === 0 || Math.abs(position) > characters.length)
    return warn(environment, tell('substring.position', { position: String(position) }));
  const from = position > 0 ? position - 1 : characters.length + position;
  if (length === undefined) return characters.slice(from).join('');
  const count = truncate(length);
  if (count < 1) return warn(environment, tell('substring.length'));
  return characters.slice(from, from + count).join('');
}

function joined(
  [list, delimiter, prefix, suffix]: [unknown[], unknown?, unknown?, unknown?],
  environment: Environment,
): unknown {
  const affixes = [delimiter, prefix, suffix].map((one) => one ?? '');
  if (![...list, ...affixes].every((item) => item === null || typeof item === 'string'))
    return warn(environment, tell('stringJoin', { kind: kindWord(list.find((item) => typeof item !== 'string')) }));
  const texts = list.reduce<number>((sum, item) => sum + weigh(item), 0);
  spend(texts + list.length * weigh(affixes[0]));
  return `${affixes[1]}${list.filter((item) => item !== null).join(affixes[0] as string)}${affixes[2]}`;
}

export const strings: Builtins = {
  string: [form('from: any', ([from]: [unknown]) => text(from))],
  substring: [
    form(
      'string: string, start position: number, length?: number',
      ([string, start, length]: [string, FeelNumber, FeelNumber?], environment: Environment) =>
        substring(string, start, length, environment),
    ),
  ],
  'string length': [form('string: string', ([string]: [string]) => [...string].length)],
  'upper case': [form('string: string', ([string]: [string]) => string.toUpperCase())],
  'lower case': [form('string: string', ([string]: [string]) => string.toLowerCase())],
  'substring before': [
    form('string: string, match: string', ([string, match]: [string, string]) =>
      string.slice(0, Math.max(0, string.indexOf(match))),
    ),
  ],
  'substring after': [
    form('string: string, match: string', ([string, match]: [string, string]) => {
      const at = string.indexOf(match);
      return at < 0 ? '' : string.slice(at + match.length);
    }),
  ],
  contains: [form('string: string, match: string', ([string, match]: [string, string]) => string.includes(match))],
  'starts with': [
    form('string: string, match: string', ([string, match]: [string, string]) => string.startsWith(match)),
  ],
  'ends with': [form('string: string, match: string', ([string, match]: [string, string]) => string.endsWith(match))],
  matches: [
    form(
      'input: string, pattern: string, flags?: any',
      ([input, pattern, flags]: [string, string, unknown], environment: Environment) => {
        const compiled = patternOf(pattern, flags ?? '');
        return compiled ? compiled.test(input) : warn(environment, tell('noPattern', { function: 'matches', pattern }));
      },
    ),
  ],
  replace: [
    form(
      'input: string, pattern: string, replacement: string, flags?: any',
      ([input, pattern, replacement, flags]: [string, string, string, unknown], environment: Environment) => {
        const compiled = patternOf(pattern, flags ?? '');
        if (!compiled) return warn(environment, tell('noPattern', { function: 'replace', pattern }));
        if (compiled.test('')) return warn(environment, tell('replace.empty', { pattern }));
        if (flags === 'q') return compiled.replace(input, () => replacement);
        return (
          replaceAll(input, compiled, replacement) ?? warn(environment, tell('replace.replacement', { replacement }))
        );
      },
    ),
  ],
  split: [
    form('string: string, delimiter: string', ([string, delimiter]: [string, string], environment: Environment) => {
      const compiled = patternOf(delimiter, '');
      return compiled
        ? compiled.split(string)
        : warn(environment, tell('noPattern', { function: 'split', pattern: delimiter }));
    }),
  ],
  'string join': [
    form('list: list, delimiter?: any', joined),
    // Camunda's, not of the standard.
    form('list: list, delimiter: any, prefix: any, suffix: any', joined),
  ],
};
