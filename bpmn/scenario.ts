// Runs scenario files on the pure core with a virtual clock: a test of a process as its owner would tell it.
// The format is shared with other engines' test material; docs/scenarios.md has it.
import type { Definition } from './definition.ts';
import { applyDefinition, followingDue } from './deploy.ts';
import { addDuration, parseDuration, parseInstant } from './duration.ts';
import type { Env, Incident, Instant, Occurrence, Value, Variables, Wait } from './instance.ts';
import {
  advance,
  createPopulation,
  type Outcome,
  type Population,
  type StartWait,
  startByMessage,
  startByTimer,
  timers,
} from './population.ts';

export type ScenarioFile = {
  id: string;
  title?: string;
  files?: string[];
  feelFiles?: string[];
  informative?: boolean;
  scenarios: Scenario[];
};
export type Scenario = { name: string; now?: string; steps: Step[] };
export type Step = Action | Assertion;
type Action = { do: string; [field: string]: unknown };
type Assertion = { expect: string; [field: string]: unknown };

export type Failure = { step: number; what: string; expected: Value; found: Value };
export type Verdict = { scenario: string; failure?: Failure; completed: string[] };

const START: Instant = Date.UTC(2026, 0, 5);

type Run = {
  population: Population;
  now: Instant;
  names: Map<string, string>;
  first?: string;
  started: number;
  passed: Map<string, number>;
  incidents: Incident[];
  refusal?: string;
};

/** Each scenario starts on an empty shop with these definitions deployed. */
export function runScenario(definitions: Definition[], scenario: Scenario, env: Env = {}): Verdict {
  const now = scenario.now ? (parseInstant(scenario.now) ?? START) : START;
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const run: Run = {
    population: createPopulation((key) => byKey.get(key), env),
    now,
    names: new Map(),
    started: 0,
    passed: new Map(),
    incidents: [],
  };
  for (const definition of definitions) applyDefinition(run.population, definition, now);
  const completed = () => [...run.passed.keys()];
  for (const [index, step] of scenario.steps.entries()) {
    const failure =
      'do' in step && typeof step.do === 'string' ? act(run, step as Action) : check(run, step as Assertion);
    if (failure) return { scenario: scenario.name, failure: { step: index + 1, ...failure }, completed: completed() };
  }
  return { scenario: scenario.name, completed: completed() };
}

type Found = Omit<Failure, 'step'>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function act(run: Run, step: Action): Found | undefined {
  run.incidents = [];
  delete run.refusal;
  const acted = actions[step.do];
  if (!acted) return { what: `action "${step.do}" is not known`, expected: null, found: step.do };
  acted(run, step);
  const expected = step.expectError as string | undefined;
  const seen = run.refusal ?? run.incidents[0]?.kind;
  if (expected) {
    const met = seen !== undefined && (seen === expected || expected === 'runtimeError');
    return met
      ? undefined
      : { what: `${step.do} should be refused or leave an incident`, expected, found: seen ?? null };
  }
  if (run.refusal) return { what: `${step.do} was refused`, expected: null, found: run.refusal };
  return undefined;
}

function absorb(run: Run, outcome: Outcome) {
  if (!outcome.answer.ok) run.refusal = outcome.answer.code;
  for (const { command } of outcome.effects) {
    if (command.type === 'openIncident') run.incidents.push(command.incident);
    if (command.type !== 'record') continue;
    for (const row of command.rows) {
      if (row.kind === 'completed' && row.element) run.passed.set(row.element, (run.passed.get(row.element) ?? 0) + 1);
    }
  }
}

const idOf = (run: Run, name: unknown): string =>
  typeof name === 'string' ? (run.names.get(name) ?? name) : (run.first ?? '');

function occur(run: Run, id: string, occurrence: Occurrence) {
  absorb(run, advance(run.population, { type: 'occurrence', at: run.now, case: id, occurrence }));
}

/** The first open wait of this kind at this element, over all (or the named) running cases. */
function findWait(
  run: Run,
  kind: Wait['kind'],
  element: unknown,
  instance: unknown,
): { case: string; wait: Wait } | undefined {
  for (const [id, draft] of run.population.cases) {
    if (typeof instance === 'string' && id !== idOf(run, instance)) continue;
    for (const wait of draft.waits.values())
      if (wait.kind === kind && wait.element === element) return { case: id, wait };
  }
  return undefined;
}

