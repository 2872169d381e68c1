// How the sandbox's people fill in what comes after the sale, and what concerns listings and people. By process and step.
import type { Filler } from './staff.ts';
import { chance } from './table.ts';

const said =
  (values: Record<string, unknown>): Filler =>
  () =>
    values;
const withPhoto =
  (values: Record<string, unknown>, ...fields: string[]): Filler =>
  async (_table, _key, _round, _form, photo) => ({
    ...values,
    ...Object.fromEntries(await Promise.all(fields.map(async (field) => [field, [await photo()]]))),
  });
const pressed = said({ pressNote: '已经安排人' });
const judged = { visitors: 320, favourites: 41, cartRate: 0.08, conversion: 0.03, refundRate: 0.02 };

export const FILLED_CARE: Record<string, Filler> = {
  'returns/find_order': async (_table, _key, _round, form) => ({ orderNo: (await form()).orderNo }),
  'returns/look_at_order': said({ stopResult: 'wait' }),
  'returns/review_refund': (table, key, round, form, photo) =>
    withPhoto({ fault: 'shop', solution: 'agree' }, 'proof')(table, key, round, form, photo),
  'returns/review': async (table, key, _round, form) => ({
    reasonCode: (await form()).reasonCode ?? 'buyer.mind',
    fault: 'buyer',
    freightBy: 'buyer',
    returnTo: 'main',
    ...(chance(table, key, 'kept') < 0.1
      ? { keepOffer: 'money', keepAmount: 500, solution: 'kept' }
      : { keepOffer: 'none', solution: 'agree' }),
  }),
  'returns/review_lead': async (_table, _key, _round, form) => ({
    reasonCode: (await form()).reasonCode ?? 'buyer.mind',
    fault: 'shop',
    freightBy: 'shop',
    returnTo: 'main',
    keepOffer: 'none',
    solution: 'agree',
  }),
  'returns/press_refund': pressed,
  'returns/press_inspect': pressed,
  'returns/chase': said({ chaseResult: 'moving', chaseNote: '网点说明天到' }),
  'returns/inspect': async (table, key, round, form, photo) => {
    const { dueSku, dueQuantity } = await form();
    const grade = chance(table, key, 'grade', round);
    return {
      gotSku: dueSku,
      gotQuantity: dueQuantity,
      grade: grade < 0.7 ? 'A' : grade < 0.9 ? 'B' : 'C',
      complete: true,
      photos: [await photo()],
    };
  },
  'returns/dispute': withPhoto({ talk: '和买家说清了', toPlatform: false, solution: 'agree' }, 'pack'),
  'returns/clean': said({ cleaned: 1 }),
  'returns/ask_buyer': said({ askChoice: 'refund' }),
  'returns/pay_by_hand': withPhoto({ payNo: 'BANK-2' }, 'voucher'),
  'returns/red_invoice': said({ redInvoice: 'HZ-1' }),
  'returns/coupon': said({ couponDone: 'back' }),
  'returns/claim_supplier': said({ supplierClaim: 1_000, supplierSays: '下批扣' }),
  'returns/give_back': said({ sendBackNo: 'SF1' }),
  'returns/return_it': said({ sendBackNo: 'SF2' }),
  'returns/send_home': said({ sendBackNo: 'SF3' }),
  'returns/call_back': (table, key) => ({ score: 1 + Math.floor(Math.sqrt(chance(table, key, 'call')) * 5) }),
  'returns/evidence': withPhoto({ talk: '聊天和轨迹都在' }, 'pack'),
  'compensation/pay_by_hand': withPhoto({ refundNo: 'BANK-3' }, 'voucher'),
  'quality-improvement/analyse': said({ rootCause: '双针改单针', measure: 'supplier', plan: '改回双针' }),
  'quality-improvement/improve': withPhoto({ done: '供应商改了' }, 'evidence'),
  'complaint/calm': said({ calmed: '两小时内回您' }),
  'complaint/press_calm': pressed,
  'complaint/press_half': pressed,
  'complaint/press_due': pressed,
  'complaint/press_state': pressed,
  'complaint/press_raised': pressed,
  'complaint/investigate': said({ facts: '发货前没看出来', depts: ['warehouse-lead'], cause: 'quality' }),
  'complaint/state': said({ fact: '漏检一件', deptCause: '赶大促', share: 100, improve: '抽检加倍' }),
  'complaint/state_for_them': said({ factFor: '漏检', owner: 'warehouse-lead' }),
  'complaint/solution': said({ plan: 'money', offerAmount: 1_000, floorAmount: 1_500, script: '先给十块' }),
  'complaint/offer': (table, key, round) => ({
    talk: '打过电话',
    ...(chance(table, key, 'offer', round) < 0.7 ? { reaction: 'accept' } : { reaction: 'silent' }),
  }),
  'complaint/escalate': said({ offerAmount: 2_000, finalPlan: '再加十块' }),
  'complaint/pay_by_hand': withPhoto({ payNo: 'BANK-4' }, 'voucher'),
  'complaint/review_it': said({ reviewDone: 'kept' }),
  'complaint/follow': (table, key) => ({ content: chance(table, key, 'follow') < 0.9, followNote: '电话问过' }),
  'complaint/root': said({ rootClass: 'rule', correct: '补发', prevent: '抽检加倍' }),
  'complaint/verify': said({ verified: 'close' }),
  'enquiry-handoff/answer_it': said({ fits: 'yes', answer: '可以' }),
  'enquiry-handoff/tell': said({ told: true, buyerSays: 'fine' }),
  'enquiry-handoff/press': pressed,
  'review-reply/write': said({ cause: 'quality', reply: '谢谢您告诉我们，已经换了双针。' }),
  'review-reply/post': said({ posted: true }),
  'review-reply/press': pressed,
  'survey-callback/call_back': said({ reached: 'yes', solved: 'yes', callNote: '补发一件' }),
  'survey-callback/press': pressed,
  'product-listing/review': said({
    heat: 4,
    rivals: '59 69 65',
    plannedPrice: 5_900,
    supplierScore: 4,
    conclusion: 'pass',
    opinion: '可以',
  }),
  'product-listing/sample': withPhoto({ measured: '差半厘米', washed: '不缩水', sampleSays: 'good' }, 'samplePhotos'),
  'product-listing/write_copy': said({
    listingTitle: '云朵抱枕办公室靠垫沙发腰枕可拆洗',
    keywords: '抱枕 靠垫 腰枕 沙发 办公室 云朵 可拆 可洗',
    attributeRate: 0.97,
    copy: '给久坐的人',
    serviceText: '七天无理由',
  }),
  'product-listing/pricing': said({ tagPrice: 9_900, newPrice: 5_900, promoPrice: 5_500 }),
  'product-listing/receive': async (_table, _key, _round, form, photo) => {
    return { got: (await form()).dueFirst, bad: 0, shelf: 'A-01', grams: 420, boxPhotos: [await photo()] };
  },
  'product-listing/settle_it': said({ variance: 'accept', varianceNote: '下批补' }),
  'product-listing/press_ready': pressed,
  'product-listing/by_hand': said({ itemId: '10001', link: 'https://item.example.com/10001' }),
  'product-listing/live': said({ orderTested: true, priceRight: true, loadSeconds: 2 }),
  'product-listing/faq': said({ faq: '软不软：软。能不能洗：能。' }),
  'product-listing/judge_week': said({ ...judged, verdict: 'go', verdictNote: '正常' }),
  'product-listing/judge_month': said({ ...judged, verdict: 'go', verdictNote: '正常' }),
  'art-request/accept': said({ accepted: 'yes' }),
  'art-request/per_colour': withPhoto({}, 'shot'),
  'art-request/draw': withPhoto({}, 'artFiles'),
  'art-request/check': said({ good: 'yes' }),
  'art-request/rule': said({ ruling: 'as-is' }),
  'leave/back': said({ backNote: '都接上了' }),
  'shift-swap/write': said({ written: true }),
  'onboarding/kit_it': said({ kit: ['desk', 'computer', 'phone', 'badge'] }),
  'onboarding/plan_it': said({ plan: '第一周规则，第二周跟单，第三周独立' }),
  'onboarding/first_day': said({ firstDay: ['team', 'rules', 'tools', 'pages'] }),
  'onboarding/learn': said({ learned: ['rules', 'flow', 'duties', 'goods', 'tools', 'manner'], quiz: 92 }),
  'onboarding/talk': said({ goals: '三项达成两项', mark: 4, nextGoals: '独立接待' }),
  'onboarding/decide': said({ keep: 'yes', keepNote: '可以' }),
  'onboarding/close_account': said({ closed: true }),
  'offboarding/write': said({ handList: '三单售后，一个供应商', notices: '一单等平台判' }),
  'offboarding/things_back': said({ things: ['computer', 'phone', 'key', 'files'] }),
  'offboarding/settle': said({ pay: 800_000, payNote: '清' }),
  'offboarding/shut_down': said({ shut: ['system', 'platform', 'mail', 'password'] }),
  'offboarding/check': said({ ownsNothing: true }),
};
