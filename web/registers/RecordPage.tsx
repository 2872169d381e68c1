// A record on a page of its own: where a link leads, and what a phone shows.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useWords } from '../words/useWords.ts';
import { recordQuery, registerQuery } from './queries.ts';
import { RecordView } from './RecordView.tsx';
import { RegisterCrumbs } from './RegisterCrumbs.tsx';
import './registers.css';

export function RecordPage(): ReactNode {
  const { t } = useWords();
  const { register: key, key: record } = useParams({ from: '/in/registers/$register/records/$key' });
  const { store = '' } = useSearch({ from: '/in/registers/$register/records/$key' });
  const register = useQuery(registerQuery(key));
  const query = useQuery(recordQuery(key, record, store));
  return (
    <div className="record-page">
      <RegisterCrumbs register={key} title={query.data?.title ?? ''} />
      <Link to="/registers/$register" params={{ register: key }} className="link is-back">
        <ChevronLeft size={16} aria-hidden="true" /> {t('back')}
      </Link>
      <Shown query={register} skeleton={<Skeleton rows={6} lines={[60, 40]} height={72} />}>
        {(shown) => (
          <Shown query={query} skeleton={<Skeleton rows={6} lines={[60, 40]} height={72} />}>
            {(found) => <RecordView key={found.id} register={shown} record={found} />}
          </Shown>
        )}
      </Shown>
    </div>
  );
}
