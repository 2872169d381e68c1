// This task is submitted, and waits on this device for the network.
import { Button } from 'antd';
import { CloudUpload } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { sendWaiting, withdraw } from './outbox.ts';
import './offline.css';

/** @param at since when, by this machine's clock */
export function Waits({ task, at }: { task: string; at: number }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { stampOfReal } = useTime();
  return (
    <div className="waits" role="status">
      <CloudUpload size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{t('offline.waits')}</strong>
        <p>{t('offline.waitsHint', { time: stampOfReal(new Date(at).toISOString()) })}</p>
        <Button size="small" onClick={() => void sendWaiting(me.id)}>
          {t('failed.again')}
        </Button>
        <Button size="small" type="text" onClick={() => withdraw(task)}>
          {t('offline.withdraw')}
        </Button>
      </div>
    </div>
  );
}
