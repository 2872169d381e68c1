// One verb on a case: sent once, the case read anew when it is done.
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attempts, type Send } from '../reach/attempts.ts';

export function useCaseVerb<T>(
  id: string,
  verb: (send: Send, given: T) => Promise<unknown>,
  done: () => void,
): UseMutationResult<unknown, Error, T> {
  const queries = useQueryClient();
  const [send] = useState(attempts);
  return useMutation({
    mutationFn: (given: T) => verb(send, given),
    onSuccess: () => {
      done();
      void queries.invalidateQueries({ queryKey: ['case', id] });
      void queries.invalidateQueries({ queryKey: ['history', id] });
    },
  });
}
