// What the steps of a scenario do: each `do` by its name, on whatever stage it is played.
import { DecisionTable } from '../dmn/schema.ts';
import { addDuration, parseDuration, parseInstant } from './duration.ts';
import type { Instant, Value, Variables, Wait } from './instance.ts';
import type { Happening, Stage } from './scenario.ts';
import { type Action, type Found, idOf, judge, type Run, text } from './scenario-checks.ts';
import { certificatesOf } from './scenario-directory.ts';
import { forOf, type Hours, taskOf } from './scenario-people.ts';
import { lacking } from './spread.ts';
import type { ReturnMode, Verdict } from './votes.ts';

export async function act(stage: Stage, step: Action): Promise<Found | undefined> {
  const { run } = stage;
  run.incidents = [];
  delete run.refusal;
  const acted = actions[step.do];
  if (!acted) return { what: `action "${step.do}" is not known`, expected: null, found: step.do };
  await acted(stage, step);
  return judge(run, step);
}

/** The first open wait of this kind at this element, over all (or the named) running cases. */
function findWait(run: Run, kind: Wait['kind'], { instance }: Action, element: unknown) {
  for (const [id, draft] of run.population.cases) {
    if (typeof instance === 'string' && id !== idOf(run, instance)) continue;
    for (const wait of draft.waits.values())
      if (wait.kind === kind && wait.element === element) return { case: id, wait };
  }
  return undefined;
}

async function onWait(
  stage: Stage,
  kind: Wait['kind'],
  step: Action,
  element: unknown,
  build: (wait: Wait) => Happening,
) {
  const found = findWait(stage.run, kind, step, element);
  if (found) await stage.occur(found.case, build(found.wait));
  else stage.run.refusal = 'notOpen';
}

const named = (run: Run, step: Action, id: string | undefined) => {
  if (id === undefined) return;
  run.first ??= id;
  if (typeof step.as === 'string') run.names.set(step.as, id);
};
const given = (step: Action) => (step.variables ? { variables: step.variables as Variables } : {});
const keyOf = (step: Action) => (typeof step.businessKey === 'string' ? { businessKey: step.businessKey } : {});

const byOf = ({ by }: Action) => (typeof by === 'string' ? { by } : {});
/** As the rim would say of whoever does it. */
const isManager = ({ run }: Stage, by: string | undefined): boolean =>
  by !== undefined && run.directory?.people[by]?.roles?.includes('manager') === true;

/** What a person does with a task of his own, or one that he may take. */
const onTask =
  (build: (task: string, step: Action, lacking: { lacking?: string }) => Happening) =>
  async (stage: Stage, step: Action): Promise<void> => {
    const { by } = byOf(step);
    const task = taskOf(stage.run, text(step.task), by, step.instance);
    if (typeof task === 'string') stage.run.refusal = task;
    else {
      const happening = build(task.wait.id, step, lackingOf(stage.run, task.case, task.wait.element, step));
      await stage.occur(task.case, { ...happening, ...byOf(step), ...forOf(stage.run, task, by) });
    }
  };
/** The certificate of the step that one of those who are to have it does not hold, as the rim would say. */
function lackingOf(run: Run, id: string, element: string, { to, people }: Action): { lacking?: string } {
  const needed = run.population.cases.get(id)?.node(element).element.zf?.certificates;
  const all = [...(typeof to === 'string' ? [to] : []), ...((people as string[] | undefined) ?? [])];
  const [course] = all.flatMap(
    (one) => lacking(needed, certificatesOf(run.directory?.people[one] ?? {}), run.now) ?? [],
  );
  return course === undefined ? {} : { lacking: course };
}
const commented = ({ comment }: Action) => (typeof comment === 'string' ? { comment } : {});
const voted = (verdict?: Verdict) =>
  onTask((task, step) => ({
    type: 'taskCompleted',
    task,
    ...(verdict && { verdict }),
    ...commented(step),
    ...given(step),
  }));
const hold =
  (verb: 'claim' | 'release' | 'touch') =>
  async (stage: Stage, step: Action): Promise<void> => {
    const { by = '' } = byOf(step);
    const task = taskOf(stage.run, text(step.task), by, step.instance);
    if (typeof task === 'string') stage.run.refusal = task;
    else await stage[verb](task.case, task.wait.id, by, forOf(stage.run, task, by).for);
  };

/** Of an open task, also by who does not hold it. */
async function informing(stage: Stage, step: Action, build: (task: string) => Happening) {
  const found = findWait(stage.run, 'userTask', step, step.task);
  if (!found) stage.run.refusal = 'notOpen';
  else await stage.occur(found.case, { ...build(found.wait.id), ...byOf(step) });
}

const fromOf = ({ run }: Stage, { from }: Action): Instant =>
  typeof from === 'string' ? (parseInstant(from) ?? run.now) : run.now;

