// One case with all that stands open, and its history.
import { useQuery } from '@tanstack/react-query';
import { ask, caseApi } from '../reach/client.ts';

export const useCase = (id: string) =>
  useQuery({ queryKey: ['case', id], queryFn: () => ask(caseApi.cases[':id'].$get({ param: { id } })) });

export const useHistory = (id: string) =>
  useQuery({
    queryKey: ['history', id],
    queryFn: () => ask(caseApi.cases[':id'].history.$get({ param: { id }, query: { limit: 200 } })),
  });

/** All of it, newest first; where a page shows it, the newest are enough. */
export const useWholeHistory = (id: string) =>
  useQuery({
    queryKey: ['history', id, 'whole'],
    queryFn: async () => {
      const items = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query = { limit: 200, ...(cursor && { cursor }) };
        const page = await ask(caseApi.cases[':id'].history.$get({ param: { id }, query }));
        items.push(...page.items);
        cursor = page.next;
      }
      return items;
    },
  });
