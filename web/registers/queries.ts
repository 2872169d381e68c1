// Registers and their records as pages read them. A record that was written here is put into every list that shows it.
import { type InfiniteData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Filter, Sort } from '../../records/register.ts';
import { ask, recordApi, registerApi, savedViewApi } from '../reach/client.ts';
import type { RecordItem } from '../reach/shapes.ts';

export const registersQuery = queryOptions({
  queryKey: ['registers'],
  queryFn: () => ask(registerApi.registers.$get()),
  staleTime: 60_000,
});
export const registerQuery = (register: string) =>
  queryOptions({
    queryKey: ['register', register],
    queryFn: () => ask(registerApi.registers[':register'].$get({ param: { register } })),
    staleTime: 30_000,
  });
export const savedViewsQuery = (register: string) =>
  queryOptions({
    queryKey: ['savedViews', register],
    queryFn: () => ask(savedViewApi.registers[':register'].views.$get({ param: { register } })),
    staleTime: 30_000,
  });
/** A record is known by its key within a store; empty: of the shop as a whole. */
export const recordQuery = (register: string, key: string, store = '') =>
  queryOptions({
    queryKey: ['record', register, key, store],
    queryFn: () =>
      ask(recordApi.registers[':register'].records[':key'].$get({ param: { register, key }, query: { store } })),
  });

/** What is worth knowing of it where a form names it. */
export const besideQuery = (register: string, key: string) =>
  queryOptions({
    queryKey: ['record', register, key, 'beside'],
    queryFn: () =>
      ask(
        recordApi.registers[':register'].records[':key'].beside.$get({
          param: { register, key },
          query: { store: '' },
        }),
      ),
    retry: false,
  });

export type Asked = {
  where: Filter[];
  sort?: Sort | undefined;
  q?: string | undefined;
  archived?: boolean | undefined;
  /** Only of this one; empty: of the shop as a whole. */
  store?: string | undefined;
  /** Of a tree. */
  open?: string[] | undefined;
};
/** Rows a request; a screen shows a dozen, and a hundred come as fast as twenty. */
export const PAGE = 100;
export const askRecords = (
  register: string,
  { where, sort, q, archived, store, open }: Asked,
  { limit = PAGE, count = false, cursor }: { limit?: number; count?: boolean; cursor?: string | undefined } = {},
) =>
  ask(
    recordApi.query.$post({
      json: {
        source: { kind: 'register', key: register },
        where,
        limit,
        count,
        ...(sort && { sort }),
        ...(q && { q }),
        ...(archived && { archived }),
        ...(store !== undefined && { store }),
        ...(open && { open }),
        ...(cursor && { cursor }),
      },
    }),
  );
export type RecordPage = Awaited<ReturnType<typeof askRecords>>;

/** To choose from: the first that fit. */
export const recordsFoundQuery = (register: string, q: string) =>
  queryOptions({
    queryKey: ['recordsFound', register, q],
    queryFn: () => askRecords(register, { where: [], q }, { limit: 20 }),
    staleTime: 30_000,
    retry: false,
    placeholderData: (before) => before,
  });

/** How many there are, up to ten thousand. */
export const countQuery = (register: string, asked: Asked) =>
  queryOptions({
    queryKey: ['recordCount', register, asked],
    queryFn: async () => (await askRecords(register, asked, { limit: 0, count: true })).count,
    staleTime: 30_000,
  });

/** After a write: the lists keep their place, and show what stands now. */
export function putRecord(queries: QueryClient, register: string, record: RecordItem): void {
  queries.setQueriesData<InfiniteData<RecordPage>>(
    { queryKey: ['records', register] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.id === record.id ? record : item)),
        })),
      },
  );
  queries.setQueryData(['record', register, record.key, record.store], record);
  void queries.invalidateQueries({ queryKey: ['recordHistory', register, record.key] });
  void queries.invalidateQueries({ queryKey: ['recordCount', register] });
}
/** Something came, went, or moved between views. */
export const rereadRecords = (queries: QueryClient, register: string): void => {
  void queries.invalidateQueries({ queryKey: ['records', register] });
  void queries.invalidateQueries({ queryKey: ['recordCount', register] });
};
