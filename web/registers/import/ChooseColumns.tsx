// Which column of the file fills which field: guessed by their names or as it was chosen last, with the first rows beside.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { isWritten } from '../../../records/register.ts';
import { labelIn } from '../../forms/label.ts';
import { Failed } from '../../parts/Failed.tsx';
import { List } from '../../parts/List.tsx';
import { ask, importApi } from '../../reach/client.ts';
import type { ImportDetail, RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { reread } from './queries.ts';

type Props = { register: RegisterDetail; job: ImportDetail };
export function ChooseColumns({ register, job }: Props): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const [columns, setColumns] = useState(job.columns);
  const look = useMutation({
    mutationFn: () => ask(importApi.imports[':id'].check.$post({ param: { id: job.id }, json: { columns } })),
    onSuccess: () => reread(queries, job.id, register.key),
  });
  const fields = register.fields.filter(isWritten);
  const key = register.fields.find(({ id }) => id === register.keyField);
  const noKey = !key
    ? t('reg.import.noKeyField')
    : columns.includes(key.id)
      ? undefined
      : t('reg.import.noKey', { field: labelIn(key, language) });
  const choose = (at: number, field: string | null): void =>
    // A field is filled by one column: the one chosen last.
    setColumns(columns.map((one, n) => (n === at ? field : one === field ? null : one)));
  return (
    <section>
      <h3>{t('reg.import.columns')}</h3>
      <p className="quiet">{t('reg.import.columnsHint')}</p>
      <List
        rows={{
          data: job.heads.map((head, at) => ({ head, at })),
          isError: false,
          error: undefined,
          refetch: () => {},
        }}
        idOf={({ at }) => String(at)}
        empty={null}
        columns={[
          { id: 'head', head: t('reg.import.column'), cell: ({ head }) => <bdi className="cut">{head || '—'}</bdi> },
          {
            id: 'sample',
            head: t('reg.import.sample'),
            gives: 1,
            className: 'quiet import-sample',
            cell: ({ at }) => (
              <span className="cut">
                {job.sample
                  .map((cells) => cells[at])
                  .filter(Boolean)
                  .slice(0, 3)
                  .join(' · ') || '—'}
              </span>
            ),
          },
          {
            id: 'field',
            head: t('reg.import.field'),
            cell: ({ head, at }) => (
              <Select
                className="import-field"
                aria-label={t('reg.import.fieldOf', { column: head })}
                value={columns[at] ?? ''}
                onChange={(field: string) => choose(at, field || null)}
                popupMatchSelectWidth={false}
                options={[
                  { value: '', label: t('reg.import.leave') },
                  ...fields.map((field) => ({ value: field.id, label: labelIn(field, language) })),
                ]}
              />
            ),
          },
        ]}
      />
      {noKey && (
        <p className="import-warning" role="status">
          {noKey}
        </p>
      )}
      {look.isError && <Failed error={look.error} onAgain={() => look.mutate()} />}
      <div className="import-verbs">
        <Button type="primary" disabled={noKey !== undefined} loading={look.isPending} onClick={() => look.mutate()}>
          {t('reg.import.look')}
        </Button>
      </div>
    </section>
  );
}
