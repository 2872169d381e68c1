// Which column holds what, by the names that shops and their platforms give them.
import type { orders } from '../words/zh/orders.ts';

type Told = keyof typeof orders extends infer C ? (C extends `field.${infer F}` ? F : never) : never;
export type Field = Exclude<Told, 'amount' | 'lines'>;

/** The first name is the one asked for. Compared without case, spaces and signs. */
const NAMES: Record<Field, string[]> = {
  invoice: [
    '订单号',
    '订单编号',
    '主订单编号',
    '单号',
    '订单ID',
    'InvoiceNo',
    'Invoice',
    'Order no',
    'Order number',
    'Order ID',
    'Order',
  ],
  sku: [
    '商品编码',
    '款号',
    'SKU',
    '货号',
    '商家编码',
    '商品编号',
    '商品SKU',
    '规格编码',
    'SKU编码',
    'StockCode',
    'Item code',
    'Item no',
    'Product code',
  ],
  name: [
    '商品名称',
    '品名',
    '商品',
    '商品标题',
    '宝贝标题',
    '标题',
    'Description',
    'Item',
    'Item name',
    'Product',
    'Product name',
    'Title',
  ],
  quantity: ['数量', '件数', '购买数量', '商品数量', '宝贝数量', 'Quantity', 'Qty'],
  placedAt: [
    '下单时间',
    '订单创建时间',
    '创建时间',
    '下单日期',
    '订单日期',
    '订单时间',
    '付款时间',
    'InvoiceDate',
    'Order date',
    'Order time',
    'Created at',
    'Date',
  ],
  price: ['单价', '商品单价', '价格', '商品价格', 'UnitPrice', 'Price', 'Item price'],
  customerId: ['客户编号', '会员编号', '买家编号', '客户ID', '会员ID', 'CustomerID', 'Customer no', 'Customer'],
  country: ['国家地区', '国家', '国家/地区', '国家或地区', 'Country'],
  buyer: [
    '买家',
    '收货人',
    '收件人',
    '收货人姓名',
    '收件人姓名',
    '姓名',
    '买家姓名',
    '买家昵称',
    '客户',
    'Buyer',
    'Buyer name',
    'Recipient',
    'Name',
    'Ship to',
  ],
  phone: [
    '电话',
    '手机',
    '手机号',
    '手机号码',
    '联系电话',
    '联系方式',
    '收货人电话',
    '收货人手机',
    '收件人电话',
    '收件人手机',
    'Phone',
    'Mobile',
    'Tel',
    'Telephone',
  ],
  address: [
    '地址',
    '收货地址',
    '收件地址',
    '详细地址',
    '收货人地址',
    '收件人地址',
    'Address',
    'Shipping address',
    'Delivery address',
  ],
  note: ['备注', '买家留言', '买家备注', '留言', '订单备注', 'Note', 'Notes', 'Remark', 'Remarks', 'Comment'],
};
const NEEDED: Field[] = ['invoice', 'sku', 'quantity', 'placedAt', 'price'];

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
const FIELDS = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.map((name, rank): [string, { field: Field; rank: number }] => [plain(name), { field: field as Field, rank }]),
  ),
);

export type Columns = {
  at: Partial<Record<Field, number>>;
  heads: string[];
  /** Heads that nothing here is made of. */
  left: string[];
  missing: { field: Field; name: string; others: string[] }[];
};

/** Where two columns could be one field, the name that stands first in the table is taken. */
export function columnsOf(heads: string[]): Columns {
  const best = new Map<Field, { index: number; rank: number }>();
  for (const [index, head] of heads.entries()) {
    const known = FIELDS.get(plain(head));
    if (!known) continue;
    const before = best.get(known.field);
    if (!before || known.rank < before.rank) best.set(known.field, { index, rank: known.rank });
  }
  const at: Columns['at'] = {};
  for (const [field, { index }] of best) at[field] = index;
  const used = new Set(Object.values(at));
  return {
    at,
    heads,
    left: heads.filter((head, index) => head !== '' && !used.has(index)),
    missing: NEEDED.filter((field) => at[field] === undefined).map((field) => {
      const [name = field, ...others] = NAMES[field];
      return { field, name, others };
    }),
  };
}
