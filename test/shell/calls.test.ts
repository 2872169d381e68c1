// Which version a call runs: the newest at its time, a fixed one, the newest with a tag, or the one of the caller's publication.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventDefinition, Extension } from '../../bpmn/definition.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const callee = (mark: string, versionTag?: string) =>
  draw(
    'part',
    { s: { type: 'startEvent' }, a: { type: 'userTask', name: mark }, e: { type: 'endEvent' } },
    ['s->a', 'a->e'],
    versionTag ? { zf: { versionTag } } : {},
  );
/** Calls `part` again and again, as long as somebody says so. */
const caller = (key: string, zf: Extension) =>
  draw(
    key,
    {
      s: { type: 'startEvent' },
      m: { type: 'exclusiveGateway' },
      c: { type: 'callActivity', calledElement: 'part', zf },
      again: { type: 'userTask' },
      x: { type: 'exclusiveGateway', default: 'x_e' },
      e: { type: 'endEvent' },
    },
    ['s->m', 'm->c', 'c->again', 'again->x', 'x->m: =more', 'x->e'],
    { zf: { variable: [{ name: 'more', type: 'boolean' }] } },
  );

test('each binding finds its version, also in a host that has called before', async () => {
  await shop.deploy(callee('one', 'spring'));
  await shop.deploy(callee('two'));
  const kinds = {
    newest: {},
    bound: { binding: 'deployment' },
    fixed: { binding: 'version', version: '1' },
    computed: { version: '=1 + 1' },
    tagged: { binding: 'versionTag', version: 'spring' },
  } satisfies Record<string, Extension>;
  const families: Record<string, string> = {};
  for (const [key, zf] of Object.entries(kinds)) {
    await shop.deploy(caller(key, zf));
    families[key] = (await shop.start(key)).family;
  }
  const marks = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(families).map(async ([key, family]) => {
          const [row] = await shop.sql`select name from task where family = ${family} and state = 'open'`;
          return [key, row?.name];
        }),
      ),
    );
  expect(await marks()).toEqual({ newest: 'two', bound: 'two', fixed: 'one', computed: 'two', tagged: 'one' });

  await shop.deploy(callee('three', 'spring'));
  for (const family of Object.values(families)) {
    expect(await shop.complete(family, 'a')).toEqual({ ok: true });
    expect(await shop.complete(family, 'again', { more: true })).toEqual({ ok: true });
  }
  expect(await marks()).toEqual({ newest: 'three', bound: 'two', fixed: 'one', computed: 'two', tagged: 'three' });

  // Published again, the bound caller is another version, since what it is bound to has changed.
  expect(await shop.deploy(caller('bound', kinds.bound))).toBe(2);
  expect(await shop.deploy(caller('bound', kinds.bound))).toBe(2);
});

test('a version that does not exist stops the call with an incident that names it', async () => {
  await shop.deploy(caller('wrong', { version: '99' }));
  const { family } = await shop.start('wrong');
  const [row] = await shop.sql<
    { kind: string; message: string }[]
  >`select kind, message from incident where case_id = ${family}`;
  expect(row?.kind).toBe('missingDefinition');
  expect(row?.message).toContain('99');
});

