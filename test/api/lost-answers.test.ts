// What was done stands though the process died before it could answer: the same request again is answered as it would have been, and does
// nothing more. A row for every route that takes a request key and keeps its answer in the table `request`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../api/account.ts';
import { Model } from '../../bpmn/definition.ts';
import { publishContent } from '../../db/content.ts';
import { holdUsername } from '../../db/people.ts';
import { publish } from '../../db/processes.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

/** Nothing is noted of a request but what is noted together with what it did: as if the process had died right then. */
const mortal = async ({ shop: { sql }, deps: { log } }: Office) => {
  log.level = 'silent';
  await sql.unsafe(`
    create function dies() returns trigger language plpgsql as $$ begin
      if pg_current_xact_id_if_assigned() is null then raise exception 'dead'; end if;
      return null; end $$`);
  return async (ask: () => ReturnType<Caller>) => {
    await sql.unsafe(
      'create trigger dies before update of status on request for each statement execute function dies()',
    );
    await ask();
    await sql.unsafe('drop trigger dies on request');
    // Nobody waits for the dead one any longer.
    await sql`update request set created_at = now() - interval '1 minute' where status is null`;
    return ask();
  };
};

let office: Office;
let chen: Caller;
let admin: Caller;
let dying: Awaited<ReturnType<typeof mortal>>;
const people: Record<string, string> = {};
beforeAll(async () => {
  office = await openOffice();
  [chen, admin] = [await office.as('chenli'), await office.as('gaoyuan')];
  dying = await mortal(office);
  for (const { username, id } of (await chen('GET', '/api/people?limit=100')).body.items) people[username] = id;
  const { sql } = office.shop;
  const body = Register.parse(thing('goods'));
  await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  const parameter = {
    key: 'lost.factor',
    label: { zh: '系数' },
    field: { type: 'number', id: 'value', label: { zh: '系数' } },
    owner: 'role:finance',
    value: 1,
  };
  expect((await chen('PUT', '/api/content/parameter/lost.factor/draft', { body: parameter, revision: 0 })).status).toBe(
    200,
  );
  expect((await chen('POST', '/api/content/parameter/lost.factor/publish', { revision: 1 }, fresh())).status).toBe(200);
  const definition = draw(
    'crowded',
    {
      start: {
        type: 'startEvent',
        eventDefinitions: [{ type: 'conditionalEventDefinition', condition: '=ordersPerMinute > 500' }],
      },
      wait: { type: 'userTask', name: '看一眼', zf: { participants: [{ rule: 'person', value: 'linxiaowen' }] } },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->wait', 'wait->end'],
  );
  await publish(sql, {
    definition,
    model: Model.parse({ id: 'crowded', processes: [definition], diagram: {} }),
    forms: {},
  });
});
afterAll(() => office?.close());

const thing = (key: string) => ({
  key,
  name: { zh: '失物', en: 'Lost' },
  keyField: 'code',
  fields: [{ type: 'text', id: 'code', label: { zh: '号', en: 'No' } }],
});
const made = (code: string) => chen('POST', '/api/registers/goods/records', { values: { code } }, fresh());
const stuck = async (): Promise<string> =>
  (await chen('POST', '/api/cases', { process: 'refund', variables: { buyer: '王', amount: 5 } }, fresh())).body.case;
const counted = async (table: string): Promise<number> =>
  (await office.shop.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0;

type Row = {
  /** What there must not be more of after the repeat. */
  of: string;
  /** What the first one would have been told. */
  is: object;
  who?: 'admin';
  as?: Record<string, string>;
  say: () => [address: string, body: unknown] | Promise<[address: string, body: unknown]>;
};
const CSV = { 'content-type': 'text/csv' };
const ROWS: Record<string, Row> = {
  'POST /api/bulk': {
    of: 'bulk_item',
    is: { total: 1 },
    say: async () => [
      '/api/bulk',
      { selection: { cases: [await stuck()] }, action: { do: 'suspend' }, reason: '一起' },
    ],
  },
  'POST /api/processes': { of: 'process', is: { revision: 1 }, say: () => ['/api/processes', { name: '空白' }] },
  'POST /api/conditions': {
    of: 'cases',
    is: { items: [{ process: 'crowded' }] },
    say: () => ['/api/conditions', { variables: { ordersPerMinute: 501 } }],
  },
  'POST /api/messages/unheard/settle': {
    of: 'message where settled_at is null',
    is: { settled: 1 },
    say: async () => {
      await admin('POST', '/api/messages', { name: 'unheard', key: 'U' }, fresh());
      await office.shop.sql`update message set received_at = received_at - interval '2 hours' where name = 'unheard'`;
      const { items } = (await chen('GET', '/api/messages/unheard')).body;
      const { name, newest } = items.find((one: { name: string }) => one.name === 'unheard');
      return ['/api/messages/unheard/settle', { name, newest }];
    },
  },
  'POST /api/people': {
    of: 'auth_account',
    is: { username: 'xinlai' },
    who: 'admin',
    say: () => [
      '/api/people',
      { name: '新来的', username: 'xinlai', password: 'ein-langes-passwort-77', level: 'staff' },
    ],
  },
  'POST /api/people/{id}/hand-over': {
    of: 'history',
    is: { moved: 2 },
    who: 'admin',
    say: async () => {
      const id = await stuck();
      const [task] = (await chen('GET', `/api/cases/${id}`)).body.tasks;
      await chen('POST', `/api/tasks/${task.id}/assign`, { person: people.linxiaowen });
      const { items } = (await chen('GET', `/api/people/${people.linxiaowen}/work`)).body;
      const successors = items.map((one: object) => ({ ...one, to: people.hejing }));
      return [`/api/people/${people.linxiaowen}/hand-over`, { successors }];
    },
  },
  'POST /api/registers/{register}/records': {
    of: 'record',
    is: { key: 'A', rev: 1 },
    say: () => ['/api/registers/goods/records', { values: { code: 'A' } }],
  },
  'POST /api/registers/{register}/import': {
    of: 'record',
    is: { counts: { new: 2 } },
    as: CSV,
    say: () => ['/api/registers/goods/import?file=x.csv', '号\nI-1\nI-2'],
  },
  'POST /api/registers/{register}/imports': {
    of: 'record_import',
    is: { status: 'read' },
    as: CSV,
    say: () => ['/api/registers/goods/imports?file=x.csv', '号\nJ-1'],
  },
  'POST /api/registers/{register}/merges': {
    of: 'record_change',
    is: { key: 'M-1', rev: 2 },
    say: async () => {
      for (const code of ['M-1', 'M-2']) await made(code);
      return ['/api/registers/goods/merges', { survivor: { key: 'M-1', rev: 1 }, other: { key: 'M-2', rev: 1 } }];
    },
  },
  'POST /api/parameters/{key}/values': {
    of: 'parameter_value',
    is: { ok: true },
    say: () => ['/api/parameters/lost.factor/values', { value: 2, reason: '丢了回答' }],
  },
  'POST /api/remarks': {
    of: 'remark',
    is: { text: '看一下' },
    say: async () => ['/api/remarks', { about: { kind: 'case', id: await stuck() }, text: '看一下' }],
  },
};
/** Answered above, or by another test. */
const PUBLISH = ['POST /api/processes/{key}/publish', 'POST /api/content/{kind}/{key}/publish', 'POST /api/opening'];
/** Each part has an id of its own and is done once; asked again it tells what is there by then. */
const BY_PARTS = ['POST /api/orders/import', 'POST /api/packs/{key}/install'];
/** What they do bears the key itself, and so does its answer: no row in `request`. */
const OWN = [
  'POST /api/cases',
  ...[
    'cancel',
    'recall',
    'void',
    'revive',
    'suspend',
    'resume',
    'variables',
    'move',
    'incidents/{incident}/resolve',
  ].map((verb) => `POST /api/cases/{id}/${verb}`),
  'POST /api/tasks/{id}/complete',
  'POST /api/tasks/{id}/transfer',
  'POST /api/tasks/{id}/delegate',
  'POST /api/tasks/{id}/return',
  'POST /api/tasks/{id}/take-back',
  'POST /api/tasks/{id}/urge',
  'POST /api/tasks/{id}/copy',
  'POST /api/tasks/{id}/ask',
  'POST /api/tasks/{id}/answer',
  'POST /api/tasks/{id}/due',
  'POST /api/tasks/batch',
  'POST /api/tasks/{id}/guest-links',
  'POST /api/guest/complete',
  'POST /api/tasks/{id}/add-signers',
  'POST /api/tasks/{id}/remove-signers',
  'POST /api/messages',
  'POST /api/keys',
  'POST /api/jobs/fetch',
  'POST /api/registers/{register}/export-cases',
];

describe('asked again after a death before the answer', () => {
  it.each(Object.entries(ROWS))('%s', async (_route, { of, is, who, as = {}, say }) => {
    const caller = who === 'admin' ? admin : chen;
    const [address, body] = await say();
    const request = { ...fresh(), ...as };
    let seen = -1;
    const again = await dying(async () => {
      const answer = await caller('POST', address, body, request);
      if (seen < 0) seen = await counted(of);
      return answer;
    });
    expect(again.status).toBeLessThan(300);
    expect(again.body).toMatchObject(is);
    expect(await counted(of)).toBe(seen);
    const third = await caller('POST', address, body, request);
    expect([third.status, third.body]).toEqual([again.status, again.body]);
  });

  it('every route that takes a request key is here', async () => {
    const { paths } = (await chen('GET', '/api/openapi.json')).body;
    const taking = Object.entries<Record<string, { parameters?: { name: string }[] }>>(paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).flatMap(([verb, { parameters }]) =>
        parameters?.some(({ name }) => name === 'idempotency-key') ? `${verb.toUpperCase()} ${path}` : [],
      ),
    );
    expect([...Object.keys(ROWS), ...PUBLISH, ...BY_PARTS, ...OWN].sort()).toEqual([...new Set(taking)].sort());
  });
});

it('a register and a process, and a second time without anything new', async () => {
  const small = (name: string) =>
    draw(
      'lost-process',
      { start: { type: 'startEvent', eventDefinitions: [] }, end: { type: 'endEvent', eventDefinitions: [] } },
      ['start->end'],
      { name },
    );
  const model = (name: string) => Model.parse({ id: 'lost-process', processes: [small(name)], diagram: {} });
  await publish(office.shop.sql, { definition: small('一'), model: model('一'), forms: {} });
  const places = [
    ['/api/content/register/lost', 1, { body: thing('lost') }],
    ['/api/processes/lost-process', 2, { model: model('二'), forms: {} }],
  ] as const;
  for (const [place, version, body] of places) {
    const seen = async () => (await chen('GET', `${place}/draft`)).body.revision ?? 0;
    expect((await chen('PUT', `${place}/draft`, { ...body, revision: await seen() })).status).toBe(200);
    for (const unchanged of [false, true]) {
      const revision = await seen();
      const request = fresh();
      const again = await dying(() => chen('POST', `${place}/publish`, { revision }, request));
      expect([again.status, again.body]).toMatchObject([200, { version, unchanged }]);
      if (!unchanged) expect((await chen('POST', `${place}/publish`, { revision }, fresh())).status).toBe(409);
    }
  }
});

it('the door of a fresh shop', async () => {
  const empty = await openOffice({ empty: true });
  try {
    const { setupCode } = await import('../../api/setup-code.ts');
    const owner = {
      code: setupCode(empty.deps.secret),
      name: '老板',
      username: 'boss',
      password: 'a-long-password-88',
    };
    // More at once than there are connections: one founds the shop, the others are told.
    const founding = await Promise.all(
      Array.from({ length: 12 }, () => empty.anonymous('POST', '/api/setup', { ...owner, language: 'zh-CN' })),
    );
    expect(founding.map(({ status }) => status).sort()).toEqual([201, ...Array(11).fill(409)]);
    const { headers } = founding.find(({ status }) => status === 201)!;
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const request = { ...fresh(), cookie };
    const die = await mortal(empty);
    const again = await die(() => empty.anonymous('POST', '/api/opening', { door: 'empty' }, request));
    expect([again.status, again.body]).toEqual([200, { ok: true }]);
    expect((await empty.anonymous('POST', '/api/opening', { door: 'empty' }, { ...fresh(), cookie })).body.code).toBe(
      'notFresh',
    );
  } finally {
    await empty.close();
  }
});

it('an account whose person was not written is not there either, and its name is free', async () => {
  const person = { name: '半个', username: 'Halb', password: 'ein-langes-passwort-77', level: 'staff' };
  const { sql } = office.shop;
  await sql
    .begin(async (tx) => {
      await createAccount(tx, person);
      throw new Error('killed');
    })
    .catch(() => undefined);
  expect(await sql`select 1 from auth_user where username = 'halb'`).toHaveLength(0);
  expect((await admin('POST', '/api/people', person, fresh())).status).toBe(201);
  const signedIn = await office.anonymous('POST', '/api/auth/sign-in', person);
  expect(signedIn.status).toBe(200);
  expect((await admin('POST', '/api/people', { ...person, username: 'hALB' }, fresh())).body.code).toBe(
    'usernameTaken',
  );
  const rivals = await Promise.all(
    ['甲', '乙'].map((name) => admin('POST', '/api/people', { ...person, name, username: 'rival' }, fresh())),
  );
  expect(rivals.map(({ status }) => status).sort()).toEqual([201, 409]);
});

it('who was slow and taken for dead is answered as whoever took its place', async () => {
  const person = { name: '慢', username: 'langsam', password: 'ein-langes-passwort-77', level: 'staff' };
  const { sql } = office.shop;
  const request = fresh();
  let slow: ReturnType<Caller>[] = [];
  const asked = (n: number) => async (): Promise<boolean> => {
    const waiting = await sql`
      select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and not l.granted and a.datname = current_database()`;
    return waiting.length === n;
  };
  await sql.begin(async (tx) => {
    await holdUsername(tx, person.username);
    slow = [admin('POST', '/api/people', person, request)];
    await expect.poll(asked(1)).toBe(true);
    await sql`update request set created_at = now() - interval '1 minute' where status is null`;
    slow.push(admin('POST', '/api/people', person, request));
    await expect.poll(asked(2)).toBe(true);
  });
  const [first, second] = await Promise.all(slow);
  expect([first?.status, second?.status]).toEqual([201, 201]);
  expect(second?.body).toEqual(first?.body);
});
