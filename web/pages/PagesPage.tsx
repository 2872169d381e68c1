// 文档: all pages as what a manager may change.
import { Link } from '@tanstack/react-router';
import { BookOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { ContentList } from '../content/ContentList.tsx';
import { useWords } from '../words/useWords.ts';

export function PagesPage(): ReactNode {
  const { t } = useWords();
  return (
    <ContentList
      kind="page"
      icon={BookOpen}
      words={{
        title: t('pages.content.title'),
        find: t('pages.content.find'),
        make: t('pages.content.make'),
        head: t('pages.content.head'),
        none: t('pages.none'),
        noneHint: t('pages.noneHint'),
      }}
      name={({ key }, words) => (
        <Link to="/pages/$key" params={{ key }} className="cut">
          {words}
        </Link>
      )}
    />
  );
}
