// Where nothing is yet: how a shop begins, each way leading to its page.
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Sprout } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { useMe } from '../session/useMe.ts';
import { useWords } from '../words/useWords.ts';

export function Begin({ title, hint }: { title: string; hint: string }): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  const { level } = useMe();
  return (
    <Empty icon={Sprout} title={title} hint={hint}>
      <div className="begin">
        <Button type="primary" onClick={() => void navigate({ to: '/processes' })}>
          {t('today.begin.draw')}
        </Button>
        <Button onClick={() => void navigate({ to: '/packs' })}>{t('today.begin.pack')}</Button>
        {level === 'admin' && (
          <Button onClick={() => void navigate({ to: '/people' })}>{t('today.begin.people')}</Button>
        )}
      </div>
    </Empty>
  );
}
