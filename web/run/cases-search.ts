// What the address of the list of cases says.
export const CASE_FILTERS = ['open', 'overdue', 'stuck', 'ended', 'all'] as const;
export type CaseFilter = (typeof CASE_FILTERS)[number];
export type CasesSearch = { show?: CaseFilter | undefined; process?: string | undefined; q?: string | undefined };

export function readCasesSearch(given: Record<string, unknown>): CasesSearch {
  const { show, process, q } = given;
  return {
    ...(CASE_FILTERS.includes(show as CaseFilter) && show !== 'open' && { show: show as CaseFilter }),
    ...(typeof process === 'string' && process && { process }),
    ...((typeof q === 'string' || typeof q === 'number') && String(q) && { q: String(q) }),
  };
}
