// What is typed into a dialog before it is sent: on this machine with each key, so that closing, reloading or a lost session loses nothing.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMe } from '../session/useMe.ts';
import { keptKey, readKept, writeKept } from './kept.ts';
import type { Values } from './typed.ts';

export function useKept(about: string) {
  const key = keptKey(useMe().id, about);
  const [values, setValues] = useState(() => readKept(key));
  const latest = useRef(values);
  useEffect(() => {
    latest.current = readKept(key);
    setValues(latest.current);
  }, [key]);
  const write = useCallback(
    (next: Values): void => {
      latest.current = next;
      setValues(next);
      writeKept(key, next);
    },
    [key],
  );
  return {
    values,
    put: write,
    set: useCallback((id: string, value: unknown): void => write({ ...latest.current, [id]: value }), [write]),
    forget: useCallback((): void => write({}), [write]),
  };
}

/** One text of a dialog, such as the reason of a verb. */
export function useKeptText(about: string): [text: string, set: (text: string) => void, forget: () => void] {
  const { values, put, forget } = useKept(about);
  const set = useCallback((text: string): void => put(text ? { text } : {}), [put]);
  return [typeof values.text === 'string' ? values.text : '', set, forget];
}
