// What a person types into a form, until it is submitted: theirs, and never lost. On this machine with each key, on the server a moment
// later; it outlives the page that shows it, a lost connection, an ended session, and another person's taking the task.
import { asRefusal } from '../reach/client.ts';
import { line } from '../reach/line.ts';
import { keptKey } from './kept.ts';

export type Values = Record<string, unknown>;
export type ServerDraft = { revision: number; values: Values } | null;
/** `kept`: the server takes it no more, or the session has ended; it is on this machine. */
export type TypedStatus =
  | { is: 'clean' }
  | { is: 'saving' }
  | { is: 'saved'; at: number }
  | { is: 'offline' }
  | { is: 'kept' };
export type Remote = {
  put(values: Values, revision: number): Promise<{ revision: number }>;
  now(): number;
};
type State = { values: Values; status: TypedStatus };

const PAUSE_MS = 700;
const AGAIN_MS = 5_000;
const open = new Map<string, Typed>();

export class Typed {
  remote: Remote;
  private readonly key: string;
  private state: State;
  private revision: number;
  /** What the server holds. */
  private stored: Values;
  private running: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(key: string, remote: Remote, server: ServerDraft) {
    this.key = key;
    this.remote = remote;
    this.revision = server?.revision ?? 0;
    this.stored = server?.values ?? {};
    const local = readLocal(key);
    this.state = { values: { ...this.stored, ...local }, status: { is: local ? 'kept' : 'clean' } };
    if (local) this.later(0);
  }

  readonly read = (): State => this.state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly set = (field: string, value: unknown): void => {
    this.become({ values: { ...this.state.values, [field]: value } });
    this.keepLocal();
    this.later(PAUSE_MS);
  };

  /** Read from the server: what another window of the same person has saved meanwhile, where nothing is unsaved here. */
  readonly meet = (server: ServerDraft): void => {
    if (this.isDirty()) {
      // After signing in again, what was kept here goes on its way.
      if (this.state.status.is === 'kept') this.later(0);
      return;
    }
    // An older answer may come out of the cache.
    if (this.running || !server || server.revision <= this.revision) return;
    this.revision = server.revision;
    this.stored = server.values;
    this.become({ values: this.stored });
  };

  /** Saves at once; resolves when nothing is on its way any more. */
  readonly flush = async (): Promise<void> => {
    clearTimeout(this.timer);
    await this.running;
    if (!this.isDirty()) return;
    this.running = this.save();
    await this.running;
  };

  /** It is submitted, or thrown away. */
  readonly forget = (): void => {
    clearTimeout(this.timer);
    localStorage.removeItem(this.key);
    open.delete(this.key);
    this.revision = 0;
    this.stored = {};
    this.become({ values: {}, status: { is: 'clean' } });
  };

  private async save(): Promise<void> {
    const sent = this.state.values;
    this.become({ status: { is: 'saving' } });
    try {
      const { revision } = await this.remote.put(sent, this.revision);
      this.revision = revision;
      this.stored = sent;
      this.running = undefined;
      if (this.isDirty()) return this.later(PAUSE_MS);
      localStorage.removeItem(this.key);
      this.become({ status: { is: 'saved', at: this.remote.now() } });
    } catch (error) {
      this.running = undefined;
      const refusal = asRefusal(error);
      if (refusal.code === 'draftNewer' && refusal.draft) {
        const before = this.stored;
        const mine = Object.entries(this.state.values).filter(([field, value]) => value !== before[field]);
        this.revision = refusal.draft.revision;
        this.stored = refusal.draft.values;
        this.become({ values: { ...this.stored, ...Object.fromEntries(mine) } });
        this.keepLocal();
        this.later(0);
      } else if (refusal.code === 'offline') {
        this.become({ status: { is: 'offline' } });
        this.later(AGAIN_MS);
      } else this.become({ status: { is: 'kept' } });
    }
  }

  private isDirty(): boolean {
    const { values } = this.state;
    return values !== this.stored && JSON.stringify(values) !== JSON.stringify(this.stored);
  }
  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }
  private keepLocal(): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.state.values));
    } catch {
      // A full or forbidden store: the server's copy is all there is.
    }
  }
  private become(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
    if (change.status)
      line.setState({ waiting: [...open.values()].filter(({ state }) => state.status.is === 'offline').length });
  }
}

function readLocal(key: string): Values | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' && kept !== null ? (kept as Values) : undefined;
  } catch {
    return undefined;
  }
}

const keyOf = (person: string, about: string): string => `zhangfa.typed.${person}.${about}`;

/** One a person and form, for as long as the app is open. `about`: `task:{id}` or `start:{process}/{element}`. */
export function typedOf(person: string, about: string, remote: Remote, server: ServerDraft): Typed {
  const key = keyOf(person, about);
  const there = open.get(key);
  if (there) return there;
  const made = new Typed(key, remote, server);
  open.set(key, made);
  return made;
}

/** It is submitted, whether a page shows it or not. */
export function forgetTyped(person: string, about: string): void {
  const key = keyOf(person, about);
  const there = open.get(key);
  if (there) there.forget();
  else localStorage.removeItem(key);
}
const after = (start: string): string[] =>
  Object.keys(localStorage).flatMap((key) => (key.startsWith(start) ? key.slice(start.length) : []));
/** What of this person is on this machine only, in forms and dialogs: what each is about. */
export const keptHere = (person: string): string[] => [...after(keyOf(person, '')), ...after(keptKey(person, ''))];
export function forgetAllTyped(person: string): void {
  for (const about of after(keyOf(person, ''))) forgetTyped(person, about);
  for (const about of after(keptKey(person, ''))) localStorage.removeItem(keptKey(person, about));
}

/** Before the page goes: what is not saved yet is sent. */
export const flushAll = async (): Promise<void> => {
  await Promise.all([...open.values()].map((typed) => typed.flush()));
};
addEventListener('pagehide', () => void flushAll());
addEventListener('online', () => void flushAll());
document.addEventListener('visibilitychange', () => document.hidden && void flushAll());
