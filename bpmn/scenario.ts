import { parseZone } from '../feel/zone.ts';
import { changedAt } from './calendar.ts';
import { undoneCalls } from './compensation.ts';
import type { Definition } from './definition.ts';
import type { Publish } from './delivery.ts';
import { applyDefinition } from './deploy.ts';
import { parseInstant, SHOP_ZONE } from './duration.ts';
import type { Command, Env, IncidentKind, Instant, Occurrence, Variables } from './instance.ts';
import { shopAt, valueInForce } from './parameters.ts';
import {
  type Advanced,
  advance,
  createPopulation,
  type StartWait,
  startByMessage,
  startByTimer,
  timers,
} from './population.ts';
import { settleAbsences } from './scenario-absence.ts';
import { act } from './scenario-actions.ts';
import {
  type Action,
  type Assertion,
  check,
  checkWorld,
  type Found,
  type Played,
  type Run,
  type Scenario,
} from './scenario-checks.ts';
import type { Directory } from './scenario-directory.ts';
import { calendarOf, checkPeople, type Hours, meantIn, type Surroundings } from './scenario-people.ts';
import type { Ask, Outcome, World, WorldStage } from './scenario-world.ts';
import { nextOf } from './timer.ts';

const START: Instant = Date.UTC(2026, 0, 5);
export function startOf({ now }: Pick<Scenario, 'now'>): Instant {
  const at = now === undefined ? START : parseInstant(now);
  if (at === null) throw new Error(`the scenario begins at "${now}", which is no instant; write 2026-01-05T00:00:00Z`);
  return at;
}
export function zoneOfShop({ zone = SHOP_ZONE }: Pick<Scenario, 'zone'>): string {
  if (!parseZone(zone)) throw new Error(`the scenario's zone "${zone}" is none; write +08:00 or @Asia/Shanghai`);
  return zone;
}

type Distribute<T> = T extends { at: Instant } ? Omit<T, 'at'> : never;
/** What happens, without its instant: the stage has the clock. */
export type Happening = Distribute<Occurrence>;

/** Each verb leaves in `run` what it did: refusal, incidents, elements passed, the cases as they are now. */
export type Stage = {
  run: Run;
  world: WorldStage;
  /** Gives the id of the case, if it has begun. */
  start(
    definition: Definition,
    more: { variables?: Variables; businessKey?: string; by?: string },
  ): Promise<string | undefined>;
  startByMessage(message: string, variables?: Variables, businessKey?: string): Promise<string | undefined>;
  occur(id: string, happening: Happening): Promise<void>;
  /** @param absent who is away, and in whose place it is taken */
  claim(id: string, wait: string, by: string, absent?: string): Promise<void>;
  release(id: string, wait: string, by: string): Promise<void>;
  /** Another content of a calendar from now on. */
  setCalendar(calendar: string, hours: Hours): Promise<void>;
  /** Opens a task: from then on whoever led to it may not take that back. */
  touch(id: string, wait: string, by: string): Promise<void>;
  /** Tasks of the case that somebody has begun with. */
  touched(id: string): Promise<string[]>;
  /** To exactly one running case, never kept. */
  publish(message: Publish): Promise<void>;
  broadcast(signal: string, variables?: Variables): Promise<void>;
  /** Sets the clock, then fires what is due by it. */
  advanceTo(now: Instant): Promise<void>;
};

/** Each scenario starts on an empty stage. */
export async function playScenario(stage: Stage, scenario: Scenario): Promise<Played> {
  const { run } = stage;
  const completed = () => [...run.passed.keys()];
  for (const [index, step] of scenario.steps.entries()) {
    const failure =
      'do' in step && typeof step.do === 'string'
        ? await act(stage, step as Action)
        : await checkAll(stage, step as Assertion);
    if (failure) return { scenario: scenario.name, failure: { step: index + 1, ...failure }, completed: completed() };
  }
  return { scenario: scenario.name, completed: completed() };
}

async function checkAll(stage: Stage, step: Assertion): Promise<Found | undefined> {
  const ofWorld = await checkWorld(stage.world, step);
  if (ofWorld) return ofWorld.found;
  const ofPeople = checkPeople(stage.run, step);
  return ofPeople ? ofPeople.found : check(stage.run, step);
}

export const runScenario = (
  definitions: Definition[],
  scenario: Scenario,
  env: Env = {},
  world?: World,
): Promise<Played> =>
  playScenario(
    coreStage(
      definitions,
      startOf(scenario),
      { ...env, ...calendarsOf(scenario), zone: zoneOfShop(scenario) },
      world,
      directoryOf(scenario),
    ),
    scenario,
  );

