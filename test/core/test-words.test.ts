// Cells of a decision table in words: what is plain is said, what is richer stands as it is.
import { describe, expect, it } from 'vitest';
import { resultWords, testWords } from '../../designer/properties/test-words.ts';
import { sayOfDesigner } from '../../words/designer.ts';
import type { Language } from '../../words/message.ts';

const speaker = (language: Language) => ({
  t: (key: string, values = {}) => sayOfDesigner({ code: key, args: values }, language),
  language,
  called: (name: string) => (name === 'shop.restock.alone' ? '「自己批」' : undefined),
});

describe('a cell of a table', () => {
  it.each([
    ['-', '不限', 'any'],
    ['<= shop.restock.alone', '不大于 「自己批」', 'at most 「自己批」'],
    ['> 500', '大于 500', 'over 500'],
    ['[1..5]', '1 到 5', '1 to 5'],
    ['"a", "b,c"', 'a、b,c', 'a, b,c'],
    ['not("a")', '不是 a', 'not a'],
    ['true', '是', 'yes'],
  ])('%s is said', (test, zh, en) => {
    expect(testWords(test, speaker('zh'))).toBe(zh);
    expect(testWords(test, speaker('en'))).toBe(en);
  });
  it.each(['? > a + b', '<= shop.unknown', '(1..5]', 'date("2026-11-26")', 'some x in y satisfies x', '500', '"a"'])(
    '%s is richer than words, or is its words',
    (test) => expect(testWords(test, speaker('zh'))).toBeUndefined(),
  );
  it('gives a value, or a formula that stays one', () => {
    expect(resultWords('shop.restock.alone', speaker('zh'))).toBe('「自己批」');
    expect(resultWords('false', speaker('zh'))).toBe('否');
    expect(resultWords('"alone"', speaker('zh'))).toBeUndefined();
    expect(resultWords('amount * 2', speaker('zh'))).toBeUndefined();
    expect(resultWords('', speaker('zh'))).toBeUndefined();
  });
});
