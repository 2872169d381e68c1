// A value that has not been touched for a moment, so that typing does not ask the server at every key.
import { useEffect, useState } from 'react';

/** `isSettled`: it is the newest. `value` must be JSON. */
export function useSettled<T>(value: T, ms = 250): { settled: T; isSettled: boolean } {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState({ text, value });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ text, value: JSON.parse(text) as T }), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return { settled: settled.value, isSettled: settled.text === text };
}
