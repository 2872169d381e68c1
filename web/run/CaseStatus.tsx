// How a case stands, as a tag.
import { Ban, CircleAlert, CircleCheck, CirclePlay, Pause } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tag } from '../parts/Tag.tsx';
import type { CaseItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';

export function CaseStatus({ item }: { item: Pick<CaseItem, 'status' | 'outcome' | 'incidents'> }): ReactNode {
  const { t } = useWords();
  if (item.status === 'ended') {
    if (item.outcome === 'completed' || item.outcome === 'terminated')
      return (
        <Tag tone="green" icon={CircleCheck}>
          {t('case.done')}
        </Tag>
      );
    if (item.outcome === 'error')
      return (
        <Tag tone="red" icon={CircleAlert}>
          {t('case.failed')}
        </Tag>
      );
    return (
      <Tag tone="line" icon={Ban}>
        {t(item.outcome === 'voided' ? 'case.voided' : item.outcome === 'refused' ? 'case.refused' : 'case.cancelled')}
      </Tag>
    );
  }
  if (item.incidents > 0)
    return (
      <Tag tone="red" icon={CircleAlert}>
        {t('case.stuck')}
      </Tag>
    );
  if (item.status === 'suspended') return <Tag icon={Pause}>{t('case.paused')}</Tag>;
  return (
    <Tag tone="accent" icon={CirclePlay}>
      {t('case.running')}
    </Tag>
  );
}
