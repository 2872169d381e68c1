// The stage of scenarios that is a shop: real Postgres, real Temporal, a worker, the shop clock moved by hand. What is looked
// at afterwards is read from Postgres, so that the same checks hold for the core and for all that stands around it.
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { BusinessError, type Connector, Hopeless } from '../activities/call-service.ts';
import { connectors } from '../activities/connectors/index.ts';
import { type Definition, Model } from '../bpmn/definition.ts';
import { fittingWaits } from '../bpmn/delivery.ts';
import { applyDefinition } from '../bpmn/deploy.ts';
import type { Instant, Variables } from '../bpmn/instance.ts';
import { valueInForce } from '../bpmn/parameters.ts';
import { admit, type StartWait } from '../bpmn/population.ts';
import { calendarsOf, directoryOf, type Happening, newRun, note, type Stage, zoneOfShop } from '../bpmn/scenario.ts';
import type { Scenario } from '../bpmn/scenario-checks.ts';
import { type Directory, refsOf } from '../bpmn/scenario-directory.ts';
import { calendarOf, type Surroundings } from '../bpmn/scenario-people.ts';
import type { WorldStage } from '../bpmn/scenario-world.ts';
import { settleAbsences } from '../db/absences.ts';
import { isQuiet, placeOfAll } from '../db/backlog.ts';
import { changeCalendars } from '../db/calendars.ts';
import { connect, type Sql } from '../db/connect.ts';
import { publishContent, publishedBody } from '../db/content.ts';
import { recomputeFormulas } from '../db/formulas.ts';
import { livingHosts, nextDueHost } from '../db/hosts.ts';
import { balancesOf, book } from '../db/ledgers.ts';
import { nextCaseNumber } from '../db/new-case.ts';
import { livingDates, sayParameter } from '../db/parameters.ts';
import { publish } from '../db/processes.ts';
import { writeRecord } from '../db/record-writes.ts';
import { recordByKey } from '../db/records.ts';
import {
  casesNow,
  clearPeople,
  clearShop,
  copiesNow,
  historyAfter,
  insertProcess,
  seedBalance,
  seedPeople,
  stillWaits,
  tasksNow,
} from '../db/scenario-shop.ts';
import { DEFAULT_CALENDARS, writeSetting } from '../db/settings.ts';
import { armedStarts } from '../db/start-subscriptions.ts';
import { claimTask, handOver, touchedIn, touchTask } from '../db/tasks.ts';
import { createDoor, type Door } from '../dispatch/door.ts';
import { broadcastSignal } from '../dispatch/messages.ts';
import { type Sent, storeAndSend } from '../dispatch/send.ts';
import { startDue } from '../dispatch/starts.ts';
import { wordsOf } from '../dmn/decision-version.ts';
import type { DecisionTable } from '../dmn/schema.ts';
import { namedFirst } from '../records/named-first.ts';
import { isWritten, type Register } from '../records/register.ts';
import type { Writer } from '../records/write.ts';
import { runWorker } from '../worker.ts';
import { type CommandBody, hostOf } from '../workflows/messages.ts';

export type Servers = { databaseUrl: string; temporalAddress: string; temporalNamespace: string };
/** What the shop has before the story begins. */
export type Setup = Pick<
  Scenario,
  'zone' | 'records' | 'balances' | 'parameters' | 'decisions' | keyof Surroundings
> & {
  registers?: Register[];
};
export type ShopStages = {
  /** An empty shop with these definitions published, its clock standing. The one before is cleared away. */
  open(definitions: Definition[], now: Instant, setup?: Setup): Promise<Stage>;
  close(): Promise<void>;
};
type Options = {
  /** Turns after which hosts continue as new. */
  rollAfter?: number;
};

const PATIENCE_MS = 30_000;

