// Pages as data: blocks and marks read from Markdown, no HTML on the way; what a page names, and what is wrong with it; as files of a pack.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changedLines } from '../../pages/changes.ts';
import { namesOf } from '../../pages/names.ts';
import { Page } from '../../pages/page.ts';
import { plainOf, searchable } from '../../pages/plain.ts';
import { pageProblems } from '../../pages/problems.ts';
import { readPage } from '../../pages/read.ts';
import { loadPages, pageFiles } from '../../sops/page-files.ts';
import { put } from '../../web/pages/put.ts';

const page = (text: string, more: object = {}): Page =>
  Page.parse({ key: 'receiving', kind: 'sop', title: { zh: '收货' }, text: { zh: text }, ...more });

describe('Markdown becomes blocks', () => {
  it('headings, check lists, tables, call-outs', () => {
    const { blocks, faults } = readPage(
      '# 四步\n\n- [ ] 扫包裹号\n- 称重\n\n> [!WARNING]\n> 没拍照的不能退款\n\n| 级 | 去向 |\n|---|--:|\n| A | 回库 |\n\n1. 一\n2. 二',
    );
    expect(faults).toEqual([]);
    expect(blocks.map(({ is }) => is)).toEqual(['heading', 'list', 'callout', 'table', 'list']);
    expect(blocks[0]).toMatchObject({ level: 2 });
    expect(blocks[1]).toMatchObject({ items: [{ isCheck: true }, { isCheck: false }] });
    expect(blocks[2]).toEqual({
      is: 'callout',
      tone: 'warning',
      in: [{ is: 'paragraph', in: [{ is: 'text', text: '没拍照的不能退款' }] }],
    });
    expect(blocks[3]).toMatchObject({ align: [undefined, 'right'], rows: [[[{ text: 'A' }], [{ text: '回库' }]]] });
    expect(blocks[4]).toMatchObject({ isOrdered: true, start: 1 });
  });

  it('parameters, data and steps are marks; in code they are what they are', () => {
    const [block] = readPage(
      '等 {{orders.waitDays}} 天，亲爱的{买家}，{shop.a.b} 见 [[order-fulfilment#audit]] 和 `{{x.y}}`',
    ).blocks;
    expect(block).toMatchObject({
      in: [
        { text: '等 ' },
        { is: 'parameter', key: 'orders.waitDays' },
        { text: ' 天，亲爱的' },
        { is: 'variable', name: '买家' },
        { text: '，' },
        { is: 'parameter', key: 'a.b' },
        { text: ' 见 ' },
        { is: 'step', process: 'order-fulfilment', element: 'audit' },
        { text: ' 和 ' },
        { is: 'code', text: '{{x.y}}' },
      ],
    });
  });

  it('code of web pages, addresses that run something and pictures from elsewhere reach nobody, and are told', () => {
    const { blocks, faults } = readPage(
      'a <b>b</b> [x](javascript:alert(1)) ![y](https://e.example/p.png)\n\n<script>alert(1)</script>\n\n[z](https://e.example) ![w](/api/files/abc) [v](//e.example)',
    );
    expect(faults.map(({ code }) => code)).toEqual([
      'pageHtml',
      'pageHtml',
      'pageLink',
      'pagePicture',
      'pageHtml',
      'pageLink',
    ]);
    expect(blocks[1]).toEqual({ is: 'paragraph', in: [{ is: 'text', text: '<script>alert(1)</script>' }] });
    const kinds = JSON.stringify(blocks);
    expect(kinds).not.toContain('javascript:');
    expect(kinds).toContain('{"is":"picture","file":"abc","alt":"w"}');
    expect(kinds).toContain('{"is":"link","href":"https://e.example"');
  });

  it('what stands alone on a line as a view is one, and nothing of it is copied', () => {
    const { blocks } = readPage('看这里\n[[register:sku/low]]\n再看 [[register:sku]]\n\n- 一\n\n  [[decision:refund]]');
    expect(blocks.slice(0, 3)).toEqual([
      { is: 'paragraph', in: [{ is: 'text', text: '看这里' }] },
      { is: 'view', of: 'register', key: 'sku', view: 'low' },
      { is: 'paragraph', in: [{ is: 'text', text: '再看 [[register:sku]]' }] },
    ]);
    const names = namesOf({
      text: { zh: '[[parameter:a.b]]\n[[parameter:a.b]]\n\n- x\n\n  [[decision:refund]]' },
      scene: [],
    });
    expect([names.views, names.parameters]).toEqual([
      [
        { of: 'parameter', key: 'a.b' },
        { of: 'decision', key: 'refund' },
      ],
      ['a.b'],
    ]);
    expect(plainOf(blocks.slice(0, 2), () => '')).toBe('看这里');
  });

  it('what is copied is plain text with what is filled in', () => {
    expect(readPage('请**注意：**别寄').blocks).toEqual([
      {
        is: 'paragraph',
        in: [
          { is: 'text', text: '请' },
          { is: 'strong', in: [{ is: 'text', text: '注意：' }] },
          { is: 'text', text: '别寄' },
        ],
      },
    ]);
    const { blocks } = readPage('亲爱的**{买家}**，\n您的订单：\n\n- 已发\n- 单号 {waybill}');
    expect(plainOf(blocks, (one) => (one.is === 'variable' ? `<${one.name}>` : ''))).toBe(
      '亲爱的<买家>，\n您的订单：\n\n· 已发\n· 单号 <waybill>',
    );
    expect(searchable(blocks)).toContain('waybill');
  });
});

