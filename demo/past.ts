// The days behind the demo: orders come, the world answers, people work in their hours, all on the pure core and into the real tables.
import os from 'node:os';
import type { Connector } from '../activities/call-service.ts';
import { connectors } from '../activities/connectors/index.ts';
import type { Instance, Variables } from '../bpmn/instance.ts';
import { casesOf, definitionOf } from '../db/cases.ts';
import type { Sql } from '../db/connect.ts';
import {
  idOfUsername,
  onShelf,
  openTasks,
  outboxIsEmpty,
  type PastTask,
  peopleByRef,
  placesOf,
} from '../db/demo-shop.ts';
import { nextDueHost, overdueHosts } from '../db/hosts.ts';
import { familyOf, nextCaseNumber } from '../db/new-case.ts';
import { publishedVersion } from '../db/processes.ts';
import { recordByKey } from '../db/records.ts';
import { clockAt, openClockAt } from '../db/settings.ts';
import { claimTask } from '../db/tasks.ts';
import { asHimself } from '../db/ways.ts';
import { receiveMessage } from '../dispatch/messages.ts';
import { carryOutbox } from '../dispatch/outbox.ts';
import { storeAndSend } from '../dispatch/send.ts';
import { startDue } from '../dispatch/starts.ts';
import { validate } from '../forms/validate.ts';
import { chance, SandboxTable } from '../sandbox/table.ts';
import { sayings } from '../sandbox/world.ts';
import { hostOf } from '../workflows/messages.ts';
import { BEGUN, type Begun } from './begun.ts';
import { ordersOfThePast } from './buyers.ts';
import { DAY, LOOKS_BACK, OPENS } from './calendar.ts';
import { ARTICLES, SUPPLIERS } from './catalogue.ts';
import { filledIn } from './hands.ts';
import { createQuickDoor } from './quick-door.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What happens within so long happens at once. */
const GRAIN = 15 * MINUTE;
const TABLE = SandboxTable.parse({ seed: 1126, taskDelay: [10, 120] });

export type Lived = { orders: number; left: Record<string, number> };

/** Stand-ins do what is done outside. In the last evening nobody could be told anything for some hours. */
function outside(sql: Sql, now: () => number): Record<string, Connector> {
  const all = connectors({ sql, secret: 'of a past that calls nobody', filesDir: os.tmpdir() }, true);
  const notify = all['notify.buyer'] as Connector;
  return {
    ...all,
    'notify.buyer': async (call, signal) => {
      if (now() > OPENS - 15 * HOUR && now() < OPENS - 3 * HOUR) throw new Error('短信通道没有应答');
      return notify(call, signal);
    },
  };
}

