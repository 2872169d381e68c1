// Roles: what steps are offered to.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { rolesQuery } from '../processes/queries.ts';
import { ask, groupApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { Groups } from './Groups.tsx';

export function Roles({ tabs }: { tabs: ReactNode }): ReactNode {
  const { t } = useWords();
  const query = useQuery(rolesQuery);
  return (
    <Groups
      tabs={tabs}
      query={query}
      queryKey="roles"
      add={t('people.addRole')}
      save={({ id, name, texts }) =>
        ask(groupApi.roles[':id'].$put({ param: { id }, json: { name, texts: texts as never } }))
      }
      drop={(id) => ask(groupApi.roles[':id'].$delete({ param: { id } }))}
    />
  );
}
