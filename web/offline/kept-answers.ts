// The work that is readable without a network: what was read of my open tasks and of the pages at them is kept on this device, and
// brought back, of when it is, only while the line is lost. What is shown with a line has been read over it.
import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { asRefusal } from '../reach/client.ts';
import { line } from '../reach/line.ts';
import { answersOf, forgetAnswers, putAnswer } from './device.ts';

/** Older than this it helps nobody at his work. */
const KEEP_MS = 7 * 24 * 3_600_000;
const PERSON = 'zhangfa.person';
const WHOLE = ['me', 'counts', 'task', 'case', 'history', 'pages', 'phrases'];
/** Of lists only my own work, as it stands without a filter. */
export const isKept = ([what, view, ...filter]: QueryKey): boolean =>
  WHOLE.includes(String(what)) || (what === 'tasks' && view === 'todo' && filter.every((one) => one === ''));

let keeper: string | undefined;

/** From now on for this person; what others have left in this browser goes. */
export function keepFor(person: string): void {
  if (keeper === person) return;
  keeper = person;
  localStorage.setItem(PERSON, person);
  void forgetAnswers((of) => of !== person, Date.now() - KEEP_MS);
}
/** The session has ended: the same person finds what is here, nobody else. */
export function keepForNobody(): void {
  keeper = undefined;
  localStorage.removeItem(PERSON);
}

/**
 * Of whoever has worked here last: whatever is newer than what this page holds.
 * @param only one of them
 */
export async function bringBack(queries: QueryClient, only?: QueryKey): Promise<void> {
  const person = localStorage.getItem(PERSON);
  if (!person) return;
  for (const { key, data, at } of await answersOf(person))
    if (
      (!only || hashKey(only) === hashKey(key)) &&
      at > Date.now() - KEEP_MS &&
      at > (queries.getQueryState(key)?.dataUpdatedAt ?? 0)
    )
      queries.setQueryData(key, data, { updatedAt: at });
}

/** @param readWork reads what may be needed without a network, whenever my list of work has been read */
export function keepAnswers(queries: QueryClient, readWork: (list: unknown) => void): void {
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || !isKept(event.query.queryKey)) return;
    const { queryKey: key, state } = event.query;
    // Opened without a line, and not in memory any more.
    if (event.action.type === 'error' && state.data === undefined && asRefusal(state.error).code === 'offline')
      void bringBack(queries);
    if (event.action.type !== 'success' || event.action.manual || !keeper) return;
    void putAnswer({ person: keeper, hash: hashKey(key), key, data: state.data, at: state.dataUpdatedAt });
    if (key[0] === 'tasks') readWork(state.data);
  });
  line.subscribe(({ lost }, before) => {
    if (lost === before.lost) return;
    if (lost) void bringBack(queries);
    // What was brought back is read again.
    else void queries.invalidateQueries({ predicate: ({ queryKey }) => isKept(queryKey) });
  });
}
