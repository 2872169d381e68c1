// The registers that a field may choose from, for editors of fields within.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { RegistersContext } from '../../designer/context.ts';
import { registersQuery } from './queries.ts';

export function Choosable({ children }: { children: ReactNode }): ReactNode {
  const items = useQuery(registersQuery).data?.items;
  const registers = useMemo(
    () =>
      (items ?? []).map(({ key, name, kind, fields, views, ledger }) => ({
        key,
        name,
        ledger: kind === 'ledger',
        fields: fields
          .filter(({ secret, by }) => !secret && by.who !== 'ledger')
          .map(({ id, label }) => ({ id, label })),
        secrets: fields.filter(({ secret }) => secret).map(({ id, label }) => ({ id, label })),
        views: views.map((view) => ({ id: view.key, label: view.title })),
        verbs: (ledger?.verbs ?? []).map((verb) => ({ id: verb.key, label: verb.name })),
      })),
    [items],
  );
  return <RegistersContext.Provider value={registers}>{children}</RegistersContext.Provider>;
}
