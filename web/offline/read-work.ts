// What I may need where there is no network: my open tasks and the pages at them are read ahead, one after the other, where the app
// itself would open without a network, too.
import type { QueryClient } from '@tanstack/react-query';
import { taskQuery } from '../inbox/task-query.ts';
import { taskPagesQuery } from '../pages/queries.ts';

/** What is due first comes first. */
const AHEAD = 50;
/** Changes are told, and read again; anything else is as it was. */
const FRESH_MS = 30 * 60_000;

type List = { pages: { items: { id: string }[] }[] };

export function workReader(queries: QueryClient): (list: unknown) => void {
  let next: string[] | undefined;
  let reading = false;
  const read = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    while (next) {
      const ids = next;
      next = undefined;
      for (const id of ids) {
        const kept = { staleTime: FRESH_MS, gcTime: FRESH_MS, retry: false };
        await queries.prefetchQuery({ ...taskQuery(id), ...kept });
        await queries.prefetchQuery({ ...taskPagesQuery(id), ...kept });
      }
    }
    reading = false;
  };
  return (list) => {
    if (!navigator.serviceWorker?.controller) return;
    next = (list as List).pages.flatMap(({ items }) => items.map(({ id }) => id)).slice(0, AHEAD);
    void read();
  };
}
