// Long work gives way to others every few milliseconds.
const PIECE_MS = 20;

/** Call it often; now and then it lets the event loop turn. */
export function givingWay(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < PIECE_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
