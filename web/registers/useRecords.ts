// Rows of a grid, page by page. What is loaded is not read again behind somebody's back: a thousand pages would be a thousand requests.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Rows } from '../parts/List.tsx';
import type { RecordItem } from '../reach/shapes.ts';
import { type Asked, askRecords, PAGE } from './queries.ts';

/** So many pages are read again when the window comes back. */
const FEW = 2;

export function useRecords(register: string, asked: Asked, limit = PAGE): Rows<RecordItem> {
  const query = useInfiniteQuery({
    queryKey: ['records', register, asked, limit],
    queryFn: ({ pageParam }) => askRecords(register, asked, { cursor: pageParam || undefined, limit }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= FEW,
    refetchOnReconnect: false,
  });
  const data = useMemo(() => {
    const seen = new Set<string>();
    return query.data?.pages.flatMap(({ items }) => items).filter(({ id }) => !seen.has(id) && seen.add(id));
  }, [query.data]);
  return { ...query, data };
}
