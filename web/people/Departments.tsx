// Departments: where people belong, one above the other.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { departmentsQuery } from '../processes/queries.ts';
import { ask, groupApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { Groups } from './Groups.tsx';

export function Departments({ tabs }: { tabs: ReactNode }): ReactNode {
  const { t } = useWords();
  const query = useQuery(departmentsQuery);
  return (
    <Groups
      tabs={tabs}
      query={query}
      queryKey="departments"
      add={t('people.addDepartment')}
      nested
      save={({ id, name, texts, parent, head, shift }) =>
        ask(
          groupApi.departments[':id'].$put({
            param: { id },
            json: { name, texts: texts as never, parent, head, shift },
          }),
        )
      }
      drop={(id) => ask(groupApi.departments[':id'].$delete({ param: { id } }))}
    />
  );
}
