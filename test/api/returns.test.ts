// 退回 in a shop: told before it is done, undone within seconds, and what waits for it is on nobody's list until it is put right.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const by = (...people: string[]) => ({ participants: people.map((value) => ({ rule: 'person', value })) });
const priced = draw(
  'priced',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    fill: { type: 'userTask', name: '改价格', zf: by('linxiaowen') },
    fork: { type: 'parallelGateway' },
    check: { type: 'userTask', name: '审批', zf: { ...by('chenli'), refusal: 'end', watch: ['price'] } },
    pack: {
      type: 'userTask',
      name: '备货',
      zf: {
        participants: [{ rule: 'role', value: 'order-auditor' }],
        deadline: [{ kind: 'resolution', target: 'PT8H', steps: [] }],
      },
    },
    join: { type: 'parallelGateway' },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->fill', 'fill->fork', 'fork->check', 'fork->pack', 'check->join', 'pack->join', 'join->end'],
  { zf: { variable: [{ name: 'price', type: 'number', label: '到手价' }] } } as never,
);

let office: Office;
let lin: Caller;
let chen: Caller;
let zhou: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, zhou] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('zhoumin')]);
  await publish(office.shop.sql, {
    definition: priced,
    model: Model.parse({ id: 'priced', processes: [priced], diagram: {} }),
    forms: {},
  });
});
afterAll(() => office?.close());

type Row = { id: string; case: string; element: string; state: string };
const list = async (caller: Caller, view: string, id: string): Promise<Row[]> =>
  (await caller('GET', `/api/tasks?view=${view}&limit=100`)).body.items.filter((one: Row) => one.case === id);
const task = async (caller: Caller, id: string, element: string): Promise<string> =>
  (await list(caller, 'todo', id)).find((one) => one.element === element)?.id ?? '';
const done = async (caller: Caller, id: string, element: string, more: object = {}) =>
  caller('POST', `/api/tasks/${await task(caller, id, element)}/complete`, more, fresh());
const sendBack = async (id: string, more: object = {}) =>
  chen(
    'POST',
    `/api/tasks/${await task(chen, id, 'check')}/return`,
    { to: 'fill', comment: '按 189 重算', ...more },
    fresh(),
  );
const begun = async (): Promise<string> => {
  const id = (await chen('POST', '/api/cases', { process: 'priced', variables: { price: 159 } }, fresh())).body.case;
  expect((await done(lin, id, 'fill')).status).toBe(200);
  return id;
};
const tasksOf = async (id: string): Promise<string[]> =>
  (await chen('GET', `/api/cases/${id}`)).body.tasks.map((one: Row) => `${one.element} ${one.state}`).sort();

it('tells where it can go and what that would do, and does just that', async () => {
  const id = await begun();
  const mine = await task(chen, id, 'check');
  const { can } = (await chen('GET', `/api/tasks/${mine}`)).body;
  expect(can.return).toBe(true);
  const { targets, mode, watched } = (await chen('GET', `/api/tasks/${mine}/returns`)).body;
  expect(mode).toBe('straightIfUnchanged');
  expect(watched).toEqual([{ name: 'price', label: '到手价', texts: null }]);
  expect(targets.map((one: { name: string; who: { name: string } }) => [one.name, one.who.name])).toEqual([
    ['改价格', '林晓雯'],
  ]);
  const [{ straight, replay }] = targets;
  const names = (places: { name: string }[]) => places.map(({ name }) => name);
  expect([names(straight.parked), names(straight.withdrawn), straight.others]).toEqual([['备货'], [], 0]);
  expect([names(replay.parked), names(replay.withdrawn), replay.others]).toEqual([[], ['备货'], 1]);
  expect(names(straight.path)).toEqual(['改价格', '审批']);

  const [offered] = await list(zhou, 'claimable', id);
  expect(offered?.element).toBe('pack');
  expect((await sendBack(id)).status).toBe(200);
  expect(await tasksOf(id)).toEqual(['fill open', 'pack parked']);
  expect(await list(zhou, 'claimable', id)).toEqual([]);
  expect((await zhou('POST', `/api/tasks/${offered?.id}/claim`)).body.code).toBe('refused');
  // What was sent back is among what its sender has done, with the reason.
  const sent = (await list(chen, 'done', id))[0];
  expect(sent?.element).toBe('check');
  expect((await chen('GET', `/api/tasks/${sent?.id}`)).body.submitted).toMatchObject({
    verdict: 'returned',
    comment: '按 189 重算',
  });

  await done(lin, id, 'fill');
  expect(await tasksOf(id)).toEqual(['check open', 'pack open']);
  const [back] = await list(zhou, 'claimable', id);
  expect(back?.id).toBe(offered?.id);
  expect((await zhou('POST', `/api/tasks/${back?.id}/claim`)).status).toBe(200);
  await done(zhou, id, 'pack');
  await done(chen, id, 'check', { verdict: 'agree' });
  expect((await chen('GET', `/api/cases/${id}`)).body).toMatchObject({ status: 'ended', outcome: 'completed' });
});

