// While the line is lost: of when what is shown here is.
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { line } from '../reach/line.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import './offline.css';

/** @param at by this machine's clock; 0: nothing is shown yet */
export function AsOf({ at }: { at: number }): ReactNode {
  const { t } = useWords();
  const { stampOfReal } = useTime();
  const lost = useStore(line, (state) => state.lost);
  if (!lost || at === 0) return null;
  return <p className="as-of">{t('offline.asOf', { time: stampOfReal(new Date(at).toISOString()) })}</p>;
}
