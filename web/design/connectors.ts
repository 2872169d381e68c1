// What automatic steps can ask of the outside world, in words; the ids are the worker's (activities/connectors).
import type { Connector } from '../../designer/context.ts';

export const CONNECTORS: Connector[] = [
  {
    id: 'stock.reserve',
    name: { zh: '预占库存', en: 'Reserve stock' },
    inputs: [
      { name: 'orderNo', label: { zh: '订单号', en: 'Order no.' }, required: true },
      { name: 'lines', label: { zh: '商品', en: 'Goods' }, required: true },
    ],
    outputs: [{ name: 'shortage', label: { zh: '缺货', en: 'Shortage' } }],
  },
  { id: 'stock.release', name: { zh: '释放库存', en: 'Release stock' } },
  { id: 'waybill.create', name: { zh: '取面单', en: 'Get a waybill' } },
  { id: 'waybill.fallback', name: { zh: '备用快递取面单', en: 'Waybill from the second carrier' } },
  { id: 'waybill.void', name: { zh: '作废面单', en: 'Void a waybill' } },
  { id: 'payment.refund', name: { zh: '退款', en: 'Refund' } },
  { id: 'finance.settle', name: { zh: '结算', en: 'Settle' } },
  { id: 'notify.buyer', name: { zh: '通知买家', en: 'Tell the buyer' } },
  { id: 'http.request', name: { zh: '调用网址', en: 'Call a web address' } },
];
