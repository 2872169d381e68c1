// One verb for many cases: what it needs to know, what it would do, then why, then how far it is and what became of each.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, bulkApi } from '../reach/client.ts';
import type { CaseItem } from '../reach/shapes.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { AssignAction, MoveAction } from './BulkAction.tsx';
import { type Action, type BulkVerb, jobQuery, refusedKey, type Selection } from './bulk.ts';
import { JobResult } from './JobResult.tsx';
import type { MoveDraft } from './MoveRow.tsx';
import { ReasonField } from './ReasonField.tsx';

type Props = {
  verb: BulkVerb;
  selection: Selection;
  /** What is chosen, where it is to be moved. */
  cases?: CaseItem[];
  /** Whom it is taken from. */
  not?: string | undefined;
  /** Who is to have them, where that was said already. */
  to?: string | undefined;
  onClose: () => void;
  onDone: () => void;
};

const TOUCHED = ['cases', 'case', 'history', 'incidents', 'overview', 'tasks', 'task', 'team', 'counts', 'bulk'];

export function BulkDialog({ verb, selection, cases = [], not, to, onClose, onDone }: Props): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reason, setReason, forget] = useKeptText(`bulk:${verb}`);
  const [send] = useState(attempts);
  const [assign, setAssign] = useState<Action | undefined>(to === undefined ? undefined : { do: 'assign', person: to });
  const [move, setMove] = useState<MoveDraft>({
    key: 0,
    from: cases[0]?.at[0]?.element ?? '',
    to: undefined,
    where: 'before',
  });
  const action = actionOf(verb, move, assign);
  const preview = useQuery({
    queryKey: ['bulk', 'preview', selection, action],
    queryFn: () => ask(bulkApi.bulk.preview.$post({ json: { selection, action: action as Action, reason: '—' } })),
    enabled: action !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const begin = useMutation({
    mutationFn: () =>
      send({ selection, action: action as Action, reason: reason.trim() }, (sent) => ask(bulkApi.bulk.$post(sent))),
    onSuccess: forget,
  });
  const id = begin.data?.id;
  const job = useQuery({ ...jobQuery(id ?? ''), enabled: id !== undefined }).data;
  const finish = useCallback((): void => {
    for (const key of TOUCHED) void queries.invalidateQueries({ queryKey: [key] });
    onDone();
  }, [queries, onDone]);
  const done = job?.waiting === 0;
  // Of one alone there is nothing more to read.
  const clean = job?.total === 1 && job.done === 1;
  useEffect(() => {
    if (!clean) return;
    void message.success(t('bulk.one'));
    finish();
  }, [clean, message, t, finish]);
  return (
    <Modal
      open
      title={t(`bulk.verb.${verb}`)}
      onCancel={id ? finish : onClose}
      footer={
        id ? (
          <Button type="primary" onClick={finish}>
            {t(done ? 'close' : 'bulk.goesOn')}
          </Button>
        ) : (
          [
            <Button key="no" onClick={onClose}>
              {t('cancel')}
            </Button>,
            <Button
              key="yes"
              type="primary"
              danger={verb === 'cancel'}
              disabled={!reason.trim() || !action || preview.isPlaceholderData || !preview.data?.would}
              loading={begin.isPending}
              onClick={() => begin.mutate()}
            >
              {t('bulk.do', { verb: t(`bulk.verb.${verb}`), count: preview.data?.total ?? 0 })}
            </Button>,
          ]
        )
      }
    >
      {job ? (
        <JobResult job={job} />
      ) : (
        <div className="verb-form">
          {verb === 'move' && <MoveAction cases={cases} move={move} onChange={setMove} />}
          {verb === 'assign' && (
            <AssignAction not={not} person={assign?.do === 'assign' ? assign.person : undefined} onChange={setAssign} />
          )}
          {action && (
            <Shown query={preview} skeleton={<Skeleton rows={2} lines={[60]} height={40} />}>
              {({ total, more, tried, would, refused, first }) => (
                <div className="bulk-would">
                  <p>
                    {t(tried === total && would === total ? 'bulk.wouldAll' : 'bulk.would', { total, tried, would })}
                    {more && ` ${t('bulk.more', { total })}`}
                  </p>
                  {refused.map(({ code, count }) => (
                    <p key={code} className="quiet">
                      {t('bulk.wouldNot', { count, why: t(refusedKey(code)) })}
                    </p>
                  ))}
                  <p className="quiet">
                    {first.map((one) => one.title ?? one.businessKey ?? one.case).join(' · ')}
                    {total > first.length && ' …'}
                  </p>
                </div>
              )}
            </Shown>
          )}
          <ReasonField value={reason} required onChange={setReason} />
          {begin.isError && <Failed error={begin.error} />}
        </div>
      )}
    </Modal>
  );
}

/** Undefined where it is not known yet what is wanted. */
function actionOf(verb: BulkVerb, { from, to, where }: MoveDraft, assign: Action | undefined): Action | undefined {
  if (verb === 'assign') return assign;
  if (verb === 'move') return from && to ? { do: verb, from, to, where } : undefined;
  return { do: verb };
}
