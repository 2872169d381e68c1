// What a case or record has to do with, as far as I may see it.
import { usePages } from '../parts/usePages.ts';
import { ask, relatedApi } from '../reach/client.ts';
import type { RelatedItem } from '../reach/shapes.ts';

const PAGE = 20;

export function useRelated(kind: 'case' | 'record', id: string, without?: string) {
  const read = async (from: { cursor?: string }) => {
    const { items, ...rest } = await ask(
      relatedApi.related.$get({ query: { kind, id, limit: PAGE, ...(without && { without }), ...from } }),
    );
    return { ...rest, items: items.map((item) => ({ ...item, count: rest.count })) };
  };
  const rows = usePages<RelatedItem & { count: number }>(['related', id, kind, without ?? ''], read);
  return { rows, count: rows.data?.[0]?.count ?? 0 };
}