/** Working time of the shop, where the scenario says it. */
export const calendarsOf = ({ calendars }: Surroundings): Pick<Env, 'calendars'> =>
  calendars
    ? { calendars: Object.fromEntries(Object.entries(calendars).map(([id, hours]) => [id, calendarOf(id, hours)])) }
    : {};

/** undefined: the scenario names nobody. */
export const directoryOf = ({ people, departments, absences, owners }: Partial<Directory>): Directory | undefined =>
  people && {
    people,
    ...(departments && { departments }),
    ...(absences && { absences }),
    ...(owners && { owners }),
  };

export function newRun(definitions: Definition[], now: Instant, env: Env = {}): Run {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  return {
    population: createPopulation((key) => byKey.get(key), env),
    now,
    names: new Map(),
    started: 0,
    passed: new Map(),
    entered: new Map(),
    incidents: [],
    asked: [],
    offers: new Map(),
    holders: new Map(),
    standsFor: new Map(),
    touched: new Set(),
    many: [],
    acts: new Map(),
    clocks: new Map(),
    copies: new Map(),
    serving: false,
  };
}

export function coreStage(
  definitions: Definition[],
  now: Instant,
  env: Env = {},
  world?: World,
  directory?: Directory,
): Stage {
  const run = newRun(definitions, now, env);
  if (directory) {
    run.directory = directory;
    run.population.directory = meantIn(directory, run);
  }
  run.world = world;
  world?.readShopBy((at) => shopAt(undefined, run.population.env.dated, at, []));
  for (const definition of definitions) applyDefinition(run.population, definition, now);
  const cases = run.population.cases;
  const begun = (before: Set<string>) => [...cases.keys()].find((id) => !before.has(id));
  return {
    run,
    world: coreWorld(run),
    async start(definition, more) {
      const id = `case-${++run.started}`;
      absorb(run, advance(run.population, { type: 'start', at: run.now, case: id, definition, ...more }));
      return cases.has(id) ? id : undefined;
    },
    async startByMessage(message, variables, businessKey) {
      const before = new Set(cases.keys());
      absorb(run, startByMessage(run.population, run.now, message, variables, businessKey));
      return begun(before);
    },
    async occur(id, happening) {
      const occurrence = { ...happening, at: run.now } as Occurrence;
      absorb(run, advance(run.population, { type: 'occurrence', at: run.now, case: id, occurrence }));
    },
    async claim(id, wait, by, absent) {
      run.holders.set(`${id}/${wait}`, by);
      standFor(run, `${id}/${wait}`, absent);
      await this.touch(id, wait, by);
    },
    async touch(id, wait, by) {
      run.touched.add(`${id}/${wait}`);
      await this.occur(id, { type: 'taskTouched', task: wait, by });
    },
    async setCalendar(calendar, hours) {
      const { calendars } = run.population.env;
      const now = changedAt(calendars?.[calendar], calendarOf(calendar, hours), run.now);
      run.population.env = { ...run.population.env, calendars: { ...calendars, [calendar]: now } };
      for (const [id, { meta }] of cases)
        if (meta.status !== 'ended') await this.occur(id, { type: 'calendarChanged', calendar });
      fireDue(run);
    },
    async touched(id) {
      return [...run.touched].flatMap((one) => (one.startsWith(`${id}/`) ? [one.slice(id.length + 1)] : []));
    },
    async release(id, wait) {
      // Nobody's, whoever the step had given it to.
      run.holders.set(`${id}/${wait}`, '');
      run.standsFor.delete(`${id}/${wait}`);
    },
    async publish(message) {
      absorb(run, advance(run.population, { type: 'publish', at: run.now, ...message }));
    },
    async broadcast(signal, variables) {
      const before = new Set(cases.keys());
      absorb(run, advance(run.population, { type: 'broadcast', at: run.now, signal, ...(variables && { variables }) }));
      run.first ??= begun(before);
    },
    async advanceTo(target) {
      run.now = target;
      run.world?.recompute(target);
      absorb(run, NOTHING);
      fireDue(run);
    },
  };
}

