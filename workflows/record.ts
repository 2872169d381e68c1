// What one turn writes: cases with their state, rows, tasks, waits, answers. Built here, written by the activity `record`.

import { expr } from '../bpmn/compile.ts';
import type { Draft } from '../bpmn/draft.ts';
import { type Command, ROOT, type Row, type Shown, type Variables } from '../bpmn/instance.ts';
import { commit } from '../bpmn/step.ts';
import { evaluate, read } from '../bpmn/variables.ts';
import type { Value } from '../feel/value.ts';
import { beginning } from '../feel/well-formed.ts';
import { toText } from '../words/message.ts';
import type { CommandBody, HostAnswer, HostConfig } from './messages.ts';

export type TaskRow = {
  id: string;
  wait: string;
  element: string;
  name: string;
  texts: object;
  form: string | null;
  summary: { name: string; value: unknown }[];
  locals: Variables | null;
  /** As the model names them; `record` finds whom that means. */
  assignee: string | null;
  offers: string[];
  /** References of people who may not do it. */
  excluded: string[];
  /** Who is away, where the assignee has it for him. */
  for?: string;
  /** References of people who stand in for nobody here. */
  no_proxy?: string[];
  /** It is spread among several: under this step, and of what the same one is to get again. */
  spread?: { step: string; key: string | null };
  priority: number;
  due: number;
  response: boolean;
  left: number | null;
};
export type CaseRow = {
  id: string;
  family: string;
  /** Sequence number that the host believes Postgres to hold; 0 = no such case. */
  expect: number;
  seq: number;
  changed: boolean;
  /** Read what the shop may change at any time: it must still stand as the host knows it. */
  shop?: true;
  rows?: Row[];
  [column: string]: unknown;
};
export type AnswerRow = {
  id: string;
  host: string;
  family: string;
  case: string;
  by: string | null;
  body: CommandBody;
  answer: HostAnswer;
};
/** `shop`: the revision of the shop's settings that the host has read. */
export type Turn = { at: number; shop: number; digest: string; cases: CaseRow[]; answers: AnswerRow[] };
export type Recorded = {
  digest: string;
  /** Families that Postgres holds otherwise than the host believed; nothing of theirs was written. */
  lost: string[];
  taken: { id: string; family: string; other: string }[];
  /** Tasks for people of whom the directory knows none. */
  unassigned: { family: string; case: string; task: string }[];
  /** Families of which something cannot be stored; their commands are answered so. */
  refused: string[];
  /** Answers given before to requests of this turn. */
  answers: Record<string, HostAnswer>;
};

/** Later than any date: sorts tasks without a limit last. */
export const NEVER = 8_640_000_000_000_000;

/** FNV-1a, 32 bits: enough to notice that a replay took another way. */
export function digestOf(texts: string[]): string {
  let hash = 0x811c9dc5;
  for (const text of texts) {
    for (let index = 0; index < text.length; index++) {
      hash ^= text.charCodeAt(index);
      hash = Math.imul(hash, 0x01000193);
    }
  }
  return (hash >>> 0).toString(16);
}

export function caseRow(
  config: HostConfig,
  d: Draft,
  expect: number,
  commands: Command[],
): { row: CaseRow; state: string } {
  const { meta } = d;
  const base = { id: meta.case, family: meta.root, expect, seq: meta.seq, ...(d.readsShop && { shop: true as const }) };
  if (meta.seq === expect) return { row: { ...base, changed: false }, state: '' };
  const state = JSON.stringify(commit(d));
  const due = nextDue(d);
  return {
    state,
    row: {
      ...base,
      changed: true,
      host: config.host,
      key: meta.definition.key,
      version: meta.definition.version,
      business_key: meta.businessKey ?? null,
      parent: meta.parent?.case ?? null,
      status: meta.status,
      outcome: meta.outcome ?? null,
      title: titleOf(d, d.model.definition.zf.title),
      titles: titlesOf(d),
      subject: subjectOf(d),
      starter: meta.starter ?? null,
      // Only where the model says so: the row of a turn is as short as it can be.
      ...(d.model.definition.zf.private && {
        private: true,
        watchers: (d.model.definition.zf.watchers ?? []).map((ref) => (/^\w+:/.test(ref) ? ref : `role:${ref}`)),
      }),
      started_at: meta.startedAt,
      ended_at: meta.status === 'ended' ? d.at : null,
      due: due === Number.POSITIVE_INFINITY ? null : due,
      state,
      rows: commands.flatMap((command) => (command.type === 'record' ? command.rows : [])) satisfies Row[],
      tokens: tokens(d),
      subscriptions: subscriptions(d),
      tasks: tasks(d, commands),
      ...incidents(d, commands),
      outbox: commands.flatMap(outboxRow),
    },
  };
}

