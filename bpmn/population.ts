// Many cases: who calls, messages, signals and starts whom. Scenario runner, simulator and case host all use it;
// what it cannot deliver itself leaves as an effect. Mutable on purpose: its owner is the single writer of these cases.

import { numberSeries } from '../feel/number-series.ts';
import type { Message } from '../words/message.ts';
import { isTimed, turnsDue } from './clocks.ts';
import { type Expr, expr } from './compile.ts';
import type { Definition } from './definition.ts';
import { announce, broadcast, type Kept, type Publish, publish, send, sendKept } from './delivery.ts';
import { alarmOf, compareAge, type Draft, tell } from './draft.ts';
import { zoneOf } from './duration.ts';
import type {
  Answer,
  Asked,
  Command,
  Env,
  Instance,
  Instant,
  Occurrence,
  Resolved,
  Variables,
  Which,
} from './instance.ts';
import { calledFrom, returnAcross } from './return-across.ts';
import type { Given } from './spread.ts';
import { apply, begin, create } from './step.ts';
import type { Timer } from './timer.ts';

export type Population = {
  cases: Map<string, Draft>;
  /** The definition a call or a start means; undefined = not known here. */
  definitions: (key: string, which?: Which) => Definition | undefined;
  env: Env;
  /** Newest deployment of each process whose start events are heard here; a host hears none. */
  starts: Map<string, StartWait[]>;
  /** Cases live elsewhere too: messages and signals also leave as effects. */
  open: boolean;
  counter: number;
  /** Thrown messages that nobody has waited for yet; an open population leaves them to its shop. */
  kept: Kept[];
  /** Last numbers given, by series and period; a shop has its own. */
  numbers: Map<string, number>;
  /** Whom a rule of a step for several people means; an open population asks its shop. */
  directory?: ((asked: Asked) => Resolved[]) | undefined;
  /** Work that was spread, the last at the end: of an open population what its shop has not recorded yet. */
  given: Given[];
};
export type StartWait = { definition: Definition; element: string } & (
  | { kind: 'message'; name: string; when?: Expr }
  | { kind: 'signal'; name: string }
  | { kind: 'condition'; condition: Expr }
  | ({ kind: 'timer'; order: number } & Timer)
);

export type Call = Extract<Command, { type: 'callProcess' }>;
export type Input = { at: Instant; by?: string; request?: string } & (
  | {
      type: 'start';
      case: string;
      definition: Definition;
      element?: string;
      variables?: Variables;
      event?: Variables;
      businessKey?: string;
      store?: string;
    }
  | { type: 'occurrence'; case: string; occurrence: Occurrence }
  | ({ type: 'publish' } & Publish)
  /** To everybody who listens, waits and starts alike: a record or a balance has changed. */
  | ({ type: 'announce'; told?: Variables } & Publish)
  | { type: 'broadcast'; signal: string; variables?: Variables; except?: string }
  /** Conditional start events look at this data, and at nothing else (10.5.2). */
  | { type: 'evaluate'; variables: Variables }
);
/** `rows` of one case, or a command for the shell. */
export type Effect = { case: string; command: Command };
export type Advanced = { answer: PopulationAnswer; effects: Effect[]; touched: Set<string> };
export type PopulationAnswer =
  | Answer
  | { ok: false; code: 'noSubscription' | 'ambiguousCorrelation' | 'noCase' | 'businessKeyInUse'; detail?: string };

export function createPopulation(definitions: Population['definitions'], env: Env = {}, open = false): Population {
  return {
    cases: new Map(),
    definitions,
    env,
    starts: new Map(),
    open,
    counter: 0,
    kept: [],
    numbers: new Map(),
    given: [],
    ...(!open && { directory: asNamed }),
  };
}

/** While there is nobody: every person is who he is called. */
const asNamed = ({ refs }: Asked): Resolved[] =>
  refs.flatMap((ref) => (ref.startsWith('person:') ? [{ person: ref.slice('person:'.length) }] : []));

/** A stored case comes into memory. */
export function admit(population: Population, definition: Definition, instance: Instance): Draft {
  const draft = begin(definition, instance);
  population.cases.set(instance.case, draft);
  return draft;
}

export type Round = {
  population: Population;
  input: Input;
  effects: Effect[];
  touched: Set<string>;
  queue: (() => void)[];
  /** Cases that messages and signals have begun in this round. */
  begun?: number;
};
/** A process that throws the signal by which it starts would begin cases without end. */
const LIMIT_BEGUN = 10_000;

/** One input, with everything that it sets off among these cases, in emission order. */
export function advance(population: Population, input: Input): Advanced {
  const round: Round = { population, input, effects: [], touched: new Set(), queue: [] };
  const answer = take(round, input);
  drain(round);
  return { answer, effects: round.effects, touched: round.touched };
}

