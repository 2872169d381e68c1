// One verb for many cases: looked at before, begun once however often it is asked, done case by case with an answer each.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { tell } from '../../bpmn/draft.ts';
import { publish } from '../../db/processes.ts';
import { named, toText } from '../../words/message.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  manager = await office.as('chenli');
  const auditors = { participants: [{ rule: 'role', value: 'order-auditor' }] };
  const definition = draw(
    'price',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      work: {
        type: 'scriptTask',
        name: '算差价',
        scriptFormat: 'feel',
        script: '=amount * 2',
        zf: { result: 'difference' },
      },
      stuck: { type: 'exclusiveGateway', name: '多退少补' },
      refund: { type: 'userTask', name: '退差价', zf: auditors },
      charge: { type: 'userTask', name: '补差价', zf: auditors },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->stuck', 'stuck->refund: =difference > 0', 'stuck->charge: =difference <= 0', 'refund->end', 'charge->end'],
  );
  await publish(office.shop.sql, {
    definition,
    model: Model.parse({ id: 'price', processes: [definition], diagram: {} }),
    forms: {},
  });
});
afterAll(() => office?.close());

const start = async (variables: object): Promise<string> =>
  (await manager('POST', '/api/cases', { process: 'price', variables }, fresh())).body.case;
const job = async (id: string) => {
  for (;;) {
    const { body } = await manager('GET', `/api/bulk/${id}`);
    if (body.waiting === 0) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

it('what is stuck by one cause is retried together; a repeat begins nothing again; each case says what became of it', async () => {
  const cases = await Promise.all(Array.from({ length: 6 }, () => start({})));
  const { items } = (await manager('GET', '/api/incidents/groups?process=price')).body;
  const [group] = items;
  expect(group.count).toBe(6);
  // A list says where they stand, although nobody has a task there.
  const [listed] = (await manager('GET', '/api/cases?process=price&stuck=true')).body.items;
  expect(listed.at).toMatchObject([{ element: 'stuck', name: '多退少补', who: null }]);
  const cause = { process: 'price', element: group.element, kind: group.kind };
  for (const id of cases.slice(0, 4))
    await manager('POST', `/api/cases/${id}/variables`, { variables: { difference: 10 }, reason: '补上' }, fresh());
  const wanted = { selection: { cause }, action: { do: 'retry' }, reason: '金额补上了' };
  const { body: seen } = await manager('POST', '/api/bulk/preview', wanted);
  expect(seen).toMatchObject({ total: 6, more: false, tried: 6, would: 6, refused: [] });

  const key = fresh();
  const { body: begun } = await manager('POST', '/api/bulk', wanted, key);
  expect(begun.total).toBe(6);
  expect((await manager('POST', '/api/bulk', wanted, key)).body).toEqual(begun);
  const told = await job(begun.id);
  expect(told).toMatchObject({ action: 'retry', total: 6, done: 6, refused: 0, by: { name: '陈立' } });
  // Four go on, two are stuck anew.
  expect((await manager('GET', '/api/incidents/groups?process=price')).body.items[0].count).toBe(2);
  const { items: rows } = (await manager('GET', `/api/cases/${cases[0]}/history`)).body;
  const resolved = rows.filter(({ kind }: { kind: string }) => kind === 'resolved');
  expect(resolved).toMatchObject([{ why: { verb: 'retry', reason: '金额补上了' }, by: { name: '陈立' } }]);
});

it.each([
  [
    'values',
    tell('mapping.wrong', { label: '金额', from: '额', value: '"很多"' }),
    tell('mapping.wrong', { label: '金额', from: '额', value: '-3' }),
    true,
  ],
  [
    'who said it',
    tell('jobRefused.by', { step: named('退款'), who: '孟洁', why: '限额' }),
    tell('jobRefused.by', { step: named('退款'), who: '周敏', why: '限额' }),
    true,
  ],
  [
    'what was said',
    tell('jobRefused.by', { step: named('退款'), who: '孟洁', why: '限额' }),
    tell('jobRefused.by', { step: named('退款'), who: '孟洁', why: '注销' }),
    false,
  ],
  [
    'what is missing',
    tell('mapping.empty', { label: '金额', from: '额' }),
    tell('mapping.empty', { label: '单号', from: '额' }),
    false,
  ],
  ['numbers in words of others', 'order 17 is gone', 'order 4711 is gone', true],
  ['words of others', 'order 17 is gone', 'order 17 is closed', false],
])('what is stuck is one cause or two: %s', async (_, one, other, same) => {
  const [row] = await office.shop.sql`select seen_digest(${toText(one)}) = seen_digest(${toText(other)}) as same`;
  expect(row?.same).toBe(same);
});

it('chosen cases are moved, paused, cancelled; who refuses says why', async () => {
  const [one, two, three] = await Promise.all([
    start({ difference: 3 }),
    start({ difference: 3 }),
    start({ difference: -3 }),
  ]);
  const does = async (action: object, cases: unknown[]) => {
    const { body, status } = await manager(
      'POST',
      '/api/bulk',
      { selection: { cases }, action, reason: '一起' },
      fresh(),
    );
    return status === 200 ? job(body.id) : body;
  };
  const move = { do: 'move', from: 'refund', to: 'charge', where: 'before' };
  const { body: seen } = await manager('POST', '/api/bulk/preview', {
    selection: { cases: [one, two, three] },
    action: move,
    reason: '一起',
  });
  expect(seen).toMatchObject({ total: 3, would: 2, refused: [{ count: 1 }] });
  expect(await does(move, [one, two, three])).toMatchObject({ done: 2, refused: 1 });
  expect((await manager('GET', `/api/cases/${one}`)).body.tasks).toMatchObject([{ element: 'charge' }]);
  expect(await does({ do: 'suspend' }, [one, two])).toMatchObject({ done: 2 });
  expect((await manager('GET', `/api/cases/${two}`)).body.status).toBe('suspended');
  expect(await does({ do: 'cancel' }, [one, two, three])).toMatchObject({ done: 3 });
  expect((await manager('GET', `/api/cases/${three}`)).body).toMatchObject({ status: 'ended', outcome: 'cancelled' });
  expect(await does({ do: 'cancel' }, [one])).toMatchObject({ code: 'nothingChosen' });
});

it('a skipped step is drawn as skipped', async () => {
  const id = await start({});
  const { open } = (await manager('GET', `/api/cases/${id}`)).body;
  await manager('POST', `/api/cases/${id}/variables`, { variables: { difference: 1 }, reason: 'x' }, fresh());
  await manager(
    'POST',
    `/api/cases/${id}/incidents/${open[0].id}/resolve`,
    { action: 'skip', reason: '手算过' },
    fresh(),
  );
  expect((await manager('GET', `/api/cases/${id}`)).body.skipped).toEqual([open[0].element]);
});

it('what was never offered to anybody is not given back to them, and the look says so before', async () => {
  const definition = draw(
    'unoffered',
    { start: { type: 'startEvent', eventDefinitions: [] }, work: { type: 'userTask', name: '谁的' } } as never,
    ['start->work'],
  );
  const model = Model.parse({ id: 'unoffered', processes: [definition], diagram: {} });
  await publish(office.shop.sql, { definition, model, forms: {} });
  const { case: id } = (await manager('POST', '/api/cases', { process: 'unoffered', variables: {} }, fresh())).body;
  const wanted = { selection: { cases: [id] }, action: { do: 'assign', person: null }, reason: '退回去' };
  const { body: seen } = await manager('POST', '/api/bulk/preview', wanted);
  expect(seen).toMatchObject({ total: 1, would: 0, refused: [{ code: 'noSuccessor', count: 1 }] });
  const { body: begun } = await manager('POST', '/api/bulk', wanted, fresh());
  expect(await job(begun.id)).toMatchObject({ done: 0, refused: 1 });
});
