// Imports as pages read them: one at work is asked again and again until it is through.
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { intent } from '../../reach/attempts.ts';
import { ask, importApi, sendBytes } from '../../reach/client.ts';
import type { ImportDetail } from '../../reach/shapes.ts';

const AT_WORK = new Set(['checking', 'running', 'undoing']);
export const isAtWork = (status: string): boolean => AT_WORK.has(status);
const OFTEN_MS = 700;

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: () => ask(importApi.imports[':id'].$get({ param: { id } })),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data.status) ? OFTEN_MS : false),
  });
export const importsKey = (register: string) => ['imports', register];
export const askImports = (register: string, from: { cursor?: string }) =>
  ask(importApi.registers[':register'].imports.$get({ param: { register }, query: { limit: 20, ...from } }));

export async function sendImport(register: string, file: File, key: string): Promise<ImportDetail> {
  const address = `/api/registers/${encodeURIComponent(register)}/imports?file=${encodeURIComponent(file.name.slice(-150))}`;
  return (await ask(sendBytes(address, await file.arrayBuffer(), intent(key)))) as ImportDetail;
}
export const takeBack = (id: string) => ask(importApi.imports[':id'].undo.$post({ param: { id } }));
/** It has begun something: whoever shows it looks again. */
export const reread = (queries: QueryClient, id: string, register: string): Promise<unknown> =>
  Promise.all([
    queries.invalidateQueries({ queryKey: ['import', id] }),
    queries.invalidateQueries({ queryKey: importsKey(register) }),
  ]);
