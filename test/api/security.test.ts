// Ways in: guessing, addresses, cookies, passwords, sessions, second factors; and that refusals leave a trace.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Hopeless } from '../../activities/call-service.ts';
import { callerOf, proxiesOf } from '../../api/address.ts';
import { createApp } from '../../api/app.ts';
import { DEMO_PASSWORD } from '../../api/demo.ts';
import { discreet, withoutData } from '../../db/without-data.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let admin: Caller;
beforeAll(async () => {
  office = await openOffice();
  admin = await office.as('gaoyuan');
});
afterAll(() => office?.close());

/** As over a socket from this address. */
async function from(
  address: string,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const answer = await office.app.request(
    path,
    {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    },
    { incoming: { socket: { remoteAddress: address, remotePort: 1, remoteFamily: 'IPv4' } } },
  );
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they come
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any };
}
const signIn = (username: string, password: string, address = '203.0.113.1', headers = {}) =>
  from(address, 'POST', '/api/auth/sign-in', { username, password }, headers);
const cookieOf = ({ headers }: { headers: Headers }) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

describe('addresses', () => {
  it('are those of the socket, unless a configured proxy speaks', () => {
    const none = proxiesOf('');
    const some = proxiesOf('10.0.0.0/8, ::1');
    expect(callerOf('203.0.113.1', '1.2.3.4', none)).toBe('203.0.113.1');
    expect(callerOf('127.0.0.1', '1.2.3.4', none)).toBe('127.0.0.1');
    expect(callerOf('::ffff:10.1.1.1', '6.6.6.6, 1.2.3.4', some)).toBe('1.2.3.4');
    expect(callerOf('10.1.1.1', '6.6.6.6, 1.2.3.4, 10.2.2.2', some)).toBe('1.2.3.4');
    expect(callerOf('::1', undefined, some)).toBe('::1');
    expect(callerOf('10.1.1.1', 'nonsense', some)).toBe('10.1.1.1');
    expect(() => proxiesOf('10.0.0.0/33')).toThrow(/no address or network/);
    expect(() => proxiesOf('proxy.local')).toThrow(/no address or network/);
  });
});

