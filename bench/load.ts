// Clients: closed loops (each waits for its answer) and open arrivals (latency counts from when it was due).
export type Measured = { perSecond: number; p50: number; p99: number };

const at = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
function measured(latencies: number[], ms: number): Measured {
  const sorted = [...latencies].sort((a, b) => a - b);
  return { perSecond: (latencies.length / ms) * 1_000, p50: at(sorted, 0.5), p99: at(sorted, 0.99) };
}

/** `clients` loops over `total` operations. */
export async function closed(
  clients: number,
  total: number,
  operate: (index: number) => Promise<void>,
): Promise<Measured> {
  const latencies: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let index = next++; index < total; index = next++) {
        const begun = performance.now();
        await operate(index);
        latencies.push(performance.now() - begun);
      }
    }),
  );
  return measured(latencies, performance.now() - start);
}

/** Poisson arrivals from a seeded generator. */
export async function open(rate: number, total: number, operate: (index: number) => Promise<void>): Promise<Measured> {
  const latencies: number[] = [];
  let state = 12_345;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state + 1) / (2 ** 32 + 1);
  };
  const start = performance.now();
  let due = start;
  const running: Promise<void>[] = [];
  for (let index = 0; index < total; index++) {
    due += (-Math.log(random()) / rate) * 1_000;
    const planned = due;
    const wait = planned - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(operate(index).then(() => void latencies.push(performance.now() - planned)));
  }
  await Promise.all(running);
  return measured(latencies, performance.now() - start);
}
