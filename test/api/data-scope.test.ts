// What somebody sees beside what he takes part in: nothing, the work of his department and those below it, or all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let admin: Caller;
/** Of the service department, as is who began the first case. */
let head: Caller;
const ids: Record<string, string> = {};
/** Cases by name: of the department's process, of another, of another that calls one, of another that its people do, private. */
const cases: Record<string, string> = {};
const see = (person: string, sees: string | null) => admin('PATCH', `/api/people/${ids[person]}`, { sees });
beforeAll(async () => {
  office = await openOffice();
  admin = await office.as('gaoyuan');
  for (const name of ['zhoumin', 'linxiaowen', 'chenli', 'machao', 'mengjie', 'gaoyuan'])
    ids[name] = (await (await office.as(name))('GET', '/api/me')).body.id;
  await admin('PUT', '/api/departments/service', { name: '客服部' }, fresh());
  await admin('PUT', '/api/departments/after-sales', { name: '售后组', parent: 'service' }, fresh());
  await admin('PUT', '/api/departments/finance', { name: '财务部' }, fresh());
  await admin('PATCH', `/api/people/${ids.zhoumin}`, { department: 'service', level: 'manager', sees: 'department' });
  await admin('PATCH', `/api/people/${ids.linxiaowen}`, { department: 'after-sales' });
  await admin('PATCH', `/api/people/${ids.mengjie}`, { department: 'finance' });
  const deploy = (key: string, zf: object, holder: string | undefined) =>
    office.shop.deploy({
      ...draw(
        key,
        {
          s: { type: 'startEvent' },
          a: { type: 'userTask', name: `做 ${key}`, zf: { participants: [{ rule: 'person', value: holder }] } },
          e: { type: 'endEvent' },
        } as never,
        ['s->a', 'a->e'],
      ),
      zf: { title: `="${key} " + who`, ...zf },
    } as never);
  await deploy('theirs', { department: '客服部' }, ids.mengjie);
  await deploy('other', { department: 'finance' }, ids.mengjie);
  await deploy('nobodys', {}, ids.linxiaowen);
  await deploy('secret', { department: 'service', private: true }, ids.mengjie);
  await office.shop.deploy({
    ...draw(
      'calling',
      {
        s: { type: 'startEvent' },
        c: { type: 'callActivity', calledElement: 'other' },
        e: { type: 'endEvent' },
      } as never,
      ['s->c', 'c->e'],
    ),
    zf: { department: 'after-sales' },
  } as never);
  const starter = await office.as('chenli');
  for (const key of ['theirs', 'other', 'nobodys', 'secret', 'calling'])
    cases[key] = (await starter('POST', '/api/cases', { process: key, variables: { who: '何静' } }, fresh())).body.case;
  const called = (await (await office.as('gaoyuan'))('GET', `/api/cases/${cases.calling}`)).body.called;
  cases.called = called[0].id;
  head = await office.as('zhoumin');
}, 120_000);
afterAll(() => office?.close());

const listed = async (one: Caller, address: string): Promise<string[]> => {
  const text = JSON.stringify((await one('GET', address)).body);
  return Object.keys(cases)
    .filter((name) => text.includes(cases[name] as string))
    .sort();
};

