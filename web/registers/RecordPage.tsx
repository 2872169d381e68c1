// A record on a page of its own: where a link leads, and what a phone shows.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { recordQuery, registerQuery } from './queries.ts';
import { RecordView } from './RecordView.tsx';
import './registers.css';

export function RecordPage(): ReactNode {
  const { t, language } = useWords();
  const { register: key, key: record } = useParams({ from: '/in/registers/$register/records/$key' });
  const register = useQuery(registerQuery(key));
  const query = useQuery(recordQuery(key, record));
  return (
    <div className="record-page">
      <Where>
        <nav className="crumbs" aria-label={t('crumbs')}>
          <Link to="/registers">{t('rail.registers')}</Link>
          <ChevronRight size={14} aria-hidden="true" />
          {register.data && (
            <>
              <Link to="/registers/$register" params={{ register: key }}>
                {wordsIn(register.data.name, language)}
              </Link>
              <ChevronRight size={14} aria-hidden="true" />
            </>
          )}
          <h1 className="top-title cut">{query.data?.title ?? ''}</h1>
        </nav>
      </Where>
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
