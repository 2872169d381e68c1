// Migrations and backups on a real Postgres.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackup, writeBackup } from '../../db/backup.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { foreignOrder, migrate, mustBeCurrent, readMigrations } from '../../db/migrate.ts';
import { type Stack, up } from '../../stack/up.ts';
import { temporaryFolder } from './temporary-folder.ts';

const data = temporaryFolder();
const folder = path.join(data, 'migrations');
const connections: Sql[] = [];
let stack: Stack;

const people = `
  create table people (
    id bigint generated always as identity primary key,
    name text not null,
    boss bigint references people,
    seen timestamptz,
    data jsonb not null default '{}',
    upper_name text generated always as (upper(name)) stored
  );
  insert into people (name) values ('seeded by the migration');`;
const tasks = 'create table a_tasks (id int primary key, person bigint not null references people);';

beforeAll(async () => {
  mkdirSync(folder);
  stack = await up({ data, migrations: folder, pieces: ['postgres', 'temporal'] });
});

afterAll(async () => {
  await Promise.all(connections.map((sql) => sql.end({ timeout: 5 })));
  await stack?.destroy();
});

async function emptyDatabase(name: string): Promise<Sql> {
  const admin = connect(stack.databaseUrl, { max: 1 });
  await admin`create database ${admin(name)}`;
  await admin.end();
  const url = new URL(stack.databaseUrl);
  url.pathname = `/${name}`;
  const sql = connect(url.href, { max: 4 });
  connections.push(sql);
  return sql;
}

