// j and k move, enter opens, / searches. Keys typed into fields are left alone.
import { useEffect, useRef } from 'react';

type Keys = {
  order: { id: string }[];
  selected: string | undefined;
  onSelect: (id: string) => void;
  onSearch: () => void;
};

export const isTyping = (event: KeyboardEvent): boolean => {
  const target = event.target as HTMLElement;
  return (
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    event.isComposing ||
    target.isContentEditable ||
    /^(input|textarea|select)$/i.test(target.tagName) ||
    document.querySelector('.ant-modal-wrap:not([style*="none"])') !== null
  );
};

export function useListKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const { order, selected, onSelect, onSearch } = latest.current;
      const at = order.findIndex(({ id }) => id === selected);
      if (event.key === '/') {
        event.preventDefault();
        onSearch();
      } else if (event.key === 'j' || event.key === 'k') {
        const next = order[at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1)];
        if (next) onSelect(next.id);
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
