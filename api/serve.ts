// Composition root of the HTTP side: one process that serves the API and the built web.
import { serve as listen } from '@hono/node-server';
import { Hono } from 'hono';

export type ServeConfig = {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  port: number;
  dataDir: string;
  secret: string;
  demo: boolean;
  clockRate: number;
};

export async function serve({ port }: ServeConfig): Promise<{ stop(): Promise<void> }> {
  const app = new Hono().get('/api/health', (c) => c.json({ status: 'ok' }));
  const server = listen({ fetch: app.fetch, port });
  return { stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
