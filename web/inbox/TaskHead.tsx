// The head of a task: path, title and object, who holds it; the deadline at the right.
import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { ChevronLeft, ChevronRight, Flag, Printer, Route, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Holding } from '../parts/Avatar.tsx';
import { PausedMark } from '../parts/Paused.tsx';
import type { Width } from '../parts/useWidth.ts';
import { lastOf } from '../people/last-of.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { Limit } from './Limit.tsx';

type Props = { task: TaskDetail; width: Width; onClose: () => void };
const URGENT = 80;

export const TaskHead = memo(function TaskHead({ task, width, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const phone = width === 'phone';
  const title = named(task, language);
  const object = task.title ?? task.number ?? '';
  if (phone)
    return (
      <header className="task-head is-phone">
        <div className="task-bar">
          <button type="button" className="act is-big" aria-label={t('back')} onClick={onClose}>
            <ChevronLeft size={22} strokeWidth={1.75} />
          </button>
          <div className="cut">
            <h1 className="cut">{title}</h1>
            <h2 className="unseen">{t('task.label')}</h2>
            <span className="cut">
              <bdi>{object}</bdi>
            </span>
          </div>
        </div>
        {task.state === 'open' && !task.pause && <Limit task={task} />}
      </header>
    );
  return (
    <header className="task-head">
      <div className="task-what">
        <p className="task-path">
          <Route size={14} strokeWidth={1.75} aria-hidden="true" />
          {named(task.process, language)}
          <ChevronRight size={12} aria-hidden="true" />
          <Link to="/cases/$id" params={{ id: task.case }}>
            {task.number ?? t('task.case')}
          </Link>
        </p>
        <h2>
          {title}{' '}
          <span>
            <bdi>{object}</bdi>
          </span>
        </h2>
        <Holder task={task} />
      </div>
      <div className="task-side">
        <div className="task-acts">
          <Tooltip title={t('print.print')}>
            <Link
              className="act"
              to="/print/tasks/$id"
              params={{ id: task.id }}
              target="_blank"
              aria-label={t('print.print')}
            >
              <Printer size={16} strokeWidth={1.75} />
            </Link>
          </Tooltip>
          <Tooltip title={t('close')}>
            <button type="button" className="act" aria-label={t('close')} onClick={onClose}>
              <X size={16} strokeWidth={1.75} />
            </button>
          </Tooltip>
        </div>
        {task.pause && task.state === 'open' ? <PausedMark /> : task.state === 'open' && <Limit task={task} />}
      </div>
    </header>
  );
});

function Holder({ task }: { task: TaskDetail }): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const { momentWithin } = useTime();
  const from = task.from && named(task.from, language);
  const words = (): string => {
    if (task.state === 'withdrawn') return t('task.withdrawn');
    if (task.state === 'closed')
      return t('task.closedBy', {
        who: task.closedBy?.name ?? '—',
        when: task.closedAt ? momentWithin(task.closedAt) : '',
      });
    if (task.state === 'submitted')
      return t('task.submittedBy', {
        who: task.closedBy?.name ?? '—',
        when: task.closedAt ? momentWithin(task.closedAt) : '',
      });
    if (task.state === 'parked') return t('task.parked');
    if (!task.assignee) return t('task.free');
    if (task.heldFor) {
      const { name: absent, until } = task.heldFor;
      const when = until === null ? '' : momentWithin(lastOf(until));
      return task.assignee.id === me.id
        ? t('absence.held', { who: absent, until: when })
        : t('absence.heldBy', { who: task.assignee.name, absent, until: when });
    }
    if (task.assignee.id !== me.id) return t('task.heldBy', { who: task.assignee.name });
    return t('task.mine');
  };
  return (
    <p className="task-holder">
      <Holding name={(task.closedBy ?? task.assignee)?.name} />
      {words()}
      {from && <span> · {t('task.from', { from })}</span>}
      {task.priority >= URGENT && (
        <span className="is-amber">
          {' · '}
          <Flag size={12} strokeWidth={2} aria-hidden="true" /> {t('inbox.urgent')}
        </span>
      )}
    </p>
  );
}