function onWait(run: Run, kind: Wait['kind'], element: unknown, instance: unknown, build: (wait: Wait) => Occurrence) {
  const found = findWait(run, kind, element, instance);
  if (found) occur(run, found.case, build(found.wait));
  else run.refusal = 'notOpen';
}

const named = (run: Run, step: Action, id: string) => {
  run.first ??= id;
  if (typeof step.as === 'string') run.names.set(step.as, id);
};
const given = (step: Action) => (step.variables ? { variables: step.variables as Variables } : {});

const actions: Record<string, (run: Run, step: Action) => void> = {
  deploy() {},
  start(run, step) {
    const definition = run.population.definitions(text(step.process));
    if (!definition) {
      run.refusal = 'noSuchProcess';
      return;
    }
    const id = `case-${++run.started}`;
    const key = typeof step.businessKey === 'string' ? { businessKey: step.businessKey } : {};
    absorb(run, advance(run.population, { type: 'start', at: run.now, case: id, definition, ...given(step), ...key }));
    if (run.population.cases.has(id)) named(run, step, id);
  },
  startByMessage(run, step) {
    const before = new Set(run.population.cases.keys());
    absorb(
      run,
      startByMessage(
        run.population,
        run.now,
        text(step.message),
        step.variables as Variables | undefined,
        typeof step.businessKey === 'string' ? step.businessKey : undefined,
      ),
    );
    for (const id of run.population.cases.keys()) if (!before.has(id)) return named(run, step, id);
  },
  completeTask(run, step) {
    onWait(run, 'userTask', step.task, step.instance, (wait) => ({
      type: 'taskCompleted',
      at: run.now,
      task: wait.id,
      ...given(step),
      ...(typeof step.by === 'string' && { by: step.by }),
    }));
  },
  completeJob(run, step) {
    onWait(run, 'job', step.element, step.instance, (wait) => ({
      type: 'serviceCompleted',
      at: run.now,
      wait: wait.id,
      ...given(step),
    }));
  },
  failJob(run, step) {
    onWait(run, 'job', step.element, step.instance, (wait) => ({
      type: 'serviceFailed',
      at: run.now,
      wait: wait.id,
      message: text(step.message) || 'failed',
    }));
  },
  throwBpmnError(run, step) {
    onWait(run, 'job', step.element, step.instance, (wait) => ({
      type: 'errorThrown',
      at: run.now,
      wait: wait.id,
      code: text(step.errorCode),
      ...(typeof step.errorMessage === 'string' && { message: step.errorMessage }),
      ...given(step),
    }));
  },
  publishMessage(run, step) {
    absorb(
      run,
      advance(run.population, {
        type: 'publish',
        at: run.now,
        message: text(step.message),
        ...(typeof step.businessKey === 'string' && { businessKey: step.businessKey }),
        ...(step.matchVariables ? { match: step.matchVariables as Variables } : {}),
        ...(typeof step.element === 'string' && { element: step.element }),
        ...given(step),
      }),
    );
  },
  broadcastSignal(run, step) {
    const before = new Set(run.population.cases.keys());
    absorb(run, advance(run.population, { type: 'broadcast', at: run.now, signal: text(step.signal), ...given(step) }));
    for (const id of run.population.cases.keys()) if (!before.has(id)) run.first ??= id;
  },
  advanceTime(run, step) {
    const duration = parseDuration(text(step.by));
    if (!duration) {
      run.refusal = `not a duration: ${String(step.by)}`;
      return;
    }
    const target = addDuration(run.now, duration);
    const pace = typeof step.stepSeconds === 'number' ? step.stepSeconds * 1000 : target - run.now;
    while (run.now < target) {
      run.now = Math.min(target, run.now + pace);
      fireDue(run);
    }
  },
  trigger(run, step) {
    onWait(run, 'trigger', step.element, step.instance, (wait) => ({
      type: 'triggered',
      at: run.now,
      element: wait.element,
      ...given(step),
    }));
  },
  setVariables(run, step) {
    occur(run, idOf(run, step.instance), { type: 'variablesSet', at: run.now, variables: step.variables as Variables });
  },
  activateAdHoc(run, step) {
    onScope(run, step.subProcess, () => ({
      type: 'adHocActivated',
      at: run.now,
      element: text(step.subProcess),
      activity: text(step.element),
    }));
  },
  completeAdHoc(run, step) {
    onScope(run, step.subProcess, () => ({ type: 'adHocCompleted', at: run.now, element: text(step.subProcess) }));
  },
  cancelInstance(run, step) {
    occur(run, idOf(run, step.instance), { type: 'caseCancelled', at: run.now });
  },
  resolveIncident(run, step) {
    for (const [id, draft] of run.population.cases) {
      for (const incident of draft.incidents.values()) {
        if (incident.element !== step.element) continue;
        occur(run, id, {
          type: 'incidentResolved',
          at: run.now,
          incident: incident.id,
          action: (text(step.action) || 'retry') as 'retry',
          ...given(step),
          ...(typeof step.errorCode === 'string' && { code: step.errorCode }),
        });
        return;
      }
    }
    run.refusal = 'noSuchIncident';
  },
};

