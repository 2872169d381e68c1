// What is chosen among the cases, and the verbs for all of them at once.
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/useWords.ts';
import { BulkDialog, type BulkVerb } from './BulkDialog.tsx';

const VERBS: Record<'stuck' | 'open', BulkVerb[]> = {
  stuck: ['retry', 'skip', 'suspend', 'cancel'],
  open: ['suspend', 'resume', 'cancel'],
};

type Props = { ids: string[]; stuck: boolean; onNone: () => void };

export function BulkBar({ ids, stuck, onNone }: Props): ReactNode {
  const { t } = useWords();
  const [verb, setVerb] = useState<BulkVerb>();
  if (ids.length === 0) return null;
  return (
    <section className="bulk-bar" aria-label={t('bulk.chosen', { count: ids.length })}>
      <strong>{t('bulk.chosen', { count: ids.length })}</strong>
      {VERBS[stuck ? 'stuck' : 'open'].map((one) => (
        <Button key={one} size="small" danger={one === 'cancel'} onClick={() => setVerb(one)}>
          {t(`bulk.verb.${one}`)}
        </Button>
      ))}
      <Button size="small" type="text" onClick={onNone}>
        {t('inbox.none')}
      </Button>
      {verb && (
        <BulkDialog
          verb={verb}
          selection={{ cases: ids }}
          onClose={() => setVerb(undefined)}
          onDone={() => {
            setVerb(undefined);
            onNone();
          }}
        />
      )}
    </section>
  );
}
