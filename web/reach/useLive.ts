// What changes elsewhere shows here at once; what follows within a moment is gathered, and the queries on screen are read again.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { heard } from './line.ts';

/** After a refetch, changes of so many milliseconds are one more. */
const GATHER_MS = 300;
/** Bookings may come by the hundred. */
const BOOKED_MS = 2_000;
/** What shows balances. */
const BALANCES = ['today', 'record', 'records', 'recordsFound', 'recordCount', 'recordEntries'];
/** By what they are about; of a record there is no case to tell. */
const about = (what: unknown): boolean => what === 'remarks' || what === 'related';
const LISTS = ['tasks', 'counts', 'cases', 'processes', 'overview', 'incidents', 'today'];

/**
 * @param me whose notices ring
 * @param feed where the feed stood before anything here was read: what has changed until the stream is open comes with it
 */
export function useLive(me: string, feed: number): void {
  const queries = useQueryClient();
  const [after] = useState(feed);
  useEffect(() => {
    const touched = new Set<string>();
    let everything = false;
    let rings = false;
    let apart = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let more = false;
    const refresh = (): void => {
      const cases = new Set(touched);
      touched.clear();
      const all = everything;
      const rung = rings || all;
      const beside = apart || all;
      everything = rings = apart = false;
      void queries.invalidateQueries({
        predicate: ({ queryKey: [what, id, more] }) =>
          LISTS.includes(String(what)) ||
          ((what === 'notices' || what === 'pages') && rung) ||
          (about(what) && (beside || cases.has(String(id)))) ||
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
    let booked: ReturnType<typeof setTimeout> | undefined;
    const readBalances = (): void => {
      booked ??= setTimeout(() => {
        booked = undefined;
        void queries.invalidateQueries({ predicate: ({ queryKey: [what] }) => BALANCES.includes(String(what)) });
      }, BOOKED_MS);
    };
    const stream = new EventSource(`/api/events?after=${after}`);
    stream.addEventListener('change', (event) => {
      const { case: id, refs } = JSON.parse(event.data) as { case: string | null; refs: string[] };
      if (refs.includes('ledger')) return readBalances();
      if (refs.includes('absences'))
        for (const key of ['me', 'absences', 'team', 'people']) void queries.invalidateQueries({ queryKey: [key] });
      if (id) touched.add(id);
      else apart = true;
      if (refs.includes(`person:${me}`)) rings = true;
      later();
    });
    stream.addEventListener('open', heard);
    stream.addEventListener('reload', () => {
      everything = true;
      later();
    });
    return () => {
      clearTimeout(timer);
      clearTimeout(booked);
      stream.close();
    };
  }, [queries, me, after]);
}
