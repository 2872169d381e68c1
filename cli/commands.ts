// The table of subcommands; each is loaded when it is called, so that `zhangfa lint` does not pay for Temporal.
import type { Command } from './command.ts';

export const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).start,
  worker: async () => (await import('./worker.ts')).worker,
  api: async () => (await import('./api.ts')).api,
  lint: async () => (await import('./lint.ts')).lint,
  convert: async () => (await import('./convert.ts')).convert,
  deploy: async () => (await import('./deploy.ts')).deploy,
  'orders import': async () => (await import('./orders-import.ts')).ordersImport,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  'host rebuild': async () => (await import('./host-rebuild.ts')).hostRebuild,
  pack: async () => (await import('./pack.ts')).pack,
  test: async () => (await import('./test.ts')).test,
  proof: async () => (await import('./proof.ts')).proof,
  prepare: async () => (await import('./prepare.ts')).prepare,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
};