describe('what is wrong with a page', () => {
  const world = {
    parameters: [
      { key: 'orders.waitDays', blank: false },
      { key: 'orders.blank', blank: true },
    ],
    processes: [
      { key: 'order', steps: ['audit'], data: ['buyer', '买家', 'case'] },
      { key: 'restock', steps: ['buy'], data: ['sku'] },
    ],
    pages: [
      { key: 'greeting', kind: 'sop' as const, see: ['all'] },
      { key: 'money', kind: 'sop' as const, see: ['role:finance'] },
      { key: 'other-course', kind: 'course' as const, see: ['all'] },
    ],
    registers: [{ key: 'sku', views: [{ key: 'low' }] }],
    decisions: ['refund'],
  };
  const codes = (text: string, more: object = {}) =>
    pageProblems(page(text, more), world).map(({ code, args }) => [code, ...Object.values(args)]);

  it('names only what the shop has', () => {
    expect(codes('{{orders.waitDays}} {买家} {sku} {case.businessKey} [[order#audit]] [[restock]]')).toEqual([]);
    expect(codes('{{orders.no}} {{orders.blank}} {nobody} [[none]] [[order#none]]')).toEqual([
      ['pageParameter', 'orders.no'],
      ['pageParameterBlank', 'orders.blank'],
      ['pageProcess', 'none'],
      ['pageStep', 'order', 'none'],
      ['pageVariable', 'nobody'],
    ]);
  });

  it('shows only views, parameters and tables that the shop has', () => {
    expect(
      codes('[[register:sku]]\n\n[[register:sku/low]]\n[[parameter:orders.waitDays]]\n> [[decision:refund]]'),
    ).toEqual([]);
    expect(codes('[[register:none]]\n[[register:sku/none]]\n[[parameter:orders.no]]\n[[decision:none]]')).toEqual([
      ['pageParameter', 'orders.no'],
      ['pageRegister', 'none'],
      ['pageRegisterView', 'sku', 'none'],
      ['pageDecision', 'none'],
    ]);
  });

  it('where it offers itself, the process has to know its data', () => {
    expect(codes('{买家}', { scene: ['order#audit'] })).toEqual([]);
    expect(codes('{sku}', { scene: ['order#audit'] })).toEqual([['pageVariable', 'sku']]);
    expect(codes('x', { scene: ['order#gone', 'nowhere'] })).toEqual([
      ['pageStep', 'order', 'gone'],
      ['pageProcess', 'nowhere'],
    ]);
  });

  it('it says something, in both languages or one, to whom it asks to read it', () => {
    expect(codes('  ')).toEqual([['pageEmpty']]);
    expect(codes('x', { title: { zh: 'x', en: 'x' } })).toEqual([['pageEnglish']]);
    expect(codes('x', { see: ['role:a'], read: { who: ['role:b'], days: 3 } })).toEqual([['pageUnseen']]);
    expect(codes('x', { see: ['role:a'], read: { who: ['role:a'], days: 3 } })).toEqual([]);
  });
});

