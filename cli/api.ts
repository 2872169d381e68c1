// `zhangfa api`: serves the HTTP API and the web until it is told to stop.
import path from 'node:path';
import { packageRoot } from '../stack/root.ts';
import type { Command } from './command.ts';
import { readConfig } from './environment.ts';
import { untilStopped } from './until-stopped.ts';

export const api: Command = {
  usage: 'api',
  summary: 'Serve the HTTP API and the web.',
  help: `
Reads DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, PORT, ZHANGFA_DATA and ZHANGFA_SECRET
from the environment; see .env.example. Any number of these may run side by side.`,
  async run() {
    const { serve } = await import('../api/serve.ts');
    const { templatesOf } = await import('../sops/templates.ts');
    const { INSTALLED } = await import('../activities/connectors/installed.ts');
    const { fillDemo, newerPacks, shippedPacks } = await import('./demo-shop.ts');
    const templates = templatesOf(path.join(packageRoot, 'sops'));
    const config = { ...readConfig(), templates, packs: shippedPacks, newerPacks, fillDemo, connectors: INSTALLED };
    return untilStopped(await serve(config));
  },
};
