// The first owner, sessions, what other sites may not do, and problems as RFC 9457 wants them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setupCode } from '../../api/setup-code.ts';
import { fresh, type Office, openOffice } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ empty: true });
  owner.code = setupCode(office.deps.secret);
});
afterAll(() => office?.close());

const owner = { code: '', name: '店主', username: 'owner', password: 'correct horse 章' };

describe('the first owner', () => {
  it('is created once, also when two try at once', async () => {
    const { anonymous } = office;
    expect((await anonymous('GET', '/api/setup')).body).toEqual({ needed: true, demo: null });
    for (const code of ['', 'AAAA-AAAA-AAAA', `${owner.code}A`])
      expect((await anonymous('POST', '/api/setup', { ...owner, code })).body.code).toBe('setupCodeWrong');
    owner.code = owner.code.toLowerCase().replaceAll('-', ' ');
    const both = await Promise.all([
      anonymous('POST', '/api/setup', owner),
      anonymous('POST', '/api/setup', { ...owner, username: 'rival' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await anonymous('GET', '/api/setup')).body.needed).toBe(false);
    expect((await anonymous('POST', '/api/setup', { ...owner, username: 'third' })).body.code).toBe('setupDone');
    const winner = both.find(({ status }) => status === 201);
    const cookie = winner?.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await anonymous('GET', '/api/me', undefined, { cookie })).body).toMatchObject({
      level: 'admin',
      demo: false,
    });
  });
});