test('what a called case throws reaches its family in the same turn, and only once', async () => {
  const thrown = (key: string, ...eventDefinitions: EventDefinition[]) =>
    draw(
      key,
      { s: { type: 'startEvent' }, t: { type: 'intermediateThrowEvent', eventDefinitions }, e: { type: 'endEvent' } },
      ['s->t', 't->e'],
      { messages: { note: { id: 'note', name: 'family-note' } }, signals: { red: { id: 'red', name: 'family-red' } } },
    );
  await shop.deploy(
    thrown(
      'thrower',
      { type: 'signalEventDefinition', signalRef: 'red' },
      { type: 'messageEventDefinition', messageRef: 'note' },
    ),
  );
  const caught = (eventDefinition: EventDefinition) => ({
    type: 'boundaryEvent' as const,
    attachedToRef: 'around',
    cancelActivity: false,
    eventDefinitions: [eventDefinition],
  });
  await shop.deploy(
    draw(
      'listener',
      {
        s: { type: 'startEvent' },
        around: { type: 'subProcess' },
        is: { type: 'startEvent', scope: 'around' },
        c: { type: 'callActivity', calledElement: 'thrower', scope: 'around' },
        w: { type: 'userTask', scope: 'around' },
        ie: { type: 'endEvent', scope: 'around' },
        sb: caught({ type: 'signalEventDefinition', signalRef: 'red' }),
        mb: caught({ type: 'messageEventDefinition', messageRef: 'note' }),
        bySignal: { type: 'userTask' },
        byMessage: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      [
        's->around',
        'is->c',
        'c->w',
        'w->ie',
        'sb->bySignal',
        'mb->byMessage',
        'around->e',
        'bySignal->e',
        'byMessage->e',
      ],
      { messages: { note: { id: 'note', name: 'family-note' } }, signals: { red: { id: 'red', name: 'family-red' } } },
    ),
  );
  const [one, other] = [await shop.start('listener', {}, 'A-1'), await shop.start('listener', {}, 'A-2')];
  const elements = async (family: string) => (await shop.tasks(family)).map(({ element }) => element).sort();
  // The other family hears the first one's signal and it hears the other's, by the outbox; its own came with the turn.
  await shop.until(
    async () => (await elements(one.family)).filter((element) => element === 'bySignal').length === 2,
    'two signals',
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await elements(one.family)).toEqual(['byMessage', 'bySignal', 'bySignal', 'w']);
  expect(await elements(other.family)).toEqual(['byMessage', 'bySignal', 'w']);
  const rows = await shop.sql<{ element: string; seq: number }[]>`
    select element, seq from history where case_id = ${other.family} and kind in ('triggered', 'completed') and element in ('sb', 'mb', 'c') order by seq`;
  expect(rows.map(({ element }) => element).slice(-1)).toEqual(['c']);
});

test('a late command to a called case that has ended is refused, and the caller goes on', async () => {
  await shop.deploy(draw('short', { s: { type: 'startEvent' }, a: { type: 'userTask' } } as never, ['s->a']));
  await shop.deploy(
    draw(
      'impatient',
      {
        s: { type: 'startEvent' },
        c: { type: 'callActivity', calledElement: 'short' },
        enough: {
          type: 'boundaryEvent',
          attachedToRef: 'c',
          cancelActivity: true,
          eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'enough' }],
        },
        after: { type: 'userTask' },
      } as never,
      ['s->c', 'enough->after'],
      { messages: { enough: { id: 'enough', name: 'enough' } } },
    ),
  );
  const { family } = await shop.start('impatient');
  const [task] = await shop.until(async () => {
    const tasks = await shop.tasks(family);
    return tasks.length > 0 && tasks;
  }, 'the task of the called case');
  const [wait] = await shop.sql<
    { wait: string }[]
  >`select wait from subscription where case_id = ${family} and kind = 'message'`;
  await shop.occur(family, { type: 'messageReceived', wait: wait?.wait ?? '', message: 'enough' });
  await shop.until(
    async () => (await shop.tasks(family)).some(({ element }) => element === 'after'),
    'the caller has gone on',
  );
  const late = { type: 'taskCompleted', task: task?.wait ?? '' } as const;
  const request = { request: `late-${family}`, case: task?.case_id ?? '' };
  expect(await shop.occur(family, late, request)).toMatchObject({ ok: false, code: 'noCase' });
  // Sent again after a crash, to a host that has to ask Postgres.
  await shop.sql`update command set answer = null, answered_at = null, confirmed = false where id = ${request.request}`;
  await shop.stopWorker();
  await shop.restartWorker();
  expect(await shop.occur(family, late, { ...request, request: `${request.request}-2` })).toMatchObject({
    code: 'noCase',
  });
  expect(await shop.complete(family, 'after')).toEqual({ ok: true });
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the caller has ended');
});
