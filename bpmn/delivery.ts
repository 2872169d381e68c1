// To whom a message or a signal goes: one wait, or all that catch it (BPMN 2.0.2 10.5.1, 10.5.4).
import type { Draft } from './draft.ts';
import { compareAge } from './draft.ts';
import type { Command, Instant, Value, Variables, Wait } from './instance.ts';
import {
  hears,
  isHeard,
  occur,
  type Population,
  type PopulationAnswer,
  type Round,
  stamp,
  startBy,
} from './population.ts';

export type Publish = {
  message: string;
  key?: string;
  businessKey?: string;
  match?: Variables;
  element?: string;
  variables?: Variables;
  /** A case that it begins belongs there. */
  store?: string | undefined;
};
/** Nobody waits for it yet; until when it is kept. */
export type Kept = Publish & { until?: Instant };

type MessageWait = Extract<Wait, { kind: 'message' }>;

/** Waits that a message fits: by name, then key (its own, else the business key), then what the sender narrows it to. */
export function fittingWaits(
  population: Population,
  { message, key, businessKey, match, element, variables = {} }: Publish,
  at: Instant,
): { case: string; wait: MessageWait }[] {
  const fitting: { case: string; wait: MessageWait }[] = [];
  for (const [id, draft] of population.cases) {
    if (draft.meta.status === 'ended') continue;
    if (businessKey !== undefined && draft.meta.businessKey !== businessKey) continue;
    for (const waitId of draft.waitsFor.of(`message:${message}`)) {
      const wait = draft.waits.must(waitId) as MessageWait;
      if (element !== undefined && wait.element !== element) continue;
      if (key !== undefined && (wait.key ?? draft.meta.businessKey ?? key) !== key) continue;
      if (match && !Object.entries(match).every(([name, given]) => same(variableOf(draft, name), given))) continue;
      const trigger = draft.node(wait.element).triggers.find(({ kind }) => kind === 'message');
      const when = trigger?.kind === 'message' ? trigger.when : undefined;
      if (!isHeard(when, variables, at, population.env.zone)) continue;
      fitting.push({ case: id, wait });
    }
  }
  return fitting;
}

const deliver = (round: Round, to: { case: string; wait: Wait }, { message, variables }: Publish): PopulationAnswer =>
  occur(round, to.case, {
    type: 'messageReceived',
    wait: to.wait.id,
    message,
    ...(variables && { variables }),
    ...stamp(round.input),
  });

/** To exactly one wait; where there is none, to a start event if `startsToo`. */
export function publish(round: Round, given: Publish, startsToo: boolean): PopulationAnswer {
  const { message, variables } = given;
  const fitting = oneOf(round.population, fittingWaits(round.population, given, round.input.at));
  if (fitting.length > 1)
    return {
      ok: false,
      code: 'ambiguousCorrelation',
      detail: fitting.map((each) => `${each.case}/${each.wait.element}`).join(', '),
    };
  const only = fitting[0];
  if (only) return deliver(round, only, given);
  for (const start of startsToo ? [...round.population.starts.values()].flat() : []) {
    if (hears(start, message, variables ?? {}, round)) return startBy(round, start, variables, { store: given.store });
  }
  return { ok: false, code: 'noSubscription', detail: message };
}

/** Where all of them say so, the oldest case has it (`zf:onAmbiguous`). */
function oneOf<T extends { case: string; wait: MessageWait }>({ cases }: Population, fitting: T[]): T[] {
  const draftOf = (each: T) => cases.get(each.case) as Draft;
  if (
    fitting.length < 2 ||
    !fitting.every((each) => draftOf(each).node(each.wait.element).element.zf?.onAmbiguous === 'oldest')
  )
    return fitting;
  const age = (each: T) => draftOf(each).meta.startedAt;
  return [...fitting]
    .sort((a, b) => age(a) - age(b) || compareAge(a.case, b.case) || compareAge(a.wait.id, b.wait.id))
    .slice(0, 1);
}

/** To everybody who listens: unlike a message from outside, it is nobody's in particular. `told`: what of it they are given. */
export function announce(round: Round, given: Publish & { told?: Variables }) {
  const { told = given.variables ?? {} } = given;
  for (const each of fittingWaits(round.population, given, round.input.at))
    deliver(round, each, { ...given, variables: told });
  for (const start of [...round.population.starts.values()].flat())
    if (hears(start, given.message, given.variables ?? {}, round)) startBy(round, start, told, { store: given.store });
}

const variableOf = (draft: Draft, name: string): Value | undefined => draft.scopes.get('k0')?.variables[name];
const same = (a: Value | undefined, b: Value) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What a case throws reaches its own family first, within the round; else whoever waits, a start event, or it is kept for who will.
 * Beyond the family it leaves an open population as an effect.
 */
export function send(round: Round, id: string, command: Extract<Command, { type: 'publish' }>) {
  const { population } = round;
  const { message, variables, key, ttl } = command;
  const sender = population.cases.get(id)?.meta;
  const given: Publish = {
    message,
    variables,
    ...(key !== undefined && { key }),
    ...(sender?.store !== undefined && { store: sender.store }),
  };
  const root = sender?.root;
  const own = fittingWaits(population, given, round.input.at).filter(
    (each) => population.cases.get(each.case)?.meta.root === root,
  );
  const [only] = own;
  if (only && own.length === 1) deliver(round, only, given);
  else if (population.open) round.effects.push({ case: id, command });
  else if (keepable(publish(round, given, true)))
    population.kept.push({ ...given, ...(ttl !== undefined && { until: round.input.at + ttl }) });
}
const keepable = (answer: PopulationAnswer) => !answer.ok && answer.code === 'noSubscription';

export function sendKept(round: Round) {
  const { population } = round;
  population.kept = population.kept.filter(
    ({ until = Number.POSITIVE_INFINITY, ...given }) =>
      until > round.input.at && keepable(publish(round, given, false)),
  );
}

type Broadcast = {
  signal: string;
  variables?: Variables | undefined;
  businessKey?: string | undefined;
  except?: string | undefined;
  /** Nobody beyond it is reached. */
  family?: string;
};

/** All catchers present now, then start events; later subscribers get nothing. */
export function broadcast(round: Round, { signal, variables, businessKey, except, family }: Broadcast) {
  const heard = [...round.population.cases]
    .filter(([id, draft]) => id !== except && draft.waitsFor.of(`signal:${signal}`).size > 0)
    .filter(([, draft]) => family === undefined || draft.meta.root === family)
    .map(([id]) => id);
  for (const id of heard)
    occur(round, id, { type: 'signalReceived', signal, ...(variables && { variables }), ...stamp(round.input) });
  if (family !== undefined) return;
  const store = except === undefined ? undefined : round.population.cases.get(except)?.meta.store;
  for (const start of [...round.population.starts.values()].flat())
    if (start.kind === 'signal' && start.name === signal) startBy(round, start, variables, { businessKey, store });
}