function absorb(run: Run, outcome: Advanced) {
  if (!outcome.answer.ok) run.refusal = outcome.answer.code;
  const { world, population } = run;
  for (const { case: id, command } of outcome.effects) {
    if (command.type === 'record') for (const row of command.rows) note(run, id, row);
    else if (command.type === 'createTask') {
      run.offers.set(`${id}/${command.task}`, command.offers);
      standFor(run, `${id}/${command.task}`, command.for);
    } else if (command.type === 'giveTask') {
      run.holders.set(`${id}/${command.task}`, command.to);
      standFor(run, `${id}/${command.task}`, command.for);
    } else if (command.type === 'offerTask') {
      run.offers.set(`${id}/${command.task}`, command.offers);
      run.holders.delete(`${id}/${command.task}`);
      standFor(run, `${id}/${command.task}`, undefined);
    } else if (command.type === 'copy') copied(run, id, command.to);
    else if (command.type === 'invokeService' && world)
      run.asked.push({ case: id, wait: command.wait, ask: askOf(run, id, command) });
  }
  settleAbsences(run);
  if (!world || run.serving) return;
  // What registers and ledgers answer, and what their changes set off, until nothing is left.
  run.serving = true;
  const { refusal } = run;
  for (let turn = 0; run.asked.length > 0 || !(startMany(run) && announceNews(run)); turn++) {
    if (turn > LIMIT_SERVED) throw new Error('records and processes change each other without end');
    const next = run.asked.shift();
    const outcome = next && (countMany(run, next.ask) ?? world.serve(next.ask, run.now));
    if (next && outcome && population.cases.get(next.case)?.waits.get(next.wait))
      absorb(
        run,
        advance(population, {
          type: 'occurrence',
          at: run.now,
          case: next.case,
          occurrence: answerOf(run.now, next.wait, outcome),
        }),
      );
  }
  run.serving = false;
  // Nobody is refused for what came of it.
  if (refusal === undefined) delete run.refusal;
  else run.refusal = refusal;
}
const LIMIT_SERVED = 2_000;

function standFor({ standsFor }: Run, key: string, absent: string | undefined) {
  if (absent === undefined) standsFor.delete(key);
  else standsFor.set(key, absent);
}

/** True: nothing was to begin. */
function startMany(run: Run): boolean {
  const begun = run.world?.takeMany() ?? [];
  for (const { id, process, key, named, from, variables } of begun) {
    const definition = run.population.definitions(process);
    if (!definition) throw new Error(`the scenario begins many of "${process}", and there is no such process`);
    const businessKey = definition.zf.businessKey === undefined && named ? { businessKey: key } : {};
    run.many.push({ id, from, process });
    absorb(
      run,
      advance(run.population, { type: 'start', at: run.now, case: id, definition, variables, ...businessKey }),
    );
  }
  return begun.length === 0;
}

/** What has become of those that a case has begun many of, as the connector `case.count` tells it. */
function countMany({ many, population }: Run, { topic, headers, case: from }: Ask): Outcome | undefined {
  if (topic !== 'case.count') return undefined;
  const own = many.filter((one) => one.from === from && (!headers.process || one.process === headers.process));
  const states = own.map(({ id }) => population.cases.get(id)?.meta.status);
  const count = (is: (state: string | undefined) => boolean) => states.filter(is).length;
  return {
    variables: {
      all: own.length,
      waiting: 0,
      open: count((state) => state !== undefined && state !== 'ended'),
      ended: count((state) => state === 'ended'),
      refused: count((state) => state === undefined),
    },
  };
}

/** True: there was no news to announce. */
function announceNews(run: Run): boolean {
  const news = run.world?.takeNews() ?? [];
  for (const one of news) absorb(run, advance(run.population, { type: 'announce', at: run.now, ...one }));
  return news.length === 0;
}

function askOf({ population }: Run, id: string, command: Extract<Command, { type: 'invokeService' }>): Ask {
  const draft = population.cases.get(id);
  const element = draft?.node(command.element).element;
  const undoes = draft && undoneCalls(draft, command.wait);
  return {
    topic: command.topic,
    name: element?.name ?? command.element,
    key: command.key,
    case: id,
    element: command.element,
    process: draft?.meta.definition.key ?? '',
    businessKey: draft?.meta.businessKey ?? null,
    headers: Object.fromEntries((element?.zf?.header ?? []).map(({ name, value }) => [name, value])),
    input: command.input,
    ...(undoes && { undoes }),
  };
}

function answerOf(at: Instant, wait: string, outcome: Outcome): Occurrence {
  if ('variables' in outcome) return { type: 'serviceCompleted', at, wait, variables: outcome.variables };
  if ('hopeless' in outcome) {
    const { hopeless: said } = outcome;
    return { type: 'serviceFailed', at, wait, message: said.code, because: { is: 'hopeless', said } };
  }
  return { type: 'errorThrown', at, wait, ...outcome.error };
}

const NOTHING: Advanced = { answer: { ok: true }, effects: [], touched: new Set() };

