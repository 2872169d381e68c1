// The drawn process with where this case stands, live.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { Viewer } from '../../designer/Viewer.tsx';
import { rolesQuery } from '../processes/queries.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { Choosable } from '../registers/Choosable.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { caseStates } from './case-states.ts';

type Props = { detail: CaseDetail; legend?: boolean; onSelect?: (id: string | undefined) => void };

const NOTHING: never[] = [];

export function CasePicture({ detail, legend = true, onSelect }: Props): ReactNode {
  const { t, language } = useWords();
  const { due } = useTime();
  const known = useQuery(rolesQuery).data;
  const roles = useMemo(
    () => known?.items.map((role) => ({ id: role.id, name: named(role, language) })) ?? NOTHING,
    [known, language],
  );
  const states = useMemo(
    () =>
      caseStates(detail, {
        due,
        waiting: (kind) => t(kind === 'message' ? 'case.waitsMessage' : kind === 'job' ? 'case.working' : 'case.waits'),
        many: (count) => t('case.many', { count }),
        stuck: t('case.stuck'),
        paused: t('case.paused'),
        skipped: t('case.skipped'),
      }),
    [detail, due, t],
  );
  return (
    <Choosable>
      <Viewer
        model={detail.model}
        states={states}
        takenFlows={detail.taken}
        language={language}
        legend={legend}
        roles={roles}
        {...(onSelect && { onSelect })}
      />
    </Choosable>
  );
}
