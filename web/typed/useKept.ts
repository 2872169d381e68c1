// What is typed into a dialog before it is sent: on this machine with each key, so that closing, reloading or a lost session loses nothing.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMe } from '../session/useMe.ts';
import type { Values } from './typed.ts';

const read = (key: string): Values => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' && kept !== null ? (kept as Values) : {};
  } catch {
    return {};
  }
};

export function useKept(about: string) {
  const key = `zhangfa.kept.${useMe().id}.${about}`;
  const [values, setValues] = useState(() => read(key));
  const latest = useRef(values);
  useEffect(() => {
    latest.current = read(key);
    setValues(latest.current);
  }, [key]);
  const write = useCallback(
    (next: Values): void => {
      latest.current = next;
      setValues(next);
      try {
        if (Object.keys(next).length === 0) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A full or forbidden store: it lasts as long as the page.
      }
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
