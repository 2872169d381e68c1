// The limit of a task at the right of its head: until when, for what, how much is gone, what happens next; or that the clock stands.
import { Pause } from 'lucide-react';
import type { ReactNode } from 'react';
import { DueMark } from '../parts/DueMark.tsx';
import type { TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { dayOf } from '../time/shop-time.ts';
import { useWords } from '../words/useWords.ts';

type Ahead = NonNullable<TaskDetail['limit']>['ahead'][number];

export function Limit({ task }: { task: TaskDetail }): ReactNode {
  const { due, limit } = task;
  if (limit?.stands && limit.left !== null && due === null) return <Stands left={limit.left} />;
  return due === null ? null : <Runs task={task} due={due} />;
}

function Stands({ left }: { left: number }): ReactNode {
  const { t } = useWords();
  const { span } = useTime();
  return (
    <div className="deadline is-calm">
      <div>
        <span className="due is-calm is-head">
          <Pause size={16} strokeWidth={2} aria-hidden="true" />
          {t('clock.left', { span: span(left) })}
        </span>
      </div>
      <p>{t('clock.stands')}</p>
    </div>
  );
}

function Runs({ task, due }: { task: TaskDetail; due: number }): ReactNode {
  const { t } = useWords();
  const { now, zone, due: words, stamp, limit: said } = useTime();
  const { urgency, gone } = words(due, task.createdAt);
  const today = dayOf(due, zone) === dayOf(now, zone);
  const { kind, duration, calendar, ahead = [] } = task.limit ?? {};
  const by = t(kind === 'response' ? 'clock.takenBefore' : 'task.before', { time: stamp(due) });
  const limit = duration && said({ duration, calendar: calendar ?? null }, task.createdAt);
  const when = today ? t('task.since', { since: stamp(task.createdAt) }) : by;
  const next = ahead.find(({ at }) => at > now);
  return (
    <div className={`deadline is-${urgency}`}>
      <div>
        <DueMark due={due} since={task.createdAt} size="head" />
        {today && <span className="deadline-at">{by}</span>}
      </div>
      <div className="deadline-bar" aria-hidden="true">
        <i style={{ width: `${Math.round(gone * 100)}%` }} />
        <b style={{ left: '50%' }} />
        <b style={{ left: '80%' }} />
      </div>
      <p>
        {limit && <span>{limit} · </span>}
        <span>{when}</span>
      </p>
      {next && <Next rung={next} />}
    </div>
  );
}

const ACTS = ['remind', 'cc', 'escalate', 'reassign', 'vote:agree', 'vote:refuse'] as const;

function Next({ rung: { at, act, to } }: { rung: Ahead }): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const known = ACTS.find((one) => one === act) ?? 'raise';
  return <p>{t(`clock.next.${known}`, { time: stamp(at), who: to.join(t('clock.and')) || t('clock.nobody') })}</p>;
}
