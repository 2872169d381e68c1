// What people have to know reaches them outside the app: by mail, robots of groups and their devices, each to its own rules, once.
import { readFileSync } from 'node:fs';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeSetting } from '../../db/settings.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';
import {
  dingtalkAccepts,
  feishuAccepts,
  type Mailbox,
  openBrowser,
  openMailbox,
  openRobots,
  type Robots,
} from './receivers.ts';

let office: Office;
let [admin, chen, lin] = [] as unknown as [Caller, Caller, Caller];
let mailbox: Mailbox;
let robots: Robots;
const person: Record<string, string> = {};
const pem = (end: string) => readFileSync(new URL(`fixtures/localhost.${end}`, import.meta.url), 'utf8');

beforeAll(async () => {
  office = await openOffice();
  [admin, chen, lin] = await Promise.all([office.as('gaoyuan'), office.as('chenli'), office.as('linxiaowen')]);
  for (const { username, id } of (await chen('GET', '/api/people?limit=100')).body.items) person[username] = id;
  [mailbox, robots] = await Promise.all([openMailbox(), openRobots()]);
  await allow(mailbox.port, robots.port);
  await admin('PUT', '/api/reach', { address: 'https://shop.example/', wanted: {}, urgent: [] });
});
afterAll(async () => {
  await Promise.all([mailbox?.close(), robots?.close()]);
  await office?.close();
});
afterEach(async () => {
  const { sql } = office.shop;
  await sql`delete from setting where name = 'channels'`;
  await sql`delete from delivery`;
  await sql`update person set wishes = '{}', email = null`;
  await sql`delete from address`;
  await admin('PUT', '/api/reach', { address: 'https://shop.example/', wanted: {}, urgent: [] });
  mailbox.mails.splice(0);
  robots.heard.splice(0);
  robots.answer = () => ({ body: { errcode: 0, code: 0 } });
});
const allow = (...ports: number[]) =>
  writeSetting(office.shop.sql, 'http', { hosts: ports.flatMap((port) => [`localhost:${port}`, `127.0.0.1:${port}`]) });
const turnOn = async (id: string, values: object, secrets: object = {}) => {
  const { status, body } = await admin('PUT', `/api/channels/${id}`, { on: true, values, secrets });
  if (status !== 200) throw new Error(JSON.stringify(body));
};
const byMail = (more: object = {}) =>
  turnOn('mail', {
    host: 'localhost',
    port: String(mailbox.port),
    security: 'plain',
    from: 'Shop <shop@example.com>',
    ...more,
  });
const robot = (path: string) => `http://127.0.0.1:${robots.port}${path}`;
const tried = (id: string) => admin('POST', `/api/channels/${id}/test`);
/** A case that waits for an auditor, of whom lin is one. */
const refund = async (buyer: string): Promise<{ id: string; task: string }> => {
  const { body } = await chen('POST', '/api/cases', { process: 'refund', variables: { buyer, amount: 5 } }, fresh());
  const [task] = await office.shop.sql<
    { id: string }[]
  >`select id from task where case_id = ${body.case} and element = 'audit'`;
  return { id: body.case, task: task?.id ?? '' };
};
const give = async (buyer: string): Promise<string> => {
  const { task } = await refund(buyer);
  await chen('POST', `/api/tasks/${encodeURIComponent(task)}/assign`, { person: person.linxiaowen });
  return task;
};
const states = async () =>
  (
    await office.shop.sql<
      { state: string; error: string | null; attempts: number }[]
    >`select state, error, attempts from delivery order by n`
  ).map((row) => ({ ...row }));
const arrived = (list: { length: number }, count: number) =>
  expect.poll(() => list.length, { timeout: 10_000 }).toBe(count);

