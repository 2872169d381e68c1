// The drawn process with where this case stands, live.
import { type ReactNode, useMemo } from 'react';
import { Viewer } from '../../designer/Viewer.tsx';
import type { CaseDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { caseStates } from './case-states.ts';

type Props = { detail: CaseDetail; legend?: boolean; onSelect?: (id: string | undefined) => void };

export function CasePicture({ detail, legend = true, onSelect }: Props): ReactNode {
  const { t, language } = useWords();
  const { due } = useTime();
  const states = useMemo(
    () =>
      caseStates(detail, {
        due,
        waiting: (kind) => t(kind === 'message' ? 'case.waitsMessage' : kind === 'job' ? 'case.working' : 'case.waits'),
        many: (count) => t('case.many', { count }),
        stuck: t('case.stuck'),
      }),
    [detail, due, t],
  );
  return (
    <Viewer
      model={detail.model}
      states={states}
      takenFlows={detail.taken}
      language={language}
      legend={legend}
      {...(onSelect && { onSelect })}
    />
  );
}
