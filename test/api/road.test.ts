// The whole road over HTTP: start by form, claim, complete, two at once, repeats, live updates, messages.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let staff: Caller;
let other: Caller;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  [staff, other, manager] = await Promise.all([office.as('linxiaowen'), office.as('zhoumin'), office.as('chenli')]);
});
afterAll(() => office?.close());

const apply = { buyer: '苏女士', phone: '13800001111', amount: 12_800 };
async function started(businessKey: string): Promise<{ id: string; task: string }> {
  const { status, body } = await manager(
    'POST',
    '/api/cases',
    { process: 'refund', variables: apply, businessKey },
    fresh(),
  );
  expect(status).toBe(201);
  const { body: list } = await staff('GET', `/api/tasks?view=claimable&q=${businessKey}`);
  expect(list.items).toHaveLength(1);
  return { id: body.case, task: list.items[0].id };
}

describe('from start to end', () => {
  it('goes through people’s hands, and reading after writing is right', async () => {
    const { id, task } = await started('R-1');
    const row = (await staff('GET', '/api/tasks?view=claimable')).body.items.find(
      (each: { id: string }) => each.id === task,
    );
    expect(row).toMatchObject({
      name: '审核退款',
      title: '退款 苏女士',
      businessKey: 'R-1',
      process: { key: 'refund', name: 'refund', version: 1 },
      from: { name: '申请退款' },
    });
    expect(row.summary).toEqual([
      expect.objectContaining({ name: 'amount', label: '金额', value: 12_800 }),
      expect.objectContaining({ name: 'phone', value: '••••' }),
    ]);
    expect(row.due).toBeGreaterThan(row.createdAt);

    const detail = (await staff('GET', `/api/tasks/${task}`)).body;
    expect(detail).toMatchObject({
      can: { claim: true, complete: true, release: false },
      values: { amount: 12_800 },
      instruction: '核对金额',
      checklist: [{ text: '看截图' }, { text: '问买家' }],
      limit: { duration: 'PT2H', calendar: null },
    });
    const english = (await staff('GET', `/api/tasks/${task}`, undefined, { 'accept-language': 'en' })).body;
    // What is not said in English is said in Chinese, in its place.
    expect(english).toMatchObject({
      instruction: 'Check the amount',
      checklist: [{ text: 'Look at the screenshot' }, { text: '问买家' }],
    });
    expect(detail.variables).not.toHaveProperty('phone');

    expect((await staff('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
    const late = await other('POST', `/api/tasks/${task}/claim`);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: 'taken', who: { name: '林晓雯' } });

    expect((await staff('PUT', `/api/tasks/${task}/draft`, { values: { result: 'no' } })).status).toBe(200);
    expect((await staff('GET', `/api/tasks/${task}`)).body.draft).toEqual({ revision: 1, values: { result: 'no' } });

    const incomplete = await staff('POST', `/api/tasks/${task}/complete`, { values: { result: 'no' } }, fresh());
    expect(incomplete.status).toBe(422);
    expect(incomplete.body).toMatchObject({
      code: 'formInvalid',
      errors: [{ path: 'reason', message: { code: 'missing', args: {} }, text: '请填写' }],
    });

    const done = await staff(
      'POST',
      `/api/tasks/${task}/complete`,
      { values: { result: 'yes', amount: 1, stranger: true }, comment: '属实' },
      fresh(),
    );
    expect(done).toMatchObject({ status: 200, body: { ok: true, confirming: false } });
    expect((await staff('GET', '/api/tasks?view=done')).body.items[0]).toMatchObject({
      id: task,
      closedBy: { name: '林晓雯' },
    });

    const seen = (await manager('GET', `/api/cases/${id}`)).body;
    expect(seen).toMatchObject({
      status: 'running',
      businessKey: 'R-1',
      starter: { name: '陈立' },
      tasks: [{ element: 'pay', offers: ['role:finance'] }],
      done: expect.arrayContaining(['start', 'audit']),
      taken: expect.arrayContaining(['start_audit', 'audit_pay']),
    });
    const values = Object.fromEntries(
      seen.variables.map((each: { name: string; value: unknown }) => [each.name, each.value]),
    );
    expect(values).toMatchObject({ amount: 12_800, result: 'yes', phone: '13800001111' });
    expect(values).not.toHaveProperty('stranger');
    const covered = (await staff('GET', `/api/cases/${id}`)).body.variables.find(
      (each: { name: string }) => each.name === 'phone',
    );
    expect(covered).toMatchObject({ value: '••••', secret: true });

    const finance = await office.as('mengjie');
    const pay = (await finance('GET', '/api/tasks?view=claimable&q=R-1')).body.items[0];
    expect(pay.from).toMatchObject({ name: '审核退款', by: { name: '林晓雯' } });
    // Unclaimed work is claimed by doing it.
    expect((await finance('POST', `/api/tasks/${pay.id}/complete`, {}, fresh())).status).toBe(200);
    expect((await manager('GET', `/api/cases/${id}`)).body).toMatchObject({
      status: 'ended',
      outcome: 'completed',
      tasks: [],
      tokens: [],
    });
    const history = (await manager('GET', `/api/cases/${id}/history?limit=3`)).body;
    expect(history.items[0]).toMatchObject({ kind: 'caseEnded' });
    const before = (await manager('GET', `/api/cases/${id}/history?limit=3&cursor=${history.next}`)).body;
    expect(before.items[0].seq).toBe(history.items[2].seq - 1);
  });

  it('lets one of two win and tells the other who', async () => {
    const { task } = await started('R-2');
    const values = { values: { result: 'yes' } };
    const both = await Promise.all([
      staff('POST', `/api/tasks/${task}/complete`, values, fresh()),
      other('POST', `/api/tasks/${task}/complete`, values, fresh()),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner, loser] = both[0]?.status === 200 ? ['林晓雯', both[1]] : ['周敏', both[0]];
    expect(['taken', 'taskClosed', 'submitting']).toContain(loser?.body.code);
    expect(loser?.body.detail).toContain(winner);
    const later = await (winner === '周敏' ? staff : other)('POST', `/api/tasks/${task}/complete`, values, fresh());
    expect(later).toMatchObject({
      status: 409,
      body: { code: 'taskClosed', who: { name: winner }, at: expect.any(Number) },
    });
  });

  it('answers a repeat as the first time', async () => {
    const again = fresh();
    const start = { process: 'refund', variables: apply, businessKey: 'R-3' };
    const [first, second] = [
      await manager('POST', '/api/cases', start, again),
      await manager('POST', '/api/cases', start, again),
    ];
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect((await manager('GET', '/api/cases?q=R-3')).body.items).toHaveLength(1);
    expect((await manager('POST', '/api/cases', start, fresh())).body).toMatchObject({
      code: 'businessKeyInUse',
      case: first.body.case,
    });
    const task = (await staff('GET', '/api/tasks?view=claimable&q=R-3')).body.items[0].id;
    const request = fresh();
    for (let times = 0; times < 3; times++) {
      expect(await staff('POST', `/api/tasks/${task}/complete`, { values: { result: 'yes' } }, request)).toMatchObject({
        status: 200,
        body: { ok: true },
      });
    }
  });

  it('gives back, gives to somebody, claims several', async () => {
    const tasks = [(await started('R-5')).task, (await started('R-6')).task];
    const { body } = await staff('POST', '/api/tasks/claim-batch', { ids: [...tasks, 'nothing:k0'] });
    expect(body.results.map((each: { ok: boolean }) => each.ok)).toEqual([true, true, false]);
    expect((await staff('POST', `/api/tasks/${tasks[0]}/release`)).status).toBe(200);
    expect((await other('GET', '/api/tasks?view=claimable&q=R-5')).body.items).toHaveLength(1);
    const { body: people } = await manager('GET', `/api/people?q=${encodeURIComponent('何静')}`);
    expect((await manager('POST', `/api/tasks/${tasks[0]}/assign`, { person: people.items[0].id })).status).toBe(200);
    const receiver = await office.as('hejing');
    expect((await receiver('GET', '/api/tasks?view=todo')).body.items).toMatchObject([{ id: tasks[0] }]);
    expect((await receiver('GET', '/api/tasks/counts')).body).toMatchObject({ todo: 1 });
  });

  it('pages without gaps or doubles', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await manager('GET', `/api/cases?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((each: { id: string }) => each.id));
      cursor = body.next;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect((await manager('GET', '/api/cases?cursor=nonsense')).body).toMatchObject({ code: 'invalid' });
  });

  it('cancels, with a reason, once', async () => {
    const { id, task } = await started('R-9');
    expect((await manager('POST', `/api/cases/${id}/cancel`, { reason: '买家不退了' }, fresh())).status).toBe(200);
    expect((await manager('POST', `/api/cases/${id}/cancel`, { reason: '再来' }, fresh())).body).toMatchObject({
      code: 'caseEnded',
    });
    expect(
      (await staff('POST', `/api/tasks/${task}/complete`, { values: { result: 'yes' } }, fresh())).body,
    ).toMatchObject({ code: 'taskWithdrawn' });
  });
});

describe('messages', () => {
  it('start, are delivered, kept, and told apart by id', async () => {
    const sender = await office.key('messages:write');
    const id = fresh();
    const sent = await sender('POST', '/api/messages', { name: 'parcel sent', key: 'SF1' }, id);
    expect(sent).toMatchObject({
      status: 200,
      body: { state: 'delivered', repeated: false, case: expect.any(String) },
    });
    expect((await sender('POST', '/api/messages', { name: 'parcel sent', key: 'SF1' }, id)).body).toMatchObject({
      state: 'delivered',
      repeated: true,
      case: sent.body.case,
    });
    expect((await sender('POST', '/api/messages', { name: 'parcel signed', key: 'SF2' }, fresh())).body).toMatchObject({
      state: 'pending',
    });
    expect((await sender('POST', '/api/messages', { name: 'parcel signed', key: 'SF2' }, fresh())).status).toBe(202);
    expect((await manager('GET', '/api/messages')).body.items).toHaveLength(2);
    expect((await sender('POST', '/api/messages', { name: 'parcel signed', key: 'SF1' }, fresh())).body).toMatchObject({
      state: 'delivered',
      case: sent.body.case,
    });
    await office.shop.until(
      async () => (await manager('GET', `/api/cases/${sent.body.case}`)).body.status === 'ended',
      'the parcel is signed',
    );
  });
});

describe('a request id', () => {
  it('stands for one content, whatever is asked for: another is refused and said, never taken for the first', async () => {
    const begin = (variables: object, id: Record<string, string>) =>
      manager('POST', '/api/cases', { process: 'refund', variables, businessKey: 'R-id' }, id);
    const start = fresh();
    const { body } = await begin(apply, start);
    expect((await begin(apply, start)).body).toMatchObject({ case: body.case });
    expect(await begin({ ...apply, amount: 1 }, start)).toMatchObject({ status: 422, body: { code: 'requestReused' } });

    const correct = (amount: number, id: Record<string, string>) =>
      manager('POST', `/api/cases/${body.case}/variables`, { variables: { amount }, reason: '改' }, id);
    const correction = fresh();
    expect((await correct(10, correction)).status).toBe(200);
    expect((await correct(10, correction)).status).toBe(200);
    expect((await correct(20, correction)).body.code).toBe('requestReused');

    const { body: list } = await staff('GET', '/api/tasks?view=claimable&q=R-id');
    const task = list.items[0].id;
    await staff('POST', `/api/tasks/${task}/claim`);
    const submission = fresh();
    const submit = (result: string) =>
      staff('POST', `/api/tasks/${task}/complete`, { values: { result }, comment: '看过了' }, submission);
    expect((await submit('yes')).status).toBe(200);
    expect((await submit('yes')).status).toBe(200);
    expect((await submit('no')).body.code).toBe('requestReused');

    const job = fresh();
    const pause = (reason: string) =>
      manager('POST', '/api/bulk', { action: { do: 'suspend' }, selection: { cases: [body.case] }, reason }, job);
    const began = await pause('一');
    expect(await pause('一')).toMatchObject({ status: began.status });
    expect((await pause('二')).body.code).toBe('requestReused');
  });
});

describe('what nobody has heard', () => {
  it('is told to managers after an hour, until one has dealt with it', async () => {
    const sender = await office.key('messages:write');
    const unheard = async () =>
      (await manager('GET', '/api/messages/unheard')).body.items.filter(
        ({ name }: { name: string }) => name === 'paid late',
      );
    const send = (key: string) => sender('POST', '/api/messages', { name: 'paid late', key }, fresh());
    const anHourOn = () =>
      office.shop.sql`update message set received_at = received_at - interval '61 minutes' where name = 'paid late'`;
    await send('L1');
    await send('L2');
    expect(await unheard()).toEqual([]);
    await anHourOn();
    const [shown] = await unheard();
    expect(shown).toMatchObject({ count: 2, keys: expect.arrayContaining(['L1', 'L2']) });
    expect((await staffCannot(shown)).status).toBe(403);

    const { name, newest } = shown;
    const dealtWith = () => manager('POST', '/api/messages/unheard/settle', { name, newest }, fresh());
    await send('L3');
    expect((await dealtWith()).body).toEqual({ settled: 2 });
    expect((await dealtWith()).body).toEqual({ settled: 0 });
    expect(await unheard()).toEqual([]);
    await office.shop.sql`update message set received_at = received_at - interval '61 minutes' where key = 'L3'`;
    expect(await unheard()).toMatchObject([{ count: 1, keys: ['L3'] }]);
  });
  const staffCannot = ({ name, newest }: { name: string; newest: string }) =>
    staff('POST', '/api/messages/unheard/settle', { name, newest }, fresh());
});

describe('a message that nobody has heard', () => {
  it('is called as the step that takes it, and stays what it is where no process knows it', async () => {
    await office.shop.deploy(
      draw(
        'bill',
        {
          start: { type: 'startEvent' },
          wait: {
            type: 'intermediateCatchEvent',
            name: '收到付款',
            eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'paid' }],
            zf: { text: { en: { name: 'Payment received' } } },
          },
        } as never,
        ['start->wait'],
        { messages: { paid: { id: 'paid', name: 'payment.received' } } },
      ),
    );
    for (const name of ['payment.received', 'nobody.knows']) {
      await manager('POST', '/api/messages', { name, key: 'N-1' }, fresh());
      await office.shop
        .sql`update message set received_at = received_at - interval '61 minutes' where name = ${name} and key = 'N-1'`;
    }
    const { items } = (await manager('GET', '/api/messages/unheard')).body;
    const called = (wanted: string) => items.find(({ name }: { name: string }) => name === wanted)?.called;
    expect(called('payment.received')).toEqual({ name: '收到付款', texts: { en: { name: 'Payment received' } } });
    expect(called('nobody.knows')).toBeNull();
  });
});

describe('ids of messages', () => {
  const say = (sender: Caller, content: object, id: Record<string, string>) =>
    sender('POST', '/api/messages', { name: 'parcel signed', ...content }, id);

  it('are those of one sender: nobody takes up another’s, nor an invoice of an import', async () => {
    const [one, two] = [await office.key('messages:write'), await office.key('messages:write')];
    const id = { 'idempotency-key': 'order:4711' };
    for (const [sender, key] of [
      [one, 'N1'],
      [two, 'N2'],
      [manager, 'N3'],
    ] as const)
      expect((await say(sender, { key }, id)).body).toMatchObject({
        id: 'order:4711',
        state: 'pending',
        repeated: false,
      });
    expect((await say(two, { key: 'N2' }, id)).body.repeated).toBe(true);
    const rows = await office.shop.sql`select 1 from message where id = 'order:4711'`;
    expect(rows).toHaveLength(0);
  });

  it('stand for one content: the same in another order is a repeat, anything else is refused', async () => {
    const sender = await office.key('messages:write');
    const id = fresh();
    expect((await say(sender, { key: 'M1', variables: { a: 1, b: { c: 2, d: 3 } } }, id)).status).toBe(202);
    expect((await say(sender, { key: 'M1', variables: { b: { d: 3, c: 2 }, a: 1 } }, id)).body.repeated).toBe(true);
    for (const other of [{ key: 'M2' }, { key: 'M1', variables: { a: 2 } }, { key: 'M1', name: 'parcel sent' }])
      expect(await say(sender, other, id)).toMatchObject({ status: 409, body: { code: 'messageReused' } });
  });

  it('of conditions: a repeat begins nothing, another content is refused', async () => {
    const sender = await office.key('messages:write');
    const id = fresh();
    const ask = (variables: object) => sender('POST', '/api/conditions', { variables }, id);
    expect(await ask({ a: 1 })).toMatchObject({ status: 200, body: { items: [] } });
    expect((await ask({ a: 1 })).headers.get('idempotency-replayed')).toBe('true');
    expect((await ask({ a: 2 })).body.code).toBe('requestReused');
  });
});

describe('live updates', () => {
  it('tell what changed, and what was missed', async () => {
    const controller = new AbortController();
    const read = async (caller: Caller, last?: string, after?: number) => {
      const answer = await office.app.request(`/api/events${after === undefined ? '' : `?after=${after}`}`, {
        headers: { cookie: caller.cookie, ...(last && { 'last-event-id': last }) },
        signal: controller.signal,
      });
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      return {
        async until(pattern: RegExp): Promise<string> {
          for (const end = Date.now() + 10_000; Date.now() < end; ) {
            const found = pattern.exec(text);
            if (found) return found[0];
            const chunk = await reader?.read();
            if (chunk?.done) break;
            text += chunk?.value;
          }
          throw new Error(`not in the stream: ${pattern}\n${text}`);
        },
        text: () => text,
        stop: () => reader?.cancel(),
      };
    };
    const auditor = await read(staff);
    const stranger = await read(await office.as('tangguo'));
    const ready = await auditor.until(/event: ready\ndata: .*\nid: \d+/);
    await stranger.until(/event: ready/);
    const { id } = await started('R-20');
    await auditor.until(new RegExp(`event: change\\ndata: .*${id}.*role:order-auditor`));
    const { id: second } = await started('R-21');
    await auditor.until(new RegExp(second));
    expect(stranger.text()).not.toContain(id);
    await Promise.all([auditor.stop(), stranger.stop()]);
    const again = await read(staff, /id: (\d+)/.exec(ready)?.[1]);
    const replay = await again.until(/event: ready/).then(again.text);
    expect(replay).toContain(id);
    expect(replay).toContain(second);
    await again.stop();
    // A page that has nothing yet says where the feed stood before it read its lists.
    const { body: me } = await staff('GET', '/api/me');
    const { id: third } = await started('R-22');
    const page = await read(staff, undefined, me.feed);
    expect(await page.until(/event: ready/).then(page.text)).toContain(third);
    await page.stop();
    controller.abort();
  });
});

describe('files', () => {
  it('are taken by what they are, and shown to who sees the case', async () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    const form = new FormData();
    form.set('file', new File([png], '截图.png'));
    const { status, body: file } = await staff('POST', '/api/files', form);
    expect(status).toBe(201);
    const evil = new FormData();
    evil.set('file', new File(['<script>alert(1)</script>'], 'a.html'));
    expect((await staff('POST', '/api/files', evil)).body).toMatchObject({ code: 'fileRefused' });
    expect((await office.app.request(`/api/files/${file.file}`, { headers: { cookie: other.cookie } })).status).toBe(
      200,
    );
    const stranger = await office.as('tangguo');
    expect((await stranger('GET', `/api/files/${file.file}`)).status).toBe(404);
    // Somebody else's file cannot be slipped into a case.
    expect(
      (await stranger('POST', '/api/cases', { process: 'refund', variables: { ...apply, picture: [file] } }, fresh()))
        .body,
    ).toMatchObject({ code: 'notFound' });
    const mine = await staff(
      'POST',
      '/api/cases',
      { process: 'refund', variables: { ...apply, picture: [file] }, businessKey: 'F-1' },
      fresh(),
    );
    expect(mine.status).toBe(201);
    expect((await stranger('GET', `/api/cases/${mine.body.case}`)).status).toBe(404);
  });
});
