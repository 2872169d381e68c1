// A list that is read page by page; old rows stay while new ones load.
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Rows } from './List.tsx';

type Page<Item> = { items: Item[]; next: string | null };

export function usePages<Item extends { id: string | number }>(
  queryKey: QueryKey,
  read: (from: { cursor?: string }) => Promise<Page<Item>>,
): Rows<Item> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: '',
    getNextPageParam: ({ next }: Page<Item>) => next ?? undefined,
    placeholderData: (before) => before,
  });
  const data = useMemo(() => {
    const seen = new Set<string | number>();
    // Between two pages a row may have moved down: it is shown once.
    return query.data?.pages.flatMap(({ items }) => items).filter(({ id }) => !seen.has(id) && seen.add(id));
  }, [query.data]);
  return { ...query, data };
}
