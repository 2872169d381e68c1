// Random processes on Temporal and on the pure core, the same things happening to both: the whole history must be the same, row
// by row, and so must what is left in the end. Hosts continue as new every few turns meanwhile.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connector } from '../../activities/call-service.ts';
import type { Definition } from '../../bpmn/definition.ts';
import type { Draft } from '../../bpmn/draft.ts';
import type { Instance, Occurrence, Row, Wait } from '../../bpmn/instance.ts';
import { isHeld } from '../../bpmn/parking.ts';
import { type Advanced, advance, createPopulation, type Population, timers } from '../../bpmn/population.ts';
import { commit } from '../../bpmn/step.ts';
import { readShop, writeSetting } from '../../db/settings.ts';
import type { Sent } from '../../dispatch/send.ts';
import { buildAll, family as familyOfBlocks } from '../core/random-process.ts';
import { verb, withVerbs } from '../core/random-verbs.ts';
import { openShop, type Shop } from './shop.ts';

const PROCESSES = Number(process.env.PROCESSES ?? 300);
const AT_ONCE = 6;
const ROUNDS = 60;
/** Until then people do more than go on. */
const VERBS = 24;
/** Six minutes: a limit of five units is half an hour. */
const UNIT = 6 * 60_000;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Service calls wait here until both sides are to have their result; one that was tried again meanwhile has it at once. */
const jobs = new Map<string, () => void>();
const answered = new Set<string>();
const connector: Connector = (call, signal) =>
  new Promise((resolve, reject) => {
    if (answered.has(call.key)) return resolve({});
    jobs.set(call.key, () => resolve({}));
    signal.addEventListener('abort', () => reject(new Error('cancelled')), { once: true });
  });

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ t: connector }, { rollAfter: 4 });
});
afterAll(async () => {
  // Calls of cases that were left open.
  for (const answer of jobs.values()) answer();
  await shop.close();
});

type Twin = {
  id: string;
  definitions: Map<string, Definition>;
  population: Population;
  rows: Map<string, Row[]>;
  choices: Iterator<number>;
};

const NOON = Date.UTC(2026, 0, 5, 12);
let now = NOON;
const setClock = () => writeSetting(shop.sql, 'clock', { real: 0, shop: now, rate: 0 });

function absorb(twin: Twin, outcome: Advanced) {
  for (const { case: id, command } of outcome.effects)
    if (command.type === 'record') twin.rows.set(id, [...(twin.rows.get(id) ?? []), ...command.rows]);
}

/** What could happen to the family, in a stable order. */
function possible(twin: Twin, round: number): { case: string; wait: Wait }[] {
  return [...twin.population.cases].flatMap(([id, draft]) =>
    [...draft.waits.values()]
      .filter((wait) => ['userTask', 'job', 'message', 'trigger'].includes(wait.kind))
      // The answer of a call is kept where its step waits for a correction.
      .filter((wait) => wait.kind !== 'job' || !isHeld(draft, wait))
      .filter((wait) => round < 12 || !('scope' in wait.owner))
      .map((wait) => ({ case: id, wait })),
  );
}

function happening(wait: Wait): Exclude<Occurrence, { type: 'continued' }> {
  switch (wait.kind) {
    case 'userTask':
      return {
        type: 'taskCompleted',
        at: now,
        by: wait.person ?? 'ann',
        task: wait.id,
        variables: { last: wait.element },
      };
    case 'job':
      return { type: 'serviceCompleted', at: now, wait: wait.id, variables: {} };
    case 'message':
      return { type: 'messageReceived', at: now, wait: wait.id, message: wait.name };
    default:
      return { type: 'triggered', at: now, element: wait.element, wait: wait.id };
  }
}

/** What Temporal says of a host that does not answer. */
async function report(id: string): Promise<string> {
  const { events } = await shop.client.workflow.getHandle(`case/${id}`).fetchHistory();
  return (events ?? [])
    .slice(-14)
    .map((event) => JSON.stringify(event).slice(0, 700))
    .join('\n');
}

async function until(holds: () => Promise<boolean> | boolean, what: string) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  throw new Error(`seed ${seed}: ${what}`);
}