/** The database of `servers` is this stage's alone: it is emptied for every scenario. */
export async function createShopStages(servers: Servers, { rollAfter }: Options = {}): Promise<ShopStages> {
  const sql = connect(servers.databaseUrl, { max: 6, applicationName: 'zhangfa test' });
  const taskQueue = `scenarios-${randomBytes(5).toString('hex')}`;
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const client = new Client({ connection, namespace: servers.temporalNamespace });
  const door = createDoor(client, sql, { taskQueue, ...(rollAfter !== undefined && { rollAfter }) });
  const jobs = createJobs(connectors({ sql, secret: 'x'.repeat(32), filesDir: '' }, false));
  const worker = await runWorker({
    ...servers,
    taskQueue,
    dataDir: '.data',
    secret: 'x'.repeat(32),
    role: 'all',
    connectors: jobs.connectors,
    missedStarts: 'all',
  });
  let round = 0;

  async function clear() {
    jobs.giveUp();
    await Promise.all(
      (await livingHosts(sql)).map(({ host }) =>
        client.workflow
          .getHandle(host)
          .terminate('the scenario is over')
          .catch(() => undefined),
      ),
    );
    // What is still being recorded may stand in the way.
    await again(() => clearShop(sql));
    await again(() => clearPeople(sql));
  }

  return {
    async open(definitions, now, setup = {}) {
      if (round > 0) await clear();
      round += 1;
      await setClock(sql, now);
      await writeSetting(sql, 'zone', { offset: zoneOfShop(setup) });
      await writeSetting(sql, 'calendars', calendarsOf(setup).calendars ?? DEFAULT_CALENDARS);
      const versions = new Map<string, number>();
      for (const definition of definitions.map((each) => calling(each, round * 1_000))) {
        // Workers keep what is published: a version number is never used for two definitions.
        await insertProcess(sql, definition.key, round * 1_000);
        const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
        versions.set(definition.key, (await publish(sql, { model, definition, forms: {} })).version);
      }
      jobs.withRegisters = (setup.registers ?? []).length > 0;
      await seed(sql, now, setup);
      const directory = directoryOf(setup);
      if (directory) {
        await seedPeople(sql, directory);
        await settleAbsences(sql, now);
      }
      return shopStage(sql, door, jobs, definitions, versions, now, directory);
    },
    async close() {
      if (round > 0) await clear();
      await door.close();
      await worker.stop();
      await connection.close();
      await sql.end({ timeout: 2 });
    },
  };
}

const SEEDER: Writer = { is: 'import', actor: { refs: [], manager: true } };
async function seed(
  sql: Sql,
  now: Instant,
  { registers = [], records = {}, balances = [], parameters = {}, decisions = [] }: Setup,
) {
  for (const body of registers)
    await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  for (const table of decisions) await publishTable(sql, table, 0);
  for (const [key, value] of Object.entries(parameters))
    await sayParameter(sql, { key, value, from: 0, by: null, reason: 'seed' });
  for (const [key, rows] of namedFirst(Object.entries(records), registers)) {
    const register = registers.find((one) => one.key === key);
    if (!register) throw new Error(`the scenario seeds "${key}", and there is no such register`);
    // What begins a story belongs to no process.
    const open: Register = {
      ...register,
      fields: register.fields.map((field) =>
        isWritten(field) ? { ...field, secret: false, by: { who: 'people' } } : field,
      ),
    };
    for (const values of rows) {
      const written = await writeRecord(sql, SEEDER, { by: null, at: now }, { register: open, version: 1, values });
      if (!written.ok)
        throw new Error(`the scenario seeds ${key} with what it does not take: ${JSON.stringify(written)}`);
    }
  }
  for (const { ledger, account, measure, value } of balances) {
    const floor =
      registers.find(({ key }) => key === ledger)?.ledger?.measures.find(({ key }) => key === measure)?.floor ?? null;
    await seedBalance(sql, ledger, account, measure, value, floor);
  }
}

const publishTable = (sql: Sql, table: DecisionTable, from: Instant) =>
  publishContent(sql, { kind: 'decision', key: table.id, name: wordsOf(table), body: table, by: null, from });

async function again(act: () => PromiseLike<unknown>) {
  for (let tries = 0; ; tries++) {
    try {
      await act();
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || tries === 5) throw error;
    }
  }
}
const DEADLOCK = '40P01';

/** Calls that name a version by its number mean the ones of this round. */
const calling = (definition: Definition, before: number): Definition => ({
  ...definition,
  elements: Object.fromEntries(
    Object.entries(definition.elements).map(([id, element]) => [
      id,
      element.type !== 'businessRuleTask' &&
      element.zf?.binding !== 'versionTag' &&
      /^\d+$/.test(element.zf?.version ?? '')
        ? { ...element, zf: { ...element.zf, version: String(before + Number(element.zf?.version)) } }
        : element,
    ]),
  ),
});

