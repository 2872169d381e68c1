// One case opened for work: its records as maps with the indexes that are never stored, an undo journal, and what the
// occurrence has produced so far. A host keeps the draft of a loaded case; `begin` and `commit` lead from and to plain data.
import { type Called, type Message, type Texts, teller } from '../words/message.ts';
import type { incidents } from '../words/zh/incidents.ts';
import type { Compiled, Node } from './compile.ts';
import type {
  Command,
  Env,
  Incident,
  IncidentKind,
  Instance,
  Instant,
  Phase,
  Row,
  RowKind,
  Scope,
  ScopeId,
  Token,
  TokenId,
  Value,
  Variables,
  Wait,
  WaitId,
  Why,
  Work,
} from './instance.ts';

/** Work classes: raise and interrupt, conditions, tokens, joins, scope ends, then what was kept while the case was held. Lowest first; the only ordering rule. */
export const CLASS: Record<Work['do'], 0 | 1 | 2 | 3 | 4 | 5> = {
  fire: 0,
  raise: 0,
  signal: 0,
  undo: 0,
  conditions: 1,
  enter: 2,
  act: 2,
  complete: 2,
  leave: 2,
  sendBack: 2,
  signed: 2,
  back: 2,
  end: 2,
  next: 2,
  joins: 3,
  scopeEnd: 4,
  occurrence: 5,
};

export const tell = teller<typeof incidents>();
export const calledNode = ({ element: { type, name, id } }: Node): Called => ({ kind: type, name: name ?? id });
/** A datum by the words that the process declares for it. */
export const calledData = (d: Draft, name: string): Texts => {
  const about = d.model.definition.zf.variable?.find((one) => one.name === name);
  return { zh: about?.label ?? name, en: about?.text?.en?.name ?? about?.label ?? name };
};
/** A value as it is shown in a sentence. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
};

/** A fault of the model or its data, met inside one work item: the item is rolled back and becomes an incident. */
export class Fault extends Error {
  readonly kind: IncidentKind;
  readonly detail: Value | undefined;
  readonly why: Message;
  constructor(kind: IncidentKind, why: Message, detail?: unknown) {
    super(why.code);
    this.kind = kind;
    this.why = why;
    this.detail = detail === undefined ? undefined : (JSON.parse(JSON.stringify(detail)) as Value);
  }
}

type Change<T> = (before: T | undefined, now: T | undefined) => void;

/** Records by id; records are replaced, never changed in place, so that plain data handed out stays as it was. */
export class Table<T extends { id: string }> {
  private readonly records: Map<string, T>;
  private readonly undo: (() => void)[];
  private readonly changed: Change<T>;
  constructor(records: Record<string, T>, undo: (() => void)[], changed: Change<T>) {
    this.undo = undo;
    this.changed = changed;
    this.records = new Map(Object.entries(records));
    for (const record of this.records.values()) changed(undefined, record);
  }
  get(id: string): T | undefined {
    return this.records.get(id);
  }
  /** @throws Error if there is none: a bug, not a fault of the model. */
  must(id: string): T {
    const record = this.records.get(id);
    if (!record) throw new Error(`no record ${id}`);
    return record;
  }
  set(record: T): T {
    const before = this.records.get(record.id);
    this.put(record.id, before, record);
    this.undo.push(() => this.put(record.id, record, before));
    return record;
  }
  patch(id: string, change: Partial<T>): T {
    return this.set({ ...this.must(id), ...change });
  }
  delete(id: string) {
    const before = this.records.get(id);
    if (!before) return;
    this.put(id, before, undefined);
    this.undo.push(() => this.put(id, undefined, before));
  }
  values(): IterableIterator<T> {
    return this.records.values();
  }
  get size() {
    return this.records.size;
  }
  plain(): Record<string, T> {
    return Object.fromEntries(this.records);
  }
  private put(id: string, before: T | undefined, now: T | undefined) {
    if (now) this.records.set(id, now);
    else this.records.delete(id);
    this.changed(before, now);
  }
}