function onScope(run: Run, element: unknown, build: () => Occurrence) {
  for (const [id, draft] of run.population.cases) {
    if ([...draft.scopes.values()].some((scope) => scope.kind === 'adHoc' && scope.element === element))
      return occur(run, id, build());
  }
  run.refusal = 'notOpen';
}

/** Fires what is due, earliest first; what these start counts from now. */
function fireDue(run: Run) {
  for (;;) {
    const next = timers(run.population, run.now)[0];
    const start = [...run.population.starts.values()]
      .flat()
      .filter((wait) => wait.kind === 'timer')
      .filter((wait) => wait.due <= run.now)
      .sort((a, b) => a.due - b.due || a.order - b.order)[0];
    if (start && (!next || start.due < next.due)) {
      const before = new Set(run.population.cases.keys());
      absorb(run, startByTimer(run.population, run.now, start));
      for (const id of run.population.cases.keys()) if (!before.has(id)) run.first ??= id;
      rearm(run, start);
    } else if (next) occur(run, next.case, { type: 'timerFired', at: run.now, wait: next.wait });
    else return;
  }
}

type StartTimer = Extract<StartWait, { kind: 'timer' }>;
function rearm(run: Run, start: StartTimer) {
  const list = run.population.starts.get(start.definition.key) ?? [];
  const following = followingDue(start);
  const { every: _every, left: _left, until: _until, ...base } = start;
  run.population.starts.set(start.definition.key, [
    ...list.filter((wait) => wait !== start),
    ...(following ? [{ ...base, ...following }] : []),
  ]);
}

const sorted = (list: string[]): string[] => [...list].sort();
const differs = (what: string, expected: unknown, found: unknown): Found | undefined =>
  JSON.stringify(expected) === JSON.stringify(found)
    ? undefined
    : { what, expected: expected as Value, found: found as Value };

const running = (run: Run) => [...run.population.cases].filter(([, draft]) => draft.meta.status !== 'ended');
function waits(run: Run, kind: Wait['kind'], instance?: unknown): Wait[] {
  return running(run).flatMap(([id, draft]) =>
    instance !== undefined && id !== idOf(run, instance)
      ? []
      : [...draft.waits.values()].filter((wait) => wait.kind === kind),
  );
}

