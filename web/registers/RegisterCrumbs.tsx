// Where a page of a register stands: 台账, which register, what of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { registerQuery } from './queries.ts';

type Props = {
  /** Absent: the page is the register's own. */
  register?: string;
  title: string;
};

export function RegisterCrumbs({ register, title }: Props): ReactNode {
  const { t, language } = useWords();
  const name = useQuery({ ...registerQuery(register ?? ''), enabled: register !== undefined }).data?.name;
  return (
    <Where>
      <nav className="crumbs" aria-label={t('crumbs')}>
        <Link to="/registers">{t('rail.registers')}</Link>
        <ChevronRight size={14} aria-hidden="true" />
        {register !== undefined && name && (
          <>
            <Link to="/registers/$register" params={{ register }}>
              {wordsIn(name, language)}
            </Link>
            <ChevronRight size={14} aria-hidden="true" />
          </>
        )}
        <h1 className="top-title cut">{title}</h1>
      </nav>
    </Where>
  );
}
