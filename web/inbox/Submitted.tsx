// A task that is done: what was filled in, only to read.
import type { ReactNode } from 'react';
import { Facts } from '../forms/Facts.tsx';
import type { TaskDetail } from '../reach/shapes.ts';
import type { Values } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';

export function Submitted({ task }: { task: TaskDetail }): ReactNode {
  const { t } = useWords();
  if (!task.form) return null;
  // What was on screen then; the case may hold something else today.
  const given = task.values as Values;
  return (
    <section>
      <h3>{t('task.submitted')}</h3>
      {task.submitted?.guest && <p className="quiet">{t('guest.filledIn', { name: task.submitted.guest })}</p>}
      <Facts fields={task.form.fields} values={given} />
      {task.submitted?.comment && (
        <p>
          <bdi>{task.submitted.comment}</bdi>
        </p>
      )}
    </section>
  );
}
