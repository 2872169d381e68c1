// What managers do to a case over HTTP: hold it, let it go on, correct its data, move it, resolve what is stuck.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Answer, type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let staff: Caller;
let manager: Caller;
let admin: Caller;
let sender: Caller;
beforeAll(async () => {
  office = await openOffice();
  [staff, manager, admin, sender] = await Promise.all([
    office.as('linxiaowen'),
    office.as('chenli'),
    office.as('gaoyuan'),
    office.key('messages:write'),
  ]);
  for (const definition of [parcelDesk, fragile]) await office.shop.deploy(definition);
});
afterAll(() => office?.close());

const person = { participants: [{ rule: 'role', value: 'order-auditor' }] };
/** Two ways at once: a person checks, watched by a clock and a condition, while a parcel is awaited; both meet again. */
const parcelDesk = draw(
  'parcel-desk',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    fork: { type: 'parallelGateway' },
    check: { type: 'userTask', name: '核对', zf: { ...person, text: { en: { name: 'Check' } } } },
    reminded: {
      type: 'boundaryEvent',
      name: '一小时没核对',
      attachedToRef: 'check',
      cancelActivity: false,
      eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT1H' }],
    },
    remind: { type: 'userTask', name: '催核对', zf: person },
    reminderEnd: { type: 'endEvent', eventDefinitions: [] },
    dear: {
      type: 'boundaryEvent',
      name: '金额变大',
      attachedToRef: 'check',
      cancelActivity: true,
      eventDefinitions: [{ type: 'conditionalEventDefinition', condition: '=amount > 100000' }],
    },
    second: { type: 'userTask', name: '复核', zf: person },
    secondEnd: { type: 'endEvent', eventDefinitions: [] },
    parcel: {
      type: 'intermediateCatchEvent',
      name: '等包裹',
      eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'arrived' }],
    },
    stow: { type: 'userTask', name: '上架', zf: person },
    join: { type: 'parallelGateway', name: '两边都好' },
    file: { type: 'userTask', name: '归档', zf: person },
    end: { type: 'endEvent', name: '完成', eventDefinitions: [] },
  } as never,
  [
    'start->fork',
    'fork->check',
    'reminded->remind',
    'remind->reminderEnd',
    'dear->second',
    'second->secondEnd',
    'check->join',
    'fork->parcel',
    'parcel->stow',
    'stow->join',
    'join->file',
    'file->end',
  ],
  {
    messages: { arrived: { id: 'arrived', name: 'parcel arrived', correlationKey: '=case.businessKey' } },
    zf: {
      variable: [
        { name: 'amount', type: 'number', label: '金额' },
        { name: 'phone', type: 'string', label: '电话', secret: true },
      ],
    },
  } as never,
);

/** A way that is chosen by data which may be missing, and an error somebody catches. */
const fragile = draw(
  'fragile',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    work: { type: 'scriptTask', name: '算价', scriptFormat: 'feel', script: '=amount * 2' },
    broken: {
      type: 'boundaryEvent',
      attachedToRef: 'work',
      cancelActivity: true,
      eventDefinitions: [{ type: 'errorEventDefinition', errorRef: 'noPrice' }],
    },
    choose: { type: 'exclusiveGateway', name: '贵不贵' },
    cheap: { type: 'endEvent', eventDefinitions: [] },
    dear: { type: 'endEvent', eventDefinitions: [] },
    byHand: { type: 'userTask', name: '人工定价', zf: person },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  [
    'start->work',
    'work->choose',
    'choose->cheap: =amount <= 10',
    'choose->dear: =amount > 10',
    'broken->byHand',
    'byHand->end',
  ],
  { errors: { noPrice: { id: 'noPrice', name: '没有价', errorCode: 'NO_PRICE' } } },
);

const post = (caller: Caller, address: string, body: object, request = fresh()): Promise<Answer> =>
  caller('POST', address, body, request);
const verb = (id: string, name: string, body: object, request = fresh()) =>
  post(manager, `/api/cases/${id}/${name}`, body, request);
const seen = async (id: string) => (await manager('GET', `/api/cases/${id}`)).body;
const openSteps = async (id: string): Promise<string[]> =>
  (await seen(id)).tasks.map(({ element }: { element: string }) => element).sort();
const rowsOf = async (id: string, kinds: string) =>
  (await manager('GET', `/api/cases/${id}/history?kinds=${kinds}`)).body.items;
const audited = async (id: string, action: string) =>
  (await admin('GET', `/api/audit?object=${encodeURIComponent(id)}`)).body.items.find((row: { action: string }) =>
    row.action.endsWith(action),
  );
