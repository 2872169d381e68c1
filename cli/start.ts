// `zhangfa start`: the whole stack on this machine until Ctrl-C.
import path from 'node:path';
import { setupCode } from '../api/setup-code.ts';
import { descendants } from '../stack/processes.ts';
import { packageRoot } from '../stack/root.ts';
import { type Stack, type StackOptions, up } from '../stack/up.ts';
import { type Command, UsageError } from './command.ts';
import { openDemoShop } from './demo-shop.ts';

export const start: Command = {
  usage: 'start [--data DIR] [--host ADDRESS] [--port N] [--demo] [--clock RATE]',
  summary: 'Bring up Postgres, Temporal, worker, API and web on this machine.',
  help: `
  --data DIR    where all data lives (default: .data in the installation)
  --host ADDR   who may come in: 0.0.0.0 for the whole network (default: ZHANGFA_HOST, else this machine only)
  --port N      address of the web (default: PORT, else 8080 or the next free port)
  --demo        let an empty shop become the demo shop, whose accounts anybody may use; never one that has begun
  --clock RATE  shop clock: 1440 makes a day pass in a minute (default 1, real time)

DATABASE_URL and TEMPORAL_ADDRESS, when set, name servers to use instead of the built-in ones.
Ctrl-C stops everything in order; a second Ctrl-C at once. Starting again goes on where it was.`,
  options: {
    data: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    demo: { type: 'boolean' },
    clock: { type: 'string' },
  },
  async run({ values }) {
    const stopping = stopSignal();
    const options: StackOptions = {
      data: typeof values.data === 'string' ? values.data : path.join(packageRoot, '.data'),
      port: portOf(values.port ?? process.env.PORT),
      host: typeof values.host === 'string' ? values.host : (process.env.ZHANGFA_HOST ?? '127.0.0.1'),
      demo: values.demo === true,
      clockRate: positive('--clock', values.clock),
      say: console.log,
      signal: stopping,
    };
    try {
      const stack = await up(options);
      if (options.demo)
        await openDemoShop(options.data, console.log).catch((error) =>
          console.error(`The demo shop stays empty: ${(error as Error).message}`),
        );
      console.log(`\n  Zhangfa is ready: ${stack.address}\n${await firstVisit(stack)}  Stop with Ctrl-C.\n`);
      if (options.demo && options.host !== '127.0.0.1')
        console.log(
          '  Everybody who reaches this address may sign in: the accounts of a demo and their password are public.\n',
        );
      await aborted(stopping);
      await stack.stop();
    } catch (error) {
      if (error !== stopping.reason) throw error;
    }
    console.log('Stopped; everything is kept. Start again to go on.');
    return 0;
  },
};

/** While nobody is there: what makes the first visitor the owner. */
async function firstVisit({ address, env }: Stack): Promise<string> {
  const answer = await fetch(`${address}/api/setup`).then((found) => found.json() as Promise<{ needed?: boolean }>);
  return answer.needed ? `  The first visitor needs the set-up code: ${setupCode(env.ZHANGFA_SECRET ?? '')}\n` : '';
}

function portOf(value: unknown): number | undefined {
  const port = positive('--port', value);
  if (port !== undefined && !(Number.isInteger(port) && port <= 65_535))
    throw new UsageError(`--port takes a whole number from 1 to 65535, not "${value}".`);
  return port;
}

function positive(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!(number > 0)) throw new UsageError(`${name} takes a positive number, not "${value}".`);
  return number;
}

/**
 * The first signal stops in order; another one later kills what is left, which loses nothing: both stores are durable.
 * npm may pass the same Ctrl-C on a second time, so a signal right after the first does not count.
 */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (!stopping.signal.aborted) {
      firstAt = Date.now();
      console.log('Stopping … (Ctrl-C once more to stop at once)');
      stopping.abort();
    } else if (Date.now() - firstAt > 700) {
      for (const pid of descendants(process.pid)) process.kill(pid, 'SIGKILL');
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  if (process.env.npm_lifecycle_event) stopWithParent(onSignal);
  return stopping.signal;
}

/** A killed `npm start` takes its shell with it, but not what runs in the shell. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
