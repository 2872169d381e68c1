// A case told in words: rows of its history become sentences, in both languages.
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { missingAt, shownVariables } from '../../api/case-values.ts';
import type { Definition } from '../../bpmn/definition.ts';
import { loadSop } from '../../sops/load.ts';
import { packageRoot } from '../../stack/root.ts';
import { withHoldings } from '../../web/story/holdings.ts';
import { type StoryContext, type StoryRow, storyOf, whyHere } from '../../web/story/story.ts';
import { due, dueGroup, duration, limit, moment, momentWithin, span } from '../../web/time/time-words.ts';
import { valueWords } from '../../web/values/value-words.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-11T12:00:00+08:00');
const zone = '+08:00';

let definition: Definition;
const contextIn = (language: 'zh' | 'en'): StoryContext => ({
  definition,
  language,
  zone,
  fields: {
    decision: {
      type: 'choice',
      field: {
        type: 'choice',
        id: 'decision',
        label: { zh: '怎么处理' },
        required: true,
        options: [{ value: 'pass', label: { zh: '通过', en: 'Pass' } }],
      },
    },
  },
});
beforeAll(async () => {
  ({ definition } = await loadSop(path.join(packageRoot, 'sops', 'orders', 'order-fulfilment')));
});

const lin = { id: 'l', name: '林晓雯' };
const row = (seq: number, kind: string, element: string | null, more: Partial<StoryRow> = {}): StoryRow => ({
  seq,
  at: NOON + seq * 60_000,
  kind,
  element,
  by: null,
  why: null,
  data: null,
  ...more,
});

const rows = (): StoryRow[] =>
  [
    row(1, 'caseStarted', null),
    row(2, 'completed', 'created', { why: { is: 'message', name: 'order.created' } }),
    row(3, 'completed', 'reserve', { why: { is: 'service', key: 'k' } }),
    row(4, 'completed', 'paid', { why: { is: 'message', name: 'payment.received' } }),
    row(5, 'decided', 'auto_audit', {
      why: {
        is: 'rule',
        decision: 'order-audit',
        rules: ['r1'],
        inputs: {},
        outputs: { audit: 'manual', auditReason: '金额超过 1,500' },
      },
    }),
    row(6, 'entered', 'manual_audit', {
      why: { is: 'flow', flow: 'needs_person_manual_audit', condition: 'audit = "manual"', reads: { audit: 'manual' } },
    }),
    row(36, 'written', 'manual_audit', { data: { decision: 'pass' } }),
    row(36, 'completed', 'manual_audit', { by: lin, why: { is: 'person', verb: 'complete' } }),
    row(40, 'incident', 'waybill', { data: { message: '面单接口没有回答' } }),
    row(41, 'resolved', 'waybill', { by: lin, why: { is: 'operator', verb: 'retry', reason: '接口好了' } }),
    row(50, 'caseEnded', null, { data: { outcome: 'completed' } }),
  ].reverse();

const lines = (language: 'zh' | 'en') =>
  storyOf(rows(), contextIn(language)).map(({ title, who, detail }) =>
    [title, who, detail].filter(Boolean).join(' | '),
  );

it('tells it in Chinese, newest first', () => {
  expect(lines('zh')).toEqual([
    '办完了',
    '「取面单发货」重新动了 | 林晓雯 | 接口好了',
    '「取面单发货」卡住了 | 面单接口没有回答',
    '人工审单办完了 | 林晓雯 | 怎么处理「通过」；用时 30 分',
    '要人看吗：走「要」',
    '「自动审单」有了结果 | 转人工原因「金额超过 1,500」',
    '收到付款',
    '预占库存，系统做好了',
    '订单创建',
  ]);
});

it('tells it in English', () => {
  const english = lines('en');
  expect(english[0]).toBe('Finished');
  expect(english[3]).toBe('Manual audit done | 林晓雯 | Decision “Pass”; took 30 min');
  expect(english.join(' ')).not.toMatch(/token|gateway|instance|undefined/i);
});

it('says why a step came to people', () => {
  expect(whyHere(rows(), 'manual_audit', contextIn('zh'))).toBe('转人工原因「金额超过 1,500」');
  expect(whyHere(rows(), 'pick', contextIn('zh'))).toBeUndefined();
});

