// One LISTEN a process: reads what changed once and hands it to every page that watches. Nothing is kept for those who do not.

import type { Sql } from '../db/connect.ts';
import { type FeedRow, feedAfter, feedHead } from '../db/feed.ts';

export type Feed = {
  /** Called with new rows, oldest first. Returns how to stop. */
  watch(listener: (rows: FeedRow[]) => void): () => void;
  stop(): Promise<void>;
};

/** The first change travels at once; those of so many milliseconds after it travel together. */
const GATHER_MS = 100;

export async function createFeed(sql: Sql): Promise<Feed> {
  const listeners = new Set<(rows: FeedRow[]) => void>();
  let head = await feedHead(sql);
  let seen = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let again = false;
  let readAt = 0;

  async function read() {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    readAt = Date.now();
    try {
      const rows = (await feedAfter(sql, head, 5_000)).filter(({ id }) => !seen.has(id));
      if (rows.length) {
        head = Math.max(head, rows.at(-1)?.id ?? 0);
        seen = new Set([...[...seen].filter((id) => id > head - 2_000), ...rows.map(({ id }) => id)]);
        for (const listener of listeners) listener(rows);
      }
    } catch {
      // The connection comes back; `onlisten` reads what was missed.
    } finally {
      reading = false;
      if (again) {
        again = false;
        poke();
      }
    }
  }
  function poke() {
    if (listeners.size === 0) return;
    timer ??= setTimeout(
      () => {
        timer = undefined;
        void read();
      },
      Math.max(0, readAt + GATHER_MS - Date.now()),
    );
  }

  const listening = await sql.listen('zhangfa_feed', poke, poke);
  return {
    watch(listener) {
      const first = listeners.size === 0;
      listeners.add(listener);
      // Nobody watched, so nothing was read: begin with now.
      if (first)
        void feedHead(sql).then(
          (id) => (head = Math.max(head, id)),
          () => undefined,
        );
      return () => void listeners.delete(listener);
    },
    async stop() {
      clearTimeout(timer);
      listeners.clear();
      await listening.unlisten().catch(() => undefined);
    },
  };
}
