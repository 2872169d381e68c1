// How many wait in each view of the inbox.
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../reach/client.ts';

export const useCounts = () =>
  useQuery({ queryKey: ['counts'], queryFn: () => ask(api.tasks.counts.$get()), placeholderData: (before) => before });
