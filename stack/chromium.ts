// A browser for the browser tests: one that is there, else apt on Debian as root, else Playwright's own download.
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { runCommand, withProgress } from './run-command.ts';

type Say = (line: string) => void;

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

export async function chromiumBinary(say: Say, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const there = findChromium(env);
  if (there) return there;
  const refusals: string[] = [];
  for (const way of [installWithApt, downloadWithPlaywright]) {
    try {
      await way(say, env);
      const arrived = findChromium(env) ?? (await playwrightChromium());
      if (arrived) return arrived;
    } catch (error) {
      refusals.push((error as Error).message.split('\n').slice(0, 3).join(' '));
    }
  }
  throw new Error(
    [
      'The browser tests need Chromium, which could not be had:',
      ...refusals.map((refusal) => `  - ${refusal}`),
      'Any one of these helps:',
      '  - install it: apt-get install chromium fonts-noto-cjk (Debian), brew install --cask chromium (macOS)',
      '  - set CHROMIUM_PATH to a Chromium or Chrome that is there',
    ].join('\n'),
  );
}

export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = [...(env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'].filter(
    Boolean,
  );
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const inApps = ['/Applications', path.join(os.homedir(), 'Applications')].flatMap((folder) =>
    macApps.map((app) => path.join(folder, `${app}.app`, 'Contents', 'MacOS', app)),
  );
  return [env.CHROMIUM_PATH ?? '', ...onPath, ...inApps].find(isExecutable);
}

async function installWithApt(say: Say, env: NodeJS.ProcessEnv): Promise<void> {
  if (!existsSync('/etc/debian_version')) throw new Error('apt: this is not Debian');
  if (process.getuid?.() !== 0) throw new Error('apt: installing needs root');
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  await withProgress('Installing Chromium (apt-get)', say, async () => {
    await runCommand('apt-get', ['update'], quiet);
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet);
  });
}

async function downloadWithPlaywright(say: Say, env: NodeJS.ProcessEnv): Promise<void> {
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  await withProgress('Downloading Chromium (Playwright)', say, () =>
    runCommand(process.execPath, [cli, 'install', 'chromium'], { env }),
  );
}

async function playwrightChromium(): Promise<string | undefined> {
  const { chromium } = await import('playwright-core');
  return [chromium.executablePath()].find(isExecutable);
}

function isExecutable(file: string): boolean {
  if (!file) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
