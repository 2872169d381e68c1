// Work over many records leaves the event loop to others in between.
import { expect, it } from 'vitest';
import { eachInTurn } from '../../db/breather.ts';

const busy = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};
it.each([
  ['slow ones', 8, 60],
  ['quick ones, now and then', 100, 2],
])('%s', async (_, count, ms) => {
  let turns = 0;
  const others = setInterval(() => turns++, 1);
  const made = await eachInTurn(
    Array.from({ length: count }, (_, n) => n),
    (n) => {
      busy(ms);
      return n * 2;
    },
  );
  clearInterval(others);
  expect(turns).toBeGreaterThanOrEqual(2);
  expect(made).toEqual(Array.from({ length: count }, (_, n) => n * 2));
});
