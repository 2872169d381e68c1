// What worker, API and the commands beside them are told by the environment; the same in every place.
import path from 'node:path';
import { z } from 'zod';
import { proxiesOf } from '../api/address.ts';
import type { ServeConfig } from '../api/serve.ts';
import type { WorkerConfig } from '../worker.ts';

function networks(list: string, context: z.RefinementCtx): void {
  try {
    proxiesOf(list);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}

const Environment = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(8080),
  ZHANGFA_HOST: z.string().min(1).default('127.0.0.1'),
  ZHANGFA_TRUSTED_PROXIES: z.string().default('').superRefine(networks),
  ZHANGFA_DATA: z.string().min(1).default('.data'),
  ZHANGFA_SECRET: z.string().min(32, 'needs at least 32 characters'),
  ZHANGFA_DEMO: z.enum(['0', '1']).default('0'),
  ZHANGFA_CLOCK: z.coerce.number().positive().default(1),
  ZHANGFA_ROLE: z.enum(['all', 'engine', 'connectors']).default('all'),
});

/** For whichever of both is started: what each is configured by. */
export type Config = Omit<ServeConfig, 'templates' | 'packs' | 'newerPacks' | 'fillDemo' | 'connectors'> &
  Pick<WorkerConfig, 'role'>;

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(
      `The environment is not complete (see .env.example; \`zhangfa start\` sets all of it):\n${lines.join('\n')}`,
    );
  }
  const given = parsed.data;
  return {
    databaseUrl: given.DATABASE_URL,
    temporalAddress: given.TEMPORAL_ADDRESS,
    temporalNamespace: given.TEMPORAL_NAMESPACE,
    port: given.PORT,
    host: given.ZHANGFA_HOST,
    trustedProxies: given.ZHANGFA_TRUSTED_PROXIES,
    dataDir: path.resolve(given.ZHANGFA_DATA),
    secret: given.ZHANGFA_SECRET,
    demo: given.ZHANGFA_DEMO === '1',
    clockRate: given.ZHANGFA_CLOCK,
    role: given.ZHANGFA_ROLE,
  };
}
