// What changes elsewhere shows here: one stream of events, gathered, then the queries on screen are read again.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Changes of so many milliseconds are one refetch. */
const GATHER_MS = 700;
const LISTS = ['tasks', 'counts', 'cases', 'processes', 'overview', 'incidents'];

export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const touched = new Set<string>();
    let everything = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      timer = undefined;
      const cases = new Set(touched);
      touched.clear();
      const all = everything;
      everything = false;
      void queries.invalidateQueries({
        predicate: ({ queryKey: [what, id, more] }) =>
          LISTS.includes(String(what)) ||
          ((what === 'case' || what === 'history') && (all || cases.has(String(id)))) ||
          (what === 'task' && (all || cases.has(String(more)))),
      });
    };
    const later = (): void => {
      timer ??= setTimeout(refresh, GATHER_MS);
    };
    const stream = new EventSource('/api/events');
    stream.addEventListener('change', (event) => {
      const { case: id } = JSON.parse(event.data) as { case: string | null };
      if (id) touched.add(id);
      later();
    });
    stream.addEventListener('reload', () => {
      everything = true;
      later();
    });
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [queries]);
}
