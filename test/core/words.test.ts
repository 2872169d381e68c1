// One mechanism for words (docs/decisions/0032): each code has its sentence in every language, and no sentence stands elsewhere.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IncidentKind } from '../../bpmn/instance.ts';
import { actionWords } from '../../words/actions.ts';
import { cureWords, seenWords, whyWords } from '../../words/incidents.ts';
import { fromText, LANGUAGES, teller, toText } from '../../words/message.ts';
import { calledWords, like, sayer } from '../../words/say.ts';
import { actions } from '../../words/zh/actions.ts';

type Tables = Record<string, unknown>;
const areas = readdirSync('words/zh').map((file) => file.replace(/\.ts$/, ''));
const tablesOf = async (language: string, area: string): Promise<Record<string, string>> => {
  const tables: Tables = await import(path.resolve(`words/${language}/${area}.ts`));
  return flat(tables);
};
const flat = (tables: Tables, lead = ''): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tables).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[lead + key, value]]
        : value && typeof value === 'object'
          ? Object.entries(flat(value as Tables, `${lead}${key} `))
          : [],
    ),
  );
const braces = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('each language has', () => {
  for (const language of LANGUAGES) {
    it(`${language}: the same areas`, () => {
      expect(readdirSync(`words/${language}`).sort()).toEqual(readdirSync('words/zh').sort());
    });
    for (const area of areas)
      it(`${language}/${area}: every code, none empty, with arguments that the code has`, async () => {
        const [first, own] = [await tablesOf('zh', area), await tablesOf(language, area)];
        expect(Object.keys(first).length).toBeGreaterThan(0);
        expect(Object.keys(own).sort()).toEqual(Object.keys(first).sort());
        expect(Object.entries(own).filter(([, text]) => text === '')).toEqual([]);
        const strange = Object.entries(own).filter(([code, text]) =>
          braces(text).some((one) => !braces(first[code] ?? '').includes(one)),
        );
        expect(strange).toEqual([]);
      });
  }
});

describe('a sentence', () => {
  const [zh, en] = [{ full: '{who}等{what}：{list}' }, { full: '{what} waits for {who}: {list}' }] as const;
  const say = sayer({ zh, en });
  const tell = teller<typeof zh>();
  const told = tell('full', {
    who: { kind: 'userTask', name: '拣货' },
    what: { kind: 'task' },
    list: ['a', 1, tell('full', { who: { zh: '店', en: 'shop' }, what: { zh: '货' }, list: [] })],
  });
  it('quotes names, calls the nameless by kind, joins lists, holds others, reads texts in the language', () => {
    expect(say(told, 'zh')).toBe('「拣货」等未命名的步骤：a、1、店等货：');
    expect(say(told, 'en')).toBe('the unnamed step waits for “拣货”: a, 1, 货 waits for shop: ');
    expect(calledWords({ kind: 'gone' }, 'en')).toBe('the unnamed gone');
  });
  it('agrees with the number before it where the language asks for that', () => {
    const counted = sayer({ zh: { c: '{n} 件' }, en: { c: '{n} case(s) [is|are] open in {m} process(es)' } });
    const words = (n: number | string, m: number) => counted({ code: 'c', args: { n, m } }, 'en');
    expect(words(1, 2)).toBe('1 case is open in 2 processes');
    expect(words('1', 1)).toBe('1 case is open in 1 process');
    expect(words('1,051', 1)).toBe('1,051 cases are open in 1 process');
    expect(words(0, 11)).toBe('0 cases are open in 11 processes');
    expect(counted({ code: 'c', args: { n: 1, m: 1 } }, 'zh')).toBe('1 件');
  });
  it('survives being stored and sent', () => expect(say(JSON.parse(JSON.stringify(told)), 'zh')).toBe(say(told, 'zh')));
  it('of a code that nobody knows is the code, a missing argument a dash', () => {
    expect(say({ code: 'newer', args: {} }, 'zh')).toBe('newer');
    expect(say({ code: 'full', args: {} }, 'zh')).toBe('—等—：—');
  });
  it('with a code or an argument too many or too few does not compile', () => {
    // @ts-expect-error no such code
    tell('empty');
    // @ts-expect-error `list` is missing
    tell('full', { who: 'a', what: 'b' });
    // @ts-expect-error no such argument
    like<typeof zh>()({ full: '{whom}' });
    // @ts-expect-error a code is missing
    like<typeof zh>()({});
    expect(told.code).toBe('full');
  });
});

