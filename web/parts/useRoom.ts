import { type RefObject, useLayoutEffect, useState } from 'react';

/** How many parts a row has room for without running over its edge. `anew`: what it says is another. */
export function useRoom(row: RefObject<HTMLElement | null>, anew: string): number {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  const [width, setWidth] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said there and how wide it is decide
  useLayoutEffect(() => setRoom(Number.POSITIVE_INFINITY), [anew, width]);
  useLayoutEffect(() => {
    const one = row.current;
    if (!one) return;
    const watch = new ResizeObserver(() => setWidth(one.clientWidth));
    watch.observe(one);
    return () => watch.disconnect();
  }, [row]);
  useLayoutEffect(() => {
    const one = row.current;
    if (one && one.scrollWidth > one.clientWidth && room > 0)
      setRoom((now) => (now === Number.POSITIVE_INFINITY ? one.querySelectorAll('[data-beside]').length : now) - 1);
  });
  return room;
}
