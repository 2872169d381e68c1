// A task that is done: what was filled in, only to read.
import type { ReactNode } from 'react';
import { Facts } from '../forms/Facts.tsx';
import type { Values } from '../forms/FormView.tsx';
import type { TaskDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';

export function Submitted({ task }: { task: TaskDetail }): ReactNode {
  const { t } = useWords();
  if (!task.form) return null;
  const given = { ...(task.values as Values), ...(task.submitted?.values as Values | undefined) };
  return (
    <section>
      <h3>{t('task.submitted')}</h3>
      <Facts fields={task.form.fields} values={given} />
      {task.submitted?.comment && <p>{task.submitted.comment}</p>}
    </section>
  );
}
