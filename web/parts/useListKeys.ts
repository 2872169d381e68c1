// j and k go from row to row, others act on it; keys typed into fields are left alone.
import { useEffect, useRef } from 'react';

type Keys = {
  /** The rows from top to bottom; none, where the list has no keys. */
  order: () => string[];
  at: () => string | undefined;
  onAt: (id: string) => void;
  /** What other keys do with the row that has the focus. */
  others?: Record<string, (id: string) => unknown>;
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
      if (isTyping(event)) return;
      const { order, at, onAt, others } = latest.current;
      const other = others?.[event.key];
      const row = other && document.activeElement?.closest<HTMLElement>('tr[data-id]')?.dataset.id;
      if (other && row) {
        // The box of a row knows the space bar by itself.
        if (event.key === ' ' && document.activeElement instanceof HTMLInputElement) return;
        event.preventDefault();
        other(row);
        return;
      }
      if (event.key !== 'j' && event.key !== 'k') return;
      const rows = order();
      const here = rows.indexOf(at() ?? '');
      const next = rows[here < 0 ? 0 : here + (event.key === 'j' ? 1 : -1)];
      if (next) onAt(next);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
