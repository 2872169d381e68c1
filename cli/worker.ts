// `zhangfa worker`: runs workflows and activities until it is told to stop.
import type { Command } from './command.ts';
import { readConfig } from './environment.ts';
import { untilStopped } from './until-stopped.ts';

export const worker: Command = {
  usage: 'worker',
  summary: 'Run workflows and activities (one process of the engine).',
  help: `
Reads DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, ZHANGFA_DATA, ZHANGFA_SECRET and
ZHANGFA_ROLE (all, engine or connectors) from the environment; see .env.example.
SIGTERM lets running work finish first.`,
  async run() {
    const { runWorker } = await import('../worker.ts');
    return untilStopped(await runWorker(readConfig()));
  },
};