export async function livePast(sql: Sql, { days = LOOKS_BACK, say = (_line: string) => {} } = {}): Promise<Lived> {
  const people = await peopleByRef(sql);
  const agenda = new Map<number, (() => Promise<unknown>)[]>();
  const plan = (at: number, work: () => Promise<unknown>): void => {
    const slot = Math.ceil(at / GRAIN) * GRAIN;
    agenda.set(slot, [...(agenda.get(slot) ?? []), work]);
  };
  const amounts = new Map<string, number>();
  const known = new Set<string>();
  const left: Record<string, number> = {};
  let now = OPENS - (days + 1) * DAY;
  const door = createQuickDoor(
    sql,
    outside(sql, () => now),
  );

  const tell = (id: string, name: string, key: string, variables: Record<string, unknown>) =>
    receiveMessage(sql, door, { id, name, key, variables: variables as never });

  const orders = ordersOfThePast(TABLE, days);
  for (const { at, orderNo, amount, variables } of orders) {
    amounts.set(orderNo, amount);
    plan(at, () => tell(`past:created:${orderNo}`, 'order.created', orderNo, variables));
  }

  for (const begun of BEGUN) if (begun.at > now) plan(begun.at, () => begin(begun));

  async function begin({ at, by: username, process, element, variables: given }: Begun): Promise<void> {
    const definition = await definitionOf(sql, process);
    const by = await idOfUsername(sql, username);
    if (!definition || !by) throw new Error(`${username} cannot begin ${process}`);
    const id = `past:begun:${process}:${at}:${given.sku?.key ?? username}`;
    const businessKey = await nextCaseNumber(sql, process, definition.zf.businessKey);
    const family = familyOf(process, businessKey ?? 'case', id);
    const { version } = definition;
    const variables = { ...given, ...(given.sku && { sku: await goodsAsSeen(given.sku.key) }) };
    const body = { do: 'start', key: process, version, element, variables: variables as Variables } as const;
    await storeAndSend(sql, door, {
      ...{ id, host: hostOf(family), family, case: family, by },
      body: { ...body, ...(businessKey !== undefined && { businessKey }) },
    });
  }

  async function goodsAsSeen(code: string) {
    const goods = await recordByKey(sql, 'sku', code);
    if (!goods) throw new Error(`no ${code}`);
    const { key, rev, title, values } = goods;
    return { ref: `sku/${key}`, key, rev, title, price: values.price ?? null };
  }

  /** As the person would, who is free first; a step that nobody here can fill in stays open. */
  async function work(task: PastTask): Promise<void> {
    const version = await publishedVersion(sql, task.key, task.version);
    const form = task.form ? version?.forms[task.form] : undefined;
    const held = (await casesOf(sql, [task.family])).find((instance) => instance.case === task.case);
    const seen = { ...(held && variablesAt(held, task.wait)), ...task.locals };
    const filled = await filledIn(TABLE, task, seen, { now, shelf: (sku) => onShelf(sql, sku) });
    const { values, errors } = form
      ? validate(form, filled, await clockAt(sql, now), seen)
      : { values: {}, errors: [] };
    const by = someoneOf(task);
    if (errors.length || !by) {
      const step = `${task.key}/${task.element}`;
      left[step] = (left[step] ?? 0) + 1;
      return;
    }
    await storeAndSend(sql, door, {
      id: `past:${task.id}`,
      host: task.host,
      family: task.family,
      case: task.case,
      by,
      body: { do: 'occur', occurrence: { type: 'taskCompleted', task: task.wait, variables: values } },
    });
    // A supplier who was called promises anew.
    if (task.element === 'chase') known.delete(`${task.case} shipment_arriving`);
  }

  const someoneOf = (task: PastTask): string | undefined => {
    const hands = [...new Set(task.refs.flatMap((ref) => people.get(ref) ?? []))];
    return hands[Math.floor(chance(TABLE, task.id, 'who') * hands.length)];
  };

  /** Somebody has it in hand, and did not get to it. */
  async function take(task: PastTask): Promise<void> {
    const person = someoneOf(task);
    if (person) await claimTask(sql, task.id, { person, ways: asHimself(person, task.refs), at: now });
  }

  /** Plans what people and the world will do about what stands open now. */
  async function look(): Promise<void> {
    for (const task of await openTasks(sql)) {
      if (known.has(task.id)) continue;
      known.add(task.id);
      // A few lie: they are what is late when the demo opens. What came before the manager in the evening waits for the morning.
      if (now > OPENS - DAY && chance(TABLE, task.id, 'lies') < 0.15) {
        if (!task.refs.includes('role:store-manager') && chance(TABLE, task.id, 'held') < 0.6) await take(task);
        continue;
      }
      if (now > OPENS - 16 * HOUR && task.refs.includes('role:store-manager')) continue;
      plan(inHours(now + delayOf(task.id)), () => work(task));
    }
    for (const { id, process, key, element } of await placesOf(sql, ['order-fulfilment', 'restock'])) {
      const place = `${id} ${element}`;
      if (known.has(place)) continue;
      known.add(place);
      for (const { after, message, variables, once } of process === 'restock'
        ? delivery(key, element, now)
        : sayings(TABLE, key, element))
        plan(now + after, () => tell(`past:${id}:${once}`, message, key, paid(key, message, variables)));
    }
  }

  const paid = (key: string, message: string, variables: Record<string, unknown> = {}) =>
    message === 'payment.received' ? { ...variables, amountPaid: amounts.get(key) ?? 0 } : variables;

  async function settle(): Promise<void> {
    while (!(await outboxIsEmpty(sql))) if ((await carryOutbox(sql, door, 20)) === 0) return;
  }

  let said = 0;
  for (;;) {
    const due = await nextDueHost(sql, OPENS);
    const planned = Math.min(...agenda.keys());
    const next = Math.max(now, Math.min(planned, due ? Math.ceil(due.due / GRAIN) * GRAIN : Number.POSITIVE_INFINITY));
    if (next > OPENS) break;
    now = next;
    await openClockAt(sql, now, 0);
    const late = await overdueHosts(sql, now, 200);
    await together(
      late.map(
        ({ host, family }) =>
          () =>
            door.send(host, { id: `past:due:${now}:${family}`, family, case: family, body: { do: 'touch' } }),
      ),
    );
    const things = agenda.get(now) ?? [];
    agenda.delete(now);
    await together(things);
    await startDue(sql, door);
    await settle();
    await look();
    const day = Math.floor((now - (OPENS - (days + 1) * DAY)) / DAY);
    if (day === said) continue;
    said = day;
    say(`day ${day} of ${days + 1}`);
  }
  await openClockAt(sql, OPENS, 1);
  return { orders: orders.length, left };
}

/** What a step shows: the variables of its scopes and of the steps around it, inner ones over outer ones. */
function variablesAt({ scopes, tokens, waits }: Instance, wait: string): Variables {
  const owner = waits[wait]?.owner;
  const token = owner && 'token' in owner ? tokens[owner.token] : undefined;
  const seen: (Variables | undefined)[] = [];
  for (let at = token; at; ) {
    const scope = scopes[at.scope];
    seen.unshift(scope?.variables, at.locals);
    at = scope?.owner ? tokens[scope.owner] : undefined;
  }
  return Object.assign({}, ...seen);
}

/** What a supplier says to an order: most keep what they have promised. */
function delivery(key: string, element: string, now: number) {
  if (element !== 'shipment_arriving') return [];
  const draw = (what: string) => chance(TABLE, key, now, what);
  const article = ARTICLES.find(({ code }) => key.endsWith(code));
  const [, , leadDays] = SUPPLIERS.find(([name]) => name === article?.supplier) ?? SUPPLIERS[0];
  const shipment = `DB${Math.floor(draw('shipment') * 1e10)}`;
  return [
    {
      after: leadDays * (0.55 + 0.5 * draw('arrives')) * DAY,
      message: 'shipment.arriving',
      variables: { shipment },
      once: `arriving:${shipment}`,
    },
  ];
}

async function together(things: (() => Promise<unknown>)[]): Promise<void> {
  const queue = things.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const thing of queue) await thing();
    }),
  );
}

const delayOf = (task: string): number => {
  const [from, to] = TABLE.taskDelay;
  return (from + (to - from) * chance(TABLE, 'delay', task)) * MINUTE;
};

/** People work from 9 to 21. */
function inHours(at: number): number {
  const hour = ((at + 8 * HOUR) % DAY) / HOUR;
  if (hour < 9) return at + (9 - hour) * HOUR;
  return hour > 21 ? at + (33 - hour) * HOUR : at;
}
