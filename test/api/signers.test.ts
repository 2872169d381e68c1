// 加签 in a shop: others are asked before me, after me, or beside me; who has not spoken can be done without.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { submissionDigest } from '../../proof/chain.ts';
import { Proof } from '../../proof/document.ts';
import { storyOf } from '../../web/story/story.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const by = (...people: string[]) => ({ participants: people.map((value) => ({ rule: 'person', value })) });
const signed = draw(
  'signed',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    sign: { type: 'userTask', name: '审批', zf: { ...by('chenli'), refusal: 'end' } },
    put: { type: 'userTask', name: '改价', zf: by('linxiaowen') },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->sign', 'sign->put', 'put->end'],
);

let office: Office;
let chen: Caller;
let lin: Caller;
let he: Caller;
let ids: Record<string, string>;
beforeAll(async () => {
  office = await openOffice();
  [chen, lin, he] = await Promise.all([office.as('chenli'), office.as('linxiaowen'), office.as('hejing')]);
  const { items } = (await chen('GET', '/api/people?limit=100')).body;
  ids = Object.fromEntries(items.map(({ id, name }: { id: string; name: string }) => [name, id]));
  await publish(office.shop.sql, {
    definition: signed,
    model: Model.parse({ id: 'signed', processes: [signed], diagram: {} }),
    forms: {},
  });
});
afterAll(() => office?.close());

type Row = { id: string; case: string; element: string };
const task = async (caller: Caller, id: string): Promise<string> =>
  (await caller('GET', '/api/tasks?view=todo&limit=100')).body.items.find((one: Row) => one.case === id)?.id ?? '';
const say = async (caller: Caller, id: string, verdict: string, comment?: string) =>
  caller('POST', `/api/tasks/${await task(caller, id)}/complete`, { verdict, ...(comment && { comment }) }, fresh());
const add = async (caller: Caller, id: string, where: string, ...names: string[]) =>
  caller(
    'POST',
    `/api/tasks/${await task(caller, id)}/add-signers`,
    { where, people: names.map((name) => ids[name]) },
    fresh(),
  );
const begun = async (): Promise<string> =>
  (await chen('POST', '/api/cases', { process: 'signed', variables: {} }, fresh())).body.case;
const about = async (caller: Caller, id: string) => (await caller('GET', `/api/tasks/${await task(caller, id)}`)).body;

it('before me: my task waits on nobody’s list, and has what they said when it is back', async () => {
  const id = await begun();
  const mine = await task(chen, id);
  expect((await add(chen, id, 'before', '林晓雯')).status).toBe(200);
  expect(await task(chen, id)).toBe('');
  expect((await chen('POST', `/api/tasks/${mine}/complete`, { verdict: 'agree' }, fresh())).status).toBe(409);
  expect((await about(lin, id)).verdicts).toEqual(['agree', 'refuse']);
  await say(lin, id, 'refuse', '毛利太低');
  // The same task as before.
  expect(await task(chen, id)).toBe(mine);
  const { signers } = await about(chen, id);
  expect(signers.opinions).toMatchObject([{ person: { name: '林晓雯' }, verdict: 'refuse', comment: '毛利太低' }]);
  await say(chen, id, 'agree');
  expect(await task(lin, id)).not.toBe('');
});

it('after me: they are asked once I agree, and without them it is not approved', async () => {
  const id = await begun();
  await add(chen, id, 'after', '林晓雯');
  expect((await about(chen, id)).signers.after).toMatchObject([{ name: '林晓雯' }]);
  expect(await task(lin, id)).toBe('');
  await say(chen, id, 'agree');
  expect(await task(chen, id)).toBe('');
  await say(lin, id, 'refuse');
  expect((await chen('GET', `/api/cases/${id}`)).body).toMatchObject({ status: 'ended', outcome: 'refused' });
});

it('after me: that I have agreed, and what I had before me then, is told and proven; whom I leave out again, too', async () => {
  const id = await begun();
  await add(chen, id, 'after', '林晓雯');
  await add(chen, id, 'after', '何静');
  const left = { people: [ids.何静] };
  expect((await chen('POST', `/api/tasks/${await task(chen, id)}/remove-signers`, left, fresh())).status).toBe(200);
  await say(chen, id, 'agree', '我没意见');
  await say(lin, id, 'agree', '可以');
  const { items } = (await chen('GET', `/api/cases/${id}/history`)).body;
  const definition = signed;
  const context = { definition, language: 'zh' as const, zone: '+08:00' as const, fields: {} };
  const told = storyOf(items, context).map(({ title, who, detail }) => [title, who, detail]);
  expect(told).toContainEqual(['「审批」减签了 1 人', '陈立', undefined]);
  expect(told).toContainEqual(['「审批」已同意，再请 1 人定', '陈立', '我没意见']);
  const [kept] = Proof.parse((await chen('GET', `/api/cases/${id}/proof?format=json`)).body).cases;
  const agreed = kept?.rows.find(({ by, why }) => by === ids.陈立 && (why as { verb?: string })?.verb === 'agree');
  const { submission } = (agreed?.why ?? {}) as { submission?: string };
  expect(kept?.submissions.map(({ submitted }) => [submissionDigest(submitted), submitted.comment])).toContainEqual([
    submission,
    '我没意见',
  ]);
});

it('beside me: one of several; who has not spoken can be done without, and that may decide it', async () => {
  const id = await begun();
  await add(chen, id, 'beside', '林晓雯', '何静');
  const { votes, can } = await about(chen, id);
  expect(can.removeSigners).toBe(true);
  expect(
    votes.slots.map((one: { person: { name: string }; addedBy: { name: string } | null }) => [
      one.person.name,
      one.addedBy?.name,
    ]),
  ).toEqual([
    ['陈立', undefined],
    ['林晓雯', '陈立'],
    ['何静', '陈立'],
  ]);
  await say(lin, id, 'agree');
  const mine = await task(chen, id);
  const remove = (name: string) => chen('POST', `/api/tasks/${mine}/remove-signers`, { people: [ids[name]] }, fresh());
  const spoken = await remove('林晓雯');
  expect([spoken.status, spoken.body.refusal]).toEqual([409, 'alreadyActed']);
  const twice = await add(chen, id, 'beside', '何静');
  expect([twice.status, twice.body.refusal]).toEqual([409, 'alreadySigner']);
  expect((await remove('何静')).status).toBe(200);
  expect(await task(he, id)).toBe('');
  await say(chen, id, 'agree');
  expect(await task(lin, id)).not.toBe('');
});

it('ended meanwhile: no task is left behind', async () => {
  const id = await begun();
  const mine = await task(chen, id);
  await add(chen, id, 'before', '林晓雯');
  await chen('POST', `/api/cases/${id}/cancel`, { reason: '不要了' }, fresh());
  expect((await chen('GET', `/api/tasks/${mine}`)).body.state).toBe('withdrawn');
  expect(await task(lin, id)).toBe('');
});
