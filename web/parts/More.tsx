// The end of a list: asks for the next page when it comes into sight.
import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../words/useWords.ts';

type Query = { hasNextPage?: boolean; isFetchingNextPage?: boolean; fetchNextPage?: () => unknown };

export function More({ query }: { query: Query }): ReactNode {
  const { t } = useWords();
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(query);
  latest.current = query;
  useEffect(() => {
    const seen = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting && latest.current.hasNextPage && !latest.current.isFetchingNextPage)
        void latest.current.fetchNextPage?.();
    });
    if (end.current) seen.observe(end.current);
    return () => seen.disconnect();
  }, []);
  return (
    <div ref={end} className="more">
      {query.isFetchingNextPage ? t('loading') : ''}
    </div>
  );
}
