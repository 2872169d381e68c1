// What is filled in is kept by itself: on the server a moment after typing, on this machine until that has worked.
import { useEffect, useRef, useState } from 'react';
import type { Values } from '../forms/FormView.tsx';
import { ask, taskWorkApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';

const PAUSE_MS = 700;
const AGAIN_MS = 5_000;
export type DraftStatus = { is: 'clean' } | { is: 'saving' } | { is: 'saved'; at: number } | { is: 'failed' };

export function useDraft(id: string, values: Values, active: boolean) {
  const { nowExactly } = useTime();
  const [status, setStatus] = useState<DraftStatus>({ is: 'clean' });
  const first = useRef(values);
  const running = useRef<Promise<unknown>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stopped = useRef(false);
  const now = useRef(nowExactly);
  now.current = nowExactly;
  useEffect(() => {
    if (!active || values === first.current) return;
    const save = (): void => {
      setStatus({ is: 'saving' });
      running.current = ask(taskWorkApi.tasks[':id'].draft.$put({ param: { id }, json: { values } })).then(
        () => setStatus({ is: 'saved', at: now.current() }),
        () => {
          if (stopped.current) return;
          setStatus({ is: 'failed' });
          timer.current = setTimeout(save, AGAIN_MS);
        },
      );
    };
    clearTimeout(timer.current);
    timer.current = setTimeout(save, PAUSE_MS);
    return () => clearTimeout(timer.current);
  }, [id, values, active]);
  return {
    status,
    /** Nothing is on its way any more: what is submitted is newer. */
    settle: async (): Promise<void> => {
      clearTimeout(timer.current);
      await running.current;
    },
    forget: (): void => {
      stopped.current = true;
      clearTimeout(timer.current);
    },
  };
}
