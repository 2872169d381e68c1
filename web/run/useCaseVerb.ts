// One verb on a case: sent once, the case read anew when it is done.
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';

export function useCaseVerb<T>(
  id: string,
  send: (given: T) => Promise<unknown>,
  done: () => void,
): UseMutationResult<unknown, Error, T> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      done();
      void queries.invalidateQueries({ queryKey: ['case', id] });
      void queries.invalidateQueries({ queryKey: ['history', id] });
    },
  });
}
