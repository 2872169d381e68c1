// The filters of a list stand in the address, so that a link, a reload and the way back keep them.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export function useAddress<Search extends object>(): [Search, (change: Partial<Search>) => void] {
  const search = useSearch({ strict: false }) as unknown as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (wanted: Partial<Search>): void =>
      // Which page this is on, only the caller knows.
      void navigate({ to: '.', search: ((before: Search) => ({ ...before, ...wanted })) as never, replace: true }),
    [navigate],
  );
  return [search, change];
}

/** What was written into the address by hand: of these names, what is text. */
export const textsOf = <Name extends string>(
  given: Record<string, unknown>,
  ...names: Name[]
): Partial<Record<Name, string>> =>
  Object.fromEntries(
    names
      .map((name) => [name, given[name]] as const)
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([name, value]) => [name, String(value)] as const)
      .filter(([, value]) => value),
  ) as Partial<Record<Name, string>>;
