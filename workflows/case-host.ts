// The durable shell of the core: one loop, inbox → step → record → perform → answer (docs/decisions/0003, ARCHITECTURE.md).
// Handlers only enqueue. Postgres is the book of record; this workflow is the single writer, clock and crash recovery of its cases.
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineUpdate,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { DefinitionRef, HostActivities, Opened } from '../activities/contract.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Command, Instance, Occurrence } from '../bpmn/instance.ts';
import { admit, advance, type Call, createPopulation, type Effect, resolveCall, timers } from '../bpmn/population.ts';
import { type Clock, REAL_TIME, realDelay, shopTime } from './clock.ts';
import { ACT, type Answered, type Carry, type Envelope, type HostAnswer, type HostConfig, nameOf } from './messages.ts';
import { createServices } from './perform.ts';
import { type AnswerRow, caseRow, digestOf, nextDue, type Recorded, type Turn } from './record.ts';

const local = proxyLocalActivities<HostActivities>({
  startToCloseTimeout: '2s',
  scheduleToCloseTimeout: '4s',
  retry: { initialInterval: '100ms', maximumAttempts: 2 },
});
const patient = proxyActivities<HostActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
});

const ROLL = { events: 1_000, turns: 200, occurrences: 1_000 };

/** A thing to do with one case: from outside (with an answer to give) or of the host itself. */
type Item = { family: string; case: string } & (
  | { kind: 'command'; envelope: Envelope; give(answer: HostAnswer): void }
  | { kind: 'own'; occurrence: Occurrence }
);

const NOTHING_RECORDED: Recorded = { digest: '', lost: [], taken: [], answers: {} };

const isTouch = (item: Item) => item.kind === 'command' && item.envelope.body.do === 'touch';

/** Ended only by its own cases: a cancellation from outside would end the host with a turn half done. */
export const caseHost = (config: HostConfig, carry: Carry = { hot: [] }): Promise<void> =>
  CancellationScope.nonCancellable(() => host(config, carry));

