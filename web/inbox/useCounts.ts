// How many wait in each view of the inbox.
import { useQuery } from '@tanstack/react-query';
import { ask, taskApi } from '../reach/client.ts';

export const useCounts = () =>
  useQuery({
    queryKey: ['counts'],
    queryFn: () => ask(taskApi.tasks.counts.$get()),
    placeholderData: (before) => before,
  });