class Index {
  private readonly sets = new Map<string, Set<string>>();
  add(key: string, id: string) {
    const set = this.sets.get(key);
    if (set) set.add(id);
    else this.sets.set(key, new Set([id]));
  }
  remove(key: string, id: string) {
    const set = this.sets.get(key);
    if (set?.delete(id) && set.size === 0) this.sets.delete(key);
  }
  of(key: string): ReadonlySet<string> {
    return this.sets.get(key) ?? NONE;
  }
}
const NONE: ReadonlySet<string> = new Set();

/** Ids in the order in which they were given: the same in a kept draft and in one just loaded. */
export const byAge = (ids: Iterable<string>): string[] => [...ids].sort(compareAge);
export const compareAge = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

type Meta = Omit<Instance, 'scopes' | 'tokens' | 'joins' | 'waits' | 'incidents' | 'agenda'>;
function keysOf(wait: Wait): string[] {
  switch (wait.kind) {
    case 'signal':
    case 'message':
      return [`${wait.kind}:${wait.name}`];
    case 'call':
      return [`call:${wait.case}`];
    case 'trigger':
      return [`trigger:${wait.element}`];
    case 'timer':
    case 'people':
      return [wait.kind];
    case 'userTask':
    case 'clock':
      return wait.clocks ? ['clock'] : [];
    case 'condition':
      return ['condition', ...wait.names.map((name) => `condition:${name}`)];
    default:
      return [];
  }
}
/** When it has something to do by itself. */
export function alarmOf(wait: Wait | undefined): Instant | undefined {
  if (wait?.kind === 'timer') return wait.due;
  if (wait?.kind !== 'userTask' && wait?.kind !== 'clock') return undefined;
  let first: Instant | undefined;
  for (const { next } of wait.clocks ?? [])
    if (next !== undefined && (first === undefined || next < first)) first = next;
  return first;
}
const ownerOf = (wait: Wait) => ('token' in wait.owner ? wait.owner.token : wait.owner.scope);

export class Draft {
  readonly undo: (() => void)[] = [];
  readonly tokensIn = new Index();
  readonly waitsOf = new Index();
  readonly scopesIn = new Index();
  readonly incidentsOf = new Index();
  /** Waits by what may end them: `signal:name`, `message:name`, `call:case`, `trigger:element`, `timer`, `clock`, `condition`, `condition:variable`. */
  readonly waitsFor = new Index();
  /** Tokens standing in joins, by scope. */
  readonly joining = new Map<ScopeId, number>();
  /** How many tokens stand on a node, by scope and node; only beside inclusive and complex joins, which look there. */
  readonly occupied = new Map<ScopeId, Map<string, number>>();
  /** Ids that changed since the host last wrote this case; it clears them. */
  /** Tokens and waits that this occurrence has changed. */
  readonly stirred = new Set<TokenId>();
  readonly stirredWaits = new Set<WaitId>();
  readonly touched = { tokens: new Set<TokenId>(), waits: new Set<WaitId>() };
  readonly scopes: Table<Scope>;
  readonly tokens: Table<Token>;
  readonly waits: Table<Wait>;
  readonly incidents: Table<Incident>;
  meta: Meta;
  /** By `scope/gateway`, by incoming flow: the tokens standing there, oldest first. */
  readonly joins = new Map<string, Map<string, TokenId[]>>();
  readonly agenda: Work[][] = [[], [], [], [], [], []];
  private readonly heads = [0, 0, 0, 0, 0, 0];
  commands: Command[] = [];
  rows: Row[] = [];
  at: Instant = 0;
  by: string | undefined;
  /** Who is away, and is stood in for by `by`. */
  for: string | undefined;
  submission: string | undefined;
  request: string | undefined;
  env: Env = {};
  cause = 0;
  /** How far the work item at hand has come with its token; a fault is resolved from there. */
  phase: Phase = 'enter';
  evaluations = 0;
  /** Is at finding out which scopes of parameters hold. */
  readsScope = false;
  /** Has read parameters or calendars since the host last wrote this case; it clears this. */
  readsShop = false;
  /** What evaluations had spent when this occurrence began. */
  spentBefore = 0;
  /** Grows with every write and every join fired: a token that comes round without it moving can never stop. */
  progress = 0;
  /** By token and node: `progress` at its last entry. */
  readonly visits = new Map<string, number>();
  /** Tokens that undo finished work. */
  readonly undoing = new Set<TokenId>();
  /** Tokens that wait for a correction elsewhere. */
  readonly parked = new Set<TokenId>();
  /** Tokens at steps during which the clocks of others stand. */
  readonly pausing = new Set<TokenId>();
  /** By what clocks stood as they were last looked at. */
  standing = '';
  /** When the first timer or clock is due; undefined = to be looked up. */
  private earliest: Instant | undefined;
  /** Variable maps and lists that belong to this draft and may be changed in place. */
  private owned = new WeakSet<object>();

