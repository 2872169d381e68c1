// What the address of the list of cases says.
import { textsOf } from '../parts/useAddress.ts';

export const CASE_FILTERS = ['open', 'overdue', 'stuck', 'ended', 'all'] as const;
export type CaseFilter = (typeof CASE_FILTERS)[number];
export type CasesSearch = {
  show?: CaseFilter | undefined;
  process?: string | undefined;
  store?: string | undefined;
  q?: string | undefined;
};

export function readCasesSearch(given: Record<string, unknown>): CasesSearch {
  const { show } = given;
  return {
    ...(CASE_FILTERS.includes(show as CaseFilter) && show !== 'open' && { show: show as CaseFilter }),
    ...textsOf(given, 'process', 'store', 'q'),
  };
}
