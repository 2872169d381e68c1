// A step that another person has to decide: whoever is shut out is told who could take it.
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { listed } from '../../words/say.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';

export function SomebodyElse({ others: { people, more } }: { others: NonNullable<TaskDetail['others']> }): ReactNode {
  const { t, language } = useWords();
  const who = listed([...people.map(({ name }) => name), ...(more ? [t('task.andOthers')] : [])], language);
  return (
    <div className="conflict" role="note">
      <Users size={18} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{t('task.excluded')}</strong>
        <p>{who ? t('task.excludedOthers', { who }) : t('task.excludedNobody')}</p>
      </div>
    </div>
  );
}