function write(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

describe('migrate', () => {
  it('knows by which order a database has its texts', async () => {
    const sql = await emptyDatabase('ordered');
    expect(await foreignOrder(sql)).toBeUndefined();
    await sql`create database otherwise template template0 locale_provider icu icu_locale 'de-DE'`;
    const url = new URL(stack.databaseUrl);
    url.pathname = '/otherwise';
    const other = connect(url.href, { max: 1 });
    connections.push(other);
    expect(await foreignOrder(other)).toBe('de-DE');
  });

  it('applies each file once, also when two processes start together', async () => {
    write('0001-people.sql', people);
    write('0002-tasks.sql', tasks);
    const sql = await emptyDatabase('twice');
    const runs = await Promise.all([migrate(sql, readMigrations(folder)), migrate(sql, readMigrations(folder))]);
    expect(runs.flat().sort()).toEqual(['0001-people.sql', '0002-tasks.sql']);
    expect(await migrate(sql, readMigrations(folder))).toEqual([]);
  });

  it('refuses a file that was changed after it had been applied', async () => {
    const sql = await emptyDatabase('changed');
    await migrate(sql, readMigrations(folder));
    write('0002-tasks.sql', `${tasks}\n-- one more thought`);
    await expect(migrate(sql, readMigrations(folder))).rejects.toThrow(/0002-tasks\.sql was changed .* new migration/s);
    write('0002-tasks.sql', tasks);
  });

  it('refuses a database that is newer than the files', async () => {
    const sql = await emptyDatabase('newer');
    await migrate(sql, readMigrations(folder));
    await expect(migrate(sql, readMigrations(folder).slice(0, 1))).rejects.toThrow('the database is newer');
  });

  it('says to who works beside it that it is older, and changes nothing', async () => {
    const sql = await emptyDatabase('older');
    const files = readMigrations(folder);
    await migrate(sql, files.slice(0, 1));
    await expect(mustBeCurrent(sql, files)).rejects.toThrow(/older than this version.*0002-tasks\.sql is missing/);
    expect(await sql`select name from migrations`).toHaveLength(1);
    await migrate(sql, files);
    await mustBeCurrent(sql, files);
  });

  it('brings functions after the tables, and again when their text has changed', async () => {
    const functions = path.join(data, 'functions');
    const answer = (value: number) =>
      writeFileSync(
        path.join(functions, 'answer.sql'),
        `create or replace function answer() returns bigint language sql as 'select ${value} + count(*) from people';`,
      );
    mkdirSync(functions);
    try {
      const sql = await emptyDatabase('functions');
      answer(41);
      expect((await migrate(sql, readMigrations(folder))).at(-1)).toBe('functions/answer.sql');
      answer(42);
      expect(await migrate(sql, readMigrations(folder))).toEqual(['functions/answer.sql']);
      expect(await migrate(sql, readMigrations(folder))).toEqual([]);
      expect(await sql`select answer()::int as said`).toEqual([{ said: 43 }]);
    } finally {
      rmSync(functions, { recursive: true });
    }
  });

  it('rolls a failing file back whole and names it', async () => {
    const sql = await emptyDatabase('failing');
    const broken = { name: '0001-broken.sql', checksum: '1', text: 'create table half (id int); select nonsense;' };
    await expect(migrate(sql, [broken])).rejects.toThrow(/0001-broken\.sql failed and was rolled back/);
    expect(await sql`select from pg_tables where tablename = 'half'`).toHaveLength(0);
  });
});

describe('backup and restore', () => {
  const file = path.join(data, 'shop.backup');

  it('brings back every row, sequence and generated column', async () => {
    const sql = await emptyDatabase('original');
    await migrate(sql, readMigrations(folder));
    const awkward = 'line\nfeed \u2028 tab\t back\\slash \\. 王芳 "quoted"';
    await sql`insert into people (name, boss, seen, data) values (${awkward}, 1, '2026-07-01T00:00:00Z', ${sql.json({ 案: [1, null] })})`;
    await sql`insert into people (name, boss) select 'person ' || n, 2 from generate_series(1, 20000) n`;
    await sql`insert into a_tasks select id, id from people`;
    const counts = await writeBackup(sql, file);
    expect(counts).toMatchObject({ people: 20_002, a_tasks: 20_002 });

    const copy = await emptyDatabase('restored');
    write('0003-later.sql', 'alter table people add column later text');
    expect(await readBackup(copy, file, readMigrations(folder))).toEqual(counts);
    const columns = (of: Sql) =>
      of`select id, name, boss, seen, data, upper_name from people where id < 100 order by id`;
    expect([...(await columns(copy))]).toEqual([...(await columns(sql))]);
    const [next] = await copy`insert into people (name) values ('next') returning id`;
    expect(next?.id).toBe(20_003);
  });

  it('refuses a database with rows, and a file that was cut off', async () => {
    const full = await emptyDatabase('full');
    await migrate(full, readMigrations(folder));
    await expect(readBackup(full, file, readMigrations(folder))).rejects.toThrow(
      'is not empty (table people has rows)',
    );

    const cut = path.join(data, 'cut.backup');
    writeFileSync(cut, gzipSync(gunzipSync(readFileSync(file)).subarray(0, 100_000)));
    const empty = await emptyDatabase('empty');
    await expect(readBackup(empty, cut, readMigrations(folder))).rejects.toThrow('ends too early');
    writeFileSync(cut, readFileSync(file).subarray(0, 30_000));
    const other = await emptyDatabase('other');
    await expect(readBackup(other, cut, readMigrations(folder))).rejects.toThrow(/cut\.backup ends too early/);
    writeFileSync(cut, 'junk');
    await expect(readBackup(other, cut, readMigrations(folder))).rejects.toThrow(
      /cut\.backup is not a backup of Zhangfa/,
    );
    expect(await empty`select from pg_tables where schemaname = 'public'`).toHaveLength(0);
  });

  it('a restore that was killed on its way is simply done again', async () => {
    const killed = await emptyDatabase('killed');
    const under = readBackup(killed, file, readMigrations(folder));
    const dead = expect(under).rejects.toThrow();
    const admin = connect(stack.databaseUrl, { max: 1 });
    connections.push(admin);
    for (let found = 0; found === 0; )
      found = (
        await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'killed' and query ilike 'copy%' and state <> 'idle'`
      ).length;
    await dead;
    expect(await killed`select 1 from pg_tables where schemaname = 'public'`).toHaveLength(0);
    expect(await readBackup(killed, file, readMigrations(folder))).toMatchObject({ people: 20_002 });
  });

  it('a migration meanwhile waits, or what it writes anew would be missing', async () => {
    const sql = await emptyDatabase('busy');
    await readBackup(sql, file, readMigrations(folder));
    const target = path.join(data, 'busy.backup');
    const anew = {
      name: '0009-anew.sql',
      checksum: '1',
      text: 'alter table a_tasks add column stamp text default md5(random()::text)',
    };
    let backup: Promise<unknown> | undefined;
    let migration: Promise<unknown> | undefined;
    await sql.begin(async (tx) => {
      await tx`lock table people in access exclusive mode`;
      backup = writeBackup(sql, target);
      const waits = () =>
        sql`select 1 from pg_stat_activity where datname = 'busy' and wait_event_type = 'Lock' and query ilike 'copy%'`;
      while ((await waits()).length === 0);
      migration = migrate(sql, [...readMigrations(folder), anew]);
      await Promise.race([migration, new Promise((resolve) => setTimeout(resolve, 500))]);
    });
    expect(await backup).toMatchObject({ people: 20_002, a_tasks: 20_002 });
    expect(await migration).toEqual(['0009-anew.sql']);
  });

  it('two at once into one file leave a whole one', async () => {
    const sql = await emptyDatabase('rivals');
    await readBackup(sql, file, readMigrations(folder));
    const target = path.join(data, 'rivals.backup');
    const [one, two] = await Promise.all([writeBackup(sql, target), writeBackup(sql, target)]);
    expect(two).toEqual(one);
    expect(await readBackup(await emptyDatabase('heir'), target, readMigrations(folder))).toEqual(one);
    expect(readdirSync(data).filter((name) => name.startsWith('rivals'))).toEqual(['rivals.backup']);
  });

  // A file that takes nothing, as a full disk does, is a file of Linux.
  it.runIf(existsSync('/dev/full'))('says that the disk is full, and leaves nothing behind', async () => {
    const sql = await emptyDatabase('no-room');
    await migrate(sql, readMigrations(folder));
    await sql`insert into people (name) select md5(n::text) from generate_series(1, 50000) n`;
    const target = path.join(data, 'no-room.backup');
    symlinkSync('/dev/full', `${target}.arriving`);
    await expect(writeBackup(sql, target)).rejects.toThrow(/no room left on the disk of .*no-room\.backup/);
    expect(readdirSync(data).filter((name) => name.startsWith('no-room.backup'))).toEqual([]);
  });
});