describe('guessing', () => {
  it('locks name and address together, longer each time, and nobody else', async () => {
    const codes = [];
    for (let times = 0; times < 8; times++) codes.push((await signIn('hejing', 'wrong', '198.51.100.7')).body.code);
    expect(codes).toEqual([...Array(5).fill('wrongPassword'), ...Array(3).fill('tooMany')]);
    const locked = await signIn('hejing', DEMO_PASSWORD, '198.51.100.7');
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(5);
    expect((await signIn('hejing', DEMO_PASSWORD, '198.51.100.8')).status).toBe(200);
    expect((await signIn('machao', DEMO_PASSWORD, '198.51.100.7')).status).toBe(200);
    const { sql } = office.shop;
    const later = () => sql`update sign_in_failure set last_at = last_at - interval '16 seconds' where name = 'hejing'`;
    await later();
    expect((await signIn('hejing', 'wrong', '198.51.100.7')).body.code).toBe('wrongPassword');
    await later();
    expect((await signIn('hejing', DEMO_PASSWORD, '198.51.100.7')).status).toBe(429);
    await later();
    expect((await signIn('hejing', DEMO_PASSWORD, '198.51.100.7')).status).toBe(200);
    expect((await signIn('hejing', 'wrong', '198.51.100.7')).body.code).toBe('wrongPassword');
  });

  it('counts tries at once as many, and headers that anybody can send do not help', async () => {
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        signIn('liuyang', 'wrong', '198.51.100.9', { 'x-forwarded-for': `203.0.113.${at}` }),
      ),
    );
    expect(many.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it('leaves lines in audit and metrics, with the name only where there is one', async () => {
    await signIn('my-own-password-by-mistake', 'x', '198.51.100.10');
    await from('198.51.100.10', 'GET', '/api/audit', undefined, { cookie: (await office.as('tangguo')).cookie });
    await office.shop.until(async () => {
      const { body } = await admin('GET', '/api/audit?limit=100');
      const found = (action: string, code: string) =>
        body.items.some(
          (row: { action: string; detail: { code?: string } | null }) =>
            row.action === action && row.detail?.code === code,
        );
      return (
        found('refused POST /api/auth/sign-in', 'wrongPassword') &&
        found('refused POST /api/auth/sign-in', 'tooMany') &&
        found('refused GET /api/audit', 'notAllowed')
      );
    }, 'the refusals are told');
    const { body } = await admin('GET', '/api/audit?limit=100');
    expect(JSON.stringify(body)).not.toContain('by-mistake');
    const failures = body.items.filter(({ action }: { action: string }) => action === 'refused POST /api/auth/sign-in');
    expect(failures).toContainEqual(expect.objectContaining({ object: 'hejing', address: '198.51.100.7' }));
    const metrics = String((await admin('GET', '/metrics')).body);
    expect(metrics).toMatch(/zhangfa_refusals_total\{code="wrongPassword"\} [1-9]/);
    expect(metrics).toMatch(/zhangfa_refusals_total\{code="notAllowed"\} [1-9]/);
  });
});

describe('a shop that is no demo any more', () => {
  it('takes the demo’s password from nobody', async () => {
    const app = createApp({ ...office.deps, demo: false });
    const answer = await app.request('/api/auth/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'gaoyuan', password: DEMO_PASSWORD }),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'demoOver']);
    const setup = await app.request('/api/setup');
    expect(await setup.json()).toEqual({ needed: false, demo: null });
  });
});

describe('cookies', () => {
  const https = { 'x-forwarded-proto': 'https' };
  it('are Secure behind TLS, also when they are renewed, and only then', async () => {
    const plain = await signIn('machao', DEMO_PASSWORD);
    expect(plain.headers.getSetCookie().join()).not.toMatch(/secure/i);
    expect(plain.headers.get('strict-transport-security')).toBeNull();
    const safe = await signIn('machao', DEMO_PASSWORD, '203.0.113.1', https);
    for (const cookie of safe.headers.getSetCookie()) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax.*; Secure$/i);
    expect(safe.headers.get('strict-transport-security')).toBe('max-age=31536000');
    const cookie = cookieOf(safe);
    const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    await office.shop.sql`update auth_session set "expiresAt" = now() + interval '12 days' where token = ${token}`;
    const renewed = await from('203.0.113.1', 'GET', '/api/me', undefined, { cookie, ...https });
    expect(renewed.headers.getSetCookie()).toHaveLength(1);
    expect(renewed.headers.getSetCookie()[0]).toMatch(/; Secure$/);
  });
});

describe('passwords', () => {
  it.each([
    ['short1!', 'invalid'],
    ['12345678910', 'weakPassword'],
    ['password123', 'weakPassword'],
    ['qwertyuiop', 'weakPassword'],
    ['zhangfa2026', 'weakPassword'],
  ])('that are easily guessed are refused: %s', async (password, code) => {
    const person = { name: 'Xiaoli', username: 'xiaoli', password };
    expect((await admin('POST', '/api/people', person, fresh())).body.code).toBe(code);
    const change = await office.anonymous(
      'POST',
      '/api/auth/password',
      { old: DEMO_PASSWORD, fresh: password },
      { cookie: (await office.as('tangguo')).cookie },
    );
    expect(change.body.code).toBe(code);
  });

  it('are not one’s own name, however often', async () => {
    const person = { name: 'Xiaoli', username: 'xiaoli', password: 'Xiaoli-xiaoli' };
    expect((await admin('POST', '/api/people', person, fresh())).body.code).toBe('weakPassword');
  });

  it('of unrelated words are taken', async () => {
    const person = { name: 'Xiaoli', username: 'xiaoli', password: 'teapot river 41' };
    expect((await admin('POST', '/api/people', person, fresh())).status).toBe(201);
  });
});

describe('a password that somebody else has set', () => {
  it('opens nothing but its own change, again after each reset', async () => {
    const given = 'harbour lantern 5';
    const person = { name: 'Neu', username: 'newcomer', password: given };
    const { body: made } = await admin('POST', '/api/people', person, fresh());
    const enter = async (password: string) => cookieOf(await signIn('newcomer', password));
    const ask = (cookie: string, method: string, path: string, body?: object) =>
      from('203.0.113.1', method, path, body, { cookie });
    const first = await enter(given);
    expect((await ask(first, 'GET', '/api/me')).body).toMatchObject({ barred: 'passwordFirst' });
    for (const path of ['/api/tasks', '/api/startable', '/api/auth/sessions', '/api/roles'])
      expect([path, (await ask(first, 'GET', path)).body.code]).toEqual([path, 'passwordFirst']);
    const change = (cookie: string, old: string, next: string) =>
      ask(cookie, 'POST', '/api/auth/password', { old, fresh: next });
    expect((await change(first, given, `${given}!`)).body.code).toBe('weakPassword');
    const changed = await change(first, given, 'velvet anchor 77');
    expect(changed.status).toBe(200);
    expect((await ask(cookieOf(changed), 'GET', '/api/tasks')).status).toBe(200);
    await admin('PUT', `/api/people/${made.id}/password`, { password: 'copper window 3' });
    expect((await ask(await enter('copper window 3'), 'GET', '/api/tasks')).body.code).toBe('passwordFirst');
  });
});

describe('sessions', () => {
  it('are listed to their owner, who can end each', async () => {
    const here = await signIn('mengjie', DEMO_PASSWORD, '198.51.100.20', { 'user-agent': 'Here' });
    const there = await signIn('mengjie', DEMO_PASSWORD, '198.51.100.21', {
      'user-agent': 'There',
      'x-forwarded-for': '6.6.6.6',
    });
    const ask = (method: string, path: string, by = here) =>
      from('198.51.100.20', method, path, undefined, { cookie: cookieOf(by) });
    const { items } = (await ask('GET', '/api/auth/sessions')).body;
    expect(items).toMatchObject([
      { address: '198.51.100.21', agent: 'There', current: false },
      { address: '198.51.100.20', agent: 'Here', current: true },
    ]);
    expect(JSON.stringify(items)).not.toContain(decodeURIComponent(cookieOf(there)).split(/[=.]/)[1]);
    const stranger = await signIn('machao', DEMO_PASSWORD);
    expect((await ask('DELETE', `/api/auth/sessions/${items[0].id}`, stranger)).status).toBe(404);
    expect((await ask('DELETE', `/api/auth/sessions/${items[0].id}`)).status).toBe(200);
    expect((await ask('GET', '/api/me', there)).status).toBe(401);
    expect((await ask('GET', '/api/me')).status).toBe(200);
  });

  it('end where the same browser signs in anew', async () => {
    const before = await signIn('machao', DEMO_PASSWORD);
    const after = await signIn('tangguo', DEMO_PASSWORD, '203.0.113.1', { cookie: cookieOf(before) });
    const me = (by: { headers: Headers }) => from('203.0.113.1', 'GET', '/api/me', undefined, { cookie: cookieOf(by) });
    expect([(await me(before)).status, (await me(after)).status]).toEqual([401, 200]);
  });

  it('end after 30 days, however often they are renewed', async () => {
    const entered = await signIn('mengjie', DEMO_PASSWORD);
    const me = () => from('203.0.113.1', 'GET', '/api/me', undefined, { cookie: cookieOf(entered) });
    expect((await me()).status).toBe(200);
    const token = decodeURIComponent(cookieOf(entered).split('=')[1] ?? '').split('.')[0] ?? '';
    const age = (days: number) =>
      office.shop.sql`update auth_session set "createdAt" = now() - ${days} * interval '1 day' where token = ${token}`;
    await age(29);
    expect((await me()).status).toBe(200);
    await age(31);
    expect((await me()).status).toBe(401);
    expect(await office.shop.sql`select 1 from auth_session where token = ${token}`).toHaveLength(0);
  });
});

describe('the second factor', () => {
  /** RFC 6238 over the secret of an otpauth address. */
  function totp(uri: string, steps = 0): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const text = new URL(uri).searchParams.get('secret') ?? '';
    const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
    const mac = createHmac('sha1', key).update(counter).digest();
    const at = (mac.at(-1) ?? 0) & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }
  const ask = (cookie: string, path: string, body: object) => from('203.0.113.1', 'POST', path, body, { cookie });

  it('is asked once it was confirmed; backup codes count once; a lost one is dropped by an administrator', async () => {
    const first = await signIn('zhoumin', DEMO_PASSWORD);
    const wrong = await ask(cookieOf(first), '/api/auth/second-factor/begin', { password: 'no' });
    expect(wrong.body.code).toBe('wrongPassword');
    const { body: begun } = await ask(cookieOf(first), '/api/auth/second-factor/begin', { password: DEMO_PASSWORD });
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Zhangfa/);
    expect(begun.backupCodes.length).toBeGreaterThan(5);
    // Not confirmed, not asked.
    expect((await signIn('zhoumin', DEMO_PASSWORD)).body.person).not.toBeNull();
    const confirm = (code: string) => ask(cookieOf(first), '/api/auth/second-factor/confirm', { code });
    expect((await confirm('000000')).body.code).toBe('secondFactorWrong');
    const confirmed = await confirm(totp(begun.uri));
    expect(confirmed.status).toBe(200);

    const half = await signIn('zhoumin', DEMO_PASSWORD);
    expect(half.body).toEqual({ person: null });
    expect((await from('203.0.113.1', 'GET', '/api/me', undefined, { cookie: cookieOf(half) })).status).toBe(401);
    const second = (code: string, cookie = cookieOf(half)) => ask(cookie, '/api/auth/second-factor', { code });
    expect((await second('123456')).body.code).toBe('secondFactorWrong');
    expect((await second(totp(begun.uri), '')).body.code).toBe('secondFactorWrong');
    // What confirmed it is used up, also within its half minute.
    expect((await second(totp(begun.uri))).body.code).toBe('secondFactorWrong');
    const next = totp(begun.uri, 1);
    const whole = await second(next, cookieOf(await signIn('zhoumin', DEMO_PASSWORD)));
    expect(whole.body.person).toEqual(expect.any(String));
    const me = await from('203.0.113.1', 'GET', '/api/me', undefined, { cookie: cookieOf(whole) });
    expect(me.body.username).toBe('zhoumin');

    const repeated = await signIn('zhoumin', DEMO_PASSWORD);
    expect((await second(next, cookieOf(repeated))).body.code).toBe('secondFactorWrong');

    const [code] = begun.backupCodes;
    const again = await signIn('zhoumin', DEMO_PASSWORD);
    expect((await second(code, cookieOf(again))).status).toBe(200);
    const third = await signIn('zhoumin', DEMO_PASSWORD);
    expect((await second(code, cookieOf(third))).body.code).toBe('secondFactorWrong');

    expect((await admin('DELETE', `/api/people/${me.body.id}/second-factor`)).status).toBe(200);
    expect((await from('203.0.113.1', 'GET', '/api/me', undefined, { cookie: cookieOf(whole) })).status).toBe(401);
    expect((await signIn('zhoumin', DEMO_PASSWORD)).body.person).toBe(me.body.id);
  });
});

