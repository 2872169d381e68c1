// What a page puts at the left of the top bar: breadcrumb and title, which is the title of the window too.
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useWords } from '../words/useWords.ts';
import { titled } from './window-title.ts';

export const TopSlot = createContext<HTMLElement | null>(null);

export function Where({ children }: { children: ReactNode }): ReactNode {
  const slot = useContext(TopSlot);
  const { t } = useWords();
  useEffect(() => {
    const title = slot?.querySelector('h1')?.textContent;
    titled(title ? `${title} · ${t('brand')}` : t('brand'));
  });
  return slot ? createPortal(children, slot) : null;
}
