// The clock of a task in a row: how long is left, for what; or that it stands. No word where there is no limit is the row's to say.
import { AlarmClock, Pause } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TaskItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { DueMark } from './DueMark.tsx';

type Clocked = Pick<TaskItem, 'due' | 'createdAt' | 'response' | 'timeLeft' | 'escalatedAt'>;
export const hasClock = ({ due, timeLeft }: Pick<Clocked, 'due' | 'timeLeft'>): boolean =>
  due !== null || timeLeft !== null;

export function ClockMark({ of: { due, createdAt, response, timeLeft, escalatedAt } }: { of: Clocked }): ReactNode {
  const { t } = useWords();
  const { span } = useTime();
  if (due === null && timeLeft !== null)
    return (
      <span className="due is-calm is-row" title={t('clock.stands')}>
        <Pause size={14} strokeWidth={2} aria-hidden="true" />
        {t('clock.left', { span: span(timeLeft) })}
      </span>
    );
  if (due === null) return null;
  return (
    <>
      {escalatedAt !== null && (
        <AlarmClock className="is-red" size={14} strokeWidth={2} role="img" aria-label={t('clock.escalated')} />
      )}
      {response && <span className="due-for">{t('clock.response')}</span>}
      <DueMark due={due} since={createdAt} />
    </>
  );
}
