// A draft under the life cycle, saved by itself a moment after each change. Where somebody else has saved meanwhile, what both can keep is
// merged; where both have changed the same, it waits for a choice, and until then nothing of either is lost.
import { merge } from '../../content/merge.ts';
import { asRefusal, type Refusal } from '../reach/client.ts';

export type Problem = { severity: 'error' | 'warning'; code: string; args: Record<string, unknown> };
export type Stands = { body: unknown; revision: number; savedBy: string | null; problems: Problem[] };
export type Remote = {
  put(body: unknown, revision: number): Promise<{ revision: number; problems: Problem[] }>;
  read(): Promise<Stands>;
};
export type DraftStatus =
  | { is: 'saved' }
  | { is: 'waiting' }
  | { is: 'saving' }
  /** `refused`: it is no body of its kind, so only this page has it. */
  | { is: 'offline' | 'refused'; refusal: Refusal }
  | { is: 'merged'; who: string | null }
  | { is: 'conflict'; who: string | null; paths: string[]; theirs: Stands };
type State<Body> = { body: Body; problems: Problem[]; status: DraftStatus };

const PAUSE_MS = 700;
const AGAIN_MS = 5_000;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export class Draft<Body> {
  revision: number;
  private readonly remote: Remote;
  private state: State<Body>;
  /** What the server holds. */
  private stored: unknown;
  private running: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(remote: Remote, opened: Stands) {
    this.remote = remote;
    this.revision = opened.revision;
    this.stored = opened.body;
    this.state = { body: opened.body as Body, problems: opened.problems, status: { is: 'saved' } };
  }

  readonly read = (): State<Body> => this.state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly isDirty = (): boolean => !same(this.state.body, this.stored);

  readonly change = (body: Body): void => {
    const { status } = this.state;
    this.become({ body, status: status.is === 'conflict' ? status : { is: 'waiting' } });
    this.later(PAUSE_MS);
  };

  /** Saves at once; resolves when nothing is on its way any more. */
  readonly flush = async (): Promise<void> => {
    clearTimeout(this.timer);
    await this.running;
    if (!this.isDirty() || this.state.status.is === 'conflict') return;
    this.running = this.save();
    await this.running;
    this.running = undefined;
  };

  /** Of a conflict. Mine: over theirs where both have changed the same, with the rest of theirs. */
  readonly resolve = (whose: 'mine' | 'theirs'): void => {
    const { status, body } = this.state;
    if (status.is !== 'conflict') return;
    const { theirs } = status;
    const settled = whose === 'theirs' ? theirs.body : merge(this.stored, body, theirs.body).body;
    this.adopt(theirs, settled as Body, { is: 'saved' });
  };

  private async save(): Promise<void> {
    const sent = this.state.body;
    this.become({ status: { is: 'saving' } });
    try {
      const { revision, problems } = await this.remote.put(sent, this.revision);
      this.revision = revision;
      this.stored = sent;
      const more = !same(this.state.body, sent);
      this.become({ problems, status: { is: more ? 'waiting' : 'saved' } });
      if (more) this.later(PAUSE_MS);
    } catch (error) {
      const refusal = asRefusal(error);
      if (refusal.code === 'contentConflict') await this.meet();
      else if (refusal.code === 'offline') {
        this.become({ status: { is: 'offline', refusal } });
        this.later(AGAIN_MS);
      } else this.become({ status: { is: 'refused', refusal } });
    }
  }

  private async meet(): Promise<void> {
    const theirs = await this.remote.read();
    const { body, conflicts } = merge(this.stored, this.state.body, theirs.body);
    const who = theirs.savedBy;
    if (conflicts.length > 0) this.become({ status: { is: 'conflict', who, paths: conflicts, theirs } });
    else this.adopt(theirs, body as Body, { is: 'merged', who });
  }

  private adopt(theirs: Stands, body: Body, status: DraftStatus): void {
    this.stored = theirs.body;
    this.revision = theirs.revision;
    this.become({ body, problems: theirs.problems, status });
    if (this.isDirty()) this.later(0);
  }
  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }
  private become(change: Partial<State<Body>>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