/** The world of a scenario on the core; without one there are parameters only. */
function coreWorld(run: Run): WorldStage {
  const refused = (code: string | undefined) => {
    if (code !== undefined) run.refusal = code;
  };
  return {
    async setParameter(key, value, from, scope) {
      const { env } = run.population;
      const series = [...(env.dated?.[key] ?? []), { from, value, ...(scope !== '' && { scope }) }];
      run.population.env = { ...env, dated: { ...env.dated, [key]: series } };
      run.world?.recompute(run.now);
      absorb(run, NOTHING);
    },
    async publishDecision(table, from) {
      const { env } = run.population;
      const before = env.decisions?.[table.id] ?? [];
      const next = { version: before.length + 1, from, table };
      run.population.env = { ...env, decisions: { ...env.decisions, [table.id]: [...before, next] } };
    },
    async putRecord(register, key, values, process) {
      refused(run.world ? run.world.putRecord(register, key, values, run.now, process) : 'noRegister');
      absorb(run, NOTHING);
    },
    async appendEntry(ledger, movements) {
      refused(run.world ? run.world.appendEntry(ledger, movements, run.now) : 'noRegister');
      absorb(run, NOTHING);
    },
    record: async (register, key) => run.world?.record(register, key)?.values,
    balance: async (ledger, account, measure) => run.world?.balance(ledger, account, measure) ?? 0,
    parameter: async (key) => valueInForce(run.population.env.dated?.[key] ?? [], run.now, [])?.value,
  };
}

function copied(run: Run, id: string, to: string[]) {
  const people = run.population.directory?.({ refs: to }) ?? [];
  for (const { person } of people) run.copies.set(person, new Set([...(run.copies.get(person) ?? []), id]));
}

type Noted = { kind: string; element?: string | null; scope?: string | null; data?: unknown };
/** A row of the history, as far as scenarios look at it. */
export function note(run: Run, id: string, { kind, element, scope, data }: Noted) {
  if (kind === 'incident') run.incidents.push((data as { kind: IncidentKind }).kind);
  if (element) noteClock(run, kind, element, (data ?? {}) as { kind?: string; act?: string; state?: string });
  if (kind === 'completed' && element) run.passed.set(element, (run.passed.get(element) ?? 0) + 1);
  if (kind !== 'entered') return;
  const place = `${id}/${scope}/${element}`;
  run.entered.set(place, (run.entered.get(place) ?? 0) + 1);
}

const LIMITS = ['resolution', 'response', 'wait'];
/** What has become of limits, also once the step is over. */
function noteClock(run: Run, row: string, element: string, { kind, act, state }: Record<string, string | undefined>) {
  switch (row) {
    case 'entered':
      run.acts.delete(element);
      for (const each of LIMITS) run.clocks.delete(`${element}/${each}`);
      break;
    case 'acted':
      run.acts.set(element, [...(run.acts.get(element) ?? []), act ?? '']);
      break;
    case 'clock':
      run.clocks.set(`${element}/${kind}`, state ?? '');
      break;
    case 'completed':
      run.clocks.set(`${element}/`, 'met');
      break;
    case 'cancelled':
    case 'returned':
      run.clocks.set(`${element}/`, 'stopped');
      break;
    default:
  }
}

/** Fires what is due, earliest first; what these start counts from now. */
function fireDue(run: Run) {
  const cases = run.population.cases;
  for (;;) {
    const next = timers(run.population, run.now)[0];
    const start = [...run.population.starts.values()]
      .flat()
      .filter((wait) => wait.kind === 'timer')
      .filter((wait) => wait.due <= run.now)
      .sort((a, b) => a.due - b.due || a.order - b.order)[0];
    if (start && (!next || start.due < next.due)) {
      const before = new Set(cases.keys());
      absorb(run, startByTimer(run.population, run.now, start));
      run.first ??= [...cases.keys()].find((id) => !before.has(id));
      rearm(run, start);
    } else if (next) {
      const occurrence: Occurrence = { type: 'timerFired', at: run.now, wait: next.wait };
      absorb(run, advance(run.population, { type: 'occurrence', at: run.now, case: next.case, occurrence }));
    } else return;
  }
}

type StartTimer = Extract<StartWait, { kind: 'timer' }>;
function rearm(run: Run, start: StartTimer) {
  const list = run.population.starts.get(start.definition.key) ?? [];
  const following = nextOf(start, run.population.env.zone);
  run.population.starts.set(start.definition.key, [
    ...list.filter((wait) => wait !== start),
    ...(following ? [{ ...start, ...following }] : []),
  ]);
}