/** Multiset inclusion; gives what is missing. */
function missing(all: string[], wanted: string[]): string[] {
  const left = [...all];
  return wanted.filter((id) => {
    const at = left.indexOf(id);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function check(run: Run, step: Assertion): Found | undefined {
  const ids = (step.ids ?? step.names ?? []) as string[];
  switch (step.expect) {
    case 'openTasks':
      return differs(
        'open tasks',
        sorted(ids),
        sorted(waits(run, 'userTask', step.instance).map((wait) => wait.element)),
      );
    case 'openJobs':
      return differs('open jobs', sorted(ids), sorted(waits(run, 'job', step.instance).map((wait) => wait.element)));
    case 'waitingAt': {
      const at = running(run).flatMap(([id, draft]) =>
        step.instance !== undefined && id !== idOf(run, step.instance)
          ? []
          : [...draft.tokens.values()]
              .filter((token) => !token.child || draft.scopes.get(token.child)?.kind !== 'body')
              .map((token) => token.node),
      );
      const lacking = missing(at, ids);
      return lacking.length ? { what: 'waiting at', expected: ids, found: at } : undefined;
    }
    case 'allEnded':
      return differs(
        'running cases',
        [],
        running(run).map(([id]) => id),
      );
    case 'ended':
    case 'running': {
      const id = idOf(run, step.instance);
      const status = run.population.cases.get(id)?.meta.status === 'ended' ? 'ended' : 'running';
      return differs(`case ${id}`, step.expect, status);
    }
    case 'instances': {
      const found = running(run).filter(([, draft]) => draft.meta.definition.key === step.process).length;
      return differs(`running cases of ${text(step.process)}`, step.count, found);
    }
    case 'variables': {
      const root = run.population.cases.get(idOf(run, step.instance))?.scopes.get('k0')?.variables ?? {};
      for (const [name, expected] of Object.entries(step.values as Variables)) {
        const found = Object.hasOwn(root, name) ? root[name] : undefined;
        if (JSON.stringify(ordered(found)) !== JSON.stringify(ordered(expected)))
          return { what: `variable ${name}`, expected, found: found === undefined ? 'absent' : (found as Value) };
      }
      return undefined;
    }
    case 'timers': {
      const starts = [...run.population.starts.values()].flat().filter((wait) => wait.kind === 'timer').length;
      return differs('timers', step.count, waits(run, 'timer').length + starts);
    }
    case 'messageSubscriptions':
      return differs(
        'message subscriptions',
        sorted(ids),
        sorted(waits(run, 'message', step.instance).map((wait) => (wait.kind === 'message' ? wait.name : ''))),
      );
    case 'signalSubscriptions':
      return differs(
        'signal subscriptions',
        sorted(ids),
        sorted(waits(run, 'signal', step.instance).map((wait) => (wait.kind === 'signal' ? wait.name : ''))),
      );
    case 'completed': {
      const lacking = ids.filter((id) => !run.passed.has(id));
      return lacking.length ? { what: 'never completed', expected: ids, found: lacking } : undefined;
    }
    case 'neverActivated': {
      const seen = ids.filter(
        (id) =>
          run.passed.has(id) ||
          running(run).some(([, draft]) => [...draft.tokens.values()].some((token) => token.node === id)),
      );
      return seen.length ? { what: 'was activated', expected: [], found: seen } : undefined;
    }
    case 'passed': {
      const counts = step.counts as Record<string, number>;
      return differs(
        'passed',
        counts,
        Object.fromEntries(Object.keys(counts).map((id) => [id, run.passed.get(id) ?? 0])),
      );
    }
    case 'incidents': {
      const found = running(run).flatMap(([, draft]) =>
        [...draft.incidents.values()].map((incident) => `${incident.element}:${incident.kind}`),
      );
      return differs('incidents', sorted((step.kinds ?? []) as string[]), sorted(found));
    }
    case 'outcome':
      return differs('outcome', step.value, run.population.cases.get(idOf(run, step.instance))?.meta.outcome ?? null);
    case 'assignees':
      return differs('assignees', sorted(step.values as string[]), sorted(assignees(run, text(step.task))));
    case 'businessKey': {
      const found = [...run.population.cases.values()]
        .filter((draft) => draft.meta.definition.key === step.process)
        .map((draft) => draft.meta.businessKey ?? null);
      return found.includes(step.value as string)
        ? undefined
        : { what: `business key of ${text(step.process)}`, expected: step.value as Value, found };
    }
    case 'adHocEnabled': {
      const found = running(run).flatMap(([, draft]) =>
        [...draft.scopes.values()]
          .filter((scope) => scope.kind === 'adHoc' && scope.state === 'active')
          .flatMap((scope) => draft.model.holders[scope.element]?.entries.map((node) => node.id) ?? []),
      );
      return differs('enabled in ad-hoc', sorted(ids), sorted(found));
    }
    default:
      return { what: `expectation "${step.expect}" is not known`, expected: null, found: step.expect };
  }
}

/** Objects compare by content, whatever the order of their names. */
function ordered(value: Value | undefined): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
}

function assignees(run: Run, element: string): string[] {
  return running(run).flatMap(([, draft]) =>
    [...draft.waits.values()]
      .filter((wait) => wait.kind === 'userTask' && wait.element === element && wait.person !== undefined)
      .map((wait) => (wait.kind === 'userTask' ? (wait.person ?? '') : '')),
  );
}
