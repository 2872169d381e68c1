// Whoever tells people is killed in the middle, again and again: everybody is told, and what comes twice bears the same name.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeChannel, changeReach } from '../../db/channels.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { notify } from '../../db/notices.ts';
import { insertPerson } from '../../db/people.ts';
import { writeSetting } from '../../db/settings.ts';
import { type Mailbox, openMailbox } from '../api/receivers.ts';
import { freshDatabase } from '../fresh-database.ts';
import { SECRET } from './shop.ts';

const MANY = 150;
const KILLS = 8;
/** That a carrier has in hand at once (dispatch/tell.ts). */
const IN_HAND = 10;
const LEASE_S = 2;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let sql: Sql;
let mailbox: Mailbox;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 4 });
  // One says nothing at all, one refuses: all others go out.
  mailbox = await openMailbox(
    {},
    {
      answer: (to) => (to.startsWith('silent') ? 'silence' : to.startsWith('refused') ? 550 : undefined),
      wait: () => new Promise((resolve) => setTimeout(resolve, 60)),
    },
  );
  await writeSetting(sql, 'http', { hosts: [`localhost:${mailbox.port}`] });
  await changeReach(sql, { address: 'https://shop.example', wanted: {}, urgent: [] });
  const values = { host: 'localhost', port: String(mailbox.port), security: 'plain', from: 'shop@example.com' };
  await changeChannel(sql, SECRET, 'mail', { on: true, values, secrets: {} });
  for (const name of ['lin', 'silent', 'refused']) {
    await insertPerson(sql, { id: name, name, username: name, level: 'manager', roles: [] });
    await sql`update person set email = ${`${name}@example.com`} where id = ${name}`;
  }
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await mailbox?.close();
  await sql?.end({ timeout: 2 });
  await database?.drop();
});

async function begin(): Promise<ChildProcess> {
  const script = path.join(import.meta.dirname, 'teller.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, database.url, SECRET, String(LEASE_S)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}
const end = async (child: ChildProcess) => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

it(`${MANY} messages survive ${KILLS} kills; one address that is silent and one that refuses stop no other`, async () => {
  const about = { kind: 'process' as const, id: 'refund' };
  const note = (person: string, n: number) => ({
    what: 'mention' as const,
    event: `${n}`,
    person,
    about,
    at: n,
    by: null,
  });
  // In the transaction of its cause: what is rolled back tells nobody.
  await sql
    .begin(async (tx) => {
      await notify(tx, [note('lin', -1)]);
      throw new Error('undone');
    })
    .catch(() => undefined);
  await notify(sql, [note('silent', 0), note('refused', 0)]);
  for (let n = 0; n < MANY; n++) await notify(sql, [note('lin', n)]);
  let [one, other] = await Promise.all([begin(), begin()]);
  for (let kill = 0; kill < KILLS; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 150 + ((kill * 131) % 300)));
    await end(one);
    [one, other] = [other, await begin()];
  }
  const toLin = () => mailbox.mails.filter(({ to }) => to === 'lin@example.com');
  await expect.poll(() => new Set(toLin().map(({ id }) => id)).size, { timeout: 40_000 }).toBe(MANY);
  await expect
    .poll(
      async () => (await sql`select count(*)::int as n from delivery where person = 'lin' and state = 'sent'`)[0]?.n,
      { timeout: 20_000 },
    )
    .toBe(MANY);
  // What was handed over while its carrier died goes out once more, under the same name.
  expect(toLin().length - MANY).toBeLessThanOrEqual(KILLS * IN_HAND);
  const [refused] = await sql<
    { state: string; error: string }[]
  >`select state, error from delivery where person = 'refused'`;
  expect(refused).toMatchObject({ state: 'dead', error: expect.stringContaining('not here') });
  const [silent] = await sql<{ state: string }[]>`select state from delivery where person = 'silent'`;
  expect(silent?.state).toBe('waiting');
  const before = mailbox.mails.length;
  await new Promise((resolve) => setTimeout(resolve, LEASE_S * 1_000 + 1_000));
  expect(toLin().length).toBe(before);
});
