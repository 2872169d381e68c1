// The shop's people at work: each takes what is offered to them and fills in what the step asks.
import { randomUUID } from 'node:crypto';
import type { Client } from './client.ts';
import { FILLED_CARE } from './filled-care.ts';
import { chance, delay, type SandboxTable } from './table.ts';

type TaskItem = {
  id: string;
  process: { key: string };
  element: string;
  businessKey: string | null;
  createdAt: number;
};
type Page = { items: TaskItem[]; now?: number };
type Values = Record<string, unknown>;

type Line = { sku: string; quantity: number };
/** `form`: what the step shows; `photo`: one for a file field. */
export type Filler = (
  table: SandboxTable,
  key: string,
  round: string,
  form: () => Promise<Values>,
  photo: () => Promise<Values>,
) => Values | Promise<Values>;

/** How the forms of the order processes are filled in; a step that is listed nowhere is submitted empty. */
export const FILLED: Record<string, Filler> = {
  unknown_goods: () => ({ goodsDecision: 'close' }),
  press_audit: () => ({ expediteNote: '换个人来看' }),
  manual_audit: (table, key) =>
    chance(table, key, 'audit') < table.auditCancels
      ? { problem: 'fake', decision: 'cancel' }
      : { problem: 'note', decision: 'pass', auditNote: '已核对' },
  pick: async (table, key, round, form) => {
    if (chance(table, key, 'short', round) >= table.shortPick) return { shortQuantity: 0, pickedBy: '沙盘' };
    const [{ sku } = { sku: '' }] = (await form()).pickLines as Line[];
    return { shortQuantity: 1, shortLines: [{ sku, missing: 1 }], pickedBy: '沙盘' };
  },
  pack: (table, key) => ({
    packChecks: ['sku', 'look', 'gift'],
    weight: 200 + Math.floor(chance(table, key, 'weight') * 5_000),
  }),
  expedite: () => ({ expediteNote: '加一个人先拣这单' }),
  expedite_manager: () => ({ expediteNote: '改走加急' }),
  exception: (table, key, round) => ({
    exceptionType: 'stalled',
    carrierReply: '网点积压，正在找',
    buyerTold: true,
    remedyChoice: chance(table, key, 'lost', round) < table.stuckParcelIsLost ? 'refund' : 'wait',
  }),
  offer: () => ({ choice: 'refund', offerNote: '电话问过' }),
  press_offer: () => ({ pressNote: '换个渠道再问' }),
  waybill_by_hand: (table, key) => ({
    carrier: '中通',
    waybillNo: `ZT${String(Math.floor(chance(table, key, 'by hand') * 1e12)).padStart(12, '0')}`,
  }),
  goods_back: async (_table, _key, _round, form) => ({
    back: ((await form()).sent as Line[]).map(({ sku, quantity }) => ({ sku, sound: quantity, defective: 0 })),
  }),
  reroute: () => ({ newWaybill: 'SF000000000000', rerouteFee: 1_200 }),
  handover: (table, key) => ({
    handoverChoice: chance(table, key, 'handover') < 0.5 ? 'refund' : 'deliver',
    handoverNote: '已和买家商定',
  }),
  manual_refund: () => ({ refundNo: 'BANK-1' }),
};

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
);

export type Worker = { /** Gives the number of tasks done. */ tick(): Promise<number> };

export function createStaff(
  client: Client,
  table: SandboxTable,
  shopNow: () => number,
  say: (text: string) => void = () => {},
): Worker {
  /** Steps whose form it cannot fill in: people do them. */
  const unable = new Set<string>();
  const keys = new Map<string, string>();
  const photo = async (): Promise<Values> =>
    (await client.upload?.('photo.png', new Blob([PIXEL], { type: 'image/png' }))) ?? {};

  /** What the checklist wants a photo of. */
  async function tickOff(id: string): Promise<void> {
    const at = `/tasks/${encodeURIComponent(id)}`;
    const { checklist } = await client.get<{ checklist: { photo: boolean }[] }>(at);
    for (const [item, check] of checklist.entries())
      if (check.photo) await client.put?.(`${at}/ticks/${item}`, { done: true, files: [await photo()] });
  }

  async function work(task: TaskItem, claimed: boolean): Promise<number> {
    const step = `${task.process.key}/${task.element}`;
    if (unable.has(step)) return 0;
    if (shopNow() - task.createdAt < delay(table, table.taskDelay, task.id)) return 0;
    if (!claimed) {
      const claim = await client.post(`/tasks/${encodeURIComponent(task.id)}/claim`, {});
      if (!claim.ok) return 0;
    }
    const key = keys.get(task.id) ?? randomUUID();
    keys.set(task.id, key);
    const form = async () => (await client.get<{ values: Values }>(`/tasks/${encodeURIComponent(task.id)}`)).values;
    const fill = FILLED_CARE[step] ?? FILLED[task.element];
    const values = (await fill?.(table, task.businessKey ?? task.id, task.id, form, photo)) ?? {};
    const complete = () => client.post(`/tasks/${encodeURIComponent(task.id)}/complete`, { values }, key);
    let done = await complete();
    if (!done.ok && done.code === 'ticksMissing') {
      await tickOff(task.id);
      done = await complete();
    }
    if (!done.ok && done.status === 422) {
      unable.add(step);
      say(`left to people: ${step}, whose form the sandbox cannot fill in (${done.code})`);
      await client.post(`/tasks/${encodeURIComponent(task.id)}/release`, {});
      return 0;
    }
    keys.delete(task.id);
    return 1;
  }

  return {
    async tick() {
      let done = 0;
      for (const view of ['todo', 'claimable'] as const) {
        const page: Page = await client.get(`/tasks?view=${view}&limit=50`);
        const queue = page.items.values();
        await Promise.all(
          Array.from({ length: 4 }, async () => {
            for (const task of queue) done += await work(task, view === 'todo');
          }),
        );
      }
      return done;
    },
  };
}