/** A busy machine may take its time; the answer must come all the same. */
async function answerOf(sent: Sent, id: string): Promise<Sent> {
  if (!('confirming' in sent)) return sent;
  const open = () => shop.sql`select 1 from command where case_id = ${id} and answer is null`;
  await until(async () => (await open()).length === 0, `${id} does not answer`);
  const [row] = await shop.sql<{ answer: Sent }[]>`
    select answer from command where case_id = ${id} order by created_at desc limit 1`;
  return row?.answer as Sent;
}

const coded = (answer: object): object => ('code' in answer ? { ok: false, code: answer.code } : { ok: true });

/** Somebody does something with a task, the same on both sides, and is answered alike. */
async function act(twin: Twin, round: number): Promise<void> {
  const pick = (below: number): number => (twin.choices.next().value as number) % below;
  const cases = [...twin.population.cases].filter(([, { meta }]) => meta.status === 'running');
  const [id, draft] = cases[pick(Math.max(1, cases.length))] ?? [];
  const occurrence =
    draft && verb(draft.model.definition, draft.plain(), { at: now, unit: UNIT }, pick, [...twin.definitions.values()]);
  if (id === undefined || !occurrence) return;
  const outcome = advance(twin.population, { type: 'occurrence', at: now, case: id, occurrence });
  absorb(twin, outcome);
  const { at: _at, by, ...rest } = occurrence;
  const sent = await shop.occur(twin.id, rest as never, { case: id, request: `${twin.id}:verb:${round}`, by } as never);
  verbs[occurrence.type] = (verbs[occurrence.type] ?? 0) + (outcome.answer.ok ? 1 : 0);
  expect(coded(await answerOf(sent, id)), `${id} ${occurrence.type}`).toEqual(coded(outcome.answer));
}
/** How often each was done, and not refused. */
const verbs: Record<string, number> = {};

/** Lets the same thing happen on both sides. */
async function happen(twin: Twin, round: number): Promise<boolean> {
  const open = possible(twin, round);
  const chosen = open[(twin.choices.next().value as number) % Math.max(1, open.length)];
  if (!chosen) return false;
  const { case: id, wait } = chosen;
  const occurrence = happening(wait);
  const outcome = advance(twin.population, { type: 'occurrence', at: now, case: id, occurrence });
  absorb(twin, outcome);
  const request = `${twin.id}:${round}`;
  if (wait.kind === 'job') {
    await until(() => jobs.has(wait.key), `nobody calls ${wait.key}`);
    answered.add(wait.key);
    jobs.get(wait.key)?.();
    jobs.delete(wait.key);
    await until(
      async () => (await shop.sql`select 1 from subscription where case_id = ${id} and wait = ${wait.id}`).length === 0,
      `${wait.key} is not answered`,
    );
  } else {
    const { at: _at, by, ...rest } = occurrence;
    const sent = await shop.occur(twin.id, rest as never, { case: id, request, by } as never);
    expect(coded(await answerOf(sent, id)), `${id} ${occurrence.type}`).toEqual(coded(outcome.answer));
  }
  return true;
}

let touches = 0;
/** What is due by now fires on both sides, and what that brings about at once. Whoever looks after hosts may have been there before. */
async function drain(twin: Twin) {
  for (let due = timers(twin.population, now); due.length > 0; due = timers(twin.population, now))
    for (const { case: id, wait } of due) {
      const occurrence: Occurrence = { type: 'timerFired', at: now, wait };
      absorb(twin, advance(twin.population, { type: 'occurrence', at: now, case: id, occurrence }));
    }
  const isDue = () =>
    shop.sql`select 1 from cases where family = ${twin.id} and status = 'running' and due <= ${now} limit 1`;
  for (let first = true; first || (await isDue()).length > 0; first = false) {
    const body = { do: 'touch' } as const;
    const envelope = { id: `touch:${twin.id}:${++touches}`, family: twin.id, case: twin.id, body, again: true };
    await shop.door.send(`case/${twin.id}`, envelope).catch(async (error) => {
      throw new Error(`seed ${seed}: ${twin.id} ${error.message}\n${await report(twin.id)}`);
    });
  }
}

