// Each run of a repetition has its own result (BPMN 2.0.2 10.3.8, 13.3.7): nobody is given what the neighbour or the run before has said.
import { describe, expect, it } from 'vitest';
import type { Definition, Element } from '../../bpmn/definition.ts';
import { runScenario } from '../../bpmn/scenario.ts';
import { draw } from '../draw.ts';

type Zf = NonNullable<Element['zf']>;
const several = (zf: Zf, more: object = {}) =>
  ({
    loopCharacteristics: { type: 'multiInstanceLoopCharacteristics', isSequential: false, zf, ...more },
  }) as Partial<Element>;
const lines: Zf = { collection: '=[1,2,3]', item: 'i' };

/** s → a (several times) → after → e */
const around = (
  a: Partial<Element> & { type: Element['type'] },
  more: Record<string, Partial<Element> & { type: Element['type'] }> = {},
  inner: string[] = [],
): Definition =>
  draw('p', { s: { type: 'startEvent' }, a, after: { type: 'userTask' }, e: { type: 'endEvent' }, ...more } as never, [
    's->a',
    'a->after',
    'after->e',
    ...inner,
  ]);

async function play(definition: Definition, steps: object[]) {
  const { failure } = await runScenario([definition], {
    name: 'it',
    steps: [{ do: 'start', process: 'p', as: 'c' }, ...steps],
  } as never);
  return failure;
}
const variables = (values: object) => ({ expect: 'variables', values, instance: 'c' });
const complete = (task: string, given: object = {}) => ({ do: 'completeTask', task, variables: given });

describe('what a run gives', () => {
  it('is what it has computed itself, also in parallel', async () => {
    const script = {
      type: 'scriptTask',
      script: '=i * 10',
      zf: { resultVariable: 'ten' },
      ...several({ ...lines, collect: '=ten', collectInto: 'all' }),
    };
    expect(await play(around(script as never), [variables({ all: [10, 20, 30] })])).toBeUndefined();
  });

  it('is gathered after its outputs', async () => {
    const task = {
      type: 'userTask',
      zf: { output: [{ source: '=i * 10', target: 'ten' }] },
      ...several({ ...lines, collect: '=ten', collectInto: 'all' }),
    };
    expect(
      await play(around(task as never), [
        complete('a'),
        complete('a'),
        complete('a'),
        variables({ all: [10, 20, 30] }),
      ]),
    ).toBeUndefined();
  });

  it('is nothing where the person said nothing, whatever others have said', async () => {
    for (const isSequential of [false, true]) {
      const task = {
        type: 'userTask',
        ...several({ ...lines, collect: '=ok', collectInto: 'votes' }, { isSequential }),
      };
      const steps = [
        complete('a', { ok: 'yes' }),
        complete('a'),
        complete('a', { ok: 'no' }),
        variables({ votes: ['yes', null, 'no'] }),
      ];
      expect(await play(around(task as never), steps)).toBeUndefined();
    }
  });

  it('is its own also as a part of what is gathered', async () => {
    const script = {
      type: 'scriptTask',
      script: '=i * 10',
      zf: { resultVariable: 'ten' },
      ...several({ ...lines, collect: '={n: i, ten: ten}', collectInto: 'all' }),
    };
    expect(
      await play(around(script as never), [variables({ all: [1, 2, 3].map((n) => ({ n, ten: n * 10 })) })]),
    ).toBeUndefined();
  });

  it('may read what the case has', async () => {
    const task = { type: 'userTask', ...several({ ...lines, collect: '=i * factor', collectInto: 'all' }) };
    const steps = [
      { do: 'setVariables', variables: { factor: 2 }, instance: 'c' },
      complete('a'),
      complete('a'),
      complete('a'),
      variables({ all: [2, 4, 6] }),
    ];
    expect(await play(around(task as never), steps)).toBeUndefined();
  });

  it('counts up from the total that the case keeps', async () => {
    const script = {
      type: 'scriptTask',
      script: '=total + i',
      zf: { resultVariable: 'total' },
      ...several(lines, { isSequential: true }),
    };
    const definition = around(script as never);
    const { failure } = await runScenario([definition], {
      name: 'it',
      steps: [{ do: 'start', process: 'p', as: 'c', variables: { total: 0 } }, variables({ total: 6 })],
    } as never);
    expect(failure).toBeUndefined();
  });
});

describe('what a run gives as a part of something is its own, whatever the case has of that name', () => {
  const earlier = (a: object, steps: object[], isSequential = false) => {
    const definition = around({
      ...a,
      ...several({ ...lines, collect: '={v: r}', collectInto: 'all' }, { isSequential }),
    } as never);
    return runScenario([definition], {
      name: 'it',
      steps: [{ do: 'start', process: 'p', as: 'c', variables: { r: 99 } }, ...steps],
    } as never).then(({ failure }) => failure);
  };
  const each = (list: unknown[]) => variables({ all: list.map((v) => ({ v })) });
  it('computed by a script', async () => {
    const script = { type: 'scriptTask', script: '=i', zf: { resultVariable: 'r' } };
    for (const isSequential of [false, true])
      expect(await earlier(script, [each([1, 2, 3]), variables({ r: 99 })], isSequential)).toBeUndefined();
  });
  it('said by a person, or not', async () => {
    for (const isSequential of [false, true])
      expect(
        await earlier(
          { type: 'userTask' },
          [complete('a', { r: 1 }), complete('a'), complete('a', { r: 3 }), each([1, 99, 3])],
          isSequential,
        ),
      ).toBeUndefined();
  });
  it('mapped out of the step', async () => {
    const task = { type: 'task', zf: { output: [{ source: '=i * 10', target: 'r' }] } };
    expect(await earlier(task, [each([10, 20, 30])])).toBeUndefined();
  });
  it('asked for by the condition that ends it', async () => {
    const script = {
      type: 'scriptTask',
      script: '=i',
      zf: { resultVariable: 'r' },
      ...several(
        { ...lines, collect: '={v: r}', collectInto: 'all' },
        { isSequential: true, completionCondition: '=r >= 2' },
      ),
    };
    const definition = around(script as never);
    expect(await play(definition, [variables({ all: [{ v: 1 }, { v: 2 }, null] })])).toBeUndefined();
  });
});

