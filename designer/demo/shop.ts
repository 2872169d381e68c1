// The people and things of a made-up shop, for the demo page.
import type { Form } from '../../forms/form.ts';
import type { NodeState } from '../canvas/faces.ts';
import type { Connector, Named } from '../context.ts';

export const roles: Named[] = [
  { id: 'audit', name: '审单组' },
  { id: 'picking', name: '拣货组' },
  { id: 'packing', name: '打包组' },
  { id: 'service', name: '客服' },
  { id: 'warehouse-lead', name: '仓储主管' },
];
export const people: Named[] = [
  { id: 'zhou', name: '周敏' },
  { id: 'lin', name: '林晓雯' },
];
export const calendars: Named[] = [
  { id: 'service', name: '客服 8–24' },
  { id: 'office', name: '办公 9–18' },
];
export const connectors: Connector[] = [
  {
    id: 'erp.reserve',
    name: { zh: '预占库存', en: 'Reserve stock' },
    inputs: [{ name: 'lines', label: { zh: '商品', en: 'Lines' } }],
    outputs: [{ name: 'ok', label: { zh: '成功', en: 'Done' } }],
  },
  { id: 'carrier.waybill', name: { zh: '取面单', en: 'Get a waybill' } },
];
export const forms: Record<string, Form> = {
  review: {
    key: 'review',
    title: { zh: '审单处理', en: 'Review' },
    fields: [
      {
        id: 'reviewResult',
        type: 'choice',
        label: { zh: '怎么处理', en: 'Decision' },
        required: true,
        options: [
          { value: 'pass', label: { zh: '通过', en: 'Pass' } },
          { value: 'short', label: { zh: '缺货', en: 'Short' } },
          { value: 'cancel', label: { zh: '取消', en: 'Cancel' } },
        ],
      },
      { id: 'remark', type: 'longText', label: { zh: '备注', en: 'Remark' }, required: false },
    ],
  },
};
export const states: Record<string, NodeState> = {
  created: { state: 'done' },
  reserve: { state: 'done' },
  autoAudit: { state: 'done' },
  needsReview: { state: 'done' },
  review: { state: 'done' },
  verdict: { state: 'done' },
  pick: { state: 'late', pill: '超时 18 分' },
  pack: { state: 'active', pill: '马超 · 剩 46 分' },
  waybill: { state: 'stuck', pill: '失败 3 次' },
};
export const taken = ['f1', 'f2', 'f3', 'f4', 'f6', 'f8', 'f10'];
