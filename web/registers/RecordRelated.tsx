// What a record has to do with beside the cases about it; quiet where there is nothing.
import type { ReactNode } from 'react';
import { Related } from '../related/Related.tsx';
import { useRelated } from '../related/useRelated.ts';
import { useWords } from '../words/useWords.ts';

export function RecordRelated({ id }: { id: string }): ReactNode {
  const { t } = useWords();
  const { rows, count } = useRelated('record', id, 'subject');
  if (rows.data?.length === 0) return null;
  return (
    <section className="record-section">
      <h3>
        {t('talk.related')} <small>{count > 0 ? count : ''}</small>
      </h3>
      <Related rows={rows} />
    </section>
  );
}
