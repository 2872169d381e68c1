// Several people on one step in a shop: each has a task of his own, sees who has said what, and says what the step offers.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const named = (...people: string[]) => people.map((value) => ({ rule: 'person', value }));
const priced = (key: string, zf: object) =>
  draw(
    key,
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      approve: { type: 'userTask', name: '会签', zf: { refusal: 'flow', ...zf } },
      which: { type: 'exclusiveGateway' },
      put: { type: 'userTask', name: '改价', zf: { participants: named('chenli') } },
      end: { type: 'endEvent', eventDefinitions: [] },
      refused: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    [
      'start->approve',
      'approve->which',
      'which->put:=approve_result.result = "agree"',
      'which->refused:=approve_result.result = "refuse"',
      'put->end',
    ],
  );

let office: Office;
let lin: Caller;
let chen: Caller;
let zhou: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, zhou] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('zhoumin')]);
  const all = { mode: 'all', participants: named('linxiaowen', 'chenli', 'zhoumin') };
  for (const process of [
    priced('together', all),
    priced('ended', { ...all, refusal: 'end' }),
    priced('desk', { mode: 'any', participants: [{ rule: 'role', value: 'order-auditor' }] }),
    priced('nobody', { mode: 'all', participants: named('linxiaowen'), empty: 'person:chenli' }),
    priced('alone', { participants: named('linxiaowen') }),
  ])
    await publish(office.shop.sql, {
      definition: process,
      model: Model.parse({ id: process.key, processes: [process], diagram: {} }),
      forms: {},
    });
});
afterAll(() => office?.close());

const begin = async (process: string): Promise<string> =>
  (await chen('POST', '/api/cases', { process, variables: {} }, fresh())).body.case;
const mine = async (caller: Caller, id: string): Promise<string[]> =>
  (await caller('GET', '/api/tasks?view=todo&limit=100')).body.items
    .filter((one: { case: string }) => one.case === id)
    .map((one: { id: string }) => one.id);
const say = async (caller: Caller, id: string, verdict?: string, comment?: string) => {
  const [task] = await mine(caller, id);
  return caller(
    'POST',
    `/api/tasks/${task}/complete`,
    { ...(verdict && { verdict }), ...(comment && { comment }) },
    fresh(),
  );
};
const caseOf = async (id: string) => (await chen('GET', `/api/cases/${id}`)).body;
const standing = async (id: string): Promise<string[]> =>
  (await caseOf(id)).tasks
    .filter(({ state }: { state: string }) => state === 'open')
    .map(({ name }: { name: string }) => name)
    .sort();

it('gives each a task, tells all what each has said, and goes on once all agree', async () => {
  const id = await begin('together');
  expect(await standing(id)).toEqual(['会签', '会签', '会签']);
  expect((await say(lin, id, 'agree', '限 300 条')).status).toBe(200);
  const [task] = await mine(zhou, id);
  const { votes, verdicts } = (await zhou('GET', `/api/tasks/${task}`)).body;
  expect(verdicts).toEqual(['agree', 'refuse', 'abstain']);
  expect(votes.mode).toBe('all');
  const said = (one: { person: { name: string }; says: string; comment: string | null }) => [
    one.person.name,
    one.says,
    one.comment,
  ];
  expect(votes.slots.map(said)).toEqual([
    ['林晓雯', 'agree', '限 300 条'],
    ['陈立', 'open', null],
    ['周敏', 'open', null],
  ]);
  await say(chen, id, 'agree');
  expect(await standing(id)).toEqual(['会签']);
  await say(zhou, id, 'abstain');
  expect(await standing(id)).toEqual(['改价']);
});

it('takes the tasks of the others back at the first refusal, and the way that reads it', async () => {
  const id = await begin('together');
  expect((await say(zhou, id, 'refuse', '太低')).status).toBe(200);
  expect([await mine(lin, id), await mine(chen, id)]).toEqual([[], []]);
  expect(await caseOf(id)).toMatchObject({ status: 'ended', outcome: 'completed' });
});

it('ends the case where a refusal ends it', async () => {
  const id = await begin('ended');
  await say(chen, id, 'refuse');
  expect(await caseOf(id)).toMatchObject({ status: 'ended', outcome: 'refused' });
});