describe('mail', () => {
  it('bears what happened in the language of the reader, with the way to the signed-in page, and goes out once', async () => {
    await byMail();
    await lin('PUT', '/api/me/addresses/mail', { value: 'lin@example.com' });
    const task = await give('苏女士');
    await arrived(mailbox.mails, 1);
    const [mail] = mailbox.mails;
    expect(mail).toMatchObject({
      to: 'lin@example.com',
      from: 'shop@example.com',
      subject: '陈立把一件事交给你: 审核退款',
    });
    expect(mail?.raw).toContain('Auto-Submitted: auto-generated');
    expect(mail?.text).toContain(`https://shop.example/work?view=todo&task=${encodeURIComponent(task)}`);
    await expect.poll(states).toEqual([{ state: 'sent', error: null, attempts: 1 }]);
    await lin('PATCH', '/api/me', { language: 'en' });
    await give('李先生');
    await arrived(mailbox.mails, 2);
    expect(mailbox.mails[1]?.subject).toMatch(/gave you|hands you|a task/i);
    await lin('PATCH', '/api/me', { language: 'zh-CN' });
  });

  it('signs in, and comes over TLS or STARTTLS with a certificate that is trusted', async () => {
    const tls = { key: pem('key'), cert: pem('crt'), authOptional: false, disabledCommands: [] as string[] };
    const onAuth: SMTPServerOptions['onAuth'] = (auth, _session, done) =>
      auth.password === 'secret word' ? done(null, { user: auth.username }) : done(new Error('wrong'));
    for (const [security, secure] of [
      ['tls', true],
      ['starttls', false],
    ] as const) {
      const box = await openMailbox({ ...tls, secure, onAuth });
      await allow(mailbox.port, robots.port, box.port);
      const values = { host: 'localhost', port: String(box.port), security, from: 'shop@example.com', user: 'shop' };
      await turnOn('mail', values, { password: 'secret word' });
      await admin('PUT', '/api/me/addresses/mail', { value: 'gao@example.com' });
      expect((await tried('mail')).body).toMatchObject({ ok: false, text: expect.stringMatching(/self.signed/i) });
      await turnOn('mail', { ...values, ca: pem('crt') });
      expect((await tried('mail')).body).toEqual({ ok: true, text: null });
      expect(box.mails).toMatchObject([{ to: 'gao@example.com', user: 'shop', secure: true }]);
      await turnOn('mail', { ...values, ca: pem('crt') }, { password: 'wrong' });
      expect((await tried('mail')).body.ok).toBe(false);
      await box.close();
    }
    await allow(mailbox.port, robots.port);
  });

  it('never shows a password again, and calls no address inside the network that was not allowed with its port', async () => {
    await turnOn(
      'mail',
      { host: 'localhost', port: '25', security: 'plain', from: 'shop@example.com' },
      { password: 'secret word' },
    );
    const { body } = await admin('GET', '/api/channels');
    const mail = body.items.find(({ id }: { id: string }) => id === 'mail');
    expect(mail.settings.find(({ name }: { name: string }) => name === 'password')).toMatchObject({
      value: null,
      kept: true,
    });
    const [row] = await office.shop.sql<{ value: object }[]>`select value from setting where name = 'channels'`;
    expect(JSON.stringify([body, row])).not.toContain('secret word');
    await admin('PUT', '/api/me/addresses/mail', { value: 'gao@example.com' });
    for (const host of ['localhost', '127.0.0.1', '169.254.169.254', '10.0.0.1']) {
      await turnOn('mail', { host, port: '25', security: 'plain', from: 'shop@example.com' });
      expect((await tried('mail')).body).toMatchObject({ ok: false, text: expect.stringContaining('内网地址') });
    }
  });

  it('of one whom nobody takes stops no other; it is given up, seen, and sent again', async () => {
    const box = await openMailbox({}, { answer: (to) => (to === 'poison@example.com' ? 550 : undefined) });
    await allow(mailbox.port, robots.port, box.port);
    await byMail({ port: String(box.port) });
    await lin('PUT', '/api/me/addresses/mail', { value: 'poison@example.com' });
    await chen('PUT', '/api/me/addresses/mail', { value: 'chen@example.com' });
    await give('毒');
    const { id } = await refund('好');
    await lin(
      'POST',
      '/api/remarks',
      { about: { kind: 'case', id }, text: '请看', mentions: [person.chenli] },
      fresh(),
    );
    await office.shop
      .sql`insert into notice (id, person, what, about_kind, about_id, at) values ('mention/by-hand', ${person.chenli ?? ''}, 'mention', 'case', ${id}, 1)`;
    await expect.poll(() => box.mails.filter(({ to }) => to === 'chen@example.com').length).toBeGreaterThan(0);
    await expect
      .poll(async () => (await admin('GET', '/api/deliveries/dead')).body.items)
      .toMatchObject([
        { person: { name: '林晓雯' }, channel: 'mail', what: 'assigned', error: expect.stringContaining('not here') },
      ]);
    const { items } = (await admin('GET', '/api/deliveries/dead')).body;
    await lin('PUT', '/api/me/addresses/mail', { value: 'lin@example.com' });
    expect((await admin('POST', '/api/deliveries/again', { ids: [items[0].id] })).body).toEqual({ count: 1 });
    await expect.poll(() => box.mails.filter(({ to }) => to === 'lin@example.com').length).toBe(1);
    expect((await admin('POST', '/api/deliveries/again', { ids: [items[0].id] })).body).toEqual({ count: 0 });
    await box.close();
  });
});

