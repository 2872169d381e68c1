// What became, or would become, of the rows: numbers in words, and the rows that need somebody.
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Message } from '../../../words/message.ts';
import { sayOfRecord } from '../../../words/records.ts';
import { labelIn } from '../../forms/label.ts';
import type { ImportDetail, RegisterDetail } from '../../reach/shapes.ts';
import { useTime } from '../../time/ShopTime.tsx';
import { valueWords } from '../../values/value-words.ts';
import { useWords } from '../../words/useWords.ts';

export function Counts({ job }: { job: ImportDetail }): ReactNode {
  const { t } = useWords();
  const { counts, total } = job;
  const n = (count: number): string => count.toLocaleString('en-US');
  return (
    <>
      <p className="import-counts" role="status">
        {t('reg.import.all', { total: n(total) })}
        {(['new', 'changed', 'same', 'refused'] as const).map((what) => (
          <span key={what} className={`is-${what} ${counts[what] === 0 ? 'is-none' : ''}`}>
            {t(`reg.import.${what}`, { n: n(counts[what]) })}
          </span>
        ))}
      </p>
      {counts.new + counts.changed + counts.refused === 0 && (
        <p>
          <strong>{t('reg.import.nothing')}</strong>
        </p>
      )}
    </>
  );
}

export function Refused({ job }: { job: ImportDetail }): ReactNode {
  const { t } = useWords();
  if (job.refused.length === 0) return null;
  return (
    <Rows
      title={t('reg.import.refusedTitle')}
      hint={t('reg.import.refusedHint')}
      rows={job.refused}
      all={job.counts.refused}
    />
  );
}
export function Kept({ job }: { job: ImportDetail }): ReactNode {
  const { t } = useWords();
  if (job.kept.length === 0) return null;
  return <Rows title={t('reg.import.keptTitle')} rows={job.kept} all={job.counts.kept} />;
}

type Row = { row: number; key: string | null; why: Message };
function Rows({ title, hint, rows, all }: { title: string; hint?: string; rows: Row[]; all: number }): ReactNode {
  const { t, language } = useWords();
  return (
    <section className="import-rows">
      <h3>{title}</h3>
      {hint && <p className="quiet">{hint}</p>}
      <ul>
        {rows.map(({ row, key, why }) => (
          <li key={row}>
            <span className="quiet">{t('reg.import.row', { n: row })}</span> <bdi>{key}</bdi>
            <span>{sayOfRecord(why, language)}</span>
          </li>
        ))}
      </ul>
      {all > rows.length && <p className="quiet">{t('reg.import.firstOf', { n: rows.length })}</p>}
    </section>
  );
}

export function Changes({ register, job }: { register: RegisterDetail; job: ImportDetail }): ReactNode {
  const { t, language } = useWords();
  const { zone } = useTime();
  const { changes } = job.found;
  if (changes.length === 0) return null;
  return (
    <section className="import-rows">
      <h3>{t('reg.import.changes')}</h3>
      <ul>
        {changes.map(({ row, key, fields }) => (
          <li key={row}>
            <span className="quiet">{t('reg.import.row', { n: row })}</span> <bdi>{key}</bdi>
            {fields.map(({ field: id, before, after }) => {
              const field = register.fields.find((one) => one.id === id);
              const words = (one: unknown): string =>
                valueWords(one, { type: field?.type ?? 'any', field }, { language, zone }) || '—';
              return (
                <span key={id} className="import-change">
                  {field ? labelIn(field, language) : id} <s>{words(before)}</s>
                  <ArrowRight size={12} strokeWidth={1.75} aria-label={t('reg.became')} /> {words(after)}
                </span>
              );
            })}
          </li>
        ))}
      </ul>
      {job.counts.changed > changes.length && <p className="quiet">{t('reg.import.firstOf', { n: changes.length })}</p>}
    </section>
  );
}
