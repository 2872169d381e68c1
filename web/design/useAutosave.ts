// The draft is saved by itself, one save after the other, by revision: two editors never overwrite each other. What both did is
// merged; where they touched the same thing, a person says whose stands.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Content } from '../../designer/model/cure.ts';
import { merged } from '../../designer/model/merge.ts';
import { ask, asRefusal, draftApi, type Refusal } from '../reach/client.ts';

/** Who saved meanwhile. */
type Saved = Refusal['saved'];
export type SaveState =
  | { is: 'clean' }
  | { is: 'saving' }
  | { is: 'saved'; at: number }
  | { is: 'failed' }
  | { is: 'merged'; saved: Saved }
  | { is: 'conflict'; saved: Saved; theirs: Content; clashes: string[] };

const PAUSE_MS = 700;
const AGAIN_MS = 4_000;
const LOOK_MS = 10_000;

/** @param onMerged shows what came in from the other */
export function useAutosave(key: string, first: Content, revision: number, onMerged: (content: Content) => void) {
  const [state, setState] = useState<SaveState>({ is: 'clean' });
  const content = useRef(first);
  const stored = useRef(first);
  const at = useRef(revision);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<boolean> | undefined>(undefined);
  const stopped = useRef(false);
  const show = useRef(onMerged);
  show.current = onMerged;

  const flushNow = useRef<() => Promise<boolean>>(async () => false);

  /** Somebody else has saved: their draft and mine become one, or both wait for a word. */
  const meet = useCallback(
    async (saved: Saved): Promise<boolean> => {
      const draft = await ask(draftApi.processes[':key'].draft.$get({ param: { key } })).catch(() => undefined);
      if (!draft) {
        setState({ is: 'failed' });
        timer.current = setTimeout(() => void flushNow.current(), AGAIN_MS);
        return false;
      }
      const theirs: Content = { model: draft.model as Content['model'], forms: draft.forms };
      const { content: both, clashes } = merged(stored.current, content.current, theirs);
      if (clashes.length > 0) {
        stopped.current = true;
        setState({ is: 'conflict', saved, theirs, clashes });
        return false;
      }
      stored.current = theirs;
      at.current = draft.revision;
      content.current = both;
      show.current(both);
      setState({ is: 'merged', saved });
      timer.current = setTimeout(() => void flushNow.current(), PAUSE_MS);
      return false;
    },
    [key],
  );

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
        if (refusal.code === 'draftConflict') return meet(refusal.saved);
        setState({ is: 'failed' });
        timer.current = setTimeout(() => void flush(), AGAIN_MS);
        return false;
      },
    );
    const good = await running.current;
    running.current = undefined;
    if (good && content.current !== sent) return flush();
    return good;
  }, [key, meet]);
  flushNow.current = flush;

  // Who only looks sees what another saves, too; what is not saved yet meets it by being saved.
  useEffect(() => {
    const isStill = (): boolean => !stopped.current && !running.current && content.current === stored.current;
    const look = async (): Promise<void> => {
      if (document.hidden || !isStill()) return;
      const found = await ask(draftApi.processes[':key'].draft.revision.$get({ param: { key } })).catch(
        () => undefined,
      );
      if (found && found.revision !== at.current && isStill()) await meet(found.saved);
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [key, meet]);

  /** Mine goes on top of theirs, or theirs stands and mine is dropped. */
  const resolve = async (whose: 'mine' | 'theirs'): Promise<void> => {
    const draft = await ask(draftApi.processes[':key'].draft.$get({ param: { key } }));
    const theirs: Content = { model: draft.model as Content['model'], forms: draft.forms };
    const both = whose === 'theirs' ? theirs : merged(stored.current, content.current, theirs).content;
    stored.current = theirs;
    at.current = draft.revision;
    content.current = both;
    stopped.current = false;
    show.current(both);
    setState({ is: 'clean' });
    await flush();
  };

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
  return { state, change, flush, meet, resolve, revision: at, content };
}