/** What these cases have set off among each other, until nothing is left. */
export function drain({ queue }: Round) {
  for (let next = queue.shift(); next; next = queue.shift()) next();
}

function take(round: Round, input: Input): PopulationAnswer {
  switch (input.type) {
    case 'start':
      return start(round, input.definition, input.case, {
        ...(input.element !== undefined && { element: input.element }),
        ...(input.variables && { variables: input.variables }),
        ...(input.event && { event: input.event }),
        ...(input.businessKey !== undefined && { businessKey: input.businessKey }),
        ...(input.store !== undefined && { store: input.store }),
        ...(input.by !== undefined && { starter: input.by }),
      });
    case 'occurrence':
      return occur(round, input.case, input.occurrence);
    case 'publish':
      return publish(round, input, false);
    case 'announce':
      announce(round, input);
      return { ok: true };
    case 'broadcast':
      broadcast(round, input);
      return { ok: true };
    case 'evaluate': {
      for (const wait of [...round.population.starts.values()].flat())
        if (wait.kind === 'condition' && holds(wait.condition, input.variables, input.at, round.population.env.zone))
          startBy(round, wait, input.variables, { starter: input.by });
      return { ok: true };
    }
    default:
      return input satisfies never;
  }
}

export const stamp = ({ at, by, request }: { at: Instant; by?: string | undefined; request?: string }) => ({
  at,
  ...(by !== undefined && { by }),
  ...(request !== undefined && { request }),
});

type Start = {
  element?: string;
  variables?: Variables;
  event?: Variables;
  businessKey?: string;
  store?: string;
  /** Who begins it by hand or by data; of a called case whoever began the one that calls it. What a message begins, nobody has. */
  starter?: string;
  parent?: { case: string; token: string };
  root?: string;
};
function start(
  round: Round,
  definition: Definition,
  id: string,
  { element, variables, event, ...more }: Start,
): PopulationAnswer {
  const { population, input } = round;
  const existing = population.cases.get(id);
  if (existing) return { ok: false, code: 'alreadyStarted' };
  const businessKey =
    more.businessKey ?? ownKey(population, definition, { ...variables, ...event }, input.at, !more.parent);
  const other = population.open || more.parent ? undefined : holderOf(population, definition.key, businessKey);
  if (other !== undefined) return { ok: false, code: 'businessKeyInUse', detail: other };
  const draft = begin(
    definition,
    create(definition, id, input.at, {
      ...more,
      ...(businessKey !== undefined && { businessKey }),
    }),
  );
  population.cases.set(id, draft);
  const answer = run(round, id, draft, {
    type: 'started',
    ...stamp(more.parent ? { at: input.at } : { ...input, by: more.starter }),
    ...(element !== undefined && { element }),
    ...(variables && { variables }),
    ...(event && { event }),
  });
  if (!answer.ok) population.cases.delete(id);
  return answer;
}

/** `zf:businessKey`: a formula over what the case begins with, or the next number of a series, which a host is given with the start. */
function ownKey(
  population: Population,
  { zf }: Definition,
  begins: Variables,
  at: Instant,
  isRoot: boolean,
): string | undefined {
  if (!zf.businessKey) return undefined;
  const { zone } = population.env;
  if (zf.businessKey.startsWith('=')) {
    const found = expr(zf.businessKey).feel?.run((name) => begins[name] ?? null, { at, ...(zone && { offset: zone }) });
    return typeof found?.value === 'string' || typeof found?.value === 'number'
      ? String(found.value).slice(0, 120)
      : undefined;
  }
  // A called case is known by its caller's number.
  if (population.open || !isRoot) return undefined;
  const { period, numberOf: written } = numberSeries(zf.businessKey, at, zoneOf(population.env.zone));
  const series = `${zf.businessKey}/${period}`;
  const next = (population.numbers.get(series) ?? 0) + 1;
  population.numbers.set(series, next);
  return written(next);
}

/** The living case of this process that bears the key. Of cases elsewhere only the shop knows. */
function holderOf({ cases }: Population, process: string, businessKey: string | undefined): string | undefined {
  if (businessKey === undefined) return undefined;
  for (const [id, { meta }] of cases)
    if (meta.businessKey === businessKey && meta.definition.key === process && !meta.parent && meta.status !== 'ended')
      return id;
  return undefined;
}

export function occur(round: Round, id: string, occurrence: Occurrence): PopulationAnswer {
  const draft = round.population.cases.get(id);
  if (!draft) return { ok: false, code: 'noCase', detail: id };
  const around = occurrence.type === 'taskReturned' && calledFrom(round.population.cases, draft, occurrence.to);
  return around ? returnAcross(round, { id, draft, around }, occurrence) : run(round, id, draft, occurrence);
}

