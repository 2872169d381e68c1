// The shop's people at work: each takes what is offered to them and fills in what the step asks.
import { randomUUID } from 'node:crypto';
import type { Client } from './client.ts';
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

/** How the order process's forms are filled in; a step that is not listed is submitted empty. */
const FILLED: Record<string, (table: SandboxTable, key: string, round: string) => Values> = {
  manual_audit: (table, key) =>
    chance(table, key, 'audit') < table.auditCancels
      ? { problem: 'fake', decision: 'cancel' }
      : { problem: 'note', decision: 'pass', auditNote: '已核对' },
  pick: (table, key, round) => ({
    shortQuantity: chance(table, key, 'short', round) < table.shortPick ? 1 : 0,
    pickedBy: '沙盘',
  }),
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
  reroute: () => ({ newWaybill: 'SF000000000000', rerouteFee: 1_200 }),
  handover: (table, key) => ({
    handoverChoice: chance(table, key, 'handover') < 0.5 ? 'refund' : 'deliver',
    handoverNote: '已和买家商定',
  }),
  manual_refund: () => ({ refundNo: 'BANK-1' }),
};

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
    const values = FILLED[task.element]?.(table, task.businessKey ?? task.id, task.id) ?? {};
    const done = await client.post(`/tasks/${encodeURIComponent(task.id)}/complete`, { values }, key);
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