  readonly model: Compiled;

  constructor(model: Compiled, instance: Instance) {
    this.model = model;
    const { scopes, tokens, joins, waits, incidents, agenda, ...meta } = instance;
    this.meta = meta;
    for (const [key, slots] of Object.entries(joins))
      this.joins.set(key, new Map(Object.entries(slots).map(([flow, ids]) => [flow, [...ids]])));
    this.scopes = new Table(scopes, this.undo, (before, now) => {
      if (before?.parent !== now?.parent || !before || !now) {
        if (before?.parent) this.scopesIn.remove(before.parent, before.id);
        if (now?.parent) this.scopesIn.add(now.parent, now.id);
      }
    });
    this.tokens = new Table(tokens, this.undo, (before, now) => {
      this.touched.tokens.add((now ?? before)?.id as TokenId);
      this.stirred.add((now ?? before)?.id as TokenId);
      if (before?.scope !== now?.scope) {
        if (before) this.tokensIn.remove(before.scope, before.id);
        if (now) this.tokensIn.add(now.scope, now.id);
      }
      if (before?.state === 'joining') this.countJoining(before.scope, -1);
      if (now?.state === 'joining') this.countJoining(now.scope, 1);
      this.occupy(before, -1);
      this.occupy(now, 1);
      if (now?.undo) this.undoing.add(now.id);
      else if (before?.undo) this.undoing.delete(before.id);
      if (now?.parked) this.parked.add(now.id);
      else if (before?.parked) this.parked.delete(before.id);
      if (model.pauses.size > 0) {
        if (now && model.pauses.has(now.node)) this.pausing.add(now.id);
        else if (before) this.pausing.delete(before.id);
      }
    });
    this.waits = new Table(waits, this.undo, (before, now) => {
      this.touched.waits.add((now ?? before)?.id as WaitId);
      this.stirredWaits.add((now ?? before)?.id as WaitId);
      this.wakes(alarmOf(before), alarmOf(now));
      if (before && now && keysOf(before).length === keysOf(now).length) return;
      if (before) {
        this.waitsOf.remove(ownerOf(before), before.id);
        for (const key of keysOf(before)) this.waitsFor.remove(key, before.id);
      }
      if (now) {
        this.waitsOf.add(ownerOf(now), now.id);
        for (const key of keysOf(now)) this.waitsFor.add(key, now.id);
      }
    });
    this.incidents = new Table(incidents, this.undo, (before, now) => {
      if (before?.token) this.incidentsOf.remove(before.token, before.id);
      if (now?.token) this.incidentsOf.add(now.token, now.id);
    });
    for (const work of agenda) this.agenda[CLASS[work.do]]?.push(work);
    this.touched.tokens.clear();
    this.touched.waits.clear();
    this.undo.length = 0;
    this.standing = this.standingNow();
  }

