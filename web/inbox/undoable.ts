// What this person has just submitted, and for how long it may be undone. The newest is offered first.
import { createStore } from 'zustand/vanilla';

/** @property until by this machine's clock, in milliseconds */
export type Undoable = {
  id: string;
  case: string;
  name: string;
  object: string;
  until: number;
  /** Of several at once: all of them, and what is said of them. `claim`: they were given back, and are claimed again. */
  several?: { ids: string[]; says: string; claim?: true };
};

/** What the web asks for; the server allows up to a minute. */
export const UNDO_SECONDS = 10;

export const undoable = createStore<Undoable[]>(() => []);

/** What is undone together is offered together, though its page offers it, too. */
export function offerUndo(submitted: Undoable): void {
  undoable.setState((before) => {
    if (before.some(({ several }) => several?.ids.includes(submitted.id))) return before;
    const covered = [submitted.id, ...(submitted.several?.ids ?? [])];
    return [...before.filter(({ id }) => !covered.includes(id)), submitted];
  }, true);
}
export function noMoreUndo(id: string): void {
  undoable.setState((before) => before.filter((one) => one.id !== id), true);
}
