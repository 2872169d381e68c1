// What changes elsewhere shows here at once; what follows within a moment is gathered, and the queries on screen are read again.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** After a refetch, changes of so many milliseconds are one more. */
const GATHER_MS = 300;
const LISTS = ['tasks', 'counts', 'cases', 'processes', 'overview', 'incidents'];

export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const touched = new Set<string>();
    let everything = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let more = false;
    const refresh = (): void => {
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
      if (timer !== undefined) {
        more = true;
        return;
      }
      refresh();
      timer = setTimeout(() => {
        timer = undefined;
        if (more) later();
        more = false;
      }, GATHER_MS);
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
