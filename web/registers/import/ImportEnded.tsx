// An import that is through: what it has written, or what was taken back of it.
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../../forms/label.ts';
import { Tag } from '../../parts/Tag.tsx';
import type { ImportDetail, RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { ReportLink } from './ReportLink.tsx';
import { TakeBack } from './TakeBack.tsx';
import { Counts, Kept, Refused } from './Told.tsx';

type Props = { register: RegisterDetail; job: ImportDetail };
export function ImportEnded({ register, job }: Props): ReactNode {
  const { t, language } = useWords();
  const { status, counts, undoneBy } = job;
  const n = (count: number): string => count.toLocaleString('en-US');
  return (
    <>
      <p className="import-ended">
        {status === 'failed' ? (
          <Tag tone="red" icon={CircleAlert}>
            {t('reg.import.failed')}
          </Tag>
        ) : (
          <Tag tone={status === 'done' ? 'green' : 'grey'} icon={status === 'done' ? CircleCheck : Undo2}>
            {t(`reg.import.${status as 'done'}`)}
          </Tag>
        )}
        {status === 'undone' && (
          <span role="status">
            {t('reg.import.wasUndone', { who: undoneBy?.name ?? '' })} ·{' '}
            {t('reg.import.backCount', { n: n(counts.back) })}
            {counts.kept > 0 && ` · ${t('reg.import.keptCount', { n: n(counts.kept) })}`}
          </span>
        )}
      </p>
      {status === 'failed' && <p>{t('reg.import.failedHint')}</p>}
      <Counts job={job} />
      <div className="import-verbs">
        <Link className="link" to="/registers/$register" params={{ register: register.key }}>
          {t('reg.import.open', { name: wordsIn(register.name, language) })}
        </Link>
        <ReportLink id={job.id} />
        <TakeBack register={register} job={job} />
      </div>
      <Kept job={job} />
      <Refused job={job} />
    </>
  );
}
