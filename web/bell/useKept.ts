// What is changed bit by bit and kept at once: the page goes by what was chosen last, and one after the other is sent, whatever is read meanwhile.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

export function useKept<T>(
  id: string,
  standing: T,
  keep: (next: T) => Promise<unknown>,
): { value: T; change: (next: T) => void; error: unknown } {
  const [chosen, setChosen] = useState<T>();
  const save = useMutation({
    // One after the other.
    scope: { id },
    mutationFn: keep,
    // What was refused is as it was.
    onError: () => setChosen(undefined),
  });
  const change = (next: T): void => {
    setChosen(next);
    save.mutate(next);
  };
  return { value: chosen ?? standing, change, error: save.error };
}