describe('robots', () => {
  it('of DingTalk are signed as it asks, and call the person by his number; a group reads no titles', async () => {
    await turnOn('dingtalk', {}, { webhook: robot('/robot/send?access_token=t0'), signing: 'SEC-ding' });
    await lin('PUT', '/api/me/addresses/dingtalk', { value: '13800000001' });
    await give('苏女士');
    await arrived(robots.heard, 1);
    const [heard] = robots.heard;
    expect(dingtalkAccepts(heard as never, 'SEC-ding')).toBe(true);
    expect(dingtalkAccepts(heard as never, 'SEC-other')).toBe(false);
    expect(heard?.url.searchParams.get('access_token')).toBe('t0');
    const said = JSON.parse(heard?.body.toString() ?? '');
    expect(said).toMatchObject({ msgtype: 'text', at: { atMobiles: ['13800000001'] } });
    expect(said.text.content).toContain('@13800000001');
    expect(said.text.content).toContain('https://shop.example/work');
    expect(said.text.content).not.toContain('审核退款');
  });

  it('of Feishu are signed in the body, and bear titles where the shop says so', async () => {
    await turnOn('feishu', { titles: 'yes' }, { webhook: robot('/open-apis/bot/v2/hook/h1'), signing: 'fei' });
    await lin('PUT', '/api/me/addresses/feishu', { value: 'ou_lin' });
    await give('苏女士');
    await arrived(robots.heard, 1);
    expect(feishuAccepts(robots.heard[0] as never, 'fei')).toBe(true);
    const { msg_type, content } = JSON.parse(robots.heard[0]?.body.toString() ?? '');
    expect(msg_type).toBe('text');
    expect(content.text).toContain('<at user_id="ou_lin">林晓雯</at>');
    expect(content.text).toContain('审核退款');
  });

  it('say no title of what is private, whatever the shop says', async () => {
    await turnOn('wecom', { titles: 'yes' }, { webhook: robot('/cgi-bin/webhook/send?key=k') });
    await lin('PUT', '/api/me/addresses/wecom', { value: 'lin' });
    const { id, task } = await refund('机密');
    await office.shop.sql`update cases set private = true where id = ${id}`;
    await chen('POST', `/api/tasks/${encodeURIComponent(task)}/assign`, { person: person.linxiaowen });
    await arrived(robots.heard, 1);
    expect(robots.heard[0]?.body.toString()).not.toContain('审核退款');
  });

  it('of WeCom say no more than it takes; what they answer in the body counts, and too many for now is no failure', async () => {
    await turnOn('wecom', { titles: 'yes' }, { webhook: robot('/cgi-bin/webhook/send?key=k') });
    await lin('PUT', '/api/me/addresses/wecom', { value: 'LinXiaowen' });
    robots.answer = () => ({ body: { errcode: 45009, errmsg: 'api freq out of limit' } });
    await give('苏女士');
    await expect.poll(states).toEqual([{ state: 'waiting', error: 'api freq out of limit', attempts: 0 }]);
    robots.answer = () => ({ body: { errcode: 93000, errmsg: 'invalid webhook url' } });
    await office.shop.sql`update delivery set not_before = now()`;
    await expect
      .poll(states)
      .toEqual([{ state: 'waiting', error: expect.stringContaining('invalid webhook url'), attempts: 1 }]);
    robots.answer = () => ({ body: { errcode: 0 } });
    await office.shop.sql`update delivery set not_before = now()`;
    await expect.poll(states).toEqual([{ state: 'sent', error: null, attempts: 2 }]);
    const { text } = JSON.parse(robots.heard.at(-1)?.body.toString() ?? '');
    expect(Buffer.byteLength(text.content)).toBeLessThanOrEqual(2_048);
    expect(text.mentioned_list).toEqual(['LinXiaowen']);
  });

  it('take no more in a minute than their makers allow', async () => {
    await turnOn('wecom', {}, { webhook: robot('/cgi-bin/webhook/send?key=k') });
    await lin('PUT', '/api/me/addresses/wecom', { value: 'lin' });
    const about = await give('很多');
    await office.shop.sql`
      insert into notice (id, person, what, about_kind, about_id, at)
      select 'mention/pace/' || n, ${person.linxiaowen ?? ''}, 'mention', 'task', ${about}, n from generate_series(1, 30) n`;
    await expect.poll(() => robots.heard.length, { timeout: 15_000 }).toBe(20);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(robots.heard).toHaveLength(20);
  });
});

