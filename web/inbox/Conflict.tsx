// Someone was faster: who, when, and that what I wrote is still here.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Refusal } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

type Props = { refusal: Refusal; task: TaskDetail; onNext: () => void };

export function Conflict({ refusal, task, onNext }: Props): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const at = refusal.at ?? task.closedAt;
  return (
    <div className="conflict" role="alert">
      <Users size={18} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{refusal.title}</strong>
        <p>
          {at ? `${stamp(at)} ` : ''}
          {refusal.detail}
        </p>
        <div>
          <Link to="/cases/$id" params={{ id: task.case }}>
            <Button size="small">{t('task.seeResult')}</Button>
          </Link>
          <Button size="small" type="text" onClick={onNext}>
            {t('task.next')}
          </Button>
        </div>
      </div>
    </div>
  );
}