/** A case that is held has no clock. */
export const nextDue = (d: Draft): number => (d.meta.status === 'running' ? d.nextDue() : Number.POSITIVE_INFINITY);

function tokens(d: Draft) {
  const set: { id: string; element: string; state: string }[] = [];
  const gone: string[] = [];
  for (const id of d.touched.tokens) {
    const token = d.tokens.get(id);
    if (token) set.push({ id, element: token.node, state: token.state });
    else gone.push(id);
  }
  return { set, gone };
}

function subscriptions(d: Draft) {
  const set: object[] = [];
  const gone: string[] = [];
  for (const id of d.touched.waits) {
    const wait = d.waits.get(id);
    const base = { wait: id, kind: wait?.kind, element: wait?.element, name: null, key: null, due: null };
    if (!wait) gone.push(id);
    else if (wait.kind === 'message')
      set.push({
        ...base,
        name: wait.name,
        key: wait.key ?? d.meta.businessKey ?? null,
        ...listening(d, wait.element),
      });
    else if (wait.kind === 'signal') set.push({ ...base, name: wait.name });
    else if (wait.kind === 'timer') set.push({ ...base, due: wait.due });
    else if (wait.kind === 'trigger' || wait.kind === 'condition' || wait.kind === 'job')
      set.push({ ...base, name: wait.element });
  }
  return { set, gone };
}

/** Only where the model says something of it: the row of a turn is as short as it can be. */
function listening(d: Draft, element: string): { heard?: string; oldest?: true } {
  const { zf } = d.node(element).element;
  return { ...(zf?.when && { heard: zf.when }), ...(zf?.onAmbiguous === 'oldest' && { oldest: true }) };
}

function tasks(d: Draft, commands: Command[]) {
  const id = (wait: string) => `${d.meta.case}:${wait}`;
  const open: TaskRow[] = [];
  const closed: object[] = [];
  const withdrawn: object[] = [];
  const moved: object[] = [];
  const offered: object[] = [];
  const given: object[] = [];
  const reopened: object[] = [];
  const urged: object[] = [];
  // In the order in which they were told to stand and to go on: the last word counts.
  const parked = new Map<string, { id: string; parked: boolean }>();
  for (const command of commands) {
    // Opened and gone within one turn: nobody could have seen it.
    if (command.type === 'createTask' && d.waits.get(command.task)) open.push(taskRow(d, id(command.task), command));
    else if (command.type === 'closeTask')
      closed.push({
        id: id(command.task),
        by: command.by ?? null,
        request: command.request ?? null,
        verdict: command.verdict ?? null,
      });
    // People may have been at it.
    else if (command.type === 'cancelService') withdrawn.push({ id: id(command.wait), why: 'left' });
    else if (command.type === 'withdrawTask') withdrawn.push({ id: id(command.task), why: command.why });
    else if (command.type === 'clockTask') moved.push({ id: id(command.task), ...clockOf(command.clock) });
    else if (command.type === 'offerTask')
      offered.push({
        id: id(command.task),
        element: d.waits.get(command.task)?.element ?? null,
        offers: command.offers,
      });
    else if (command.type === 'parkTask') parked.set(command.task, { id: id(command.task), parked: true });
    else if (command.type === 'unparkTask') parked.set(command.task, { id: id(command.task), parked: false });
    else if (command.type === 'urgeTask') urged.push({ id: id(command.task), by: command.by });
    else if (command.type === 'reopenTask') reopened.push({ id: id(command.task) });
    else if (command.type === 'giveTask')
      given.push({
        id: id(command.task),
        element: d.waits.get(command.task)?.element ?? null,
        to: command.to,
        by: command.by ?? null,
        comment: command.comment ?? null,
        asker: command.asker ?? null,
        ...(command.for !== undefined && { for: command.for }),
      });
  }
  return {
    open,
    closed,
    withdrawn,
    moved,
    ...(offered.length > 0 && { offered }),
    ...(given.length > 0 && { given }),
    ...(urged.length > 0 && { urged }),
    ...(reopened.length > 0 && { reopened }),
    ...(parked.size > 0 && { parked: [...parked.values()] }),
  };
}

