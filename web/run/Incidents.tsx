// Stuck work of a case: what failed, and again or skip, each with a reason.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { CircleAlert, RotateCcw, SkipForward } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { api, ask, intent } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { nameOf, type Told } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { AskReason } from './AskReason.tsx';

type Props = { detail: CaseDetail; told: Told; canAct: boolean };
type Asked = { incident: string; action: 'retry' | 'skip' | 'continue' };

export function Incidents({ detail, told, canAct }: Props): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const resolve = useMutation({
    mutationFn: ({ incident, action, reason }: Asked & { reason: string }) =>
      ask(
        api.cases[':id'].incidents[':incident'].resolve.$post({
          param: { id: detail.id, incident },
          header: intent(),
          json: { action, ...(reason && { reason }) },
        }),
      ),
    onSuccess: () => {
      setAsked(undefined);
      void queries.invalidateQueries({ queryKey: ['case', detail.id] });
      void queries.invalidateQueries({ queryKey: ['history', detail.id] });
    },
  });
  return (
    <section className="incidents">
      {detail.open.map(({ id, element, kind, message, openedAt }) => {
        const at = told.definition.elements[element];
        return (
          <article key={id}>
            <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
            <div>
              <strong>{t('case.stuckAt', { step: at ? nameOf(at, told) : element })}</strong>{' '}
              <time>{stamp(openedAt)}</time>
              <p>{message}</p>
              {canAct && (
                <div>
                  <Button size="small" onClick={() => setAsked({ incident: id, action: 'retry' })}>
                    <RotateCcw size={14} strokeWidth={1.75} /> {t('case.retry')}
                  </Button>
                  {kind === 'joinStuck' ? (
                    <Button size="small" type="text" onClick={() => setAsked({ incident: id, action: 'continue' })}>
                      <SkipForward size={14} strokeWidth={1.75} /> {t('case.letGo')}
                    </Button>
                  ) : (
                    <Button size="small" type="text" onClick={() => setAsked({ incident: id, action: 'skip' })}>
                      <SkipForward size={14} strokeWidth={1.75} /> {t('case.skip')}
                    </Button>
                  )}
                </div>
              )}
            </div>
          </article>
        );
      })}
      <AskReason
        open={asked !== undefined}
        title={asked ? t(`case.ask.${asked.action}`) : ''}
        hint={asked ? t(`case.askHint.${asked.action}`) : ''}
        verb={asked ? t(asked.action === 'continue' ? 'case.letGo' : `case.${asked.action}`) : ''}
        required={asked !== undefined && asked.action !== 'retry'}
        busy={resolve.isPending}
        failed={resolve.isError && <Failed error={resolve.error} />}
        onCancel={() => {
          resolve.reset();
          setAsked(undefined);
        }}
        onOk={(reason) => asked && resolve.mutate({ ...asked, reason })}
      />
    </section>
  );
}
