// A small shop of goods for tests: SKUs with stock, price by process only, suppliers; and the process that changes a price.
import { deflateSync } from 'node:zlib';
import { Model } from '../../bpmn/definition.ts';
import { publishContent } from '../../db/content.ts';
import { book } from '../../db/ledgers.ts';
import { beginParameter } from '../../db/parameters.ts';
import { publish } from '../../db/processes.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { Form } from '../../forms/form.ts';
import { Parameter } from '../../parameters/parameter.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import type { House } from './house.ts';

const words = (zh: string, en: string) => ({ zh, en });
export const STOCK = Register.parse({
  key: 'stock',
  name: words('库存', 'Stock'),
  kind: 'ledger',
  fields: [{ type: 'text', id: 'slip', label: words('单据', 'Document') }],
  ledger: {
    account: 'sku',
    measures: [
      { key: 'available', name: words('可售', 'Available'), floor: 0 },
      { key: 'reserved', name: words('预占', 'Reserved'), floor: 0 },
      { key: 'coming', name: words('在途', 'On the way'), floor: 0 },
    ],
  },
});
const ofStock = (measure: string, zh: string, en: string) => ({
  type: 'integer',
  id: measure,
  label: words(zh, en),
  by: { who: 'ledger', ledger: 'stock', measure },
});
const STATES = [
  { value: 'coming', label: words('待上架', 'Coming') },
  { value: 'selling', label: words('在售', 'On sale') },
  { value: 'gone', label: words('已下架', 'Delisted') },
];
export const SKU = Register.parse({
  key: 'sku',
  name: words('商品', 'Goods'),
  core: 'sku',
  keyField: 'code',
  title: '=name',
  sort: { field: 'title', down: false },
  fields: [
    { type: 'file', id: 'picture', label: words('图片', 'Picture'), images: true, max: 5 },
    { type: 'text', id: 'code', label: words('款号', 'Code'), required: true },
    { type: 'text', id: 'name', label: words('品名', 'Name'), required: true },
    {
      type: 'money',
      id: 'price',
      label: words('售价', 'Price'),
      find: 'number',
      min: 1,
      by: { who: 'process', processes: ['price-change'] },
    },
    {
      type: 'money',
      id: 'floor',
      label: words('底价', 'Floor'),
      see: ['role:customer-service', 'role:finance', 'role:product-operations'],
      by: { who: 'formula', feel: 'if cost = null then null else round half up(cost * shop.price.floorFactor, 0)' },
    },
    {
      type: 'money',
      id: 'cost',
      label: words('成本', 'Cost'),
      secret: true,
      see: ['role:finance'],
      by: { who: 'import' },
    },
    ofStock('available', '可售', 'Available'),
    ofStock('reserved', '预占', 'Reserved'),
    ofStock('coming', '在途', 'On the way'),
    { type: 'integer', id: 'safety', label: words('安全库存', 'Safety stock'), find: 'number', min: 0 },
    { type: 'choice', id: 'state', label: words('状态', 'State'), options: STATES, find: 'text' },
    { type: 'date', id: 'listed', label: words('上架日', 'Listed'), find: 'date' },
    { type: 'text', id: 'keeper', label: words('负责人', 'Keeper'), find: 'text' },
    { type: 'longText', id: 'note', label: words('备注', 'Note') },
  ],
  add: ['role:customer-service'],
  views: [
    { key: 'selling', title: words('在售', 'On sale'), where: [{ field: 'state', is: '=', value: 'selling' }] },
    {
      key: 'low',
      title: words('低库存', 'Low stock'),
      where: [{ field: 'available', is: '<', value: 60 }],
      sort: { field: 'available', down: false },
    },
    { key: 'board', title: words('看板', 'Board'), kind: 'kanban', group: 'state' },
    { key: 'month', title: words('上架日历', 'Listing days'), kind: 'calendar', group: 'listed' },
    { key: 'pictures', title: words('画廊', 'Pictures'), kind: 'gallery' },
  ],
});
const SUPPLIER = Register.parse({
  key: 'supplier',
  name: words('供应商', 'Suppliers'),
  number: 'GYS-{yyyy}-{0000}',
  title: '=name',
  fields: [
    { type: 'text', id: 'name', label: words('名称', 'Name'), required: true, find: 'text' },
    { type: 'text', id: 'phone', label: words('电话', 'Phone') },
  ],
});

const KINDS = [
  ['棉麻四件套', '#b9c2d6'],
  ['记忆枕', '#d9d6cf'],
  ['磨毛四件套', '#c98a4b'],
  ['珊瑚绒毯', '#c9a48a'],
  ['羊绒围巾', '#d3c3a1'],
  ['羊毛披肩', '#8c3a48'],
  ['法兰绒毯', '#7f8ea3'],
  ['儿童四件套', '#a9cbe8'],
] as const;
const COLOURS = ['雾灰', '焦糖', '奶咖', '燕麦', '酒红', '灰蓝', '云朵', '墨绿', '驼格', '米白'];
const KEEPERS = ['沈悦', '许诺'];
export const DAY = Date.parse('2026-11-26T01:00:00Z');

/** A plain square of one colour, as a picture file. */
export function png(colour: string): Uint8Array {
  const crcOf = (bytes: Uint8Array): number => {
    let crc = 0xffffffff;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    return (crc ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crcOf(body));
    return Buffer.concat([head, body, tail]);
  };
  const size = 8;
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.from([0, ...Array.from({ length: size }, () => [r, g, b]).flat()]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: size }, () => row)))),
    chunk('IEND', new Uint8Array()),
  ]);
}

