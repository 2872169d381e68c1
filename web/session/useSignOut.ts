// Leaves: the session ends, and nothing of the person stays in memory.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { actAs, signInApi } from '../reach/client.ts';
import { flushAll } from '../typed/typed.ts';

export function useSignOut(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(() => {
    void flushAll()
      .then(() => signInApi.auth['sign-out'].$post())
      .catch(() => undefined)
      .then(async () => {
        actAs(undefined);
        await navigate({ to: '/sign-in' });
        queries.clear();
      });
  }, [queries, navigate]);
}
