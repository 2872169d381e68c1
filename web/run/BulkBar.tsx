// What is chosen among the cases, and the verbs for all of them at once.
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { CaseItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { BulkDialog } from './BulkDialog.tsx';
import type { BulkVerb } from './bulk.ts';

const VERBS: Record<'stuck' | 'open', BulkVerb[]> = {
  stuck: ['retry', 'skip', 'move', 'assign', 'suspend', 'cancel'],
  open: ['assign', 'move', 'suspend', 'resume', 'cancel'],
};

type Props = { cases: CaseItem[]; stuck: boolean; onNone: () => void };

export function BulkBar({ cases, stuck, onNone }: Props): ReactNode {
  const { t } = useWords();
  const [verb, setVerb] = useState<BulkVerb>();
  return (
    <section className="bulk-bar" aria-label={t('bulk.chosen', { count: cases.length })}>
      <strong>{t('bulk.chosen', { count: cases.length })}</strong>
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
          selection={{ cases: cases.map(({ id }) => id) }}
          cases={cases}
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
