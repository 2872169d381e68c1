// The life of a server process: ready is announced, and the first of SIGTERM, SIGINT or the end of the process that
// started it stops it in an orderly way; a second signal ends it at once.

export type Running = { stop(): Promise<void> };

export async function untilStopped(running: Running): Promise<number> {
  process.send?.('ready');
  await new Promise<void>((resolve) => {
    let signals = 0;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (++signals > 1) process.exit(1);
        resolve();
      });
    }
    if (process.send) process.once('disconnect', resolve);
  });
  await running.stop();
  if (process.connected) process.disconnect();
  return 0;
}
