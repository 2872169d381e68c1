// What a case refuses, takes late, or lets go on, beyond the stories of the golden traces.
import { describe, expect, it } from 'vitest';
import type { Definition, Element } from '../../bpmn/definition.ts';
import type { Instance, Occurrence } from '../../bpmn/instance.ts';
import { create, step } from '../../bpmn/step.ts';
import { draw } from '../draw.ts';

type Drawn = Partial<Element> & { type: Element['type'] };
const T0 = Date.UTC(2026, 0, 5);
const start = { type: 'startEvent' } as Drawn;

function player(definition: Definition) {
  let instance: Instance = create(definition, 'c1', T0);
  return {
    get now() {
      return instance;
    },
    do(occurrence: object, at = T0) {
      const stepped = step(definition, instance, { at, ...occurrence } as Occurrence);
      instance = stepped.instance;
      return stepped;
    },
    wait(element: string, kind: string) {
      const found = Object.values(instance.waits).find((wait) => wait.element === element && wait.kind === kind);
      if (!found) throw new Error(`nothing waits at ${element}`);
      return found.id;
    },
    incidents: () => Object.values(instance.incidents).map(({ kind }) => kind),
  };
}

it('a timer does not fire before it is due', () => {
  const timer = {
    type: 'intermediateCatchEvent',
    eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT1H' }],
  } as Drawn;
  const one = player(draw('p', { s: start, t: timer, a: { type: 'userTask' } } as never, ['s->t', 't->a']));
  one.do({ type: 'started' });
  const wait = one.wait('t', 'timer');
  expect(one.do({ type: 'timerFired', wait }, T0 + 3_599_999).answer).toMatchObject({ ok: false, code: 'notOpen' });
  expect(one.do({ type: 'timerFired', wait }, T0 + 3_600_000).answer).toEqual({ ok: true });
});

it('a step that failed in the moment it was entered reads what it is handed anew on a retry', () => {
  const script = {
    type: 'scriptTask',
    script: 'a * 2',
    scriptFormat: 'feel',
    zf: { resultVariable: 'twice', input: [{ source: '=amount', target: 'a' }] },
  } as Drawn;
  const one = player(draw('p', { s: start, f: script, u: { type: 'userTask' } } as never, ['s->f', 'f->u']));
  one.do({ type: 'started', variables: { amount: 'x' } });
  const [incident] = Object.values(one.now.incidents);
  expect(incident).toMatchObject({ element: 'f' });
  one.do({ type: 'incidentResolved', incident: incident?.id, action: 'retry', variables: { amount: 21 } });
  expect(one.incidents()).toEqual([]);
  expect(one.now.scopes.k0?.variables).toMatchObject({ twice: 42 });
});

describe('a call that was cancelled and can be undone', () => {
  const called = () => {
    const one = player(
      draw(
        'p',
        {
          s: start,
          a: { type: 'serviceTask', zf: { topic: 't' } },
          a_b: {
            type: 'boundaryEvent',
            attachedToRef: 'a',
            cancelActivity: false,
            eventDefinitions: [{ type: 'compensateEventDefinition' }],
            handler: 'a_undo',
          },
          a_undo: { type: 'serviceTask', isForCompensation: true, zf: { topic: 't' } },
          stop: {
            type: 'boundaryEvent',
            attachedToRef: 'a',
            cancelActivity: true,
            eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'stop' }],
          },
          u: { type: 'userTask' },
        } as never,
        ['s->a', 'stop->u'],
        { messages: { stop: { id: 'stop', name: 'stop' } } } as never,
      ),
    );
    one.do({ type: 'started' });
    const job = one.wait('a', 'job');
    one.do({ type: 'messageReceived', wait: one.wait('stop', 'message'), message: 'stop' });
    return { one, job };
  };

  it('is to be undone by a person where it was done all the same', () => {
    const { one, job } = called();
    expect(one.do({ type: 'serviceCompleted', wait: job, variables: {} }).answer).toEqual({ ok: true });
    expect(one.incidents()).toEqual(['undoLateResult']);
  });

  it('has nothing to undo where it failed', () => {
    for (const type of ['serviceFailed', 'errorThrown']) {
      const { one, job } = called();
      expect(one.do({ type, wait: job, message: 'no', code: 'NO' }).answer).toEqual({ ok: true });
      expect(one.incidents()).toEqual([]);
    }
  });

  it('is heard of once', () => {
    const { one, job } = called();
    one.do({ type: 'serviceFailed', wait: job, message: 'no' });
    expect(one.do({ type: 'serviceFailed', wait: job, message: 'no' }).answer).toMatchObject({ ok: false });
  });
});

