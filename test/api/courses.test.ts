// Courses over the API: chapters first, questions without their answers, an attempt judged once, a certificate that gates a step, what a
// case asks of people, and who has learnt what.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportPack } from '../../cli/pack-export.ts';
import { loadPack } from '../../sops/pack.ts';
import { draw } from '../draw.ts';
import { type Answer, type Caller, fresh, type Office, openOffice } from './office.ts';

const day = 86_400_000;
let office: Office;
let chen: Caller;
let lin: Caller;
let he: Caller;
const people: Record<string, string> = {};
beforeAll(async () => {
  office = await openOffice({ calls: 'real' });
  [chen, lin, he] = [await office.as('chenli'), await office.as('linxiaowen'), await office.as('hejing')];
  for (const { username, id } of (await chen('GET', '/api/people?limit=100')).body.items) people[username] = id;
});
afterAll(() => office?.close());

const words = (zh: string) => ({ zh, en: `${zh} (en)` });
const option = (id: string, right = false) => ({ id, text: words(`选 ${id}`), ...(right && { right: true }) });
const course = (more: object = {}) => ({
  key: 'basics',
  kind: 'course',
  title: words('客服入门'),
  text: words('先读，再考'),
  chapters: ['tone', 'money'],
  read: { who: ['role:customer-service'], days: 7 },
  quiz: {
    pass: 60,
    tries: 2,
    validDays: 30,
    questions: [
      { id: 'one', ask: words('一题'), options: [option('a'), option('b', true), option('c')], why: words('因为') },
      { id: 'two', ask: words('二题'), options: [option('a', true), option('b', true), option('c')] },
    ],
  },
  ...more,
});
async function publish(body: { key: string }): Promise<Answer> {
  const at = `/api/content/page/${body.key}`;
  const before = await chen('GET', `${at}/draft`);
  const revision = before.status === 404 ? 0 : before.body.revision;
  const saved = await chen('PUT', `${at}/draft`, { body, revision });
  return saved.status === 200 ? chen('POST', `${at}/publish`, { revision: saved.body.revision }, fresh()) : saved;
}
const chapter = (key: string) => ({ key, kind: 'sop', title: words(key), text: words('一章') });
const RIGHT: Record<string, string[]> = { one: ['选 b'], two: ['选 a', '选 b'] };
type Question = { id: string; options: { zh: string }[] };
/** As whoever knows would choose, by what stands where. */
const chosen = (questions: Question[], right: Record<string, string[]> = RIGHT) =>
  Object.fromEntries(
    questions.map(({ id, options }) => [id, options.flatMap(({ zh }, at) => (right[id]?.includes(zh) ? [at] : []))]),
  );

it('is not published with chapters that are not there, or questions that nobody can answer', async () => {
  const faulty = course({
    quiz: { pass: 60, draw: 3, questions: [{ id: 'one', ask: words('一题'), options: [option('a'), option('a')] }] },
  });
  const refused = await publish(faulty);
  expect(refused.status).toBe(422);
  expect(refused.body.problems.map(({ code }: { code: string }) => code).sort()).toEqual(
    ['courseChapter', 'courseChapter', 'quizDraw', 'quizNoRight', 'quizTwice'].sort(),
  );
  for (const key of ['tone', 'money']) expect((await publish(chapter(key))).body.version).toBe(1);
  expect((await publish({ ...chapter('nocourse'), quiz: course().quiz } as never)).body.problems).toMatchObject([
    { code: 'courseOnly' },
  ]);
  expect((await publish(course())).body.version).toBe(1);
});

it('is among what I have to do until I have passed; reading is not enough, and chapters come first', async () => {
  expect((await lin('GET', '/api/pages/to-read')).body.toRead).toBe(1);
  const late = await lin('POST', '/api/pages/basics/read', { version: 1 });
  expect([late.status, late.body.code]).toEqual([409, 'courseQuiz']);
  const { body } = await lin('GET', '/api/courses/basics');
  expect(body).toMatchObject({
    chapters: [
      { key: 'tone', read: false },
      { key: 'money', read: false },
    ],
    quiz: { pass: 60, questions: 2, tries: 2, left: 2, validDays: 30 },
    certificate: null,
    holds: false,
    open: null,
  });
  const early = await lin('POST', '/api/courses/basics/attempt');
  expect([early.status, early.body.code]).toEqual([409, 'courseUnread']);
  for (const key of ['tone', 'money']) await lin('POST', `/api/pages/${key}/read`, { version: 1 });
  expect((await lin('GET', '/api/courses/tone')).status, 'no course').toBe(404);
});

