// What has to do with what: linked in the transaction of its cause, told both ways, and only of what the reader may see.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import { type Caller, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const goods = (key: string, more: object = {}) =>
  Register.parse({
    key,
    name: label(key),
    keyField: 'code',
    fields: [
      { type: 'text', id: 'code', label: label('号'), required: true },
      { type: 'text', id: 'note', label: label('记') },
      { type: 'integer', id: 'seen', label: label('看过') },
    ],
    ...more,
  });
const REGISTERS = [goods('thing'), goods('closed', { see: ['role:finance'] }), goods('own', { rows: 'own' })];
const message = (name: string) => ({ eventDefinitions: [{ type: 'messageEventDefinition', messageRef: name }] });
const put = (register: string, key: string) => ({
  type: 'serviceTask',
  zf: {
    connector: 'record.put',
    header: [{ name: 'register', value: register }],
    input: [
      { source: key, target: 'key' },
      { source: '="by process"', target: 'note' },
    ],
  },
});

let office: Office;
let chen: Caller;
let lin: Caller;
let asker: string;
let answerer: string;
let helper: string;
beforeAll(async () => {
  office = await openOffice({ calls: 'real' });
  const { shop } = office;
  [chen, lin] = await Promise.all([office.as('chenli'), office.as('linxiaowen')]);
  for (const body of REGISTERS)
    await publishContent(shop.sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  for (const register of REGISTERS)
    await writeRecord(
      shop.sql,
      { is: 'person', actor: { refs: [], manager: true } },
      { by: 'p1', at: 1 },
      { register, version: 1, key: 'T1', upsert: true, values: {} },
    );
  const messages = { please: { id: 'please', name: 'please' }, thanks: { id: 'thanks', name: 'thanks' } };
  await shop.deploy(draw('helper', { s: { type: 'startEvent' }, u: { type: 'userTask' } }, ['s->u']));
  await shop.deploy(
    draw(
      'asker',
      {
        s: { type: 'startEvent' },
        t: {
          type: 'intermediateThrowEvent',
          ...message('please'),
          zf: { correlationKey: '=number', input: [{ source: '=number', target: 'number' }] },
        } as never,
        w: { type: 'intermediateCatchEvent', ...message('thanks') } as never,
        c: { type: 'callActivity', calledElement: 'helper' },
      },
      ['s->t', 't->w', 'w->c'],
      { messages, zf: { title: '="asks " + number', subject: 'thing', subjectKey: '=thing' } } as never,
    ),
  );
  await shop.deploy(
    draw(
      'answerer',
      {
        s: { type: 'startEvent', ...message('please') } as never,
        a: put('thing', '="T1"') as never,
        b: put('closed', '="T1"') as never,
        c: put('own', '="T1"') as never,
        t: { type: 'intermediateThrowEvent', ...message('thanks'), zf: { correlationKey: '=number' } } as never,
        u: { type: 'userTask', zf: { participants: [{ rule: 'role', value: 'order-auditor' }] } },
      },
      ['s->a', 'a->b', 'b->c', 'c->t', 't->u'],
      { messages },
    ),
  );
  asker = (await shop.start('asker', { number: 'N-1', thing: 'T1' }, 'N-1')).family;
  await shop.until(async () => {
    const rows = await shop.sql<{ id: string; key: string }[]>`
      select c.id, c.key from cases c where c.key = 'helper' or (c.key = 'answerer' and exists (select 1 from task t where t.case_id = c.id))`;
    answerer = rows.find(({ key }) => key === 'answerer')?.id ?? '';
    helper = rows.find(({ key }) => key === 'helper')?.id ?? '';
    return answerer && helper;
  }, 'an answer and a call');
});
afterAll(() => office?.close());

const related = async (who: Caller, query: string) => {
  const { body } = await who('GET', `/api/related?${query}`);
  const lines = (body.items ?? []).map(
    (item: { kind: string; id: string; ways: { way: string; role: string }[] }) =>
      `${item.id}: ${item.ways.map(({ way, role }) => `${way} ${role}`).sort()}`,
  );
  return { ...body, lines: lines.sort() };
};

describe('what has to do with what', () => {
  it('is linked by start, message, call, subject and writing, both ways', async () => {
    expect((await related(chen, `kind=case&id=${asker}`)).lines).toEqual(
      [`${answerer}: in message,out start`, `${helper}: out call`, 'thing/T1: out subject'].sort(),
    );
    expect((await related(chen, `kind=case&id=${answerer}`)).lines).toEqual(
      [`${asker}: in start,out message`, 'closed/T1: out wrote', 'own/T1: out wrote', 'thing/T1: out wrote'].sort(),
    );
    expect((await related(chen, `kind=case&id=${helper}`)).lines).toEqual([`${asker}: in call`]);
    expect((await related(chen, 'kind=record&id=thing/T1')).lines).toEqual(
      [`${answerer}: in wrote`, `${asker}: in subject`].sort(),
    );
    expect((await related(chen, 'kind=record&id=thing/T1&without=subject')).lines).toEqual([`${answerer}: in wrote`]);
  });

  it('comes in pages, each thing once', async () => {
    const one = await related(chen, `kind=case&id=${answerer}&limit=3`);
    const two = await related(chen, `kind=case&id=${answerer}&limit=3&cursor=${one.next}`);
    expect([one.count, one.lines.length, two.lines.length, two.next]).toEqual([4, 3, 1, null]);
    expect(new Set([...one.lines, ...two.lines]).size).toBe(4);
  });

  it('neither tells nor counts what I may not see', async () => {
    // Audits orders, so the answering case may be hers; neither the asking one, nor a register of finance, nor rows of others.
    const seen = await related(lin, `kind=case&id=${answerer}`);
    expect([seen.lines, seen.count]).toEqual([['thing/T1: out wrote'], 1]);
    expect((await related(lin, `kind=case&id=${asker}`)).code).toBe('notFound');
    expect((await related(lin, 'kind=record&id=closed/T1')).code).toBe('notFound');
    expect((await related(lin, 'kind=record&id=own/T1')).code).toBe('notFound');
    await office.shop
      .sql`update record set owner = (select id from person where username = 'linxiaowen') where register = 'own'`;
    expect((await related(lin, `kind=case&id=${answerer}`)).count).toBe(2);
    await office.shop.sql`update record set archived = true where register = 'thing'`;
    expect((await related(lin, 'kind=record&id=thing/T1')).lines).toEqual([`${answerer}: in wrote`]);
  });

  it('says once what a repeated turn says twice', async () => {
    const { sql } = office.shop;
    const links = async () => (await sql`select count(*)::int as n from link`)[0]?.n;
    const before = await links();
    const [command] = await sql<
      { id: string }[]
    >`select id from command where case_id = ${answerer} and body->>'do' = 'start'`;
    await sql`update command set confirmed = false, sent_at = now() - interval '1 hour', created_at = now() - interval '1 hour' where id = ${command?.id ?? ''}`;
    await office.shop.until(
      async () => (await sql`select 1 from command where id = ${command?.id ?? ''} and confirmed`).length === 1,
      'sent again',
    );
    expect(await links()).toBe(before);
  });
});
