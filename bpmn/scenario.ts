// Runs scenario files on the pure core with a virtual clock: a test of a process as its owner would tell it.
// The format is shared with other engines' test material; docs/scenarios.md has it.
import type { Definition } from './definition.ts';
import { applyDefinition, followingDue } from './deploy.ts';
import { addDuration, parseDuration, parseInstant } from './duration.ts';
import type { Env, Instant, Occurrence, Variables, Wait } from './instance.ts';
import {
  advance,
  createPopulation,
  type Outcome,
  type StartWait,
  startByMessage,
  startByTimer,
  timers,
} from './population.ts';
import {
  type Action,
  type Assertion,
  check,
  type Found,
  idOf,
  judge,
  type Run,
  type Scenario,
  text,
  type Verdict,
} from './scenario-checks.ts';

const START: Instant = Date.UTC(2026, 0, 5);

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

function act(run: Run, step: Action): Found | undefined {
  run.incidents = [];
  delete run.refusal;
  const acted = actions[step.do];
  if (!acted) return { what: `action "${step.do}" is not known`, expected: null, found: step.do };
  acted(run, step);
  return judge(run, step);
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