export function run(round: Round, id: string, draft: Draft, occurrence: Occurrence): Answer {
  let { answer, commands } = apply(draft, occurrence, round.population.env);
  if (!answer.ok) return answer;
  round.touched.add(id);
  for (;;) {
    let more = false;
    for (const command of commands) {
      if (command.type === 'continueStep' && !round.population.open) more = true;
      else dispatch(round, id, command);
    }
    if (!more) return answer;
    ({ commands } = apply(draft, { type: 'continued', at: occurrence.at }, round.population.env));
    answer = { ok: true };
  }
}

/** Delivers what concerns these cases; the rest is an effect. Family business waits its round in the queue. */
function dispatch(round: Round, id: string, command: Command) {
  const { population, queue, input } = round;
  const at = { at: input.at };
  const tell = (to: string, occurrence: Occurrence) => queue.push(() => occur(round, to, occurrence));
  switch (command.type) {
    case 'callProcess':
      queue.push(() => call(round, id, command));
      return;
    case 'cancelCase':
      tell(command.case, {
        type: 'caseCancelled',
        ...(command.outcome && { outcome: command.outcome }),
        ...(command.keep && { keep: true }),
        ...at,
      });
      return;
    case 'suspendCase':
      tell(command.case, { type: 'suspended', ...at });
      return;
    case 'resumeCase':
      tell(command.case, { type: 'resumed', ...at });
      return;
    case 'endRepetition':
      tell(command.parent.case, { type: 'repetitionEnded', case: id, token: command.parent.token, ...at });
      return;
    case 'undoCase':
      tell(command.case, { type: 'undoAsked', token: command.token as string, ...at });
      return;
    case 'undone':
      tell(command.parent.case, { type: 'calleeUndone', case: id, ...at });
      return;
    case 'raise':
      tell(command.parent.case, {
        type: 'calledRaised',
        case: id,
        token: command.token as string,
        kind: command.kind,
        code: command.code,
        variables: command.variables,
        returned: command.returned,
        ...(command.message !== undefined && { message: command.message }),
        ...at,
      });
      return;
    case 'answerRaise':
      tell(command.case, {
        type: 'raiseAnswered',
        token: command.token as string,
        handled: command.handled,
        interrupted: command.interrupted,
        ...at,
      });
      return;
    case 'end':
      if (command.parent)
        tell(command.parent.case, {
          type: 'calledEnded',
          case: id,
          outcome: command.outcome,
          variables: command.variables,
          ...(command.undoable && { undoable: command.undoable }),
          ...at,
        });
      break;
    case 'publish':
      queue.push(() => send(round, id, command));
      return;
    case 'resolvePeople': {
      const { directory } = population;
      if (!directory) break;
      const { wait: task, asked } = command;
      queue.push(() => occur(round, id, { type: 'peopleResolved', task, people: asked.map(directory), ...at }));
      return;
    }
    case 'createTask': {
      const { spread, person, element } = command;
      const process = population.cases.get(id)?.meta.definition.key;
      if (spread && person !== undefined)
        population.given.push({
          step: `${process}/${element}`,
          person,
          ...(spread.key !== undefined && { key: spread.key }),
        });
      break;
    }
    case 'broadcast': {
      const { signal, variables, businessKey } = command;
      const within = population.open ? { family: population.cases.get(id)?.meta.root ?? id } : {};
      queue.push(() => broadcast(round, { signal, variables, businessKey, except: id, ...within }));
      if (!population.open) return;
      break;
    }
    case 'subscribe':
      if (command.kind === 'message' && population.kept.length) queue.push(() => sendKept(round));
      break;
    default:
      break;
  }
  round.effects.push({ case: id, command });
}

function call(round: Round, id: string, command: Call) {
  const definition = round.population.definitions(command.process, command.which);
  if (!definition) {
    if (round.population.open) round.effects.push({ case: id, command });
    else
      occur(round, id, {
        type: 'callFailed',
        at: round.input.at,
        token: command.token as string,
        message: notPublished(command),
      });
    return;
  }
  called(round, id, command, definition);
}

function notPublished({ process, which }: Call): Message {
  if (!which) return tell('missingDefinition.process', { process });
  return 'version' in which
    ? tell('missingDefinition.number', { process, version: which.version })
    : tell('missingDefinition.tag', { process, tag: which.tag });
}

function called(round: Round, id: string, command: Call, definition: Definition) {
  const caller = round.population.cases.get(id);
  if (!caller?.waits.get(command.wait)) return;
  const answer = start(round, definition, command.case, {
    variables: command.variables,
    parent: { case: id, token: command.token as string },
    root: caller.meta.root,
    ...(caller.meta.store !== undefined && { store: caller.meta.store }),
    ...(caller.meta.starter !== undefined && { starter: caller.meta.starter }),
    ...(command.businessKey !== undefined && { businessKey: command.businessKey }),
  });
  if (!answer.ok)
    occur(round, id, {
      type: 'callFailed',
      at: round.input.at,
      token: command.token as string,
      message: tell('missingDefinition.start', { process: command.process, why: answer.code }),
    });
}

