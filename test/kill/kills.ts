// Pieces of a shop are killed at random, one after the other, and come back.
import type { Piece, Stack } from '../../stack/up.ts';

/** mulberry32: the same numbers for the same seed. */
export function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PIECES: Piece[] = ['worker', 'api', 'temporal', 'postgres'];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Until it is over; gives what was killed. */
export async function killAtRandom(stack: Stack, next: () => number, over: AbortSignal): Promise<Piece[]> {
  const killed: Piece[] = [];
  for (;;) {
    // Each of them comes up in every round.
    for (const piece of [...PIECES].sort(() => next() - 0.5)) {
      await sleep(1_500 + next() * 2_500);
      if (over.aborted) return killed;
      killed.push(piece);
      await stack.kill(piece);
      await sleep(200 + next() * 1_000);
      await stack.start(piece);
    }
  }
}