let attempt: { id: string; questions: Question[] };
it('asks without a word of what is right, goes on where it was left, and is nobody else’s', async () => {
  const begun = await lin('POST', '/api/courses/basics/attempt');
  attempt = begun.body;
  expect(begun.body).toMatchObject({ judgedAt: null, score: null, given: {}, pass: 60 });
  expect(attempt.questions.map(({ id }) => id).sort()).toEqual(['one', 'two']);
  for (const question of begun.body.questions) {
    expect(question).toMatchObject({ right: null, rights: null, why: null, several: question.id === 'two' });
    expect(Object.keys(question).sort()).toEqual(['ask', 'id', 'options', 'right', 'rights', 'several', 'why']);
    for (const one of question.options) expect(Object.keys(one).sort()).toEqual(['en', 'zh']);
  }
  for (const address of ['/api/pages/basics', '/api/courses/basics', `/api/attempts/${attempt.id}`, '/api/pages'])
    expect(JSON.stringify((await lin('GET', address)).body), address).not.toContain('因为');
  expect((await lin('GET', '/api/content/page/basics/draft')).status).toBe(403);
  expect((await lin('PUT', `/api/attempts/${attempt.id}`, { given: { one: [0] } })).status).toBe(200);
  expect((await lin('POST', '/api/courses/basics/attempt')).body).toMatchObject({
    id: attempt.id,
    given: { one: [0] },
  });
  for (const other of [he, chen]) expect((await other('GET', `/api/attempts/${attempt.id}`)).status).toBe(404);
  expect((await he('PUT', `/api/attempts/${attempt.id}`, { given: {} })).status).toBe(404);
  expect((await he('POST', `/api/attempts/${attempt.id}/judge`, { given: {} })).status).toBe(404);
});

it('who fails learns which answers were wrong, not which are right; who passes has the certificate, once', async () => {
  const wrong = chosen(attempt.questions, { one: ['选 a'], two: ['选 a'] });
  const failed = await lin('POST', `/api/attempts/${attempt.id}/judge`, { given: wrong });
  expect(failed.body).toMatchObject({ score: 0, passed: false });
  for (const one of failed.body.questions) expect(one).toMatchObject({ right: false, rights: null, why: null });
  expect(
    (await lin('POST', `/api/attempts/${attempt.id}/judge`, { given: chosen(attempt.questions) })).body.score,
    'what was said first stands',
  ).toBe(0);
  expect((await lin('PUT', `/api/attempts/${attempt.id}`, { given: {} })).body.code).toBe('attemptOver');
  const again = (await lin('POST', '/api/courses/basics/attempt')).body;
  expect(again.id).not.toBe(attempt.id);
  const half = chosen(again.questions, { ...RIGHT, two: ['选 a'] });
  const passed = await lin('POST', `/api/attempts/${again.id}/judge`, { given: { ...half } });
  expect(passed.body).toMatchObject({ score: 50, passed: false });
  expect(passed.body.questions.find(({ id }: Question) => id === 'one')).toMatchObject({
    right: true,
    why: words('因为'),
    rights: [expect.any(Number)],
  });
  const out = await lin('POST', '/api/courses/basics/attempt');
  expect([out.status, out.body.code]).toEqual([409, 'courseTries']);
  expect((await publish(course({ text: words('改过') }))).body.version).toBe(2);
  const third = (await lin('POST', '/api/courses/basics/attempt')).body;
  const given = chosen(third.questions);
  const [first, second] = await Promise.all([
    lin('POST', `/api/attempts/${third.id}/judge`, { given }),
    lin('POST', `/api/attempts/${third.id}/judge`, { given }),
  ]);
  expect([first.body, second.body]).toMatchObject([{ score: 100, passed: true }, { passed: true }]);
  const mine = (await lin('GET', '/api/certificates')).body;
  expect(mine.items).toMatchObject([{ page: 'basics', version: 2, score: 100, title: { zh: '客服入门' } }]);
  expect(mine.items[0].until - mine.items[0].at).toBe(30 * day);
  expect((await lin('GET', '/api/pages/to-read')).body.toRead).toBe(0);
  expect((await lin('GET', '/api/courses/basics')).body).toMatchObject({ holds: true, past: { length: 3 } });
});

it('managers see who has learnt what, and each attempt; staff only their own', async () => {
  const { body } = await chen('GET', '/api/page-receipts?page=basics');
  expect(body.pages).toMatchObject([{ key: 'basics', course: true, read: 1 }]);
  const cell = (name: string) => body.items.find((one: { name: string }) => one.name === name)?.cells[0];
  expect(cell('林晓雯')).toMatchObject({ course: { tries: 1, score: 100 } });
  expect(cell('何静')).toMatchObject({ readAt: null, course: { tries: 0, score: null } });
  expect((await chen('GET', `/api/attempts/${attempt.id}`)).body).toMatchObject({
    person: { name: '林晓雯' },
    score: 0,
  });
  expect((await chen('GET', `/api/certificates?person=${people.linxiaowen}`)).body.items).toHaveLength(1);
  expect((await he('GET', `/api/certificates?person=${people.linxiaowen}`)).status).toBe(403);
});

