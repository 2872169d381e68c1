// Where a page of a register stands: 台账, which register, what of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { registerQuery } from './queries.ts';

export function RegisterCrumbs({ register, title }: { register: string; title: string }): ReactNode {
  const { t, language } = useWords();
  const name = useQuery(registerQuery(register)).data?.name;
  return (
    <Where>
      <nav className="crumbs" aria-label={t('crumbs')}>
        <Link to="/registers">{t('rail.registers')}</Link>
        <ChevronRight size={14} aria-hidden="true" />
        {name && (
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
