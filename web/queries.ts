// What was read from the server. Only a lost connection is tried again by itself; a refusal is an answer.
import { QueryClient } from '@tanstack/react-query';
import { asRefusal } from './reach/client.ts';

/** Without a connection they fail at once and say so, instead of waiting in silence. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => asRefusal(error).code === 'offline' && count < 2,
      retryDelay: 800,
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
