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