/** Some limit was over as soon as it began, or went on. */
const isDueNow = (twin: Twin) => alive(twin) && timers(twin.population, now).length > 0;

/** Half an hour passes; what is due fires, in order. */
async function pass(twins: Twin[]) {
  now += 30 * 60_000;
  await setClock();
  await Promise.all(twins.filter(alive).map(drain));
}

const alive = (twin: Twin) => twin.population.cases.get(twin.id)?.meta.status !== 'ended';

async function begin(root: Parameters<typeof buildAll>[0], nth: number, choices: Iterator<number>): Promise<Twin> {
  const definitions = new Map<string, Definition>();
  for (const plain of buildAll(root, `random${nth}`)) {
    const drawn = withVerbs(plain, { unit: UNIT, start: NOON });
    const version = await shop.deploy(drawn);
    const [row] = await shop.sql<
      { definition: Definition }[]
    >`select definition from definition where key = ${drawn.key} and version = ${version}`;
    definitions.set(drawn.key, row?.definition as Definition);
  }
  const { env } = await readShop(shop.sql);
  const population = createPopulation((key) => definitions.get(key), env);
  const { family, sent } = await shop.start(`random${nth}`);
  expect(await answerOf(sent, family)).toEqual({ ok: true });
  const twin: Twin = { id: family, definitions, population, rows: new Map(), choices };
  const definition = definitions.get(`random${nth}`) as Definition;
  absorb(twin, advance(population, { type: 'start', at: now, case: family, definition }));
  return twin;
}

/** What JSON makes of it: the stored side has been through it. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

async function compare(twin: Twin) {
  await until(async () => {
    const [row] = await shop.sql<{ n: number }[]>`
      select count(*)::int as n from cases where family = ${twin.id} and json_array_length(state->'agenda') > 0`;
    return row?.n === 0;
  }, `${twin.id} is not quiet`);
  for (const [id, draft] of twin.population.cases as Map<string, Draft>) {
    const stored = await shop.sql<Row[]>`
      select seq, at, kind, element, token, scope, by, cause, why, data from history where case_id = ${id} order by seq`;
    const core = plain(twin.rows.get(id) ?? []);
    expect(
      stored.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
      id,
    ).toEqual(core.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))));
    const [row] = await shop.sql<{ state: Instance }[]>`select state from cases where id = ${id}`;
    // How much was done without any wait is counted by turn, not by story.
    expect({ ...row?.state, waitless: 0 }, id).toEqual({ ...plain(commit(draft)), waitless: 0 });
  }
}

test(`${PROCESSES} random processes do the same on Temporal as on the core (seed ${seed})`, async () => {
  await setClock();
  const roots = fc.sample(familyOfBlocks, { numRuns: PROCESSES, seed });
  const choices = fc.sample(fc.infiniteStream(fc.nat(1_000_000)), { numRuns: PROCESSES, seed });
  let steps = 0;
  for (let first = 0; first < PROCESSES; first += AT_ONCE * 4) {
    const indexes = Array.from({ length: Math.min(AT_ONCE * 4, PROCESSES - first) }, (_, index) => first + index);
    const twins = await Promise.all(
      indexes.map((nth) => begin(roots[nth] as (typeof roots)[number], nth, choices[nth] as Iterator<number>)),
    );
    for (let round = 0; round < ROUNDS && twins.some(alive); round++) {
      const living = twins.filter(alive);
      steps += (await Promise.all(living.map((twin) => happen(twin, round)))).filter(Boolean).length;
      if (round < VERBS) await Promise.all(living.map((twin) => act(twin, round)));
      await Promise.all(living.filter(isDueNow).map(drain));
      if (round % 3 === 2) await pass(twins);
    }
    await Promise.all(twins.map(compare));
    await shop.sql`delete from cases where family = any(${twins.map(({ id }) => id)}) and status = 'ended'`;
  }
  expect(steps).toBeGreaterThan(PROCESSES);
  for (const type of [
    'taskReturned',
    'taskTakenBack',
    'taskTransferred',
    'signersAdded',
    'deadlineChanged',
    'taskTouched',
  ])
    expect([type, (verbs[type] ?? 0) > 0]).toEqual([type, true]);
}, 240_000);
