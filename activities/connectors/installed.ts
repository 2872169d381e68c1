// What lint has to know of the built-in connectors: what each needs and brings.
import type { InstalledConnector } from '../../bpmn/lint-context.ts';

export const INSTALLED: InstalledConnector[] = [
  { id: 'stock.reserve', inputs: ['orderNo', 'lines'], headers: [], outputs: ['shortage'] },
  { id: 'stock.release', inputs: [], headers: [], outputs: ['released'] },
  { id: 'waybill.create', inputs: ['orderNo', 'address'], headers: [], outputs: ['waybillNo', 'carrier'] },
  { id: 'waybill.fallback', inputs: ['orderNo', 'address'], headers: [], outputs: ['waybillNo', 'carrier'] },
  { id: 'waybill.void', inputs: ['waybillNo'], headers: [], outputs: ['voided'] },
  { id: 'payment.refund', inputs: ['orderNo', 'amount'], headers: [], outputs: ['refundNo'] },
  { id: 'finance.settle', inputs: ['orderNo', 'amount'], headers: [], outputs: ['margin'] },
  { id: 'notify.buyer', inputs: [], headers: [], outputs: ['notified'] },
  { id: 'http.request', inputs: [], headers: ['url'], outputs: null },
];
