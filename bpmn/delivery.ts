// To whom a message or a signal goes: one wait, or all that catch it (BPMN 2.0.2 10.5.1, 10.5.4).
import type { Draft } from './draft.ts';
import type { Command, Value, Variables, Wait } from './instance.ts';
import { occur, type Population, type PopulationAnswer, type Round, stamp, startBy } from './population.ts';

export type Publish = {
  message: string;
  key?: string;
  businessKey?: string;
  match?: Variables;
  element?: string;
  variables?: Variables;
};

type MessageWait = Extract<Wait, { kind: 'message' }>;

/** Waits that a message fits: by name, then key (its own, else the business key), then what the sender narrows it to. */
export function fittingWaits(
  population: Population,
  { message, key, businessKey, match, element }: Publish,
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
  const fitting = fittingWaits(round.population, given);
  if (fitting.length > 1)
    return {
      ok: false,
      code: 'ambiguousCorrelation',
      detail: fitting.map((each) => `${each.case}/${each.wait.element}`).join(', '),
    };
  const only = fitting[0];
  if (only) return deliver(round, only, given);
  for (const start of startsToo ? [...round.population.starts.values()].flat() : []) {
    if (start.kind === 'message' && start.name === message) return startBy(round, start, variables);
  }
  return { ok: false, code: 'noSubscription', detail: message };
}
const variableOf = (draft: Draft, name: string): Value | undefined => draft.scopes.get('k0')?.variables[name];
const same = (a: Value | undefined, b: Value) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What a case throws reaches its own family first, within the round; else whoever waits, a start event, or it is kept for who will.
 * Beyond the family it leaves an open population as an effect.
 */
export function send(round: Round, id: string, command: Extract<Command, { type: 'publish' }>) {
  const { population } = round;
  const { message, variables, key } = command;
  const given: Publish = { message, variables, ...(key !== undefined && { key }) };
  const root = population.cases.get(id)?.meta.root;
  const own = fittingWaits(population, given).filter((each) => population.cases.get(each.case)?.meta.root === root);
  const [only] = own;
  if (only && own.length === 1) deliver(round, only, given);
  else if (population.open) round.effects.push({ case: id, command });
  else if (keepable(publish(round, given, true))) population.kept.push(given);
}
const keepable = (answer: PopulationAnswer) => !answer.ok && answer.code === 'noSubscription';

export function sendKept(round: Round) {
  const { population } = round;
  population.kept = population.kept.filter((given) => keepable(publish(round, given, false)));
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
  for (const start of [...round.population.starts.values()].flat())
    if (start.kind === 'signal' && start.name === signal) startBy(round, start, variables, businessKey);
}
