// x chooses the row where I am, Escape lets all go.
import { useEffect, useRef } from 'react';
import { isTyping } from '../parts/useListKeys.ts';

type Keys = { on: boolean; many: boolean; onMany: (many: boolean) => void; onChoose: () => void };

export function useSeveralKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { on, many, onMany, onChoose } = latest.current;
      if (!on || isTyping(event)) return;
      if (event.key === 'x') {
        event.preventDefault();
        if (many) onChoose();
        else onMany(true);
      } else if (event.key === 'Escape' && many) onMany(false);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