export const codeOf = (n: number): string => `QH-${1001 + n}`;
export async function fillWithGoods({ office }: House, many = 120): Promise<void> {
  const { sql } = office.shop;
  for (const body of [STOCK, SKU, SUPPLIER])
    await publishContent(sql, {
      kind: 'register',
      key: body.key,
      name: body.name,
      body,
      by: null,
      from: 0,
      pack: 'goods',
    });
  await declareParameters(sql);
  await publishPriceChange(sql);
  const lin = await office.as('linxiaowen');
  const pictures: object[] = [];
  for (const [, colour] of KINDS) {
    const form = new FormData();
    form.set('file', new File([png(colour) as never], 'sku.png', { type: 'image/png' }));
    const { body } = await lin('POST', '/api/files', form);
    pictures.push(body);
  }
  const by = (await lin('GET', '/api/me')).body.id as string;
  for (let n = 0; n < many; n++) {
    const [kind] = KINDS[n % KINDS.length] as (typeof KINDS)[number];
    const state = n % 9 === 8 ? 'coming' : n % 17 === 16 ? 'gone' : 'selling';
    await writeRecord(
      sql,
      { is: 'process', process: 'price-change' },
      { by, at: DAY - (many - n) * 60_000 },
      {
        register: SKU,
        version: 1,
        key: codeOf(n),
        upsert: true,
        values: {
          name: `${kind} ${COLOURS[n % COLOURS.length]} ${1 + (n % 3)}.${n % 10} 米`,
          price: 8_900 + n * 700,
          cost: 4_000 + n * 300,
          safety: n % 5 === 4 ? null : 40 + (n % 4) * 10,
          state,
          listed: new Date(DAY - n * 20 * 3_600_000).toISOString().slice(0, 10),
          keeper: KEEPERS[n % 2] as string,
          ...(n % 7 !== 6 && { picture: [pictures[n % pictures.length]] }),
        } as never,
      },
    );
    if (state === 'coming') continue;
    await book(
      sql,
      STOCK,
      { by, at: DAY - n * 600_000 },
      {
        effect: `open ${n}`,
        entries: [
          { account: codeOf(n), measure: 'available', delta: 30 + ((n * 37) % 900) },
          { account: codeOf(n), measure: 'reserved', delta: n % 13 },
          ...(n % 3 === 0 ? [{ account: codeOf(n), measure: 'coming', delta: 200 }] : []),
        ],
        doc: { slip: `PO-1122-${String(n).padStart(2, '0')}` },
      },
    );
  }
}

async function publishPriceChange(sql: House['office']['shop']['sql']): Promise<void> {
  const definition = draw(
    'price-change',
    {
      start: { type: 'startEvent', name: '申请改价', zf: { form: 'apply' }, eventDefinitions: [] },
      check: {
        type: 'userTask',
        name: '店长审批',
        zf: {
          participants: [{ rule: 'role', value: 'finance' }],
          deadline: [{ kind: 'resolution', target: 'PT4H', steps: [] }],
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->check', 'check->end'],
    {
      name: '改价申请',
      zf: {
        title: '="改价 " + sku',
        subject: 'sku',
        subjectKey: '=sku',
        variable: [
          { name: 'sku', type: 'string', label: '款号' },
          { name: 'price', type: 'number', label: '新售价' },
        ],
      },
    },
  );
  const apply = Form.parse({
    key: 'apply',
    title: { zh: '改价申请', en: 'Price change' },
    fields: [
      { type: 'text', id: 'sku', label: words('款号', 'Code'), required: true },
      { type: 'money', id: 'price', label: words('新售价', 'New price'), required: true, min: 1 },
      { type: 'text', id: 'why', label: words('为什么', 'Why'), required: true },
    ],
  });
  const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
  await publish(sql, { definition, model, forms: { apply } });
}

const PARAMETERS = [
  {
    key: 'price.floorFactor',
    label: words('底价系数', 'Floor price factor'),
    field: { type: 'number', id: 'value', label: words('系数', 'Factor'), min: 1, max: 5, decimals: 2 },
    source: 'seed',
    owner: 'role:finance',
    value: 1.15,
    why: words('底价 = 成本 × 系数', 'Floor = cost × factor'),
  },
  {
    key: 'price.smallStep',
    label: words('小幅改价上限', 'Small change of price'),
    unit: words('%', '%'),
    field: { type: 'integer', id: 'value', label: words('百分比', 'Per cent'), min: 0, max: 100 },
    source: 'seed',
    value: 10,
    why: words('不超过它的改价，运营经理一人定', 'Up to this the operations manager decides alone'),
  },
  {
    key: 'stock.safetyA',
    label: words('A 类安全库存', 'Safety stock, class A'),
    unit: words('件', 'pieces'),
    field: { type: 'integer', id: 'value', label: words('件', 'Pieces'), min: 0 },
    source: 'ours',
    value: 60,
  },
  {
    key: 'platform.shipHours',
    label: words('发货时限', 'Hours to ship'),
    unit: words('小时', 'hours'),
    field: { type: 'integer', id: 'value', label: words('小时', 'Hours'), min: 1 },
    source: 'platform',
    why: words('平台规定几小时内发货，以平台公告为准', 'As the platform announces it'),
  },
];
async function declareParameters(sql: House['office']['shop']['sql']): Promise<void> {
  for (const given of PARAMETERS) {
    const body = Parameter.parse(given);
    await publishContent(sql, {
      kind: 'parameter',
      key: body.key,
      name: body.label,
      body,
      by: null,
      from: 0,
      pack: 'goods',
    });
    if (body.value !== undefined)
      await beginParameter(sql, { key: body.key, value: body.value as never, at: 0, by: null, reason: '起始值' });
  }
}
