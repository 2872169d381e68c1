import type { Say } from '../words/useWords.ts';

/** Those that a shop begins with; others are called by their id. */
const CALENDARS = ['office', 'service', 'warehouse'] as const;
export function calendarName(id: string, t: Say): string {
  const known = CALENDARS.find((one) => one === id);
  return known ? t(`calendars.${known}`) : id;
}