const setClock = (sql: Sql, shop: Instant) => writeSetting(sql, 'clock', { real: 0, shop, rate: 0 });

async function shopStage(
  sql: Sql,
  door: Door,
  jobs: Jobs,
  definitions: Definition[],
  versions: Map<string, number>,
  now: Instant,
  directory: Directory | undefined,
): Promise<Stage> {
  const mark = randomBytes(4).toString('hex');
  const run = newRun(definitions, now);
  run.directory = directory;
  const seen = new Map<string, number>();
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  let counter = 0;

  async function refresh() {
    const rows = await casesNow(sql);
    const { cases } = run.population;
    const known = [...cases.keys()];
    const order = [...known, ...rows.map(({ id }) => id).filter((id) => !known.includes(id))];
    cases.clear();
    for (const id of order) {
      const row = rows.find((each) => each.id === id);
      const definition = row && byKey.get(row.key);
      if (row && definition) admit(run.population, { ...definition, version: row.version }, row.state);
    }
    for (const id of cases.keys()) {
      const news = await historyAfter(sql, id, seen.get(id) ?? 0);
      for (const row of news) note(run, id, row);
      seen.set(id, news.at(-1)?.seq ?? seen.get(id) ?? 0);
    }
    const tasks = await tasksNow(sql);
    run.offers = new Map(tasks.map(({ id, offers }) => [id, offers]));
    run.copies.clear();
    for (const one of await copiesNow(sql))
      run.copies.set(one.person, new Set([...(run.copies.get(one.person) ?? []), one.case]));
    run.holders = new Map(tasks.map(({ id, assignee }) => [id, assignee ?? '']));
    run.standsFor = new Map(tasks.flatMap(({ id, heldFor }) => (heldFor === null ? [] : [[id, heldFor]])));
    await readStarts();
  }

  async function readStarts() {
    const timers = await armedStarts(sql);
    for (const definition of definitions) {
      applyDefinition(run.population, definition, run.now);
      const others = (run.population.starts.get(definition.key) ?? []).filter(({ kind }) => kind !== 'timer');
      const armed = timers
        .filter(({ key }) => key === definition.key)
        .map(({ element, due }): StartWait => ({ kind: 'timer', definition, element, due, order: 0 }));
      run.population.starts.set(definition.key, [...others, ...armed]);
    }
  }

  /** Until nothing is on its way any more. */
  async function quiet() {
    await until(async () => {
      if (!(await isQuiet(sql))) return false;
      const before = await placeOfAll(sql);
      await refresh();
      // Registers and ledgers answer by themselves.
      const isServed = [...run.population.cases.values()].some(({ waits }) =>
        [...waits.values()].some((wait) => wait.kind === 'job' && jobs.isOwn(wait.topic)),
      );
      // What was answered meanwhile may have said something to another case.
      return !isServed && (await isQuiet(sql)) && before === (await placeOfAll(sql));
    }, 'the shop is not quiet');
  }

  async function send(id: string, family: string, body: CommandBody, by?: string): Promise<Sent> {
    const request = `${mark}:${++counter}`;
    const sent = await storeAndSend(
      sql,
      door,
      { id: request, host: hostOf(family), family, case: id, body, ...(by !== undefined && { by }) },
      PATIENCE_MS,
    );
    if (!sent.ok) run.refusal = sent.code;
    await quiet();
    return sent;
  }

  async function begin(
    definition: Definition,
    more: { element?: string; variables?: Variables; event?: Variables; businessKey?: string; by?: string },
  ): Promise<string | undefined> {
    const id = `${definition.key}-${mark}-${++run.started}`;
    const { variables = {}, by, ...rest } = more;
    const version = versions.get(definition.key) ?? 0;
    const businessKey = more.businessKey ?? (await nextCaseNumber(sql, definition.key, definition.zf.businessKey));
    await send(
      id,
      id,
      {
        do: 'start',
        key: definition.key,
        version,
        variables,
        ...rest,
        ...(businessKey !== undefined && { businessKey }),
      },
      by,
    );
    return run.population.cases.has(id) ? id : undefined;
  }

  const familyOf = (id: string): string => run.population.cases.get(id)?.meta.root ?? id;

  async function occur(id: string, happening: Happening) {
    if (
      happening.type === 'serviceCompleted' ||
      happening.type === 'serviceFailed' ||
      happening.type === 'errorThrown'
    ) {
      const wait = run.population.cases.get(id)?.waits.get(happening.wait);
      if (wait?.kind !== 'job') {
        run.refusal = 'notOpen';
        return;
      }
      await jobs.answer(wait.key, happening);
      await until(async () => !(await stillWaits(sql, id, wait.id)), `the answer of ${wait.element} has not arrived`);
      await quiet();
      return;
    }
    await send(id, familyOf(id), { do: 'occur', occurrence: happening });
  }

  /** As the API does it for a task with a limit for that. */
  const looked = async (id: string, wait: string, by: string) => {
    const open = run.population.cases.get(id)?.waits.get(wait);
    const asks = open?.kind === 'userTask' && open.clocks?.some(({ kind, met }) => kind === 'response' && !met);
    if (asks) await send(id, familyOf(id), { do: 'occur', occurrence: { type: 'taskTouched', task: wait } }, by);
  };

  await readStarts();
  const begun = async (act: () => Promise<unknown>) => {
    const before = new Set(run.population.cases.keys());
    await act();
    await quiet();
    return [...run.population.cases.keys()].find((id) => !before.has(id));
  };

  /** As the dispatcher does it a moment later. */
  const recomputed = async () => {
    while ((await recomputeFormulas(sql, run.now)) > 0);
    await quiet();
  };
  const registerOf = async (key: string) => (await publishedBody<Register>(sql, 'register', key, run.now))?.body;
  const refused = (code: string) => {
    run.refusal = code;
  };
  const world: WorldStage = {
    async setParameter(key, value, from, scope) {
      await sayParameter(sql, { key, value, from, scope, by: null, reason: 'scenario' });
      await recomputed();
    },
    async publishDecision(table, from) {
      await publishTable(sql, table, from);
    },
    async putRecord(register, key, values, process) {
      const known = await registerOf(register);
      if (!known) return refused('noRegister');
      const written = await writeRecord(
        sql,
        process === undefined ? { is: 'person', actor: { refs: [], manager: true } } : { is: 'process', process },
        { by: null, at: run.now },
        { register: known, version: 1, values, upsert: true, ...(key !== undefined && { key }) },
      );
      if (!written.ok) refused(written.why === 'ofProcess' ? 'fieldOfProcess' : written.why);
      await quiet();
    },
    async appendEntry(ledger, entries) {
      const known = await registerOf(ledger);
      if (!known) return refused('noRegister');
      const { ok } = await book(sql, known, { by: null, at: run.now }, { effect: `${mark}:${++counter}`, entries });
      if (!ok) refused('notEnough');
      await quiet();
    },
    record: async (register, key) => (await recordByKey(sql, register, key))?.values,
    balance: async (ledger, account, measure) =>
      (await balancesOf(sql, ledger, [account])).find((one) => one.measure === measure)?.value ?? 0,
    parameter: async (key) =>
      valueInForce((await livingDates(sql, new Set([key]), run.now))[key] ?? [], run.now, [])?.value,
  };

  async function advanceTo(target: Instant) {
    run.now = target;
    await setClock(sql, target);
    await settleAbsences(sql, target);
    await recomputed();
    for (;;) {
      const start = Math.min(...(await armedStarts(sql)).map(({ due }) => due));
      const next = await nextDueHost(sql, target);
      if (start <= target && (!next || start < next.due)) {
        const id = await begun(() => startDue(sql, door, 'all'));
        run.first ??= id;
      } else if (next) {
        await touch(door, next.host, next.family, ++counter);
        await quiet();
      } else break;
    }
    // The others learn what time it is.
    for (const { host, family } of await livingHosts(sql)) await touch(door, host, family, ++counter);
    await quiet();
  }

  return {
    run,
    world,
    start: (definition, more) => begin(definition, more),
    async startByMessage(message, variables, businessKey) {
      const start = [...run.population.starts.values()]
        .flat()
        .find((wait) => wait.kind === 'message' && wait.name === message);
      if (!start) {
        run.refusal = 'noSubscription';
        return undefined;
      }
      return begin(start.definition, {
        element: start.element,
        ...(variables && { event: variables }),
        ...(businessKey !== undefined && { businessKey }),
      });
    },
    occur,
    async claim(id, wait, person, absent) {
      const whose = absent ?? person;
      const refs = directory ? refsOf(directory, whose) : [`person:${whose}`];
      const ways = [{ person, refs, for: absent ?? null }];
      const taken = await claimTask(sql, `${id}:${wait}`, { person, ways, at: run.now });
      if (!taken) run.refusal = 'notAllowed';
      await refresh();
      if (taken) await looked(id, wait, person);
    },
    async release(id, wait, by) {
      const offers = run.offers.get(`${id}/${wait}`) ?? [];
      await sql.begin((tx) => handOver(tx, `${id}:${wait}`, { by, at: run.now, offers, holder: by }));
      await refresh();
    },
    async touch(id, wait, by) {
      await touchTask(sql, `${id}:${wait}`, by, run.now);
      await looked(id, wait, by);
    },
    async setCalendar(calendar, hours) {
      await changeCalendars(sql, (before) => ({ ...before, [calendar]: calendarOf(calendar, hours) }));
      await quiet();
      await advanceTo(run.now);
    },
    touched: (id) => touchedIn(sql, id),
    async publish(given) {
      const fitting = fittingWaits(run.population, given, run.now);
      const only = fitting[0];
      if (!only) run.refusal = 'noSubscription';
      else if (fitting.length > 1) run.refusal = 'ambiguousCorrelation';
      else
        await occur(only.case, {
          type: 'messageReceived',
          wait: only.wait.id,
          message: given.message,
          ...(given.variables && { variables: given.variables }),
        });
    },
    async broadcast(signal, variables) {
      const id = await begun(() => broadcastSignal(sql, door, `${mark}:${++counter}`, signal, variables ?? {}, null));
      run.first ??= id;
    },
    advanceTo,
  };
}

