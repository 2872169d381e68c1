// Leaves: the session ends, and nothing of the person stays in memory.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { signInApi } from '../reach/client.ts';

export function useSignOut(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(() => {
    void signInApi.auth['sign-out']
      .$post()
      .catch(() => undefined)
      .then(async () => {
        await navigate({ to: '/sign-in' });
        queries.clear();
      });
  }, [queries, navigate]);
}