describe('a device', () => {
  it('alone can read what its push service carries, knows the shop by its key, and is forgotten where it is no more', async () => {
    await turnOn('push', {});
    const browser = openBrowser(robot('/push/one'));
    const { pushKey } = (await lin('GET', '/api/me/notices')).body;
    const { body } = await lin('POST', '/api/me/devices', { device: browser.device, label: 'Chromium' });
    expect((await lin('POST', '/api/me/devices', { device: browser.device, label: 'Chromium' })).body).toEqual(body);
    const task = await give('苏女士');
    await arrived(robots.heard, 1);
    const [heard] = robots.heard;
    expect(browser.isFrom(heard as never, pushKey)).toBe(true);
    expect(browser.isFrom(heard as never, openBrowserKey())).toBe(false);
    expect(browser.read(heard?.body as Buffer)).toMatchObject({
      title: '陈立把一件事交给你: 审核退款',
      link: `https://shop.example/work?view=todo&task=${encodeURIComponent(task)}`,
    });
    expect(heard?.body.includes('审核退款')).toBe(false);
    robots.answer = () => ({ status: 410, body: {} });
    await give('李先生');
    await expect.poll(async () => (await lin('GET', '/api/me/notices')).body.devices).toEqual([]);
    expect((await states()).map(({ state }) => state)).toEqual(['sent', 'dropped']);
  });

  it('belongs to whoever signed in there last; what it names is called as every address is', async () => {
    await turnOn('push', {});
    const browser = openBrowser(robot('/push/shared'));
    await lin('POST', '/api/me/devices', { device: browser.device, label: 'Chromium' });
    await chen('POST', '/api/me/devices', { device: browser.device, label: 'Chromium' });
    expect((await lin('GET', '/api/me/notices')).body.devices).toEqual([]);
    expect((await chen('GET', '/api/me/notices')).body.devices).toHaveLength(1);
    const inside = openBrowser('http://169.254.169.254/latest');
    await lin('POST', '/api/me/devices', { device: inside.device, label: 'x' });
    await give('苏女士');
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['dead']);
  });
});
const openBrowserKey = () => openBrowser('http://x.example').device.keys.p256dh;

