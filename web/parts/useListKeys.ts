// j and k go from row to row; keys typed into fields are left alone.
import { useEffect, useRef } from 'react';

type Keys = {
  /** The rows from top to bottom; none, where the list has no keys. */
  order: string[];
  at: () => string | undefined;
  onAt: (id: string) => void;
};

export const isTyping = (event: KeyboardEvent): boolean => {
  const target = event.target as HTMLElement;
  return (
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    event.isComposing ||
    target.isContentEditable ||
    (/^(input|textarea|select)$/i.test(target.tagName) && (target as HTMLInputElement).type !== 'checkbox') ||
    document.querySelector('.ant-modal-wrap:not([style*="none"])') !== null
  );
};

export function useListKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if ((event.key !== 'j' && event.key !== 'k') || isTyping(event)) return;
      const { order, at, onAt } = latest.current;
      const here = order.indexOf(at() ?? '');
      const next = order[here < 0 ? 0 : here + (event.key === 'j' ? 1 : -1)];
      if (next) onAt(next);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
