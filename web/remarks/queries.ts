// What is said of a thing; a case tells what is said of its tasks, too.

import { usePages } from '../parts/usePages.ts';
import { ask, remarkApi } from '../reach/client.ts';
import type { RemarkItem } from '../reach/shapes.ts';
import type { Thing } from './Remarks.tsx';

export type Wanted = { decisions?: boolean; q?: string };
export const useRemarks = ({ kind, id }: Thing, { decisions = false, q = '' }: Wanted = {}) =>
  usePages<RemarkItem>(['remarks', id, kind, decisions, q], (from) =>
    ask(
      remarkApi.remarks.$get({
        query: { kind, id, limit: 50, ...(decisions && { decisions: 'true' as const }), ...(q && { q }), ...from },
      }),
    ),
  );
export const useDecisions = (q: string) =>
  usePages<RemarkItem>(['remarks', 'decisions', q], (from) =>
    ask(remarkApi.decisions.$get({ query: { limit: 50, ...(q && { q }), ...from } })),
  );
