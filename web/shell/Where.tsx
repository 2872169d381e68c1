// What a page puts at the left of the top bar: breadcrumb and title.
import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

export const TopSlot = createContext<HTMLElement | null>(null);

export function Where({ children }: { children: ReactNode }): ReactNode {
  const slot = useContext(TopSlot);
  return slot ? createPortal(children, slot) : null;
}
