import { afterAll, beforeAll, expect, test } from 'vitest';
import { BusinessError } from '../../activities/call-service.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
let failures = 0;
const calls: string[] = [];
beforeAll(async () => {
  shop = await openShop({
    greet: async ({ key, input }) => {
      calls.push(key);
      return { greeting: `hello ${String(input.name)}` };
    },
    flaky: async () => {
      if (failures-- > 0) throw new Error('the line is busy');
      return { done: true };
    },
    refuse: async () => {
      throw new BusinessError('SOLD_OUT', 'nothing left', { left: 0 });
    },
  });
});
afterAll(() => shop.close());

test('a case travels through people’s hands and a service to its end', async () => {
  await shop.deploy(
    draw(
      'travel',
      {
        s: { type: 'startEvent' },
        ask: { type: 'userTask' },
        call: { type: 'serviceTask', zf: { topic: 'greet' } },
        check: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      ['s->ask', 'ask->call', 'call->check', 'check->e'],
    ),
  );
  const { family, sent } = await shop.start('travel', { shop: 1 });
  expect(sent).toEqual({ ok: true });
  expect((await shop.tasks(family)).map((task) => task.element)).toEqual(['ask']);
  expect(await shop.complete(family, 'ask', { name: 'Su' })).toEqual({ ok: true });
  await shop.until(
    async () => (await shop.tasks(family)).some((task) => task.element === 'check'),
    'the service has answered',
  );
  const [row] = await shop.sql`select state from cases where id = ${family}`;
  expect(row?.state.scopes.k0.variables).toMatchObject({ name: 'Su', greeting: 'hello Su' });
  expect(calls).toHaveLength(1);
  expect(await shop.complete(family, 'check')).toEqual({ ok: true });
  expect(await shop.status(family)).toMatchObject({ status: 'ended', outcome: 'completed' });
  const rows = await shop.sql`select seq, kind from history where case_id = ${family} order by seq`;
  expect(rows.map((each) => each.seq)).toEqual(rows.map((_, index) => index + 1));
  expect((await shop.sql`select 1 from token where case_id = ${family}`).length).toBe(0);
});

test('a repeated request gets its first answer; a rival is refused', async () => {
  await shop.deploy(
    draw(
      'rivals',
      { s: { type: 'startEvent' }, a: { type: 'userTask' }, b: { type: 'userTask' }, e: { type: 'endEvent' } },
      ['s->a', 'a->b', 'b->e'],
    ),
  );
  const { family } = await shop.start('rivals');
  const [task] = await shop.tasks(family);
  const wait = task?.wait as string;
  const one = shop.occur(family, { type: 'taskCompleted', task: wait }, { by: 'alice', request: `r1-${family}` });
  const two = shop.occur(family, { type: 'taskCompleted', task: wait }, { by: 'bob', request: `r2-${family}` });
  const answers = await Promise.all([one, two]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ code: 'notOpen' });
  expect(
    await shop.occur(family, { type: 'taskCompleted', task: wait }, { by: 'alice', request: `r1-${family}` }),
  ).toEqual(answers[0]);
  expect(
    await shop.occur(family, { type: 'taskCompleted', task: wait }, { by: 'bob', request: `r2-${family}` }),
  ).toEqual(answers[1]);
  expect((await shop.tasks(family)).map((each) => each.element)).toEqual(['b']);
});

test('the answer that is written first stands, whoever comes later with another', async () => {
  const told = async (code: string) => {
    const answer = { id: 'answered-twice', host: 'h', family: 'f', case: 'f', answer: { ok: false, code } };
    const turn = { at: 1, shop: 0, cases: [], answers: [answer] };
    const [row] = await shop.sql<
      { answers: object }[]
    >`select record_turn(${shop.sql.json(turn)}) -> 'answers' as answers`;
    return row?.answers;
  };
  const first = { 'answered-twice': { ok: false, code: 'first' } };
  expect([await told('first'), await told('second')]).toEqual([first, first]);
});

test('one business key, one living case', async () => {
  await shop.deploy(
    draw('keyed', { s: { type: 'startEvent' }, a: { type: 'userTask' }, e: { type: 'endEvent' } }, ['s->a', 'a->e']),
  );
  const first = await shop.start('keyed', {}, 'K-1');
  const second = await shop.start('keyed', {}, 'K-1');
  expect(first.sent).toEqual({ ok: true });
  expect(second.sent).toMatchObject({ ok: false, code: 'businessKeyInUse', detail: first.family });
  await shop.complete(first.family, 'a');
  expect((await shop.start('keyed', {}, 'K-1')).sent).toEqual({ ok: true });
});

test('a timer fires, an interrupting boundary withdraws the task', async () => {
  await shop.deploy(
    draw(
      'timed',
      {
        s: { type: 'startEvent' },
        a: { type: 'userTask' },
        late: {
          type: 'boundaryEvent',
          attachedToRef: 'a',
          cancelActivity: true,
          eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT1S' }],
        },
        b: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      ['s->a', 'a->e', 'late->b', 'b->e'],
    ),
  );
  const { family } = await shop.start('timed');
  await shop.until(
    async () => (await shop.tasks(family)).map((task) => task.element).join() === 'b',
    'the boundary timer has fired',
  );
  const [row] = await shop.sql`select state, why from task where family = ${family} and element = 'a'`;
  expect(row).toMatchObject({ state: 'withdrawn' });
});

test('used-up retries become an incident that a person retries', async () => {
  failures = 2;
  await shop.deploy(
    draw(
      'flaky',
      {
        s: { type: 'startEvent' },
        f: { type: 'serviceTask', zf: { topic: 'flaky', retries: 0, backoff: 'PT0.1S' } },
        e: { type: 'endEvent' },
      },
      ['s->f', 'f->e'],
    ),
  );
  const { family } = await shop.start('flaky');
  const incident = await shop.until(
    async () =>
      (await shop.sql`select id, kind, message from incident where case_id = ${family} and closed_at is null`)[0],
    'an incident',
  );
  expect(incident).toMatchObject({ kind: 'jobFailed', message: 'the line is busy' });
  await shop.occur(family, { type: 'incidentResolved', incident: incident.id, action: 'retry' }, { by: 'boss' });
  const again = await shop.until(
    async () => (await shop.sql`select id from incident where case_id = ${family} and closed_at is null`)[0],
    'a second incident',
  );
  expect(again.id).not.toBe(incident.id);
  await shop.occur(family, { type: 'incidentResolved', incident: again.id, action: 'retry' }, { by: 'boss' });
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the case ends');
});

test('a business error of a service is caught by the model', async () => {
  await shop.deploy(
    draw(
      'soldout',
      {
        s: { type: 'startEvent' },
        f: { type: 'serviceTask', zf: { topic: 'refuse' } },
        err: {
          type: 'boundaryEvent',
          attachedToRef: 'f',
          cancelActivity: true,
          eventDefinitions: [{ type: 'errorEventDefinition', errorRef: 'so' }],
        },
        help: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      ['s->f', 'f->e', 'err->help', 'help->e'],
      { errors: { so: { id: 'so', errorCode: 'SOLD_OUT' } } },
    ),
  );
  const { family } = await shop.start('soldout');
  await shop.until(async () => (await shop.tasks(family)).some((task) => task.element === 'help'), 'the error path');
});