async function started(
  businessKey: string,
  variables: object = { amount: 500, phone: '13800001111' },
): Promise<string> {
  const { status, body } = await post(manager, '/api/cases', { process: 'parcel-desk', businessKey, variables });
  expect(status).toBe(201);
  return body.case;
}
async function taskAt(id: string, element: string): Promise<string> {
  return (await seen(id)).tasks.find((task: { element: string }) => task.element === element).id;
}
const forward = (ms: number) => admin('PATCH', '/api/settings', { clock: { rate: 1, forwardMs: ms } });

let counter = 0;
let key = '';
beforeEach(() => {
  key = `C-${++counter}`;
});

it('a shop has no zone that no clock goes by', async () => {
  const zone = (said: string) => admin('PATCH', '/api/settings', { zone: said });
  expect((await zone('+99:99')).status).toBe(422);
  expect((await zone('Asia/Shanghai')).status).toBe(422);
  expect((await zone('+08:00')).status).toBe(200);
});

describe('a case that is held', () => {
  it('takes no work from people, and says so in both languages', async () => {
    const id = await started(key);
    const task = await taskAt(id, 'check');
    expect(await verb(id, 'suspend', { reason: '等客户回话' })).toMatchObject({
      status: 200,
      body: { ok: true, confirming: false },
    });
    expect(await seen(id)).toMatchObject({ status: 'suspended', tasks: [{ element: 'check' }] });
    const complete = (language: string) =>
      staff('POST', `/api/tasks/${task}/complete`, { values: {} }, { ...fresh(), 'accept-language': language });
    const [zh, en] = [await complete('zh'), await complete('en')];
    expect(zh).toMatchObject({ status: 409, body: { code: 'caseSuspended' } });
    expect(en).toMatchObject({ status: 409, body: { code: 'caseSuspended' } });
    expect(zh.body.detail).toMatch(/暂停/);
    expect(en.body.detail).toMatch(/paused/i);
    // Nobody has taken it by trying.
    expect((await staff('GET', `/api/tasks/${task}`)).body).toMatchObject({
      state: 'open',
      assignee: null,
      paused: true,
      pause: { reason: '等客户回话', by: { name: '陈立' }, kept: 0 },
      can: { claim: false, complete: false },
    });
    expect((await staff('GET', `/api/tasks?view=claimable&q=${key}`)).body.items).toMatchObject([{ paused: true }]);
    expect((await staff('POST', `/api/tasks/${task}/claim`)).body).toMatchObject({ code: 'caseSuspended' });
    expect((await verb(id, 'suspend', { reason: '再来' })).body).toMatchObject({ code: 'caseSuspended' });
    expect((await verb(id, 'resume', {})).status).toBe(200);
    expect((await complete('zh')).status).toBe(200);
    expect((await verb(id, 'resume', {})).body).toMatchObject({ code: 'caseRunning' });
  });

  it('keeps what comes from outside and takes it when it goes on', async () => {
    const id = await started(key);
    await verb(id, 'suspend', { reason: '盘点' });
    const message = fresh();
    const sent = await post(sender, '/api/messages', { name: 'parcel arrived', key }, message);
    expect(sent).toMatchObject({ status: 200, body: { state: 'delivered', case: id } });
    expect(await openSteps(id)).toEqual(['check']);
    expect(await rowsOf(id, 'kept')).toMatchObject([{ data: { type: 'messageReceived' } }]);
    expect((await post(sender, '/api/messages', { name: 'parcel arrived', key }, message)).body).toMatchObject({
      state: 'delivered',
      repeated: true,
    });
    expect((await verb(id, 'resume', { reason: '盘完了' })).status).toBe(200);
    expect(await openSteps(id)).toEqual(['check', 'stow']);
  });

  it('does not let its clocks run', async () => {
    const id = await started(key);
    const before = (await seen(id)).waiting.find(({ element }: { element: string }) => element === 'reminded');
    await forward(50 * 60_000);
    await verb(id, 'suspend', { reason: '停电' });
    await forward(5 * 3_600_000);
    // A case that runs is reminded by now, so the hosts have looked.
    const other = await started(`${key}-other`);
    await forward(61 * 60_000);
    await office.shop.until(async () => (await openSteps(other)).includes('remind'), 'the other is reminded');
    expect(await openSteps(id)).toEqual(['check']);
    await verb(id, 'resume', {});
    expect(await openSteps(id)).toEqual(['check']);
    const after = (await seen(id)).waiting.find(({ element }: { element: string }) => element === 'reminded');
    expect(after.due - before.due).toBeGreaterThan(6 * 3_600_000);
    await forward(11 * 60_000);
    await office.shop.until(async () => (await openSteps(id)).includes('remind'), 'the rest of its hour is over');
  });

  it('says why in its story and in the audit', async () => {
    const id = await started(key);
    await verb(id, 'suspend', { reason: '等客户回话' });
    await verb(id, 'resume', { reason: '回话了' });
    const [resumed, suspended] = await rowsOf(id, 'suspended,resumed');
    expect(suspended).toMatchObject({ kind: 'suspended', why: { reason: '等客户回话' }, by: { name: '陈立' } });
    expect(resumed).toMatchObject({ kind: 'resumed', why: { reason: '回话了' }, by: { name: '陈立' } });
    expect(await audited(id, '/suspend')).toMatchObject({ by: { name: '陈立' }, detail: { reason: '等客户回话' } });
    expect(await audited(id, '/resume')).toMatchObject({ detail: { reason: '回话了' } });
  });

  it('wants a reason, and a manager', async () => {
    const id = await started(key);
    expect((await verb(id, 'suspend', { reason: '  ' })).status).toBe(422);
    expect((await post(staff, `/api/cases/${id}/suspend`, { reason: '我想' })).status).toBe(403);
    expect((await verb('nothing', 'suspend', { reason: '没有' })).body).toMatchObject({ code: 'notFound' });
  });
});

