// What the address of the inbox says: which view, which task, which filters.
import { textsOf } from '../parts/useAddress.ts';

export const VIEWS = ['todo', 'claimable', 'started', 'done', 'copies'] as const;
export type View = (typeof VIEWS)[number];
/** `unread`: of copies, those that I have not read. */
export type InboxSearch = {
  view?: View;
  task?: string;
  /** With the others of its step that I hold. */
  grid?: boolean;
  process?: string;
  q?: string;
  unread?: boolean;
  /** What came last stands first. */
  newest?: boolean;
  /** What is due, by the day. */
  calendar?: 'month' | 'week' | undefined;
  /** A day of what it shows, `2026-11-23`; absent: today. */
  day?: string | undefined;
};

export function readInboxSearch(given: Record<string, unknown>): InboxSearch {
  const { view } = given;
  return {
    ...(VIEWS.includes(view as View) && view !== 'todo' && { view: view as View }),
    ...textsOf(given, 'task', 'process', 'q'),
    ...(given.grid === true && { grid: true }),
    ...(given.unread === true && { unread: true }),
    ...(given.newest === true && { newest: true }),
    ...((given.calendar === 'month' || given.calendar === 'week') && { calendar: given.calendar }),
    ...(typeof given.day === 'string' && /^\d{4}-\d\d-\d\d$/.test(given.day) && { day: given.day }),
  };
}
