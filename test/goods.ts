// Registers that tests of several layers live on: goods with what is in stock of them, categories that stand under each other.
import { Register, type RegisterField } from '../records/register.ts';

type Given = Record<string, unknown> & Pick<RegisterField, 'id' | 'type'>;
export const label = (zh: string, en = zh) => ({ zh, en });

const CODE: Given = { type: 'text', id: 'code', label: label('款号'), required: true };
/** What a ledger says of it. */
export const AVAILABLE: Given = {
  type: 'integer',
  id: 'available',
  label: label('可售'),
  by: { who: 'ledger', ledger: 'stock', measure: 'available' },
};
/** Goods with these fields beside their code. */
export const goods = (fields: Given[], more: object = {}): Register =>
  Register.parse({ key: 'sku', name: label('商品'), keyField: 'code', fields: [CODE, ...fields], ...more });
export const STOCK = Register.parse({
  key: 'stock',
  name: label('库存'),
  kind: 'ledger',
  fields: [
    { type: 'text', id: 'slip', label: label('单据') },
    { type: 'money', id: 'price', label: label('进价'), secret: true, see: ['role:finance'] },
  ],
  ledger: {
    account: 'sku',
    measures: [{ key: 'available', name: label('可售'), floor: 0 }],
    verbs: [{ key: 'receive', name: label('采购入库'), moves: { available: 1 } }],
  },
});

/** As it is written. */
export const CATEGORY = {
  key: 'category',
  name: label('类目', 'Categories'),
  kind: 'tree',
  keyField: 'code',
  parentField: 'parent',
  title: '=name',
  fields: [
    { type: 'text', id: 'code', label: label('编号', 'Code'), required: true },
    { type: 'text', id: 'name', label: label('名称', 'Name') },
    { type: 'record', id: 'parent', label: label('上级', 'Under'), register: 'category' },
  ],
};
