// 判定表: the decisions of the shop, which several processes ask.
import { Link } from '@tanstack/react-router';
import { Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { ContentList } from '../content/ContentList.tsx';
import { useWords } from '../words/useWords.ts';

export function DecisionTablesPage(): ReactNode {
  const { t } = useWords();
  return (
    <ContentList
      kind="decision"
      icon={Table2}
      words={{
        title: t('tables.title'),
        find: t('tables.find'),
        make: t('tables.new'),
        head: t('tables.head'),
        none: t('tables.none'),
        noneHint: t('tables.noneHint'),
      }}
      name={({ key }, words) => (
        <Link to="/decision-tables/$key" params={{ key }} className="cut">
          {words}
        </Link>
      )}
    />
  );
}
