// Hosts of cases in this process, without Temporal: for a past that is lived through in minutes. The turn is that of workflows/case-host.ts:
// read, step, record, perform; nobody else writes meanwhile, so nothing is lost and nothing is kept in memory.
import { BusinessError, type Connector, HANDED_OVER, Hopeless, NotBegun } from '../activities/call-service.ts';
import { hostActivities } from '../activities/host.ts';
import type { Draft } from '../bpmn/draft.ts';
import type { Command, Occurrence } from '../bpmn/instance.ts';
import { advance, type Effect, type Population, resolveCall, timers } from '../bpmn/population.ts';
import { withGiven } from '../bpmn/spread.ts';
import type { Sql } from '../db/connect.ts';
import type { Door } from '../dispatch/door.ts';
import { shopTime } from '../workflows/clock.ts';
import { createFamilies } from '../workflows/families.ts';
import { type Envelope, type HostAnswer, nameOf } from '../workflows/messages.ts';
import { type CaseCommands, composeTurn, type Item } from '../workflows/turn.ts';

type Invoke = Extract<Command, { type: 'invokeService' }>;
const NONE = { resume() {}, forget() {} };

export function createQuickDoor(sql: Sql, connectors: Record<string, Connector>): Door {
  const activities = hostActivities(sql);

  async function send(host: string, envelope: Envelope, more = 5): Promise<HostAnswer> {
    const config = { host, hosting: 'dedicated' } as const;
    const families = createFamilies(config, NONE, activities.open);
    const { body, family } = envelope;
    await families.open(
      body.do === 'start'
        ? { families: [], definitions: [{ key: body.key, which: { version: body.version } }] }
        : { families: [family] },
    );
    const { population, stored } = families;
    let said: HostAnswer = { ok: true };
    for (let todo: Item[] = [{ kind: 'command', family, case: envelope.case, envelope, give() {} }]; ; ) {
      const at = shopTime(families.clock, Date.now());
      const issued: CaseCommands = new Map();
      population.given = [];
      const answers = new Map<Item, HostAnswer>();
      const take = async (effects: Effect[]): Promise<void> => {
        for (const { case: id, command } of effects) {
          if (command.type === 'resolvePeople') {
            const { people = [] } = await families.open({ families: [], people: command.asked });
            const known = people.map((list, n) => withGiven(command.asked[n]?.facts, list, population.given));
            await feed(id, { type: 'peopleResolved', at, task: command.wait, people: known });
          } else if (command.type === 'callProcess') {
            const { process, which } = command;
            await families.open({ families: [], definitions: [{ key: process, ...(which && { which }) }] });
            await take(resolveCall(population, at, id, command, population.definitions(process, which)).effects);
          } else issued.set(id, [...(issued.get(id) ?? []), command]);
        }
      };
      const feed = async (id: string, occurrence: Occurrence): Promise<HostAnswer> => {
        if (!population.cases.has(id)) return { ok: false, code: 'noCase' };
        const { answer, effects } = advance(population, { type: 'occurrence', at, case: id, occurrence });
        await take(effects);
        return answer as HostAnswer;
      };
      for (const [id, draft] of population.cases) if (draft.pending().length) await feed(id, { type: 'continued', at });
      for (const item of todo) {
        if (item.kind === 'own') {
          await feed(item.case, { ...item.occurrence, at });
          continue;
        }
        said = await carryOut(population, envelope, at, feed, take);
        answers.set(item, said);
      }
      for (const { case: id, wait } of timers(population, at)) await feed(id, { type: 'timerFired', at, wait });

      const books = { config, at, shop: population.env.revision ?? 0, cases: population.cases, stored };
      const { row, touched } = composeTurn({ ...books, closed: new Set() }, todo, issued, answers);
      todo = [];
      if (row) {
        const { lost, taken, refused, unassigned } = await activities.record(row);
        if (taken[0]) return { ok: false, code: 'businessKeyInUse', detail: taken[0].other };
        if (refused.length) throw new Error(`${family} cannot be written`);
        // What it reads of the shop has changed meanwhile: as in the host, it is read again and stepped again.
        if (lost.length)
          return more > 0 ? send(host, envelope, more - 1) : Promise.reject(new Error(`${family} is lost`));
        for (const { case: id, task } of unassigned)
          todo.push({ kind: 'own', family, case: id, occurrence: { type: 'peopleResolved', at, task, people: [] } });
      }
      for (const id of touched) {
        const draft = population.cases.get(id);
        if (!draft) continue;
        draft.touched.tokens.clear();
        draft.touched.waits.clear();
        draft.readsShop = false;
        stored.set(id, draft.meta.seq);
        for (const command of issued.get(id) ?? [])
          if (command.type === 'invokeService' && draft.waits.get(command.wait)) {
            const occurrence = await perform(draft, command);
            if (occurrence) todo.push({ kind: 'own', family, case: id, occurrence });
          }
      }
      families.dropEnded();
      if (todo.length === 0 && ![...population.cases.values()].some((draft) => draft.pending().length)) return said;
    }
  }

  async function carryOut(
    population: Population,
    { id: request, case: id, by, body }: Envelope,
    at: number,
    feed: (id: string, occurrence: Occurrence) => Promise<HostAnswer>,
    take: (effects: Effect[]) => Promise<void>,
  ): Promise<HostAnswer> {
    const stamp = { at, request, ...(by !== undefined && { by }) };
    if (body.do === 'touch') return { ok: true };
    if (body.do === 'occur') return feed(id, { ...body.occurrence, ...stamp } as Occurrence);
    const definition = population.definitions(body.key, { version: body.version });
    if (!definition) return { ok: false, code: 'missingDefinition', detail: nameOf(body.key, body) };
    const { do: _, key, version, message, from, ...more } = body;
    const { answer, effects } = advance(population, { type: 'start', ...stamp, case: id, definition, ...more });
    await take(effects);
    return answer as HostAnswer;
  }

  async function perform(draft: Draft, command: Invoke): Promise<Occurrence | undefined> {
    const { wait, element, key, topic, input, person, retries = 3 } = command;
    const node = draft.node(element);
    const call = {
      case: draft.meta.case,
      businessKey: draft.meta.businessKey ?? null,
      ...{ wait, element, key, topic, input, retries },
      name: node.element.name ?? node.id,
      headers: Object.fromEntries((node.element.zf?.header ?? []).map(({ name, value }) => [name, value])),
      ...(person !== undefined && { person }),
    };
    const back = { at: 0, wait };
    for (let attempt = 1; ; attempt++)
      try {
        const connector = connectors[topic];
        if (!connector) throw new Hopeless(`nothing is installed for ${topic}`);
        const served = await connector({ ...call, attempt }, AbortSignal.timeout(30_000));
        return served === HANDED_OVER ? undefined : { type: 'serviceCompleted', ...back, variables: served ?? {} };
      } catch (error) {
        const { message } = error as Error;
        if (error instanceof BusinessError)
          return { type: 'errorThrown', ...back, code: error.code, message, variables: error.variables };
        const because =
          error instanceof NotBegun
            ? { because: error.because }
            : error instanceof Hopeless && error.said
              ? { because: { is: 'hopeless' as const, said: error.said } }
              : {};
        if (attempt > retries || error instanceof NotBegun || error instanceof Hopeless)
          return { type: 'serviceFailed', ...back, message, ...because };
      }
  }

  /** What is for one host is done one after the other. */
  const last = new Map<string, Promise<unknown>>();
  const inTurn = (host: string, envelope: Envelope): Promise<HostAnswer> => {
    const next = (last.get(host) ?? Promise.resolve()).then(() => send(host, envelope));
    const quiet = next.catch(() => undefined);
    last.set(host, quiet);
    void quiet.then(() => last.get(host) === quiet && last.delete(host));
    return next;
  };
  return { send: inTurn, close: async () => {} };
}