describe('times in words', () => {
  it.each([
    [18 * 60_000, '18 分', '18 min'],
    [65 * 60_000, '1 时 05 分', '1 h 05 min'],
    [2 * HOUR, '2 时', '2 h'],
    [51 * HOUR, '2 天 3 时', '2 d 3 h'],
  ])('%i ms', (ms, zh, en) => {
    expect([span(ms, 'zh'), span(ms, 'en')]).toEqual([zh, en]);
  });

  it.each([
    [NOON - 18 * 60_000, NOON - 2 * HOUR, 'late', '超时 18 分'],
    [NOON + 32 * 60_000, NOON - 2 * HOUR, 'soon', '剩 32 分'],
    [NOON + 5 * HOUR, NOON - HOUR, 'calm', '剩 5 时'],
    [NOON + 8 * HOUR, NOON - HOUR, 'calm', '今天 20:00'],
    [NOON + 30 * HOUR, NOON - HOUR, 'calm', '明天 18:00'],
    [NOON + 80 * HOUR, NOON - HOUR, 'calm', '11 月 14 日'],
  ])('until %i', (limit, since, urgency, text) => {
    expect(due(limit, since, NOON, zone, 'zh')).toMatchObject({ urgency, text });
  });

  it('groups by the day of the shop', () => {
    const lateEvening = Date.parse('2026-11-11T23:30:00+08:00');
    expect(
      [lateEvening - 1, lateEvening + 60_000, lateEvening + HOUR, null].map((at) => dueGroup(at, lateEvening, zone)),
    ).toEqual(['late', 'today', 'later', 'none']);
  });
});

it('shows values by their declared type', () => {
  const reader = { language: 'zh' as const, zone };
  expect(valueWords(128_400, { type: 'money' }, reader)).toBe('¥1,284.00');
  expect(valueWords(true, { type: 'boolean' }, reader)).toBe('是');
  expect(valueWords('2026-11-11T04:00:00Z', { type: 'dateTime' }, reader)).toBe('2026-11-11 12:00');
  expect(
    valueWords(
      [
        { name: '大衣', quantity: 1 },
        { name: '围巾', quantity: 2 },
        { name: '袜子', quantity: 3 },
      ],
      { type: 'table' },
      reader,
    ),
  ).toBe('大衣 ×1、围巾 ×2 等 3 项');
  expect(valueWords(null, { type: 'text' }, reader)).toBe('');
});

it('says a limit as the process does: hours of working time make no days', () => {
  expect(duration('PT2H', true, 'zh')).toBe('2 时');
  expect(duration('P1D', false, 'zh')).toBe('1 天');
  // Monday 17:00 to Tuesday 10:00 is seventeen hours on the wall, and two at the desk.
  const calendar = { id: 'office', version: 1, offset: 480, week: Array(7).fill([[540, 1080]]), days: {} };
  const [monday, tuesday] = ['2026-09-28T17:00:00+08:00', '2026-09-29T10:00:00+08:00'].map((text) => Date.parse(text));
  const said = (at = 0, calendarOf: typeof calendar | null = calendar) =>
    limit({ duration: 'PT4H', calendar: calendarOf }, monday!, monday! + at, 'zh');
  expect([said(), said(0, null), said(tuesday! - monday!), said(9 * 24 * HOUR)]).toEqual([
    '限工作时间 4 时',
    '限 4 时',
    '限工作时间 4 时，用了 2 时',
    '限工作时间 4 时，用了 81 时',
  ]);
  expect(duration('P1D', true, 'en')).toBe('24 h');
  expect(duration('PT90M', true, 'en')).toBe('1 h 30 min');
  expect(duration('P1M3D', false, 'zh')).toBe('1 个月 3 天');
  expect(duration('2026-11-11', false, 'zh')).toBeUndefined();
});

