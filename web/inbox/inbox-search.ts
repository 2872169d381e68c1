// What the address of the inbox says: which view, which task, which filters.
export const VIEWS = ['todo', 'claimable', 'started', 'done'] as const;
export type View = (typeof VIEWS)[number];
export type InboxSearch = { view?: View; task?: string; process?: string; q?: string };

export function readInboxSearch(given: Record<string, unknown>): InboxSearch {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;
  const { view } = given;
  const [task, process, q] = [text(given.task), text(given.process), text(given.q)];
  return {
    ...(VIEWS.includes(view as View) && view !== 'todo' && { view: view as View }),
    ...(task && { task }),
    ...(process && { process }),
    ...(q && { q }),
  };
}
