// The hook on a draft: its body and how well it is kept.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { ContentKind } from '../../content/kinds.ts';
import { ask, contentApi } from '../reach/client.ts';
import type { ContentDraft } from '../reach/shapes.ts';
import { Draft } from './draft.ts';

export type { ContentKind };

export const readDraft = (kind: ContentKind, key: string): Promise<ContentDraft> =>
  ask(contentApi.content[':kind'][':key'].draft.$get({ param: { kind, key } }));

/** Read once as the page opens: what is edited there must not be replaced under the hand. `at`: another one is another editor. */
export function useOpenedDraft(kind: ContentKind, key: string) {
  const query = useQuery({
    queryKey: ['content', kind, key, 'draft'],
    queryFn: () => readDraft(kind, key),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchOnMount: 'always',
  });
  const { refetch } = query;
  return {
    query,
    at: `${query.data?.revision} ${query.data?.latest} ${query.dataUpdatedAt}`,
    reopen: useCallback(() => void refetch(), [refetch]),
  };
}

/** One for as long as the page that gives it a key. */
export function useContentDraft<Body>(kind: ContentKind, key: string, opened: ContentDraft) {
  const queries = useQueryClient();
  const [draft] = useState(
    () =>
      new Draft<Body>(
        {
          put: async (body, revision) => {
            const saved = await ask(
              contentApi.content[':kind'][':key'].draft.$put({
                param: { kind, key },
                json: { body, revision } as never,
              }),
            );
            void queries.invalidateQueries({ queryKey: ['content', kind, 'list'] });
            return saved;
          },
          read: () => readDraft(kind, key),
        },
        opened,
      ),
  );
  const { body, problems, status } = useSyncExternalStore(draft.subscribe, draft.read);
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent): void => {
      if (draft.isDirty()) event.preventDefault();
    };
    addEventListener('beforeunload', leaving);
    return () => {
      removeEventListener('beforeunload', leaving);
      void draft.flush();
    };
  }, [draft]);
  const { change, flush, resolve } = draft;
  return { body, problems, status, change, flush, resolve, revision: () => draft.revision };
}
export type DraftOf<Body> = ReturnType<typeof useContentDraft<Body>>;