describe('who is told what, and when', () => {
  it('is said by the shop, then by each person; the bell follows, too', async () => {
    await byMail();
    await lin('PUT', '/api/me/addresses/mail', { value: 'lin@example.com' });
    await lin('PUT', '/api/me/notices', { wanted: { handed: { mail: false, bell: false } } });
    const before = (await lin('GET', '/api/notices')).body.unread;
    await give('不要信');
    await expect.poll(states).toEqual([{ state: 'dropped', error: 'notWanted', attempts: 0 }]);
    expect((await lin('GET', '/api/notices')).body.unread).toBe(before);
    expect((await lin('PUT', '/api/me/notices', { wanted: { gossip: { mail: true } } })).status).toBe(422);
  });

  it('work that a process offers is told to those who want to hear of it, and to nobody else', async () => {
    await byMail();
    await lin('PUT', '/api/me/addresses/mail', { value: 'lin@example.com' });
    await lin('PUT', '/api/me/notices', { wanted: { offered: { mail: true } } });
    await refund('有人要');
    await arrived(mailbox.mails, 1);
    expect(mailbox.mails[0]?.subject).toBe('有一件事可以认领: 审核退款');
    const told = await office.shop.sql`select distinct person from notice where what = 'offered'`;
    expect(told.map(({ person }) => person)).toEqual([person.linxiaowen]);
  });

  it('once a day all of it goes out as one, without what was seen meanwhile', async () => {
    await byMail();
    await lin('PUT', '/api/me/addresses/mail', { value: 'lin@example.com' });
    await lin('PUT', '/api/me/notices', { daily: { mail: '09:00' } });
    const first = await give('一');
    await give('二');
    await give('三');
    await expect
      .poll(async () => (await states()).map(({ state }) => state))
      .toEqual(['waiting', 'waiting', 'waiting']);
    const [{ batches, later } = { batches: 0, later: false }] = await office.shop.sql<
      { batches: number; later: boolean }[]
    >`
      select count(distinct batch)::int as batches, bool_and(not_before > now()) as later from delivery`;
    expect({ batches, later }).toEqual({ batches: 1, later: true });
    const [seen] = await office.shop.sql<{ id: string }[]>`select id from notice where about_id = ${first}`;
    await lin('POST', '/api/notices/read', { ids: [seen?.id] });
    await office.shop.sql`update delivery set not_before = now()`;
    await arrived(mailbox.mails, 1);
    expect(mailbox.mails[0]?.subject).toBe('2 条通知');
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('at night it waits, except for what the shop holds urgent', async () => {
    await byMail();
    await lin('PUT', '/api/me/addresses/mail', { value: 'lin@example.com' });
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000 + 8 * 3_600_000).toISOString().slice(11, 16);
    await lin('PUT', '/api/me/notices', { quiet: { from: at(-1), to: at(1) } });
    await give('夜里');
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['waiting']);
    await admin('PUT', '/api/reach', { address: 'https://shop.example', wanted: {}, urgent: ['handed'] });
    await give('急');
    await arrived(mailbox.mails, 1);
    await expect.poll(async () => (await states()).map(({ state }) => state).sort()).toEqual(['sent', 'waiting']);
  });

  it('an urge of work that nobody has taken tells all who may take it', async () => {
    const { task } = await refund('催');
    expect((await chen('POST', `/api/tasks/${encodeURIComponent(task)}/urge`, undefined, fresh())).status).toBe(200);
    const told = await office.shop.sql<{ username: string }[]>`
      select p.username from notice n join person p on p.id = n.person where n.what = 'urged' and n.about_id = ${task} order by 1`;
    const auditors = await office.shop.sql<{ username: string }[]>`
      select p.username from person p join person_role r on r.person = p.id where r.role = 'order-auditor' and p.active and p.username <> 'chenli' order by 1`;
    expect(auditors.length).toBeGreaterThan(0);
    expect(told).toEqual(auditors);
  });

  it('nothing is told by a channel without an address of the app, or with something missing', async () => {
    await admin('PUT', '/api/reach', { address: '', wanted: {}, urgent: [] });
    expect((await admin('PUT', '/api/channels/push', { on: true })).body.code).toBe('reachAddress');
    await admin('PUT', '/api/reach', { address: 'https://shop.example', wanted: {}, urgent: [] });
    const refused = await admin('PUT', '/api/channels/mail', { on: true, values: { host: 'mail.example.com' } });
    expect(refused.body).toMatchObject({ code: 'reachMissing', detail: expect.stringContaining('发件人') });
    expect((await lin('PUT', '/api/me/addresses/mail', { value: 'no address' })).body.code).toBe('addressUnread');
  });
});