describe('a manager of a department', () => {
  it('sees the cases of its processes, by id or name and of those below, what they call, and what its people do', async () => {
    expect(await listed(head, '/api/cases')).toEqual(['calling', 'nobodys', 'theirs']);
    expect(await listed(head, '/api/cases?q=何静')).toEqual(['calling', 'nobodys', 'theirs']);
    for (const name of ['theirs', 'nobodys', 'calling', 'called'])
      expect([name, (await head('GET', `/api/cases/${cases[name]}`)).status]).toEqual([name, 200]);
    for (const name of ['other', 'secret'])
      for (const part of ['', '/history', '/proof?format=json'])
        expect([name, part, (await head('GET', `/api/cases/${cases[name]}${part}`)).status]).toEqual([name, part, 404]);
  });

  it('finds the same in every list, and counts what it lists', async () => {
    expect(await listed(head, '/api/tasks?view=all')).toEqual(['nobodys', 'theirs']);
    expect(await listed(head, '/api/tasks?view=all&q=何静')).toEqual(['nobodys', 'theirs']);
    expect(await listed(head, '/api/today/groups')).not.toContain('other');
    expect((await head('GET', '/api/overview')).body).toMatchObject({ running: 3 });
    expect((await admin('GET', '/api/overview')).body).toMatchObject({ running: 5 });
    const counted = (await head('GET', '/api/processes')).body.items;
    expect(counted.find((one: { key: string }) => one.key === 'other').running).toBe(1); // the one that is called
    expect(counted.find((one: { key: string }) => one.key === 'secret').running).toBe(0);
    expect((await head('GET', '/api/today/work')).body.of).toBe('part');
    const team = (await head('GET', '/api/team')).body.items.map((one: { id: string }) => one.id);
    expect(team).toContain(ids.linxiaowen);
    expect(team).not.toContain(ids.mengjie);
    expect((await head('GET', `/api/people/${ids.mengjie}/work`)).status).toBe(404);
  });

  it('sees what his people may take, until others have it', async () => {
    await office.shop.deploy({
      ...draw(
        'pooled',
        {
          s: { type: 'startEvent' },
          a: { type: 'userTask', name: '接单', zf: { participants: [{ rule: 'role', value: 'order-auditor' }] } },
          b: { type: 'userTask', name: '打款', zf: { participants: [{ rule: 'person', value: ids.mengjie }] } },
          e: { type: 'endEvent' },
        } as never,
        ['s->a', 'a->b', 'b->e'],
      ),
      zf: { department: 'finance' },
    } as never);
    const id = (await (await office.as('chenli'))('POST', '/api/cases', { process: 'pooled' }, fresh())).body.case;
    const [waiting] = (await head('GET', '/api/tasks?view=all&process=pooled')).body.items;
    expect(waiting.case).toBe(id);
    expect(JSON.stringify((await head('GET', '/api/cases')).body)).toContain(id);
    const lin = await office.as('linxiaowen');
    await lin('POST', `/api/tasks/${waiting.id}/claim`);
    expect((await head('GET', '/api/tasks?view=all&process=pooled')).body.items).toHaveLength(1);
    await lin('POST', `/api/tasks/${waiting.id}/complete`, {}, fresh());
    expect((await head('GET', '/api/tasks?view=all&process=pooled')).body.items).toEqual([]);
    expect((await head('GET', `/api/cases/${id}`)).status).toBe(404);
    expect((await lin('GET', `/api/cases/${id}`)).status).toBe(200);
    await admin('POST', `/api/cases/${id}/cancel`, { reason: '试完了' }, fresh());
  });

  it('does nothing with what he does not see', async () => {
    const other = (await admin('GET', `/api/cases/${cases.other}`)).body.tasks[0].id;
    for (const [address, body] of [
      [`/api/cases/${cases.other}/cancel`, { reason: '看看' }],
      [`/api/cases/${cases.other}/suspend`, { reason: '看看' }],
      [`/api/tasks/${other}/assign`, { person: ids.zhoumin }],
    ] as const)
      expect([address, (await head('POST', address, body, fresh())).status]).toEqual([address, 404]);
    const preview = await head('POST', '/api/bulk/preview', {
      selection: { cases: [cases.other, cases.theirs] },
      action: { do: 'cancel' },
      reason: '看看',
    });
    expect(JSON.stringify(preview.body)).not.toContain(cases.other);
  });

  it('hears of what is his department’s, and a remark cannot call him to what is not', async () => {
    const remark = (thing: string) =>
      admin(
        'POST',
        '/api/remarks',
        { about: { kind: 'case', id: cases[thing] }, text: '@周敏 看一下', mentions: [ids.zhoumin] },
        fresh(),
      );
    expect((await remark('theirs')).status).toBeLessThan(300);
    expect((await remark('other')).status).toBeGreaterThanOrEqual(400);
  });

  it('a department that a process is given to sees its earlier cases, too; one that it leaves no longer', async () => {
    await office.shop.deploy({
      ...draw(
        'other',
        { s: { type: 'startEvent' }, a: { type: 'userTask', name: '做', zf: {} }, e: { type: 'endEvent' } } as never,
        ['s->a', 'a->e'],
      ),
      zf: { department: 'service' },
    } as never);
    expect((await head('GET', `/api/cases/${cases.other}`)).status).toBe(200);
    await office.shop.deploy({
      ...draw(
        'other',
        { s: { type: 'startEvent' }, a: { type: 'userTask', name: '做', zf: {} }, e: { type: 'endEvent' } } as never,
        ['s->a', 'a->e'],
      ),
      zf: { department: 'finance' },
    } as never);
    expect((await head('GET', `/api/cases/${cases.other}`)).status).toBe(404);
  });
});