describe('sessions', () => {
  const enter = async (username: string, password: string) => {
    const answer = await office.anonymous('POST', '/api/auth/sign-in', { username, password });
    return { ...answer, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  };
  const admin = async () => {
    const [row] = await office.shop.sql<{ username: string }[]>`select username from person where level = 'admin'`;
    return { username: row?.username ?? '', ...(await enter(row?.username ?? '', owner.password)) };
  };

  it('end with the person, the password, the sign-out', async () => {
    const { cookie } = await admin();
    const headers = { cookie };
    const made = await office.anonymous(
      'POST',
      '/api/people',
      { name: '小李', username: '小李', password: 'first lamp 07 ok' },
      { ...headers, ...fresh() },
    );
    expect(made).toMatchObject({ status: 201, body: { level: 'staff', active: true } });
    const first = await enter('小李', 'first lamp 07 ok');
    const second = await enter('小李', 'first lamp 07 ok');
    const me = (with_: string) => office.anonymous('GET', '/api/me', undefined, { cookie: with_ });
    expect((await me(first.cookie)).status).toBe(200);
    const change = await office.anonymous(
      'POST',
      '/api/auth/password',
      { old: 'first lamp 07 ok', fresh: 'second lamp 08 ok' },
      { cookie: first.cookie },
    );
    expect(change.status).toBe(200);
    expect((await me(second.cookie)).status).toBe(401);
    expect((await enter('小李', 'first lamp 07 ok')).status).toBe(401);
    const third = await enter('小李', 'second lamp 08 ok');
    await office.anonymous('POST', '/api/auth/sign-out', undefined, { cookie: third.cookie });
    expect((await me(third.cookie)).status).toBe(401);
    const fourth = await enter('小李', 'second lamp 08 ok');
    await office.anonymous('PATCH', `/api/people/${made.body.id}`, { active: false }, headers);
    expect((await me(fourth.cookie)).status).toBe(401);
    expect((await enter('小李', 'second lamp 08 ok')).status).toBe(401);
  });

  it('in use are renewed after a day, and end where their time is over', async () => {
    const { sql } = office.shop;
    const { cookie } = await admin();
    const me = () => office.anonymous('GET', '/api/me', undefined, { cookie });
    const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    const lasts = (interval: string) =>
      sql`update auth_session set "expiresAt" = now() + ${interval}::interval where token = ${token}`;
    const renewed = async () => {
      const [row] =
        await sql`select "expiresAt" > now() + interval '13 days' as long from auth_session where token = ${token}`;
      return row?.long;
    };
    expect((await me()).headers.getSetCookie()).toEqual([]);
    expect((await lasts('12 days')).count).toBe(1);
    const answer = await me();
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toContain(cookie.split('=')[0]);
    expect(await renewed()).toBe(true);
    await lasts('-1 second');
    expect((await me()).status).toBe(401);
  });

  it('keeps one administrator', async () => {
    const { cookie } = await admin();
    const { body } = await office.anonymous('GET', '/api/me', undefined, { cookie });
    expect((await office.anonymous('PATCH', `/api/people/${body.id}`, { level: 'staff' }, { cookie })).body.code).toBe(
      'lastAdmin',
    );
  });

  it('lets one person in from several windows at once', async () => {
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([1, 2, 3, 4].map(() => admin()));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
  });

  it('slows down who guesses', async () => {
    const answers = [];
    for (let times = 0; times < 12; times++) answers.push((await enter('nobody', `guess ${times}`)).status);
    expect(answers[0]).toBe(401);
    expect(answers).toContain(429);
  });

  it('refuses changes from other sites', async () => {
    const { cookie } = await admin();
    const put = (headers: Record<string, string>) =>
      office.anonymous('PUT', '/api/roles/packer', { name: '打包' }, { cookie, ...headers });
    expect((await put({ 'sec-fetch-site': 'cross-site' })).body.code).toBe('foreignOrigin');
    expect((await put({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await put({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await put({ origin: 'https://evil.example', authorization: 'Basic eDp5' })).status).toBe(403);
    expect((await put({ origin: 'null' })).status).toBe(403);
    expect((await put({ origin: 'http://localhost' })).status).toBe(200);
    expect((await put({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('leaves a row of every change, without secrets', async () => {
    const { cookie } = await admin();
    const { body } = await office.anonymous('GET', '/api/audit', undefined, { cookie });
    const actions = body.items.map((each: { action: string }) => each.action);
    expect(actions).toEqual(
      expect.arrayContaining([
        'PUT /api/roles/:id',
        'POST /api/people',
        'PATCH /api/people/:id',
        'POST /api/auth/sign-in',
        'POST /api/setup',
      ]),
    );
    expect(JSON.stringify(body)).not.toMatch(/correct horse|first lamp 07 ok|second lamp 08 ok/);
  });
});

async function ownerCookie(): Promise<string> {
  const [row] = await office.shop.sql<{ username: string }[]>`select username from person where level = 'admin'`;
  const credentials = { username: row?.username, password: owner.password };
  const answer = await office.anonymous('POST', '/api/auth/sign-in', credentials);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

describe('problems', () => {
  it('have a title, a detail and a code in both languages', async () => {
    const zh = await office.anonymous('GET', '/api/me');
    const en = await office.anonymous('GET', '/api/me', undefined, { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.5' });
    expect(zh.headers.get('content-type')).toContain('application/problem+json');
    expect(zh.body).toEqual({
      type: 'urn:zhangfa:problem:signInNeeded',
      status: 401,
      code: 'signInNeeded',
      title: '请先登录',
      detail: '登录后再试。',
      args: {},
    });
    expect(en.body).toMatchObject({ title: 'Please sign in', detail: 'Sign in and try again.' });
  });

  it('cover what does not parse', async () => {
    const broken = await office.anonymous('POST', '/api/auth/sign-in', '{"username":', {
      'content-type': 'application/json',
    });
    expect(broken).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect((await office.anonymous('POST', '/api/auth/sign-in', { username: 1 })).body).toMatchObject({
      code: 'invalid',
      errors: expect.arrayContaining([{ path: 'username', message: '要的是 string' }]),
      detail: expect.stringContaining('username：要的是 string'),
    });
    expect((await office.anonymous('GET', '/api/none')).body.code).toBe('notFound');
  });
});

describe('pages of our own', () => {
  it('load nothing from elsewhere', async () => {
    const read = async (address: string) =>
      office.anonymous('GET', address, undefined, { cookie: await ownerCookie() });
    const page = await read('/api/docs');
    const script = await read('/api/docs/page.js');
    expect(`${page.body}${script.body}`).not.toMatch(/(https?:)?\/\/[a-z0-9-]+\.[a-z]/i);
    for (const [, address] of String(page.body).matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await read(address ?? '')).status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const styles = String((await read('/api/docs/swagger-ui.css')).body);
    expect(styles).not.toMatch(/url\(["']?https?:/);
  });

  it('document every route', async () => {
    const { body } = await office.anonymous('GET', '/api/openapi.json', undefined, { cookie: await ownerCookie() });
    expect(body.openapi).toBe('3.1.0');
    for (const operations of Object.values(body.paths))
      for (const operation of Object.values(operations as object)) expect(operation).toHaveProperty('summary');
  });
});
