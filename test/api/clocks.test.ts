// Clocks in a shop: who has taken it up, what happens on the way to the limit, another date; who reads along, who is asked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const HOUR = 3_600_000;
const timed = draw(
  'timed',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    first: {
      type: 'userTask',
      name: '接待',
      zf: {
        participants: [{ rule: 'role', value: 'order-auditor' }],
        deadline: [
          { kind: 'response', target: 'PT30M', steps: [{ at: '100%', act: 'escalate', to: 'person:chenli' }] },
          {
            kind: 'resolution',
            target: 'PT4H',
            steps: [
              { at: '50%', act: 'remind' },
              { at: '100%', act: 'cc', to: 'person:linxiaowen' },
              { at: '+PT1H', act: 'reassign', to: 'person:chenli' },
            ],
          },
        ],
        cc: ['person:linxiaowen'],
      },
    },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->first', 'first->end'],
);

let office: Office;
let lin: Caller;
let chen: Caller;
let meng: Caller;
let admin: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, meng, admin] = (await Promise.all(
    ['linxiaowen', 'chenli', 'mengjie', 'gaoyuan'].map((name) => office.as(name)),
  )) as [Caller, Caller, Caller, Caller];
  await publish(office.shop.sql, {
    definition: timed,
    model: Model.parse({ id: 'timed', processes: [timed], diagram: {} }),
    forms: {},
  });
});
afterAll(() => office?.close());

const until = async <T>(look: () => Promise<T | undefined | false>): Promise<T> => {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come');
};
const forward = (ms: number) => admin('PATCH', '/api/settings', { clock: { rate: 1, forwardMs: ms } });
const begun = async (): Promise<{ id: string; task: string }> => {
  const id = (await chen('POST', '/api/cases', { process: 'timed', variables: {} }, fresh())).body.case;
  const { items } = (await lin('GET', '/api/tasks?view=claimable&limit=100')).body;
  return { id, task: items.find((one: { case: string }) => one.case === id).id };
};
const read = async (caller: Caller, task: string) => (await caller('GET', `/api/tasks/${task}`)).body;
const told = async (caller: Caller, what: string, about: string) =>
  (await caller('GET', '/api/notices?limit=50')).body.items.find(
    (one: { what: string; about: { id: string } }) => one.what === what && one.about.id === about,
  );