it('names are those of both languages, each once', () => {
  const both = page('{a} {{x.y}} ![p](/api/files/f1)', {
    text: { zh: '{a} {{x.y}} ![p](/api/files/f1)', en: '{a} {b}' },
    scene: ['p#s'],
  });
  expect(namesOf(both)).toEqual({
    parameters: ['x.y'],
    variables: ['a', 'b'],
    files: ['f1'],
    views: [],
    steps: [{ process: 'p', element: 's' }],
  });
});

it('what has changed since one has read it is said by the line', () => {
  const said = changedLines('一\n二\n三\n四', '一\n二点五\n三\n四\n五').map(({ is, text }) => `${is} ${text}`);
  expect(said).toEqual(['same 一', 'gone 二', 'come 二点五', 'same 三', 'same 四', 'come 五']);
  expect(changedLines('a', 'a')).toEqual([{ is: 'same', text: 'a' }]);
});

it('a page comes back from its files as it was; a head that says what nobody knows is refused by name', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zhangfa-pages-'));
  try {
    const whole = page('收货\n\n- [ ] 点箱', {
      title: { zh: '收货标准：先点箱', en: 'Receiving' },
      folder: { zh: '标准', en: 'Standards' },
      text: { zh: '收货\n\n- [ ] 点箱', en: 'Receive' },
      scene: ['inbound#receive'],
      read: { who: ['role:warehouse'], days: 3 },
      reviewDays: 90,
    });
    for (const { name, body } of pageFiles(whole)) await writeFile(path.join(folder, name), body);
    expect(await loadPages(folder)).toEqual([whole]);
    await writeFile(path.join(folder, 'receiving.md'), '---\nkind: sop\ntitle: x\ncolour: red\n---\n\nx\n');
    await expect(loadPages(folder)).rejects.toThrow(/receiving\.md.*colour/);
    await writeFile(path.join(folder, 'receiving.md'), 'no head');
    await expect(loadPages(folder)).rejects.toThrow(/receiving\.md/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('the bar above the text', () => {
  const at = (text: string, from: number, to: number, how: Parameters<typeof put>[3]) => {
    const done = put(text, from, to, how);
    return [done.text, done.text.slice(done.from, done.to)];
  };
  it('puts blocks on lines of their own, marks around what is chosen, and signs before each line', () => {
    expect(at('一', 1, 1, { block: '| a |' })).toEqual(['一\n\n| a |', '']);
    expect(at('', 0, 0, { block: '| a |' })).toEqual(['| a |', '']);
    expect(at('一二三', 1, 2, { around: '**', sample: '字' })).toEqual(['一**二**三', '二']);
    expect(at('', 0, 0, { around: '**', sample: '字' })).toEqual(['**字**', '字']);
    expect(at('一\n二', 0, 3, { line: '- ', sample: '条' })).toEqual(['- 一\n- 二', '一\n- 二']);
    expect(at('一\n', 2, 2, { line: '- ', sample: '条' })).toEqual(['一\n- 条', '条']);
    expect(at('一二', 1, 1, { text: '{a}' })).toEqual(['一{a}二', '']);
  });
});