it('a decision tells which parameters of the shop it has weighed, whose and since when; what the shop calls nothing is not told', () => {
  const weighed = row(5, 'decided', 'auto_audit', {
    why: {
      is: 'rule',
      decision: 'order-audit',
      rules: ['r1'],
      inputs: {},
      outputs: null,
      reads: { 'shop.orders.limit': 150_000, 'shop.orders.gone': 1 },
    },
    parameters: {
      'shop.orders.limit': {
        label: { zh: '大额订单', en: 'Large order' },
        field: { type: 'money', id: 'value', label: { zh: '金额' }, required: false, currency: 'CNY' },
        from: NOON,
        by: '陈立',
      },
    },
  });
  const told = (language: 'zh' | 'en') => storyOf([weighed], contextIn(language))[0]?.detail;
  expect(told('zh')).toMatch(/^大额订单「¥1,500.00」（陈立 定的，\d{4}-\d\d-\d\d 起）$/);
  expect(told('en')).toMatch(/^Large order “¥1,500.00” \(set by 陈立, since \d{4}-\d\d-\d\d\)$/);
});

it('a skipped step is told as skipped, never as done', () => {
  const skipped = [
    row(1, 'entered', 'reserve'),
    row(2, 'incident', 'reserve', { data: { kind: 'service', message: 'x' } }),
    row(3, 'resolved', 'reserve', {
      by: lin,
      data: { incident: 'i', action: 'skip' },
      why: { is: 'operator', verb: 'skip', reason: '已电话占好' },
    }),
    row(4, 'completed', 'reserve'),
  ].reverse();
  const lines = storyOf(skipped, contextIn('zh'));
  expect(lines[0]).toMatchObject({ title: '跳过了「预占库存」', who: '林晓雯', detail: '已电话占好' });
  expect(lines.filter(({ title }) => /系统做好了/.test(title))).toEqual([]);
});

it('who held a step stands between what the case went through', () => {
  const lines = storyOf(
    [row(9, 'completed', 'manual_audit', { by: lin }), row(1, 'entered', 'manual_audit')],
    contextIn('zh'),
  );
  const holding = { task: 't', element: 'manual_audit', comment: null, person: lin, before: null, by: lin };
  const held = withHoldings(
    lines,
    [
      { ...holding, at: NOON + 2 * 60_000, kind: 'claimed' },
      {
        ...holding,
        at: NOON + 3 * 60_000,
        kind: 'assigned',
        by: { id: 'c', name: '陈立' },
        before: lin,
        person: { id: 'z', name: '周敏' },
        comment: '休假',
      },
    ],
    contextIn('zh'),
  );
  expect(held.map(({ title, who, detail }) => [title, who, detail].filter(Boolean).join(' '))).toEqual([
    expect.stringContaining('人工审单办完了 林晓雯'),
    '把「人工审单」从 林晓雯 交给 周敏 陈立 休假',
    '认领了「人工审单」 林晓雯',
  ]);
});

it('who was given a step at the instant at which it came stands after what it came from', () => {
  const at = NOON + 5 * 60_000;
  const lines = storyOf([row(5, 'completed', 'paid', { why: { is: 'message', name: 'x' } })], contextIn('zh'));
  const holding = { task: 't', element: 'manual_audit', comment: null, person: lin, before: null, by: lin };
  const story = withHoldings(lines, [{ ...holding, at, kind: 'claimed' }], contextIn('zh'));
  expect(story.map(({ element }) => element)).toEqual(['manual_audit', 'paid']);
});

it('an amount is shown in its own currency', () => {
  const field = { type: 'money', id: 'x', label: { zh: '金额' }, required: false, currency: 'HKD' } as const;
  const words = (one: typeof field | null) =>
    valueWords(8_850, { type: 'money', field: one as never }, { language: 'zh', zone });
  expect([words(field), words(null)]).toEqual(['HK$88.50', '¥88.50']);
});

it('a value is named by its form where only that names it', () => {
  const lines = storyOf(
    [
      row(1, 'written', null, {
        by: lin,
        data: { decision: 'pass' },
        why: { is: 'operator', verb: 'correct', reason: 'x' },
      }),
    ],
    { ...contextIn('zh'), definition: { ...definition, zf: { ...definition.zf, variable: [] } } },
  );
  expect(lines[0]?.detail).toContain('怎么处理「通过」');
});

