// A newer app is here: used when one likes, so that nobody's page changes under his hands.
import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { flushAll } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';
import { app, renew } from './app.ts';
import './offline.css';

export function Renewed(): ReactNode {
  const { t } = useWords();
  const renewed = useStore(app, (state) => state.renewed);
  if (!renewed) return null;
  return (
    <p className="renewed" role="status">
      <RefreshCw size={16} strokeWidth={1.75} aria-hidden="true" /> {t('offline.renewed')}
      <button type="button" className="link" onClick={() => void flushAll().finally(renew)}>
        {t('offline.renew')}
      </button>
    </p>
  );
}