it('who has not the certificate is not offered the step, and nobody hands it on to him', async () => {
  const gated = draw(
    'gated',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      answer: {
        type: 'userTask',
        name: '回买家',
        zf: { participants: [{ rule: 'role', value: 'customer-service' }], certificates: ['basics'] },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->answer', 'answer->end'],
  );
  await office.shop.deploy(gated);
  const { family } = await office.shop.start('gated', {});
  const open = async (who: Caller) =>
    (await who('GET', '/api/tasks?view=claimable')).body.items.filter((one: { case: string }) => one.case === family);
  expect(await open(he)).toEqual([]);
  const [task] = (await lin('GET', '/api/tasks?view=todo')).body.items.filter(
    (one: { case: string }) => one.case === family,
  );
  const passed = await lin('POST', `/api/tasks/${task.id}/transfer`, { person: people.hejing }, fresh());
  expect([passed.status, passed.body.code, passed.body.title]).toEqual([
    409,
    'uncertified',
    '何静还没有《客服入门》的证书',
  ]);
  const given = await chen('POST', `/api/tasks/${task.id}/assign`, { person: people.hejing });
  expect([given.status, given.body.code]).toEqual([409, 'uncertified']);
  const wanted = { selection: { tasks: [task.id] }, action: { do: 'assign', person: people.hejing }, reason: '一起给' };
  const seen = (await chen('POST', '/api/bulk/preview', wanted)).body;
  expect(seen).toMatchObject({ total: 1, would: 0, refused: [{ code: 'uncertified', count: 1 }] });
  const { id: job } = (await chen('POST', '/api/bulk', wanted, fresh())).body;
  expect((await chen('GET', `/api/bulk/${job}`)).body).toMatchObject({
    done: 0,
    refused: 1,
    items: [{ result: 'refused', code: 'uncertified' }],
  });
  expect((await chen('GET', `/api/tasks/${task.id}`)).body.assignee.id).toBe(people.linxiaowen);
  await office.shop.sql`update certificate set until = 1`;
  const later = await office.shop.start('gated', {});
  expect((await chen('GET', `/api/cases/${later.family}`)).body.incidents ?? [], 'it is over').not.toEqual([]);
  expect((await lin('GET', '/api/pages/to-read')).body.toRead, 'and to be renewed').toBe(1);
});

it('a case asks somebody to take it, waits, and hears that he has passed', async () => {
  const asks = draw(
    'asks',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      ask: {
        type: 'serviceTask',
        name: '请学',
        zf: {
          connector: 'page.require',
          input: [
            { source: '="basics"', target: 'page' },
            { source: '=who', target: 'who' },
            { source: '=string(now() + duration("P7D"))', target: 'due' },
          ],
        },
      },
      passed: {
        type: 'intermediateCatchEvent',
        name: '考过',
        eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'm' }],
        zf: { correlationKey: '="basics/" + who' },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->ask', 'ask->passed', 'passed->end'],
    { messages: { m: { id: 'm', name: 'page.read' } } } as never,
  );
  await office.shop.deploy(asks);
  const tang = await office.as('tangguo');
  expect((await tang('GET', '/api/pages/to-read')).body.toRead).toBe(0);
  const { family } = await office.shop.start('asks', { who: people.tangguo as string });
  await expect.poll(async () => (await tang('GET', '/api/pages/to-read')).body.toRead).toBe(1);
  const [owed] = (await tang('GET', '/api/pages?toRead=true')).body.items;
  expect(Math.round((owed.due - Date.now()) / day)).toBe(7);
  expect((await tang('GET', '/api/notices')).body.items[0]).toMatchObject({ what: 'toRead', about: { id: 'basics' } });
  for (const key of ['tone', 'money']) await tang('POST', `/api/pages/${key}/read`, { version: 1 });
  const { id, questions } = (await tang('POST', '/api/courses/basics/attempt')).body;
  expect((await tang('POST', `/api/attempts/${id}/judge`, { given: chosen(questions) })).body.passed).toBe(true);
  const state = async (of: string) => (await chen('GET', `/api/cases/${of}`)).body.status;
  await expect.poll(() => state(family)).toBe('ended');
  // Who holds it already is not asked: the case goes on at once.
  const second = await office.shop.start('asks', { who: people.tangguo as string });
  await expect.poll(() => state(second.family)).toBe('ended');
  expect((await tang('GET', '/api/pages/to-read')).body.toRead).toBe(0);
});

it('goes out in a pack with its chapters and its quiz, and comes in as it was', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zhangfa-courses-'));
  try {
    const named = { key: 'own', name: '自己的', version: '1.0.0' };
    await exportPack(office.shop, ['basics'], named, path.join(folder, 'own'), Date.now());
    const { pages } = await loadPack(path.join(folder, 'own'));
    expect(pages.map(({ key }) => key).sort()).toEqual(['basics', 'money', 'tone']);
    const { body } = (await chen('GET', '/api/content/page/basics/draft')).body;
    expect(pages.find(({ key }) => key === 'basics')).toEqual(body);
  } finally {
    await rm(folder, { recursive: true });
  }
});