describe('corrected data', () => {
  it('is looked at by conditions at once; the audit has names, no values', async () => {
    const id = await started(key);
    const correct = { variables: { amount: 200_000, phone: '13900002222' }, reason: '少打了三个零' };
    expect((await verb(id, 'variables', correct)).status).toBe(200);
    expect(await openSteps(id)).toEqual(['second']);
    const row = await audited(id, '/variables');
    expect(row.detail).toEqual({ names: ['amount', 'phone'], reason: '少打了三个零' });
    const [written] = await rowsOf(id, 'written');
    expect(written).toMatchObject({
      data: { amount: 200_000 },
      by: { name: '陈立' },
      why: { is: 'operator', reason: '少打了三个零' },
    });
    const whole = JSON.stringify((await admin('GET', '/api/audit?limit=100')).body);
    expect(whole).not.toContain('13900002222');
  });

  it('may be corrected while the case is held; what follows waits', async () => {
    const id = await started(key);
    await verb(id, 'suspend', { reason: '查账' });
    expect((await verb(id, 'variables', { variables: { amount: 7 }, reason: '查完' })).status).toBe(200);
    const amount = (await seen(id)).variables.find(({ name }: { name: string }) => name === 'amount');
    expect(amount.value).toBe(7);
  });

  it('is refused where it is too large, or the case is over', async () => {
    const id = await started(key);
    const large = { variables: { note: 'x'.repeat(70_000) }, reason: '太长' };
    expect((await verb(id, 'variables', large)).body).toMatchObject({ code: 'variableTooLarge' });
    await verb(id, 'cancel', { reason: '不要了' });
    expect(await rowsOf(id, 'caseEnded')).toMatchObject([{ why: { reason: '不要了' } }]);
    expect((await verb(id, 'variables', { variables: { amount: 1 }, reason: '晚了' })).body).toMatchObject({
      code: 'caseEnded',
    });
  });
});

