// A parameter's value in words, with its unit. Pure.
import { wordsIn } from '../forms/label.ts';
import type { ParameterRow } from '../reach/shapes.ts';
import { type Reader, valueWords } from '../values/value-words.ts';

type Declared = ParameterRow['parameter'];

export function saidWords(value: unknown, { field, unit }: Declared, reader: Reader): string {
  const words = valueWords(value, { type: field.type, field }, reader);
  return unit && words ? `${words} ${wordsIn(unit, reader.language)}` : words;
}