async function host(config: HostConfig, carry: Carry): Promise<void> {
  const inbox: Item[] = [];
  const population = createPopulation(
    (key, which) => (which && 'version' in which ? definitions : newest).get(nameOf(key, which)),
    {},
    true,
  );
  const definitions = new Map<string, Definition>();
  /** What calls without a number get: looked up anew in each turn. */
  const newest = new Map<string, Definition>();
  /** Sequence number of each case as Postgres holds it. */
  const stored = new Map<string, number>();
  /** Families whose definition cannot be had now. */
  const gone = new Set<string>();
  let clock: Clock = REAL_TIME;
  let storageAway = false;
  let wake = false;
  let turns = 0;
  let occurrences = 0;
  let opened = false;
  let armed: { due: number; scope: CancellationScope } | undefined;

  if (config.given) {
    // Nothing of a fresh case can be due already.
    opened = true;
    clock = config.given.clock;
    population.env = config.given.env;
    const { definition } = config.given;
    definitions.set(nameOf(definition.key, definition), definition);
  }

  const now = () => shopTime(clock, Date.now());
  const services = createServices((family, id, occurrence) => {
    inbox.push({ kind: 'own', family, case: id, occurrence });
    stir();
  });
  // Plain promises instead of conditions, and no asynchronous function where nothing is waited for: each promise, and each
  // condition that comes true, costs the worker more than a step of the core (docs/decisions/0016).
  let stir = () => {};
  const somethingToDo = () =>
    new Promise<void>((resolve) => {
      stir = resolve;
    });

  setHandler(defineUpdate<Answered[], [Envelope[]]>(ACT), (batch: Envelope[]): Promise<Answered[]> => {
    if (storageAway)
      return Promise.resolve(batch.map(({ id }) => ({ id, answer: { ok: false, code: 'tryAgain' } as const })));
    return new Promise((resolve) => {
      // A sender and a re-sender may put the same request into one batch: counted by entries, not by ids.
      const answers: Answered[] = [];
      for (const envelope of batch) {
        inbox.push({
          kind: 'command',
          family: envelope.family,
          case: envelope.case,
          envelope,
          give(answer) {
            answers.push({ id: envelope.id, answer });
            if (answers.length === batch.length) resolve(answers);
          },
        });
      }
      stir();
    });
  });

  /** The fast path is a local activity; while storage is away the same call is repeated patiently and new batches are refused. */
  async function call<T>(fast: () => Promise<T>, slow: () => Promise<T>): Promise<T> {
    try {
      return await fast();
    } catch (error) {
      log.warn('storage is away', { error: String(error) });
      storageAway = true;
      const result = await slow();
      storageAway = false;
      return result;
    }
  }

  async function open(families: string[], due: boolean, wanted: DefinitionRef[], requests: string[]): Promise<Opened> {
    const ask = { host: config.host, families, due, definitions: wanted, requests };
    const found = await call(
      () => local.open(ask),
      () => patient.open(ask),
    );
    clock = found.clock;
    population.env = found.env;
    for (const [name, definition] of Object.entries(found.definitions)) {
      const exact = nameOf(definition.key, definition);
      definitions.set(exact, definition);
      if (name !== exact) newest.set(name, definition);
    }
    for (const instance of found.cases) if (!population.cases.has(instance.case)) adopt(instance);
    return found;
  }

  /** Takes a case as Postgres holds it. */
  function adopt(instance: Instance) {
    const definition = definitions.get(nameOf(instance.definition.key, instance.definition));
    if (!definition) {
      // Loud, and nothing rewritten: its commands stay open until the definition is back.
      log.error('a published definition is gone', { case: instance.case, ...instance.definition });
      gone.add(instance.root);
      return;
    }
    admit(population, definition, instance);
    stored.set(instance.case, instance.seq);
    services.resume(instance, definition);
  }

  function forget(family: string) {
    for (const [id, draft] of population.cases) {
      if (draft.meta.root !== family) continue;
      population.cases.delete(id);
      stored.delete(id);
      services.forget(id);
    }
  }

  /** Commands by case of the turn at hand. */
  type Work = Map<string, Command[]>;
  /** Calls of the turn at hand to processes whose definition is not here yet. */
  const unresolved: { id: string; command: Call }[] = [];
  const gather = (work: Work, effects: Effect[]) => {
    for (const { case: id, command } of effects) {
      if (command.type === 'callProcess') unresolved.push({ id, command });
      else {
        const list = work.get(id);
        if (list) list.push(command);
        else work.set(id, [command]);
      }
    }
  };

  async function turn(items: Item[]) {
    turns += 1;
    gone.clear();
    newest.clear();
    const cold = new Set<string>();
    const wanted = new Map<string, DefinitionRef>();
    const asked: string[] = [];
    const inMemory = new Set([...population.cases.values()].map((draft) => draft.meta.root));
    for (const item of items) {
      const isStart = item.kind === 'command' && item.envelope.body.do === 'start';
      if (!inMemory.has(item.family) && (!isStart || (item.kind === 'command' && item.envelope.again)))
        cold.add(item.family);
      if (item.kind !== 'command') continue;
      if (item.envelope.again) asked.push(item.envelope.id);
      const { body } = item.envelope;
      if (body.do === 'touch') {
        // The clock may have changed: look again, arm anew.
        cold.add(item.family);
        armed?.scope.cancel();
        armed = undefined;
      }
      if (body.do === 'start' && !definitions.has(nameOf(body.key, body)))
        wanted.set(nameOf(body.key, body), { key: body.key, which: { version: body.version } });
    }
    if (!opened) for (const family of carry.hot) cold.add(family);
    let before: Record<string, HostAnswer> = {};
    if (!opened || cold.size || wanted.size || asked.length) {
      const found = await open([...cold], !opened, [...wanted.values()], asked);
      before = found.answers;
      opened = true;
    }

    for (let todo = await attempt(items, before); todo.length; ) todo = await attempt(todo, before);
    armNext();
  }

  /** Steps and records; gives back what has to be stepped again because Postgres knew better. */
  async function attempt(items: Item[], before: Record<string, HostAnswer>): Promise<Item[]> {
    const at = now();
    const work: Work = new Map();
    const answers = new Map<Item, HostAnswer>();
    const unfinished: Item[] = [];
    const firsts = new Map<string, Item>();
    for (const item of items) {
      if (item.kind === 'command' && !firsts.has(item.envelope.id)) firsts.set(item.envelope.id, item);
    }
    // A clock that stands is moved by hand: whoever moves it touches the hosts.
    const due = clock.rate === 0 && !items.some(isTouch) ? [] : timers(population, at);
    for (const [id, draft] of population.cases) {
      if (!draft.pending().length) continue;
      run(work, id, { type: 'continued', at });
      if (unresolved.length) await resolveCalls(work, at);
    }
    for (const item of items) {
      if (item.kind === 'command') {
        // The same request twice in one turn (its sender repeated it): the first one's answer is both's.
        const twin = firsts.get(item.envelope.id);
        const known = before[item.envelope.id] ?? (twin && twin !== item ? answers.get(twin) : undefined);
        if (known) {
          answers.set(item, known);
          continue;
        }
        let answer: HostAnswer = gone.has(item.family)
          ? { ok: false, code: 'missingDefinition', detail: item.family }
          : act(work, item.envelope, at);
        if (unresolved.length) answer = (await resolveCalls(work, at)) ?? answer;
        if (!answer.ok && answer.code === 'busy') unfinished.push(item);
        else answers.set(item, answer);
      } else {
        const answer = run(work, item.case, { ...item.occurrence, at });
        if (unresolved.length) await resolveCalls(work, at);
        if (!answer.ok && answer.code === 'busy') unfinished.push(item);
      }
    }
    for (const timer of due) {
      run(work, timer.case, { type: 'timerFired', at, wait: timer.wait });
      if (unresolved.length) await resolveCalls(work, at);
    }

    const { row, touched } = compose(at, items, work, answers);
    const recorded = row ? await write(row) : NOTHING_RECORDED;
    const lost = new Set(recorded.lost);
    const again = items.filter((item) => lost.has(item.family) && !answered(item, recorded, before));
    settle(recorded, items, answers, lost, before, unfinished, again);
    for (const id of touched) {
      const draft = population.cases.get(id);
      if (!draft || lost.has(draft.meta.root)) continue;
      draft.touched.tokens.clear();
      draft.touched.waits.clear();
      stored.set(id, draft.meta.seq);
      services.perform(draft, work.get(id) ?? []);
    }
    for (const family of lost) forget(family);
    // What Postgres holds is taken up again, with its timers and service calls, also where every answer was given before.
    if (lost.size) await open([...lost], false, [], []);
    if (again.length === 0) dropEnded();
    inbox.unshift(...unfinished);
    if ([...population.cases.values()].some((draft) => draft.pending().length)) wake = true;
    return again;
  }

  const answered = (item: Item, recorded: Recorded, before: Record<string, HostAnswer>) =>
    item.kind === 'command' && (recorded.answers[item.envelope.id] ?? before[item.envelope.id]) !== undefined;

  function act(work: Work, envelope: Envelope, at: number): HostAnswer {
    const { body, case: id, by } = envelope;
    occurrences += 1;
    const stamp = { at, request: envelope.id, ...(by !== undefined && { by }) };
    switch (body.do) {
      case 'start': {
        const definition = definitions.get(nameOf(body.key, body));
        if (!definition) return { ok: false, code: 'missingDefinition', detail: `${body.key}@${body.version}` };
        const more = {
          variables: body.variables,
          ...(body.element !== undefined && { element: body.element }),
          ...(body.event && { event: body.event }),
          ...(body.businessKey !== undefined && { businessKey: body.businessKey }),
        };
        return guarded(id, () => {
          const outcome = advance(population, { type: 'start', ...stamp, case: id, definition, ...more });
          gather(work, outcome.effects);
          return outcome.answer as HostAnswer;
        });
      }
      case 'occur':
        return run(work, id, { ...body.occurrence, ...stamp } as Occurrence);
      case 'touch':
        return { ok: true };
      default:
        return body satisfies never;
    }
  }

  function run(work: Work, id: string, occurrence: Occurrence): HostAnswer {
    if (!population.cases.has(id)) return { ok: false, code: 'noCase' };
    return guarded(id, () => {
      const outcome = advance(population, { type: 'occurrence', at: occurrence.at, case: id, occurrence });
      gather(work, outcome.effects);
      return outcome.answer as HostAnswer;
    });
  }

  /** A bug of the core must not take the other cases down: the family is dropped and read again from Postgres when next touched. */
  function guarded(id: string, action: () => HostAnswer): HostAnswer {
    try {
      return action();
    } catch (error) {
      log.error('the core broke', { case: id, error: String((error as Error).stack ?? error) });
      unresolved.length = 0;
      forget(population.cases.get(id)?.meta.root ?? id);
      return { ok: false, code: 'notAllowed', detail: `core: ${(error as Error).message}` };
    }
  }

  /** Reads the definitions that calls wait for, and goes on with them. Gives the answer where that broke the core. */
  async function resolveCalls(work: Work, at: number): Promise<HostAnswer | undefined> {
    let broken: HostAnswer | undefined;
    for (let next = unresolved.shift(); next; next = unresolved.shift()) {
      const { id, command } = next;
      await open([], false, [{ key: command.process, ...(command.which && { which: command.which }) }], []);
      const answer = guarded(id, () => {
        const definition = population.definitions(command.process, command.which);
        gather(work, resolveCall(population, at, id, command, definition).effects);
        return { ok: true };
      });
      if (!answer.ok) broken = answer;
    }
    return broken;
  }

  /** What the turn writes; no row where nothing is to be written. */
  function compose(
    at: number,
    items: Item[],
    work: Work,
    answers: Map<Item, HostAnswer>,
  ): { row?: Turn; touched: string[] } {
    // Refused and repeated commands take part too: a stale host would refuse what Postgres shows as open.
    const ids = new Set([...work.keys(), ...items.flatMap((item) => (gone.has(item.family) ? [] : [item.case]))]);
    const rows = [];
    const states: string[] = [];
    for (const id of ids) {
      const draft = population.cases.get(id);
      if (!draft) {
        rows.push({
          id,
          family: items.find((item) => item.case === id)?.family ?? id,
          expect: stored.get(id) ?? 0,
          seq: 0,
          changed: false,
        });
        continue;
      }
      const { row, state } = caseRow(config, draft, stored.get(id) ?? 0, work.get(id) ?? []);
      rows.push(row);
      if (state) states.push(state);
    }
    const asked = new Set<string>();
    const answerRows = [...answers].flatMap(([item, answer]): AnswerRow[] =>
      item.kind === 'command' &&
      item.envelope.body.do !== 'touch' &&
      !gone.has(item.family) &&
      !asked.has(item.envelope.id) &&
      asked.add(item.envelope.id)
        ? [
            {
              id: item.envelope.id,
              host: config.host,
              family: item.family,
              case: item.case,
              by: item.envelope.by ?? null,
              body: item.envelope.body,
              answer,
            },
          ]
        : [],
    );
    if (rows.length === 0 && answerRows.length === 0) return { touched: [] };
    return { row: { at, digest: digestOf(states), cases: rows, answers: answerRows }, touched: [...ids] };
  }

  async function write(row: Turn): Promise<Recorded> {
    const recorded = await call(
      () => local.record(row),
      () => patient.record(row),
    );
    if (recorded.digest !== row.digest)
      throw new Error(
        `the core has changed under an open case: recorded ${recorded.digest}, now ${row.digest}; this host needs the core version it started with`,
      );
    return recorded;
  }

  function settle(
    recorded: Recorded,
    items: Item[],
    answers: Map<Item, HostAnswer>,
    lost: Set<string>,
    before: Record<string, HostAnswer>,
    unfinished: Item[],
    again: Item[],
  ) {
    const taken = new Map(recorded.taken.map(({ family, other }) => [family, other]));
    for (const item of items) {
      if (item.kind !== 'command' || unfinished.includes(item)) continue;
      const other = taken.get(item.family);
      const first = recorded.answers[item.envelope.id] ?? before[item.envelope.id];
      if (first) item.give(first);
      else if (other !== undefined) item.give({ ok: false, code: 'businessKeyInUse', detail: other });
      else if (!lost.has(item.family)) item.give(answers.get(item) ?? { ok: false, code: 'tryAgain' });
    }
    for (let index = again.length - 1; index >= 0; index--)
      if (taken.has((again[index] as Item).family)) again.splice(index, 1);
  }

  function dropEnded() {
    for (const [id, draft] of population.cases) {
      const root = population.cases.get(draft.meta.root);
      const undoable = draft.meta.kept && root && root.meta.status !== 'ended';
      if (draft.meta.status !== 'ended' || undoable) continue;
      population.cases.delete(id);
      stored.delete(id);
    }
  }

  /** One timer, for the earliest due instant; armed again only when an earlier one appears. A stale one fires and finds nothing. */
  function armNext() {
    let due = Number.POSITIVE_INFINITY;
    for (const draft of population.cases.values()) due = Math.min(due, nextDue(draft));
    if (clock.rate === 0 || due === Number.POSITIVE_INFINITY || (armed && armed.due <= due)) return;
    armed?.scope.cancel();
    const delay = realDelay(clock, Date.now(), due);
    const scope = new CancellationScope();
    armed = { due, scope };
    scope
      .run(async () => {
        await sleep(Math.max(1, delay));
        if (armed?.scope === scope) armed = undefined;
        wake = true;
        stir();
      })
      .catch(() => {});
  }

  /** A handler whose command has just come waits for a turn, not for the end: who waited for it here would wait for ever. */
  const answersAreOut = () => condition(() => allHandlersFinished() || inbox.length > 0);

  const spent = () =>
    workflowInfo().historyLength >= ROLL.events ||
    workflowInfo().continueAsNewSuggested ||
    turns >= (config.rollAfter ?? ROLL.turns) ||
    occurrences >= ROLL.occurrences;

  if (carry.hot.length) await turn([]);
  for (;;) {
    if (inbox.length === 0 && !wake) await somethingToDo();
    wake = false;
    await turn(inbox.splice(0));
    const idle = population.cases.size === 0 && services.pending() === 0;
    if (config.hosting === 'dedicated' && idle) {
      await answersAreOut();
      if (inbox.length || wake) continue;
      return;
    }
    if (!spent()) continue;
    // A service call that ends soon is waited for; a longer one is asked again under the same key.
    if (services.pending()) await condition(() => services.pending() === 0 || inbox.length > 0, '10s');
    await answersAreOut();
    // What is due and what is unfinished stands in Postgres: the next run takes it up there.
    if (inbox.length) continue;
    const hot = [...new Set([...population.cases.values()].map((draft) => draft.meta.root))].slice(0, 200);
    services.abandon();
    const { given: _, ...lasting } = config;
    await continueAsNew<typeof caseHost>(lasting, { hot });
  }
}
