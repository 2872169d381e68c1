// How the people of the demo's past fill in the forms of goods; those of orders are filled in as by the sandbox.
import { FILLED } from '../sandbox/staff.ts';
import { chance, type SandboxTable } from '../sandbox/table.ts';
import { DAY, OPENS } from './calendar.ts';

type Values = Record<string, unknown>;
type Row = { sku: string; due: number; arrived: number; defective: number };
/** `shelf`: how many of an article lie in the warehouse. */
export type Surroundings = { now: number; shelf: (sku: string) => Promise<number> };
type Hand = (seen: Values, draw: (what: string) => number, around: Surroundings) => Values | Promise<Values>;
const dateOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

/** What is bought for the sale of 12 December at a time, in cents. */
const FOR_THE_SALE = 1_800_000;
/** Of what is cheap nobody buys for a year. */
const MOST_PACKS = 4;

const HANDS: Record<string, Hand> = {
  'price-change/alone': () => ({ verdict: 'yes' }),
  'price-change/director': () => ({ verdict: 'yes' }),
  'price-change/finance': () => ({ financeSays: 'yes', financeRemark: '毛利还够' }),
  'price-change/manager': () => ({ managerSays: 'yes', managerRemark: '同意，只这一档' }),
  'restock/choose': () => ({ supplier: { key: 'GYS-0001', ref: 'supplier/GYS-0001', title: '南通云织' } }),
  'restock/confirm': ({ quantity, proposal, packSize, unitCost, cost }, _draw, { now }) => {
    const plain = {
      go: 'yes',
      quantity: Number(quantity ?? (proposal || packSize)),
      unitCost: Number(unitCost ?? cost),
    };
    if (now < OPENS - 2 * DAY) return plain;
    const packs = Math.min(MOST_PACKS, Math.ceil(FOR_THE_SALE / plain.unitCost / Number(packSize)));
    return {
      ...plain,
      quantity: packs * Number(packSize),
      quantityNote: '双12 备货，按双11 卖的算，工厂 12-01 起排满',
    };
  },
  'restock/operations': () => ({ operationsSay: 'yes' }),
  'restock/finance': () => ({ financeSays: 'yes' }),
  'restock/manager': () => ({ managerSays: 'yes' }),
  'restock/ask_supplier': () => ({ sentNote: '说今天发车' }),
  'restock/urge': () => ({ urgeNote: '提醒过了' }),
  'restock/chase': (_seen, draw, { now }) => ({
    outcome: 'wait',
    expectedOn: dateOf(now + (2 + 3 * draw('promised')) * DAY),
    chaseNote: '说已经在路上，给了新日子',
  }),
  'supplier-intake/check': () => ({ papersSay: 'complete' }),
  'supplier-intake/finance': () => ({ financeSays: 'yes', financeRemark: '13 个点专票，月结 30 天可以' }),
  'inbound/arrive': (_seen, draw) => ({ boxes: 1 + Math.floor(draw('boxes') * 6), damagedBoxes: 0 }),
  'inbound/count': ({ dueLines }, draw) => ({
    lines: (dueLines as Row[]).map(({ sku, due }) => ({
      sku,
      arrived: draw('fewer') < 0.08 ? Math.max(0, due - 2) : due,
      defective: 0,
      place: `A-${String(1 + Math.floor(draw(sku) * 24)).padStart(2, '0')}`,
    })),
  }),
  'inbound/inspect': ({ lines }, draw) => ({
    lines: (lines as Row[]).map((line) => ({ ...line, defective: draw('bad') < 0.1 ? Math.min(1, line.arrived) : 0 })),
  }),
  'inbound/variance': () => ({ remainder: 'accept', varianceNote: '下一批补来' }),
  'inbound/urge': () => ({ urgeNote: '提醒过了' }),
  'inbound/put_away': () => ({ placed: 'right' }),
  'inbound/confirm_cost': ({ newCost }) => ({ newCost, costNote: '和发票对过' }),
  // One miscounts now and then, and the second count finds it.
  'stock-count/count_first': async ({ countSku }, draw, { shelf }) => ({
    counted: (await shelf(String(countSku))) + (draw('miscounts') < 0.1 ? 1 : 0),
  }),
  'stock-count/count_second': async ({ countSku }, _draw, { shelf }) => ({ recounted: await shelf(String(countSku)) }),
  'stock-count/press': () => ({ pressNote: '下班前数完' }),
  'stock-count/sign': () => ({ signed: 'sign' }),
};

type Filler = (
  table: SandboxTable,
  key: string,
  round: string,
  form: () => Promise<Values>,
) => Values | Promise<Values>;

/** What is typed into the form of a step that shows `seen`. */
export async function filledIn(
  table: SandboxTable,
  task: { id: string; key: string; element: string; businessKey: string | null },
  seen: Values,
  around: Surroundings,
): Promise<Values> {
  const draw = (what: string) => chance(table, task.id, what);
  const hand = HANDS[`${task.key}/${task.element}`];
  if (hand) return hand(seen, draw, around);
  const filler = FILLED[task.element] as Filler | undefined;
  return (await filler?.(table, task.businessKey ?? task.id, task.id, async () => seen)) ?? {};
}
