// What a pack ships now into what the shop has made of it; the places that both have changed are told by what people call them.
import { expect, it } from 'vitest';
import { calledAlong, merge } from '../../content/merge.ts';
import { calledWords } from '../../web/content/words-of.ts';
import type { Say } from '../../web/words/useWords.ts';
import { sayOfWeb } from '../../words/web.ts';

const zh: Say = (code, args = {}) => sayOfWeb({ code, args }, 'zh');
const en: Say = (code, args = {}) => sayOfWeb({ code, args }, 'en');
const places = (base: unknown, ours: unknown, theirs: unknown) =>
  merge(base, ours, theirs).conflicts.map((path) => ({ path, called: calledAlong(path, [ours, theirs]) }));

it('a field of a register is called by its label', () => {
  const of = (maxLength: number) => ({
    key: 'sku',
    fields: [{ id: 'name', label: { zh: '品名', en: 'Name' }, maxLength }],
  });
  const [place] = places(of(50), of(80), of(100));
  expect(place?.path).toBe('fields.name.maxLength');
  expect(calledWords(place?.path ?? '', place?.called ?? [], zh, 'zh')).toBe('字段 · 品名 · 最多几个字');
  expect(calledWords(place?.path ?? '', place?.called ?? [], en, 'en')).toContain('Name');
});

it('a step of a process and a field of its form are called by their names, without the words of the file', () => {
  const of = (priority: string, label: string) => ({
    model: {
      processes: [
        {
          key: 'scrap',
          name: '报废',
          zf: { text: { en: { name: 'Scrapping' } } },
          elements: { judge: { name: '鉴定', zf: { priority, text: { en: { name: 'Judge' } } } } },
        },
      ],
    },
    forms: {
      f: { key: 'f', title: { zh: '鉴定单', en: 'Judgement' }, fields: [{ id: 'note', label: { zh: label } }] },
    },
  });
  const found = places(of('1', '依据'), of('2', '凭什么'), of('3', '理由'));
  const words = (t: Say, language: 'zh' | 'en') =>
    found.map(({ path, called }) => calledWords(path, called, t, language));
  expect(words(zh, 'zh')).toEqual(['流程 · 报废 · 鉴定', '鉴定单 · 字段 · 凭什么 · 名称 · 中文']);
  expect(words(en, 'en')[0]).toMatch(/Scrapping · Judge$/);
});

it('a text of lines is merged by the line; lines that both have changed are the shop’s, and told', () => {
  const of = (text: string) => ({ text: { zh: text } });
  const base = '一\n二\n三\n四\n五';
  const merged = (ours: string, theirs: string) => merge(of(base), of(ours), of(theirs));
  expect(merged('一\n二点五\n三\n四\n五', '一\n二\n三\n四\n五\n六')).toEqual({
    body: of('一\n二点五\n三\n四\n五\n六'),
    conflicts: [],
  });
  expect(merged('零\n一\n二\n三\n五', '一\n二\n三\n四\n五')).toEqual({ body: of('零\n一\n二\n三\n五'), conflicts: [] });
  expect(merged('一\n乙\n三\n四\n五', '一\n贰\n三\n四\n五')).toEqual({
    body: of('一\n乙\n三\n四\n五'),
    conflicts: ['text.zh'],
  });
  expect(merged('一\n乙\n三\n四\n五', '一\n乙\n三\n四\n五\n六').body).toEqual(of('一\n乙\n三\n四\n五\n六'));
});
