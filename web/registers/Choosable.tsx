// The registers that a field may choose from, for editors of fields within.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { RegistersContext } from '../../designer/context.ts';
import { registersQuery } from './queries.ts';

export function Choosable({ children }: { children: ReactNode }): ReactNode {
  const items = useQuery(registersQuery).data?.items;
  const registers = useMemo(
    () =>
      (items ?? [])
        .filter(({ kind }) => kind !== 'ledger')
        .map(({ key, name, fields }) => ({
          key,
          name,
          fields: fields
            .filter(({ secret, by }) => !secret && by.who !== 'ledger')
            .map(({ id, label }) => ({ id, label })),
        })),
    [items],
  );
  return <RegistersContext.Provider value={registers}>{children}</RegistersContext.Provider>;
}