it('a value is called as the process declares it, where no form asks for it; one it does not know stays', () => {
  const inWords = (audit: string, language: 'zh' | 'en'): string | undefined => {
    const one = shownVariables(definition, { audit }, true, {}).find(({ name }) => name === 'audit');
    return one && valueWords(one.value, { type: one.type, field: one.field }, { language, zone });
  };
  expect(['manual', 'pass', 'later'].map((value) => inWords(value, 'zh'))).toEqual(['转人工', '通过', 'later']);
  expect(inWords('manual', 'en')).toBe('To a person');
});

it('how long a step took is told in the time that its limit counts in', () => {
  const calendar = {
    id: 'service',
    version: 1,
    offset: 480,
    week: Array.from({ length: 7 }, () => [[540, 1080]]),
    days: {},
  };
  // From 17:00 to 10:00 the next morning, open from 9 to 18: two hours.
  const rows = [
    row(2, 'completed', 'manual_audit', { at: NOON + 22 * HOUR, by: lin }),
    row(1, 'entered', 'manual_audit', { at: NOON + 5 * HOUR }),
  ];
  const detail = (language: 'zh' | 'en', more: object) =>
    storyOf(rows, { ...contextIn(language), ...more }).find(({ title }) => /审单|audit/i.test(title))?.detail;
  expect(detail('zh', { calendars: { service: calendar } })).toBe('用时 2 时（工作时间）');
  expect(detail('en', { calendars: { service: calendar } })).toBe('took 2 h of working time');
  expect(detail('zh', {})).toBe('用时 17 时');
});

it('who says that a capability’s work cannot be done stands in the story with the reason', () => {
  const message = {
    code: 'jobRefused.by',
    args: { step: { kind: 'serviceTask', name: '退款' }, who: '孟洁', why: '平台限额' },
  };
  const incident = row(1, 'incident', null, { data: { kind: 'jobRefused', message } });
  expect(storyOf([incident], contextIn('zh'))[0]?.detail).toBe('「退款」，孟洁说办不了：平台限额');
});

it('declared data without a value and data that stuck work lacks can be corrected; so they are there, empty', () => {
  const missing = missingAt([
    { detail: { missing: ['amount', 'nowhere'], types: { nowhere: 'money' } } },
    { detail: null },
  ]);
  const shown = shownVariables(definition, { other: 1 }, false, {}, missing);
  const names = shown.map(({ name }) => name);
  for (const { name } of definition.zf.variable ?? []) expect(names).toContain(name);
  expect(shown.find(({ name }) => name === 'nowhere')).toMatchObject({ type: 'money', value: null });
  expect(new Set(names).size).toBe(names.length);
});

it('says people, records, percentages, stars, places and options as they are called', () => {
  const nameOf = (to: string, id: string) => (id === 'p1' ? `${to} 林晓雯` : undefined);
  const reader = { language: 'zh' as const, zone, nameOf };
  const said = (type: string, value: unknown, more: object = {}) =>
    valueWords(value, { type, field: { type, id: 'x', label: { zh: '项' }, ...more } as never }, reader);
  expect(said('person', 'p1')).toBe('person 林晓雯');
  expect(said('person', 'gone')).toBe('gone');
  expect(said('department', 'p1')).toBe('department 林晓雯');
  expect(said('record', [{ key: 'a', title: '围巾' }, 'b'])).toBe('围巾、b');
  expect(said('percent', 0.285)).toBe('28.5%');
  expect(valueWords(0.07, { type: 'percent' }, reader)).toBe('7%');
  expect(said('rating', 3, { max: 4 })).toBe('3 / 4');
  expect(said('location', { text: '三号仓', lat: 31.2, lng: 121.4 })).toBe('三号仓 (31.2,121.4)');
  expect(said('choice', 'R1', { options: [{ value: 'R1', label: { zh: '破损' }, gone: true }] })).toBe('破损');
});

it('a day stands small in the middle of an English sentence, and alone with a capital', () => {
  const yesterday = NOON - 24 * HOUR;
  expect(moment(yesterday, NOON, zone, 'en')).toBe('Yesterday 12:00');
  expect(momentWithin(yesterday, NOON, zone, 'en')).toBe('yesterday 12:00');
  expect(momentWithin(yesterday, NOON, zone, 'zh')).toBe('昨天 12:00');
  expect(momentWithin(NOON - 72 * HOUR, NOON, zone, 'en')).toBe('8 Nov 12:00');
});