describe('what a manager of a department may not give himself', () => {
  const draftAs = async (key: string, department: string | undefined) => {
    const { body: draft } = await head('GET', `/api/processes/${key}/draft`);
    const model = structuredClone(draft.model);
    model.processes[0].zf = { ...model.processes[0].zf, department };
    const put = { model, forms: draft.forms, revision: draft.revision };
    return (await head('PUT', `/api/processes/${key}/draft`, put)).body.revision;
  };
  const publish = (who: Caller, key: string, revision: number) =>
    who('POST', `/api/processes/${key}/publish`, { revision }, fresh());

  it('a process of his keeps its department, in whatever words; to give it to another takes who sees all', async () => {
    await head('POST', '/api/processes', { name: '盘点', key: 'stock' }, fresh());
    const foreign = await publish(head, 'stock', await draftAs('stock', 'finance'));
    expect([foreign.status, foreign.body.code]).toEqual([403, 'departmentNotYours']);
    expect((await publish(head, 'stock', await draftAs('stock', '售后组'))).status).toBe(200);
    expect((await publish(head, 'stock', await draftAs('stock', 'after-sales'))).status).toBe(200);
    for (const department of ['service', 'finance', undefined]) {
      const revision = await draftAs('stock', department);
      expect((await publish(head, 'stock', revision)).body.code).toBe('departmentNotYours');
      const kept = (await head('GET', '/api/processes/stock/draft')).body;
      expect([kept.isDraft, kept.model.processes[0].zf.department]).toEqual([true, department]);
    }
    expect((await publish(admin, 'stock', await draftAs('stock', 'finance'))).status).toBe(200);
    expect((await publish(head, 'stock', await draftAs('stock', 'service'))).body.code).toBe('departmentNotYours');
  });

  it('one without a department stays so, and of a new one he may leave it out', async () => {
    await head('POST', '/api/processes', { name: '巡店', key: 'rounds' }, fresh());
    expect((await publish(head, 'rounds', await draftAs('rounds', undefined))).status).toBe(200);
    expect((await publish(head, 'rounds', await draftAs('rounds', 'service'))).body.code).toBe('departmentNotYours');
    expect((await publish(admin, 'rounds', await draftAs('rounds', 'service'))).status).toBe(200);
  });
});

