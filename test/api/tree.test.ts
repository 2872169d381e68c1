// Registers of kind tree in a shop: told in words what may not stand where, also of two at once and of files; drawn, found and moved by branch.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { layOutAnew } from '../../db/layout.ts';
import { neededBy } from '../../db/pack-export.ts';
import { Form } from '../../forms/form.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import { CATEGORY, label } from '../goods.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const GOODS = Register.parse({
  key: 'goods',
  name: label('货'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('款号'), required: true },
    { type: 'record', id: 'category', label: label('类目'), register: 'category', find: 'text' },
  ],
});

let office: Office;
let boss: Caller;
const publish = async (body: Register) => {
  await publishContent(office.shop.sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  return layOutAnew(office.shop.sql, 0);
};
beforeAll(async () => {
  office = await openOffice();
  boss = await office.as('chenli');
  await publish(Register.parse(CATEGORY));
  await publish(GOODS);
  const rows = [
    'winter,冬被,quilt',
    'quilt,被子,bed',
    'bed,床品,',
    'bath,卫浴,',
    'towel,毛巾,bath',
    'summer,夏被,quilt',
  ];
  const { body } = await bring(['编号,名称,上级', ...rows].join('\n'));
  expect(body.counts, 'children before their parents').toEqual({ new: 6, changed: 0, same: 0, refused: 0 });
});
afterAll(() => office?.close());

const bring = (text: string, dry = false) =>
  boss('POST', `/api/registers/category/import?dry=${dry}`, text, { ...fresh(), 'content-type': 'text/csv' });
const get = async (key: string) => (await boss('GET', `/api/registers/category/records/${key}`)).body;
const move = async (key: string, parent: string | null, rev?: number) =>
  boss('PATCH', `/api/registers/category/records/${key}`, { rev: rev ?? (await get(key)).rev, values: { parent } });
const ask = async (more: object, key = 'category') => {
  const { body, status } = await boss('POST', '/api/query', { source: { kind: 'register', key }, ...more });
  return { status, keys: body.items?.map((one: { key: string }) => one.key), items: body.items, body };
};
const DRAWN = { sort: { field: 'tree' } };

describe('a tree', () => {
  it('is listed by what is open, with the way to each and how many are below', async () => {
    expect((await ask({ ...DRAWN, open: [] })).keys).toEqual(['bath', 'bed']);
    const { keys, items } = await ask({ ...DRAWN, open: ['bed', 'quilt'] });
    expect(keys).toEqual(['bath', 'bed', 'quilt', 'summer', 'winter']);
    expect(items[4].way).toEqual([
      { key: 'bed', title: '床品' },
      { key: 'quilt', title: '被子' },
    ]);
    expect(items.map(({ below }: { below: number }) => below)).toEqual([1, 1, 2, 0, 0]);
    expect((await ask({ ...DRAWN, open: ['quilt'] })).keys, 'what is above is closed').toEqual(['bath', 'bed']);
    const first = await ask({ ...DRAWN, open: ['bed', 'quilt'], limit: 3 });
    const rest = await ask({ ...DRAWN, open: ['bed', 'quilt'], limit: 3, cursor: first.body.next });
    expect([...first.keys, ...rest.keys], 'page by page').toEqual(keys);
  });

  it('shows the way to what a search finds, and finds within a branch', async () => {
    const { items } = await ask({ ...DRAWN, q: '冬被' });
    expect(
      items.map(({ key, way }: { key: string; way: { key: string }[] }) => [key, way.map((one) => one.key)]),
    ).toEqual([['winter', ['bed', 'quilt']]]);
    const branch = (value: string) => [{ field: 'parent', is: 'under', value }];
    expect((await ask({ ...DRAWN, where: branch('quilt') })).keys).toEqual(['quilt', 'summer', 'winter']);
    expect((await ask({ where: branch('nothing') })).keys).toEqual([]);
    for (const [code, category] of Object.entries({ G1: 'winter', G2: 'towel', G3: 'bed' }))
      await boss('POST', '/api/registers/goods/records', { values: { code, category } }, fresh());
    const goods = await ask(
      { where: [{ field: 'category', is: 'under', value: 'bed' }], sort: { field: 'key' } },
      'goods',
    );
    expect(goods.keys, 'goods of a whole branch').toEqual(['G1', 'G3']);
    expect((await ask({ where: [{ field: 'code', is: 'under', value: 'x' }] }, 'goods')).status).toBe(422);
  });

  it('refuses in words a parent that is unknown, put away, below it, or too far down', async () => {
    const said = async (key: string, parent: string) => {
      const { status, body } = await move(key, parent);
      return [status, body.code, body.errors?.[0]?.path, body.errors?.[0]?.message.code];
    };
    expect(await said('bed', 'nobody')).toEqual([422, 'recordInvalid', 'parent', 'record.none']);
    expect(await said('bed', 'winter')).toEqual([422, 'recordInvalid', 'parent', 'tree.circle']);
    expect(await said('bed', 'bed')).toEqual([422, 'recordInvalid', 'parent', 'tree.circle']);
    for (let depth = 1; depth <= 10; depth++)
      await boss(
        'POST',
        '/api/registers/category/records',
        { values: { code: `d${depth}`, parent: depth > 1 ? `d${depth - 1}` : null } },
        fresh(),
      );
    expect((await get('d10')).way).toHaveLength(9);
    const eleventh = await boss(
      'POST',
      '/api/registers/category/records',
      { values: { code: 'd11', parent: 'd10' } },
      fresh(),
    );
    expect(eleventh.body.errors[0].message.code).toBe('tree.tooDeep');
    expect(await said('bed', 'd9'), 'with what is below it').toEqual([422, 'recordInvalid', 'parent', 'tree.tooDeep']);
    const away = await boss('PATCH', '/api/registers/category/records/d9', { rev: 1, values: {}, archived: true });
    expect([away.status, away.body.code]).toEqual([409, 'recordHasBelow']);
  });

  it('moves a branch with all that is below it, and nothing else', async () => {
    expect((await move('quilt', 'bath')).status).toBe(200);
    expect((await get('winter')).way.map(({ key }: { key: string }) => key)).toEqual(['bath', 'quilt']);
    expect((await ask({ ...DRAWN, open: ['bath', 'quilt'] })).keys).toEqual(
      expect.arrayContaining(['bath', 'quilt', 'summer', 'winter', 'towel', 'bed']),
    );
    expect((await get('winter')).rev, 'what is below has not changed itself').toBe(1);
    await move('quilt', 'bed');
    expect((await get('summer')).way.map(({ key }: { key: string }) => key)).toEqual(['bed', 'quilt']);
  });

  it('holds when two move at once what would stand under each other', async () => {
    for (let round = 0; round < 5; round++) {
      const [bed, bath] = [await get('bed'), await get('bath')];
      const both = await Promise.all([move('bed', 'bath', bed.rev), move('bath', 'bed', bath.rev)]);
      expect(both.map(({ status }) => status).sort(), 'one of them').toEqual([200, 422]);
      await move('bed', null);
      await move('bath', null);
    }
  });

  it('is brought in by a file: circles and strangers are told by row, moves take their branch along', async () => {
    const file = '编号,名称,上级\na,甲,b\nb,乙,a\nc,丙,nobody\nquilt,被子,linen\nlinen,布艺,\nbed,床品,summer';
    for (const dry of [true, false]) {
      const { body } = await bring(file, dry);
      expect(body.counts, String(dry)).toEqual({ new: 1, changed: 1, same: 0, refused: 4 });
      expect(
        body.refused.map(({ row, message }: { row: number; message: { code: string } }) => [row, message.code]).sort(),
        String(dry),
      ).toEqual(
        [
          [2, 'record.none'],
          [3, 'record.none'],
          [4, 'record.none'],
          [7, 'tree.circle'],
        ].sort(),
      );
    }
    expect((await get('winter')).way.map(({ key }: { key: string }) => key)).toEqual(['linen', 'quilt']);
    expect(
      (await bring('编号,名称,上级\nlinen,布艺,\nquilt,被子,linen')).body.counts.same,
      'again changes nothing',
    ).toBe(2);
  });

  it('is made of a list that has records already, whose places are laid out anew', async () => {
    const list = {
      ...CATEGORY,
      key: 'place',
      kind: 'list',
      parentField: undefined,
      fields: [...CATEGORY.fields.slice(0, 2), { type: 'text', id: 'parent', label: label('上级') }],
    };
    await publish(Register.parse(list));
    for (const values of [{ code: 'a1', parent: 'a' }, { code: 'a' }, { code: 'lost', parent: 'gone' }])
      await boss('POST', '/api/registers/place/records', { values }, fresh());
    const parent = { type: 'record', id: 'parent', label: label('上级'), register: 'place' };
    expect(
      await publish(Register.parse({ ...CATEGORY, key: 'place', fields: [...CATEGORY.fields.slice(0, 2), parent] })),
    ).toBe(3);
    const { items } = await ask({ ...DRAWN }, 'place');
    expect(
      items.map(({ key, way }: { key: string; way: { key: string }[] }) => [key, way.map((one) => one.key)]),
    ).toEqual([
      ['a', []],
      ['a1', ['a']],
      ['lost', []],
    ]);
  });

  it('is not put away while another register, a form or a process names it, and says who does', async () => {
    const away = (key: string) => boss('PUT', `/api/content/register/${key}/archived`, { archived: true });
    const refused = await away('category');
    expect([refused.status, refused.body.code]).toEqual([409, 'contentInUse']);
    expect(refused.body.detail).toContain('货');

    expect((await away('goods')).status, 'nobody names it').toBe(200);
    await boss('PUT', '/api/content/register/goods/archived', { archived: false });
    const told = { m: { id: 'm', name: 'record.goods' } };
    const begins = { eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'm' }] };
    await office.shop.deploy(
      draw('heard', { s: { type: 'startEvent', ...begins } as never, e: { type: 'endEvent' } }, ['s->e'], {
        messages: told,
      } as never),
    );
    const heard = await away('goods');
    expect([heard.body.code, heard.body.detail.includes('heard')]).toEqual(['contentInUse', true]);

    const form = Form.parse({
      key: 'f',
      title: label('单'),
      fields: [
        {
          type: 'table',
          id: 'lines',
          label: label('行'),
          columns: [{ type: 'choice', id: 'reason', label: label('原因'), from: { register: 'place' } }],
        },
      ],
    });
    expect(neededBy(draw('p', { s: { type: 'startEvent' } }, []), { f: form })).toEqual([
      { kind: 'register', key: 'place' },
    ]);
  });
});