describe('a shop that asks managers for a second factor', () => {
  it('opens nothing else to those without one, and staff go on', async () => {
    const ask = (by: Caller, path: string) => by('GET', path);
    const [manager, staff] = [await office.as('chenli'), await office.as('linxiaowen')];
    expect((await admin('PATCH', '/api/settings', { secondFactor: 'managers' })).status).toBe(200);
    for (const by of [manager, admin]) expect((await ask(by, '/api/tasks')).body.code).toBe('secondFactorFirst');
    expect((await ask(manager, '/api/me')).body.barred).toBe('secondFactorFirst');
    expect((await ask(manager, '/api/auth/sessions')).status).toBe(200);
    expect((await ask(staff, '/api/tasks')).status).toBe(200);
    const { sql } = office.shop;
    await sql`update auth_user set "twoFactorEnabled" = true where username = 'gaoyuan'`;
    expect((await ask(admin, '/api/settings')).body.secondFactor).toBe('managers');
    expect((await admin('PATCH', '/api/settings', { secondFactor: 'free' })).status).toBe(200);
    await sql`update auth_user set "twoFactorEnabled" = false where username = 'gaoyuan'`;
    expect((await ask(manager, '/api/tasks')).status).toBe(200);
  });
});

describe('what is logged of errors', () => {
  it('holds no data of customers, and still says what and where', async () => {
    const { sql } = office.shop;
    const note = '13800001111 王芳';
    const errors = await Promise.all(
      [
        sql`select ${`{"note": "${note}`}::text::json`,
        sql`select ${note}::text::int`,
        sql`insert into person (id, name, level) values ('a', ${note}, 'staff'), ('a', ${note}, 'staff')`,
      ].map((query) => query.then(() => undefined).catch((error: Error) => error)),
    );
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      const said = withoutData(error);
      expect(said).not.toMatch(/1380000|王芳/);
      expect(said).toMatch(/^PostgresError (22|23)\w{3} /);
    }
    const [json, , key] = errors.map(withoutData);
    expect(key).toContain('person_pkey');
    expect(json).toContain('22P02');
    expect(withoutData(new Error('a bug'))).toContain('a bug');
    const failing = discreet({
      record: () => sql`select ${note}::text::int`,
      other: () => Promise.reject(new Hopeless('why')),
    });
    const failed = await failing.record().catch((error: Error) => error);
    expect(failed).toMatchObject({ message: expect.stringMatching(/^PostgresError 22003/) });
    expect(JSON.stringify(failed) + (failed as Error).stack).not.toMatch(/1380000|王芳/);
    await expect(failing.other()).rejects.toThrow(Hopeless);
  });
});
