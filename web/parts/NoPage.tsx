// An address that leads nowhere.
import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';
import { Empty } from './Empty.tsx';

export function NoPage(): ReactNode {
  const { t } = useWords();
  return (
    <div className="page">
      <Empty icon={MapPinOff} title={t('noPage.title')} hint={t('noPage.hint')}>
        <Link to="/work">{t('noPage.back')}</Link>
      </Empty>
    </div>
  );
}
