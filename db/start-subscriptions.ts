// What begins cases from outside: the start events of the newest versions, a row each (BPMN 2.0.2 10.5.2).
import type { Trigger } from '../bpmn/compile.ts';
import type { Definition } from '../bpmn/definition.ts';
import { startsOf, startTimer, textOf } from '../bpmn/deploy.ts';
import type { Timer } from '../bpmn/timer.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Sql, Transaction } from './connect.ts';
import { readShop } from './settings.ts';

/** A start event of a process and the version that a case begun there runs. */
export type Start = { key: string; element: string; version: number };
/** With the hosting that its host's id is computed from. */
export type HostedStart = Start & { hosting: Definition['zf']['hosting'] };

/** The start events of a version take the place of those before it. */
export async function replaceStarts(tx: Transaction, definition: Definition): Promise<void> {
  await tx`delete from start_subscription where key = ${definition.key}`;
  const { clock, env } = await readShop(tx);
  const now = shopTime(clock, Date.now());
  for (const { element, trigger } of startsOf(definition)) {
    const row = startRow(trigger, now, env.zone);
    if (row)
      await tx`insert into start_subscription ${tx({ key: definition.key, element, kind: trigger.kind, ...row })}`;
  }
}

type TimerColumns = { [column in Exclude<keyof Timer, 'every' | 'zone'>]: number | null } & {
  every: string | null;
  zone: string | null;
};
type StartColumns = { name: string | null; spec: string | null } & TimerColumns;
const NO_TIMER: TimerColumns = { due: null, every: null, left: null, until: null, first: null, turn: null, zone: null };
const NOTHING: StartColumns = { name: null, spec: null, ...NO_TIMER };

function startRow(trigger: Trigger, now: number, zone: string | undefined): StartColumns | undefined {
  switch (trigger.kind) {
    case 'none':
      return NOTHING;
    case 'message':
      return {
        ...NOTHING,
        name: textOf(trigger.name, now, zone),
        spec: trigger.when?.feel ? `=${trigger.when.feel.text}` : null,
      };
    case 'signal':
      return { ...NOTHING, name: textOf(trigger.name, now, zone) };
    case 'condition':
      return { ...NOTHING, spec: `=${trigger.condition.feel?.text ?? 'false'}` };
    case 'timer': {
      const spec = textOf(trigger.spec, now, zone);
      return { ...NOTHING, spec, ...startTimer(spec, now, zone) };
    }
    default:
      return undefined;
  }
}

/** `heard`: FEEL on the message; `number`: how the process numbers its cases. */
export type NumberedStart = HostedStart & { number: string | null };
export type MessageStart = NumberedStart & { heard: string | null };
/** Where messages of this name may begin a case. */
export const messageStarts = (sql: Sql, name: string): Promise<MessageStart[]> => sql<MessageStart[]>`
  select s.key, s.element, p.latest as version, d.hosting, s.spec as heard, d.definition->'zf'->>'businessKey' as number
  from start_subscription s join process p on p.key = s.key join definition d on d.key = p.key and d.version = p.latest
  where s.kind = 'message' and s.name = ${name} and not p.archived order by s.key, s.element`;

/** Where a signal begins cases: everywhere it is named. */
export const signalStarts = (sql: Sql, name: string): Promise<NumberedStart[]> => sql<NumberedStart[]>`
  select s.key, s.element, p.latest as version, d.hosting, d.definition->'zf'->>'businessKey' as number
  from start_subscription s join process p on p.key = s.key join definition d on d.key = p.key and d.version = p.latest where s.kind = 'signal' and s.name = ${name} and not p.archived`;

/** `spec`: the condition as FEEL text. */
export type ConditionStart = NumberedStart & { spec: string };
export const conditionStarts = (sql: Sql): Promise<ConditionStart[]> => sql<ConditionStart[]>`
  select s.key, s.element, s.spec, p.latest as version, d.hosting, d.definition->'zf'->>'businessKey' as number
  from start_subscription s join process p on p.key = s.key join definition d on d.key = p.key and d.version = p.latest
  where s.kind = 'condition' and not p.archived order by s.key, s.element`;

/** A start timer that is due, with its text as the model has it (`spec`) and as it stands now (`timer`). */
export type DueStart = NumberedStart & { spec: string; timer: Timer };
type TimerRow = Omit<DueStart, 'timer'> & TimerColumns & { due: number };

/** Start timers due by shop time `now`, kept from other dispatchers until the transaction ends. */
export async function lockDueStarts(tx: Transaction, now: number): Promise<DueStart[]> {
  const rows = await tx<TimerRow[]>`
    select s.key, s.element, s.spec, s.due, s.every, s."left", s.until, s."first", s.turn, s.zone, p.latest as version, d.hosting, d.definition->'zf'->>'businessKey' as number
    from start_subscription s join process p on p.key = s.key join definition d on d.key = p.key and d.version = p.latest
    where s.due <= ${now} and not p.archived order by s.due limit 20 for update of s skip locked`;
  return rows.map(({ due, every, left, until, first, turn, zone, ...start }) => ({
    ...start,
    timer: {
      due,
      ...(every !== null && { every }),
      ...(left !== null && { left }),
      ...(until !== null && { until }),
      ...(first !== null && { first }),
      ...(turn !== null && { turn }),
      ...(zone !== null && { zone }),
    },
  }));
}

/** Sets a start timer to its following due instant; null = it begins nothing more. */
export async function moveStart(tx: Transaction, start: DueStart, following: Timer | null): Promise<void> {
  await tx`
    update start_subscription set due = ${following?.due ?? null}, "left" = ${following?.left ?? null}, turn = ${following?.turn ?? null}
    where key = ${start.key} and element = ${start.element} and kind = 'timer' and spec = ${start.spec}`;
}

export type ArmedStart = { key: string; element: string; due: number };
/** Start timers that will still begin a case, by shop time. */
export const armedStarts = (sql: Sql): Promise<ArmedStart[]> =>
  sql<ArmedStart[]>`select key, element, due from start_subscription where kind = 'timer' and due is not null`;