  /** What clocks stand by; as long as it is the same, only clocks that are touched have to be looked at. */
  standingNow(): string {
    const { status } = this.meta;
    if (this.parked.size === 0 && this.pausing.size === 0) return status;
    return [status, ...byAge(this.parked), '', ...this.pausedSteps()].join(' ');
  }
  /** Steps whose clocks stand, as others wait meanwhile; `case`: that of the case. */
  pausedSteps(): string[] {
    const steps = [...this.pausing].flatMap((id) => this.model.pauses.get(this.tokens.must(id).node) ?? []);
    return [...new Set(steps)].sort();
  }
  private wakes(before: Instant | undefined, now: Instant | undefined) {
    if (this.earliest === undefined || before === now) return;
    if (before === this.earliest) this.earliest = undefined;
    else if (now !== undefined && now < this.earliest) this.earliest = now;
  }

  private countJoining(scope: ScopeId, by: number) {
    const count = (this.joining.get(scope) ?? 0) + by;
    if (count) this.joining.set(scope, count);
    else this.joining.delete(scope);
  }
  private occupy(token: Token | undefined, by: number) {
    if (!token || !this.model.nodes[token.node]?.holder.joins.length) return;
    const nodes = this.occupied.get(token.scope) ?? new Map<string, number>();
    this.occupied.set(token.scope, nodes);
    const count = (nodes.get(token.node) ?? 0) + by;
    if (count) nodes.set(token.node, count);
    else nodes.delete(token.node);
    if (nodes.size === 0) this.occupied.delete(token.scope);
  }
  node(id: string): Node {
    const node = this.model.nodes[id];
    if (!node) throw new Error(`no node ${id} in ${this.model.definition.key}`);
    return node;
  }
  /** When the first timer or clock is due; infinite where none runs. */
  nextDue(): Instant {
    if (this.earliest !== undefined) return this.earliest;
    let first = Number.POSITIVE_INFINITY;
    for (const kind of ['timer', 'clock'])
      for (const id of this.waitsFor.of(kind)) first = Math.min(first, alarmOf(this.waits.must(id)) ?? first);
    this.earliest = first;
    return first;
  }
  nextId(): string {
    return `k${(this.meta.nextId++).toString(36)}`;
  }
  push(work: Work) {
    this.agenda[CLASS[work.do]]?.push(work);
  }
  todo(work: { [K in Work['do']]: Omit<Extract<Work, { do: K }>, 'cause'> }[Work['do']]) {
    this.push({ ...work, cause: this.meta.seq } as Work);
  }
  shift(): Work | undefined {
    for (const [rank, queue] of this.agenda.entries()) {
      const head = this.heads[rank] as number;
      if (head === queue.length) continue;
      const work = queue[head];
      const done = head + 1;
      // Consumed items leave in one go, so that a long run costs constant time an item.
      if (done === queue.length || done > 1024) {
        queue.splice(0, done);
        this.heads[rank] = 0;
      } else this.heads[rank] = done;
      return work;
    }
    return undefined;
  }
  /** What is still to do, in order. */
  pending(): Work[] {
    return this.agenda.flatMap((queue, rank) => queue.slice(this.heads[rank]));
  }
  row(
    kind: RowKind,
    row: { element?: string; token?: TokenId; scope?: ScopeId; why?: Why; data?: Value } = {},
  ): number {
    const seq = ++this.meta.seq;
    this.rows.push({
      seq,
      at: this.at,
      kind,
      ...row,
      ...(row.why?.is === 'person' &&
        (this.for !== undefined || this.submission !== undefined) && {
          why: {
            ...row.why,
            ...(this.for !== undefined && { for: this.for }),
            ...(this.submission !== undefined && { submission: this.submission }),
          },
        }),
      ...(this.by !== undefined && { by: this.by }),
      cause: this.cause,
    });
    return seq;
  }
  emit(command: { [K in Command['type']]: Omit<Extract<Command, { type: K }>, 'seq'> }[Command['type']]) {
    this.commands.push({ ...command, seq: this.meta.seq } as Command);
  }
  own<T extends Variables | unknown[]>(given: T): T {
    if (this.owned.has(given)) return given;
    const copy = (Array.isArray(given) ? [...given] : { ...given }) as T;
    this.owned.add(copy);
    return copy;
  }
  /** Changes an owned list in place: takes `count` items out at `at`, puts others there. */
  splice<T>(list: T[], at: number, count: number, ...items: T[]) {
    const gone = list.splice(at, count, ...items);
    this.undo.push(() => list.splice(at, items.length, ...gone));
  }
  /** The map will be read later as it is now: the next write copies it. */
  freeze(variables: Variables) {
    this.owned.delete(variables);
  }
  write(variables: Variables, name: string, value: Value) {
    const had = Object.hasOwn(variables, name);
    const before = variables[name] as Value;
    variables[name] = value;
    this.undo.push(() => {
      if (had) variables[name] = before;
      else delete variables[name];
    });
  }
  private slotsOf(key: string): Map<string, TokenId[]> {
    const known = this.joins.get(key);
    if (known) return known;
    const slots = new Map<string, TokenId[]>();
    this.joins.set(key, slots);
    return slots;
  }
  /** A token has come to a join by `flow`. */
  arrive(key: string, flow: string, token: TokenId) {
    const slots = this.slotsOf(key);
    const queue = slots.get(flow);
    if (queue) queue.push(token);
    else slots.set(flow, [token]);
    this.undo.push(() => this.pull(key, flow, token));
  }
  /** Takes a token out of the slots of a join, wherever it stands in the queue. */
  depart(key: string, flow: string, token: TokenId) {
    const at = this.pull(key, flow, token);
    this.undo.push(() => {
      const slots = this.slotsOf(key);
      const queue = slots.get(flow) ?? [];
      queue.splice(at, 0, token);
      slots.set(flow, queue);
    });
  }
  private pull(key: string, flow: string, token: TokenId): number {
    const slots = this.joins.get(key);
    const queue = slots?.get(flow);
    const at = queue?.indexOf(token) ?? -1;
    if (!slots || !queue || at < 0) return 0;
    queue.splice(at, 1);
    if (queue.length === 0) slots.delete(flow);
    if (slots.size === 0) this.joins.delete(key);
    return at;
  }