const actions: Record<string, (stage: Stage, step: Action) => Promise<void>> = {
  async deploy() {},
  async start(stage, step) {
    const definition = stage.run.population.definitions(text(step.process));
    if (definition)
      named(stage.run, step, await stage.start(definition, { ...given(step), ...keyOf(step), ...byOf(step) }));
    else stage.run.refusal = 'noSuchProcess';
  },
  async startByMessage(stage, step) {
    const { businessKey } = keyOf(step);
    named(stage.run, step, await stage.startByMessage(text(step.message), given(step).variables, businessKey));
  },
  completeTask: voted(),
  agree: voted('agree'),
  refuse: voted('refuse'),
  abstain: voted('abstain'),
  transfer: onTask((task, step, lacking) => ({
    type: 'taskTransferred',
    task,
    to: text(step.to),
    ...lacking,
    ...commented(step),
  })),
  delegate: onTask((task, step) => ({ type: 'taskDelegated', task, to: text(step.to), ...commented(step) })),
  return: onTask((task, { to, mode, reason, confirm, ...step }) => ({
    type: 'taskReturned',
    task,
    to: text(to),
    ...(typeof mode === 'string' && { mode: mode as ReturnMode }),
    ...(typeof reason === 'string' ? { comment: reason } : commented(step as Action)),
    ...(confirm === true && { confirm }),
    ...given(step as Action),
  })),
  async takeBack(stage, step) {
    const { by } = byOf(step);
    const { cases } = stage.run.population;
    const mine = [...cases].flatMap(([id, { meta }]) =>
      (meta.done ?? [])
        .filter((done) => done.element === step.task && done.by === by)
        .map(({ task }) => ({ case: id, task })),
    );
    const id = mine.at(-1)?.case ?? idOf(stage.run, step.instance);
    await stage.occur(id, {
      type: 'taskTakenBack',
      task: mine.at(-1)?.task ?? '',
      touched: await stage.touched(id),
      ...byOf(step),
    });
  },
  async urge(stage, step) {
    const { by } = byOf(step);
    const found = findWait(stage.run, 'userTask', step, step.task);
    const manages = isManager(stage, by);
    if (!found) stage.run.refusal = 'notOpen';
    else await stage.occur(found.case, { type: 'taskUrged', task: found.wait.id, manages, ...byOf(step) });
  },
  touch: hold('touch'),
  async setDue(stage, step) {
    const found = findWait(stage.run, 'userTask', step, step.task);
    const due = parseInstant(text(step.value));
    if (!found || due === null) stage.run.refusal = found ? `not an instant: ${String(step.value)}` : 'notOpen';
    else
      await stage.occur(found.case, {
        type: 'deadlineChanged',
        task: found.wait.id,
        due,
        ...(typeof step.kind === 'string' && { kind: step.kind as 'response' }),
        ...byOf(step),
      });
  },
  setCalendar: (stage, step) => stage.setCalendar(text(step.calendar), step.value as Hours),
  async cc(stage, step) {
    const own = step.task === undefined ? undefined : findWait(stage.run, 'userTask', step, step.task);
    if (step.task !== undefined && !own) stage.run.refusal = 'notOpen';
    else
      await stage.occur(own?.case ?? idOf(stage.run, step.instance), {
        type: 'copied',
        people: step.people as string[],
        ...(own && { task: own.wait.id }),
        ...commented(step),
        ...byOf(step),
      });
  },
  ask: (stage, step) =>
    informing(stage, step, (task) => ({ type: 'asked', task, to: text(step.to), text: text(step.text) })),
  answer: (stage, step) => informing(stage, step, (task) => ({ type: 'answered', task, text: text(step.text) })),
  addSigners: onTask((task, step, lacking) => ({
    type: 'signersAdded',
    task,
    where: (text(step.where) || 'beside') as 'beside',
    ...(typeof step.mode === 'string' && { mode: step.mode as 'all' }),
    people: step.people as string[],
    ...lacking,
    ...commented(step),
  })),
  async removeSigners(stage, step) {
    const { by } = byOf(step);
    const own = taskOf(stage.run, text(step.task), by, step.instance);
    const found = typeof own === 'string' ? findWait(stage.run, 'userTask', step, step.task) : own;
    const manages = isManager(stage, by);
    if (!found) stage.run.refusal = 'notOpen';
    else
      await stage.occur(found.case, {
        type: 'signersRemoved',
        task: found.wait.id,
        people: step.people as string[],
        manages,
        ...byOf(step),
      });
  },
  claim: hold('claim'),
  release: hold('release'),
  completeJob: (stage, step) =>
    onWait(stage, 'job', step, step.element, (wait) => ({ type: 'serviceCompleted', wait: wait.id, ...given(step) })),
  failJob: (stage, step) =>
    onWait(stage, 'job', step, step.element, (wait) => ({
      type: 'serviceFailed',
      wait: wait.id,
      message: text(step.message) || 'failed',
    })),
  throwBpmnError: (stage, step) =>
    onWait(stage, 'job', step, step.element, (wait) => ({
      type: 'errorThrown',
      wait: wait.id,
      code: text(step.errorCode),
      ...(typeof step.errorMessage === 'string' && { message: step.errorMessage }),
      ...given(step),
    })),
  async setParameter(stage, step) {
    await stage.world.setParameter(text(step.key), step.value as Value, fromOf(stage, step), text(step.scope));
  },
  async publishDecision(stage, step) {
    await stage.world.publishDecision(DecisionTable.parse(step.table), fromOf(stage, step));
  },
  putRecord: (stage, step) =>
    stage.world.putRecord(
      text(step.register),
      typeof step.key === 'string' ? step.key : undefined,
      step.values as Variables,
      typeof step.by === 'string' ? step.by : undefined,
    ),
  appendEntry: (stage, step) =>
    stage.world.appendEntry(text(step.ledger), [
      { account: text(step.account), measure: text(step.measure), delta: Number(step.delta) },
    ]),
  publishMessage: (stage, step) =>
    stage.publish({
      message: text(step.message),
      ...keyOf(step),
      ...(typeof step.key === 'string' && { key: step.key }),
      ...(step.matchVariables ? { match: step.matchVariables as Variables } : {}),
      ...(typeof step.element === 'string' && { element: step.element }),
      ...given(step),
    }),
  broadcastSignal: (stage, step) => stage.broadcast(text(step.signal), given(step).variables),
  async advanceTime(stage, step) {
    const { run } = stage;
    const duration = parseDuration(text(step.by));
    if (!duration) {
      run.refusal = `not a duration: ${String(step.by)}`;
      return;
    }
    const target = addDuration(run.now, duration);
    const pace = typeof step.stepSeconds === 'number' ? step.stepSeconds * 1000 : target - run.now;
    while (run.now < target) await stage.advanceTo(Math.min(target, run.now + pace));
  },
  trigger: (stage, step) =>
    onWait(stage, 'trigger', step, step.element, (wait) => ({
      type: 'triggered',
      element: wait.element,
      wait: wait.id,
      ...given(step),
    })),
  setVariables: (stage, step) =>
    stage.occur(idOf(stage.run, step.instance), { type: 'variablesSet', variables: step.variables as Variables }),
  activateAdHoc: (stage, step) =>
    onScope(stage, step.subProcess, {
      type: 'adHocActivated',
      element: text(step.subProcess),
      activity: text(step.element),
    }),
  completeAdHoc: (stage, step) =>
    onScope(stage, step.subProcess, { type: 'adHocCompleted', element: text(step.subProcess) }),
  terminate: (stage, step) => onCase(stage, step, { type: 'caseCancelled', outcome: 'terminated' }),
  recall: (stage, step) => onCase(stage, step, { type: 'caseRecalled' }),
  void: (stage, step) => onCase(stage, step, { type: 'caseVoided' }),
  revive: (stage, step) =>
    onCase(stage, step, {
      type: 'caseRevived',
      ...(Array.isArray(step.elements) && { elements: step.elements as string[] }),
    }),
  cancelInstance: (stage, step) => stage.occur(idOf(stage.run, step.instance), { type: 'caseCancelled' }),
  suspend: (stage, step) => stage.occur(idOf(stage.run, step.instance), { type: 'suspended' }),
  resume: (stage, step) => stage.occur(idOf(stage.run, step.instance), { type: 'resumed' }),
  move: (stage, step) =>
    stage.occur(idOf(stage.run, step.instance), {
      type: 'moved',
      moves: [
        {
          from: text(step.from),
          to: text(step.to),
          where: (text(step.where) || 'before') as 'before',
          ...(typeof step.flow === 'string' && { flow: step.flow }),
        },
      ],
      ...given(step),
      ...(step.force === true && { force: true }),
    }),
  async resolveIncident(stage, step) {
    for (const [id, draft] of stage.run.population.cases) {
      for (const incident of draft.incidents.values()) {
        if (incident.element !== step.element) continue;
        return stage.occur(id, {
          type: 'incidentResolved',
          incident: incident.id,
          action: (text(step.action) || 'retry') as 'retry',
          ...given(step),
          ...(typeof step.errorCode === 'string' && { code: step.errorCode }),
        });
      }
    }
    stage.run.refusal = 'noSuchIncident';
  },
};

const onCase = (stage: Stage, step: Action, happening: Happening): Promise<void> =>
  stage.occur(idOf(stage.run, step.instance), {
    ...happening,
    ...(typeof step.reason === 'string' && { reason: step.reason }),
    ...byOf(step),
  });

async function onScope(stage: Stage, element: unknown, happening: Happening) {
  for (const [id, draft] of stage.run.population.cases) {
    if ([...draft.scopes.values()].some((scope) => scope.kind === 'adHoc' && scope.element === element))
      return stage.occur(id, happening);
  }
  stage.run.refusal = 'notOpen';
}
