// What buyers, carriers and the platform say once goods are sold: to returns, complaints and surveys; and what becomes of listings and of
// people who join or leave.
import { chance, delay, type SandboxTable } from './table.ts';
import type { Saying } from './world.ts';

const REASONS = ['buyer.mind', 'quality.making', 'description.size', 'shipping.missing', 'quality.stained'];
const HOUR = 3_600_000;

/** What a buyer has to say about a signed order; each begins a case of its own. */
export function aboutSigned(table: SandboxTable, order: string): Saying[] {
  const draw = (what: string) => chance(table, order, what);
  const pick = <T>(of: T[], what: string): T => of[Math.floor(draw(what) * of.length)] as T;
  const after = (what: string) => delay(table, table.confirmDelay, order, what);
  const said: Saying[] = [];
  if (draw('returns') < table.returnsGoods)
    said.push({
      after: after('returns'),
      message: 'refund.requested',
      key: `T${order}`,
      variables: {
        refundNo: `T${order}`,
        orderNo: order,
        kind: pick(['returnRefund', 'returnRefund', 'exchange', 'refundOnly'], 'return kind'),
        reasonCode: pick(REASONS, 'return reason'),
        refundReason: '收到不合适',
      },
      once: 'refund',
    });
  if (draw('complains') < table.complains)
    said.push({
      after: after('complains'),
      message: 'platform.complaint',
      key: `PT${order}`,
      variables: {
        complaintNo: `PT${order}`,
        orderNo: order,
        demand: 'refund',
        words: '和说好的不一样',
        cause: 'quality',
      },
      once: 'complaint',
    });
  if (draw('reviews') < table.reviews)
    said.push({
      after: after('reviews'),
      message: 'review.posted',
      key: `R${order}`,
      variables: {
        reviewNo: `R${order}`,
        orderNo: order,
        buyer: '买家',
        rating: 1 + Math.floor(Math.sqrt(draw('stars')) * 5),
        words: '用了几天',
      },
      once: 'review',
    });
  return said;
}

type Played = (table: SandboxTable, key: string, place: string) => Saying[];
const share = (table: SandboxTable, key: string, part: number, saying: Saying): Saying[] =>
  chance(table, key, saying.once) < part ? [saying] : [];

const returns: Played = (table, key, place) => {
  const later = (what: string) => delay(table, table.pickupDelay, key, what);
  const withdrawn = { after: later('withdraws'), message: 'refund.cancelled', once: 'withdrawn' };
  switch (place) {
    case 'review':
    case 'review_refund':
      return [
        ...share(table, key, table.changesMind, withdrawn),
        ...share(table, key, table.platformSteps, { after: HOUR, message: 'refund.upgraded', once: 'upgraded' }),
        ...share(table, key, table.changesMind, {
          after: 0,
          message: 'return.changed',
          variables: { kind: 'exchange' },
          once: 'changed',
        }),
      ];
    case 'await_parcel':
    case 'await_late':
      return chance(table, key, 'sends back') < table.neverSendsBack
        ? []
        : [
            {
              after: delay(table, table.sendBackDelay, key, 'sends'),
              message: 'return.shipped',
              variables: { backWaybill: `YT${key.replace(/\D/g, '')}` },
              once: 'sent back',
            },
          ];
    case 'track':
      return [{ after: later('scan'), message: 'return.scanned', once: 'scanned' }];
    case 'arrive':
      return [{ after: delay(table, table.deliveryDelay, key, 'arrives'), message: 'return.arrived', once: 'arrived' }];
    case 'await_verdict':
      return [
        {
          after: 6 * HOUR,
          message: 'platform.verdict',
          variables: { verdict: chance(table, key, 'verdict') < 0.5 ? 'buyer' : 'shop' },
          once: 'verdict',
        },
      ];
    default:
      return [];
  }
};

const complaint: Played = (table, key, place) => {
  switch (place) {
    case 'calm':
      return share(table, key, table.changesMind, { after: HOUR, message: 'complaint.withdrawn', once: 'withdrawn' });
    case 'investigate':
      return share(table, key, table.platformSteps, { after: HOUR, message: 'complaint.escalated', once: 'escalated' });
    case 'silent':
      return [
        {
          after: delay(table, table.choiceDelay, key, 'replies'),
          message: 'buyer.replied',
          variables: { reaction: 'counter' },
          once: 'replied',
        },
      ];
    default:
      return [];
  }
};

const survey: Played = (table, key, place) => {
  const score = (what: string) => 1 + Math.floor(Math.sqrt(chance(table, key, what)) * 5);
  return place === 'wait'
    ? share(table, key, table.rates, {
        after: delay(table, table.choiceDelay, key, 'rates'),
        message: 'survey.answered',
        variables: { product: score('product'), service: score('service'), logistics: score('logistics') },
        once: 'answered',
      })
    : [];
};

const nowAndThen =
  (at: string, message: string, variables: Record<string, unknown> = {}): Played =>
  (table, key, place) =>
    place === at ? share(table, key, table.changesMind, { after: HOUR, message, variables, once: message }) : [];

/** By process: what the world says to a case that stands at a place. */
export const AFTER_SALES: Record<string, Played> = {
  returns,
  complaint,
  'survey-callback': survey,
  'product-listing': nowAndThen('launch', 'brand.withdrawn', { reason: '授权收回' }),
  onboarding: nowAndThen('day_one', 'offer.declined'),
  offboarding: nowAndThen('last_day', 'offboarding.withdrawn'),
};
