// Under the top bar while the server cannot be reached: work goes on, and what waits is counted.
import { WifiOff } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { line } from '../reach/line.ts';
import { useWords } from '../words/useWords.ts';

/** One lost word is no lost line. */
const AFTER_MS = 1_000;

export function LostLine(): ReactNode {
  const { t } = useWords();
  const { lost, waiting } = useStore(line);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) return setShown(false);
    const timer = setTimeout(() => setShown(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div className="lost-line" role="status">
      {shown && (
        <p>
          <WifiOff size={16} strokeWidth={1.75} aria-hidden="true" /> {t('line.lost')}
          {waiting > 0 && <strong>{t('line.waiting', { count: waiting })}</strong>}
        </p>
      )}
    </div>
  );
}
