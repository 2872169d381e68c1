// What was brought in before: who, when, which file, how many; and the way back.
import { FileUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { List } from '../../parts/List.tsx';
import { usePages } from '../../parts/usePages.ts';
import type { RegisterDetail } from '../../reach/shapes.ts';
import { useTime } from '../../time/ShopTime.tsx';
import { useWords } from '../../words/useWords.ts';
import { askImports, importsKey } from './queries.ts';
import { TakeBack } from './TakeBack.tsx';

type Props = { register: RegisterDetail; onOpen: (id: string) => void };
export function EarlierImports({ register, onOpen }: Props): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const rows = usePages(importsKey(register.key), (from) => askImports(register.key, from));
  const count = (n: number): ReactNode => n.toLocaleString('en-US');
  return (
    <section className="import-earlier">
      <h2>{t('reg.import.earlier')}</h2>
      <List
        rows={rows}
        idOf={({ id }) => id}
        empty={<Empty icon={FileUp} title={t('reg.import.none')} hint={t('reg.import.noneHint')} />}
        columns={[
          {
            id: 'file',
            head: t('reg.import.file'),
            cell: ({ id, file }) => (
              <button type="button" className="owner cut" onClick={() => onOpen(id)}>
                <bdi>{file}</bdi>
              </button>
            ),
          },
          { id: 'by', head: t('reg.import.who'), cell: ({ by }) => by?.name ?? '–' },
          {
            id: 'at',
            head: t('reg.import.when'),
            gives: 1,
            className: 'quiet is-number',
            cell: ({ at }) => momentOfReal(at),
          },
          {
            id: 'counts',
            head: t('reg.import.result'),
            cell: ({ counts, status }) => (
              <span className="import-result">
                {status !== 'done' && <span>{t(`reg.import.status.${status as 'done'}`)}</span>}
                <span>{t('reg.import.new', { n: String(count(counts.new)) })}</span>
                <span>{t('reg.import.changed', { n: String(count(counts.changed)) })}</span>
                {counts.refused > 0 && (
                  <span className="is-bad">{t('reg.import.refused', { n: String(count(counts.refused)) })}</span>
                )}
              </span>
            ),
          },
          {
            id: 'undo',
            head: t('reg.import.undo'),
            unseen: true,
            className: 'is-end',
            cell: (job) => <TakeBack register={register} job={job} onBegun={() => onOpen(job.id)} />,
          },
        ]}
      />
    </section>
  );
}
