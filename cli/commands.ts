// The table of subcommands; each is loaded when it is called, so that `zhangfa lint` does not pay for Temporal.
import type { Command } from './command.ts';

export const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).start,
  worker: async () => (await import('./worker.ts')).worker,
  api: async () => (await import('./api.ts')).api,
  test: async () => (await import('./test.ts')).test,
  prepare: async () => (await import('./prepare.ts')).prepare,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
};
