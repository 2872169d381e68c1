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
import type { DefinitionRef, HostActivities } from '../activities/contract.ts';
import type { Command, Occurrence } from '../bpmn/instance.ts';
import { advance, type Call, type Effect, resolveCall, timers } from '../bpmn/population.ts';
import { withGiven } from '../bpmn/spread.ts';
import { spent } from '../feel/budget.ts';
import { realDelay, shopTime } from './clock.ts';
import { createFamilies } from './families.ts';
import { ACT, type Answered, type Carry, type Envelope, type HostAnswer, type HostConfig, nameOf } from './messages.ts';
import { nextDue, type Recorded, type Turn } from './record.ts';
import { createServices } from './services.ts';
import {
  type Answers,
  type CaseCommands,
  composeTurn,
  conclude,
  type Item,
  isTouch,
  NOTHING_RECORDED,
} from './turn.ts';

type Convening = Extract<Command, { type: 'resolvePeople' }>;

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
/** What the evaluations of one turn may spend, about a second; the commands beyond it wait for the next (feel/budget.ts). */
const TURN_BUDGET = 3_000_000;
/** A family that Postgres knows better so often in one turn would be opened without end: it is set aside. */
const MOST_LOSSES = 20;

/** Ended only by its own cases: a cancellation from outside would end the host with a turn half done. */
export const caseHost = (config: HostConfig, carry: Carry = { hot: [] }): Promise<void> =>
  CancellationScope.nonCancellable(() => host(config, carry));