describe('moving', () => {
  const toFile = [
    { from: 'check', to: 'file', where: 'before' },
    { from: 'parcel', to: 'file', where: 'before' },
  ];

  it('shows what it would do, and changes nothing', async () => {
    const id = await started(key);
    const before = await seen(id);
    const preview = await post(manager, `/api/cases/${id}/move/preview`, {
      moves: [{ from: 'check', to: 'second', where: 'before' }],
    });
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({
      withdrawn: [{ element: 'check', name: '核对', texts: { en: { name: 'Check' } } }],
      opened: [{ element: 'second', name: '复核' }],
      ends: false,
    });
    expect(preview.body.at.map(({ element }: { element: string }) => element).sort()).toEqual(['parcel', 'second']);
    const { now: _, ...after } = await seen(id);
    expect(before).toMatchObject(after);
    expect((await rowsOf(id, 'moved')).length).toBe(0);
    const ends = await post(manager, `/api/cases/${id}/move/preview`, {
      moves: [
        { from: 'check', to: 'end', where: 'before' },
        { from: 'parcel', to: 'end', where: 'before' },
      ],
    });
    expect(ends.body).toMatchObject({ ends: true, opened: [], at: [] });
  });

  it('shows what several moves and their data would do together', async () => {
    const id = await started(key);
    const preview = (body: object) => post(manager, `/api/cases/${id}/move/preview`, body);
    const twice = await preview({ moves: toFile, variables: { phone: '13900003333' } });
    expect(twice.body).toMatchObject({
      opened: [{ element: 'file' }, { element: 'file' }],
      at: [{ element: 'file' }, { element: 'file' }],
    });
    // What the data sets off is part of it.
    const dearer = { moves: [{ from: 'parcel', to: 'stow', where: 'before' }], variables: { amount: 200_000 } };
    expect((await preview(dearer)).body.opened.map(({ element }: { element: string }) => element).sort()).toEqual([
      'second',
      'stow',
    ]);
    expect((await verb(id, 'move', { ...dearer, reason: '货到了，也涨价了' })).status).toBe(200);
    expect(await openSteps(id)).toEqual(['second', 'stow']);
    const large = { moves: toFile, variables: { note: 'x'.repeat(70_000) } };
    expect((await preview(large)).body).toMatchObject({ code: 'variableTooLarge' });
  });

  it('does none of it where one cannot be done, and says which', async () => {
    const id = await started(key);
    const moves = [
      { from: 'check', to: 'second', where: 'before' },
      { from: 'parcel', to: 'end', where: 'after' },
    ];
    for (const address of ['move/preview', 'move']) {
      const { body } = await verb(id, address, { moves, variables: { amount: 7 }, reason: '试试' });
      expect(body).toMatchObject({ code: 'moveTarget', detail: expect.stringContaining('「完成」') });
    }
    expect(await openSteps(id)).toEqual(['check']);
    expect((await seen(id)).variables).toContainEqual(expect.objectContaining({ name: 'amount', value: 500 }));
  });

  it('does all of it, once, and tells why', async () => {
    const id = await started(key);
    const request = fresh();
    const body = { moves: [{ from: 'check', to: 'second', where: 'before' }], reason: '直接复核' };
    for (let times = 0; times < 3; times++) expect((await verb(id, 'move', body, request)).status).toBe(200);
    expect(await openSteps(id)).toEqual(['second']);
    expect(await rowsOf(id, 'moved')).toMatchObject([
      { element: 'second', by: { name: '陈立' }, why: { verb: 'move', reason: '直接复核' }, data: { from: ['check'] } },
    ]);
    expect(await audited(id, '/move')).toMatchObject({ detail: { reason: '直接复核', moves: body.moves } });
  });

  it('writes data on the way, of which the audit has the names', async () => {
    const id = await started(key);
    const variables = { phone: '13900003333' };
    expect((await verb(id, 'move', { moves: toFile, variables, reason: '人已到', force: true })).status).toBe(200);
    const row = await audited(id, '/move');
    expect(row.detail).toMatchObject({ names: ['phone'], force: true });
    expect(JSON.stringify(row)).not.toContain('13900003333');
  });

  it.each([
    ['moveSource', { from: 'file', to: 'check', where: 'before' }, /走开/, /moved on/],
    ['moveTarget', { from: 'check', to: 'reminded', where: 'before' }, /只会自己发生/, /by itself/],
    ['moveTarget', { from: 'check', to: 'start', where: 'before' }, /选它后面/, /what follows/],
    ['moveTarget', { from: 'check', to: 'join', where: 'before' }, /几条路汇合/, /Several ways/],
    ['moveTarget', { from: 'check', to: 'end', where: 'after' }, /没有可走的路/, /Nothing follows/],
    ['moveTarget', { from: 'check', to: 'nowhere', where: 'before' }, /没有这一步/, /no such step/],
    ['moveWouldStick', { from: 'parcel', to: 'file', where: 'before' }, /两边都好/, /两边都好/],
  ])('%s: %o', async (code, move, zh, en) => {
    const id = await started(key);
    // One side already waits at the join.
    if (code === 'moveWouldStick') {
      await staff('POST', `/api/tasks/${await taskAt(id, 'check')}/complete`, { values: {} }, fresh());
    }
    for (const [language, words] of [
      ['zh', zh],
      ['en', en],
    ] as const)
      for (const address of ['move/preview', 'move']) {
        const { status, body } = await manager(
          'POST',
          `/api/cases/${id}/${address}`,
          { moves: [move], ...(address === 'move' && { reason: '试试' }) },
          { ...fresh(), 'accept-language': language },
        );
        expect([status, body.code]).toEqual([409, code]);
        expect(body.detail).toMatch(words);
      }
    expect(await rowsOf(id, 'moved')).toEqual([]);
  });

  it('goes there all the same by force', async () => {
    const id = await started(key);
    await staff('POST', `/api/tasks/${await taskAt(id, 'check')}/complete`, { values: {} }, fresh());
    const moves = [{ from: 'parcel', to: 'file', where: 'before' }];
    expect((await post(manager, `/api/cases/${id}/move/preview`, { moves, force: true })).status).toBe(200);
    expect((await verb(id, 'move', { moves, force: true, reason: '不等了' })).status).toBe(200);
    expect(await openSteps(id)).toEqual(['file']);
    await staff('POST', `/api/tasks/${await taskAt(id, 'file')}/complete`, { values: {} }, fresh());
    // What is left at the join is told as stuck, and may be let go on.
    const { open } = await seen(id);
    expect(open).toMatchObject([{ kind: 'joinStuck', element: 'join' }]);
    const letGo = { action: 'continue', reason: '不用等' };
    expect((await verb(id, `incidents/${open[0].id}/resolve`, letGo)).status).toBe(200);
    expect(await openSteps(id)).toEqual(['file']);
    expect((await seen(id)).open).toEqual([]);
  });
});

