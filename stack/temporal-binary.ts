// Where the `temporal` program comes from: PATH, the user's cache, the official download, or a build with Go.
// Whatever arrives is written under a temporary name and renamed, so that a broken-off download is never used.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { runCommand, withProgress } from './run-command.ts';

const version = 'v1.5.1';
const goModule = `github.com/temporalio/cli/cmd/temporal@${version}`;

type Say = (line: string) => void;

export async function temporalBinary(say: Say, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const cached = path.join(cacheFolder(env), `temporal-${version}`);
  const there = onPath('temporal', env) ?? [cached].find(runs);
  if (there) return there;
  mkdirSync(path.dirname(cached), { recursive: true });
  const refusals: string[] = [];
  for (const way of [download, buildWithGo]) {
    const scratch = mkdtempSync(path.join(path.dirname(cached), 'arriving-'));
    try {
      const arrived = await way(scratch, say, env);
      chmodSync(arrived, 0o755);
      renameSync(arrived, cached);
      return cached;
    } catch (error) {
      refusals.push((error as Error).message.split('\n').slice(0, 3).join(' '));
    } finally {
      makeWritable(scratch);
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  throw new Error(howToGetIt(refusals));
}

function howToGetIt(refusals: string[]): string {
  return [
    'The Temporal server is needed and could not be had:',
    ...refusals.map((refusal) => `  - ${refusal}`),
    'Any one of these helps:',
    '  - set TEMPORAL_ADDRESS=host:port to use a Temporal server that runs already',
    '  - put the `temporal` program on PATH (https://docs.temporal.io/cli, or on macOS: brew install temporal)',
    '  - let this machine reach temporal.download',
    `  - install Go 1.24 or newer; then this is built by itself: go install ${goModule}`,
  ].join('\n');
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base =
    env.XDG_CACHE_HOME ??
    (process.platform === 'darwin' ? path.join(os.homedir(), 'Library', 'Caches') : path.join(os.homedir(), '.cache'));
  return path.join(base, 'zhangfa');
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter);
  const goFolders = [env.GOBIN, env.GOPATH && path.join(env.GOPATH, 'bin'), path.join(os.homedir(), 'go', 'bin')];
  const candidates = [...folders, ...goFolders].flatMap((folder) => (folder ? [path.join(folder, name)] : []));
  return candidates.find(runs);
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return false;
  }
  return spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0;
}

type DownloadInfo = { archiveUrl: string; fileToExtract: string };

async function download(scratch: string, say: Say): Promise<string> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const query = new URLSearchParams({ arch, platform: process.platform, format: 'tar.gz' });
  return withProgress(`Downloading the Temporal server ${version}`, say, async () => {
    const info = (await (
      await get(`https://temporal.download/cli/${version}?${query}`, 15_000)
    ).json()) as DownloadInfo;
    const archive = path.join(scratch, 'temporal.tar.gz');
    const body = (await get(info.archiveUrl, 600_000)).body as ReadableStream;
    await pipeline(Readable.fromWeb(body), createWriteStream(archive));
    await runCommand('tar', ['-xzf', archive, '-C', scratch, info.fileToExtract]);
    return mustRun(path.join(scratch, info.fileToExtract));
  });
}

async function get(url: string, timeoutMs: number): Promise<Response> {
  const host = new URL(url).host;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: Error) => {
    throw new Error(
      `download: ${host} cannot be reached (${(error.cause as Error | undefined)?.message ?? error.message})`,
    );
  });
  if (!response.ok) throw new Error(`download: ${host} answered ${response.status}`);
  return response;
}

async function buildWithGo(scratch: string, say: Say, env: NodeJS.ProcessEnv): Promise<string> {
  const go = ['go', '/usr/local/go/bin/go', '/opt/homebrew/bin/go'].find(
    (candidate) => spawnSync(candidate, ['version'], { env }).status === 0,
  );
  if (!go) throw new Error('build: Go is not installed');
  await withProgress('Building the Temporal server with Go (about 3 minutes, once)', say, () =>
    runCommand(go, ['install', goModule], {
      env: { ...env, GOBIN: scratch, GOFLAGS: `${env.GOFLAGS ?? ''} -modcacherw`.trim() },
    }),
  );
  return mustRun(path.join(scratch, 'temporal'));
}

function mustRun(file: string): string {
  chmodSync(file, 0o755);
  if (!runs(file)) throw new Error(`${path.basename(file)} arrived, but does not run on this machine`);
  return file;
}

function makeWritable(folder: string): void {
  chmodSync(folder, 0o700);
}
