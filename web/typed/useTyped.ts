// The hook on what a person types: values and how well they are kept.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { type Remote, type ServerDraft, typedOf } from './typed.ts';

export function useTyped(about: string, put: Remote['put'], server: ServerDraft) {
  const { id: me } = useMe();
  const { nowExactly } = useTime();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one for as long as person and form are the same
  const typed = useMemo(() => typedOf(me, about, { put, now: nowExactly }, server), [me, about]);
  typed.remote = { put, now: nowExactly };
  const { values, status } = useSyncExternalStore(typed.subscribe, typed.read);
  useEffect(() => typed.meet(server), [typed, server]);
  // Whoever leaves does not wait for the pause after the last key.
  useEffect(() => () => void typed.flush(), [typed]);
  return { values, status, set: typed.set, flush: typed.flush, forget: typed.forget };
}