describe('stuck work', () => {
  const stuck = async (variables: object = { amount: null }) => {
    const { body } = await post(manager, '/api/cases', { process: 'fragile', businessKey: key, variables });
    const { open } = await seen(body.case);
    expect(open).toHaveLength(1);
    return { id: body.case as string, incident: open[0].id as string };
  };
  const resolve = ({ id, incident }: { id: string; incident: string }, body: object) =>
    verb(id, `incidents/${incident}/resolve`, body);

  it('is tried again with other data', async () => {
    const at = await stuck();
    expect((await resolve(at, { action: 'retry', variables: { amount: 20 }, reason: '补上价' })).status).toBe(200);
    expect(await seen(at.id)).toMatchObject({ status: 'ended', done: expect.arrayContaining(['dear']), open: [] });
    expect(await audited(at.id, '/resolve')).toMatchObject({
      detail: { action: 'retry', reason: '补上价', names: ['amount'] },
    });
    const [row] = await rowsOf(at.id, 'resolved');
    expect(row).toMatchObject({ by: { name: '陈立' }, why: { verb: 'retry', reason: '补上价' } });
  });

  it('is skipped', async () => {
    const at = await stuck();
    const skip = { action: 'skip', variables: { amount: 5 }, reason: '不算了' };
    expect((await resolve(at, skip)).status).toBe(200);
    expect(await rowsOf(at.id, 'resolved')).toMatchObject([{ data: { action: 'skip' } }]);
  });

  it('is thrown as an error that somebody catches', async () => {
    const at = await stuck();
    expect((await resolve(at, { action: 'throw', code: 'NO_PRICE', reason: '人工' })).status).toBe(200);
    expect(await openSteps(at.id)).toEqual(['byHand']);
    expect(await rowsOf(at.id, 'resolved')).toMatchObject([
      { data: { action: 'throw' }, by: { name: '陈立' }, why: { verb: 'throw', reason: '人工' } },
    ]);
    expect(await audited(at.id, '/resolve')).toMatchObject({ detail: { action: 'throw', code: 'NO_PRICE' } });
  });

  it('is not thrown without a reason, nor where nobody takes over', async () => {
    const at = await stuck();
    expect((await resolve(at, { action: 'throw', code: 'NO_PRICE', reason: ' ' })).status).toBe(422);
    for (const code of ['OTHER', ' ', undefined])
      expect(await resolve(at, { action: 'throw', ...(code && { code }), reason: '试试' })).toMatchObject({
        status: 409,
        body: { code: 'nothingCatches' },
      });
    expect((await seen(at.id)).open).toMatchObject([{ id: at.incident, element: 'work' }]);
    expect(await rowsOf(at.id, 'resolved')).toEqual([]);
  });

  it('does not go on where nothing is joined', async () => {
    const at = await stuck();
    const answers = await Promise.all(
      (['zh', 'en'] as const).map((language) =>
        manager(
          'POST',
          `/api/cases/${at.id}/incidents/${at.incident}/resolve`,
          { action: 'continue', reason: '走' },
          { ...fresh(), 'accept-language': language },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(answers[0]?.body.detail).not.toMatch(/[a-z]{4}/);
    expect((await seen(at.id)).open).toHaveLength(1);
  });
});