/** As a list shows it: when it is due, and whether somebody only has to look by then; how much is left while it stands. */
const clockOf = ({ due, response, left, escalated }: Shown = {}) => ({
  due: due ?? NEVER,
  response: response ?? false,
  left: left ?? null,
  escalated: escalated ?? false,
});

/** A record is said by its name. */
const named = (value: Value | undefined): Value | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && 'key' in value && 'title' in value
    ? (value.title ?? value.key)
    : value;

function taskRow(d: Draft, id: string, command: Extract<Command, { type: 'createTask' }>): TaskRow {
  const node = d.node(command.element);
  const zf = node.element.zf;
  const token = command.token ? d.tokens.get(command.token) : undefined;
  const place = { scope: token?.scope ?? ROOT, ...(token && { token }) };
  return {
    id,
    wait: command.task,
    element: command.element,
    name: node.element.name ?? node.id,
    texts: zf?.text ?? {},
    form: zf?.form ?? null,
    summary: (zf?.summary ?? d.model.definition.zf.summary ?? []).slice(0, 5).flatMap((name) => {
      const value = named(read(d, place, name));
      return value === undefined || value === null || typeof value === 'object' ? [] : [{ name, value }];
    }),
    locals: command.locals ?? null,
    assignee: command.person ?? null,
    offers: command.offers,
    excluded: (command.excluded ?? []).map((person) => `person:${person}`),
    ...(command.for !== undefined && { for: command.for }),
    ...(command.spread && { spread: { step: `${d.meta.definition.key}/${node.id}`, key: command.spread.key ?? null } }),
    ...(command.notInstead !== undefined && { no_proxy: [`person:${command.notInstead}`] }),
    priority: command.priority ?? 50,
    ...clockOf(command.clock),
  };
}

function incidents(d: Draft, commands: Command[]) {
  const open: object[] = [];
  const closed: object[] = [];
  for (const command of commands) {
    if (command.type === 'openIncident') {
      const { id, element, kind, message, detail } = command.incident;
      open.push({ id, element, kind, message: toText(message), detail: detail ?? null });
    } else if (command.type === 'closeIncident') closed.push({ id: command.incident, why: command.why });
  }
  return { incidents: d.incidents.size, incident: { open, closed } };
}

function outboxRow(command: Command): { kind: string; body: string }[] {
  if (command.type === 'publish')
    return [
      {
        kind: 'publish',
        body: JSON.stringify({
          message: command.message,
          key: command.key ?? null,
          variables: command.variables,
          ...(command.ttl !== undefined && { ttl: command.ttl }),
          element: command.element,
          seq: command.seq,
        }),
      },
    ];
  if (command.type === 'broadcast')
    return [
      {
        kind: 'broadcast',
        body: JSON.stringify({
          signal: command.signal,
          businessKey: command.businessKey,
          variables: command.variables,
          seq: command.seq,
        }),
      },
    ];
  // Who is meant, and how they are told, the dispatcher finds.
  if (command.type === 'notify' || command.type === 'copy' || command.type === 'say') {
    const { type: kind, token: _token, ...body } = command;
    return [{ kind, body: JSON.stringify(body) }];
  }
  return [];
}

/** In other languages, by language; null: in none. */
function titlesOf(d: Draft): Record<string, string> | null {
  const titles = Object.entries(d.model.definition.zf.text ?? {}).flatMap(([language, { title: said }]) => {
    const title = titleOf(d, said);
    return title === null ? [] : [[language, title]];
  });
  return titles.length > 0 ? Object.fromEntries(titles) : null;
}

/** What lists call this case: the process's title expression, once it can be read. */
function titleOf(d: Draft, title: string | undefined): string | null {
  const value = title && unspent(d, title);
  return typeof value === 'string' ? beginning(value, 300) : null;
}

/** The record that it is about, as soon as its key is known. */
function subjectOf(d: Draft): string | null {
  const { subject, subjectKey } = d.model.definition.zf;
  const key = subject && subjectKey && unspent(d, subjectKey);
  return typeof key === 'string' && key !== '' ? `${subject}/${beginning(key, 200)}` : null;
}

/** Read at the root for lists alone: it counts against nobody. */
function unspent(d: Draft, text: string): unknown {
  const spent = d.evaluations;
  const { value, warnings } = evaluate(d, { scope: ROOT }, expr(text));
  d.evaluations = spent;
  return warnings.length === 0 ? value : undefined;
}
