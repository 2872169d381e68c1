// What I have to read, where the day begins; nothing where there is nothing.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BookOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { toReadQuery } from '../pages/queries.ts';
import { useWords } from '../words/useWords.ts';

export function ToRead(): ReactNode {
  const { t } = useWords();
  const count = useQuery(toReadQuery).data?.toRead ?? 0;
  if (count === 0) return null;
  return (
    <Link to="/handbook" search={{ mine: 'yes' }} className="day-line">
      <BookOpen size={16} strokeWidth={1.75} aria-hidden="true" />
      {t('pages.today', { count })}
    </Link>
  );
}