it('one verdict decides however many are pressed at once: exactly one is taken, the others hear who was first', async () => {
  const id = await begin('desk');
  const callers = await Promise.all(['linxiaowen', 'zhoumin', 'hejing', 'chenli'].map((name) => office.as(name)));
  const holders = (await Promise.all(callers.map(async (one) => [one, (await mine(one, id))[0]] as const))).filter(
    ([, task]) => task !== undefined,
  );
  expect(holders.length).toBeGreaterThan(1);
  const answers = await Promise.all(
    holders.map(([one, task], index) =>
      one('POST', `/api/tasks/${task}/complete`, { verdict: index % 2 ? 'refuse' : 'agree' }, fresh()),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
    new Set(['taskWithdrawn']),
  );
});

it('asks the others named where nobody is left', async () => {
  await office.shop.sql`update person set active = false where username = 'linxiaowen'`;
  const id = await begin('nobody');
  await office.shop.sql`update person set active = true where username = 'linxiaowen'`;
  expect([await mine(lin, id), (await mine(chen, id)).length]).toEqual([[], 1]);
});

it('whoever is given one of them stands in his place', async () => {
  const id = await begin('together');
  const [task] = await mine(zhou, id);
  const he = (await (await office.as('hejing'))('GET', '/api/me')).body;
  expect((await chen('POST', `/api/tasks/${task}/assign`, { person: he.id })).status).toBe(200);
  const [own] = await mine(lin, id);
  const { votes } = (await lin('GET', `/api/tasks/${own}`)).body;
  expect(votes.slots.map((one: { person: { name: string } }) => one.person.name)).toEqual(['林晓雯', '陈立', he.name]);
  await say(await office.as('hejing'), id, 'refuse');
  expect(await caseOf(id)).toMatchObject({ status: 'ended' });
});

it('passes a vote on to another, who stands in one’s place; a repeat hears the same', async () => {
  const id = await begin('together');
  const [task] = await mine(zhou, id);
  const [he, lisa] = await Promise.all(
    ['hejing', 'linxiaowen'].map(async (name) => (await (await office.as(name))('GET', '/api/me')).body),
  );
  const pass = (to: string, key = fresh(), caller = zhou) =>
    caller('POST', `/api/tasks/${task}/transfer`, { person: to, comment: '我出差' }, key);
  expect((await zhou('GET', `/api/tasks/${task}`)).body.can.transfer).toBe(true);
  expect(await pass(lisa.id)).toMatchObject({ status: 409, body: { code: 'refused' } });
  expect(await pass(he.id, fresh(), lin), 'not hers').toMatchObject({ status: 404 });
  expect(await pass('nobody')).toMatchObject({ status: 404 });
  const key = fresh();
  expect((await pass(he.id, key)).status).toBe(200);
  expect((await pass(he.id, key)).status, 'the same request again').toBe(200);
  expect(await pass(lisa.id), 'he has it no more').toMatchObject({ status: 409 });
  const hejing = await office.as('hejing');
  const { votes, holding } = (await hejing('GET', `/api/tasks/${task}`)).body;
  expect(votes.slots.map((one: { person: { name: string } }) => one.person.name)).toEqual(['林晓雯', '陈立', he.name]);
  expect(holding).toMatchObject({ kind: 'assigned', person: { id: he.id }, by: { name: '周敏' } });
  expect((await hejing('GET', '/api/notices')).body.items[0]).toMatchObject({ what: 'assigned' });
  await say(hejing, id, 'refuse');
  expect(await caseOf(id)).toMatchObject({ status: 'ended' });
});

it('asks for an opinion, which decides nothing, and has the task back with it', async () => {
  const id = await begin('together');
  const [task] = await mine(zhou, id);
  const hejing = await office.as('hejing');
  const he = (await hejing('GET', '/api/me')).body;
  expect((await zhou('POST', `/api/tasks/${task}/delegate`, { person: he.id }, fresh())).status).toBe(200);
  expect([(await mine(zhou, id)).length, await mine(hejing, id)]).toEqual([0, [task]]);
  expect((await hejing('GET', `/api/tasks/${task}`)).body).toMatchObject({ askedBy: { name: '周敏' }, verdicts: [] });
  const answer = (given: object) => hejing('POST', `/api/tasks/${task}/complete`, given, fresh());
  expect(await answer({})).toMatchObject({ status: 422, body: { code: 'opinionMissing' } });
  expect(await answer({ verdict: 'refuse', comment: '太低' })).toMatchObject({ status: 403 });
  expect((await answer({ comment: '太低' })).status).toBe(200);
  expect([await mine(zhou, id), await mine(hejing, id)]).toEqual([[task], []]);
  expect((await zhou('GET', `/api/tasks/${task}`)).body).toMatchObject({
    state: 'open',
    askedBy: null,
    submitted: null,
  });
  expect((await say(zhou, id, 'refuse')).status).toBe(200);
  expect(await caseOf(id)).toMatchObject({ status: 'ended' });
});

it('an opinion may be taken back for some seconds, and comes then', async () => {
  const id = await begin('together');
  const [task] = await mine(zhou, id);
  const hejing = await office.as('hejing');
  const he = (await hejing('GET', '/api/me')).body;
  await zhou('POST', `/api/tasks/${task}/delegate`, { person: he.id }, fresh());
  await hejing('POST', `/api/tasks/${task}/complete`, { comment: '行', undoFor: 60 }, fresh());
  expect((await hejing('POST', `/api/tasks/${task}/undo`)).status).toBe(200);
  expect(await mine(hejing, id)).toEqual([task]);
  await hejing('POST', `/api/tasks/${task}/complete`, { comment: '不行', undoFor: 60 }, fresh());
  expect((await hejing('POST', `/api/tasks/${task}/send`)).status).toBe(200);
  expect(await mine(zhou, id)).toEqual([task]);
});

it('one alone decides, too; a verdict that the step does not offer is refused and loses nothing', async () => {
  const id = await begin('alone');
  const [task] = await mine(lin, id);
  expect((await lin('GET', `/api/tasks/${task}`)).body).toMatchObject({ verdicts: ['agree', 'refuse'], votes: null });
  expect(await say(lin, id, 'abstain')).toMatchObject({ status: 403, body: { code: 'notAllowed' } });
  expect((await say(lin, id, 'refuse')).status).toBe(200);
  expect(await caseOf(id)).toMatchObject({ status: 'ended' });
  const work = await begin('together');
  await say(lin, work);
  expect((await caseOf(work)).tasks.filter(({ state }: { state: string }) => state === 'open')).toHaveLength(2);
});