it('asks before it takes work from others, and then their tasks are gone', async () => {
  const id = await begun();
  const asked = await sendBack(id, { mode: 'replay' });
  expect([asked.status, asked.body.refusal, asked.body.others]).toEqual([409, 'cancelsOthers', 1]);
  expect(await tasksOf(id)).toEqual(['check open', 'pack open']);
  expect((await sendBack(id, { mode: 'replay', confirm: true })).status).toBe(200);
  expect(await tasksOf(id)).toEqual(['fill open']);
});

it('wants a reason, a step that is done, and whoever holds it', async () => {
  const id = await begun();
  expect((await sendBack(id, { comment: ' ' })).status).toBe(422);
  const wrong = await sendBack(id, { to: 'pack' });
  expect([wrong.status, wrong.body.refusal]).toEqual([409, 'targetOpen']);
  const mine = await task(chen, id, 'check');
  const others = await zhou('POST', `/api/tasks/${mine}/return`, { to: 'fill', comment: '?' }, fresh());
  expect([others.status, others.body.code]).toEqual([409, 'taken']);
});

it('can be undone for some seconds, and a repeat gets the first answer', async () => {
  const id = await begun();
  const mine = await task(chen, id, 'check');
  const key = fresh();
  const send = () => chen('POST', `/api/tasks/${mine}/return`, { to: 'fill', comment: '再算', undoFor: 30 }, key);
  const first = await send();
  expect(first.body.undoMs).toBeGreaterThan(10_000);
  expect((await send()).status).toBeLessThan(300);
  expect(await tasksOf(id)).toEqual(['check submitted', 'pack open']);
  expect((await chen('POST', `/api/tasks/${mine}/undo`)).status).toBe(200);
  expect(await tasksOf(id)).toEqual(['check open', 'pack open']);
  expect((await sendBack(id)).status).toBe(200);
  expect(await tasksOf(id)).toEqual(['fill open', 'pack parked']);
});

it('what somebody has just sent when it is told to wait is his again, as it was typed', async () => {
  const id = await begun();
  const [offered] = await list(zhou, 'claimable', id);
  await zhou('POST', `/api/tasks/${offered?.id}/claim`);
  await zhou('POST', `/api/tasks/${offered?.id}/complete`, { comment: '备好了', undoFor: 60 }, fresh());
  expect(await tasksOf(id)).toEqual(['check open', 'pack submitted']);
  await sendBack(id);
  expect(await tasksOf(id)).toEqual(['fill open', 'pack parked']);
  await zhou('POST', `/api/tasks/${offered?.id}/send`);
  await done(lin, id, 'fill');
  expect(await tasksOf(id)).toEqual(['check open', 'pack open']);
  expect(await task(zhou, id, 'pack')).toBe(offered?.id);
});

it('is taken back while nobody has looked at what came of it, and not afterwards', async () => {
  const id = (await chen('POST', '/api/cases', { process: 'priced', variables: {} }, fresh())).body.case;
  const fill = await task(lin, id, 'fill');
  await done(lin, id, 'fill', { comment: '先发了' });
  expect((await lin('GET', `/api/tasks/${fill}`)).body.can.takeBack).toBe(true);
  expect((await chen('POST', `/api/tasks/${fill}/take-back`, undefined, fresh())).status).toBe(409);
  const key = fresh();
  expect((await lin('POST', `/api/tasks/${fill}/take-back`, undefined, key)).status).toBe(200);
  expect((await lin('POST', `/api/tasks/${fill}/take-back`, undefined, key)).status).toBe(200);
  expect(await tasksOf(id)).toEqual(['fill open']);
  // The same task, and its holder's; there is no second row of it among what is done.
  expect(await task(lin, id, 'fill')).toBe(fill);
  expect(await list(lin, 'done', id)).toEqual([]);
  await done(lin, id, 'fill');
  const check = await task(chen, id, 'check');
  expect((await chen('POST', `/api/tasks/${check}/touch`)).status).toBe(200);
  expect((await lin('GET', `/api/tasks/${fill}`)).body.can.takeBack).toBe(false);
  const late = await lin('POST', `/api/tasks/${fill}/take-back`, undefined, fresh());
  expect([late.status, late.body.refusal]).toEqual([409, 'nextStarted']);
});

