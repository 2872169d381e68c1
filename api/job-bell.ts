// Rings for workers that wait for a job: one LISTEN a process, from the first that waits.
import type { Sql } from '../db/connect.ts';

const WAKE_MS = 1_000;

export function jobBell(sql: Sql): (topics: string[], ms: number, signal: AbortSignal) => Promise<void> {
  const waiting = new Set<(topic: string) => void>();
  let listening: Promise<unknown> | undefined;
  return (topics, ms, signal) => {
    listening ??= sql
      .listen('zhangfa_jobs', (topic) => {
        for (const ring of [...waiting]) ring(topic);
      })
      .catch(() => (listening = undefined));
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(ring);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const ring = (topic: string): void => {
        if (topics.includes(topic)) done();
      };
      // Locks that expire and delays that pass ring nothing.
      const timer = setTimeout(done, Math.min(ms, WAKE_MS));
      waiting.add(ring);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  };
}