describe('an incident', () => {
  const KINDS: Record<IncidentKind | 'quarantined', true> = {
    noOutgoingFlow: true,
    joinStuck: true,
    unhandledError: true,
    jobFailed: true,
    jobHopeless: true,
    jobRefused: true,
    expression: true,
    mapping: true,
    assignment: true,
    timerSpec: true,
    loopWithoutWait: true,
    decisionResultMapping: true,
    decision: true,
    missingDefinition: true,
    correlation: true,
    calledCaseCancelled: true,
    noCancelBoundary: true,
    returnTarget: true,
    undoLateResult: true,
    limit: true,
    quarantined: true,
  };
  it('of each kind says why and what to do, in every language; one of no kind nothing', () => {
    for (const kind of Object.keys(KINDS))
      for (const language of LANGUAGES) {
        expect(whyWords(kind, language), kind).toBeTruthy();
        expect(cureWords(kind, language), kind).toBeTruthy();
      }
    expect(whyWords('newer', 'zh')).toBeUndefined();
  });
  it('is kept as code and arguments in a column of texts, and worded for who reads it; other texts are as they were', () => {
    const why = { code: 'unknownName', args: { name: 'amount' } };
    const seen = { code: 'expression.undecided', args: { condition: 'amount > 3', why } };
    const kept = fromText(toText(seen));
    expect(kept).toEqual(seen);
    expect(seenWords(kept, 'zh')).toBe('条件「amount > 3」判断不了：没有叫「amount」的数据');
    expect(seenWords(kept, 'en')).toBe('the condition “amount > 3” cannot be decided: nothing is named "amount"');
    for (const text of ['the line is busy', '{"code":', '{"code":1,"args":{}}', ''])
      expect(seenWords(fromText(toText(text)), 'zh')).toBe(text);
  });
});

describe('no sentence stands outside words/', () => {
  /** Each with its reason. */
  const ALLOWED: [RegExp, string][] = [
    [/^(test|bench)\//, 'data of tests'],
    [/^(sops|sandbox|orders|demo)\/|^api\/demo|^designer\/demo\//, 'content of a shop, not of the product'],
    [/^api\/blank-model|^bpmn\/decision-process/, 'names in a new drawing: content, with its other language beside it'],
    [/^activities\/connectors\/carrier/, 'names of carriers, and what one of the sandbox says'],
    [/^forms\/(written|money-in-feel)|^web\/parts\/Avatar/, 'reads what people write'],
    [/^cli\/orders-import/, 'an example of a column that is read'],
    [/^api\/strong-password/, 'a word that no password may hold'],
  ];
  const sources = readdirSync('.', { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/^(node_modules|dist|words|\.)/.test(file) && !/\.d\.ts$/.test(file),
  );
  it('neither as a pair of languages nor as Chinese, not even its marks', () => {
    expect(sources.length).toBeGreaterThan(400);
    const found = sources
      .filter((file) => !ALLOWED.some(([pattern]) => pattern.test(file)))
      .flatMap((file) =>
        readFileSync(file, 'utf8')
          .split('\n')
          .map((line) => line.replace(/^\s*(\/\/|\/?\*).*$|\s\/\/ .*$/, ''))
          .flatMap((line, at) =>
            /\p{Script=Han}|\.join\('[^']*[；、，。：]|\bzh: (?!'')[`'"]|=== '(zh|en)' \?/u.test(line)
              ? [`${file}:${at + 1} ${line.trim()}`]
              : [],
          ),
      );
    expect(found).toEqual([]);
  });
});

describe('what somebody did', () => {
  const routes = [
    ...readFileSync('test/api/authorisation.test.ts', 'utf8').matchAll(/\['((POST|PUT|PATCH|DELETE) [^']+)'/g),
  ];
  it('is told in words for every route that changes something', () => {
    expect(routes.length).toBeGreaterThan(50);
    const own = Object.keys(actions);
    expect(routes.map(([, route]) => route).filter((route) => !own.includes(route as string))).toEqual([]);
  });
  it('is told by method and resource where a route is newer or older than the words', () => {
    expect(actionWords('POST /api/orders/of-tomorrow', 'zh')).toBe('新建或办理：订单');
    expect(actionWords('refused DELETE /api/people/:id/shoes', 'en')).toBe('Refused: Deleted: people');
    expect(actionWords('PATCH /api/shelves/:id', 'zh')).toBe('改动：shelves');
    expect(actionWords('erase', 'zh')).toBe('清除了个人信息');
  });
});