const touch = (door: Door, host: string, family: string, nth: number) =>
  door.send(
    host,
    { id: `touch:${family}:${nth}`, family, case: family, body: { do: 'touch' }, again: true },
    PATIENCE_MS,
  );

async function until(holds: () => Promise<boolean>, otherwise: string) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${otherwise} after ${PATIENCE_MS / 1_000} s`);
}

type Answer = Extract<Happening, { type: 'serviceCompleted' | 'serviceFailed' | 'errorThrown' }>;
type Jobs = ReturnType<typeof createJobs>;

/** Service calls wait here until the scenario answers them. */
function createJobs(own: Record<string, Connector>) {
  const jobs = { withRegisters: false };
  const open = new Map<string, { resolve(variables: Variables): void; reject(error: Error): void }>();
  const connector: Connector = (call, signal) =>
    new Promise<Variables>((resolve, reject) => {
      open.set(call.key, { resolve, reject });
      signal.addEventListener('abort', () => reject(new Hopeless('cancelled')), { once: true });
    });
  const isOwn = (topic: string | symbol): topic is string =>
    jobs.withRegisters && typeof topic === 'string' && /^(record|ledger|case)\./.test(topic);
  return Object.assign(jobs, {
    isOwn,
    connectors: new Proxy<Record<string, Connector>>(
      {},
      { get: (_, topic) => (isOwn(topic) && own[topic]) || connector },
    ),
    async answer(key: string, answer: Answer) {
      await until(async () => open.has(key), `nobody makes the call ${key}`);
      const job = open.get(key);
      open.delete(key);
      if (answer.type === 'serviceCompleted') job?.resolve(answer.variables ?? {});
      else if (answer.type === 'serviceFailed') job?.reject(new Hopeless(answer.message));
      else job?.reject(new BusinessError(answer.code, answer.message ?? answer.code, answer.variables));
    },
    giveUp() {
      for (const { reject } of open.values()) reject(new Hopeless('the scenario is over'));
      open.clear();
    },
  });
}
