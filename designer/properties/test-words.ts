// What a cell of a decision table says, in words: `<= shop.restock.alone` → at most “alone limit”. Undefined where it is richer than that,
// and where the words are what stands there. Pure.

import type { Key } from '../../words/designer.ts';
import type { Language } from '../../words/message.ts';
import { listed } from '../../words/say.ts';

type Say = (key: Key, values?: Record<string, string | number>) => string;
export type Speaker = { t: Say; language: Language; called: (name: string) => string | undefined };

const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const NAME = '[\\p{L}_][\\p{L}\\p{N}_.]*';
const TERM = `${TEXT}|-?\\d+(?:\\.\\d+)?|${NAME}|[¥£$€][\\d,.]+`;
const COMPARED = new RegExp(`^(<=|>=|<|>|!=|=)?\\s*(${TERM})$`, 'u');
const BETWEEN = new RegExp(`^\\[\\s*(${TERM})\\s*\\.\\.\\s*(${TERM})\\s*\\]$`, 'u');
const PART = new RegExp(`(?:${TEXT}|[^",])+`, 'gu');

export function testWords(test: string, speaker: Speaker): string | undefined {
  const clean = test.trim();
  const words = clean === '' || clean === '-' ? speaker.t('decision.any') : said(clean, speaker);
  return isNew(words, clean);
}

/** What a rule gives: a value, where it is no formula. */
export function resultWords(result: string, speaker: Speaker): string | undefined {
  const clean = result.trim();
  const words = new RegExp(`^(?:${TERM})$`, 'u').test(clean) ? term(clean, speaker) : undefined;
  return isNew(words, clean);
}

/** Nobody needs to hear what stands there, with quotes or without. */
const isNew = (words: string | undefined, text: string): string | undefined =>
  words === text || `"${words}"` === text ? undefined : words;

function said(test: string, speaker: Speaker): string | undefined {
  const { t, language } = speaker;
  const not = /^not\((.*)\)$/u.exec(test);
  if (not) {
    const words = said((not[1] ?? '').trim(), speaker);
    return words && t('decision.not', { what: words });
  }
  const between = BETWEEN.exec(test);
  if (between) {
    const [from, to] = [term(between[1] ?? '', speaker), term(between[2] ?? '', speaker)];
    return from !== undefined && to !== undefined ? t('decision.between', { from, to }) : undefined;
  }
  const parts = test.match(PART) ?? [];
  if (parts.length > 1) {
    const each = parts.map((part) => said(part.trim(), speaker));
    return each.every((one) => one !== undefined) ? listed(each as string[], language) : undefined;
  }
  const [, sign, right = ''] = COMPARED.exec(test) ?? [];
  const words = right && term(right, speaker);
  if (!words) return undefined;
  return sign ? `${t(`condition.sign.${sign}` as Key)} ${words}` : words;
}

function term(text: string, { t, called }: Speaker): string | undefined {
  if (text.startsWith('"')) return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
  if (text === 'true' || text === 'false') return t(`condition.${text}`);
  if (/^[-\d¥£$€]/.test(text)) return text;
  return called(text);
}