describe('absences and jobs, of a manager of a department', () => {
  const away = async (who: Caller, id: string, person: string, proxy: string) => {
    const { now } = (await who('GET', '/api/me')).body;
    const body = { person: ids[person], proxy: ids[proxy], from: now + 1, to: now + 86_400_000 };
    return (await who('PUT', `/api/absences/${id}`, body)).status;
  };

  it('enters and ends absences of its people only, with proxies among them, and lists no others', async () => {
    expect(await away(head, 'absence-foreign', 'mengjie', 'zhoumin')).toBe(403);
    expect(await away(head, 'absence-lent', 'linxiaowen', 'mengjie')).toBe(403);
    expect(await away(admin, 'absence-foreign', 'mengjie', 'chenli')).toBe(200);
    expect(await away(head, 'absence-foreign', 'mengjie', 'zhoumin')).toBe(403);
    expect((await head('POST', '/api/absences/absence-foreign/end')).status).toBe(404);
    expect(await away(head, 'absence-within', 'linxiaowen', 'zhoumin')).toBe(200);
    expect(await away(head, 'absence-of-mine', 'zhoumin', 'linxiaowen')).toBe(200);
    const { items, people } = (await head('GET', '/api/absences')).body;
    expect(items.map((one: { id: string }) => one.id).sort()).toEqual(['absence-of-mine', 'absence-within']);
    expect(items.every((one: { can: { end: boolean } }) => one.can.end)).toBe(true);
    const mayEnter = people.map((one: { id: string }) => one.id);
    expect(mayEnter).toContain(ids.linxiaowen);
    expect(mayEnter).not.toContain(ids.mengjie);
    expect(JSON.stringify((await admin('GET', '/api/absences')).body)).toContain('absence-foreign');
    expect((await head('POST', '/api/absences/absence-within/end')).status).toBe(200);
    await head('POST', '/api/absences/absence-of-mine/end');
    await admin('POST', '/api/absences/absence-foreign/end');
  });

  it('sees the jobs over many cases that he began, and no others', async () => {
    const begin = async (who: Caller) =>
      (
        await who(
          'POST',
          '/api/bulk',
          { selection: { cases: [cases.theirs] }, action: { do: 'resume' }, reason: '试' },
          fresh(),
        )
      ).body.id;
    const [his, other] = [await begin(head), await begin(admin)];
    const listed = async (who: Caller) =>
      (await who('GET', '/api/bulk')).body.items.map((one: { id: string }) => one.id);
    expect(await listed(head)).toEqual([his]);
    expect(await listed(admin)).toEqual([other, his]);
    expect((await head('GET', `/api/bulk/${his}`)).status).toBe(200);
    expect((await head('GET', `/api/bulk/${other}`)).status).toBe(404);
    expect((await admin('GET', `/api/bulk/${his}`)).status).toBe(200);
  });
});

describe('who sees what is said for each', () => {
  it('staff see what they take part in, unless they are given more; and never what is covered', async () => {
    const staff = await office.as('machao');
    expect(await listed(staff, '/api/cases')).toEqual([]);
    expect((await staff('GET', `/api/cases/${cases.theirs}`)).status).toBe(404);
    expect((await staff('GET', '/api/tasks?view=all')).status).toBe(403);
    await see('machao', 'all');
    expect(await listed(staff, '/api/cases')).toEqual(['calling', 'nobodys', 'other', 'theirs']);
    expect((await staff('GET', '/api/me')).body.sees).toBe('all');
    expect((await staff('POST', `/api/cases/${cases.theirs}/cancel`, { reason: '看看' }, fresh())).status).toBe(403);
    await see('machao', null);
    expect((await staff('GET', '/api/me')).body.sees).toBe('own');
  });

  it('a manager may be given less: only what he takes part in', async () => {
    await see('zhoumin', 'own');
    expect(await listed(head, '/api/cases')).toEqual([]);
    expect((await head('GET', `/api/cases/${cases.theirs}`)).status).toBe(404);
    await see('zhoumin', 'department');
  });

  it('an administrator sees all: less is refused, and whoever becomes one sees all', async () => {
    expect((await see('gaoyuan', 'own')).body.code).toBe('adminSees');
    await admin('PATCH', `/api/people/${ids.machao}`, { sees: 'own' });
    await admin('PATCH', `/api/people/${ids.machao}`, { level: 'admin' });
    expect((await (await office.as('machao'))('GET', '/api/me')).body.sees).toBe('all');
  });
});