async function host(config: HostConfig, carry: Carry): Promise<void> {
  const inbox: Item[] = [];
  let storageAway = false;
  let wake = false;
  let turns = 0;
  let occurrences = 0;
  let armed: { due: number; scope: CancellationScope } | undefined;

  const services = createServices((family, id, occurrence) => {
    inbox.push({ kind: 'own', family, case: id, occurrence });
    stir();
  });
  const families = createFamilies(config, services, (ask) =>
    call(
      () => local.open(ask),
      () => patient.open(ask),
    ),
  );
  const { population, stored } = families;
  const now = () => shopTime(families.clock, Date.now());

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

  /** What the turn at hand has to look up before it goes on: processes that are called, people who are named. */
  const unresolved: { id: string; command: Call | Convening }[] = [];
  /** Families of the turn at hand on which the core broke although nobody asked for anything, and how. */
  const broken = new Map<string, string>();
  const take = (issued: CaseCommands, effects: Effect[]) => {
    for (const { case: id, command } of effects) {
      if (command.type === 'callProcess' || command.type === 'resolvePeople') unresolved.push({ id, command });
      else {
        const list = issued.get(id);
        if (list) list.push(command);
        else issued.set(id, [command]);
      }
    }
  };

  async function turn(items: Item[]) {
    turns += 1;
    families.gone.clear();
    families.newest.clear();
    const cold = new Set<string>();
    const wanted = new Map<string, DefinitionRef>();
    const asked: string[] = [];
    const inMemory = families.roots();
    for (const item of items) {
      const isStart = item.kind === 'command' && item.envelope.body.do === 'start';
      if (!inMemory.has(item.family) && (!isStart || (item.kind === 'command' && item.envelope.again)))
        cold.add(item.family);
      if (item.kind !== 'command') continue;
      if (item.envelope.again) asked.push(item.envelope.id);
      const { body } = item.envelope;
      if (body.do === 'touch') {
        // The clock may have changed, or somebody has resumed what was set aside: look again, arm anew.
        families.aside.delete(item.family);
        cold.add(item.family);
        armed?.scope.cancel();
        armed = undefined;
      }
      if (body.do === 'start' && !families.definitions.has(nameOf(body.key, body)))
        wanted.set(nameOf(body.key, body), { key: body.key, which: { version: body.version } });
    }
    if (!families.opened) for (const family of carry.hot) cold.add(family);
    let before: Record<string, HostAnswer> = {};
    if (!families.opened || cold.size || wanted.size || asked.length) {
      const found = await families.open({
        families: [...cold],
        due: !families.opened,
        definitions: [...wanted.values()],
        requests: asked,
      });
      before = found.answers;
    }

    const lost = new Map<string, number>();
    for (let todo = await attempt(items, before); todo.length; todo = await attempt(todo, before)) {
      for (const family of new Set(todo.map((item) => item.family))) {
        const times = (lost.get(family) ?? 0) + 1;
        lost.set(family, times);
        if (times === MOST_LOSSES) broken.set(family, `what is stored and what is carried out differ (${times} times)`);
      }
      if (broken.size) await putBrokenAside();
    }
    armNext();
  }

  /** Steps and records; gives back what has to be stepped again because Postgres knew better. */
  async function attempt(items: Item[], before: Record<string, HostAnswer>): Promise<Item[]> {
    const at = now();
    const { issued, answers, unfinished } = await stepAll(items, before, at);
    const done = unfinished.length ? items.filter((item) => !unfinished.includes(item)) : items;
    const closed = new Set([...families.gone, ...families.aside]);
    const books = { config, at, shop: population.env.revision ?? 0, cases: population.cases, stored, closed };
    const { row, touched } = composeTurn(books, done, issued, answers);
    const recorded = row ? await write(row) : NOTHING_RECORDED;
    const { answered, again } = conclude(recorded, done, answers, before);
    for (const [item, answer] of answered) if (item.kind === 'command') item.give(answer);

    const dropped = new Set([...recorded.lost, ...recorded.refused]);
    for (const id of touched) {
      const draft = population.cases.get(id);
      if (!draft || dropped.has(draft.meta.root)) continue;
      draft.touched.tokens.clear();
      draft.touched.waits.clear();
      draft.readsShop = false;
      stored.set(id, draft.meta.seq);
      services.call(draft, issued.get(id) ?? []);
    }
    for (const family of dropped) families.forget(family);
    // What Postgres holds is taken up again, with its timers and service calls, also where every answer was issued before.
    if (dropped.size) await families.open({ families: [...dropped] });
    for (const { family, case: id, task } of recorded.unassigned)
      inbox.push({ kind: 'own', family, case: id, occurrence: { type: 'peopleResolved', at, task, people: [] } });
    if (broken.size) await putBrokenAside();
    if (again.length === 0) families.dropEnded();
    inbox.unshift(...unfinished);
    if ([...population.cases.values()].some((draft) => draft.pending().length)) wake = true;
    return again;
  }

  /** Lets the core do what is due and what is asked for, as far as one turn reaches. */
  async function stepAll(items: Item[], before: Record<string, HostAnswer>, at: number) {
    const issued: CaseCommands = new Map();
    population.given = [];
    const answers: Answers = new Map();
    const unfinished: Item[] = [];
    const firsts = new Map<string, Item>();
    for (const item of items)
      if (item.kind === 'command' && !firsts.has(item.envelope.id)) firsts.set(item.envelope.id, item);
    // A clock that stands is moved by hand: whoever moves it touches the hosts.
    const due = families.clock.rate === 0 && !items.some(isTouch) ? [] : timers(population, at);
    const spentBefore = spent();
    const tooMuch = () => spent() - spentBefore >= TURN_BUDGET;
    for (const [id, draft] of population.cases) {
      if (!draft.pending().length || tooMuch()) continue;
      feedOwn(issued, id, { type: 'continued', at });
      if (unresolved.length) await resolveCalls(issued, at);
    }
    // Who was asked for when the case had more to do than one turn holds.
    for (const [id, draft] of population.cases) {
      if (draft.meta.status !== 'running' || draft.pending().length) continue;
      for (const asking of draft.waitsFor.of('people')) {
        const wait = draft.waits.must(asking);
        if (wait.kind === 'people') await convene(issued, id, { wait: asking, asked: wait.asked }, at);
      }
    }
    for (const item of items) {
      if (tooMuch()) {
        unfinished.push(item);
        continue;
      }
      if (item.kind === 'own') {
        const answer = feedOwn(issued, item.case, { ...item.occurrence, at });
        if (unresolved.length) await resolveCalls(issued, at);
        if (!answer.ok && answer.code === 'busy') unfinished.push(item);
        continue;
      }
      // The same request twice in one turn (its sender repeated it): the first one's answer is both's.
      const twin = firsts.get(item.envelope.id);
      const known = before[item.envelope.id] ?? (twin && twin !== item ? answers.get(twin) : undefined);
      let answer = known ?? carryOut(issued, item.envelope, at);
      if (unresolved.length) answer = (await resolveCalls(issued, at)) ?? answer;
      if (!answer.ok && answer.code === 'busy') unfinished.push(item);
      else answers.set(item, answer);
    }
    for (const timer of due) {
      if (tooMuch()) {
        wake = true;
        break;
      }
      feedOwn(issued, timer.case, { type: 'timerFired', at, wait: timer.wait });
      if (unresolved.length) await resolveCalls(issued, at);
    }
    return { issued, answers, unfinished };
  }

  function carryOut(issued: CaseCommands, envelope: Envelope, at: number): HostAnswer {
    const { body, family, case: id, by } = envelope;
    if (body.do === 'touch') return { ok: true };
    if (families.aside.has(family)) return { ok: false, code: 'setAside', detail: family };
    if (families.gone.has(family)) return { ok: false, code: 'missingDefinition', detail: family };
    occurrences += 1;
    const stamp = { at, request: envelope.id, ...(by !== undefined && { by }) };
    switch (body.do) {
      case 'start': {
        const definition = families.definitions.get(nameOf(body.key, body));
        if (!definition) return { ok: false, code: 'missingDefinition', detail: `${body.key}@${body.version}` };
        const more = {
          variables: body.variables,
          ...(body.element !== undefined && { element: body.element }),
          ...(body.event && { event: body.event }),
          ...(body.businessKey !== undefined && { businessKey: body.businessKey }),
          ...(body.store !== undefined && { store: body.store }),
        };
        return guarded(id, () => {
          const outcome = advance(population, { type: 'start', ...stamp, case: id, definition, ...more });
          take(issued, outcome.effects);
          return outcome.answer as HostAnswer;
        });
      }
      case 'occur':
        return feed(issued, id, { ...body.occurrence, ...stamp } as Occurrence);
      default:
        return body satisfies never;
    }
  }

  function feed(issued: CaseCommands, id: string, occurrence: Occurrence): HostAnswer {
    if (!population.cases.has(id)) return { ok: false, code: 'noCase' };
    return guarded(id, () => {
      const outcome = advance(population, { type: 'occurrence', at: occurrence.at, case: id, occurrence });
      take(issued, outcome.effects);
      return outcome.answer as HostAnswer;
    });
  }

  /** What comes of the case itself would come again after a bug: its family is set aside then. */
  function feedOwn(issued: CaseCommands, id: string, occurrence: Occurrence): HostAnswer {
    const family = population.cases.get(id)?.meta.root ?? id;
    const answer = feed(issued, id, occurrence);
    if (!answer.ok && answer.code === 'notAllowed' && answer.detail?.startsWith(BROKE))
      broken.set(family, answer.detail);
    return answer;
  }

  /** A bug of the core must not take the other cases down: the family is dropped and read again from Postgres when next touched. */
  function guarded(id: string, action: () => HostAnswer): HostAnswer {
    try {
      return action();
    } catch (error) {
      log.error('the core broke', { case: id, error: String((error as Error).stack ?? error) });
      unresolved.length = 0;
      families.forget(population.cases.get(id)?.meta.root ?? id);
      return { ok: false, code: 'notAllowed', detail: `${BROKE}${(error as Error).message}` };
    }
  }

  async function putBrokenAside() {
    for (const [family, why] of broken) {
      const which = { family, host: config.host, why };
      await call(
        () => local.putAside(which),
        () => patient.putAside(which),
      );
      families.putAside(family);
    }
    broken.clear();
  }

  /** Reads what calls and steps for several people wait for, and goes on with them. Gives the answer where that broke the core. */
  async function resolveCalls(issued: CaseCommands, at: number): Promise<HostAnswer | undefined> {
    let failed: HostAnswer | undefined;
    for (let next = unresolved.shift(); next; next = unresolved.shift()) {
      const { id, command } = next;
      if (command.type === 'resolvePeople') {
        await convene(issued, id, command, at);
        continue;
      }
      await families.open({
        families: [],
        definitions: [{ key: command.process, ...(command.which && { which: command.which }) }],
      });
      const answer = guarded(id, () => {
        const definition = population.definitions(command.process, command.which);
        take(issued, resolveCall(population, at, id, command, definition).effects);
        return { ok: true };
      });
      if (!answer.ok) failed = answer;
    }
    return failed;
  }

  async function convene(
    issued: CaseCommands,
    id: string,
    { wait, asked }: Pick<Convening, 'wait' | 'asked'>,
    at: number,
  ) {
    const { people = [] } = await families.open({ families: [], people: asked });
    const known = people.map((list, index) => withGiven(asked[index]?.facts, list, population.given));
    feedOwn(issued, id, { type: 'peopleResolved', at, task: wait, people: known });
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
    return { ...NOTHING_RECORDED, ...recorded };
  }

  /** One timer, for the earliest due instant; armed again only when an earlier one appears. A stale one fires and finds nothing. */
  function armNext() {
    let due = Number.POSITIVE_INFINITY;
    for (const draft of population.cases.values()) due = Math.min(due, nextDue(draft));
    if (families.clock.rate === 0 || due === Number.POSITIVE_INFINITY || (armed && armed.due <= due)) return;
    armed?.scope.cancel();
    const delay = realDelay(families.clock, Date.now(), due);
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

  const usedUp = () =>
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
    if (!usedUp()) continue;
    // A service call that ends soon is waited for; a longer one is asked again under the same key.
    if (services.pending()) await condition(() => services.pending() === 0 || inbox.length > 0, '10s');
    await answersAreOut();
    // What is due and what is unfinished stands in Postgres: the next run takes it up there.
    if (inbox.length) continue;
    const hot = [...families.roots()].slice(0, 200);
    services.abandon();
    const { given: _, ...lasting } = config;
    await continueAsNew<typeof caseHost>(lasting, { hot });
  }
}

const BROKE = 'core: ';
