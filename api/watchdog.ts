// An event loop that one piece of code has kept busy for seconds answers nobody, and nothing inside it can end that. A thread
// beside it looks on: what used that much processor time without a turn of the loop is ended, and started again from outside.
// Processor time, not the clock: a machine that is busy or asleep is no reason.
import { Worker } from 'node:worker_threads';

const LOOK_MS = 250;

/** Runs in the thread, as text: a module of ours would need the loader of the main thread. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { readFileSync, writeSync } = require('node:fs');
const beat = new Int32Array(workerData.beat);
/** Milliseconds of the main thread where the system tells them (10 ms a tick), else of the whole process. */
function used() {
  try {
    const stat = readFileSync('/proc/self/task/' + process.pid + '/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}
let seen = -1;
let since = 0;
setInterval(() => {
  const now = Atomics.load(beat, 0);
  if (now !== seen) {
    seen = now;
    since = used();
  } else if (used() - since >= workerData.busyMs) {
    const msg = 'the event loop has been busy for ' + workerData.busyMs + ' ms of processor time; ending this process so that it is started again';
    try {
      writeSync(1, JSON.stringify({ level: 60, time: Date.now(), process: workerData.name, msg }) + '\\n');
    } catch {}
    process.kill(process.pid, 'SIGKILL');
  }
}, workerData.lookMs);
`;

export function watchLoop(name: string, busyMs = 5_000): { stop(): void } {
  const beat = new SharedArrayBuffer(4);
  const count = new Int32Array(beat);
  const beating = setInterval(() => Atomics.add(count, 0, 1), LOOK_MS);
  beating.unref();
  const thread = new Worker(WATCH, { eval: true, execArgv: [], workerData: { beat, name, busyMs, lookMs: LOOK_MS } });
  thread.unref();
  return {
    stop() {
      clearInterval(beating);
      void thread.terminate();
    },
  };
}