it('is made void and comes back: also when it has ended, with what it has done undone', async () => {
  const id = (await chen('POST', '/api/cases', { process: 'priced', variables: {} }, fresh())).body.case;
  const verb = (caller: Caller, what: string, more: object = {}) =>
    caller('POST', `/api/cases/${id}/${what}`, { reason: '重复了', ...more }, fresh());
  const stands = async () => (await chen('GET', `/api/cases/${id}`)).body;
  expect((await verb(lin, 'void')).status).toBe(403);
  expect((await verb(chen, 'revive')).status).toBe(409);
  expect((await stands()).can).toEqual({ urge: true, recall: false, void: true, revive: false });
  await done(lin, id, 'fill');
  expect((await verb(chen, 'void')).status).toBe(200);
  expect(await stands()).toMatchObject({ status: 'ended', outcome: 'voided', can: { void: false, revive: true } });
  expect((await verb(chen, 'void')).status).toBe(409);
  expect((await verb(chen, 'revive')).status).toBe(200);
  expect(await tasksOf(id)).toEqual(['fill open']);
  await done(lin, id, 'fill');
  expect(await tasksOf(id)).toEqual(['check open', 'pack open']);
});

it('tells whoever holds it that its starter waits, and not again at once', async () => {
  const id = (await chen('POST', '/api/cases', { process: 'priced', variables: {} }, fresh())).body.case;
  const fill = await task(lin, id, 'fill');
  expect((await (await office.as('hejing'))('POST', `/api/tasks/${fill}/urge`, undefined, fresh())).status).toBe(404);
  expect((await chen('POST', `/api/tasks/${fill}/urge`, undefined, fresh())).status).toBe(200);
  const { items } = (await lin('GET', '/api/notices')).body;
  expect(items.some((one: { what: string; about: { id: string } }) => one.what === 'urged')).toBe(true);
  const again = await chen('POST', `/api/tasks/${fill}/urge`, undefined, fresh());
  expect([again.status, again.body.refusal, again.body.minutes]).toEqual([409, 'tooSoon', 30]);
});

it('does not come back while another of the same number lives', async () => {
  const start = async () =>
    chen('POST', '/api/cases', { process: 'priced', businessKey: 'K-7', variables: {} }, fresh());
  const first = (await start()).body.case;
  await done(lin, first, 'fill');
  await chen('POST', `/api/cases/${first}/cancel`, { reason: '错了' }, fresh());
  const second = (await start()).body.case;
  const revive = () => chen('POST', `/api/cases/${first}/revive`, { reason: '还是要' }, fresh());
  const refused = await revive();
  expect([refused.status, refused.body.code, refused.body.case]).toEqual([409, 'businessKeyInUse', second]);
  await chen('POST', `/api/cases/${second}/cancel`, { reason: '不要了' }, fresh());
  expect((await revive()).status).toBe(200);
});

it('goes back over a call where that says so: told, done, and told in both stories', async () => {
  const called = draw(
    'priced-check',
    {
      is: { type: 'startEvent', eventDefinitions: [] },
      sign: { type: 'userTask', name: '总监审批', zf: { ...by('chenli'), refusal: 'end' } },
      ie: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['is->sign', 'sign->ie'],
  );
  const calling = draw(
    'priced-call',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      fill: { type: 'userTask', name: '改价格', zf: by('linxiaowen') },
      look: { type: 'callActivity', name: '审批流程', calledElement: 'priced-check', zf: { returnAcrossCall: true } },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->fill', 'fill->look', 'look->end'],
  );
  for (const definition of [called, calling])
    await publish(office.shop.sql, {
      definition,
      model: Model.parse({ id: definition.key, processes: [definition], diagram: {} }),
      forms: {},
    });
  const id = (await chen('POST', '/api/cases', { process: 'priced-call' }, fresh())).body.case;
  await done(lin, id, 'fill');
  const inner = (await chen('GET', `/api/cases/${id}`)).body.called[0].id;
  const mine = await task(chen, inner, 'sign');
  const { targets } = (await chen('GET', `/api/tasks/${mine}/returns`)).body;
  expect(targets).toMatchObject([
    {
      element: 'fill',
      name: '改价格',
      who: { name: '林晓雯' },
      straight: { refused: 'notAllowed' },
      replay: { refused: null, others: 0, path: [{ name: '改价格' }, { name: '总监审批' }] },
    },
  ]);
  expect((await chen('POST', `/api/tasks/${mine}/return`, { to: 'fill', comment: '重算' }, fresh())).status).toBe(200);
  expect((await chen('GET', `/api/cases/${inner}`)).body).toMatchObject({ status: 'ended', outcome: 'cancelled' });
  expect(await tasksOf(id)).toEqual(['fill open']);
  for (const one of [id, inner]) {
    const rows = (await chen('GET', `/api/cases/${one}/history?kinds=returned`)).body.items;
    expect([rows.length, rows[0].by.name, rows[0].data.to]).toEqual([1, '陈立', 'fill']);
  }
  expect((await list(chen, 'done', inner)).map(({ element }) => element)).toEqual(['sign']);
  await done(lin, id, 'fill');
  const again = (await chen('GET', `/api/cases/${id}`)).body.called.find((one: { id: string }) => one.id !== inner).id;
  expect((await done(chen, again, 'sign', { verdict: 'agree' })).status).toBe(200);
  expect((await chen('GET', `/api/cases/${id}`)).body.status).toBe('ended');
});