it('shows the limit for taking it up until somebody has', async () => {
  const { task } = await begun();
  const before = await read(lin, task);
  expect([before.response, before.limit.kind, before.due - before.createdAt]).toEqual([true, 'response', HOUR / 2]);
  expect(before.limit.ahead.map(({ act, to }: { act: string; to: string[] }) => [act, to])).toEqual([
    ['escalate', ['陈立']],
  ]);
  expect((await lin('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
  const after = await read(lin, task);
  expect([after.response, after.limit.kind, after.due - after.createdAt]).toEqual([false, 'resolution', 4 * HOUR]);
  expect(after.limit.ahead.map(({ act }: { act: string }) => act)).toEqual(['remind', 'cc', 'reassign']);
});

it('who opens what he could take has taken it up; others have not', async () => {
  const { task } = await begun();
  await chen('POST', `/api/tasks/${task}/touch`);
  expect((await read(lin, task)).response).toBe(true);
  await lin('POST', `/api/tasks/${task}/touch`);
  expect((await read(lin, task)).response).toBe(false);
});

it('who was not heard because the case had just been held is heard when he opens it again', async () => {
  const { id, task } = await begun();
  expect((await chen('POST', `/api/cases/${id}/suspend`, { reason: '等厂家' }, fresh())).status).toBe(200);
  // As whoever has read the task a moment before sees it.
  await office.shop.sql`update task set response = true where id = ${task}`;
  await lin('POST', `/api/tasks/${task}/touch`);
  expect((await chen('POST', `/api/cases/${id}/resume`, { reason: '厂家回了' }, fresh())).status).toBe(200);
  expect((await read(lin, task)).response).toBe(true);
  await lin('POST', `/api/tasks/${task}/touch`);
  expect((await read(lin, task)).response).toBe(false);
});

it('climbs: reports, reminds, copies, gives it to another', async () => {
  const { id, task } = await begun();
  await forward(HOUR);
  await until(() => told(chen, 'escalated', task));
  expect((await read(lin, task)).escalatedAt).toBeGreaterThan(0);
  await lin('POST', `/api/tasks/${task}/claim`);
  await forward(2 * HOUR);
  await until(() => told(lin, 'reminded', task));
  await forward(2 * HOUR);
  const copy = await until(async () =>
    (await lin('GET', '/api/copies')).body.items.find((one: { case: { id: string } }) => one.case.id === id),
  );
  expect([copy.read, copy.by]).toEqual([false, null]);
  await until(async () => (await read(chen, task)).assignee?.name === '陈立');
  expect((await lin('POST', `/api/tasks/${task}/complete`, {}, fresh())).status).toBe(409);
  expect((await lin('POST', `/api/copies/${encodeURIComponent(id)}/read`)).status).toBe(200);
  expect(
    (await lin('GET', '/api/copies?unread=true')).body.items.map((one: { case: { id: string } }) => one.case.id),
  ).not.toContain(id);
  const story = (await chen('GET', `/api/cases/${id}/history`)).body.items.map((row: { kind: string }) => row.kind);
  expect(story).toEqual(expect.arrayContaining(['clock', 'acted']));
});

it('a manager sets another date, and only a manager', async () => {
  const { task } = await begun();
  await lin('POST', `/api/tasks/${task}/claim`);
  const due = (await read(lin, task)).now + 48 * HOUR;
  expect((await lin('POST', `/api/tasks/${task}/due`, { due }, fresh())).status).toBe(403);
  expect((await chen('POST', `/api/tasks/${task}/due`, { due, reason: '等货' }, fresh())).status).toBe(200);
  expect((await read(lin, task)).due).toBe(due);
});

it('a question goes to whoever is asked, who sees the task, answers once, and has nothing to do', async () => {
  const { task } = await begun();
  await lin('POST', `/api/tasks/${task}/claim`);
  expect((await meng('GET', `/api/tasks/${task}`)).status).toBe(404);
  const { id: person } = (await meng('GET', '/api/me')).body.person ?? (await meng('GET', '/api/me')).body;
  expect((await lin('POST', `/api/tasks/${task}/ask`, { to: person, text: '还有货吗' }, fresh())).status).toBe(200);
  await until(() => told(meng, 'asked', task));
  const seen = await read(meng, task);
  expect([seen.questions[0].text, seen.questions[0].answer, seen.can.complete]).toEqual(['还有货吗', null, false]);
  expect((await chen('POST', `/api/tasks/${task}/answer`, { text: '有' }, fresh())).status).toBe(409);
  expect((await meng('POST', `/api/tasks/${task}/answer`, { text: '有三件' }, fresh())).status).toBe(200);
  await until(() => told(lin, 'answered', task));
  expect((await read(lin, task)).questions[0].answer).toBe('有三件');
  expect((await meng('POST', `/api/tasks/${task}/answer`, { text: '有三件' }, fresh())).status).toBe(409);
});

it('a copy lets somebody read along who could not, also after a refusal, and is told once', async () => {
  const { id, task } = await begun();
  await lin('POST', `/api/tasks/${task}/claim`);
  expect((await meng('GET', `/api/cases/${id}`)).status).toBe(404);
  const { id: person } = (await meng('GET', '/api/me')).body.person ?? (await meng('GET', '/api/me')).body;
  for (const comment of ['看看', '再看看'])
    expect((await lin('POST', `/api/tasks/${task}/copy`, { people: [person], comment }, fresh())).status).toBe(200);
  await until(() => told(meng, 'copied', id));
  expect((await meng('GET', `/api/cases/${id}`)).status).toBe(200);
  await lin('POST', `/api/tasks/${task}/complete`, {}, fresh());
  const { items } = (await meng('GET', '/api/copies')).body;
  const mine = items.filter((one: { case: { id: string } }) => one.case.id === id);
  expect(mine.map((one: { comment: string }) => one.comment)).toEqual(['看看']);
});

it('a case shows its own limit, and that of what it waits for', async () => {
  const waits = draw(
    'waits-out',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      sample: { type: 'receiveTask', name: '等样品', zf: { deadline: [{ kind: 'wait', target: 'P3D', steps: [] }] } },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->sample', 'sample->end'],
    { zf: { deadline: [{ kind: 'resolution', target: 'P5D', steps: [] }] } } as never,
  );
  await publish(office.shop.sql, {
    definition: waits,
    model: Model.parse({ id: 'waits-out', processes: [waits], diagram: {} }),
    forms: {},
  });
  const id = (await chen('POST', '/api/cases', { process: 'waits-out', variables: {} }, fresh())).body.case;
  const { limit, waiting, startedAt } = (await chen('GET', `/api/cases/${id}`)).body;
  expect(limit.due - startedAt).toBe(120 * HOUR);
  expect(waiting.map(({ element, due }: { element: string; due: number }) => [element, due - startedAt])).toEqual([
    ['sample', 72 * HOUR],
  ]);
});

it('working time that changes reaches clocks that run', async () => {
  const { sql } = office.shop;
  const kept = draw(
    'kept-hours',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      work: {
        type: 'userTask',
        name: '上新',
        zf: {
          participants: [{ rule: 'person', value: 'linxiaowen' }],
          deadline: [{ kind: 'resolution', target: 'PT100H', calendar: 'office', steps: [] }],
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->work', 'work->end'],
  );
  await publish(sql, {
    definition: kept,
    model: Model.parse({ id: 'kept-hours', processes: [kept], diagram: {} }),
    forms: {},
  });
  const id = (await chen('POST', '/api/cases', { process: 'kept-hours', variables: {} }, fresh())).body.case;
  const { items } = (await lin('GET', '/api/tasks?view=todo&limit=100')).body;
  const task = items.find((one: { case: string }) => one.case === id).id;
  const before = (await read(lin, task)).due;
  const { calendars } = (await chen('GET', '/api/settings')).body;
  const longer = { ...calendars, office: { ...calendars.office, week: Array.from({ length: 7 }, () => [[0, 1440]]) } };
  expect((await admin('PATCH', '/api/settings', { calendars: longer })).status).toBe(200);
  const after = await until(async () => {
    const { due } = await read(lin, task);
    return due !== before && due;
  });
  expect(after - (await read(lin, task)).createdAt).toBeLessThan(101 * HOUR);
});