  mark(): Mark {
    this.undo.length = 0;
    return {
      meta: { ...this.meta },
      commands: this.commands.length,
      rows: this.rows.length,
      queues: this.agenda.map((queue) => queue.length),
      progress: this.progress,
    };
  }
  rollback(mark: Mark) {
    for (let index = this.undo.length - 1; index >= 0; index--) this.undo[index]?.();
    this.undo.length = 0;
    this.meta = mark.meta;
    this.commands.length = mark.commands;
    this.rows.length = mark.rows;
    this.progress = mark.progress;
    for (const [rank, queue] of this.agenda.entries()) queue.length = mark.queues[rank] as number;
  }

  plain(): Instance {
    this.owned = new WeakSet();
    return {
      ...this.meta,
      scopes: this.scopes.plain(),
      tokens: this.tokens.plain(),
      joins: Object.fromEntries(
        [...this.joins].map(([key, slots]) => [
          key,
          Object.fromEntries([...slots].map(([flow, ids]) => [flow, [...ids]])),
        ]),
      ),
      waits: this.waits.plain(),
      incidents: this.incidents.plain(),
      agenda: this.pending(),
    };
  }

  /** The token stands still with an incident until someone resolves it. */
  openIncident(
    token: Token | undefined,
    scope: ScopeId,
    element: string,
    kind: IncidentKind,
    phase: Phase,
    message: Message | string,
    detail?: Value,
  ) {
    const incident: Incident = {
      id: this.nextId(),
      kind,
      element,
      ...(token && { token: token.id }),
      scope,
      phase,
      message,
      ...(detail !== undefined && { detail }),
      at: this.at,
    };
    // A token in a join keeps its place there.
    if (token && token.state !== 'joining') this.tokens.set({ ...token, state: 'incident' });
    this.incidents.set(incident);
    this.row('incident', {
      element,
      ...(token && { token: token.id }),
      scope,
      data: { kind, phase, message: message as Value, ...(detail !== undefined && { detail }) },
    });
    this.emit({ type: 'openIncident', incident, ...(token && { token: token.id }) });
  }
}

type Mark = { meta: Meta; commands: number; rows: number; queues: number[]; progress: number };