describe('an ad-hoc sub-process whose condition holds', () => {
  const begun = (cancelRemainingInstances: boolean) => {
    const one = player(
      draw(
        'p',
        {
          s: start,
          h: {
            type: 'adHocSubProcess',
            completionCondition: '=enough',
            cancelRemainingInstances,
            zf: { startWith: '=["a", "b"]' },
          },
          a: { type: 'userTask', scope: 'h' },
          b: { type: 'userTask', scope: 'h' },
          u: { type: 'userTask' },
        } as never,
        ['s->h', 'h->u'],
        { zf: { variable: [{ name: 'enough', type: 'boolean' }] } } as never,
      ),
    );
    one.do({ type: 'started', variables: { enough: false } });
    one.do({ type: 'taskCompleted', task: one.wait('a', 'userTask'), variables: { enough: true } });
    return one;
  };
  const open = (one: ReturnType<typeof player>) => Object.values(one.now.waits).map(({ element }) => element);

  it('cancels what still runs', () => {
    expect(open(begun(true))).toEqual(['u']);
  });

  it('waits for what still runs where it is not to be cancelled', () => {
    const one = begun(false);
    expect(open(one)).toEqual(['b']);
    one.do({ type: 'taskCompleted', task: one.wait('b', 'userTask') });
    expect(open(one)).toEqual(['u']);
  });
});

it.each([
  ['80', 80],
  ['=1.6', 2],
  ['=10 ** 12', 100],
  ['=-3', 0],
])('a priority of %s is %d', (priority, expected) => {
  const one = player(draw('p', { s: start, a: { type: 'userTask', zf: { priority } } } as never, ['s->a']));
  const { commands } = one.do({ type: 'started' });
  expect(commands.find((command) => command.type === 'createTask')).toMatchObject({ priority: expected });
});

describe('a task for nobody', () => {
  const asked = (zf: object) => {
    const one = player(draw('p', { s: start, a: { type: 'userTask', name: 'Audit', zf } } as never, ['s->a']));
    const { commands } = one.do({ type: 'started', variables: { who: null, list: [] } });
    return { one, task: commands.find((command) => command.type === 'createTask') };
  };

  it.each([
    { participants: [{ rule: 'variable', value: 'who' }] },
    { participants: [{ rule: 'expression', value: '=list' }] },
    { participants: [{ rule: 'starter', value: '' }] },
  ])('is an incident: %j', (zf) => {
    expect(asked(zf).one.incidents()).toEqual(['assignment']);
  });

  it('that says nothing of people is no such task', () => {
    expect(asked({}).one.incidents()).toEqual([]);
  });

  it.each([
    [[{ rule: 'person', value: 'mei' }], { person: 'mei', offers: ['person:mei'] }],
    [[{ rule: 'role', value: 'desk' }], { offers: ['role:desk'] }],
    [[{ rule: 'expression', value: '=["mei", "kai"]' }], { offers: ['person:mei', 'person:kai'] }],
    [[{ rule: 'expression', value: '=["mei"]' }], { person: 'mei', offers: ['person:mei'] }],
    [[{ rule: 'expression', value: '="role:desk"' }], { offers: ['role:desk'] }],
    [
      [
        { rule: 'person', value: 'mei' },
        { rule: 'role', value: 'desk' },
      ],
      { offers: ['person:mei', 'role:desk'] },
    ],
    [
      [
        { rule: 'person', value: 'mei', holds: true },
        { rule: 'role', value: 'desk' },
      ],
      { person: 'mei', offers: ['person:mei', 'role:desk'] },
    ],
    [[{ rule: 'role', value: '="de" + "sk"' }], { offers: ['role:desk'] }],
  ])('%j is for %j', (participants, expected) => {
    const { task } = asked({ participants });
    expect(task).toMatchObject(expected);
    if (!('person' in expected)) expect(task).not.toHaveProperty('person');
  });

  it('of whom the directory knows nobody can be given to a person, and is theirs', () => {
    const { one } = asked({ participants: [{ rule: 'role', value: 'desk' }] });
    one.do({ type: 'peopleResolved', task: one.wait('a', 'userTask'), people: [] });
    const [incident] = Object.values(one.now.incidents);
    expect(incident).toMatchObject({ kind: 'assignment', element: 'a' });
    expect(Object.values(one.now.waits)).toEqual([]);
    const { commands } = one.do({ type: 'incidentResolved', incident: incident?.id, action: 'retry', person: 'mei' });
    expect(commands.find((command) => command.type === 'createTask')).toMatchObject({ person: 'mei' });
  });
});

it('what the start of an event sub-process maps out `local` is of that run alone', () => {
  const one = player(
    draw(
      'p',
      {
        s: start,
        a: { type: 'userTask' },
        e: { type: 'subProcess', triggeredByEvent: true },
        es: {
          type: 'startEvent',
          scope: 'e',
          isInterrupting: false,
          eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT1H' }],
          zf: {
            output: [
              { source: '=n + 1', target: 'inner', local: true },
              { source: '=n + 2', target: 'outer' },
            ],
          },
        },
        x: { type: 'scriptTask', scope: 'e', script: '=inner + 10', zf: { resultVariable: 'seen' } },
        b: { type: 'userTask', scope: 'e' },
      } as never,
      ['s->a', 'es->x', 'x->b'],
    ),
  );
  one.do({ type: 'started', variables: { n: 1 } });
  one.do({ type: 'timerFired', wait: one.wait('es', 'timer') }, T0 + 3_600_000);
  const root = Object.values(one.now.scopes).find(({ parent }) => !parent);
  expect(root?.variables).toEqual({ n: 1, outer: 3, seen: 12 });
});