describe('what people fill in in a run', () => {
  it('stays with the run while others fill in the same form, and reaches the case when all are done', async () => {
    const task = { type: 'userTask', zf: { form: 'recv' }, ...several(lines) };
    const definition = around(task as never);
    const seen = (values: object) => [complete('a', { received: 5 }), variables(values)];
    expect(await play(definition, seen({ received: 5 }))).toMatchObject({ expected: 5 });
    expect(
      await play(definition, [
        complete('a', { received: 5 }),
        complete('a', { received: 6 }),
        complete('a'),
        variables({ received: 6 }),
      ]),
    ).toBeUndefined();
  });

  it('stays with a run of several steps', async () => {
    const definition = around(
      {
        type: 'subProcess',
        ...several({ ...lines, collection: '=[1,2]', collect: '=n', collectInto: 'all' }),
      } as never,
      {
        ss: { type: 'startEvent', scope: 'a' },
        t: { type: 'userTask', scope: 'a', zf: { form: 'f' } },
        w: { type: 'scriptTask', scope: 'a', script: '=got + i', zf: { resultVariable: 'n' } } as never,
      },
      ['ss->t', 't->w'],
    );
    expect(
      await play(definition, [
        complete('t', { got: 10 }),
        complete('t', { got: 20 }),
        { expect: 'openTasks', ids: ['after'] },
      ]),
    ).toBeUndefined();
  });
});

describe('loopCounter', () => {
  const all = (counterFrom?: 0) =>
    around({
      type: 'task',
      ...several({ ...lines, collect: '=loopCounter', collectInto: 'all', ...(counterFrom === 0 && { counterFrom }) }),
    } as never);
  it('is no name that data may take: a result keeps its place', async () => {
    const task = { type: 'userTask', ...several({ ...lines, collect: '=ok', collectInto: 'all' }) };
    const steps = [
      complete('a', { ok: 'a', loopCounter: 3 }),
      complete('a', { ok: 'b' }),
      complete('a', { ok: 'c' }),
      variables({ all: ['a', 'b', 'c'] }),
    ];
    expect(await play(around(task as never), steps)).toBeUndefined();
  });
  it('is the number of the run, from 1', async () => {
    expect(await play(all(), [variables({ all: [1, 2, 3] })])).toBeUndefined();
  });
  it('is counted from 0 in models of engines that do', async () => {
    expect(await play(all(0), [variables({ all: [0, 1, 2] })])).toBeUndefined();
  });
});

describe('what parallel runs of a sub-process write without declaring it', () => {
  const inside = (isSequential: boolean) =>
    around(
      {
        type: 'subProcess',
        ...several({ ...lines, collect: '=result', collectInto: 'all' }, { isSequential }),
      } as never,
      {
        is: { type: 'startEvent', scope: 'a' },
        first: { type: 'scriptTask', scope: 'a', script: '=i * 10', zf: { resultVariable: 'helper' } } as never,
        wait: { type: 'userTask', scope: 'a' },
        again: { type: 'scriptTask', scope: 'a', script: '=helper + 1', zf: { resultVariable: 'helper' } } as never,
        last: { type: 'scriptTask', scope: 'a', script: '=helper', zf: { resultVariable: 'result' } } as never,
        ie: { type: 'endEvent', scope: 'a' },
      },
      ['is->first', 'first->wait', 'wait->again', 'again->last', 'last->ie'],
    );
  const all = [complete('wait'), complete('wait'), complete('wait')];

  it('is each one’s own, and the case has the last of it when all are done', async () => {
    expect(
      await play(inside(false), [
        ...all,
        variables({ all: [11, 21, 31], helper: 31 }),
        { expect: 'openTasks', ids: ['after'] },
      ]),
    ).toBeUndefined();
    expect(await play(inside(true), [...all, variables({ all: [11, 21, 31], helper: 31 })])).toBeUndefined();
  });
});

describe('what a run hands over', () => {
  it('is what the step says, not what the run has of its own', async () => {
    const definition = around({
      type: 'serviceTask',
      ...several(lines),
      zf: { topic: 't', input: [{ source: '=i * 10', target: 'tenfold' }] },
    } as never);
    const given: unknown[] = [];
    await runScenario([definition], { name: 'it', steps: [{ do: 'start', process: 'p', as: 'c' }] } as never, {}, {
      serve: ({ input }: { input: unknown }) => {
        given.push(input);
        return { variables: {} };
      },
      readShopBy: () => {},
      takeMany: () => [],
      takeNews: () => [],
    } as never);
    expect(given).toEqual([{ tenfold: 10 }, { tenfold: 20 }, { tenfold: 30 }]);
  });
});
