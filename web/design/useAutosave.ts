// The draft is saved by itself, one save after the other, by revision: two editors never overwrite each other.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Model } from '../../bpmn/definition.ts';
import type { Form } from '../../forms/form.ts';
import { ask, asRefusal, draftApi, type Refusal } from '../reach/client.ts';

export type Content = { model: Model; forms: Record<string, Form> };
export type SaveState =
  | { is: 'clean' }
  | { is: 'saving' }
  | { is: 'saved'; at: number }
  | { is: 'failed' }
  | { is: 'conflict'; refusal: Refusal };

const PAUSE_MS = 700;
const AGAIN_MS = 4_000;

export function useAutosave(key: string, first: Content, revision: number) {
  const [state, setState] = useState<SaveState>({ is: 'clean' });
  const content = useRef(first);
  const stored = useRef(first);
  const at = useRef(revision);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<boolean> | undefined>(undefined);
  const stopped = useRef(false);

  /** True when what is on screen is what the server holds. */
  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    if (running.current) await running.current;
    if (stopped.current) return false;
    const sent = content.current;
    if (sent === stored.current) return true;
    setState({ is: 'saving' });
    running.current = ask(
      draftApi.processes[':key'].draft.$put({ param: { key }, json: { ...sent, revision: at.current } as never }),
    ).then(
      (saved) => {
        at.current = saved.revision;
        stored.current = sent;
        setState({ is: 'saved', at: Date.now() });
        return true;
      },
      (error) => {
        const refusal = asRefusal(error);
        if (refusal.code === 'draftConflict') {
          stopped.current = true;
          setState({ is: 'conflict', refusal });
        } else {
          setState({ is: 'failed' });
          timer.current = setTimeout(() => void flush(), AGAIN_MS);
        }
        return false;
      },
    );
    const good = await running.current;
    running.current = undefined;
    if (good && content.current !== sent) return flush();
    return good;
  }, [key]);

  const change = useCallback(
    (part: Partial<Content>): void => {
      content.current = { ...content.current, ...part };
      if (stopped.current) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), PAUSE_MS);
    },
    [flush],
  );
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent): void => {
      if (content.current !== stored.current && !stopped.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      void flush();
    };
  }, [flush]);
  return { state, change, flush, revision: at, content };
}
