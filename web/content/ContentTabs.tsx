// One list of everything under the life cycle, a tab a kind.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Key, useWords } from '../words/useWords.ts';
import './content.css';

export const CONTENT_TABS: {
  to: '/processes' | '/parameters' | '/decision-tables' | '/structures' | '/pages' | '/packs';
  word: Key;
}[] = [
  { to: '/processes', word: 'rail.processes' },
  { to: '/parameters', word: 'param.title' },
  { to: '/decision-tables', word: 'tables.title' },
  { to: '/structures', word: 'struct.title' },
  { to: '/pages', word: 'pages.content.title' },
  { to: '/packs', word: 'packs.title' },
];

export function ContentTabs(): ReactNode {
  const { t } = useWords();
  return (
    <nav className="tabs content-tabs" aria-label={t('struct.kinds')}>
      {CONTENT_TABS.map(({ to, word }) => (
        <Link key={to} to={to} activeProps={{ className: 'is-here' }} activeOptions={{ includeSearch: false }}>
          {t(word)}
        </Link>
      ))}
    </nav>
  );
}
