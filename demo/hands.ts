// How the people of the demo's past fill in the forms of goods; those of orders are filled in as by the sandbox.
import { FILLED } from '../sandbox/staff.ts';
import { chance, type SandboxTable } from '../sandbox/table.ts';

type Values = Record<string, unknown>;
type Row = { sku: string; due: number; arrived: number; defective: number };
/** `shelf`: how many of an article lie in the warehouse. */
export type Shelf = (sku: string) => Promise<number>;
type Hand = (seen: Values, draw: (what: string) => number, shelf: Shelf) => Values | Promise<Values>;

const HANDS: Record<string, Hand> = {
  'price-change/alone': () => ({ verdict: 'yes' }),
  'price-change/director': () => ({ verdict: 'yes' }),
  'price-change/finance': () => ({ financeSays: 'yes', financeRemark: '毛利还够' }),
  'price-change/manager': () => ({ managerSays: 'yes', managerRemark: '同意，只这一档' }),
  'restock/choose': () => ({ supplier: 'GYS-0001' }),
  'restock/confirm': ({ quantity, proposal, packSize, unitCost, cost }) => ({
    go: 'yes',
    quantity: quantity ?? (proposal || packSize),
    unitCost: unitCost ?? cost,
  }),
  'restock/operations': () => ({ operationsSay: 'yes' }),
  'restock/finance': () => ({ financeSays: 'yes' }),
  'restock/manager': () => ({ managerSays: 'yes' }),
  'restock/ask_supplier': () => ({ sentNote: '说今天发车' }),
  'restock/urge': () => ({ urgeNote: '提醒过了' }),
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
  'stock-count/count_first': async ({ countSku }, draw, shelf) => ({
    counted: (await shelf(String(countSku))) + (draw('miscounts') < 0.1 ? 1 : 0),
  }),
  'stock-count/count_second': async ({ countSku }, _draw, shelf) => ({ recounted: await shelf(String(countSku)) }),
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
  shelf: Shelf,
): Promise<Values> {
  const draw = (what: string) => chance(table, task.id, what);
  const hand = HANDS[`${task.key}/${task.element}`];
  if (hand) return hand(seen, draw, shelf);
  const filler = FILLED[task.element] as Filler | undefined;
  return (await filler?.(table, task.businessKey ?? task.id, task.id, async () => seen)) ?? {};
}
