// What a step wants said with words is not taken without them, whoever asks and however many at once; and what one writes again and again is kept.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let lin: Caller;
let zhou: Caller;
let chen: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, zhou, chen] = await Promise.all([office.as('linxiaowen'), office.as('zhoumin'), office.as('chenli')]);
  const step = (zf: object) => ({
    type: 'userTask',
    name: '看',
    zf: { participants: [{ rule: 'person', value: 'linxiaowen' }], ...zf },
  });
  for (const [key, zf] of [
    ['judged', { refusal: 'end', opinion: ['refuse'] }],
    ['noted', { opinion: ['complete'] }],
  ] as const) {
    const definition = draw(
      key,
      {
        start: { type: 'startEvent', eventDefinitions: [] },
        look: step(zf),
        end: { type: 'endEvent', eventDefinitions: [] },
      } as never,
      ['start->look', 'look->end'],
    );
    const model = Model.parse({ id: key, processes: [definition], diagram: {} });
    await publish(office.shop.sql, { definition, model, forms: {} });
  }
});
afterAll(() => office?.close());

async function begun(process: string): Promise<string> {
  const id = (await chen('POST', '/api/cases', { process, variables: {} }, fresh())).body.case;
  return (await chen('GET', `/api/cases/${id}`)).body.tasks[0].id;
}
const complete = (task: string, said: object) =>
  lin('POST', `/api/tasks/${task}/complete`, { values: {}, ...said }, fresh());
const missing = { status: 422, body: { code: 'opinionMissing' } };

it('a refusal without a reason is not taken, an agreement is', async () => {
  const task = await begun('judged');
  expect((await lin('GET', `/api/tasks/${task}`)).body).toMatchObject({ opinions: ['refuse'] });
  expect(await complete(task, { verdict: 'refuse' })).toMatchObject(missing);
  expect(await complete(task, { verdict: 'refuse', comment: '  ' })).toMatchObject(missing);
  expect((await complete(task, { verdict: 'refuse', comment: '太贵' })).status).toBe(200);
  expect((await complete(await begun('judged'), { verdict: 'agree' })).status).toBe(200);
});

it('what only has to be done is not done without a word, and is no row of a grid', async () => {
  const task = await begun('noted');
  expect((await lin('GET', `/api/tasks/${task}`)).body).toMatchObject({
    opinions: ['complete'],
    inGrid: 0,
    asGrid: false,
  });
  expect(await complete(task, {})).toMatchObject(missing);
  expect((await complete(task, { comment: '看过' })).status).toBe(200);
});

it('of several at once each is refused that lacks it', async () => {
  const tasks = [await begun('judged'), await begun('judged')];
  const batch = (said: object) => lin('POST', '/api/tasks/batch', { ids: tasks, verb: 'refuse', ...said }, fresh());
  expect((await batch({})).body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([false, false]);
  expect((await batch({ comment: '缺货' })).body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
});

it('phrases are their writer’s own, and no more than a list that is still read', async () => {
  const put = (who: Caller, id: string, text: string) => who('PUT', `/api/me/phrases/${id}`, { text });
  expect((await put(lin, 'phrase-one', '资料齐全，同意')).status).toBe(200);
  expect((await put(lin, 'phrase-one', '资料齐全，同意')).status).toBe(200);
  expect((await lin('GET', '/api/me/phrases')).body.items).toEqual([{ id: 'phrase-one', text: '资料齐全，同意' }]);
  expect((await zhou('GET', '/api/me/phrases')).body.items).toEqual([]);
  expect(await put(zhou, 'phrase-one', 'x')).toMatchObject({ status: 409, body: { code: 'phraseNotKept' } });
  expect((await zhou('DELETE', '/api/me/phrases/phrase-one')).status).toBe(404);
  for (let n = 2; n <= 50; n++) await put(lin, `phrase-${String(n).padStart(3, '0')}`, `第 ${n} 句`);
  expect((await put(lin, 'phrase-many', '多了')).status).toBe(409);
  expect((await lin('DELETE', '/api/me/phrases/phrase-one')).status).toBe(200);
  expect((await put(lin, 'phrase-many', '多了')).status).toBe(200);
});
