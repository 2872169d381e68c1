// Where a record of a tree stands: what is above it, and how many are below.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { countQuery } from './queries.ts';

type Props = { register: RegisterDetail; record: RecordItem };

const branchOf = ({ parentField = '' }: RegisterDetail, { key }: RecordItem) => [
  { field: parentField, is: 'under' as const, value: key },
];
/** All below it, however deep. */
export function useBelow(register: RegisterDetail, record: RecordItem): { count: number; more: boolean } {
  const asks = register.kind === 'tree' && (record.below ?? 0) > 0;
  const { data } = useQuery({ ...countQuery(register.key, { where: branchOf(register, record) }), enabled: asks });
  return { count: asks && data ? data.n - 1 : 0, more: data?.more === true };
}

export function RecordWay({ register, record }: Props): ReactNode {
  const { t } = useWords();
  const { count, more } = useBelow(register, record);
  return (
    <p className="record-way quiet">
      {record.way?.map(({ key, title }, at) => (
        <Fragment key={key}>
          {at > 0 && <span aria-hidden="true">›</span>}
          <Link
            to="/registers/$register/records/$key"
            params={{ register: register.key, key }}
            search={{ store: record.store || undefined }}
            className="link"
          >
            <bdi>{title}</bdi>
          </Link>
        </Fragment>
      ))}
      {record.way?.length === 0 && t('reg.tree.top')}
      {count > 0 && (
        <Link
          to="/registers/$register"
          params={{ register: register.key }}
          search={{ where: branchOf(register, record) }}
          className="link record-below"
        >
          {t('reg.tree.below', { count: `${count}${more ? '+' : ''}` })}
        </Link>
      )}
    </p>
  );
}
