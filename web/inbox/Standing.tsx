// Why nothing can be done here any more, who has it now, and that what I wrote is kept.
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Facts } from '../forms/Facts.tsx';
import type { Refusal } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import type { Values } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';
import { COMMENT } from './useSubmission.ts';
import { isGiven } from './useTaskVerbs.ts';

type Props = {
  task: TaskDetail;
  refusal: Refusal | undefined;
  typed: Values;
  onNext: () => void;
  onForget: () => void;
};

export function Standing({ task, refusal, typed, onNext, onForget }: Props): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const me = useMe();
  const { modal } = App.useApp();
  const wrote = task.form?.fields.filter(({ id }) => typed[id] !== undefined && typed[id] !== null) ?? [];
  const said = typed[COMMENT] ? String(typed[COMMENT]) : '';
  const { holding } = task;
  const words = (): { title: string; text: string; at: number | null } => {
    const byMe = isGiven(task) ? task.closedBy?.id === me.id : refusal?.who?.id === me.id;
    if (byMe) return { title: t('task.earlier'), text: t('task.earlierWhy'), at: refusal?.at ?? task.closedAt };
    if (refusal) return { title: refusal.title, text: refusal.detail, at: refusal.at ?? task.closedAt };
    if (task.state === 'withdrawn')
      return { title: t('task.withdrawn'), text: t('task.withdrawnWhy'), at: task.closedAt };
    if (isGiven(task))
      return { title: t('task.closedByOther', { who: task.closedBy?.name ?? '—' }), text: '', at: task.closedAt };
    if (holding?.kind === 'assigned' && holding.person)
      return {
        title: t('task.notYours'),
        text: t('task.given', { by: holding.by?.name ?? '—', who: holding.person.name }),
        at: holding.at,
      };
    return {
      title: t('task.notYours'),
      text: task.assignee ? t('task.heldBy', { who: task.assignee.name }) : t('task.free'),
      at: null,
    };
  };
  const { title, text, at } = words();
  return (
    <div className="conflict" role="alert">
      <Users size={18} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{title}</strong>
        <p>
          {at ? `${stamp(at)} ` : ''}
          {text}
        </p>
        <div>
          <Link to="/cases/$id" params={{ id: task.case }}>
            <Button size="small">{t('task.seeResult')}</Button>
          </Link>
          <Button size="small" type="text" onClick={onNext}>
            {t('task.next')}
          </Button>
        </div>
        {(wrote.length > 0 || said) && (
          <section className="kept">
            <h3>{t('task.youWrote')}</h3>
            <Facts fields={wrote} values={typed} />
            {said && (
              <p>
                <bdi>{said}</bdi>
              </p>
            )}
            <Button
              size="small"
              type="text"
              onClick={() =>
                modal.confirm({
                  title: t('task.forgetAsk'),
                  okText: t('task.forget'),
                  cancelText: t('cancel'),
                  onOk: onForget,
                })
              }
            >
              {t('task.forget')}
            </Button>
          </section>
        )}
      </div>
    </div>
  );
}
