// `zhangfa sandbox`: the world outside, played over the public API.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runSandbox } from '../sandbox/run.ts';
import { SandboxTable } from '../sandbox/table.ts';
import { packageRoot } from '../stack/root.ts';
import { type Command, UsageError } from './command.ts';

/** The demo shop's accounts; they exist only there. */
const DEMO = {
  password: 'zhangfa-demo',
  manager: 'chenli',
  staff: ['zhoumin', 'luyuan', 'linxiaowen', 'machao', 'liuyang', 'tangguo', 'mengjie', 'chenli'],
};

export const sandbox: Command = {
  usage: 'sandbox [--url URL] [--table FILE] [--seed N] [--no-staff] [--until-done] [--data DIR]',
  summary: 'Play buyers, carriers and (in a demo shop) staff over the public API.',
  help: `
  --url URL      address of the shop (default: the one that runs from the data folder)
  --table FILE   probabilities and delays as JSON (default: sandbox.json in the data folder, if there)
  --seed N       another fate for every order
  --no-staff     leave the tasks to people
  --until-done   end when no order runs any more

Signs in with the demo accounts; for another shop set ZHANGFA_SANDBOX_USER and
ZHANGFA_SANDBOX_PASSWORD (a manager; tasks are then left to people).`,
  options: {
    url: { type: 'string' },
    table: { type: 'string' },
    seed: { type: 'string' },
    'no-staff': { type: 'boolean' },
    'until-done': { type: 'boolean' },
    data: { type: 'string' },
  },
  async run({ values }) {
    const data =
      typeof values.data === 'string'
        ? path.resolve(values.data)
        : (process.env.ZHANGFA_DATA ?? path.join(packageRoot, '.data'));
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    const user = process.env.ZHANGFA_SANDBOX_USER;
    await runSandbox({
      address: typeof values.url === 'string' ? values.url.replace(/\/$/, '') : addressOf(data),
      table: tableOf(values.table, values.seed, data),
      manager: user
        ? { username: user, password: process.env.ZHANGFA_SANDBOX_PASSWORD ?? '' }
        : { username: DEMO.manager, password: DEMO.password },
      staff: user || values['no-staff'] ? [] : DEMO.staff.map((username) => ({ username, password: DEMO.password })),
      untilDone: values['until-done'] === true,
      signal: stop.signal,
      say: console.log,
    });
    return 0;
  },
};

function addressOf(data: string): string {
  try {
    const { address } = JSON.parse(readFileSync(path.join(data, 'lock'), 'utf8')) as { address?: string };
    if (address) return address;
  } catch {
    // Said below.
  }
  throw new Error(`No shop runs on ${data}. Start it (\`npm start -- --demo --clock 1440\`), or name it with --url.`);
}

function tableOf(file: unknown, seed: unknown, data: string): SandboxTable {
  const at = typeof file === 'string' ? file : path.join(data, 'sandbox.json');
  if (typeof file === 'string' && !existsSync(at)) throw new UsageError(`${at} does not exist.`);
  const read = existsSync(at) ? (JSON.parse(readFileSync(at, 'utf8')) as object) : {};
  const parsed = SandboxTable.safeParse({ ...read, ...(typeof seed === 'string' && { seed: Number(seed) }) });
  if (!parsed.success)
    throw new UsageError(
      `${at}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  return parsed.data;
}
