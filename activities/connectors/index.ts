// The table topic → connector.
import type { Sql } from '../../db/connect.ts';
import type { Connector } from '../call-service.ts';
import { createWaybill, voidWaybill } from './carrier.ts';
import { httpRequest } from './http-request.ts';
import { refundPayment, settleOrder } from './money.ts';
import { notifyBuyer } from './notify-buyer.ts';
import { releaseStock, reserveStock } from './stock.ts';

export function connectors({ sql }: { sql: Sql }): Record<string, Connector> {
  return {
    'stock.reserve': reserveStock(sql),
    'stock.release': releaseStock(sql),
    'waybill.create': createWaybill(sql, { name: '顺丰', prefix: 'SF', fails: true }),
    'waybill.fallback': createWaybill(sql, { name: '圆通', prefix: 'YT', fails: false }),
    'waybill.void': voidWaybill(sql),
    'payment.refund': refundPayment(sql),
    'finance.settle': settleOrder(sql),
    'notify.buyer': notifyBuyer(sql),
    'http.request': httpRequest(sql),
  };
}
