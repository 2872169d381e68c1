// The end of a list asks for its next page as soon as it comes into sight.
import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../words/useWords.ts';
import { Failed } from './Failed.tsx';

type Query = {
  error?: unknown;
  hasNextPage?: boolean;
  isFetching?: boolean;
  isFetchingNextPage?: boolean;
  isFetchNextPageError?: boolean;
  fetchNextPage?: () => unknown;
};

export function More({ query }: { query: Query }): ReactNode {
  const { t } = useWords();
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(query);
  latest.current = query;
  // While what is there is read again, the next page waits: asked for meanwhile, it would end that reading.
  const isNext = query.hasNextPage && !query.isFetching && !query.isFetchNextPageError;
  // Looked at anew after each reading: an end that has stayed in sight tells of no change.
  useEffect(() => {
    if (!isNext) return;
    const seen = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void latest.current.fetchNextPage?.();
    });
    if (end.current) seen.observe(end.current);
    return () => seen.disconnect();
  }, [isNext]);
  return (
    <div ref={end} className="more">
      {query.isFetchNextPageError ? (
        <Failed error={query.error} onAgain={() => void query.fetchNextPage?.()} />
      ) : (
        query.isFetchingNextPage && t('loading')
      )}
    </div>
  );
}