/** The host has looked for the definition of a call that left as an effect. */
export function resolveCall(
  population: Population,
  at: Instant,
  id: string,
  command: Call,
  definition: Definition | undefined,
): Advanced {
  const round: Round = {
    population,
    input: { type: 'broadcast', signal: '', at },
    effects: [],
    touched: new Set(),
    queue: [],
  };
  if (definition) called(round, id, command, definition);
  else
    occur(round, id, {
      type: 'callFailed',
      at,
      token: command.token as string,
      message: notPublished(command),
    });
  drain(round);
  return { answer: { ok: true }, effects: round.effects, touched: round.touched };
}

/** A conditional start event: exactly true, on the data given. */
export const holds = ({ feel }: Expr, variables: Variables, at: Instant, zone: string | undefined): boolean => {
  const found = feel?.run((name) => variables[name], { at, ...(zone && { offset: zone }) });
  return found?.value === true && found.warnings.length === 0;
};

export function startBy(
  round: Round,
  { definition, element }: StartWait,
  event: Variables | undefined,
  { businessKey, store, starter }: { [Key in 'businessKey' | 'store' | 'starter']?: string | undefined } = {},
): PopulationAnswer {
  round.begun = (round.begun ?? 0) + 1;
  if (round.begun > LIMIT_BEGUN) throw new Error(`"${definition.key}" is begun again and again (${LIMIT_BEGUN} times)`);
  return start(round, definition, `${definition.key}:${++round.population.counter}`, {
    element,
    ...(event && { event }),
    ...(businessKey !== undefined && { businessKey }),
    ...(store !== undefined && { store }),
    ...(starter !== undefined && { starter }),
  });
}

/** Whether a start event listens to this message. */
export const hears = (start: StartWait, message: string, variables: Variables, { population, input }: Round): boolean =>
  start.kind === 'message' && start.name === message && isHeard(start.when, variables, input.at, population.env.zone);

/** `zf:when`: it reads the message alone, for a shop asks it before a case is there. */
export const isHeard = (when: Expr | undefined, message: Variables, at: Instant, zone: string | undefined): boolean =>
  when === undefined ||
  when.feel?.run((name) => message[name] ?? null, { at, ...(zone && { offset: zone }) }).value === true;

/** Starts a case by a message start event. */
export function startByMessage(
  population: Population,
  at: Instant,
  message: string,
  variables: Variables | undefined,
  businessKey?: string,
): Advanced {
  const round: Round = {
    population,
    input: { type: 'broadcast', signal: '', at },
    effects: [],
    touched: new Set(),
    queue: [],
  };
  const wait = [...population.starts.values()].flat().find((each) => hears(each, message, variables ?? {}, round));
  const answer: PopulationAnswer = wait
    ? startBy(round, wait, variables, { businessKey })
    : { ok: false, code: 'noSubscription', detail: message };
  drain(round);
  return { answer, effects: round.effects, touched: round.touched };
}

/** A start timer that is due opens a case; a cycle stays armed. */
export function startByTimer(
  population: Population,
  at: Instant,
  wait: Extract<StartWait, { kind: 'timer' }>,
): Advanced {
  const round: Round = {
    population,
    input: { type: 'broadcast', signal: '', at },
    effects: [],
    touched: new Set(),
    queue: [],
  };
  const answer = startBy(round, wait, undefined);
  drain(round);
  return { answer, effects: round.effects, touched: round.touched };
}

export type DueTimer = { due: Instant; startedAt: Instant; case: string; wait: string };
/**
 * Running timers and clocks of these cases, earliest first. Ties go by what a case loaded anew still knows: the older case, then the older
 * wait, so that a host that has just come up fires in the same order as one that was there all the time.
 */
export function timers(population: Population, until = Number.POSITIVE_INFINITY): DueTimer[] {
  const list: DueTimer[] = [];
  for (const [id, draft] of population.cases) {
    if (draft.meta.status !== 'running' || draft.nextDue() > until) continue;
    const { startedAt } = draft.meta;
    for (const kind of ['timer', 'clock'])
      for (const one of draft.waitsFor.of(kind)) {
        const wait = draft.waits.must(one);
        if ((alarmOf(wait) ?? Number.POSITIVE_INFINITY) > until) continue;
        const turns = isTimed(wait) ? turnsDue(draft, wait, until) : [alarmOf(wait) as Instant];
        for (const due of turns) list.push({ due, startedAt, case: id, wait: wait.id });
      }
  }
  return list.sort(
    (a, b) => a.due - b.due || a.startedAt - b.startedAt || compareAge(a.case, b.case) || compareAge(a.wait, b.wait),
  );
}
